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

NUMBER = r"-?(?:\\frac\{\d+\}\{\d+\}|(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:/\d+)?)"
_CAPTURES = {
    "num": NUMBER,
    "pos": NUMBER[2:],
    "int": r"-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)",
    "math": r"[^가-힣?]+?",
    "letter": r"[a-zA-Z]",
    "word": r"[가-힣A-Za-z]{1,8}?",
    "unit": r"(?:cm|mm|km|m)",
    "point": r"[A-Z]",
    "list": rf"(?:{NUMBER}[가-힣]{{0,2}}[,、]?)+?{NUMBER}",
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
    r"(?:\(단,(?:[a-zA-Z,]+(?:은|는)(?:상수|실수|유리수)(?:이다|임)?|[a-zA-Z]≠0(?:이다)?|[a-zA-Z](?:,[a-zA-Z])?>0(?:이다)?|i=√\{?-1\}?(?:이다)?|[a-zA-Z]는상수이고[a-zA-Z]≠0(?:이다)?|O는원점(?:이다)?|"
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
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled form of a pattern of this notation; use `fullmatch`."""
    return re.compile(expand(pattern), re.IGNORECASE)


_ESCAPED = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{[^{}]*\}|(?<!\?P)<[a-z]+>|~(?:이라|[을이은과로])|\s+", re.DOTALL)
_OPTIONAL = re.compile(r"[가-힣](?=[?*])")


@lru_cache(maxsize=4096)
def required(pattern: str) -> tuple[str, ...]:
    """Hangul words (two syllables and more) that every text the pattern reads contains: those outside all groups.

    A text without one of them need not be matched, so that most patterns are never even compiled.
    """
    flat = _ESCAPED.sub(lambda found: "" if found.group().isspace() else "#", pattern)
    depth, bare = 0, ""
    for character in flat:
        depth += character == "("
        bare += character if not depth else "" if character != "(" else "#"
        depth -= character == ")"
    if "|" in bare:
        return ()
    return tuple(re.findall(r"[가-힣]{2,}", _OPTIONAL.sub("#", bare)))
