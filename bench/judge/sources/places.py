"""The numbers of a question by their place, and everything that a formula may make of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bench.judge.positions import PARTICLES
from bench.judge.sources.vocabulary import CUES, SCALES, spelled_numbers

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+")
PERCENT = re.compile(r"\s?(?:%|％|percent|per cent|퍼센트)", re.IGNORECASE)
SCALE = re.compile(r"\s?(" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?![a-z])", re.IGNORECASE)
CENTS = re.compile(r"\s?(?:cents?\b|¢)")
RATIO = re.compile(r"\)?\s*/\s*\(?")
LATEX_RATIO = re.compile(r"\}\s*\{")
LEVEL = sorted(PARTICLES.items(), key=lambda pair: -len(pair[0]))


@dataclass(frozen=True)
class Meaning:
    """Something that numbers of the question say: `places` are the numbers it depends on."""

    name: str
    places: tuple[int, ...]
    value: Fraction


class Places:
    """One stem's numbers in reading order, its number words, and the constants that its words suggest."""

    def __init__(self, stem: str) -> None:
        found = list(NUMBER.finditer(stem))
        self.numbers = [Fraction(match.group().replace(",", "")) for match in found]
        self.words = spelled_numbers(NUMBER.sub("#", stem))
        self.cues = {value for pattern, value in CUES if re.search(pattern, stem, re.IGNORECASE)}
        self.meanings = [meaning for place, match in enumerate(found) for meaning in self._of(place, match, stem)]
        self.meanings += self._ratios(found, stem)

    def _of(self, place: int, match: re.Match[str], stem: str) -> list[Meaning]:
        number, rest = self.numbers[place], stem[match.end() :]
        said = {"number": number}
        if PERCENT.match(rest):
            rate = number / 100
            said |= {"rate": rate, "left": 1 - rate, "grown": 1 + rate, "hundred less": 100 - number}
            said |= {"hundred more": 100 + number}
        scale = SCALE.match(rest)
        if scale:
            said["scaled"] = number * SCALES[scale[1].lower()]
        if CENTS.match(rest):
            said["cents"] = number / 100
        return [Meaning(name, (place,), value) for name, value in said.items()]

    def _ratios(self, found: list[re.Match[str]], stem: str) -> list[Meaning]:
        """`2/5` as one number: itself, what is left of the whole, and the mixed number in front of it."""
        ratios = []
        for place in range(len(found) - 1):
            between = stem[found[place].end() : found[place + 1].start()]
            bottom = self.numbers[place + 1]
            if bottom and (RATIO.fullmatch(between) or LATEX_RATIO.fullmatch(between)):
                ratio, both = self.numbers[place] / bottom, (place, place + 1)
                said = {"ratio": ratio, "rest": 1 - ratio, "grown": 1 + ratio}
                said |= {"parts left": bottom - self.numbers[place], "parts": bottom + self.numbers[place]}
                ratios += [Meaning(name, both, value) for name, value in said.items()]
        return ratios


def same_words(question: str, stem: str) -> bool:
    """Whether only numbers, and the particles behind them, differ."""
    return _words(question) == _words(stem)


def _words(text: str) -> str:
    text = NUMBER.sub("#", text)
    for long_form, short_form in LEVEL:
        text = re.sub(rf"(#[^\s#]{{0,4}}?){long_form}(?![가-힣])", rf"\1{short_form}", text)
    return re.sub(r"\s+|[{}$]", "", text)
