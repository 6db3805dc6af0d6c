"""New numbers of the same kind and size as a note's: the range from which a family's parameters are drawn."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import ChoiceDomain, Domain, RangeDomain


def range_of(sketch: Sketch, name: str, value: Fraction | str) -> Domain:
    """The family's own range where it holds the note's value, else one like that value."""
    chosen = sketch.domains.get(name)
    if isinstance(chosen, ChoiceDomain) and {str(value), sketch.texts.get(name)} & {*chosen.values}:
        return chosen
    if isinstance(chosen, RangeDomain) and isinstance(value, Fraction):
        fits = chosen.low <= value <= chosen.high and (value - chosen.low) % chosen.step == 0
        return chosen if fits else domain_of(value, sketch.texts.get(name, ""))
    return domain_of(Fraction(value), sketch.texts.get(name, ""))


def domain_of(value: Fraction, text: str = "") -> Domain:
    """Numbers of the same kind and size: as many digits, as round, of the same sign, a third to three times as large.

    A printed decimal (`text`) stays a decimal with as many places; other fractions become fractions with like terms.
    """
    if "." in text:
        places = 10 ** len(text.partition(".")[2])
        whole = _whole_numbers(int(value * places))
        return RangeDomain(whole.low / places, whole.high / places, whole.step / places)
    if value.denominator != 1:
        return _fractions_like(value)
    return _whole_numbers(int(value))


def _whole_numbers(value: int) -> RangeDomain:
    size = abs(value)
    if size < 10:
        low, high, step = (0 if size == 0 else 1 if size == 1 else 2), max(9, size), 1
    else:
        digits = len(str(size))
        step = _roundness(size)
        low = max(10 ** (digits - 1), size // 3)
        high = min(10**digits - 1, size * 3)
        low = low + (-low) % step
        high = max(high - high % step, size)
    if value < 0:
        low, high = -high, -low
    return RangeDomain(Fraction(low), Fraction(high), Fraction(step))


def _roundness(size: int) -> int:
    for step in (1000, 500, 100, 50, 10, 5):
        if size % step == 0 and size >= 2 * step:
            return step
    return 10 if size == 10 else 1


def _fractions_like(value: Fraction) -> ChoiceDomain:
    size = abs(value)
    lowest = max(2, size.denominator - 3)
    top = 9 if size.denominator < 10 else 3 * size.denominator
    found = sorted(
        {
            Fraction(numerator, denominator)
            for denominator in range(lowest, min(top, size.denominator + 4) + 1)
            for numerator in range(1, 3 * max(size.numerator, 3))
        }
        | {size}
    )
    alike = [
        one
        for one in found
        if one.denominator > 1 and (one < 1) == (size < 1) and one.numerator <= max(9, size.numerator)
    ]
    sign = -1 if value < 0 else 1
    return ChoiceDomain(tuple(str(sign * one) for one in alike[:60] if one) if size in alike[:60] else (str(value),))
