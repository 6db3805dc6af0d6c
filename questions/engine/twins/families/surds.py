"""Sums of roots in normal form, as formula text: `c1*sqrt(p*q) + c2`, whatever the primes are.

Primes are names, so that one calculation serves every draw: a product of two roots has as kernel the primes that
stand in just one of them, the others come out.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from questions.engine.twins.grammar.algebra import needs
from questions.engine.twins.grammar.shape import Shape, formula_text

Kernel = frozenset[str]
Surd = dict[Kernel, str]
"""Coefficient (formula text) by the primes under the root; the empty kernel is the rational part."""
_RATIONAL: Kernel = frozenset()
_MOST_TERMS = 6
_LONGEST = 260


class SurdReader:
    """Turns a formula into normal form. `names` are the printed numbers' names, `roots` the radicands' factors.

    `roots[slot]` is (text of the factor outside, kernel). ShapeError for what is no sum of square roots.
    """

    def __init__(
        self,
        names: Mapping[int, str],
        roots: Mapping[int, tuple[str, Kernel]],
        letters: Mapping[str, Surd] | None = None,
    ) -> None:
        self.names, self.roots, self.letters = names, roots, letters or {}

    def read(self, node: Shape) -> Surd:
        if node.kind in ("number", "abs"):
            return {_RATIONAL: formula_text(node, self.names)}
        if node.kind == "letter":
            needs(node.letter in self.letters)
            return self.letters[node.letter]
        if node.kind == "sqrt":
            return self._root(node.parts[0])
        if node.kind == "neg":
            return _scaled(self.read(node.parts[0]), "-1")
        if node.kind == "**":
            return self._power(node)
        needs(node.kind in ("+", "-", "*", "/"))
        one, other = (self.read(part) for part in node.parts)
        if node.kind in ("+", "-"):
            return _added(one, other if node.kind == "+" else _scaled(other, "-1"))
        return _multiplied(one, other) if node.kind == "*" else _multiplied(one, _inverse(other))

    def _root(self, node: Shape) -> Surd:
        if node.kind == "number" and node.slot in self.roots:
            outside, kernel = self.roots[node.slot]
            return {kernel: outside}
        if node.kind == "number":
            return {_RATIONAL: "1"}
        if node.kind == "/":
            return _multiplied(self._root(node.parts[0]), _inverse(self._root(node.parts[1])))
        needs(node.kind == "**" and node.parts[1].kind == "number" and node.parts[1].value == 2)
        return {_RATIONAL: f"abs({formula_text(node.parts[0], self.names)})"}

    def _power(self, node: Shape) -> Surd:
        exponent = node.parts[1]
        needs(exponent.kind == "number" and exponent.value in (1, 2, 3, 4))
        base = self.read(node.parts[0])
        found = base
        for _ in range(int(exponent.value) - 1):
            found = _multiplied(found, base)
        return found


def _scaled(value: Surd, factor: str) -> Surd:
    return {kernel: f"({factor})*({text})" for kernel, text in value.items()}


def _added(one: Surd, other: Surd) -> Surd:
    total = dict(one)
    for kernel, text in other.items():
        total[kernel] = f"({total[kernel]}) + ({text})" if kernel in total else text
    return _checked(total)


def _multiplied(one: Surd, other: Surd) -> Surd:
    total: Surd = {}
    for (first, left), (second, right) in product(one.items(), other.items()):
        outside = "".join(f"*{prime}" for prime in sorted(first & second))
        text = f"({left})*({right}){outside}"
        kernel = first ^ second
        total[kernel] = f"({total[kernel]}) + {text}" if kernel in total else text
    return _checked(total)


def _inverse(value: Surd) -> Surd:
    """1 over a root or over a sum of two, by the conjugate."""
    if len(value) == 1:
        ((kernel, text),) = value.items()
        below = "*".join([f"({text})", *sorted(kernel)])
        return {kernel: f"1/({below})"}
    needs(len(value) == 2)
    (first, one), (second, other) = value.items()
    squares = [_multiplied({kernel: text}, {kernel: text})[_RATIONAL] for kernel, text in value.items()]
    below = f"({squares[0]} - ({squares[1]}))"
    return {first: f"({one})/{below}", second: f"-({other})/{below}"}


def _checked(value: Surd) -> Surd:
    needs(len(value) <= _MOST_TERMS and all(len(text) <= _LONGEST for text in value.values()))
    return value


def root_text(kernel: Kernel) -> str:
    """`*sqrt(p*q)`, empty for the rational part."""
    return f"*sqrt({'*'.join(sorted(kernel))})" if kernel else ""
