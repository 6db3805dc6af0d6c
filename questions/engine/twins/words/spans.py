"""The numbers printed in a stem: where they stand, what they are worth, and which of them may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from questions.engine.expressions.cardinals import cardinal
from questions.engine.twins.words.frozen import most, protection
from questions.engine.twins.words.numerals import number_words

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+"
_NUMBER = re.compile(rf"(?<![A-Za-z_^\d])(?<![A-Za-z]-)(?<!\d[.,])(?:{_DIGITS})")
_FRACTION = re.compile(r"(?<![\d/.A-Za-z])(?:(\d+)(?:\s|와\s|과\s|\sand\s))?\(?(\d+)/(\d+)\)?(?![\d/])")
_LATEX_FRACTION = re.compile(r"(\d*)\\d?frac\{(\d+)\}\{(\d+)\}")
_PERCENT = re.compile(r"\s?(?:%|％|\\%|-?percent|per cent|퍼센트|프로(?![가-힣]))", re.IGNORECASE)
_SCALE = re.compile(r"\s?(천만|백만|십만|억|만|천|백|hundred|thousand|million|billion)(?![가-힣]*번)", re.IGNORECASE)
_SCALES = {
    "백": 100, "천": 1000, "만": 10**4, "십만": 10**5, "백만": 10**6, "천만": 10**7, "억": 10**8,
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_KOREAN_UNIT = re.compile(r"\s?(㎝|㎜|㎞|㎏|㎖|cm|mm|km|kg|mg|mL|ml|[mgLl](?![A-Za-z])|[가-힣]{1,2})")
_ENGLISH_UNIT = re.compile(r"[\s-]*((?:[A-Za-z]+))")


_TIED_BEFORE = re.compile(
    r"(?:\b(?:the|other|others|all|these|those|both|last|first|next|their|his|her|my|our|its|your|of|every|any|only|"
    r"than|number|grade|page|room|chapter|level|route|size|bus|at|by)|[-'’])\s?$",
    re.IGNORECASE,
)
_TIED_AFTER = re.compile(
    r"\s?-|\s(?:of (?:the|them|these|those|his|her|their|us)|o['’]?clock|people named|and a half|"
    r"halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?|hundredths?|hundred|thousand|million|dozen|"
    r"digits?|years?[ -]olds?|sides?|legs?|wheels?|corners?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """One number of the stem.

    `start:end` is the printed number without its unit; `value` what the digits say, `scale` what a word such as
    만 or thousand multiplies it by. `kind` is `plain`, `percent`, `fraction` or `word`. `frozen` says why it must
    stay as it is; empty when it may change. `values` are all constants it can stand for when it stays.
    """

    start: int
    end: int
    text: str
    value: Fraction
    kind: str = "plain"
    scale: int = 1
    unit: str = ""
    frozen: str = ""
    most: Fraction | None = None

    @property
    def decimals(self) -> int:
        return len(self.text.split(".")[1]) if "." in self.text else 0

    @property
    def commas(self) -> bool:
        return "," in self.text

    @property
    def spelled(self) -> bool:
        """Whether the stem prints it as a word."""
        return self.text[0].isalpha()

    def values(self) -> frozenset[Fraction]:
        """The constants this span explains while it keeps its printed value."""
        found = {self.value, self.value * self.scale, self.value * Fraction(self.scale, 1000)}
        if self.kind == "percent":
            rate = self.value / 100
            found |= {Fraction(1), rate, 1 - rate, 1 + rate, 100 - self.value, 100 + self.value}
        if self.kind == "fraction":
            top, bottom = self.value.numerator, self.value.denominator
            found |= {Fraction(n) for n in (top, bottom, bottom - top, bottom + top)}
            found |= {Fraction(1), 1 - self.value, 1 + self.value}
            found |= {Fraction(int(digits)) for digits in re.findall(r"\d+", self.text)}
        if self.unit.startswith(("cent", "¢")):
            found.add(self.value / 100)
        return frozenset(found)


def number_spans(stem: str) -> tuple[NumberSpan, ...]:
    """Every number of `stem` in order: digits, fractions, percents and number words of two languages."""
    taken: list[NumberSpan] = []
    for match in (*_LATEX_FRACTION.finditer(stem), *_FRACTION.finditer(stem)):
        whole, top, bottom = match.group(1), int(match.group(2)), int(match.group(3))
        if bottom and not _overlaps(taken, match.start(), match.end()):
            value = int(whole or 0) + Fraction(top, bottom)
            taken.append(NumberSpan(*match.span(), match.group(), value, "fraction", frozen="fraction"))
    for match in _NUMBER.finditer(stem):
        if not _overlaps(taken, match.start(), match.end()):
            taken.append(_span(stem, match))
    for start, end, value in number_words(stem):
        if not _overlaps(taken, start, end):
            taken.append(NumberSpan(start, end, stem[start:end], value, "word", frozen="word"))
    return _freeze_groups(tuple(sorted(taken, key=lambda span: span.start)))


def with_words(stem: str, spans: tuple[NumberSpan, ...]) -> tuple[NumberSpan, ...]:
    """The spans with English number words free to change, where the stem prints no number in digits.

    A word stays that refers back (`the two`, `all three`), belongs to a longer word, or names a fact.
    """
    if any(span.kind != "word" for span in spans):
        return spans
    return tuple(_loose(stem, span) for span in spans)


def _loose(stem: str, span: NumberSpan) -> NumberSpan:
    value, before, after = span.value, stem[: span.start], stem[span.end :]
    if value.denominator != 1 or value < 2 or cardinal(int(value)) != span.text.lower():
        return span
    if _TIED_BEFORE.search(before) or _TIED_AFTER.match(after):
        return span
    unit = _unit(stem, span.start, after)
    frozen = protection(stem, span.start, span.end, value, unit)
    return replace(span, kind="plain", unit=unit, frozen=frozen, most=most(stem, value, unit))


def _overlaps(taken: list[NumberSpan], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in taken)


def _span(stem: str, match: re.Match[str]) -> NumberSpan:
    start, end = match.span()
    thousands = re.fullmatch(r"(\d{1,3})(?:,000)+", match.group())
    whole = re.fullmatch(r"(.*\d)\.0+", match.group())
    if thousands:
        end = start + len(thousands.group(1))
    elif whole:
        end = start + len(whole.group(1))
    text = stem[start:end]
    value = Fraction(text.replace(",", ""))
    rest = stem[match.end() :]
    if _PERCENT.match(rest):
        kind, scale, unit = "percent", 1, "%"
    else:
        kind = "plain"
        word = _SCALE.match(rest)
        scale = _SCALES[word.group(1).lower()] if word else 1
        scale *= 1000 ** match.group().count(",000") if thousands else 1
        unit = _unit(stem, start, rest[word.end() :] if word else rest)
    frozen = protection(stem, start, match.end(), value, unit)
    return NumberSpan(start, end, text, value, kind, scale, unit, frozen, most(stem, value, unit))


def _unit(stem: str, start: int, rest: str) -> str:
    if stem[:start].rstrip().endswith(("$", "￦", "₩", "€", "£")):
        return stem[:start].rstrip()[-1]
    match = _KOREAN_UNIT.match(rest) or _ENGLISH_UNIT.match(rest)
    return match.group(1) if match else ""


def _freeze_groups(spans: tuple[NumberSpan, ...]) -> tuple[NumberSpan, ...]:
    """Percents that share a whole stay together: with two or more of them, none changes."""
    percents = [span for span in spans if span.kind == "percent"]
    if len(percents) < 2:
        return spans
    return tuple(replace(span, frozen=span.frozen or "percents") if span.kind == "percent" else span for span in spans)
