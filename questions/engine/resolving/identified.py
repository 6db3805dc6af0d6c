"""Second answers for constants found by comparing: points are put in and the equations solved by SymPy."""

from __future__ import annotations

import re
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _asked(match: re.Match[str], found: dict[Any, Any]) -> Any:
    """The asked expression, or every constant as an equation."""
    sympy = computer_algebra()
    asked = match["g"]
    names = sorted(found, key=str)
    if "," in asked:
        if sorted(asked.split(",")) != [str(name) for name in names]:
            raise ArithmeticError("other constants")
        return tuple(sympy.Eq(name, found[name]) for name in names)
    return exact(mathematics(asked).subs(found))


def _identity(match: re.Match[str]) -> Any:
    """Five places are put in for x."""
    sympy = computer_algebra()
    left, right = match["f"].rstrip(".,").split("=")
    gap, x = mathematics(left) - mathematics(right), letter_of("x")
    letters = sorted(gap.free_symbols - {x}, key=str)
    found = only(sympy.solve([gap.subs(x, at) for at in (0, 1, -1, 3, 10)], letters, dict=True))
    if len(found) != len(letters) or any(value.free_symbols for value in found.values()):
        raise ArithmeticError("not determined")
    return _asked(match, found)


def _moved(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = letter_of("x")
    gap = mathematics(match["f"]) + mathematics(match["p"]) - mathematics(match["h"])
    letters = sorted(gap.free_symbols - {x}, key=str)
    return _asked(match, only(sympy.solve([gap.subs(x, at) for at in (0, 7)], letters, dict=True)))


def _vertex(match: re.Match[str]) -> Any:
    """The parabola through the point, its mirror image and the vertex."""
    sympy = computer_algebra()
    p, q, c, d = (mathematics(match[name]) for name in "pqcd")
    x = letter_of("x")
    return sympy.Eq(letter_of("y"), sympy.expand(sympy.interpolate([(c, d), (p, q), (2 * p - c, d)], x)))


SOLVERS: dict[str, Solver] = {
    "identity.constants": _identity,
    "line.moved.constants": _moved,
    "parabola.vertex.form": _vertex,
}
