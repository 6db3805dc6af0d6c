"""The digits of a text, however they are written, in runs: 0 to 9, 공일이, 하나둘셋, 零一二, one two, O for 0."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

_NAMES: Final[dict[str, str]] = {
    name: str(value)
    for value, names in enumerate(
        (
            "공 영 령 빵 〇 零 zero oh", "일 하나 一 壹 壱 one", "이 둘 二 貳 贰 弐 two", "삼 셋 三 參 叁 参 three", "사 넷 四 肆 four",
            "오 다섯 五 伍 five", "육 륙 여섯 六 陸 陆 six", "칠 일곱 七 柒 seven", "팔 여덟 여덜 八 捌 eight", "구 아홉 九 玖 nine",
        )
    )
    for name in names.split()
}  # fmt: skip
_ENGLISH: Final = "|".join(name for name in _NAMES if name.isascii())
_WORDS: Final = "|".join(sorted((name for name in _NAMES if not name.isascii()), key=len, reverse=True))
_UNIT: Final = re.compile(
    rf"(?P<number>[0-9])|(?P<letter>(?<=[0-9Oo])[OoIl](?=[0-9OoIl\-. ])|(?<![A-Za-z])[OoIl](?=[ .-]?[0-9]|[OoIl]{{1,6}}[0-9])"
    rf"|(?<=[0-9][ .-])[OoIl](?=[0-9Oo])|(?<=[0-9])[OoIl](?![A-Za-z]))"
    rf"|(?P<word>{_WORDS}|(?<![A-Za-z])(?:{_ENGLISH})(?![A-Za-z]))",
    re.IGNORECASE,
)
_GAP: Final = re.compile(
    r"\s{0,4}(?:[-‐-―−ㅡᅳー~∼〜·‧・•.,/_:;*|'\"()\[\]]|\\[-,;:! ]|다시|대시|데시|하이픈|하이펀|작대기|마이너스|빼기|그리고"
    r"|점|바|에|국에?|의|뒷?(?:자리|번호)?[는은]?|dash|hyphen)?\s{0,4}[-)(.\[\]]?\s{0,2}",
    re.IGNORECASE,
)  # fmt: skip
_DASHES: Final = "-‐‑‒–—―−ㅡᅳー~∼〜"


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit: its value, where it stands in the view, how it is written (number, letter, word), the gap before."""

    value: str
    start: int
    end: int
    writing: str
    gap: str


@dataclass(slots=True, eq=False)
class Run:
    """Digits that nothing but separators parts."""

    digits: list[Digit] = field(default_factory=list)

    @property
    def values(self) -> str:
        return "".join(digit.value for digit in self.digits)


@dataclass(frozen=True, eq=False)
class Stretch:
    """Some digits of a run in a row: `first` to `last`, both included."""

    run: Run
    first: int
    last: int

    @cached_property
    def values(self) -> str:
        return "".join(digit.value for digit in self.run.digits[self.first : self.last + 1])

    @cached_property
    def breaks(self) -> dict[int, str]:
        """Position → separator of the gaps inside, counted in digits from the start."""
        inside = self.run.digits[self.first + 1 : self.last + 1]
        return {number: digit.gap for number, digit in enumerate(inside, 1) if digit.gap}

    @property
    def start(self) -> int:
        return self.run.digits[self.first].start

    @property
    def end(self) -> int:
        return self.run.digits[self.last].end

    @property
    def plain(self) -> bool:
        """Written in figures alone."""
        return all(digit.writing == "number" for digit in self.run.digits[self.first : self.last + 1])

    @property
    def whole(self) -> bool:
        """All of its run, but for a particle read as a digit."""
        left = self.run.digits[: self.first]
        right = self.run.digits[self.last + 1 :]
        return not left and (not right or (len(right) == 1 and right[0].writing == "word"))

    @property
    def bounded(self) -> bool:
        """No further digit touches it; 이 before or behind it is a particle."""
        digits, first, last = self.run.digits, self.first, self.last
        before = first == 0 or _parted(digits[first - 1], digits[first], digits[first].gap, first == 1)
        if last + 1 == len(digits):
            return before
        behind = digits[last + 1]
        return before and _parted(behind, digits[last], behind.gap, last + 2 == len(digits))


def _parted(neighbour: Digit, own: Digit, gap: str, outermost: bool) -> bool:
    particle = outermost and neighbour.writing == "word" and neighbour.value == "2"
    return bool(gap) or (neighbour.writing == "word") != (own.writing == "word") or particle


def runs_of(text: str) -> list[Run]:
    """The runs of digits in a view's text, in order."""
    runs: list[Run] = []
    end = -1
    for unit in _UNIT.finditer(text):
        gap = "" if unit.start() == end else _gap(text, end, unit.start())
        if end < 0 or gap is None:
            runs.append(Run())
            gap = ""
        written = unit.lastgroup or "number"
        runs[-1].digits.append(Digit(_value(unit.group(), written), unit.start(), unit.end(), written, gap))
        end = unit.end()
    return [part for run in runs for part in _without_lone_words(run)]


def _without_lone_words(run: Run) -> list[Run]:
    """The run parted where one word stands by itself among figures: 영희, 오답 and 이 are no digits there."""
    parts, digits = [Run()], run.digits
    for number, digit in enumerate(digits):
        before = number > 0 and _linked(digits[number - 1], digit.gap)
        behind = number + 1 < len(digits) and _linked(digits[number + 1], digits[number + 1].gap)
        if digit.writing == "word" and not before and not behind:
            parts.append(Run())
        else:
            parts[-1].digits.append(digit if parts[-1].digits else replace(digit, gap=""))
    return [part for part in parts if part.digits]


def _linked(neighbour: Digit, gap: str) -> bool:
    return not gap or (neighbour.writing == "word" and gap not in ":;")


def _gap(text: str, start: int, end: int) -> str | None:
    """The kind of separator between two digits, one character; None where they do not belong together."""
    if start < 0 or end - start > 12:
        return None
    between = text[start:end]
    if not _GAP.fullmatch(between):
        return None
    told = between.strip()
    if not told:
        return "\n" if "\n" in between else " "
    if told == "." and between[-1].isspace():
        return ";"
    if any(letter in _DASHES for letter in told):
        return "-"
    return told[0] if told[0] in ".,/:;()" else "-" if told[0] != "*" else "*"


def _value(written: str, writing: str) -> str:
    if writing == "letter":
        return "0" if written in "Oo" else "1"
    return _NAMES.get(written.lower(), written)
