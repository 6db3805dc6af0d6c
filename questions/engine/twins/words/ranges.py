"""Which values a changed number may take: same type, places and size class, near the note's, within its neighbours.

The order of all printed numbers is kept; |new/old| stays within 1/2 … 2, 1/3 … 3 for small numbers, 1/6 … 6 where
that leaves too few (the widest that quality.md §3.1 allows; a narrower window keeps carries and realism closer to
the note's); round numbers stay round, and a unit's limit is kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.spans import NumberSpan
from questions.engine.types import ChoiceDomain, Domain, RangeDomain

_WIDE = 3
_WIDEST = 6
_NARROW = 2
_NARROW_FROM = 8
_MOST_DECIMALS = 60
_MOST_WHOLE = 600
_HAIR = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Window:
    """The values of one changed number: `low`, `high` inclusive, `step`; `places` is how many decimals the note's value
    needs (shorter values are skipped), `printed` how many it shows (`1.50`)."""

    low: Fraction
    high: Fraction
    step: Fraction
    original: Fraction
    places: int = 0
    printed: int = 0

    @property
    def count(self) -> int:
        """How many steps fit between the bounds."""
        return max(0, int((self.high - self.low) // self.step) + 1)

    def values(self) -> tuple[Fraction, ...]:
        """The values; of a wide window, a spread of them over all its parts."""
        if self.places:
            return self._decimals()
        stride = -(-self.count // _MOST_WHOLE)
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
        if self.places:
            return ChoiceDomain(tuple(f"{float(v):.{self.printed}f}" for v in self.values()))
        return RangeDomain(self.low, self.low + (self.high - self.low) // self.step * self.step, self.step)


def window(span: NumberSpan, least: Fraction | None, greatest: Fraction | None, *, wide: bool = False) -> Window | None:
    """The window of one number between its kept neighbours (exclusive bounds); None when it is empty."""
    step = _step(span)
    low, high = _size_class(span.value, step)
    factor = _WIDEST if wide else _NARROW if span.value >= _NARROW_FROM * step else _WIDE
    low = max(low, span.value / factor)
    high = min(high, span.value * factor)
    if span.most is not None:
        high = min(high, span.most)
    if least is not None:
        low = max(low, least + _HAIR)
    if greatest is not None:
        high = min(high, greatest - _HAIR)
    first = span.value - (span.value - low) // step * step
    found = Window(first, high, step, span.value, _places(span), span.decimals)
    return found if len(found.values()) > 1 else None


def _places(span: NumberSpan) -> int:
    return len(span.text.partition(".")[2].rstrip("0")) if span.decimals else 0


def _step(span: NumberSpan) -> Fraction:
    """The roundness to keep: 450 changes by 10, 300 by 50, 75 and 20 by 5, 17 by 1, 2.5 by 0.1."""
    if span.decimals:
        return Fraction(1, 10**span.decimals)
    value, power = int(span.value), 1
    while value % (power * 10) == 0:
        power *= 10
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


def windows(alignment: Alignment, *, wide: bool = False) -> dict[int, Window] | None:
    """The window of every leading free number; None when one of them has none."""
    groups = chain(alignment)
    kept = [(place, group[0]) for place, group in enumerate(groups) if not set(group) & alignment.free]
    found: dict[int, Window] = {}
    for leader in sorted({alignment.leader[i] for i in alignment.free}):
        least = greatest = None
        place = next((p for p, group in enumerate(groups) if leader in group), None)
        if place is not None:
            least = max((alignment.spans[i].value for p, i in kept if p < place), default=None)
            greatest = min((alignment.spans[i].value for p, i in kept if p > place), default=None)
        one = window(alignment.spans[leader], least, greatest, wide=wide)
        if one is None:
            return None
        found[leader] = one
    return found


def neighbours(alignment: Alignment) -> Iterator[tuple[int, int]]:
    """Pairs (smaller, larger) of neighbouring printed numbers of which at least one changes."""
    groups = chain(alignment)
    for smaller, larger in itertools.pairwise(groups):
        if set(smaller) & alignment.free or set(larger) & alignment.free:
            yield _speaker(alignment, smaller), _speaker(alignment, larger)


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
