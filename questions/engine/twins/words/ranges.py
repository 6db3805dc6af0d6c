"""Which values a changed number may take: same type, places and size class, near the note's, within its neighbours.

The order of printed numbers is kept; |new/old| stays within 1/2 … 2, 1/3 … 3 for small numbers. Where that leaves too
few, a stretch goes to 1/6 … 6 (the widest that quality.md §3.1 allows), then to less round numbers, then to an order
among numbers of the same unit only. A unit's limit is always kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.spans import NumberSpan
from questions.engine.types import ChoiceDomain, Domain, RangeDomain

_NARROW_FROM = 8
_SMALL_HIGH = 12
_MOST_DECIMALS = 60
_MOST_WHOLE = 600
_HAIR = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Stretch:
    """How far numbers may go: by which factor small and large ones, and how far the answer.

    A fine stretch takes less round numbers; a loose one keeps only the order within a unit and no number of digits.
    """

    small: int
    large: int
    fine: bool = False
    loose: bool = False
    answer: int = 4


STRETCHES = (
    Stretch(3, 2),
    Stretch(6, 6),
    Stretch(6, 6, fine=True),
    Stretch(6, 6, fine=True, loose=True, answer=6),
)
"""From close to the note to the farthest; `answer` is how many times larger or smaller the answer may become."""


@dataclass(frozen=True, slots=True)
class Window:
    """The values of one changed number: `low`, `high` inclusive, `step`; `places` is how many decimals the note's value
    needs (shorter values are skipped), `printed` how many it shows (`1.50`); `chosen`, where given, are all."""

    low: Fraction
    high: Fraction
    step: Fraction
    original: Fraction
    places: int = 0
    printed: int = 0
    chosen: tuple[Fraction, ...] = ()
    grouped: bool = False

    @property
    def count(self) -> int:
        """How many steps fit between the bounds."""
        return max(0, int((self.high - self.low) // self.step) + 1)

    def values(self) -> tuple[Fraction, ...]:
        """The values; of a wide window, a spread of them over all its parts."""
        if self.chosen:
            return self.chosen
        if self.places:
            return self._decimals()
        stride = max(1, -(-self.count // _MOST_WHOLE))
        places = (k + k // stride % stride for k in range(0, self.count, stride))
        return tuple(self.low + k * self.step for k in places if k < self.count)

    def _decimals(self) -> tuple[Fraction, ...]:
        unit = 10**self.printed
        first, shorter = int(self.low * unit), 10 ** (self.printed - self.places + 1)
        spread = [n for n in range(first, first + self.count) if n % shorter]
        stride = -(-len(spread) // _MOST_DECIMALS)
        original = int(self.original * unit)
        return tuple(Fraction(n, unit) for k, n in enumerate(spread) if k % stride == 0 or n == original)

    def domain(self) -> Domain:
        if self.chosen or self.places:
            return ChoiceDomain(tuple(self._text(value) for value in self.values()))
        return RangeDomain(self.low, self.low + (self.high - self.low) // self.step * self.step, self.step)

    def _text(self, value: Fraction) -> str:
        if self.places:
            return f"{float(value):.{self.printed}f}"
        return f"{int(value):,}" if self.grouped else str(value)


def window(
    span: NumberSpan, least: Fraction | None, greatest: Fraction | None, stretch: Stretch = STRETCHES[0]
) -> Window | None:
    """The window of one number between its kept neighbours (exclusive bounds); None when it is empty."""
    step = _step(span, fine=stretch.fine)
    low, high = _size_class(span.value, step)
    if stretch.loose and step >= 1:
        low, high = Fraction(2), max(span.value * stretch.large, Fraction(_SMALL_HIGH))
    factor = stretch.large if span.value >= _NARROW_FROM * step else stretch.small
    low = max(low, span.value / factor)
    high = min(high, max(span.value * factor, Fraction(_SMALL_HIGH)) if stretch.loose else span.value * factor)
    if span.most is not None:
        high = min(high, span.most)
    if least is not None:
        low = max(low, least + _HAIR)
    if greatest is not None:
        high = min(high, greatest - _HAIR)
    first = span.value - (span.value - low) // step * step
    found = Window(first, high, step, span.value, _places(span), span.decimals, grouped=span.commas)
    return found if len(found.values()) > 1 else None


def _places(span: NumberSpan) -> int:
    return len(span.text.partition(".")[2].rstrip("0")) if span.decimals else 0


def _step(span: NumberSpan, *, fine: bool) -> Fraction:
    """The roundness to keep: 450 changes by 10, 300 by 50, 75 and 20 by 5, 17 by 1, 2.5 by 0.1; a fine one has one
    more figure (450 by 5, 300 by 10, 75 by 1)."""
    if span.decimals:
        return Fraction(1, 10**span.decimals)
    value, power = int(span.value), 1
    while value % (power * 10) == 0:
        power *= 10
    if fine:
        return Fraction(max(1, power // 10 if value // power < 10 else power // 2))
    if value // power < 10 and power > 1:
        return Fraction(power, 2)
    if power == 1 and value % 5 == 0 and value > 10:
        return Fraction(5)
    return Fraction(power)


def _size_class(value: Fraction, step: Fraction) -> tuple[Fraction, Fraction]:
    """The smallest and largest value with as many digits before the point; whole numbers below ten, two to nine."""
    if value < 1:
        return step, 1 - step
    digits = len(str(int(value)))
    return Fraction(10 ** (digits - 1) if digits > 1 or step < 1 else 2), Fraction(10**digits) - step


def chain(alignment: Alignment) -> tuple[tuple[int, ...], ...]:
    """Groups of printed numbers in increasing order; members of a group are equal in the note."""
    comparable = [i for i, span in enumerate(alignment.spans) if span.kind == "plain" and not _name(span)]
    order: dict[Fraction, list[int]] = {}
    for i in comparable:
        order.setdefault(alignment.spans[i].value, []).append(i)
    return tuple(tuple(order[value]) for value in sorted(order))


def _name(span: NumberSpan) -> bool:
    return span.frozen in (
        "name",
        "ordinal",
        "date",
        "clock",
        "formula",
        "extreme",
        "ratio",
        "expression",
        "one",
    )


def windows(alignment: Alignment, stretch: Stretch) -> dict[int, Window] | None:
    """The window of every leading free number; None when one of them has none."""
    pairs = list(_related(alignment, stretch))
    kept = {i: span.value for i, span in enumerate(alignment.spans) if i not in alignment.free}
    found: dict[int, Window] = {}
    for leader in sorted({alignment.leader[i] for i in alignment.free}):
        followers = {i for i in alignment.free if alignment.leader[i] == leader and i not in alignment.offset}
        least = max((kept[a] for a, b in pairs if b in followers and a in kept), default=None)
        greatest = min((kept[b] for a, b in pairs if a in followers and b in kept), default=None)
        one = window(alignment.spans[leader], least, greatest, stretch)
        if one is None:
            return None
        found[leader] = one
    return found


def neighbours(alignment: Alignment, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Pairs (smaller, larger) of printed numbers whose order is to be kept and of which at least one changes.

    A pair that follows from two others is left out.
    """
    pairs = set(_related(alignment, stretch))
    for a, b in sorted(pairs):
        between = any((a, c) in pairs and (c, b) in pairs for c in range(len(alignment.spans)))
        if not between and {a, b} & alignment.free:
            yield a, b


def _related(alignment: Alignment, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """All pairs (smaller, larger) that a stretch keeps in order: every pair, or a loose one those of the same unit.

    A number that the solution does not use keeps its place among all others.
    """
    groups = [_speaker(alignment, group) for group in chain(alignment)]
    if not stretch.loose:
        yield from itertools.combinations(groups, 2)
        return
    members = sorted((i for group in chain(alignment) for i in group), key=lambda i: alignment.spans[i].value)
    for a, b in itertools.combinations(members, 2):
        smaller = alignment.spans[a].value < alignment.spans[b].value
        if smaller and (not {a, b} <= alignment.used or _unit(alignment.spans[a]) == _unit(alignment.spans[b])):
            yield a, b


def _unit(span: NumberSpan) -> str:
    word = span.unit.lower()
    return word.removesuffix("s") if len(word) > 2 else word


def _speaker(alignment: Alignment, group: tuple[int, ...]) -> int:
    return next((i for i in group if i in alignment.free), group[0])


def scale(value: Fraction, alignment: Alignment) -> int:
    """What makes the value whole: as many decimal places as it or the stem's numbers have, else its denominator."""
    if value.denominator == 1:
        return 1
    printed = max((span.decimals for span in alignment.spans), default=0)
    for places in range(1, 5):
        if (value * 10**places).denominator == 1:
            return int(10 ** max(places, printed))
    return value.denominator
