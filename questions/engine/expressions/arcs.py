"""Sums of arctangents of rationals and multiples of π: arctan 1 + arctan 2 + arctan 3 = π.

(1 + iq) turns by arctan q, so the product of such numbers says what the angles add up to, whole turns apart; how many
turns is read off a point.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Call, Name, Negative, Node, walk
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.quotients import NoNormalForm, rational

_QUARTER: Final = "quarter turn"
_MOST: Final = 60
_Angles = dict[Fraction | str, Fraction]


def same_arcs(left: Node, right: Node) -> bool:
    """Whether two sides that no point tells apart are one sum of arctangents and multiples of π."""
    gap = Arithmetic("-", left, right)
    if not any(isinstance(part, Call) and part.function == "atan" for part in walk(gap)):
        return False
    angles = _angles(gap, Fraction(1))
    if angles is None:
        return False
    scale = math.lcm(*(times.denominator for times in angles.values()))
    if sum(abs(times) * scale for times in angles.values()) > _MOST:
        return False
    real, imaginary = _turned(angles, scale)
    size = sum(float(times) * _size(angle) for angle, times in angles.items())
    return imaginary == 0 and real > 0 and abs(size) * scale < math.pi


def _size(angle: Fraction | str) -> float:
    return math.pi / 2 if isinstance(angle, str) else math.atan(angle)


def _turned(angles: _Angles, scale: int) -> tuple[Fraction, Fraction]:
    """The number 1 turned by all the angles, `scale` times."""
    real, imaginary = Fraction(1), Fraction(0)
    for angle, times in angles.items():
        across, along = (Fraction(0), Fraction(1)) if isinstance(angle, str) else (Fraction(1), angle)
        for _ in range(int(abs(times) * scale)):
            up = along if times > 0 else -along
            real, imaginary = real * across - imaginary * up, real * up + imaginary * across
    return real, imaginary


def _angles(node: Node, times: Fraction) -> _Angles | None:
    """How often each arctangent and a quarter turn stand in a sum; None where anything else does."""
    match node:
        case Name("pi"):
            return {_QUARTER: 2 * times}
        case Negative(operand):
            return _angles(operand, -times)
        case Call("atan", (inside,)):
            value = _rational(inside)
            return None if value is None else {value: times}
        case Arithmetic("+" | "-" as operator, left, right):
            return _added(_angles(left, times), _angles(right, times if operator == "+" else -times))
        case Arithmetic("*", left, right):
            factor, other = (_rational(left), right) if _rational(left) is not None else (_rational(right), left)
            return None if factor is None else _angles(other, times * factor)
        case Arithmetic("/", left, right):
            factor = _rational(right)
            return _angles(left, times / factor) if factor else None
        case _:
            return {} if _rational(node) == 0 else None


def _added(first: _Angles | None, second: _Angles | None) -> _Angles | None:
    if first is None or second is None:
        return None
    return {angle: first.get(angle, Fraction(0)) + second.get(angle, Fraction(0)) for angle in {**first, **second}}


def _rational(node: Node) -> Fraction | None:
    try:
        return rational(normal_form(node))
    except (NoNormalForm, TooLarge):
        return None
