"""What the stem's own words rule out: a solution that goes against them is refused, however well its numbers fit.

A search over formulas finds a formula for nearly any answer, so a wrong operator with an answer to match would pass.
The question tells what kind of result it wants (a difference, a sum, a rest, a share, a whole number of things), and
the nouns behind the numbers tell what can be added. Only clear contradictions count; silence rules out nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.twins.words.alignment import Alignment, Source
from questions.engine.twins.words.arithmetic import Literal, Operation, Reference, Tree, operations
from questions.engine.twins.words.contradictions_korean import korean_contradicted
from questions.engine.twins.words.nouns import asked_noun, noun_of, shares
from questions.engine.twins.words.sharing import SHARING
from questions.engine.twins.words.two_parts import part_constants

_ASKS = re.compile(r"\b(?:how|what|find|calculate|determine)\b(?!.*\b(?:how|what|find|calculate|determine)\b)", re.S)
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n")
_MULTIPLE = re.compile(
    r"\beach\b|\bper\b|\bevery|\bapiece\b|\btimes\b|\btwice\b|doubl|tripl|quadrupl|\bhal(?:f|ves)\b|percent|%|\d/\d|"
    r"\bdozen|\bat \$|\bcosts?\b|\bfor \$|\bworth\b|\bpric|\ba (?:day|"
    r"week|month|year|hour|minute|piece|pound|head|night|"
    r"bag|box|pack|person|pair|set|dozen|gallon|cup|mile|game|ticket|"
    r"bottle|card|book|piece|can)\b|\ban? (?:hour|ounce|"
    r"acre|inch|hours?)\b|daily|weekly|monthly|hourly|\brows?\b|"
    r"\bcolumns?\b|\b(?:packs?|boxes|bags|sets|groups|stacks|"
    r"bunches|trays|jars|baskets|cases|cartons|bundles|packages|packets|piles|sheets|rolls|teams|pairs) of\b|-\w+ "
    r"(?:bag|box|pack|bottle|package)|\brate\b|\bmph\b|\bspeed\b|\bthirds?\b|\bquarters?\b|\bfifths?\b|\bfourths?\b|"
    r"\bfor (?:\w+ ){1,3}(?:days|weeks|months|years|hours|minutes|"
    r"nights)|\bwide\b|\bdeep\b|\bwidth|\blength|\barea\b|"
    r"rectang|square|\bcube|\btri|\bcircl|perimeter|\binterest\b|\bratio\b|\bin (?:an?|one|\d+) (?:minutes?|hours?|"
    r"days?|weeks?|months?|years?)\b|\btakes?\b|\bneeds?\b|\buses?\b|"
    r"\bmakes?\b|\bwith \d|\bcontain|\bholds?\b|\bhas \d|"
    r"\bhave \d|\baverage|\bequal|\bsame (?:number|amount)|\blegs?\b|"
    r"\bwheels?\b|\bdimes?\b|\bnickels?\b|\bcents?\b|/",
    re.IGNORECASE,
)
_EACH_SAME = re.compile(
    r"\bequal|\bevenly|\bsame (?:number|amount)|\bshare|\bsplit|\bdivid|똑같|나누어|나눠|골고루", re.IGNORECASE
)
_EACH_ASKED = re.compile(r"\b(?:each|every|per|apiece)\b|한 (?:명|사람|개|상자|봉지|줄|팀|모둠)", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"how (?:many|much) (?:more|fewer|less)\b.*\bthan\b|difference|how much (?:longer|taller|heavier|older|farther|"
    r"further|higher|shorter|younger|faster|larger|bigger|wider)|"
    r"how many \w+ (?:older|younger|taller|longer|farther)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARES = re.compile(
    r"\d[^.?!,]*\b(?:more|fewer|less|lesser|farther|further|longer|taller|older|younger|higher|heavier|shorter|ahead|"
    r"behind|faster|larger|bigger)\b[^.?!]*\b(?:than|of)\b|times|difference",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\bin all\b|\bin total\b|\baltogether\b|\btotal\b|\bcombined\b|\bsum\b|\btogether\b", re.IGNORECASE
)
_LOSES = re.compile(
    r"\b(?:gave|give|gives|giving|given|lost|loses|lose|ate|eats|eat|"
    r"eaten|sold|sells|sell|spent|spends|spend|used|uses|"
    r"use|took|takes|taken|left|leaves|leave|removed|removes|remove|flew|"
    r"threw|throws|broke|breaks|died|die|dies|donated|"
    r"donates|paid|pays|pay|went|goes|got off|gets off|popped|melted|ripped|returned|drank|drinks|cut|discount|off|"
    r"except|without|less|fewer|not|n't|remain(?:s|ing|ed)?|deduct\w*|"
    r"reduc\w*|decreas\w*|fell|drop\w*|missing|absent|"
    r"shared|rest|others?|already|only|away|out|down|minus|subtract\w*|change|profit|differ\w*|than|need\w*|still|"
    r"wast\w*|burn\w*|leak\w*|leav\w*|quit|fail\w*|withdr\w*|cost\w*|bought|buy\w*|turned|transferred|graduat\w*|"
    r"deliver\w*|finish\w*|read|complet\w*|planted|sent|mailed|put|used|ahead|behind|until|before|ago|owe\w*)\b",
    re.IGNORECASE,
)
_GAINS = re.compile(
    r"\b(?:got|gets?|getting|bought|buys?|received?|receives|found|"
    r"finds?|added|adds?|joined|joins?|came|comes?|gained|"
    r"gains?|collected|collects?|picked|picks?|made|makes?|new|another|"
    r"more|earned|earns?|saved|saves?|won|wins?|given|"
    r"gave (?:him|her|them|me|you)|put|arrived?|arrives|grew|grows?|baked|bakes?|increas\w*|borrow\w*|plus|add|also|"
    r"moved in|planted|born|raise\w*|total|order\w*)\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\bleft\b|\bremain|\bstill\b|남은|남았|남습|남는", re.IGNORECASE)
_KOREAN_RESULT: tuple[tuple[str, str], ...] = (
    (r"(?:의|두 수의|한)\s?합(?:은|을|이|입|$)|합계", "+"),
    (r"(?:의|두 수의)\s?차(?:는|를|가|입|이는)", "-"),
    (r"의\s?곱(?:은|을|이)", "*"),
)
_MORE_THAN_A_SUM = re.compile(r"배|평균|나누|둘레|비|변|모서리")
_FRACTIONAL = re.compile(
    r"hour|minute|second|day|week|month|year|mile|feet|foot|inch|yard|"
    r"meter|metre|pound|ounce|kilo|gram|ton|liter|litre|"
    r"gallon|quart|pint|cup|teaspoon|tablespoon|dollar|cent|percent|times|dozen|degree|acre|point|unit|square|cubic|"
    r"calorie|pizza|pie|cake|glass|bottle|part|third|quart|%|bag|pan|"
    r"sandwich|cookie|page|lap|mg|kg|cm|bushel|batch|can|"
    r"loa[fv]|scoop|serving|bar|piece|sheet|stick|jar|carton|tank|"
    r"fraction|box|load|roll|crate|pack|basket|bucket|plate",
    re.IGNORECASE,
)
_MULTIPLE_KOREAN = re.compile(
    r"씩|(?:\d|두|세|네|몇|의)\s?배|[\dA-Za-z가-힣]당(?=\s|\d)|마다|매일|매주|매달|똑같|하루(?:에|마다|동안)|"
    r"한 \S+[에의을를은는이가]|짜리|%|넓이|"
    r"부피|둘레|사각형|삼각형|마름모|가로|세로|높이|시속|분속|초속|"
    r"평균|간격|줄|칸|비[는를가율]|비로|\d\s?:\s?\d|\d/\d|묶음|상자|봉지|세트|동안|각각|"
    r"원(?![가-힣]*[주기])|하나|필요|각형|면체|각기둥|각뿔|(?<!\d)1\s?[가-힣a-zA-Z]|"
    r"할인|농도|지름|다스|쌍|켤레|모두 같|같은|일정|[는은] 데|걸리|걸린|빠르기|나누|나눠|곱|"
    r"만큼|번(?!째)|층|바꾼|모으면|되돌|권에|개에|명에|장에|인분"
)
_SHAPE = re.compile(
    r"area|square|rectang|\bwide\b|width|volume|cub|넓이|부피|사각형|세로|정사각|육면체|cm2|m2|㎡|²|³", re.IGNORECASE
)
_KOREAN_RATE = re.compile(
    r"씩|마다|[\d인개명분초]당|각각|(?:\d|두|세|네|몇|의)\s?배|한 \S+에|짜리|똑같|하루(?:에|마다|동안)|매일|필요|"
    r"[는은] 데|동안|\d\s?줄|줄마다|간격|(?<!\d)1\s?[가-힣a-zA-Z]|하나"
)
_KINDS: tuple[tuple[str, str], ...] = (
    ("length", r"cm|mm|km|m|㎝|㎜|㎞|inch(?:es)?|f(?:ee|oo)t|yards?|miles?|met(?:er|re)s?|kilomet(?:er|re)s?"),
    ("mass", r"kg|g|mg|㎏|pounds?|ounces?|grams?|kilograms?|tons?|lbs?|oz"),
    ("volume", r"L|l|mL|ml|㎖|dL|lit(?:er|re)s?|gallons?|quarts?|pints?|cups?"),
    ("money", r"원|[$￦₩€£]|dollars?|cents?"),
    ("time", r"시간|분|초|일|hours?|minutes?|seconds?|days?|weeks?|months?|years?"),
)
_KIND_RULES = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_ASKED_UNIT = re.compile(r"몇\s?(cm|mm|km|kg|mL|ml|[mgLl]|[가-힣]{1,2}?)(?:[2²3³]|\s|[를을이가의인입일]|$)")
_KOREAN_COUNT = re.compile(r"몇\s?(?:개|명|마리|권|자루|송이|그루|대|번|장|사람|봉지|상자|조각|도막)")
_KOREAN_WHOLE = re.compile(r"몇\s?(?:명|마리|권|자루|송이|그루|대|척|번|켤레|벌|채|사람|장|살|층)")


_UNIT_SIZES = frozenset(map(Fraction, (7, 12, 24, 52, 60, 365, 1000, 3600)))


@dataclass(frozen=True, slots=True)
class _Text:
    """The stem cut into what it asks and what it states."""

    asked: str
    stated: str


def contradicted(stem: str, alignment: Alignment) -> bool:
    """Whether the stem's words rule out the solution's operations or its result."""
    text = _cut(stem)
    root = alignment.steps[-1].tree
    value = alignment.steps[-1].value
    return (
        (bool(re.search(r"[가-힣]", stem)) and korean_contradicted(stem, text.asked, alignment))
        or _broken_count(text, value)
        or _wrong_result(text, root)
        or any(_unreasoned(stem, text, alignment, node) for step in alignment.steps for node in operations(step.tree))
        or any(_pointless(alignment, node) for step in alignment.steps for node in operations(step.tree))
        or any(_squared(stem, alignment, node) for step in alignment.steps for node in operations(step.tree))
        or _wrong_share(text, root)
        or _wrong_kind(stem, text, alignment, root)
        or _wrong_nouns(stem, text, alignment)
    )


def _cut(stem: str) -> _Text:
    sentences = [part for part in _SENTENCE.split(stem) if part.strip()]
    asking = next((part for part in reversed(sentences) if "?" in part), sentences[-1] if sentences else stem)
    found = _ASKS.search(asking.lower())
    start = stem.rfind(asking) + (found.start() if found else 0)
    end = stem.rfind(asking) + len(asking)
    return _Text(stem[start:end].lower(), f"{stem[:start]} {stem[end:]}".lower())


def _broken_count(text: _Text, value: Fraction) -> bool:
    """A question for a number of things that only come whole, answered by a fraction."""
    if value.denominator == 1:
        return False
    if _KOREAN_WHOLE.search(text.asked):
        return True
    found = re.search(r"how many ((?:\w+ ?){1,3})", text.asked)
    return (
        bool(found) and not _FRACTIONAL.search(text.asked) and not _FRACTIONAL.search(found.group(1) if found else "")
    )


def _wrong_result(text: _Text, root: Tree) -> bool:
    """A difference, a sum or a rest is asked for, and the last operation makes something else without reason."""
    operator = root.operator if isinstance(root, Operation) else ""
    if _DIFFERENCE.search(text.asked) and operator == "+" and not _COMPARES.search(text.stated):
        return True
    if _TOTAL.search(text.asked) and operator == "-" and not _LOSES.search(f"{text.stated} {text.asked}"):
        return True
    if _REST.search(text.asked) and operator == "+" and not _GAINS.search(text.stated):
        return True
    signs = {node.operator for node in operations(root)}
    return any(
        re.search(pattern, text.asked)
        and sign not in signs
        and not re.search(r"배|평균|나누|둘레|비|변|모서리", text.asked)
        for pattern, sign in _KOREAN_RESULT
    )


def _unreasoned(stem: str, text: _Text, alignment: Alignment, node: Operation) -> bool:
    """A product of two printed numbers where the English text states no rate, no part and no shape."""
    if node.operator != "*" or any(not _is_printed(alignment, side) for side in (node.left, node.right)):
        return False
    if re.search(r"[가-힣]", stem):
        return not _MULTIPLE_KOREAN.search(stem)
    return not (_is_multiple(text) or scaled(alignment))


def _is_multiple(text: _Text) -> bool:
    """Whether the text states a rate, a part or a shape, or asks for the measure of a shape."""
    return bool(_MULTIPLE.search(text.stated) or _SHAPE.search(text.asked))


def scaled(alignment: Alignment) -> bool:
    """Whether the solution divides by one number and multiplies by another of the same unit (3 bags …, 20 bags)."""
    units: dict[str, set[str]] = {"*": set(), "/": set()}
    for step in alignment.steps:
        for node in operations(step.tree):
            if node.operator in units:
                units[node.operator].add(_unit(alignment, node.right).lower().removesuffix("s"))
    return bool((units["*"] & units["/"]) - {""})


def _pointless(alignment: Alignment, node: Operation) -> bool:
    """A divisor or factor 1, or the size of a unit (7, 12, 60, 1000) that is added or subtracted like a thing."""
    percents = any(span.kind in ("percent", "fraction") for span in alignment.spans)
    printed = {value for span in alignment.spans for value in span.values()}
    for side in (node.left, node.right):
        if not isinstance(side, Literal) or alignment.reading[side.key].kind != "constant":
            continue
        if side.value in printed:
            continue
        if node.operator in ("*", "/") and side.value == 1 and not percents and side is node.right:
            return True
        if node.operator in ("+", "-") and side.value in _UNIT_SIZES:
            return True
    return False


def _squared(stem: str, alignment: Alignment, node: Operation) -> bool:
    """A product whose two sides grow with the same printed number, outside of areas and shares of a multiple."""
    if node.operator != "*" or _SHAPE.search(stem) or Fraction(1) in part_constants(stem, alignment.steps):
        return False
    both = _feeding(alignment, node.left) & _feeding(alignment, node.right)
    return any(list(alignment.leader.values()).count(leader) == 1 for leader in both)


def _feeding(alignment: Alignment, tree: Tree) -> set[int]:
    """The changing numbers that a side depends on."""
    if isinstance(tree, Operation):
        return _feeding(alignment, tree.left) | _feeding(alignment, tree.right)
    source = Source("step", tree.step) if isinstance(tree, Reference) else alignment.reading[tree.key]
    if source.kind == "step":
        return _feeding(alignment, alignment.steps[source.index].tree)
    return {alignment.leader[source.index]} if source.kind == "span" else set()


def _wrong_kind(stem: str, text: _Text, alignment: Alignment, root: Tree) -> bool:
    """Two numbers of one unit joined to something that the question's unit cannot be."""
    if not isinstance(root, Operation) or root.operator in SHARING:
        return False
    units = [_unit(alignment, side) for side in (root.left, root.right)]
    kinds = [_kind(unit) for unit in units]
    found = _ASKED_UNIT.search(text.asked)
    asked = found.group(1) if found else ""
    if kinds[0] and kinds[0] == kinds[1]:
        wanted = _kind(asked)
        if root.operator in ("+", "-"):
            return not wanted and bool(_KOREAN_COUNT.search(text.asked))
        shaped = _SHAPE.search(stem)
        return (wanted == kinds[0] and not shaped) or (root.operator == "*" and not shaped)
    same = bool(asked) and units[0] == units[1] and units[0] in (asked, f"{asked}이")
    if units[0] == units[1] and units[0] in ("줄", "열", "칸") and asked and not same and root.operator in "+-":
        return True
    return same and root.operator in ("*", "/") and not _KOREAN_RATE.search(text.stated)


def _unit(alignment: Alignment, side: Tree) -> str:
    if not isinstance(side, Literal) or alignment.reading[side.key].kind != "span":
        return ""
    return alignment.spans[alignment.reading[side.key].index].unit


def _kind(unit: str) -> str:
    return next((kind for kind, rule in _KIND_RULES if rule.fullmatch(unit)), "")


def _is_printed(alignment: Alignment, side: Tree) -> bool:
    """Whether a side holds no constant: printed numbers and results only."""
    if isinstance(side, Literal):
        return alignment.reading[side.key].kind != "constant"
    if isinstance(side, Operation):
        return _is_printed(alignment, side.left) and _is_printed(alignment, side.right)
    return isinstance(side, Reference)


def _wrong_share(text: _Text, root: Tree) -> bool:
    """An equal share of each is asked for, and the last operation is no division."""
    if not isinstance(root, Operation) or root.operator in ("/", *SHARING):
        return False
    return bool(
        _EACH_SAME.search(text.stated + text.asked)
        and _EACH_ASKED.search(text.asked)
        and root.operator == "*"
        and not re.search(r"\d/\d|%|half|percent|(?:each|every|per)\b[^.]*\d", text.stated)
    )


def _wrong_nouns(stem: str, text: _Text, alignment: Alignment) -> bool:
    """Sums and differences of things that the question cannot want joined, and products of like things."""
    if re.search(r"[가-힣]", stem):
        return False
    asked = asked_noun(text.asked)
    for step in alignment.steps:
        for node in operations(step.tree):
            left, right = (_noun(stem, alignment, side) for side in (node.left, node.right))
            if not left or not right:
                continue
            if node.operator == "*" and shares(left, right) and not _is_multiple(text):
                return True
            last = node is alignment.steps[-1].tree
            if last and asked and _cannot_join(text, node.operator, left, right, asked):
                return True
    return False


def _cannot_join(
    text: _Text, operator: str, left: frozenset[str], right: frozenset[str], asked: frozenset[str]
) -> bool:
    if operator not in ("+", "-") or shares(left, right):
        return False
    compared = operator == "-" and re.search(r"\b(?:more|fewer|less|than|differ|left|remain|not)\b", text.asked)
    return not compared and shares(left, asked) != shares(right, asked)


def _noun(stem: str, alignment: Alignment, side: Tree) -> frozenset[str]:
    if not isinstance(side, Literal) or alignment.reading[side.key].kind != "span":
        return frozenset()
    span = alignment.spans[alignment.reading[side.key].index]
    return noun_of(stem, span.end)
