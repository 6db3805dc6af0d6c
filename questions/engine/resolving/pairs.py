"""Second answers for two things asked at once and for the edges of graphs: by trying numbers and by SymPy's limits."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _intercepts(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    left, right = match["f"].split("=")
    x, y = letter_of("x"), letter_of("y")
    gap = sympy.expand((letter_of("y") if left == "y" else mathematics(left)) - mathematics(right))
    found = {"x": only(sympy.solve(gap.subs(y, 0), x)), "y": only(sympy.solve(gap.subs(x, 0), y))}
    if {match["one"], match["two"]} != {"x", "y"}:
        raise ArithmeticError("the same twice")
    return exact(found[match["one"]]), exact(found[match["two"]])


def _distance(match: re.Match[str]) -> Any:
    """To the foot of the perpendicular."""
    sympy = computer_algebra()
    left, right = match["f"].split("=")
    x, y, t = letter_of("x"), letter_of("y"), sympy.Symbol("t")
    gap = (y if left == "y" else mathematics(left)) - mathematics(right)
    p, q = int(match["p"]), int(match["q"])
    a, b = sympy.diff(gap, x), sympy.diff(gap, y)
    at = only(sympy.solve(gap.subs({x: p + a * t, y: q + b * t}), t))
    return exact(sympy.sqrt((a * at) ** 2 + (b * at) ** 2))


def _both(match: re.Match[str]) -> Any:
    """By Euclid's algorithm, and the multiples of the larger number one after the other."""
    one, other = (int(mathematics(match[group])) for group in "fg")
    a, b = one, other
    while b:
        a, b = b, a % b
    large, small = max(one, other), min(one, other)
    times = next(step for step in range(1, small + 1) if large * step % small == 0)
    found = {"최대공약수": Fraction(a), "최소공배수": Fraction(large * times)}
    if match["one"] == match["two"]:
        raise ArithmeticError("the same twice")
    return found[match["one"]], found[match["two"]]


def _asymptotes(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body, x, y = mathematics(match["f"]), letter_of("x"), letter_of("y")
    pole = only(sympy.solve(sympy.denom(sympy.together(body)), x))
    level = sympy.limit(body, x, sympy.oo)
    if not sympy.limit(body, x, pole, "+").is_infinite:
        raise ArithmeticError("no pole")
    if match.groupdict().get("g"):
        return exact(mathematics(match["g"]).subs({letter_of(match["m"]): pole, letter_of(match["n"]): level}))
    return sympy.Eq(x, pole), sympy.Eq(y, level)


def _edge(match: re.Match[str], what: str) -> Any:
    """Where the root is real, tried on either side; its values at growing places."""
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    root = only([one for one in body.atoms(sympy.Pow) if one.exp == sympy.Rational(1, 2) and one.has(x)])
    edge = only(sympy.solve(root.base, x))
    right = bool(root.base.subs(x, edge + 1) > 0)
    if what == "domain":
        return sympy.Ge(x, edge) if right else sympy.Le(x, edge)
    level, later = body.subs(x, edge), body.subs(x, edge + (1 if right else -1))
    y = letter_of("y")
    return sympy.Ge(y, level) if bool(later > level) else sympy.Le(y, level)


SOLVERS: dict[str, Solver] = {
    "line.intercepts.both": _intercepts,
    "divisors.both": _both,
    "point.line.distance": _distance,
    "rational.asymptotes": _asymptotes,
    "radical.domain": lambda match: _edge(match, "domain"),
    "radical.range": lambda match: _edge(match, "range"),
}
