"""The notation in which the families write their grammars, and its translation into anchored patterns.

Blanks mean nothing. `{a}` is a printed number, `{n:int}` a whole one, `{f:math}` a formula, `{v:letter}` a
letter, `{w:word}` a word, `{u:unit}` a unit of length; a name that comes back must read the same again. `~을`
stands for both shapes of a Korean particle. `<ask>`, `<lead>` and the other words in angle brackets are the
phrases of `PHRASES`; the closing request is taken off beforehand. Everything else is an ordinary regular
expression, matched against the whole stem.
"""

from __future__ import annotations

import re
from functools import lru_cache

import regex

NUMBER = r"-?(?:\\frac\{\d+\}\{\d+\}|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:/\d+)?)"
# One way of cutting a row of digits into numbers, whatever follows: with more, twenty digits are cut in a million ways.
_ITEM = r"(?>-?(?:\\frac\{\d+\}\{\d+\}|\d+(?:\.\d+)?(?:/\d+)?))"
_CAPTURES = {
    "num": NUMBER,
    "pos": NUMBER[2:],
    "int": r"-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)",
    "math": r"[^가-힣?]+?",
    "letter": r"[a-zA-Z]",
    "word": r"[가-힣A-Za-z]{1,8}?",
    "unit": r"(?:cm|mm|km|m)",
    "point": r"[A-Z]",
    "list": rf"(?:{_ITEM}[가-힣]{{0,2}}[,、]?)+?{_ITEM}",
    "gon": r"(?:[삼사오육칠팔구]|십[이오]?|이십)",
    "count": r"(?:\d+|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|one|two|three|four|five|six|seven|eight|nine|ten)",
}
_PARTICLES = {
    "을": "(?:을|를)",
    "이": "(?:이|가)",
    "은": "(?:은|는)",
    "과": "(?:과|와)",
    "로": "(?:으로|로)",
    "이라": "(?:이라|라)",
}
_ORDER = (
    r"(?:구하(?:시오|여라|라|세요|십시오|면|여보시오|여보아라|여쓰시오)|구해(?:라|보시오|보아라|보세요|주세요)|"
    r"계산(?:하(?:시오|여라|라|세요|면|십시오)|해라|한것은|한값은|한결과는)|"
    r"나타내(?:시오|어라|라|면|세요)|쓰시오|써라|말하(?:시오|여라)|고르(?:시오|면|세요)|고른것은|답하시오|"
    r"풀(?:어라|이하시오|면|어보시오|어보아라|으시오)|푸(?:시오|세요)|찾(?:으시오|아라)|"
    r"간단히(?:하(?:시오|여라|면)|나타내(?:시오|어라|면)|한것은)|"
    r"(?:무엇|얼마|어느것)?(?:인가요?|입니까|일까요?|이다|인지(?:를|)(?:구|쓰|말|답)하?(?:시오|여라|세요))|(?:무엇|얼마)(?:일까|인지))"
)
_HARMLESS = (
    r"(?:\(단,(?:[a-zA-Z,]+(?:은|는)(?:상수|실수|유리수)(?:이다|임)?|[a-zA-Z]≠0(?:이다)?|[a-zA-Z](?:,[a-zA-Z])?>0(?:이다)?|i=√\{?-1\}?(?:이다)?|i는허수단위(?:이다)?|공비(?:는|가)실수(?:이다)?|C는적분상수(?:이다)?|n은자연수(?:이다)?|[a-zA-Z]는상수이고[a-zA-Z]≠0(?:이다)?|O는원점(?:이다)?|"
    r"원주율은π(?:로|이다|라고?)?(?:계산)?(?:한다|하시오)?)\.?\))?"
)
_POINTS = r"(?:[\[(]\d(?:\.\d)?점[\])])?"
_CLOSING = re.compile(rf"{_ORDER}?[?.。！!:]*{_HARMLESS}{_POINTS}[?.。!]*$")
PHRASES = {
    "lead": r"(?:\d{1,2}[.)](?=[가-힣])|\[\d+\]|다음의|다음에서|다음|아래의?|주어진|이때,?)*",
    "ask": r"(?:(?:의)?(?:값|크기|수|개수|해|근))?(?:~을|~은|~이)?(?:모두|각각|차례로|차례대로|바르게|간단히)*",
    "order": rf"(?:모두|각각)?{_ORDER}[?.:]*",
    "and": r"(?:이고|이며|고|며|인|이|일때|,|)[,]?",
    "find": r"(?:please)?(?:find|calculate|compute|determine|evaluate|workout|whatis|whatare|writedown|state|"
    r"solve(?:for)?)(?:the|all)?",
    "total": r"(?:모두|전부|총)?",
}
_TOKEN = re.compile(
    r"\{(?P<name>[a-z]\w*)(?::(?P<kind>[a-z]+))?\}|~(?P<particle>이라|[을이은과로])|(?<!\?P)<(?P<phrase>[a-z]+)>|(?"
    r"P<blank>\s+)"
)


def expand(pattern: str) -> str:
    """The pattern as a regular expression without anchors."""
    seen: set[str] = set()

    def replace(found: re.Match[str]) -> str:
        if found["blank"]:
            return ""
        if found["particle"]:
            return _PARTICLES[found["particle"]]
        if found["phrase"]:
            return f"(?:{_TOKEN.sub(replace, PHRASES[found['phrase']])})"
        name, kind = found["name"], found["kind"] or "num"
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{_CAPTURES[kind]})"

    return _TOKEN.sub(replace, pattern)


def without_order(text: str) -> str:
    """The text less its closing request (구하시오, 은?, …), harmless conditions (단, a는 상수) and marks."""
    return _CLOSING.sub("", text)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> regex.Pattern[str]:
    """The compiled form of a pattern of this notation; use `Allowance.match`, which ends in time whatever the text."""
    return regex.compile(_CLASS.sub(r"(?-i:\g<0>)", expand(pattern)), regex.IGNORECASE)


# Python folds the case of all 11,172 syllables of a class when it compiles one without regard to case: a millisecond.
_CLASS = re.compile(r"(?<!\\)\[[^\]\\a-zA-Z]*가-힣[^\]\\a-zA-Z]*\](?!\))")


_ESCAPED = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?<=\))\{0[^{}]*\}|\{[^{}]*\}|(?<!\?P)<[a-z]+>|~(?:이라|[을이은과로])|\s+",
    re.DOTALL,
)
_PART = re.compile(r"\((?:\?(?:P<\w+>|P=\w+|-i:|:|<?[=!]))?|\)|\||[?*]|[가-힣a-z]+|.", re.DOTALL)
_WORD = re.compile(r"[가-힣]{2,}|[a-z]{3,}|[∫∩∪∘∠√π°%:]")
_GAP = re.compile(r"\(\?-i:\(\?:\(\?!\[.*?\)\*\?\)")
_FIND = re.sub(r"^\(\?:please\)\?|\(\?:(?:for|the\|all)\)\?", "", PHRASES["find"])
Wanted = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4096)
def required(pattern: str) -> Wanted:
    """Words of which every text the pattern reads contains at least one of each group in turn, all in small letters.

    A text that lacks a group need not be matched, so that most patterns are never even compiled. Words count where
    they stand outside all groups, or in every branch of a group that may not be left out.
    """
    flat = _ESCAPED.sub(_flattened, _GAP.sub("#", pattern).lower().replace("(?p", "(?P"))
    parts = _PART.findall(flat)
    wanted, rest = _branches(parts, 0)
    return wanted if rest == len(parts) else ()


def reads(wanted: Wanted, text: str) -> bool:
    """Whether a text in small letters has a word of every group, one after the other."""
    place = 0
    for group in wanted:
        ends = [start + len(word) for word in group if (start := text.find(word, place)) >= 0]
        if not ends:
            return False
        place = min(ends)
    return True


def _flattened(found: re.Match[str]) -> str:
    text = found.group()
    return "" if text.isspace() else _FIND if text == "<find>" else "*" if text.startswith("{0") else "#"


def _branches(parts: list[str], place: int) -> tuple[Wanted, int]:
    """What the branches up to the closing bracket want together, and where that bracket stands."""
    branches: list[Wanted] = []
    while True:
        wanted, place = _sequence(parts, place)
        branches.append(wanted)
        if place == len(parts) or parts[place] == ")":
            return _either(branches), place
        place += 1


def _either(branches: list[Wanted]) -> Wanted:
    if len(branches) == 1:
        return branches[0]
    if not all(branches):
        return ()
    strongest = (max(branch, key=lambda group: min(map(len, group))) for branch in branches)
    return (tuple(sorted({word for group in strongest for word in group})),)


def _sequence(parts: list[str], place: int) -> tuple[Wanted, int]:
    wanted: list[tuple[str, ...]] = []
    while place < len(parts) and parts[place] not in ("|", ")"):
        part = parts[place]
        place += 1
        if part.startswith("("):
            inner, place = _branches(parts, place)
            place += 1
            if not _optional(parts, place) and not part.endswith(("=", "!")):
                wanted += inner
        else:
            kept = part[:-1] if _optional(parts, place) else part
            wanted += ((word,) for word in _WORD.findall(kept))
    return tuple(wanted), place


def _optional(parts: list[str], place: int) -> bool:
    return place < len(parts) and parts[place] in ("?", "*")
