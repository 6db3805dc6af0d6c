"""Second answers for equations, inequalities, systems, polynomials and graphs that a grammar has read: by SymPy."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from questions.engine.expressions.values import Point
from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only
from questions.engine.resolving.closed import closed, rational

_SIGNS = {"<": "Lt", ">": "Gt", "≤": "Le", "≥": "Ge"}


def _linear(match: re.Match[str]) -> Any:
    """The only root, put back into both sides of the equation."""
    sympy = computer_algebra()
    left, right = (mathematics(text) for text in match["f"].rstrip(".,").split("="))
    gap = sympy.expand(left - right)
    letter = only(sorted(gap.free_symbols, key=str))
    if not gap.is_polynomial(letter) or sympy.degree(gap, letter) != 1:
        raise ArithmeticError("not of first degree")
    root = -gap.coeff(letter, 0) / gap.coeff(letter, 1)
    if sympy.simplify(left.subs(letter, root) - right.subs(letter, root)) != 0:
        raise ArithmeticError("not a root")
    return exact(root)


def _inequality(match: re.Match[str]) -> Any:
    """Where it holds, tried beside and at every corner."""
    sympy = computer_algebra()
    left, sign, right = re.split(r"([<>≤≥])", match["f"].rstrip(".,"))
    gap = mathematics(left) - mathematics(right)
    letter = only(sorted(gap.free_symbols, key=str))
    holds = getattr(sympy, _SIGNS[sign])
    corners = sorted(sympy.Poly(gap, letter).real_roots(multiple=False), key=lambda pair: pair[0])
    if len(corners) != sympy.Poly(gap, letter).degree():
        raise ArithmeticError("not every corner is simple")
    points = [root for root, _ in corners]
    probes = [points[0] - 1, *((a + b) / 2 for a, b in pairwise(points)), points[-1] + 1]
    where = [bool(holds(gap.subs(letter, probe), 0)) for probe in probes]
    less, more = (sympy.Le, sympy.Ge) if sign in "≤≥" else (sympy.Lt, sympy.Gt)
    if len(points) == 1:
        return less(letter, points[0]) if where[0] else more(letter, points[0])
    if where == [False, True, False]:
        return sympy.And(more(letter, points[0]), less(letter, points[1]))
    return sympy.Or(less(letter, points[0]), more(letter, points[1]))


def _system(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    text = match["f"].strip("⦃⦄{").replace("\\{", "")
    gaps = []
    for part in re.split(r"[;,]", text):
        if part:
            left, right = part.split("=")
            gaps.append(mathematics(left) - mathematics(right))
    letters = sorted(set().union(*(gap.free_symbols for gap in gaps)), key=str)
    if len(gaps) != 2 or len(letters) != 2:
        raise ArithmeticError("no system of two equations in two letters")
    found = only(sympy.solve(gaps, letters, dict=True))
    return tuple(sympy.Eq(letter, found[letter]) for letter in letters)


def _expanded(match: re.Match[str]) -> Any:
    return computer_algebra().expand(mathematics(match["f"]))


def _factored(match: re.Match[str]) -> Any:
    return computer_algebra().factor(mathematics(match["f"]))


def _substituted(match: re.Match[str]) -> Any:
    body = mathematics(match["f"])
    values = {letter_of(name): mathematics(text) for name, text in re.findall(r"([a-zA-Z])=([^,=]+)", match["v"])}
    return exact(computer_algebra().expand(body.subs(values)))


def _slope(match: re.Match[str]) -> Any:
    return exact(computer_algebra().diff(mathematics(match["f"]), letter_of("x")))


def _start(match: re.Match[str]) -> Any:
    return exact(mathematics(match["f"]).subs(letter_of("x"), 0))


def _zero(match: re.Match[str]) -> Any:
    return exact(only(computer_algebra().solve(mathematics(match["f"]), letter_of("x"))))


def _function_value(match: re.Match[str]) -> Any:
    return exact(mathematics(match["f"]).subs(letter_of("x"), mathematics(match["p"])))


def _peak(match: re.Match[str]) -> tuple[Any, Any]:
    """The point of the parabola where its derivative vanishes."""
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    at = only(sympy.solve(sympy.diff(body, x), x))
    return exact(at), exact(body.subs(x, at))


def _axis(match: re.Match[str]) -> Any:
    return computer_algebra().Eq(letter_of("x"), _peak(match)[0])


SOLVERS: dict[str, Solver] = {
    "equation.linear": _linear,
    "inequality.linear": _inequality,
    "inequality.quadratic": _inequality,
    "system.linear": _system,
    "polynomial.expand": _expanded,
    "polynomial.factorise": _factored,
    "polynomial.factorise.common": _factored,
    "polynomial.value": _substituted,
    "line.slope": _slope,
    "line.y": _start,
    "line.x": _zero,
    "function.value": _function_value,
    "parabola.vertex": lambda match: Point(_peak(match)),
    "parabola.axis": _axis,
    "parabola.extreme": lambda match: _peak(match)[1],
    "value.arithmetic": rational,
    "value.roots.product": closed,
}
