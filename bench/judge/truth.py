"""What the right answer is, independent of how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sympy as sp

Kind = Literal["value", "roots", "point", "assignment", "region", "line", "factored", "expanded"]


@dataclass(frozen=True)
class Truth:
    """The right answer. `value` by kind:

    value, factored, expanded: an expression · roots: a frozenset of expressions · point: a tuple ·
    assignment: a tuple of (letter, value) · region: a set of real numbers · line: the expression that is zero
    on the line. `unit` is what the answer is measured in, empty where the stem fixes none.
    """

    kind: Kind
    value: object
    unit: str = ""


def value(number: object, unit: str = "") -> Truth:
    """A number or an expression, in `unit`; integers and Fractions become exact SymPy numbers."""
    return Truth("value", sp.Rational(str(number)) if not isinstance(number, sp.Basic) else number, unit)


def roots(*solutions: object) -> Truth:
    """All solutions of an equation in one letter."""
    return Truth(
        "roots",
        frozenset(solution if isinstance(solution, sp.Basic) else rational(solution) for solution in solutions),
    )


def rational(number: object) -> sp.Rational:
    """An exact SymPy rational of an int or a Fraction."""
    return sp.Rational(str(number))
