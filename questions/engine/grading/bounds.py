"""Bounds said in words: `2 초과`, `x는 2보다 크고 5 이하`, `x is at least 3`, `greater than 2`."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = {
    ">": ("초과", "보다 큰", "보다 크다", "보다 크고", "greater than", "more than", "bigger than", "larger than"),
    "<": ("미만", "보다 작은", "보다 작다", "보다 작고", "less than", "smaller than", "fewer than"),
    ">=": ("이상", "보다 크거나 같다", "보다 크거나 같고", "보다 크거나 같은", "at least", "greater than or equal to"),
    "<=": ("이하", "보다 작거나 같다", "보다 작거나 같고", "보다 작거나 같은", "at most", "less than or equal to"),
}
_MORE: Final = {">=": ("not less than", "no less than"), "<=": ("not more than", "no more than", "not greater than")}
_SAID: Final = {
    re.sub(r"\s+", "", said): sign for table in (_SIGNS, _MORE) for sign, words in table.items() for said in words
}
_NUMBER: Final = r"[-−]?[\d√πpi./()]+|[-−]?\\frac\{\d+\}\{\d+\}"
_HANGUL: Final = "|".join(
    re.escape(said).replace(r"\ ", r"\s*")
    for said in sorted((w for table in (_SIGNS,) for words in table.values() for w in words), key=len, reverse=True)
    if not said.isascii()
)
_LATIN: Final = "|".join(
    said.replace(" ", r"\s+")
    for said in sorted(
        (w for table in (_SIGNS, _MORE) for words in table.values() for w in words), key=len, reverse=True
    )
    if said.isascii()
)
_BOUND: Final = re.compile(rf"\s*({_NUMBER})\s*({_HANGUL})\s*(?:이고|이며|,|인|의|그리고)?\s*")
_KOREAN: Final = re.compile(
    r"\s*(?:(?P<letter>[A-Za-z])\s*(?:은|는|이|가)\s*)?(?P<bounds>.+?)\s*(?:모든\s*)?(?:실수|수|값|범위)?(?:이다)?\s*"
)
_ENGLISH: Final = re.compile(
    rf"\s*(?:(?P<letter>[A-Za-z])\s+(?:is\s+|must be\s+)|(?:all\s+)?(?:real\s+)?numbers?\s+)?(?P<said>{_LATIN})\s+"
    rf"(?P<number>{_NUMBER})\s*",
    re.IGNORECASE,
)


def inequality(text: str) -> str:
    """The bounds that a text says, as inequalities in its letter (an interval where it names none), or the text."""
    english = _ENGLISH.fullmatch(text)
    if english:
        sign = _SAID[re.sub(r"\s+", "", english["said"].lower())]
        return _written([(sign, english["number"])], english["letter"])
    korean = _KOREAN.fullmatch(text)
    found = _bounds(korean["bounds"]) if korean else []
    return _written(found, korean["letter"]) if korean and found else text


def _bounds(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _BOUND.match(text, position)
        if match is None:
            return []
        found.append((_SAID[re.sub(r"\s+", "", match[2])], match[1]))
        position = match.end()
    sides = {sign[0] for sign, _ in found}
    return found if len(found) == len(sides) else []


def _written(bounds: list[tuple[str, str]], letter: str | None) -> str:
    if letter:
        return " and ".join(f"{letter} {sign} {number}" for sign, number in bounds)
    low = next(((sign, number) for sign, number in bounds if sign[0] == ">"), (">", "-oo"))
    high = next(((sign, number) for sign, number in bounds if sign[0] == "<"), ("<", "oo"))
    return f"{'[' if low[0] == '>=' else '('}{low[1]}, {high[1]}{']' if high[0] == '<=' else ')'}"
