"""The formula of a data row: one equation, annotated steps, or straight lines of a program; exact rationals.

The text is read with Python's own parser and worked out by this module alone; what is not arithmetic is unreadable.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


class Unreadable(ValueError):
    """The text is not in the judge's language."""


@dataclass(frozen=True)
class Step:
    """One calculation. `literals` are its numbers in reading order; `named` is the name that a program gives it."""

    tree: ast.expr
    literals: tuple[Fraction, ...]
    named: str = ""


Where = tuple[int, int]
"""A literal's place: the step's index and the literal's index in it."""
MOST_LETTERS, MOST_POWER = 400, 6
SPELLINGS = {"@": "//", "#": "%", "^": "**", "×": "*", "÷": "/", "−": "-"}
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: lambda a, b: Fraction(a // b), ast.Mod: operator.mod,
}  # fmt: skip
LEADING_ZERO = re.compile(r"(?<![\d.])0+(?=\d)")


def steps_of(source: str | Sequence[str]) -> tuple[Step, ...]:
    """The steps of an equation (`4*5*6`), of annotations (`["16-3=13", "13*2=26"]`), or of lines `a = 3 * b`.

    Raises Unreadable for an empty source and for anything but numbers, names given before and + - * / // % **.
    """
    lines = [source] if isinstance(source, str) else list(source)
    named = isinstance(source, str) and re.match(r"\s*[A-Za-z_]\w*\s*=", source) is not None
    if named:
        lines = [line for line in str(source).splitlines() if line.strip() and not line.strip().startswith("print")]
    if not lines:
        raise Unreadable("no step")
    return tuple(_named(line) if named else _calculation(line) for line in lines)


def _named(line: str) -> Step:
    name, _, right = line.partition("=")
    return _calculation(right, name.strip())


def _calculation(line: str, named: str = "") -> Step:
    left = line.partition("=")[0]
    for spelling, meant in SPELLINGS.items():
        left = left.replace(spelling, meant)
    if len(left) > MOST_LETTERS:
        raise Unreadable("too long")
    try:
        tree = ast.parse(LEADING_ZERO.sub("", left.strip()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise Unreadable(f"{left!r} is no calculation") from problem
    return Step(tree, tuple(_literals(tree)), named)


def _literals(tree: ast.expr) -> list[Fraction]:
    if isinstance(tree, ast.Constant) and type(tree.value) in (int, float):
        return [Fraction(str(tree.value))]
    if isinstance(tree, ast.BinOp):
        return _literals(tree.left) + _literals(tree.right)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
        return _literals(tree.operand)
    if isinstance(tree, ast.Name):
        return []
    raise Unreadable(f"{type(tree).__name__} is no arithmetic")


def values_of(steps: Sequence[Step], replaced: Mapping[Where, Fraction | int] | None = None) -> list[Fraction]:
    """Every step's value. `replaced` gives literals other values; an int is the result of that earlier step."""
    replaced = replaced or {}
    values: list[Fraction] = []
    names: dict[str, Fraction] = {}
    for index, step in enumerate(steps):
        numbers = []
        for place, literal in enumerate(step.literals):
            other = replaced.get((index, place), literal)
            numbers.append(values[other] if isinstance(other, int) else other)
        values.append(_value(step.tree, iter(numbers).__next__, names))
        if step.named:
            names[step.named] = values[-1]
    return values


def _value(tree: ast.expr, following: Callable[[], Fraction], names: Mapping[str, Fraction]) -> Fraction:
    if isinstance(tree, ast.BinOp):
        left = _value(tree.left, following, names)
        right = _value(tree.right, following, names)
        if isinstance(tree.op, ast.Pow):
            return _power(left, right)
        if type(tree.op) not in OPERATORS:
            raise Unreadable(f"{type(tree.op).__name__} is no arithmetic")
        return OPERATORS[type(tree.op)](left, right)
    if isinstance(tree, ast.UnaryOp):
        inner = _value(tree.operand, following, names)
        return -inner if isinstance(tree.op, ast.USub) else inner
    if isinstance(tree, ast.Name):
        if tree.id not in names:
            raise Unreadable(f"{tree.id} has no value")
        return names[tree.id]
    return following()


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or abs(exponent) > MOST_POWER:
        raise Unreadable("a power that is not small and whole")
    return base ** int(exponent)
