"""The values a program handles: exact numbers that know their arithmetic, texts, lists, tables, truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from questions.engine.twins.words.arithmetic import Literal, Operation, Tree, Unreadable, apply

MOST_NODES: Final = 60


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number; `tree` is None where it comes from no literal or only from what is pinned.

    `floating` tells how Python would write it (`4.0`). Two numbers of one value are equal as keys of a table.
    """

    value: Fraction
    tree: Tree | None = field(default=None, compare=False)
    floating: bool = field(default=False, compare=False)


Value = Any
"""Number, str, bool, list, tuple (hashable list), dict, or `absent`."""
absent: Final = object()


def is_true(value: Value) -> bool:
    """A value as a condition."""
    return value.value != 0 if isinstance(value, Number) else bool(value)


def same(left: Value, right: Value) -> bool:
    """Equality as Python has it, lists and tuples by their items."""
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def combined(operator: str, left: Number, right: Number) -> Number:
    """One exact operation with its tree; adding zero and multiplying by one leave no trace."""
    value = apply(operator, left.value, right.value)
    if abs(value.numerator) > 10**30 or value.denominator > 10**30:
        raise Unreadable("too large")
    floating = left.floating or right.floating or operator == "/"
    if _is_neutral(operator, left, first=True):
        return Number(value, right.tree, floating)
    if _is_neutral(operator, right, first=False):
        return Number(value, left.tree, floating)
    if left.tree is None and right.tree is None:
        return Number(value, None, floating)
    tree = Operation(operator, _leaf(left), _leaf(right))
    if sum(1 for _ in nodes(tree)) > MOST_NODES:
        raise Unreadable("too long")
    return Number(value, tree, floating)


def _leaf(number: Number) -> Tree:
    return number.tree if number.tree is not None else Literal(number.value)


def _is_neutral(operator: str, number: Number, *, first: bool) -> bool:
    if number.tree is not None and not isinstance(number.tree, Literal):
        return False
    if operator == "+" or (operator == "-" and not first):
        return number.value == 0
    return operator in ("*", "/", "//")[: 1 if first else 2] and number.value == 1


def nodes(tree: Tree) -> Iterator[Tree]:
    """Every node, leaves included."""
    yield tree
    if isinstance(tree, Operation):
        yield from nodes(tree.left)
        yield from nodes(tree.right)


def written(value: Value) -> str:
    """`str(value)` for a number or a text."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Number):
        raise Unreadable("text of a collection")
    exact = value.value
    if exact.denominator == 1:
        return f"{exact.numerator}.0" if value.floating else str(exact.numerator)
    for places in range(1, 10):
        if (exact * 10**places).denominator == 1:
            return f"{float(exact):.{places}f}"
    raise Unreadable("text of an endless decimal")


def read_number(text: str) -> Number:
    """`int(text)` or `float(text)`; raises Unreadable."""
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,15})?", text.strip(), re.ASCII):
        raise Unreadable("no number in the text")
    return Number(Fraction(text.strip()), None, "." in text)


def distinct(items: list[Value]) -> list[Value]:
    """The items without repetition, in order."""
    kept: list[Value] = []
    for item in items:
        if not any(same(item, other) for other in kept):
            kept.append(item)
    return kept
