"""Number words, English and Korean: `seven`, `Twenty-five`, `스물다섯`, `이십오`."""

from __future__ import annotations

import re
from typing import Final

ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

_NATIVE: Final = {"하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "넷": 4, "네": 4, "다섯": 5, "여섯": 6}
_NATIVE_ONES: Final = {**_NATIVE, "일곱": 7, "여덟": 8, "아홉": 9, "": 0}
_NATIVE_TENS: Final = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
    "": 0,
}  # fmt: skip
_SINO: Final = {sign: value for value, sign in enumerate("영일이삼사오육칠팔구")}
_SINO_SCALE: Final = {"십": 10, "백": 100, "천": 1000}
_NATIVE_WORD: Final = re.compile(rf"({'|'.join(_NATIVE_TENS)})({'|'.join(_NATIVE_ONES)})")
_SINO_PART: Final = re.compile(r"([일이삼사오육칠팔구]?)([천백십])")
_HYPHENED: Final = re.compile(r"[\s-]+")


def counted(text: str) -> int | None:
    """The whole number that a text spells in words (Korean below 만 만, English up to 99), or None."""
    text = text.strip().lower()
    native = _NATIVE_WORD.fullmatch(text)
    if text and native:
        return _NATIVE_TENS[native[1]] + _NATIVE_ONES[native[2]]
    words = _HYPHENED.split(text)
    if words[0] in TENS and len(words) == 2 and words[1] in ONES[1:10]:
        return 10 * (TENS.index(words[0]) + 2) + ONES.index(words[1])
    if len(words) == 1 and words[0] in (*ONES, *TENS):
        return ONES.index(text) if text in ONES else 10 * (TENS.index(text) + 2)
    above, myriad, below = text.partition("만")
    sides = [1 if not above else _sino(above), _sino(below) if below else 0]
    if myriad and None not in sides:
        return (sides[0] or 0) * 10**4 + (sides[1] or 0)
    return _sino(text)


def _sino(text: str) -> int | None:
    total, last, position = 0, 10**4, 0
    while part := _SINO_PART.match(text, position):
        scale = _SINO_SCALE[part[2]]
        if scale >= last:
            return None
        total, last, position = total + _SINO.get(part[1], 1) * scale, scale, part.end()
    rest = text[position:]
    if not text or (rest and rest not in _SINO):
        return None
    return total + _SINO.get(rest, 0)


def cardinal(number: int) -> str:
    """The words of a whole number from 0 to 99, with a hyphen between tens and ones; empty for any other."""
    if not 0 <= number <= 99:
        return ""
    tens, ones = divmod(number, 10)
    if tens < 2:
        return ONES[number]
    return f"{TENS[tens - 2]}-{ONES[ones]}" if ones else TENS[tens - 2]
