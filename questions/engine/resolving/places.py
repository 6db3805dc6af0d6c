"""Second answers for digits, whole parts, exponential inequalities and rules of proportion: counted or tried."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import (
    Solver,
    computer_algebra,
    exact,
    letter_of,
    mathematics,
    number_in,
    only,
)
from questions.engine.twins.grammar.shape import read_formula, value_of


def _parts(match: re.Match[str]) -> Any:
    """The whole part by SymPy's floor of the number itself."""
    sympy = computer_algebra()
    number = mathematics(match["f"])
    whole = sympy.floor(number)
    named = {letter_of(match["a"]): whole, letter_of(match["b"]): number - whole}
    return exact(sympy.expand(mathematics(match["g"]).subs(named)))


def _digits(match: re.Match[str]) -> Any:
    """The number is written out."""
    whole = 1
    for part in re.split("[×·]", match["f"].replace("{", "").replace("}", "")):
        base, _, power = part.partition("^")
        if int(power or 1) > 200:
            raise ArithmeticError("too large")
        whole *= int(base) ** int(power or 1)
    return Fraction(len(str(whole)))


def _exponential(match: re.Match[str]) -> Any:
    """The place where both sides are equal by logarithms, and a value on either side of it."""
    sympy = computer_algebra()
    left, sign, right = re.split("([<>≤≥])", match["f"].rstrip(".,"))
    caret = left.index("^")
    base, goal = float(mathematics(left[:caret].strip("()"))), float(mathematics(right))
    exponent = read_formula(left[caret + 1 :]).root
    wanted = math.log(goal) / math.log(base)
    zero, one = (float(value_of(exponent, {"x": Fraction(at)})) for at in (0, 1))
    root = Fraction((wanted - zero) / (one - zero)).limit_denominator(60)
    if abs(base ** float(value_of(exponent, {"x": root})) - goal) > 1e-9 * goal:
        raise ArithmeticError("no short fraction")
    beyond = base ** float(value_of(exponent, {"x": root + 1})) > goal
    edge = sympy.Rational(root.numerator, root.denominator)
    if beyond == (sign in ">≥"):
        return (sympy.Ge if sign in "≤≥" else sympy.Gt)(letter_of("x"), edge)
    return (sympy.Le if sign in "≤≥" else sympy.Lt)(letter_of("x"), edge)


def _rule(match: re.Match[str], *, direct: bool) -> Any:
    sympy = computer_algebra()
    a, b, k, x = number_in(match, "a"), number_in(match, "b"), sympy.Symbol("k"), letter_of("x")
    shape = k * x if direct else k / x
    found = only(
        sympy.solve(
            shape.subs(x, sympy.Rational(a.numerator, a.denominator)) - sympy.Rational(b.numerator, b.denominator), k
        )
    )
    return sympy.Eq(letter_of("y"), shape.subs(k, found))


SOLVERS: dict[str, Solver] = {
    "radical.parts": _parts,
    "digits.count": _digits,
    "inequality.exponential": _exponential,
    "function.direct.rule": lambda match: _rule(match, direct=True),
    "function.inverse.rule": lambda match: _rule(match, direct=False),
}
