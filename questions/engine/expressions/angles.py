"""Sines and cosines of sums and multiples written out in those of single parts, so that they compare exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Call, Name, Node, Number, mapped, names_in, walk
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Monomial, Polynomial, TooLarge
from questions.engine.expressions.quotients import NoNormalForm

_CIRCULAR: Final = frozenset(("sin", "cos", "tan", "sec", "csc", "cot"))
_MOST_TIMES: Final = 6
_PI: Final[Monomial] = (("pi", Fraction(1)),)
_Units = dict[Monomial, Fraction]


def split_angles(left: Node, right: Node) -> tuple[Node, Node] | None:
    """Both sides in the sines and cosines of the smallest angles that occur; None where there is nothing to split."""
    found = [_angle(part) for side in (left, right) for part in walk(side) if _is_circular(part)]
    angles = [angle for angle in found if angle is not None]
    if not angles or len(angles) < len(found) or not all(map(_is_plain, angles)):
        return None
    units: _Units = {}
    for angle in angles:
        for monomial, times in angle.items():
            units[monomial] = _common(units[monomial], times) if monomial in units else abs(times)
    turns = [abs(times / units[monomial]) for angle in angles for monomial, times in angle.items() if monomial != _PI]
    if max(turns, default=Fraction(0)) > _MOST_TIMES:
        return None
    return _split(left, units), _split(right, units)


def _is_circular(node: Node) -> bool:
    return isinstance(node, Call) and node.function in _CIRCULAR and bool(names_in(node))


def _angle(node: Node) -> Polynomial | None:
    assert isinstance(node, Call)
    try:
        over, under, _ = normal_form(node.arguments[0])
    except (NoNormalForm, TooLarge):
        return None
    return {monomial: times / under[()] for monomial, times in over.items()} if set(under) == {()} else None


def _is_plain(angle: Polynomial) -> bool:
    """Whether the angle is a sum of multiples of products of letters."""
    return all(name.isidentifier() and power.denominator == 1 for monomial in angle for name, power in monomial)


def _written(monomial: Monomial, times: Fraction) -> Node:
    product: Node = Number(times, str(times))
    for name, power in monomial:
        product = Arithmetic("*", product, Arithmetic("**", Name(name), Number(power, str(power))))
    return product


def _common(first: Fraction, second: Fraction) -> Fraction:
    """The greatest rational of which both are whole multiples."""
    below = math.lcm(first.denominator, second.denominator)
    return Fraction(math.gcd(int(first * below), int(second * below)), below)


def _split(node: Node, units: _Units) -> Node:
    if not _is_circular(node):
        return mapped(node, lambda part: _split(part, units))
    assert isinstance(node, Call)
    angle = _angle(node) or {}
    parts = [_multiple(monomial, times, units) for monomial, times in angle.items()]
    sine, cosine = reduce(_turned, parts or [(_number(0), _number(1))])
    match node.function:
        case "sin":
            return sine
        case "cos":
            return cosine
        case "tan" | "cot":
            return Arithmetic("/", *((sine, cosine) if node.function == "tan" else (cosine, sine)))
        case _:
            return Arithmetic("/", _number(1), cosine if node.function == "sec" else sine)


def _multiple(monomial: Monomial, times: Fraction, units: _Units) -> tuple[Node, Node]:
    """Sine and cosine of a part by those of its unit; what is made of π alone has a value of its own."""
    unit = times if monomial in (_PI, ()) else units[monomial]
    single = _written(monomial, abs(unit))
    pair: tuple[Node, Node] = (Call("sin", (single,)), Call("cos", (single,)))
    sine, cosine = reduce(_turned, [pair] * int(abs(times / unit)))
    return (sine if times > 0 else Arithmetic("-", _number(0), sine)), cosine


def _turned(first: tuple[Node, Node], second: tuple[Node, Node]) -> tuple[Node, Node]:
    """Sine and cosine of a sum of two angles."""
    (sine, cosine), (other, along) = first, second
    return (
        _sum("+", (sine, along), (cosine, other)),
        _sum("-", (cosine, along), (sine, other)),
    )


def _sum(operator: str, *products: Iterable[Node]) -> Node:
    return Arithmetic(operator, *(reduce(lambda a, b: Arithmetic("*", a, b), product) for product in products))


def _number(value: int) -> Node:
    return Number(Fraction(value), str(value))
