"""The options of a choice question: which wrong answers are shown, that no two are equal, where the key stands."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

from questions.engine.expressions import Value, equivalent
from questions.engine.program import Program, Unsatisfied

MAX_OPTIONS = 5
MIN_OPTIONS = 3


def differ(first: Value, second: Value) -> bool:
    """True only where two answers are certainly different; an undecided pair counts as equal."""
    if isinstance(first, Fraction) and isinstance(second, Fraction):
        return first != second
    if isinstance(first, str) or isinstance(second, str):
        return str(first).strip() != str(second).strip()
    return equivalent(first, second) is False


def wrong_options(program: Program, values: dict[str, Value], answer: Value) -> list[Value]:
    """The wrong answers to show, the student's own first, each different from the answer and from the others.

    Raises Unsatisfied when fewer remain than at the note's values allow (or fewer than two).
    """
    found: list[Value] = []
    offered = sorted(program.wrong_answers(values), key=lambda pair: pair[0] != "own")
    for _, value in offered:
        if type(value) is not type(answer) and isinstance(value, str) != isinstance(answer, str):
            continue
        if differ(value, answer) and all(differ(value, other) for other in found):
            found.append(value)
    wanted = max(MIN_OPTIONS - 1, min(MAX_OPTIONS - 1, len(program.distractors)))
    if len(found) < min(wanted, MAX_OPTIONS - 1):
        raise Unsatisfied("two options would be equal")
    return found[: MAX_OPTIONS - 1]


def arrange(key: str, wrong: Sequence[str], position: int, seed: int) -> tuple[tuple[str, ...], int]:
    """The options in an order fixed by the seed, the key at `position` (taken modulo their number), and its place."""
    options = list(wrong)
    random.Random(seed).shuffle(options)
    place = position % (len(options) + 1)
    options.insert(place, key)
    return tuple(options), place


def key_positions(count: int, options: int, seed: int) -> tuple[int, ...]:
    """`count` places for the key so that no place is used more than once more often than another."""
    places: list[int] = []
    generator = random.Random(seed)
    while len(places) < count:
        order = list(range(options))
        generator.shuffle(order)
        places += order
    return tuple(places[:count])
