"""Second answers for short conditions: candidates are tried one by one, or SymPy solves what is printed."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _composed(match: re.Match[str]) -> Any:
    """The outer function's values at three values of the inner one, and the parabola through them."""
    sympy = computer_algebra()
    x = letter_of("x")
    outer, inner = (mathematics(match[match[name]]) for name in "oi")
    places = [(at, outer.subs(x, inner.subs(x, at))) for at in range(6)]
    return sympy.expand(sympy.interpolate(places, x))


def _gap(text: str) -> Any:
    left, _, right = text.rstrip(".,").partition("=")
    return mathematics(left) - mathematics(right)


def _same_solution(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    gaps = [_gap(match[name]) for name in "fh"]
    found = only(sympy.solve(gaps, [letter_of("x"), letter_of(match["v"])], dict=True))
    return exact(found[letter_of(match["v"])])


def _on_axis(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    coordinate = mathematics(match["q" if match["axis"] == "x" else "p"])
    return exact(only(sympy.solve(coordinate, letter_of(match["v"]))))


def _spread(match: re.Match[str]) -> Any:
    """The squares' mean less the mean's square."""
    sympy = computer_algebra()
    items = re.split("[,、]", match["l"])
    mean = int(match["m"])
    known = [int(item) for item in items if not item.isalpha()]
    data = [*known, len(items) * mean - sum(known)]
    variance = sympy.Rational(sum(one * one for one in data), len(data)) - mean**2
    return exact(variance if match["w"] == "분산" else sympy.sqrt(variance))


def _near_zero(match: re.Match[str], *, loose: bool) -> Any:
    bound = mathematics(match["n"])
    return Fraction(sum(1 for one in range(-200, 201) if one * one < bound**2 or (loose and one * one == bound**2)))


def _integers(match: re.Match[str], *, total: bool, loose: bool) -> Any:
    """Both ends are walked to from the middle."""
    middle = int(match["c"]) * (-1 if match.string[match.start("c") - 1] == "+" else 1)
    reach = int(match["r"]) - (0 if loose else 1)
    inside = range(middle - reach, middle + reach + 1)
    return Fraction(sum(inside) if total else len(inside))


def _least(match: re.Match[str]) -> Any:
    number = int(match["n"])
    return Fraction(next(x for x in range(1, number + 1) if isqrt(number * x) ** 2 == number * x))


SOLVERS: dict[str, Solver] = {
    "function.composed": _composed,
    "equations.same.solution": _same_solution,
    "points.on.axis": _on_axis,
    "statistics.hole.spread": _spread,
    "integers.absolute.less": lambda match: _near_zero(match, loose=False),
    "integers.absolute.most": lambda match: _near_zero(match, loose=True),
    "modulus.integers.count.less": lambda match: _integers(match, total=False, loose=False),
    "modulus.integers.count.most": lambda match: _integers(match, total=False, loose=True),
    "modulus.integers.total.less": lambda match: _integers(match, total=True, loose=False),
    "modulus.integers.total.most": lambda match: _integers(match, total=True, loose=True),
    "root.natural.least": _least,
}
