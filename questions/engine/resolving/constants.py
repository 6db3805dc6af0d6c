"""Second values of constants: by SymPy's own solving and dividing, held against the condition as it is printed."""

from __future__ import annotations

import re
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _gap(text: str) -> Any:
    left, right = re.split(r"[=<>≤≥]", text.rstrip(".,"), maxsplit=1)
    return mathematics(left) - mathematics(right)


def _unknown(match: re.Match[str], expression: Any) -> Any:
    return next(one for one in expression.free_symbols if str(one) == match["v"])


def _inequality(match: re.Match[str]) -> Any:
    """The constant whose inequality SymPy solves to the printed solution's bound."""
    sympy = computer_algebra()
    gap = _gap(match["f"])
    unknown = _unknown(match, gap)
    letter = only([one for one in gap.free_symbols if one != unknown])
    corner = only(sympy.solve(gap, letter))
    return exact(only(sympy.solve(corner - mathematics(re.split(r"[<>≤≥]", match["g"])[1]), unknown)))


def _remainder(match: re.Match[str]) -> Any:
    """By long division."""
    sympy = computer_algebra()
    top, low = mathematics(match["f"]), mathematics(match["g"])
    unknown, letter = _unknown(match, top), letter_of("x")
    rest = mathematics(match["r"]) if match.groupdict().get("r") else 0
    return exact(only(sympy.solve(sympy.rem(top, low, letter) - rest, unknown)))


def _extreme(match: re.Match[str]) -> Any:
    """From the point where the derivative vanishes."""
    sympy = computer_algebra()
    body = mathematics(match["f"])
    unknown = _unknown(match, body)
    letter = only([one for one in body.free_symbols if one != unknown])
    at = only(sympy.solve(sympy.diff(body, letter), letter))
    return exact(only(sympy.solve(body.subs(letter, at) - mathematics(match["p"]), unknown)))


def _range(match: re.Match[str]) -> Any:
    """The side of the bound on which a trial equation has the wanted number of real roots."""
    sympy = computer_algebra()
    gap = _gap(match["f"])
    unknown = _unknown(match, gap)
    letter = only([one for one in gap.free_symbols if one != unknown])
    bound = only(sympy.solve(sympy.discriminant(gap, letter), unknown))
    wanted = 0 if match.groupdict().get("none") else 2
    above = len(sympy.Poly(gap.subs(unknown, bound + 1), letter).real_roots())
    below = len(sympy.Poly(gap.subs(unknown, bound - 1), letter).real_roots())
    if {above, below} != {0, 2}:
        raise ArithmeticError("no bound")
    strict = not match.groupdict().get("any")
    name = letter_of(match["v"])
    if above == wanted:
        return sympy.Gt(name, bound) if strict else sympy.Ge(name, bound)
    return sympy.Lt(name, bound) if strict else sympy.Le(name, bound)


def _other_root(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    gap, root, x = _gap(match["f"]), mathematics(match["p"]), letter_of("x")
    unknown = only([one for one in gap.free_symbols if one != x])
    solved = gap.subs(unknown, only(sympy.solve(gap.subs(x, root), unknown)))
    return exact(only(sympy.solve(sympy.cancel(solved / (x - root)), x)))


def _square(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body = mathematics(match["f"])
    found = sympy.solve(sympy.discriminant(body, letter_of("x")), _unknown(match, body))
    if match.groupdict().get("plus"):
        found = [one for one in found if one.is_positive]
    return exact(only(found))


def _completed(match: re.Match[str]) -> Any:
    """By comparing coefficients with the printed form."""
    sympy = computer_algebra()
    x = letter_of("x")
    shape = re.fullmatch(r"\(x[+-]([a-zA-Z])\)\^\{?2\}?=([a-zA-Z])", match["g"])
    if shape is None:
        raise ArithmeticError("another form")
    difference = sympy.Poly(sympy.expand(_gap(match["f"]) - _gap(match["g"])), x)
    names = [letter_of(shape[1]), letter_of(shape[2])]
    found = only(sympy.solve(difference.coeffs(), names, dict=True))
    return exact(mathematics(match["h"]).subs(found))


SOLVERS: dict[str, Solver] = {
    "inequality.constant": _inequality,
    "polynomial.constant": _remainder,
    "parabola.constant": _extreme,
    "equation.quadratic.range": _range,
    "equation.quadratic.other": _other_root,
    "polynomial.square.constant": _square,
    "equation.quadratic.completed": _completed,
}
