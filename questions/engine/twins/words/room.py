"""Whether a family has room: which numbers change in which windows so that enough different twins exist.

Values are tried at random against every rule that the finished blueprint will enforce. Where too few pass, the windows
widen; where still too few pass, one number stays after another, which leaves divisions more values that come out even.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.arithmetic import Literal, Reference, operations, value_of
from questions.engine.twins.words.frozen import has_threshold
from questions.engine.twins.words.ranges import Window, neighbours, scale, windows

MOST_PARAMETERS = 17
ANSWER_FACTOR = 4
_ENOUGH = 5
_FEW = 3
_TRIES = (150, 300, 100, 800)
_ENUMERABLE = 600
Traits = tuple[tuple[int | bool, ...], ...]


def room(stem: str, alignment: Alignment) -> tuple[Alignment, dict[int, Window]] | None:
    """The alignment, perhaps with fewer changing numbers, and its windows; None where too few twins exist."""
    threshold = has_threshold(stem)
    for tries, wide in ((_TRIES[0], False), (_TRIES[1], True)):
        found = windows(alignment, wide=wide)
        if found and len(found) <= MOST_PARAMETERS and _has_draws(alignment, found, tries, threshold):
            return alignment, found
    for smaller in _with_one_kept(alignment):
        found = windows(smaller, wide=True)
        if found and len(found) <= MOST_PARAMETERS and _has_draws(smaller, found, _TRIES[2], threshold):
            return smaller, found
    found = windows(alignment, wide=True)
    if found and len(found) <= MOST_PARAMETERS and _has_draws(alignment, found, _TRIES[3], threshold):
        return alignment, found
    return None


def _with_one_kept(alignment: Alignment) -> Iterator[Alignment]:
    leaders = sorted({alignment.leader[i] for i in alignment.free})
    if len(leaders) < 2:
        return
    for kept in leaders:
        yield replace(alignment, free={i for i in alignment.free if alignment.leader[i] != kept})


def _has_draws(alignment: Alignment, found: Mapping[int, Window], tries: int, threshold: bool) -> bool:
    values = {leader: window.values() for leader, window in found.items()}
    originals = {i: span.value for i, span in enumerate(alignment.spans)}
    scales = [scale(value, alignment) for value in _values(alignment, originals)]
    expected = _traits(alignment, originals, scales, threshold)
    if expected is None:
        return False
    pairs = list(neighbours(alignment))
    kept: set[tuple[Fraction, ...]] = set()
    answer = alignment.steps[-1].value
    every = prod(len(options) for options in values.values()) <= _ENUMERABLE
    for drawn in _all(values) if every else _some(values, tries):
        ordered = all(alignment.worth(a, drawn) < alignment.worth(b, drawn) for a, b in pairs)
        if ordered and _traits(alignment, drawn, scales, threshold) == expected:
            if alignment.compute(drawn)[-1] != answer:
                kept.add(tuple(drawn.values()))
            if len(kept) >= (_FEW if every else _ENOUGH):
                return True
    return False


def _all(values: Mapping[int, tuple[Fraction, ...]]) -> Iterator[dict[int, Fraction]]:
    for combination in itertools.product(*values.values()):
        yield dict(zip(values, combination, strict=True))


def _some(values: Mapping[int, tuple[Fraction, ...]], tries: int) -> Iterator[dict[int, Fraction]]:
    generator = random.Random(5)
    for _ in range(tries):
        yield {leader: generator.choice(options) for leader, options in values.items()}


def _values(alignment: Alignment, values: Mapping[int, Fraction]) -> list[Fraction]:
    """Every operation's result, the steps' own last within each step. Raises ZeroDivisionError."""
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

    return [value_of(node, leaf) for step in alignment.steps for node in operations(step.tree)]


def _traits(alignment: Alignment, values: Mapping[int, Fraction], scales: list[int], threshold: bool) -> Traits | None:
    """What must be the same as in the note: exactness and sign of every result, sides of every limit; None if unfit."""
    try:
        found = _values(alignment, values)
    except ZeroDivisionError:
        return None
    original = alignment.steps[-1].value
    if not original / ANSWER_FACTOR <= found[-1] <= original * ANSWER_FACTOR:
        return None
    exact = tuple((value * unit).denominator == 1 for value, unit in zip(found, scales, strict=True))
    signs = tuple(value > 0 for value in found)
    return (exact, signs, _sides(alignment, values) if threshold else ())


def _sides(alignment: Alignment, values: Mapping[int, Fraction]) -> tuple[int, ...]:
    """On which side of every printed number every step's result lies."""
    worths = [alignment.worth(i, values) * span.scale for i, span in enumerate(alignment.spans) if span.kind == "plain"]
    results = alignment.compute(values)
    return tuple((result > worth) - (result < worth) for result in results for worth in worths)
