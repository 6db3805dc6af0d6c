"""How an exact value is printed for a student: digits, decimals, LaTeX, with its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.expressions import Value, to_latex, to_plain
from questions.engine.types import AnswerKind

_SYMBOL_UNIT = re.compile(r"(?:[a-zA-Zμ]{1,3}|[%°℃℉])(?:[²³]|\^?[23])?(?:/(?:[a-zA-Z]{1,3}|[시분초])\d?)?")


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers are written: `places` decimal places (0: fractions), `grouped` with thousands separators.

    `exact` keeps just these places (a number of the stem); without it, as few as the value needs.
    """

    places: int = 0
    grouped: bool = False
    exact: bool = True


PLAIN = Style()


def style_of(text: str) -> Style:
    """The style in which a number of the stem is written: `0.50` two places, `1,000` grouped."""
    if re.fullmatch(r"-?\d+\.\d+", text.replace(",", "")):
        return Style(places=len(text.partition(".")[2]), grouped="," in text)
    return Style(grouped=bool(re.fullmatch(r"-?\d{1,3}(?:,\d{3})+", text)))


def decimal_places(value: Fraction) -> int | None:
    """How many places the finite decimal of the value has; None where it never ends or needs over twelve."""
    for places in range(13):
        if (value * 10**places).denominator == 1:
            return places
    return None


def digits(value: Fraction, style: Style = PLAIN) -> str | None:
    """The value in digits where the style allows it without loss (`-12`, `0.5`, `1,000`); None for a fraction."""
    if value.denominator == 1:
        return f"{value.numerator:,}" if style.grouped else str(value.numerator)
    places = decimal_places(value) if style.places else None
    if places is None:
        return None
    places = max(places, style.places) if style.exact else places
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, rest = divmod(scaled, 10**places)
    front = f"{whole:,}" if style.grouped else str(whole)
    return f"{'-' if value < 0 else ''}{front}.{rest:0{places}d}"


def latex(value: Value, style: Style = PLAIN) -> str:
    """The value as it stands between dollar signs, without them."""
    if isinstance(value, Fraction):
        written = digits(value, Style(style.places, False, style.exact))
        if written is not None:
            return written
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    if isinstance(value, str):
        return rf"\text{{{value}}}"
    return to_latex(value)


def plain(value: Value, style: Style = PLAIN) -> str:
    """The value in the spelling people type and `grading` reads."""
    if isinstance(value, Fraction):
        return digits(value, Style(style.places, False, style.exact)) or f"{value.numerator}/{value.denominator}"
    return value if isinstance(value, str) else to_plain(value)


def in_text(value: Value, style: Style = PLAIN) -> str:
    """The value amid words: digits as they are, everything else (a sign, a fraction, a letter) between dollars."""
    if isinstance(value, str):
        return value
    if isinstance(value, Fraction) and value >= 0:
        written = digits(value, style)
        if written is not None:
            return written
    return f"${latex(value, style)}$"


def prime_factors(value: Value) -> str:
    """A natural number above 1 by its primes, `2^{2} \\times 3`, in LaTeX; empty for anything else."""
    if not isinstance(value, Fraction) or value.denominator != 1 or not 1 < value < 10**6:
        return ""
    rest, powers, prime = int(value), [], 2
    while rest > 1:
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        if count:
            powers.append(f"{prime}^{{{count}}}" if count > 1 else str(prime))
        prime += 1
    return r" \times ".join(powers)


def answer_text(value: Value, kind: AnswerKind, unit: str = "", style: Style = PLAIN, form: str = "") -> str:
    """The answer as printed in an answer key or an option, with its unit, and by its primes where that is its form."""
    if form == "prime_factors" and (factors := prime_factors(value)):
        return f"${factors}$"
    if kind is AnswerKind.TEXT or isinstance(value, str):
        return f"{value if isinstance(value, str) else in_text(value, style)}"
    return with_unit(in_text(value, style), unit)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: Korean counters and symbols close up (`6%`, `3개`), English words after a blank, and so
    does a unit in brackets (`6 (apples)`)."""
    if not unit:
        return number
    if unit[0] in "$(":
        return f"{number} {unit}"
    english = unit[0].isascii() and unit[0].isalpha() and not _SYMBOL_UNIT.fullmatch(unit)
    return f"{number} {unit}" if english else f"{number}{unit}"
