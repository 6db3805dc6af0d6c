"""Second solutions of triangles by coordinates, of curves by SymPy, of sums term by term."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import partial
from typing import Any

from questions.engine.expressions import Value
from questions.engine.resolving.algebraic import (
    Solver,
    computer_algebra,
    exact,
    letter_of,
    mathematics,
    number_in,
    only,
)
from questions.engine.resolving.reading import few


def _turn(degrees: Fraction) -> tuple[Any, Any]:
    """The point of the unit circle at an angle."""
    sympy = computer_algebra()
    angle = sympy.Rational(degrees.numerator, degrees.denominator) * sympy.pi / 180
    return sympy.cos(angle), sympy.sin(angle)


def _rational(value: Fraction) -> Any:
    return computer_algebra().Rational(value.numerator, value.denominator)


def _area(match: re.Match[str]) -> Any:
    """The corner between the sides at the origin, one side on the axis; half the determinant of the two sides."""
    m, n = _rational(number_in(match, "m")), _rational(number_in(match, "n"))
    x, y = _turn(number_in(match, "t"))
    corners = ((0, 0), (m, 0), (n * x, n * y))
    total = sum(one[0] * two[1] - two[0] * one[1] for one, two in zip(corners, (*corners[1:], corners[0]), strict=True))
    return exact(abs(total) / 2)


def _third_side(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    m, n = _rational(number_in(match, "m")), _rational(number_in(match, "n"))
    x, y = _turn(number_in(match, "t"))
    return exact(sympy.sqrt(sympy.expand((m - n * x) ** 2 + (n * y) ** 2)))


def _opposite_side(match: re.Match[str]) -> Any:
    """By the altitude that both sides share; the triangle is then laid out and measured."""
    sympy = computer_algebra()
    m, p, q = (number_in(match, name) for name in "mpq")
    if p + q >= 180 or p <= 0 or q <= 0:
        raise ArithmeticError("no such triangle")
    altitude = _rational(m) * _turn(q)[1]
    found = sympy.radsimp(altitude / _turn(p)[1])
    base, apex = float(m), math.radians(180 - float(p) - float(q))
    side = float(found)
    third = math.sqrt(base**2 + side**2 - 2 * base * side * math.cos(apex))
    angle = math.degrees(math.acos((side**2 + third**2 - base**2) / (2 * side * third)))
    if abs(angle - float(p)) > 1e-6:
        raise ArithmeticError("the triangle does not close")
    return exact(found)


def _radius(match: re.Match[str]) -> Any:
    """The circle through both ends of the side and the apex of the isosceles triangle above it."""
    sympy = computer_algebra()
    m = _rational(number_in(match, "m"))
    cosine, sine = _turn(number_in(match, "p"))
    height = m * (1 + cosine) / sine / 2
    leg_squared = sympy.expand(m**2 / 4 + height**2)
    return exact(sympy.radsimp(sympy.simplify(leg_squared / (2 * height))))


def _inequality(match: re.Match[str]) -> Any:
    """Whether a triangle closes is tried on a fine grid; the first and last lengths that close bound the range."""
    sympy = computer_algebra()
    a, b = number_in(match, "a"), number_in(match, "b")
    letter = letter_of(match["v"])
    steps = [Fraction(step, 4) for step in range(1, few(4 * (a + b), 20_000) + 8)]
    closing = [x for x in steps if 2 * max(a, b, x) < a + b + x]
    if not closing:
        raise ArithmeticError("no triangle closes")
    low, top = closing[0] - Fraction(1, 4), closing[-1] + Fraction(1, 4)
    return sympy.And(_rational(low) < letter, letter < _rational(top))


def _extremes(match: re.Match[str], asked: str) -> Any:
    sympy = computer_algebra()
    curve = mathematics(match["f"])
    letter = only(sorted(curve.free_symbols, key=str))
    found: dict[str, Any] = {}
    for place in sympy.real_roots(sympy.Poly(sympy.diff(curve, letter), letter)):
        bend = sympy.diff(curve, letter, 2).subs(letter, place)
        if bend == 0:
            raise ArithmeticError("no extreme value")
        found["least" if bend > 0 else "greatest"] = curve.subs(letter, place)
    if len(found) != 2:
        raise ArithmeticError("not one of each")
    if asked == "both":
        return exact(found["greatest"]), exact(found["least"])
    both = {"sum": found["greatest"] + found["least"], "difference": found["greatest"] - found["least"]}
    return exact({**found, **both}[asked])


def _enclosed(match: re.Match[str]) -> Any:
    """The parabola integrated between its roots, which are found by SymPy."""
    sympy = computer_algebra()
    curve = mathematics(match["f"])
    letter = only(sorted(curve.free_symbols, key=str))
    low, high = sorted(sympy.real_roots(sympy.Poly(curve, letter)))
    return exact(abs(sympy.integrate(curve, (letter, low, high))))


def _added(match: re.Match[str]) -> Value:
    """Every term worked out and added."""
    term = mathematics(match["f"])
    letters = sorted(getattr(term, "free_symbols", ()), key=str)
    letter = only([one for one in letters if str(one) == match["v"]])
    total = Fraction(0)
    for index in range(1, few(int(match["n"]), 1000) + 1):
        value = term.subs(letter, index)
        total += Fraction(int(value.p), int(value.q))
    return total


def _swept(match: re.Match[str], radius: str, height: str, bend: str) -> Any:
    """The volume by summing up cross-sections: the integral of π·(radius at x)²."""
    sympy = computer_algebra()
    x = sympy.Symbol("x")
    r = _rational(number_in(match, radius))
    h = _rational(number_in(match, height)) if height else r
    outline = {"straight": r, "pointed": r * x / h, "round": sympy.sqrt(r**2 - x**2)}[bend]
    low = -r if bend == "round" else 0
    return exact(sympy.integrate(sympy.expand(sympy.pi * outline**2), (x, low, h)))


def _rolled(match: re.Match[str], bend: str) -> Any:
    """The surface from its unrolled parts: discs, a rectangle, a sector; a sphere by its zones."""
    sympy = computer_algebra()
    r = _rational(number_in(match, "r"))
    x = sympy.Symbol("x")
    disc = sympy.integrate(2 * sympy.pi * x, (x, 0, r))
    if bend == "cylinder":
        return exact(2 * disc + 2 * sympy.pi * r * _rational(number_in(match, "h")))
    if bend == "cone":
        slant = _rational(number_in(match, "l"))
        return exact(disc + sympy.integrate(2 * sympy.pi * r / slant * x, (x, 0, slant)))
    return exact(sympy.integrate(2 * sympy.pi * r, (x, -r, r)))


def _rolled_disc(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = sympy.Symbol("x")
    return exact(sympy.integrate(2 * sympy.pi * x, (x, 0, _rational(number_in(match, "r")))))


def _sector(match: re.Match[str], asked: str) -> Any:
    """In radians: the arc is angle by radius, the area the integral of the arcs inside."""
    sympy = computer_algebra()
    r = _rational(number_in(match, "r"))
    x = sympy.Symbol("x")
    if match.groupdict().get("t"):
        angle = _rational(number_in(match, "t")) * sympy.pi / 180
    else:
        angle = _rational(number_in(match, "w" if "w" in match.re.groupindex else "l")) * sympy.pi / r
    if asked == "angle":
        return exact(angle * 180 / sympy.pi)
    if asked == "area":
        return exact(sympy.integrate(angle * x, (x, 0, r)))
    return exact(angle * r + (2 * r if asked == "around" else 0))


def _boxed(match: re.Match[str], surface: bool) -> Any:
    """A box by its unit cubes' layers, its surface by its six faces."""
    a, b, c = (number_in(match, name) for name in ("gkh" if "g" in match.re.groupindex else "abh"))
    faces = [one * two for one, two in ((a, b), (b, c), (c, a)) for _ in range(2)]
    return sum(faces, Fraction(0)) if surface else sum((a * b for _ in range(few(c, 100_000))), Fraction(0))


def _pyramid(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = sympy.Symbol("x")
    a, h = _rational(number_in(match, "a")), _rational(number_in(match, "h"))
    return exact(sympy.integrate((a * x / h) ** 2, (x, 0, h)))


SOLVERS: dict[str, Solver] = {
    **{
        f"plane.sector.{name}.told": partial(_sector, asked=asked)
        for name, asked in (
            ("area", "area"),
            ("arc", "arc"),
            ("perimeter", "around"),
            ("area.by.arc", "area"),
            ("angle", "angle"),
        )
    },
    "plane.circle.area.told": _rolled_disc,
    "solid.cylinder.told": partial(_swept, radius="r", height="h", bend="straight"),
    "solid.cone.told": partial(_swept, radius="r", height="h", bend="pointed"),
    "solid.sphere.told": partial(_swept, radius="r", height="", bend="round"),
    "solid.cylinder.surface.told": partial(_rolled, bend="cylinder"),
    "solid.cone.surface.told": partial(_rolled, bend="cone"),
    "solid.sphere.surface.told": partial(_rolled, bend="sphere"),
    "solid.pyramid.told": _pyramid,
    "solid.cuboid.told": partial(_boxed, surface=False),
    "solid.cuboid.surface.told": partial(_boxed, surface=True),
    "plane.sector.area": partial(_sector, asked="area"),
    "plane.sector.arc": partial(_sector, asked="arc"),
    "plane.sector.by.arc": partial(_sector, asked="area"),
    "plane.circle.area": _rolled_disc,
    "solid.cylinder": partial(_swept, radius="r", height="h", bend="straight"),
    "solid.cone": partial(_swept, radius="r", height="h", bend="pointed"),
    "solid.sphere.volume": partial(_swept, radius="r", height="", bend="round"),
    "solid.cylinder.surface": partial(_rolled, bend="cylinder"),
    "solid.cone.surface": partial(_rolled, bend="cone"),
    "solid.sphere.surface": partial(_rolled, bend="sphere"),
    "solid.pyramid": _pyramid,
    "solid.cuboid": partial(_boxed, surface=False),
    "solid.cuboid.surface": partial(_boxed, surface=True),
    "triangle.area.angle": _area,
    "triangle.area.angle.unit": _area,
    "triangle.third.side": _third_side,
    "triangle.third.side.unit": _third_side,
    "triangle.sines.side": _opposite_side,
    "triangle.sines.radius": _radius,
    "triangle.inequality.range": _inequality,
    "calculus.area.axis": _enclosed,
    "series.sigma": _added,
    **{
        f"calculus.extreme.{asked}": partial(_extremes, asked=asked)
        for asked in ("greatest", "least", "sum", "difference", "both")
    },
}
