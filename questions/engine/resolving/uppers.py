"""Second answers for moved lines, areas between graphs, logarithmic inequalities: tried or integrated."""

from __future__ import annotations

import math
import re
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _moved(match: re.Match[str]) -> Any:
    """Two points of the line are moved and joined again."""
    sympy = computer_algebra()
    body, x, t = mathematics(match["f"]), letter_of("x"), int(match["t"])
    return sympy.Eq(letter_of("y"), sympy.expand(sympy.interpolate([(at, body.subs(x, at) + t) for at in (0, 1)], x)))


def _area(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = letter_of("x")
    gap = sympy.expand(mathematics(match["f"]) - mathematics(match["g"]))
    low, high = sorted(sympy.real_roots(sympy.Poly(gap, x)))
    return exact(abs(sympy.integrate(gap, (x, low, high))))


def _logarithmic(match: re.Match[str]) -> Any:
    """Whole and half places are tried; the edges are those at which the relation starts and ends."""
    sympy = computer_algebra()
    left, sign, right = re.split("([<>≤≥])", match["f"].rstrip(".,"))
    found = re.fullmatch(r"log_\{(\d)\}\(?(x(?:[+-]\d+)?)\)?", left)
    if found is None:
        raise ArithmeticError("no logarithm")
    body, x, goal = mathematics(found[2]), letter_of("x"), int(right)
    edge = exact(only(sympy.solve(body, x)))

    def holds(at: float) -> bool:
        value = math.log(float(body.subs(x, at))) / math.log(int(found[1])) - goal
        near = abs(value) < 1e-9
        return (near and sign in "≤≥") or (not near and (value < 0) == (sign in "<≤"))

    places = [edge + step / 2 for step in range(1, 2000)]
    inside = [at for at in (float(place) for place in places) if holds(at)]
    turn = next(
        place for place in (float(edge) + step for step in range(1, 1000)) if holds(place - 0.25) != holds(place + 0.25)
    )
    last = sympy.Integer(round(turn))
    closed = holds(turn)
    if not inside or round(turn) != turn:
        raise ArithmeticError("no whole edge")
    if holds(turn - 0.25):
        return sympy.And(sympy.Lt(edge, x), (sympy.Le if closed else sympy.Lt)(x, last))
    return (sympy.Ge if closed else sympy.Gt)(x, last)


SOLVERS: dict[str, Solver] = {
    "line.moved": _moved,
    "calculus.area.line": _area,
    "inequality.logarithmic": _logarithmic,
}
