"""Second answers for polynomials: factors by SymPy, division by its own algorithm, squares by the derivative."""

from __future__ import annotations

import re
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _cubic(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    left, _, right = match["f"].rstrip(".,").removeprefix("P(x)=").removeprefix("f(x)=").partition("=")
    gap = mathematics(left) - (mathematics(right) if right else 0)
    letter = only(sorted(gap.free_symbols, key=str))
    found = sympy.roots(sympy.Poly(gap, letter))
    if sum(found.values()) != sympy.degree(gap, letter) or not right:
        raise ArithmeticError("roots are missing")
    return tuple(exact(root) for root in sorted((root for root in found if root.is_real), key=float))


def _factored(match: re.Match[str]) -> Any:
    return computer_algebra().factor(mathematics(match["f"]))


def _division(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = letter_of("x")
    quotient, rest = sympy.div(mathematics(match["f"]), mathematics(match["g"]), x)
    return sympy.expand(quotient), exact(rest)


def _completed(match: re.Match[str]) -> Any:
    """Around the place where the derivative vanishes."""
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    at = only(sympy.solve(sympy.diff(body, x), x))
    return sympy.Eq(letter_of("y"), sympy.diff(body, x, 2) / 2 * (x - at) ** 2 + body.subs(x, at))


SOLVERS: dict[str, Solver] = {
    "equation.cubic": _cubic,
    "polynomial.factorise.cubic": _factored,
    "polynomial.division": _division,
    "parabola.completed": _completed,
}
