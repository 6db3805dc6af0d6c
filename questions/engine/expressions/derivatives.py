"""Derivatives of trees by the rules of school calculus, without simplification."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Call, Name, Negative, Node, Number, names_in

_ZERO: Final = Number(Fraction(0), "0")
_ONE: Final = Number(Fraction(1), "1")
_TWO: Final = Number(Fraction(2), "2")


def derivative(node: Node, letter: str) -> Node | None:
    """The derivative of a tree by a letter, or None where no rule covers it."""
    if letter not in names_in(node):
        return _ZERO
    match node:
        case Name():
            return _ONE
        case Negative(operand):
            inner = derivative(operand, letter)
            return None if inner is None else Negative(inner)
        case Arithmetic(operator, left, right):
            return _of_two(operator, left, right, letter)
        case Call(function, (inside, *rest)) if not any(letter in names_in(part) for part in rest):
            inner, outer = derivative(inside, letter), _outer(function, inside, rest)
            return None if inner is None or outer is None else _times(outer, inner)
        case _:
            return None


def _of_two(operator: str, left: Node, right: Node, letter: str) -> Node | None:
    if operator == "**":
        return _of_power(left, right, letter)
    first, second = derivative(left, letter), derivative(right, letter)
    if first is None or second is None:
        return None
    match operator:
        case "+" | "-":
            return Arithmetic(operator, first, second)
        case "*":
            return Arithmetic("+", _times(first, right), _times(left, second))
        case "/":
            top = Arithmetic("-", _times(first, right), _times(left, second))
            return Arithmetic("/", top, _power(right, _TWO))
        case _:
            return None


def _of_power(base: Node, exponent: Node, letter: str) -> Node | None:
    """u^n by the power rule, a^v and u^v by logarithms."""
    if letter not in names_in(exponent):
        inner = derivative(base, letter)
        lower = _power(base, Arithmetic("-", exponent, _ONE))
        return None if inner is None else reduce(_times, (exponent, lower, inner))
    rate = (
        derivative(_times(exponent, Call("ln", (base,))), letter) if base != Name("e") else derivative(exponent, letter)
    )
    return None if rate is None else _times(_power(base, exponent), rate)


def _outer(function: str, inside: Node, rest: list[Node]) -> Node | None:
    """The derivative of a function at its argument; `log` without a base is computer algebra's natural one."""
    if function == "log" and rest:
        return Arithmetic("/", _ONE, _times(inside, Call("ln", (rest[0],))))
    rule = _RULES.get(function)
    return None if rule is None else rule(inside)


def _over(bottom: Node) -> Node:
    return Arithmetic("/", _ONE, bottom)


def _root_beside_square(inside: Node) -> Node:
    return Call("sqrt", (Arithmetic("-", _ONE, _power(inside, _TWO)),))


def _times(left: Node, right: Node) -> Node:
    return Arithmetic("*", left, right)


def _power(base: Node, exponent: Node) -> Node:
    return Arithmetic("**", base, exponent)


_RULES: Final[dict[str, Callable[[Node], Node]]] = {
    "sin": lambda u: Call("cos", (u,)),
    "cos": lambda u: Negative(Call("sin", (u,))),
    "tan": lambda u: _power(Call("sec", (u,)), _TWO),
    "cot": lambda u: Negative(_power(Call("csc", (u,)), _TWO)),
    "sec": lambda u: _times(Call("sec", (u,)), Call("tan", (u,))),
    "csc": lambda u: Negative(_times(Call("csc", (u,)), Call("cot", (u,)))),
    "exp": lambda u: Call("exp", (u,)),
    "ln": _over,
    "log": _over,
    "sqrt": lambda u: _over(_times(_TWO, Call("sqrt", (u,)))),
    "abs": lambda u: Arithmetic("/", u, Call("abs", (u,))),
    "sinh": lambda u: Call("cosh", (u,)),
    "cosh": lambda u: Call("sinh", (u,)),
    "atan": lambda u: _over(Arithmetic("+", _ONE, _power(u, _TWO))),
    "asin": lambda u: _over(_root_beside_square(u)),
    "acos": lambda u: Negative(_over(_root_beside_square(u))),
}
