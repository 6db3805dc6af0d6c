"""Korean names in Latin letters, in the Revised Romanisation and its everyday variants, folded to one spelling."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_INITIALS: Final = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS: Final = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_FINALS: Final = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "p",
    "p",
    "t",
    "l",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_FOLDS: Final = (
    (r"[^a-z]", ""), (r"oo", "u"), (r"ee", "i"), (r"young", "yeong"), (r"kyoung|kyung|gyung", "gyeong"), (r"hyun", "hyeon"),
    (r"yun(?=[bcdghjklmnprst])", "yeon"), (r"jung", "jeong"), (r"sung", "seong"), (r"suh|seo|su", "so"), (r"eo|u", "o"), (r"ae", "e"), (r"wo", "o"),
    (r"kim|gim", "gim"), (r"lee|yi(?=[^a-z]|$)|rhee", "i"), (r"park|bak|pak", "bag"), (r"choi|choe", "che"), (r"cho", "jo"), (r"kang", "gang"),
    (r"k", "g"), (r"l", "r"), (r"p", "b"), (r"t", "d"), (r"ch", "j"), (r"eu", "o"), (r"y", ""), (r"h$", ""), (r"(.)\1", r"\1"),
)  # fmt: skip
_PATTERNS: Final = tuple((re.compile(pattern), into) for pattern, into in _FOLDS)
_SURNAME_VARIANTS: Final = {
    "이": ("lee", "yi"),
    "박": ("park",),
    "최": ("choi",),
    "임": ("lim",),
    "유": ("yoo",),
    "오": ("oh",),
    "우": ("woo",),
    "노": ("roh",),
    "류": ("ryu",),
}
SHORTEST: Final = 6


def folded(written: str) -> str:
    """One spelling for the usual ways of writing the same sounds; upper and lower case, blanks and hyphens alike."""
    text = written.lower()
    for pattern, into in _PATTERNS:
        text = pattern.sub(into, text)
    return text


def spellings(names: Iterable[tuple[str, str]]) -> set[str]:
    """Folded spellings of (surname, given name), in both orders; of a given name alone when it is long enough."""
    found: set[str] = set()
    for surname, given in names:
        latin = _romanise(given)
        if not latin or not surname:
            continue
        if len(folded(latin)) >= SHORTEST:
            found.add(folded(latin))
        for own in (_romanise(surname), *_SURNAME_VARIANTS.get(surname, ())):
            found |= {folded(own + latin), folded(latin + own)}
    return {spelling for spelling in found if len(spelling) >= SHORTEST}


def _romanise(name: str) -> str:
    if not all("가" <= letter <= "힣" for letter in name):
        return ""
    return "".join(_syllable(ord(letter) - 0xAC00) for letter in name)


def _syllable(code: int) -> str:
    return _INITIALS[code // 588] + _VOWELS[code % 588 // 28] + _FINALS[code % 28]
