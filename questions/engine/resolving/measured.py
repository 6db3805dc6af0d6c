"""Exact numbers behind measured ones."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.expressions import Value
from questions.engine.resolving.algebraic import computer_algebra, exact

_NEAR = 1e-8


def tidy(value: float) -> Value | None:
    """The short fraction, or the root of one, that a measured number is; None where it is neither."""
    for power in (1, 2):
        short = Fraction(value**power).limit_denominator(60)
        if abs(float(short) - value**power) < _NEAR and (power == 1 or value > 0):
            return short if power == 1 else _root_of(short)
    return None


def _root_of(square: Fraction) -> Value:
    """The exact root of a positive fraction."""
    sympy = computer_algebra()
    return exact(sympy.sqrt(sympy.Rational(square.numerator, square.denominator)))  # type: ignore[no-any-return]
