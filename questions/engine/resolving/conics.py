"""Second answers for parabolas, circles and distances, by SymPy's comparing, geometry and trying."""

from __future__ import annotations

import operator
import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions.limits import MAX_EXPONENT
from questions.engine.expressions.values import Point
from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only
from questions.engine.resolving.reading import few


def _form(match: re.Match[str]) -> Any:
    """By comparing coefficients with the printed form."""
    sympy = computer_algebra()
    x = letter_of("x")
    difference = sympy.Poly(sympy.expand(mathematics(match["f"]) - mathematics(match["h"])), x)
    names = sorted(mathematics(match["h"]).free_symbols - {x}, key=str)
    found = only(sympy.solve(difference.coeffs(), names, dict=True))
    return exact(mathematics(match["g"]).subs(found))


def _from_roots(match: re.Match[str]) -> Any:
    """Both roots put into the equation."""
    sympy = computer_algebra()
    gap = mathematics(match["f"].partition("=")[0])
    gaps = [gap.subs(letter_of("x"), int(match[name])) for name in "pq"]
    asked = mathematics(match["g"])
    found = only(sympy.solve(gaps, sorted(asked.free_symbols, key=str), dict=True))
    return exact(asked.subs(found))


def _count(match: re.Match[str]) -> Any:
    """By trying every whole number."""
    left, sign, right = re.split("([<>≤≥])", match["f"])
    gap, x = mathematics(left) - mathematics(right), letter_of("x")
    holds = {"<": operator.lt, ">": operator.gt, "≤": operator.le, "≥": operator.ge}[sign]
    solving = [one for one in range(-80, 81) if holds(gap.subs(x, one), 0)]
    if not solving or abs(solving[0]) == 80 or solving[-1] == 80:
        raise ArithmeticError("no end")
    return Fraction(len(solving))


def _circle(match: re.Match[str]) -> Any:
    """The expanded equation's own coefficients."""
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    left, right = match["f"].split("=")
    gap = sympy.Poly(sympy.expand(mathematics(left) - mathematics(right)), x, y)
    a, b, c = (gap.coeff_monomial(one) for one in (x, y, 1))
    if match["part"] == "중심":
        return Point((exact(-a / 2), exact(-b / 2)))
    return exact(sympy.sqrt(a**2 / 4 + b**2 / 4 - c))


def _vertex_point(match: re.Match[str]) -> Any:
    """The parabola through the point, its mirror image and the vertex."""
    sympy = computer_algebra()
    p, q, c, d = (int(mathematics(match[name])) for name in "pqcd")
    return sympy.Eq(letter_of("y"), sympy.expand(sympy.interpolate([(p, q), (c, d), (2 * p - c, d)], letter_of("x"))))


def _distance(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    a, b, c, d = (mathematics(match[name]) for name in "abcd")
    return exact(sympy.Point(a, b).distance(sympy.Point(c, d)))


def _logarithm(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    base, shift, power = (int(mathematics(match[name])) for name in "bmk")
    few(abs(power), MAX_EXPONENT)
    root = only(sympy.solve(letter_of("x") - shift - sympy.Integer(base) ** power, letter_of("x")))
    return exact(root)


SOLVERS: dict[str, Solver] = {
    "parabola.form": _form,
    "equation.quadratic.from.roots": _from_roots,
    "inequality.quadratic.count": _count,
    "circle.centre": _circle,
    "circle.radius": _circle,
    "parabola.vertex.point": _vertex_point,
    "points.distance": _distance,
    "logarithm.equation.shifted": _logarithm,
}
