"""A stem read clause by clause: what it tells of which quantity, in any order, and what it asks.

A tale has clauses, each with a pattern for one thing that can be said. A stem is read when it can be cut into
clauses with nothing between them but connectives. Two cuts that tell different things are no reading at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from questions.engine.twins.grammar.patterns import NUMBER
from questions.engine.twins.tales.endings import COPULA, VOWEL_END, asked, verb

MOST_STEPS = 4000
_COUNTERS = (
    r"(?:개|명|마리|권|송이|장|자루|대|번|가지|켤레|그루|점|회|병|잔|봉지|팀|쪽|벌|통|줄|골|문제|사람"
    r"|곳|바구니|상자|다발|캔|컵|인분|판|조각|"
    r"필|척|채|모둠|조|학급|반|세트|묶음|포기|원|세|살|년|개월|달|주|일|시간|분|초|L|mL|g|kg|cm|m|km|층|계단|바퀴)"
)
_WANTED = r"(?:구하(?:시오|여라|세요|면|라)|구해(?:라|보시오|보세요)|쓰시오|말하시오|답하시오|찾으시오|구하고자한다)"
_ENDED = (
    rf"(?:은|는|을|를|이|가)?(?:모두|각각)?(?:인가요?|인지|입니까|일까요?|이겠는가|겠는가)?(?:를|을)?{_WANTED}?[.?]*"
)
_PEOPLE = (
    "민수|민호|민지|민재|민서|지수|지민|지우|지호|지은|지훈|지아|영희|영수|영호|철수|수진|수민|수연|"
    "수지|수아|서연|서준|서윤|서현|하준|하은|하윤|하린|도윤|도현|"
    "시우|시연|은우|은지|은서|은수|은주|은정|예준|예린|예은|예지|유진|유나|윤서|윤아|윤호|주원|준호|"
    "준서|준영|준수|정민|정호|정우|정은|재민|재현|진우|진수|진호|현우|현수|"
    "현지|현주|현정|혜진|혜원|희진|희수|소연|소희|소영|세영|세진|상현|상민|성민|성호|성수|선영|선호|"
    "나영|나연|다은|다현|동현|동수|경수|경희|미나|미영|미정|보라|승현|승호|"
    "승민|태희|태호|태현|가영|건우|우진|연우|아영|아름|인호|효진|형|동생|누나|언니|오빠|아버지|어머"
    "니|삼촌|이모|선생님|한학생|어떤학생|어느학생|어떤사람|학생|A|B|갑|을"
)
_SAID = r"(?:고(?:한다|할때|하자|하면))?"
_GREATER = (
    rf"(?:만큼)?(?:더)?(?:크(?:고|며|다{_SAID}|면|므로)|클때|큰데|큰|컸다|컸을때|커(?:졌다|진다{_SAID}|질때|지고))"
)
_SMALLER = (
    rf"(?:만큼|이|가)?(?:더)?(?:작(?:고|으며|다{_SAID}|으면|으므로|을때|은데|은|았다)|작아(?:졌다|진다"
    rf"{_SAID}|질때|지고))"
)
_MORE = rf"(?:만큼|이|가)?(?:더)?(?:많(?:고|으며|다{_SAID}|으면|으므로|을때|은데|은|았다))"
_FEWER = rf"(?:만큼|이|가)?(?:더)?(?:적(?:고|으며|다{_SAID}|으면|으므로|을때|은데|은|었다))"
_MACROS = {
    "be": COPULA,
    "c": _COUNTERS,
    "은": r"(?:은|는|이|가)?",
    "을": r"(?:을|를)?",
    "로": r"(?:으로|로)",
    "의": r"의?",
    "크": _GREATER,
    "작": _SMALLER,
    "많": _MORE,
    "적": _FEWER,
    "모두": r"(?:모두|전부|합하여|합쳐서?|합해서?|통틀어|총)*",
    "who": rf"(?:{_PEOPLE})",
    "q": rf"(?:의값)?(?:은|는|을|를|이|가)?(?:모두|각각|총)?(?:(?:몇{_COUNTERS}?|얼마|무엇|며칠))?{_ENDED}",
    "몇": rf"(?:은|는|을|를|이|가)?(?:모두|각각|총)?(?:몇{_COUNTERS}|며칠)(?:을|를|이|가)?",
    "ended": _ENDED,
    "name": r"(?:[가-힣]{1,6}?|[A-Z])",
    "N": NUMBER,
}
_TOKEN = re.compile(
    r"\{(?P<name>[a-zA-Z]\w*)(?::(?P<kind>[a-z]+))?\}|<(?P<form>[vq]):(?P<verb>[가-힣/]+)>|(?<!\?P)"
    r"<(?P<macro>[a-zA-Z가-힣]+)>|"
    r"%(?P<particle>[과은이을])"
)
_KINDS = {
    "num": NUMBER[2:],
    "int": r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)",
    "count": r"(?:\d+|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)",
    "word": r"(?:[가-힣]{1,8}?|[A-Z])",
    "unit": r"(?:cm|mm|km|m)",
    "time": r"(?:시간|분|초)",
    "pt": r"[A-Z]'?",
    "who": r"(?:[가-힣]{1,4}?|[A-Z])",
    "gang": r"(?:[가-힣]{1,4}?|[A-Z](?:호스|수도꼭지|수도관|기계|관|팀|반|로봇)?)",
}
_POINT = re.compile(r"p[a-z]")
_AGREEING = {"과": ("와", "과"), "은": ("는", "은"), "이": ("가", "이"), "을": ("를", "을")}
GLUE = re.compile(
    r"(?:[.,]|고(?:한다|할때|하자|하면|하였다|했다|하는데)|라고할때|그런데|그러면|그리고|그후에?는?|그다음에?는?|그러자|이때의?|또한|또|한편|여기서|그결과|결국|다음의?|아래의?|"
    r"물음에답하시오|각각|모두|일정한속력으로움직인다고한다|\((?=단,)|단,|\)|이중(?:에서)?|즉|만약|만일|그랬더니|그뒤에?는?|이후에?는?|그래도|이번에는|다시|어느날)*"
)


def expand(pattern: str) -> str:
    """The pattern of a clause as a regular expression: `{t:int}` a number, `<v:남/남았>` a verb, `%과` a particle."""

    def replace(found: re.Match[str]) -> str:
        if found["verb"]:
            return verb(found["verb"]) if found["form"] == "v" else asked(found["verb"])
        if found["macro"]:
            return f"(?:{_MACROS[found['macro']]})"
        if found["particle"]:
            open_one, closed_one = _AGREEING[found["particle"]]
            behind_open = rf"(?<=[{VOWEL_END}A-Za-z0-9)]){open_one}"
            return rf"(?:{behind_open}|(?<=[가-힣A-Za-z0-9)])(?<![{VOWEL_END}]){closed_one})"
        return f"(?P<{found['name']}>{_KINDS[found['kind'] or 'num']})"

    return _TOKEN.sub(replace, re.sub(r"\s+", "", pattern))


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(expand(pattern))


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a tale can tell. `kind` names it; a kind that begins with `?` is what is asked, an empty one
    tells nothing (`두 자연수가 있다`). Captured words must be the same wherever their name comes again; a
    clause `after` such a word is not read before it is known."""

    kind: str
    patterns: tuple[str, ...]
    after: str = ""

    def read(self, text: str, place: int) -> Iterator[re.Match[str]]:
        """The ways in which the text goes on with this clause."""
        for pattern in self.patterns:
            closed = r"(?:(?=$|\()|(?<=[.?]))" if self.kind.startswith("?") else ""
            found = _compiled(pattern + closed).match(text, place)
            if found is not None and found.end() > place:
                yield found


@dataclass(frozen=True, slots=True)
class Fact:
    """A clause as it stands in a stem: its captured numbers and words with their places."""

    kind: str
    captures: Mapping[str, tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Telling:
    """All that a stem tells, in its order; with the manners of a match, where no name comes twice."""

    string: str
    facts: tuple[Fact, ...]
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds told and asked, sorted; what tells nothing is left out."""
        return tuple(sorted(fact.kind for fact in self.facts if fact.kind))

    @property
    def meaning(self) -> object:
        """What two readings must share to be the same reading; which of two like corners has which letter is not."""
        return sorted(
            (fact.kind, sorted((name, one[0]) for name, one in fact.captures.items() if not _POINT.fullmatch(name)))
            for fact in self.facts
            if fact.kind
        )

    def groupdict(self) -> dict[str, str]:
        """The captured texts by name."""
        return {name: one[0] for fact in self.facts for name, one in fact.captures.items()}

    def span(self, name: str) -> tuple[int, int]:
        """Where a captured text stands."""
        return next(fact.captures[name][1:] for fact in self.facts if name in fact.captures)

    def __getitem__(self, name: str) -> str:
        return self.groupdict()[name]


def tellings(clauses: Sequence[Clause], text: str) -> list[Telling]:
    """The one reading of the whole text; empty where there is none, or two that differ."""
    found: list[Telling] = []
    opening = GLUE.match(text)
    steps = [MOST_STEPS]
    for facts, words in _ways(clauses, text, opening.end() if opening else 0, {}, steps):
        told = Telling(text, facts, words)
        if sum(fact.kind.startswith("?") for fact in facts) != 1:
            continue
        if found and told.meaning != found[0].meaning:
            return []
        found.append(told)
        if len(found) > 8:
            break
    return found[:1]


def _ways(
    clauses: Sequence[Clause], text: str, place: int, words: Mapping[str, str], steps: list[int]
) -> Iterator[tuple[tuple[Fact, ...], Mapping[str, str]]]:
    if place == len(text):
        yield (), words
        return
    steps[0] -= 1
    if steps[0] < 0:
        return
    for clause in clauses:
        if clause.after and clause.after not in words:
            continue
        for match in clause.read(text, place):
            known = _joined(words, match)
            if known is None:
                continue
            glue = GLUE.match(text, match.end())
            fact = Fact(clause.kind, _captures(match))
            for rest, all_words in _ways(clauses, text, glue.end() if glue else match.end(), known, steps):
                yield (fact, *rest), all_words


def _captures(match: re.Match[str]) -> dict[str, tuple[str, int, int]]:
    return {name: (text, *match.span(name)) for name, text in match.groupdict().items() if text is not None}


def _joined(words: Mapping[str, str], match: re.Match[str]) -> Mapping[str, str] | None:
    """The words known so far and the clause's own; None where they differ, or two points share a letter.

    Numbers of one small letter do not count. Points have names of `p` and their part in the figure.
    """
    known = dict(words)
    for name, text in match.groupdict().items():
        if text is None or (len(name) == 1 and name.islower()):
            continue
        if known.setdefault(name, text) != text:
            return None
    if "one" in known and known["one"] == known.get("two") and "A" not in known:
        return None
    points = [text for name, text in known.items() if _POINT.fullmatch(name)]
    if len(set(points)) < len(points):
        return None
    return known
