"""What the stem's own words say about each number's part in the calculation, compared with the solution's operations.

The words around a number tell whether it is counted off, compared, or taken so many times (`each`, `per`, `씩`, `배`,
`%`), and the sentences tell whether something is joined, removed or shared. `roles_agree` reads only the stem for
that and asks whether every operation of the solution has its words there, whether every multiplier multiplies, and
whether every quantity of the stem takes part. Together with the answer, which fixes which number goes where,
this is the stem's own reading of a longer calculation, for which a search over formulas is never unique.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.arithmetic import Literal, Operation, Reference, Tree, literals, operations, value_of
from questions.engine.twins.words.contradictions import scaled
from questions.engine.twins.words.shares_asked import share_asked
from questions.engine.twins.words.sharing import SHARING
from questions.engine.twins.words.two_parts import part_constants

_TAKEN = re.compile(
    r"\beach\b|\bper\b|\bevery|\bapiece\b|\btimes\b|\btwice\b|doubl|tripl|\bhalf\b|percent|%|\d/\d|\bdozen|"
    r"\bat \$|\bcosts? |"
    r"\bfor \$|\bworth\b|\bpric|\ba (?:day|week|month|year|hour|minute|piece|dozen|pound|head|night|bag|box|"
    r"pack)\b|\ban hour|"
    r"\bdaily|\bweekly|\brows?\b|\bpacks? of|\bboxes of|\bbags of|\bbuckets?\b|-\w+ (?:bag|box|pack|bottle)|"
    r"\brate\b|\bmph\b|"
    r"\bthirds?\b|\bquarters?\b|\bfifths?\b|\bfourths?\b|\bfor \w+ (?:days|weeks|months|years|hours|minutes)|/|"
    r"feet|foot|inch|\barea\b|\bvolume\b|\bperimeter\b|\bwide\b|\bdeep\b|\btall\b|\binterest\b|\bratio\b|\bspeed\b|"
    r"\bin \d+ (?:minutes|hours|days|weeks|months|years)\b|\btakes? (?:\w+ ){0,2}\d|\bmakes? \d|\d times\b|"
    r"씩|당|마다|매일|매주|매달|배|하루|짜리|%|똑같|나누|나눠|평균|넓이|부피|둘레|가로|세로|높이|지름|간격|"
    r"시속|시간에|분에|"
    r"비율|확률|몫|곱|한 (?:\S+)에|\d\S*에 \d|\(\d+/\d+\)|1\S+(?:의|은|는|에)|한 (?:변|모서리|면)|각각|개에|동안|"
    r"하나|한 \S{1,4}[을를은는이가의] |인 \S+ \d|할인|필요"
)
_MEASURED = re.compile(r"\bwhat (?:is|was) (?:the|its) (?:\w+ ){0,2}(?:area|volume)\b")
_SHARED = re.compile(
    r"shar|split|divid|equal|evenly|average|\bhow many (?:\w+ ){0,2}(?:box|pack|bag|day|week|month|hour|trip|"
    r"time|group|row|page|mile|"
    r"table|bus|car|gallon|bottle|year|minute|people|piece|more)|\bfit\b|\bhold|\bneed|로 나|으로 나|몇 (?:개|"
    r"명|상자|봉지|일|시간|분|번|모둠|"
    r"주|컵|병|장|칸|도막|묶음|배|대|권|팀|줄|cm|m|kg|L)|며칠|얼마"
)
_JOINED = re.compile(
    r"total|altogether|\ball\b|\bsum\b|\bmore\b|together|combined|\bboth\b|\band\b|\badd|\bplus\b|\bafter\b|"
    r"\bnow\b|another|\balso\b|"
    r"entire|\bin the end|\boverall|\bolder\b|\bhigher\b|\btaller\b|\blonger\b|\bstart|\bbefore\b|\bfirst\b|"
    r"\bother\b|\bover\b|"
    r"평균|average|"
    r"모두|합|더|총|전체|많|늘|받|또|과|와|및|그리고|전부|넣|처음|추가|이어|둘레|높|무겁|길|크|커|남|에서|고 "
)
_REMOVED = re.compile(
    r"\bleft\b|remain|\bless\b|fewer|\bmore\b|differ|spen[dt]|\blos[et]|\bgave\b|\bgiv|\bate\b|\beat|sold|"
    r"\bsell|\bused?\b|change|"
    r"\brest\b|\bwithout|\bnot\b|n't\b|\breturn|\bstill|\bremov|\btook\b|\btak|\bsav|\bprofit|\bdiscount|"
    r"\bfarther|\byounger|\bshort|"
    r"\bdeep|\bheav|\bbigger|\blonger|\btaller|\bold\b|\bbefore\b|\bago\b|\bbegin|\bstart|\boff\b|\bthan\b|"
    r"\bhave\b|\bexcept|\bneed|\bonly|"
    r"\bneither\b|\d[^.?!]{0,40}\bboth\b|남|덜|적|작|차|빼|뺀|보다|나머지|빌|썼|쓰|사용|먹|잃|팔|주었|줄|처음|거스름|모자|부족|낮|짧|가볍|없|빠|"
    r"내렸|떠나|버|깨|원래|할인|포함|lack|ahead|behind|\bun(?:sold|used|eaten)|중|사이|이번|더"
)
_MULTIPLIER_AFTER = re.compile(
    r"\s?(?:times\b|배(?![가-힣]{2})|%|percent)|(?:\.\d+)?(?:\s\w+){0,2}\s(?:each\b|apiece|per\b|an hour\b|"
    r"a (?:day|week|month|year|hour|minute|"
    r"piece|dozen|pound|box|pack|bag)\b|(?:to|in|on|for|from|per)\s(?:each|every|one)\b)|[가-힣a-zA-Z]{0,3}씩"
)
_RATE = re.compile(
    r"\beach\b|\bapiece\b|\bper\b|\bevery\b|\bdaily\b|\ban hour\b|"
    r"\ba (?:day|night|week|month|year|hour|minute|piece|bag)\b"
)
_SAID = ("word", "fraction", "percents", "body", "hyphen", "article", "money", "ratio")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n|,\s|;\s|\sand\s|(?<=[고며서])\s|(?<=는데)\s|(?<=다면)\s")


def roles_agree(stem: str, alignment: Alignment) -> bool:
    """Whether the stem's words give every operation its reason, every multiplier its place and every quantity a use."""
    if not _all_used(alignment):
        return False
    if alignment.offset:
        return True
    sentences = _sentences(stem)
    steps = alignment.steps
    for step in steps:
        for node in operations(step.tree):
            near = " ".join(text for start, end, text in sentences if _touches(alignment, node, start, end))
            if not near or _takes_a_result(alignment, node):
                near = stem
            told = _has_reason(node.operator, near, stem) or _is_said(alignment, node)
            counted = node.operator in "*/" and scaled(alignment)
            if not told and not counted and not _is_smaller_part(stem, alignment, node):
                return False
    return True


def multipliers_multiply(stem: str, alignment: Alignment) -> bool:
    """Whether no number that the stem calls a multiplier (`3 times`, `$4 each`) is added or subtracted as it is."""
    return all(_multiplies(stem, alignment, index) for index in alignment.used)


def _takes_a_result(alignment: Alignment, node: Operation) -> bool:
    """Whether one factor is an earlier result, which no place of the stem prints."""
    return node.operator == "*" and any(
        isinstance(side, Reference) or (isinstance(side, Literal) and alignment.reading[side.key].kind == "step")
        for side in (node.left, node.right)
    )


def _sentences(stem: str) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for match in [*_SENTENCE_END.finditer(stem), None]:
        end = match.start() if match else len(stem)
        found.append((start, end, stem[start:end]))
        start = match.end() if match else end
    return found


def _all_used(alignment: Alignment) -> bool:
    """Every number that measures something (no name, no word) is placed in the solution."""
    constants = {
        literal.value
        for step in alignment.steps
        for literal in literals(step.tree)
        if alignment.reading[literal.key].kind == "constant"
    }
    return all(
        i in alignment.used
        or span.kind == "word"
        or span.value == 1
        or _is_name(span.frozen)
        or span.values() & constants
        for i, span in enumerate(alignment.spans)
    )


def _is_name(frozen: str) -> bool:
    return frozen in ("name", "ordinal", "date", "clock", "article", "hyphen")


def _touches(alignment: Alignment, node: Operation, start: int, end: int) -> bool:
    """Whether a number that takes part directly in this operation is printed between `start` and `end`."""
    return any(start <= alignment.spans[index].start < end for index in _printed(alignment, node))


def _printed(alignment: Alignment, node: Operation) -> Iterator[int]:
    sides: list[Tree] = [node.left, node.right]
    while sides:
        side = sides.pop()
        if isinstance(side, Literal):
            source = alignment.reading[side.key]
            if source.kind == "span":
                yield source.index
        elif isinstance(side, Operation) and side.operator == node.operator:
            sides += [side.left, side.right]


def _has_reason(operator: str, near: str, stem: str) -> bool:
    near, stem = near.lower(), stem.lower()
    if operator in SHARING:
        return share_asked(stem) == operator
    if operator == "*":
        return bool(_TAKEN.search(near) or _MEASURED.search(stem))
    if operator == "/":
        return bool(_TAKEN.search(near) or _SHARED.search(stem))
    return bool((_JOINED if operator == "+" else _REMOVED).search(stem))


def _is_said(alignment: Alignment, node: Operation) -> bool:
    """Whether a word or a fraction of the stem is one side: `twice`, `half`, `3/8`, what is left of 1 or of 100 %."""
    constants = {value for side in (node.left, node.right) for value in _fixed(alignment, side)}
    if node.operator == "+":
        return False
    if node.operator == "-":
        return bool(constants & {1, 100}) and any(s.kind in ("percent", "fraction") for s in alignment.spans)
    parts = {value for s in alignment.spans if s.frozen in _SAID for value in s.values()}
    percents = {Fraction(100)} if any(s.kind == "percent" for s in alignment.spans) else set()
    return bool(constants & (parts | percents | alignment.constants))


def _is_smaller_part(stem: str, alignment: Alignment, node: Operation) -> bool:
    """Whether this adds the smaller of two parts, counted as 1, to its multiple, or divides the whole by that sum."""
    if node.operator == "/" and isinstance(node.right, Operation):
        return _is_smaller_part(stem, alignment, node.right)
    one = Fraction(1)
    fixed = _fixed(alignment, node.left) | _fixed(alignment, node.right)
    return node.operator == "+" and one in fixed and one in part_constants(stem, alignment.steps)


def _fixed(alignment: Alignment, side: Tree) -> set[Fraction]:
    """The value of a side that consists of constants only (`2`, `3/4`, `40/100`)."""
    if any(alignment.reading[literal.key].kind != "constant" for literal in literals(side)) or not any(literals(side)):
        return set()
    return {value_of(side, lambda leaf: leaf.value if isinstance(leaf, Literal) else Fraction(1))}


def _multiplies(stem: str, alignment: Alignment, index: int) -> bool:
    """A number that the stem calls a multiplier (`3 times`, `배`, `%`) is never added or subtracted as it is.

    Of several rates (`16 eggs a day`, `3 every morning`) one may be taken from another.
    """
    found = _MULTIPLIER_AFTER.match(stem[alignment.spans[index].end :])
    if not found or (_RATE.search(found.group()) and len(_RATE.findall(stem)) > 1):
        return True
    for step in alignment.steps:
        for node in operations(step.tree):
            if node.operator in "+-" and not _is_smaller_part(stem, alignment, node):
                for side in (node.left, node.right):
                    if isinstance(side, Literal | Reference) and _is_from(alignment, side, index):
                        return isinstance(side, Literal) and bool(alignment.reading[side.key].offset)
    return True


def _is_from(alignment: Alignment, side: Literal | Reference, index: int) -> bool:
    if isinstance(side, Reference):
        return False
    source = alignment.reading[side.key]
    return source.kind == "span" and source.index == index and source.factor == 1
