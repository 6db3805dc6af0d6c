"""Second answers for short questions of the upper school years: limits of quotients, identities, listed terms."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions.values import Point
from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of, mathematics, number_in


def _mean_rate(match: re.Match[str]) -> Any:
    """The slope of the line through both points, by the integral of the derivative."""
    sympy = computer_algebra()
    body, x = mathematics(match["f"]), letter_of("x")
    low, high = int(match["p"]), int(match["q"])
    return exact(sympy.integrate(sympy.diff(body, x), (x, low, high)) / (high - low))


def _motion(match: re.Match[str]) -> Any:
    """The limit of the difference quotient, once or twice."""
    sympy = computer_algebra()
    t, h = letter_of("t"), sympy.Symbol("h")
    found = mathematics(match["f"])
    for _ in range(1 if match["what"] == "속도" else 2):
        found = sympy.cancel((found.subs(t, t + h) - found) / h).subs(h, 0)
    return exact(found.subs(t, int(match["p"])))


def _combination(match: re.Match[str]) -> Any:
    """Column by column with 1 and 0 for the vectors' names."""
    text = re.sub(r"\\?vec", "", match["g"]).replace("{", "").replace("}", "")
    body, a, b = mathematics(text), letter_of("a"), letter_of("b")
    pairs = (("a", "c"), ("b", "d"))
    return Point(
        exact(body.subs({a: int(match[one]), b: int(match[other])}, simultaneous=True)) for one, other in pairs
    )


def _other_ratio(match: re.Match[str]) -> Any:
    """By the angle itself in floating point, and the short fraction next to the value."""
    value = float(mathematics(match["v"]))
    groups = match.groupdict()
    if groups.get("q"):
        low = (int(match["q"]) - 1) * math.pi / 2
        high = low + math.pi / 2
    else:
        low, high = (float(mathematics(match[name])) for name in ("lo", "hi"))
    base = math.asin(value) if match["one"] == "sin" else math.acos(value)
    other = math.pi - base if match["one"] == "sin" else -base
    angles = [angle + turn for angle in (base, other) for turn in (0, 2 * math.pi)]
    found = {round(getattr(math, match["two"])(angle), 9) for angle in angles if low < angle < high}
    if len(found) != 1:
        raise ArithmeticError("not one angle")
    near = found.pop()
    short = Fraction(near).limit_denominator(60)
    if abs(float(short) - near) > 1e-8:
        raise ArithmeticError("no short fraction")
    return short


def _sum_rules(match: re.Match[str]) -> Any:
    """With every term of each sequence equal, which fits the given sums."""
    n = int(match["n"])
    if {int(match["n_2"]), int(match["n_3"])} != {n}:
        raise ArithmeticError("other places")
    text = match["g"].replace("a_{k}", "a").replace("b_{k}", "b")
    body, a, b = mathematics(text), letter_of("a"), letter_of("b")
    sympy = computer_algebra()
    one = body.subs({a: sympy.Rational(int(match["p"]), n), b: sympy.Rational(int(match["q"]), n)})
    return exact(n * one)


def _radians(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    total: Any = 0
    for sign, factor, name, low in re.findall(r"([-+]?)(\d*)(sin|cos|tan)\\frac\{π\}\{(\d)\}", match["f"]):
        total += int(f"{sign}{factor or 1}") * getattr(sympy, name)(sympy.pi / int(low))
    return exact(total)


def _perpendicular(match: re.Match[str]) -> Any:
    """x is tried until the two directions are a quarter turn apart."""
    b, c, d = (int(number_in(match, name)) for name in "bcd")
    for x in range(-400, 401):
        if x * c + b * d == 0:
            return Fraction(x)
    raise ArithmeticError("no whole number")


def _general(match: re.Match[str]) -> Any:
    """The straight line through the first two terms, which the third must meet."""
    sympy = computer_algebra()
    n, groups = letter_of("n"), match.groupdict()
    first = int(match["a"])
    terms = [first, first + int(match["d"])] if groups.get("d") else [first, int(match["b"]), int(match["c"])]
    line = sympy.expand(sympy.interpolate(terms[:2], n))
    if any(line.subs(n, place) != term for place, term in enumerate(terms, 1)):
        raise ArithmeticError("no straight line")
    return line


SOLVERS: dict[str, Solver] = {
    "rate.mean": _mean_rate,
    "motion.derivative": _motion,
    "vector.combination": _combination,
    "trigonometric.other": _other_ratio,
    "series.rules": _sum_rules,
    "value.radians": _radians,
    "vector.perpendicular": _perpendicular,
    "arithmetic.general": _general,
    "absolute.both": lambda match: tuple(Fraction(one) for one in range(-500, 501) if abs(one) == int(match["a"])),
}
