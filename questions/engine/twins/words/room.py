"""Whether a family has room: which numbers change in which windows so that enough different twins exist.

Values are tried at random against every rule that the finished blueprint will enforce. Where too few pass, the windows
are thinned to values that come out even, and they widen; where still too few pass, one number stays after another.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.arithmetic import Literal, Reference, operations, value_of
from questions.engine.twins.words.frozen import has_threshold
from questions.engine.twins.words.ranges import STRETCHES, Stretch, Window, neighbours, scale, windows
from questions.engine.twins.words.sharing import shares, traits

MOST_PARAMETERS = 17
_PLENTY = 15
_ENOUGH = 5
_FEW = 3
_TRIES = 150
_LAST_TRIES = 800
_ENUMERABLE = 600
_MOST_CHOICES = 60
Traits = tuple[tuple[int | bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What changes, in which windows, and how far numbers were stretched for it."""

    alignment: Alignment
    windows: Mapping[int, Window]
    stretch: Stretch


def room(stem: str, alignment: Alignment) -> Room | None:
    """The alignment, perhaps with fewer changing numbers, and its windows; None where too few twins exist.

    The first of the ways, from close to the note to far, that has plenty of twins; else the one that has most.
    """
    threshold = has_threshold(stem)
    bound = threshold or bool(alignment.steps[-1].compared or alignment.steps[-1].pinned)
    best: Room | None = None
    most = 0
    for one in _ways(alignment, threshold, [s for s in STRETCHES if not (bound and s.loose)]):
        count = _count(one, _TRIES, threshold)
        if count >= _PLENTY:
            return one
        if count > most:
            best, most = one, count
    if best is None or most < _FEW:
        return None
    if most >= _ENOUGH or _enumerable(best):
        return best
    return best if _count(best, _LAST_TRIES, threshold) >= _ENOUGH else None


def _ways(alignment: Alignment, threshold: bool, stretches: Sequence[Stretch]) -> Iterator[Room]:
    """Rooms from close to far; each also with windows thinned to what comes out even beside the note's own numbers."""
    for stretch in stretches:
        yield from _thinned_too(alignment, stretch, threshold)
    for smaller in _with_one_kept(alignment):
        yield from _thinned_too(smaller, stretches[-1], threshold)


def _thinned_too(alignment: Alignment, stretch: Stretch, threshold: bool) -> Iterator[Room]:
    found = windows(alignment, stretch)
    if not found or len(found) > MOST_PARAMETERS:
        return
    whole = Room(alignment, found, stretch)
    yield whole
    if len(found) > 1:
        thin = _thinned(whole, threshold)
        if thin is not None:
            yield thin


def _thinned(one: Room, threshold: bool) -> Room | None:
    """The room with only those values of each number that fit while all others are the note's; None where none is."""
    trial = _Trial(one, threshold)
    windows: dict[int, Window] = {}
    for leader, window in one.windows.items():
        tried = sorted({*window.values(), window.original})
        values = [value for value in tried if trial.fits({**trial.originals, leader: value})]
        if len(values) < 2:
            return None
        stride = -(-len(values) // _MOST_CHOICES)
        chosen = tuple(v for k, v in enumerate(values) if k % stride == 0 or v == window.original)
        windows[leader] = replace(window, chosen=chosen)
    return Room(one.alignment, windows, one.stretch)


def _with_one_kept(alignment: Alignment) -> Iterator[Alignment]:
    leaders = sorted({alignment.leader[i] for i in alignment.free})
    if len(leaders) < 2:
        return
    for kept in leaders:
        yield replace(alignment, free={i for i in alignment.free if alignment.leader[i] != kept})


class _Trial:
    """Whether values keep order and traits of the note."""

    def __init__(self, one: Room, threshold: bool) -> None:
        self.alignment, self.threshold, self.stretch = one.alignment, threshold, one.stretch
        self.shares = shares(one.alignment.steps)
        self.originals = {i: span.value for i, span in enumerate(self.alignment.spans)}
        self.scales = [scale(value, self.alignment) for value in _values(self.alignment, self.originals)]
        self.expected = self._traits(self.originals)
        self.pairs = list(neighbours(self.alignment, self.stretch))

    def fits(self, values: Mapping[int, Fraction]) -> bool:
        alignment = self.alignment
        if any(alignment.worth(a, values) >= alignment.worth(b, values) for a, b in self.pairs):
            return False
        return self.expected is not None and self._traits(values) == self.expected

    def _traits(self, values: Mapping[int, Fraction]) -> Traits | None:
        """What must be as in the note: exactness and sign of every result, sides of every limit; None if unfit."""
        try:
            found = _values(self.alignment, values)
        except ZeroDivisionError:
            return None
        original, factor = self.alignment.steps[-1].value, self.stretch.answer
        if not original / factor <= found[-1] <= original * factor:
            return None
        exact = tuple((value * unit).denominator == 1 for value, unit in zip(found, self.scales, strict=True))
        signs = tuple(value > 0 for value in found)
        shared = tuple(trait for node, first, second in self._shared(values) for trait in traits(node, first, second))
        return (exact, signs, shared, _sides(self.alignment, values) if self.threshold else ())

    def _shared(self, values: Mapping[int, Fraction]) -> Iterator[tuple[str, Fraction, Fraction]]:
        """Every division with a remainder, common divisor or multiple, with the values of its sides."""
        if self.shares:
            leaf = _leaves(self.alignment, values)
            for step in self.alignment.steps:
                for node in operations(step.tree):
                    if node.operator in self.shares:
                        yield node.operator, value_of(node.left, leaf), value_of(node.right, leaf)


def _count(one: Room, tries: int, threshold: bool) -> int:
    """How many twins with another answer are found, up to plenty: of all where these are few, else at random."""
    values = {leader: window.values() for leader, window in one.windows.items()}
    trial = _Trial(one, threshold)
    kept: set[tuple[Fraction, ...]] = set()
    answer = one.alignment.steps[-1].value
    for drawn in _all(values) if _enumerable(one) else _some(values, tries):
        if trial.fits(drawn) and one.alignment.compute(drawn)[-1] != answer:
            kept.add(tuple(drawn.values()))
            if len(kept) >= _PLENTY:
                break
    return len(kept)


def _enumerable(one: Room) -> bool:
    return prod(len(window.values()) for window in one.windows.values()) <= _ENUMERABLE


def _all(values: Mapping[int, tuple[Fraction, ...]]) -> Iterator[dict[int, Fraction]]:
    for combination in itertools.product(*values.values()):
        yield dict(zip(values, combination, strict=True))


def _some(values: Mapping[int, tuple[Fraction, ...]], tries: int) -> Iterator[dict[int, Fraction]]:
    generator = random.Random(5)
    for _ in range(tries):
        yield {leader: generator.choice(options) for leader, options in values.items()}


def _values(alignment: Alignment, values: Mapping[int, Fraction]) -> list[Fraction]:
    """Every operation's result, the steps' own last within each step. Raises ZeroDivisionError."""
    leaf = _leaves(alignment, values)
    return [value_of(node, leaf) for step in alignment.steps for node in operations(step.tree)]


def _leaves(alignment: Alignment, values: Mapping[int, Fraction]) -> Callable[[Literal | Reference], Fraction]:
    """What each literal and reference is worth. Raises ZeroDivisionError."""
    results = alignment.compute(values)

    def leaf(node: Literal | Reference) -> Fraction:
        if isinstance(node, Reference):
            return results[node.step]
        source = alignment.reading[node.key]
        if source.kind == "step":
            return results[source.index]
        if source.kind == "span" and source.index in alignment.free:
            return source.offset + source.factor * alignment.worth(source.index, values)
        return node.value

    return leaf


def _sides(alignment: Alignment, values: Mapping[int, Fraction]) -> tuple[int, ...]:
    """On which side of every printed number every step's result lies."""
    worths = [alignment.worth(i, values) * span.scale for i, span in enumerate(alignment.spans) if span.kind == "plain"]
    results = alignment.compute(values)
    return tuple((result > worth) - (result < worth) for result in results for worth in worths)
