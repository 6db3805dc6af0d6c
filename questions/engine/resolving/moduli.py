"""Second answers for absolute values and for inequalities that hold together: tried beside and at every corner."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from questions.engine.resolving.algebraic import Solver, computer_algebra, exact, letter_of
from questions.engine.twins.grammar.shape import letters_of, read_formula, value_of

_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "≤": lambda a, b: a <= b, "≥": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
}  # fmt: skip
Claim = Callable[[Fraction], bool]


def _claims(text: str) -> tuple[str, list[tuple[Any, str, Any]]]:
    found = []
    letters: set[str] = set()
    for part in re.split(r"[;,]", text.replace("⦃", "").replace("⦄", "").strip("{.,")):
        if not part:
            continue
        pieces = re.split(r"([<>≤≥=])", part)
        sides = [read_formula(piece).root for piece in pieces[::2]]
        letters |= set().union(*(letters_of(side) for side in sides))
        found += [(left, sign, right) for left, sign, right in zip(sides, pieces[1::2], sides[1:], strict=False)]
    if len(letters) != 1:
        raise ArithmeticError("not one letter")
    return letters.pop(), found


def _gap(claim: tuple[Any, str, Any], letter: str, at: Fraction) -> Fraction:
    return value_of(claim[0], {letter: at}) - value_of(claim[2], {letter: at})


def _corners(claims: list[tuple[Any, str, Any]], letter: str) -> list[Fraction]:
    """Where a side crosses the other: by exact interpolation between whole places where the gap is straight."""
    found: set[Fraction] = set()
    for claim in claims:
        values = [(Fraction(at, 2), _gap(claim, letter, Fraction(at, 2))) for at in range(-120, 121)]
        if values[0][1] == values[1][1] or values[-1][1] == values[-2][1]:
            raise ArithmeticError("flat at the end")
        for (at, one), (then, other) in pairwise(values):
            if one == 0:
                found.add(at)
            if one * other < 0:
                found.add(at - one * (then - at) / (other - one))
    exactly = [at for at in found if any(_gap(claim, letter, at) == 0 for claim in claims)]
    if len(exactly) != len(found) or not found:
        raise ArithmeticError("a corner between two places")
    return sorted(found)


def solution(match: re.Match[str]) -> Any:
    """The set of a relation of one letter, made of straight pieces, from its values alone."""
    sympy = computer_algebra()
    letter, claims = _claims(match["f"])
    corners = _corners(claims, letter)

    def holds(at: Fraction) -> bool:
        return all(
            _HOLDS[sign](value_of(left, {letter: at}), value_of(right, {letter: at})) for left, sign, right in claims
        )

    if all(sign == "=" for _, sign, _ in claims):
        return tuple(exact(sympy.Rational(at.numerator, at.denominator)) for at in corners if holds(at))
    probes = [corners[0] - 1, *((a + b) / 2 for a, b in pairwise(corners)), corners[-1] + 1]
    inside = [holds(probe) for probe in probes]
    spans = _joined(inside, corners, holds, letter_of(letter))
    if not spans:
        raise ArithmeticError("nothing holds")
    return sympy.Or(*spans)


def _joined(inside: list[bool], corners: list[Fraction], holds: Claim, x: Any) -> list[Any]:
    """One span for each run of neighbouring stretches in which the relation holds."""
    sympy = computer_algebra()
    spans, place = [], 0
    while place < len(inside):
        if not inside[place]:
            place += 1
            continue
        last = place
        while last + 1 < len(inside) and inside[last + 1]:
            if not holds(corners[last]):
                raise ArithmeticError("a hole")
            last += 1
        parts = []
        if place > 0:
            low = corners[place - 1]
            edge = sympy.Rational(low.numerator, low.denominator)
            more = sympy.Ge(x, edge) if holds(low) else sympy.Gt(x, edge)
            parts.append(more.reversed if last < len(corners) else more)
        if last < len(corners):
            high = corners[last]
            parts.append((sympy.Le if holds(high) else sympy.Lt)(x, sympy.Rational(high.numerator, high.denominator)))
        spans.append(sympy.And(*parts))
        place = last + 1
    return spans


SOLVERS: dict[str, Solver] = {
    "equation.modulus": solution,
    "inequality.modulus": solution,
    "inequality.system": solution,
}
