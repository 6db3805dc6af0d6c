"""The options of a choice question: which wrong answers are shown, that no two are equal, where the key stands."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from questions.engine.draws.program import Program, Unsatisfied
from questions.engine.expressions import Value, equivalent
from questions.engine.expressions.values import settled, working

MAX_OPTIONS = 5
MIN_OPTIONS = 3

_APART = 1e-6


def differ(first: Value, second: Value) -> bool:
    """True only where two answers are certainly different; an undecided pair counts as equal."""
    if isinstance(first, Fraction) and isinstance(second, Fraction):
        return first != second
    if isinstance(first, str) or isinstance(second, str):
        return str(first).strip() != str(second).strip()
    if isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        pairs = list(zip(_in_order(first), _in_order(second), strict=True))
        if any(_is_statement(item) for pair in pairs for item in pair):
            return any(differ(a, b) for a, b in pairs)
    if _is_statement(first) and _is_statement(second):
        return _statements_differ(first, second)
    return equivalent(first, second) is False


def _is_statement(value: Any) -> bool:
    """An equation or an inequality, or several joined by and/or."""
    return bool(getattr(value, "is_Boolean", False) or getattr(value, "is_Relational", False))


def _in_order(values: tuple[Any, ...]) -> list[Any]:
    """Equations by what they state (`x = 2, y = 3` as `y = 3, x = 2`); other items as they stand."""
    return sorted(values, key=lambda v: str(v.lhs)) if all(hasattr(v, "lhs") for v in values) else list(values)


def _statements_differ(first: Any, second: Any) -> bool:
    if first == second:
        return False
    one, other = _stated(first), _stated(second)
    if one is not None and other is not None and one[0] == other[0]:
        return differ(one[1], other[1])
    if getattr(first, "is_Equality", False) and getattr(second, "is_Equality", False):
        if first.rhs == second.rhs == 0:
            return bool((first.lhs / second.lhs).cancel().free_symbols)
        sides = [settled(working(relation.rhs)) for relation in (first, second)]
        return differ(sides[0], sides[1]) if first.lhs == second.lhs else _curves_differ(first, second)
    spans = _span(first), _span(second)
    if None not in spans:
        return spans[0] != spans[1]
    letters = first.free_symbols
    if len(letters) != 1 or second.free_symbols != letters:
        return False
    return bool(first.as_set() != second.as_set())


def _curves_differ(first: Any, second: Any) -> bool:
    """Whether a real point of one curve of two letters, found on straight lines, is none of the other."""
    letters = sorted(first.free_symbols, key=str)
    if len(letters) != 2 or second.free_symbols != set(letters):
        return False
    across, up = letters
    gap, other = first.lhs - first.rhs, second.lhs - second.rhs
    if not (gap.is_polynomial(*letters) and other.is_polynomial(*letters)):
        return False
    for place in range(-12, 13):
        cut = gap.subs(across, place).as_poly(up)
        if cut is None or not 1 <= cut.degree() <= 2 or cut.discriminant() < 0:
            continue
        for root in cut.all_roots():
            if abs(float(other.subs({across: place, up: root}))) > _APART:
                return True
    return False


def _stated(statement: Any) -> tuple[Any, tuple[Any, ...]] | None:
    """The letter and the values of `x = 2 or x = 3`, or of `x = 2` alone; None for any other statement."""
    parts = statement.args if statement.func.__name__ == "Or" else (statement,)
    if not parts or not all(getattr(part, "is_Equality", False) and part.lhs.is_Symbol for part in parts):
        return None
    if any(part.lhs != parts[0].lhs for part in parts):
        return None
    return parts[0].lhs, tuple(settled(working(part.rhs)) for part in parts)


def _span(statement: Any) -> tuple[Any, ...] | None:
    """`x < 3`, `1 <= x < 3` or `x < 1 or x > 3` by its bounds; equal exactly when the sets are. None for others."""
    parts = statement.args if statement.func.__name__ in ("And", "Or") else (statement,)
    if len(parts) > 2 or not all(getattr(part, "is_Relational", False) for part in parts):
        return None
    bounds = []
    for part in parts:
        turned = part if part.lhs.is_Symbol else part.reversed
        if not (turned.lhs.is_Symbol and turned.rhs.is_Rational) or turned.rel_op not in (
            "<",
            "<=",
            ">",
            ">=",
        ):
            return None
        bounds.append((turned.rhs, turned.rel_op, turned.lhs))
    bounds.sort(key=lambda bound: bound[0])
    if len(bounds) == 1:
        return tuple(bounds)
    (low, first, letter), (high, second, other) = bounds
    inward = (first[0], second[0]) == ((">", "<") if statement.func.__name__ == "And" else ("<", ">"))
    return (statement.func.__name__, *bounds) if inward and low < high and letter == other else None


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
