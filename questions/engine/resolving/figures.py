"""Second solutions for figures: corners and the shoelace formula, complex numbers, feet of perpendiculars."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import (
    Solver,
    computer_algebra,
    exact,
    letter_of,
    mathematics,
    number_in,
    only,
)


def _surface(corners: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The area inside a polygon by its corners (shoelace)."""
    total = Fraction(0)
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def _rhombus(match: re.Match[str]) -> Any:
    a, b = number_in(match, "a") / 2, number_in(match, "b") / 2
    zero = Fraction(0)
    return _surface([(a, zero), (zero, b), (-a, zero), (zero, -b)])


def _trapezoid(match: re.Match[str]) -> Any:
    a, b, h = (number_in(match, name) for name in "abh")
    zero = Fraction(0)
    return _surface([(zero, zero), (b, zero), (a, h), (zero, h)])


def _triangle(match: re.Match[str]) -> Any:
    a, h = (number_in(match, name) for name in "ah")
    zero = Fraction(0)
    return _surface([(zero, zero), (a, zero), (a / 3, h)])


def _hypotenuse(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    a, b = (mathematics(match[name]) for name in "ab")
    return exact(abs(a + sympy.I * b))


def _half_angle_area(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    a = mathematics(match["a"])
    return exact(a * a * sympy.sin(sympy.pi / 3) / 2)


def _circle(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    a, b, r = (mathematics(match[name]) for name in "abr")
    return sympy.Eq((x - a) ** 2 + (y - b) ** 2, r**2)


def _foot(match: re.Match[str]) -> Any:
    """The distance to the foot of the perpendicular, which is found as a point first."""
    sympy = computer_algebra()
    p, q, a, b, c = (mathematics(match[name]) for name in "pqabc")
    t = sympy.Symbol("t")
    step = only(sympy.solve(a * (p + a * t) + b * (q + b * t) - c, t))
    return exact(sympy.sqrt((a * step) ** 2 + (b * step) ** 2))


SOLVERS: dict[str, Solver] = {
    "plane.rhombus": _rhombus,
    "plane.trapezoid": _trapezoid,
    "plane.triangle": _triangle,
    "plane.rectangle.diagonal": _hypotenuse,
    "points.origin.distance": _hypotenuse,
    "plane.equilateral.area": _half_angle_area,
    "circle.equation": _circle,
    "point.line.distance.minus": _foot,
}
