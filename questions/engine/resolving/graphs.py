"""Second answers for lines, moved parabolas, compared coefficients and values with roots, by SymPy."""

from __future__ import annotations

import re
from typing import Any

from questions.engine.expressions.values import Point
from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _gap(text: str) -> Any:
    left, right = text.split("=")
    return mathematics(left) - mathematics(right)


def _crossing(match: re.Match[str]) -> Any:
    """By putting the first line into the second."""
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    one, other = _gap(match["f"]), _gap(match["g"])
    letter, rest = (y, x) if one.has(y) else (x, y)
    expressed = only(sympy.solve(one, letter))
    at = only(sympy.solve(other.subs(letter, expressed), rest))
    found = {rest: at, letter: expressed.subs(rest, at)}
    if match.groupdict().get("h") is None:
        return Point((exact(found[x]), exact(found[y])))
    names = [match["p"], match["q"]] if match.groupdict().get("p") else ["x", "y"]
    return exact(mathematics(match["h"]).subs({letter_of(names[0]): found[x], letter_of(names[1]): found[y]}))


def _parts(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    gap = _gap(match["f"])
    crossing = {"x절편": only(sympy.solve(gap.subs(y, 0), x)), "y절편": only(sympy.solve(gap.subs(x, 0), y))}
    crossing["기울기"] = sympy.diff(only(sympy.solve(gap, y)), x)
    asked = re.findall(r"기울기|[xy]절편", match["l"])
    if match["g"] in ("합", "곱"):
        one, other = (crossing[name] for name in asked)
        return exact(one + other if match["g"] == "합" else one * other)
    letters = re.findall(r"[a-zA-Z]", re.sub(r"[xy]절편", "", match["l"]))
    if len(letters) != len(asked):
        raise ArithmeticError("names without a meaning")
    named = {letter_of(letter): crossing[name] for letter, name in zip(letters, asked, strict=True)}
    return exact(mathematics(match["g"]).subs(named))


def _intercepts(match: re.Match[str]) -> Any:
    """The line through the two crossings, from x/a + y/k = 1."""
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    relation = x / mathematics(match["a"]) + y / mathematics(match["k"]) - 1
    return sympy.Eq(y, sympy.expand(only(sympy.solve(relation, y))))


def _moved(match: re.Match[str]) -> Any:
    """Three points of the curve are moved and a parabola is laid through them."""
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    body = mathematics(match["f"])
    p, q = (mathematics(match[name]) if match.groupdict().get(name) else 0 for name in "pq")
    points = [(at + p, body.subs(x, at) + q) for at in (0, 1, 2)]
    return sympy.Eq(y, sympy.expand(sympy.interpolate(points, x)))


def _moved_vertex(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x = letter_of("x")
    curve = _moved(match).rhs
    at = only(sympy.solve(sympy.diff(curve, x), x))
    return Point((exact(at), exact(curve.subs(x, at))))


def _values(match: re.Match[str]) -> Any:
    body, x = mathematics(match["f"]), letter_of("x")
    calls = re.findall(rf"{match['n']}\((-?\d+)\)", match["g"])
    text = match["g"]
    for call in calls:
        value = exact(body.subs(x, int(call)))
        text = text.replace(f"{match['n']}({call})", f"(({value.numerator})/({value.denominator}))", 1)
    return exact(mathematics(text))


def _compared(match: re.Match[str]) -> Any:
    """By the expansion's own coefficients."""
    sympy = computer_algebra()
    x = letter_of("x")
    difference = sympy.Poly(sympy.expand(mathematics(match["f"]) - mathematics(match["h"])), x)
    names = sorted(mathematics(match["h"]).free_symbols - {x}, key=str)
    found = only(sympy.solve(difference.coeffs(), names, dict=True))
    return exact(mathematics(match["g"]).subs(found))


def _at_roots(match: re.Match[str]) -> Any:
    values = {letter_of(name): mathematics(text) for name, text in re.findall(r"([a-zA-Z])=([^,=]+)", match["v"])}
    return exact(computer_algebra().expand(mathematics(match["f"]).subs(values)))


def _coordinates(match: re.Match[str]) -> Any:
    """From the point where the derivative vanishes."""
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    at = only(sympy.solve(sympy.diff(body, x), x))
    named = {letter_of(match["one"]): at, letter_of(match["two"]): body.subs(x, at)}
    return exact(mathematics(match["g"]).subs(named))


SOLVERS: dict[str, Solver] = {
    "line.crossing": _crossing,
    "line.parts": _parts,
    "parabola.coordinates": _coordinates,
    "parabola.moved": _moved,
    "parabola.moved.vertex": _moved_vertex,
    "line.intercepts": _intercepts,
    "function.values": _values,
    "polynomial.compared": _compared,
    "polynomial.value.roots": _at_roots,
}
