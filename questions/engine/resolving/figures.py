"""Second solutions for figures: corners and the shoelace formula, complex numbers, feet of perpendiculars."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
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


def _leg(match: re.Match[str]) -> Any:
    """The height of the point on a circle about one end of the other leg."""
    sympy = computer_algebra()
    a, c = (mathematics(match[name]) for name in "ac")
    return exact(c * sympy.sin(sympy.acos(a / c)))


def _grid(match: re.Match[str]) -> Any:
    """A parallelogram by its corners; a rectangle is one without a slant."""
    a, h, slant = number_in(match, "a"), number_in(match, "h"), Fraction(1, 3)
    zero = Fraction(0)
    return _surface([(zero, zero), (a, zero), (a + slant, h), (slant, h)])


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


def _signed_foot(match: re.Match[str], b_sign: int, c_sign: int) -> Any:
    """The distance to the foot of the perpendicular, the line's signs being written in the grammar."""
    sympy = computer_algebra()
    p, q, a, b, c = (mathematics(match[name]) for name in "pqabc")
    b, c, t = b_sign * b, c_sign * c, sympy.Symbol("t")
    step = only(sympy.solve(a * (p + a * t) + b * (q + b * t) + c, t))
    return exact(sympy.sqrt((a * step) ** 2 + (b * step) ** 2))


def _circle_by(match: re.Match[str], diameter: bool) -> Any:
    """A general circle with the centre's condition, made to pass through the printed points."""
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    a, b, c, d = (mathematics(match[name]) for name in "abcd")
    if diameter:
        gap = sympy.expand((x - a) * (x - c) + (y - b) * (y - d))
        h, k = -gap.coeff(x, 1) / 2, -gap.coeff(y, 1) / 2
        constant = gap.coeff(x, 0).coeff(y, 0)
        return sympy.Eq((x - h) ** 2 + (y - k) ** 2, h**2 + k**2 - constant)
    rest = sympy.Symbol("rest")
    square = only(sympy.solve((c - a) ** 2 + (d - b) ** 2 - rest, rest))
    return sympy.Eq((x - a) ** 2 + (y - b) ** 2, square)


def _tangent(match: re.Match[str]) -> Any:
    """The discriminant of the common points vanishes."""
    sympy = computer_algebra()
    x, k = sympy.symbols("x k")
    square, slope = mathematics(match["t"]), mathematics(match["m"])
    common = sympy.discriminant(sympy.expand(x**2 + (slope * x + k) ** 2 - square), x)
    return exact(only([root for root in sympy.solve(common, k) if root > 0]))


def _dot_at(match: re.Match[str], degrees: int) -> Any:
    """By coordinates: the first arrow lies on the axis."""
    sympy = computer_algebra()
    p, q = mathematics(match["p"]), mathematics(match["q"])
    first, second = (p, sympy.Integer(0)), (q * sympy.cos(sympy.rad(degrees)), q * sympy.sin(sympy.rad(degrees)))
    return exact(first[0] * second[0] + first[1] * second[1])


def _right_unknown(match: re.Match[str], longest: bool) -> Any:
    sympy = computer_algebra()
    p, q = mathematics(match["p"]), mathematics(match["q"])
    return exact(abs(p + sympy.I * q)) if longest else exact(q * sympy.sin(sympy.acos(p / q)))


def _ratio_of_right(match: re.Match[str]) -> Any:
    """The triangle set down by its corners; the ratio from the arrows along its sides."""
    sympy = computer_algebra()
    right = match["r"] or match["r2"] or match["r3"]
    at = match["q"].upper()
    third = next(one for one in "ABC" if one not in (right, at))
    told = {frozenset(match[name].upper()): mathematics(match[side]) for name, side in (("one", "a"), ("two", "b"))}
    near, far = (told.get(frozenset(pair)) for pair in ((right, at), (right, third)))
    long = told.get(frozenset((at, third)))
    x, y = sympy.symbols("x y", positive=True)
    equations = [given - side for given, side in ((near, x), (far, y)) if given is not None]
    if long is not None:
        equations.append(x**2 + y**2 - long**2)
    found = only(sympy.solve(equations, [x, y], dict=True))
    angle = sympy.atan2(found[y], found[x])
    return exact(sympy.simplify(getattr(sympy, match["f"].lower())(angle)))


SOLVERS: dict[str, Solver] = {
    **{
        f"point.line.distance.{one}.{two}": partial(_signed_foot, b_sign=b_sign, c_sign=c_sign)
        for one, b_sign in (("plus", 1), ("minus", -1))
        for two, c_sign in (("plus", 1), ("minus", -1))
    },
    "circle.through.point": partial(_circle_by, diameter=False),
    "circle.on.diameter": partial(_circle_by, diameter=True),
    "circle.tangent.line": _tangent,
    **{f"vector.dot.angle.{angle}": partial(_dot_at, degrees=angle) for angle in (30, 45, 60, 120, 135, 150)},
    "right.triangle.unknown.longest": partial(_right_unknown, longest=True),
    "right.triangle.unknown.leg": partial(_right_unknown, longest=False),
    "trigonometry.right": _ratio_of_right,
    "vector.length": _hypotenuse,
    "plane.square.diagonal": lambda match: exact(abs(mathematics(match["a"]) * (1 + computer_algebra().I))),
    "plane.rectangle": _grid,
    "plane.parallelogram": _grid,
    "plane.rhombus": _rhombus,
    "plane.trapezoid": _trapezoid,
    "plane.triangle": _triangle,
    "plane.rectangle.diagonal": _hypotenuse,
    "plane.pythagoras.hypotenuse": _hypotenuse,
    "plane.pythagoras.leg": _leg,
    "points.origin.distance": _hypotenuse,
    "plane.equilateral.area": _half_angle_area,
    "circle.equation": _circle,
    "point.line.distance.minus": _foot,
}
