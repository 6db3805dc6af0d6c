"""Logarithms of products, quotients and powers written out as sums and multiples, as school's laws have them."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial, reduce

from questions.engine.expressions.nodes import Arithmetic, Call, Negative, Node, Number, mapped, names_in, walk

_LOGARITHMS = ("ln", "log")
_Term = tuple[Fraction, Node, tuple[str | Node, ...]]
_HALF = Number(Fraction(1, 2), "1/2")


def holds_logarithm(node: Node) -> bool:
    """Whether a logarithm of something with letters stands in it."""
    return any(isinstance(part, Call) and part.function in _LOGARITHMS and names_in(part) for part in walk(node))


def spread(node: Node, *, positive: bool) -> Node:
    """The tree with log(ab) as log a + log b, log(a/b) as log a − log b and log(aⁿ) as n log a.

    Where n is even, a may be negative: log(a²) is 2 log|a|, and 2 log a only if letters count as `positive`, as they do
    where both sides are to have a value.
    """
    deeper = partial(spread, positive=positive)
    if not (isinstance(node, Call) and node.function in _LOGARITHMS):
        return mapped(node, deeper)
    inside, base = deeper(node.arguments[0]), node.arguments[1:]

    def alike(part: Node) -> Node:
        return deeper(Call(node.function, (part, *base)))

    match inside:
        case Arithmetic("*" | "/" as operator, left, right):
            return Arithmetic("+" if operator == "*" else "-", alike(left), alike(right))
        case Arithmetic("**", below, above):
            return Arithmetic("*", above, alike(below if positive or not _is_even(above) else Call("abs", (below,))))
        case Call("sqrt", (below,)):
            return Arithmetic("*", _HALF, alike(below))
        case _:
            return Call(node.function, (inside, *base))


def _is_even(exponent: Node) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value % 2 == 0


def gathered(node: Node) -> Node | None:
    """The product that a sum of multiples of one kind of logarithm is the logarithm of; None for anything else."""
    terms = _terms(node, Fraction(1))
    if terms is None or len({base for _, _, base in terms}) != 1:
        return None
    whole = math.lcm(*(times.denominator for times, _, _ in terms))
    powers = [Arithmetic("**", inside, _written(times * whole)) for times, inside, _ in terms]
    return reduce(lambda left, right: Arithmetic("*", left, right), powers)


def _written(times: Fraction) -> Node:
    return Number(times, str(times)) if times >= 0 else Negative(Number(-times, str(-times)))


def _terms(node: Node, times: Fraction) -> list[_Term] | None:
    match node:
        case Call("ln" | "log" as function, arguments):
            return [(times, arguments[0], (function, *arguments[1:]))]
        case Negative(operand):
            return _terms(operand, -times)
        case Arithmetic("*", Number(factor), right):
            return _terms(right, times * factor)
        case Arithmetic("/", left, Number(divisor)) if divisor:
            return _terms(left, times / divisor)
        case Arithmetic("+" | "-" as operator, left, right):
            first, second = _terms(left, times), _terms(right, times if operator == "+" else -times)
            return None if first is None or second is None else first + second
        case _:
            return None
