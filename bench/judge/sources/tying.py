"""Every way in which the numbers of a formula can be tied to the numbers of its question."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from bench.judge.sources.places import Places
from bench.judge.sources.steps import Step, Where, values_of

Reading = Mapping[Where, Fraction | int]
"""What each number of the formula becomes: a value, or the index of the earlier step whose result it is."""
MOST_READINGS = 4096
MOST_COUNTED = 12
CONSTANTS = frozenset(map(Fraction, (24, 30, 52, 60, 90, 100, 180, 360, 365, 1000)))


class NoReading(ValueError):
    """The formula cannot be tied to the question's numbers."""


def readings(steps: Sequence[Step], before: Places, after: Places) -> Iterator[Reading]:
    """All readings of the formula at the numbers of `after`; `before` is the question it was written for.

    A number of the formula may be any meaning of the question's numbers with its value, an earlier result, a number
    word, or a constant that the words suggest; 1 may always be a constant. Raises NoReading where a number of the
    question changed that nothing in the formula reads while something in it is unexplained, where a number of the
    formula comes from nowhere, where a result is used by no later step, and for more than 4,096 readings.
    """
    if len(before.numbers) != len(after.numbers):
        raise NoReading("the numbers differ in number")
    results = values_of(steps)
    options: dict[Where, list[Fraction | int]] = {}
    read: set[int] = set()
    unexplained = False
    for index, step in enumerate(steps):
        for place, literal in enumerate(step.literals):
            found, places = _tied(literal, before, after)
            found += [earlier for earlier in range(index) if results[earlier] == literal and not steps[earlier].named]
            read |= places
            if not found and _from_nowhere(literal, before):
                raise NoReading(f"{literal} of the source comes from nowhere")
            unexplained = unexplained or not (found or _known(literal, before))
            options[index, place] = found if found else [literal]
    _check(steps, results, before, after, read, unexplained)
    if math.prod(len(found) for found in options.values()) > MOST_READINGS:
        raise NoReading("too many readings")
    keys = list(options)
    for chosen in itertools.product(*options.values()):
        yield dict(zip(keys, chosen, strict=True))


def _known(literal: Fraction, before: Places) -> bool:
    return literal in before.cues or literal == 1


def _from_nowhere(literal: Fraction, before: Places) -> bool:
    """Whether a number that nothing explains is too odd to be a constant: a step was left out."""
    return not _known(literal, before) and literal > MOST_COUNTED and literal not in CONSTANTS


def _tied(literal: Fraction, before: Places, after: Places) -> tuple[list[Fraction | int], set[int]]:
    """The values that a literal may take in the variant, and the places of the question that it may stand at."""
    found: set[Fraction] = set()
    places: set[int] = set()
    for mine, theirs in zip(before.meanings, after.meanings, strict=True):
        if mine.value == literal:
            found.add(theirs.value)
            places |= set(mine.places)
    if literal in before.words or (found and _known(literal, before)):
        found.add(literal)
    return sorted(found), places


def _check(
    steps: Sequence[Step],
    results: Sequence[Fraction],
    before: Places,
    after: Places,
    read: set[int],
    unexplained: bool,
) -> None:
    changed = {
        place for place, pair in enumerate(zip(before.numbers, after.numbers, strict=True)) if pair[0] != pair[1]
    }
    if unexplained and changed - read:
        raise NoReading("a changed number is read by nothing, and a number of the source is unexplained")
    used = {literal for step in steps for literal in step.literals}
    if not steps[-1].named and any(result not in used for result in results[:-1]):
        raise NoReading("a step leads nowhere")
