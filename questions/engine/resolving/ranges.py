"""Second answers of the upper years: limits of difference quotients, signs and values tried along an interval."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, only


def _slope_at(match: re.Match[str]) -> Any:
    """SymPy's derivative of the whole, compared with a difference quotient in floating point."""
    sympy = computer_algebra()
    body, x = _euler(mathematics(match["f"])), letter_of("x")
    at = mathematics(match["p"])
    found = sympy.diff(body, x).subs(x, at)
    step = sympy.Float("1e-8", 40)
    near = (body.subs(x, at + step) - body.subs(x, at - step)) / (2 * step)
    if abs(sympy.N(near - found, 30)) > 1e-6:
        raise ArithmeticError("another slope")
    return exact(found)


def _euler(body: Any) -> Any:
    return body.subs(letter_of("e"), computer_algebra().E)


def _derivative(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    return sympy.diff(_euler(mathematics(match["f"])), letter_of("x"))


def _monotone(match: re.Match[str]) -> Any:
    """Neighbouring values are compared on both sides of every place where the derivative is nothing."""
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    turns = sorted(sympy.roots(sympy.Poly(sympy.diff(body, x), x)))
    if len(turns) != 2 or not all(turn.is_rational for turn in turns):
        raise ArithmeticError("not two turns")
    p, q = turns
    middle = (p + q) / 2
    step = (q - p) / 100
    falls = body.subs(x, middle + step) < body.subs(x, middle)
    if bool(falls) == (match["way"] == "감소"):
        return sympy.And(p <= x, x <= q)
    return sympy.Or(x <= p, x >= q)


def _extreme(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    low, high = (sympy.Integer(int(match[name])) for name in ("lo", "hi"))
    turns = [at for at in sympy.roots(sympy.Poly(sympy.diff(body, x), x)) if at.is_real and low < at < high]
    heights = [body.subs(x, at) for at in (low, high, *turns)]
    return exact(sympy.Max(*heights) if match["what"] == "최댓값" else sympy.Min(*heights))


def _constants(match: re.Match[str]) -> Any:
    """The numerator is nothing at the place, and its own slope there is the limit (both linear in a and b)."""
    sympy = computer_algebra()
    x, a, b = (letter_of(name) for name in "xab")
    c, limit = int(match["c"]), int(match["l"])
    top = x**2 + a * x + b
    found = only(sympy.solve([top.subs(x, c), sympy.diff(top, x).subs(x, c) - limit], [a, b], dict=True))
    if "," in match["g"]:
        return tuple(sympy.Eq(name, found[name]) for name in (a, b))
    return exact(mathematics(match["g"]).subs(found))


def _coefficient(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    body = sympy.expand(mathematics(match["f"]))
    powers = {
        name: int(power or 1) for name, power in re.findall(r"([xy])(?:\^\{?(\d)\}?)?", match["w"].split("의")[0])
    }
    letters = sorted(body.free_symbols, key=str)
    degrees = [powers.get(str(letter), 0) for letter in letters]
    return exact(
        sympy.Poly(body, *letters).coeff_monomial(sympy.Mul(*(a**n for a, n in zip(letters, degrees, strict=True))))
    )


def _whole_under_root(match: re.Match[str]) -> Any:
    """Every natural number is tried, as far as the root may reach."""
    low, high, times = int(match["p"]), int(match["q"]), int(match["m"] or 1)
    below = {"<": lambda a, b: a < b, "≤": lambda a, b: a <= b}
    fits = [
        n
        for n in range(1, high * high + 1)
        if below[match["r1"]](low * low, times * n) and below[match["r2"]](times * n, high * high)
    ]
    found = {"개수": len(fits), "합": sum(fits)}
    return Fraction(found[match["w"]])


def _finite(match: re.Match[str]) -> Any:
    """Long division ends where a power of ten is divisible: the first number that does it."""
    top, low = int(match.groupdict().get("k") or 1), int(match["n"])
    return Fraction(next(a for a in range(1, low + 1) if a * top * 10**12 % low == 0))


def _moved(match: re.Match[str]) -> Any:
    body, x = mathematics(match["f"]), letter_of("x")
    over, up = int(match.groupdict().get("h") or 0), int(match["t"] or 0)
    return exact(body.subs(x, int(match["r"]) - over) + up)


def _mirror(match: re.Match[str]) -> Any:
    """Each coordinate of the first point, turned or kept, is set equal to the other's."""
    sympy = computer_algebra()
    kept = {"x축": (1, -1), "y축": (-1, 1), "원점": (-1, -1)}[match["axis"]]
    pairs = (("p", "r"), ("q", "s"))
    gaps = [
        sign * mathematics(match[one]) - mathematics(match[other])
        for sign, (one, other) in zip(kept, pairs, strict=True)
    ]
    letters = sorted(set().union(*(gap.free_symbols for gap in gaps)), key=str)
    found = only(sympy.solve(gaps, letters, dict=True))
    if "," in match["g"]:
        return tuple(sympy.Eq(name, found[name]) for name in letters)
    return exact(mathematics(match["g"]).subs(found))


def _complex_equation(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    x, y = letter_of("x"), letter_of("y")
    gap = sympy.expand(mathematics(match["f"]) - mathematics(match["h"]))
    imaginary = sympy.I
    real = gap.subs(imaginary, 0)
    found = only(sympy.solve([real, sympy.expand((gap - real) / imaginary)], [x, y], dict=True))
    if any(value.free_symbols for value in found.values()) or len(found) != 2:
        raise ArithmeticError("not determined")
    if "," in match["g"]:
        return tuple(sympy.Eq(name, found[name]) for name in (x, y))
    return exact(mathematics(match["g"]).subs(found))


def _conjugates(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    value = mathematics(match["f"])
    text = re.sub(r"\\bar\{?z\}?", "w", match["g"])
    body = mathematics(text)
    z, w = letter_of("z"), letter_of("w")
    real, imaginary = sympy.expand(body.subs({z: value, w: sympy.conjugate(value)})).as_real_imag()
    return exact(real) if sympy.simplify(imaginary) == 0 else sympy.simplify(real) + sympy.simplify(imaginary) * sympy.I


def _determined(match: re.Match[str]) -> Any:
    """SymPy solves what the conditions say of the printed formula; there must be exactly one solution."""
    sympy = computer_algebra()
    x, groups = letter_of("x"), match.groupdict()
    left, _, right = match["f"].partition("=")
    body = mathematics(left) - (mathematics(right) if right else 0)
    claims = [_claim(body, groups, place) for place in "123" if groups.get(f"p{place}")]
    if groups.get("turn"):
        claims.append(sympy.diff(body, x).subs(x, int(match["p1"])))
    if groups.get("divisor"):
        low = mathematics(match["divisor"])
        claims += sympy.Poly(sympy.rem(body - int(groups.get("rest") or 0), low, x), x).all_coeffs()
    letters = sorted(body.free_symbols - {x}, key=str)
    found = only(sympy.solve(claims, letters, dict=True))
    if len(found) != len(letters):
        raise ArithmeticError("not determined")
    if groups.get("turn") and not _bends(body.subs(found), int(match["p1"]), match["turn"]):
        raise ArithmeticError("bends the other way")
    if "," in match["g"]:
        return tuple(sympy.Eq(letter, found[letter]) for letter in letters)
    return exact(mathematics(match["g"]).subs(found))


def _claim(body: Any, groups: dict[str, Any], place: str) -> Any:
    sympy = computer_algebra()
    x, at, value = letter_of("x"), int(groups[f"p{place}"]), int(groups.get(f"q{place}") or 0)
    mark = groups.get(f"i{place}") or ""
    if "-1" in mark:
        at, value = value, at
    return (sympy.diff(body, x) if mark == "'" else body).subs(x, at) - value


def _bends(body: Any, at: int, turn: str) -> bool:
    """Whether the neighbours on both sides lie above (or below) the place."""
    sympy, x = computer_algebra(), letter_of("x")
    gaps = [body.subs(x, at + side) - body.subs(x, at) for side in (sympy.Rational(1, 1000), sympy.Rational(-1, 1000))]
    return all(gap > 0 for gap in gaps) if turn == "극솟값" else all(gap < 0 for gap in gaps) or turn == "극값"


SOLVERS: dict[str, Solver] = {
    "constants.determined": _determined,
    "derivative.rules.value": _slope_at,
    "derivative.rules.function": _derivative,
    "calculus.monotone": _monotone,
    "calculus.range": _extreme,
    "limit.constants": _constants,
    "polynomial.coefficient": _coefficient,
    "root.between": _whole_under_root,
    "decimal.finite.least": _finite,
    "graph.moved.point": _moved,
    "points.mirrored": _mirror,
    "complex.equation": _complex_equation,
    "complex.conjugates": _conjugates,
}
