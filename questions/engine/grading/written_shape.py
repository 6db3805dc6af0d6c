"""The shape in which something is written, up to the order of its terms and factors: x + y is y + x, x + x is no 2x.

Subtraction is the sum with the opposite and division the product with the reciprocal, so that −a/b, −(a/b) and (−a)/b
are one shape; nothing is multiplied out, cancelled or worked out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Group,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Span,
)

Shape = tuple[object, ...]
_ONE: Final[Shape] = ("number", Fraction(1))
_TURNED: Final = {">": "<", ">=": "<="}
_ANY_ORDER: Final = frozenset(("list", "set"))


def same_shape(first: Node, second: Node) -> bool:
    """Whether two trees are one up to order (commutativity and associativity)."""
    return _shape(first) == _shape(second)


def _shape(node: Node) -> Shape:
    match node:
        case Number(value):
            return ("number", value)
        case Name(name):
            return ("name", name)
        case Arithmetic("+" | "-"):
            return ("sum", *_ordered(_terms(node, 1)))
        case Negative() | Arithmetic("*" | "/"):
            return _product(node)
        case Arithmetic("**", Name("e"), right):
            return ("exp", _shape(right))
        case Arithmetic(operator, left, right):
            return (operator, _shape(left), _shape(right))
        case Call(function, arguments):
            return (function, *map(_shape, arguments))
        case Relation(operators, operands):
            return _relation(operators, operands)
        case Logic(operator, operands):
            return (operator, *_ordered([_shape(part) for part in operands]))
        case Group(kind, items):
            shapes = [_shape(item) for item in items]
            return (kind, *(_ordered(shapes) if kind in _ANY_ORDER else shapes))
        case Span(low, high, left, right):
            return ("span", _shape(low), _shape(high), left, right)
        case _:
            return ("other", repr(node))


def _ordered(shapes: list[Shape]) -> list[Shape]:
    return sorted(shapes, key=repr)


def _relation(operators: tuple[str, ...], operands: tuple[Node, ...]) -> Shape:
    """`3 < x` as x > 3, and an equation with its sides in one order."""
    shapes = [_shape(part) for part in operands]
    if operators == ("=",):
        return ("=", *_ordered(shapes))
    if set(operators) <= set(_TURNED):
        return (tuple(_TURNED[operator] for operator in reversed(operators)), *reversed(shapes))
    return (operators, *shapes)


def _terms(node: Node, sign: int) -> list[Shape]:
    """The terms of a sum; a sum that is taken away stays together."""
    if sign > 0 and isinstance(node, Arithmetic) and node.operator in "+-":
        second = 1 if node.operator == "+" else -1
        return [*_terms(node.left, 1), *_terms(node.right, second)]
    return [_shape(node) if sign > 0 else _product(Negative(node))]


def _product(node: Node) -> Shape:
    sign, factors = _factors(node)
    kept = [factor for factor in factors if factor != _ONE] or [_ONE]
    return kept[0] if sign > 0 and len(kept) == 1 else ("product", sign, *_ordered(kept))


def _factors(node: Node) -> tuple[int, list[Shape]]:
    """The sign of a product and the shapes of its factors, those below as reciprocals."""
    match node:
        case Negative(operand):
            sign, factors = _factors(operand)
            return -sign, factors
        case Arithmetic("*", left, right):
            first, second = _factors(left), _factors(right)
            return first[0] * second[0], first[1] + second[1]
        case Arithmetic("/", left, right):
            first, below = _factors(left), _factors(right)
            plain = all(factor[0] != "reciprocal" for factor in below[1])
            under = [("reciprocal", factor) for factor in below[1]] if plain else [("reciprocal", _shape(right))]
            return first[0] * (below[0] if plain else 1), first[1] + under
        case _:
            return 1, [_shape(node)]
