"""The tree that every reader builds and every part of the engine walks. Frozen; it holds no behaviour.

A tree keeps how something was written (a fraction is a division, a decimal keeps its text), so that the
form of an answer can be judged as well as its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: its exact value and its spelling (`0.50`), read from the text and never through a float."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a letter, or one of the constants `pi`, `e`, `imaginary`, `oo` (infinity),
    `empty` (the empty set), `True`, `False`."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """Text that is a value of its own (`철수`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`operator` is one of `+ - * / // % ** ± mixed union @`; `mixed` is a whole number and a fraction (3½), `@` a
    product that only matrices have."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A known function, or an unknown one such as `f` in `f(x)`."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A chain such as `p < x <= q`; operators are `= == != < <= > >= in`, one fewer than operands.

    `=` states an equation, `==` asks whether two values are equal.
    """

    operators: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """`operator` is `and`, `or` or `not`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    condition: Node
    chosen: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Loop:
    """`for name in range(*bounds) if … if …`."""

    name: str
    bounds: tuple[Node, ...]
    conditions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """A function over a counted sequence: `sum(i*i for i in range(1, n + 1) if i % 2 == 0)`."""

    function: str
    body: Node
    loops: tuple[Loop, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Several values: `kind` is `list` (2, 3), `point` (ordered, in parentheses), `set` {2, 3}, `ratio` 2:3
    or `matrix` (each item a `point` holding one row)."""

    kind: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """An interval; `left` and `right` say whether that end belongs to it."""

    low: Node
    high: Node
    left: bool
    right: bool


Node = Number | Name | Word | Negative | Arithmetic | Call | Relation | Logic | Choose | Each | Group | Span


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in reading order."""
    match node:
        case Number() | Name() | Word():
            return ()
        case Negative(operand):
            return (operand,)
        case Arithmetic(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Relation(_, operands) | Logic(_, operands):
            return operands
        case Choose(condition, chosen, otherwise):
            return (condition, chosen, otherwise)
        case Each(_, body, loops):
            return (body, *(n for loop in loops for n in (*loop.bounds, *loop.conditions)))
        case Group(_, items):
            return items
        case Span(low, high, _, _):
            return (low, high)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def names_in(node: Node) -> frozenset[str]:
    """The free names of a tree: no constants, no loop variables, no function names."""
    return frozenset(_names(node)) - CONSTANTS


def _names(node: Node) -> set[str]:
    if isinstance(node, Name):
        return {node.name}
    if not isinstance(node, Each):
        return set().union(*(_names(child) for child in children(node)))
    found = _names(node.body).union(*(_names(c) for loop in node.loops for c in loop.conditions))
    for loop in reversed(node.loops):
        found.discard(loop.name)
        found = found.union(*(_names(bound) for bound in loop.bounds))
    return found


CONSTANTS = frozenset({"pi", "e", "imaginary", "oo", "empty", "True", "False"})


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with every node directly below it changed."""
    match node:
        case Each(function, body, loops):
            return Each(function, change(body), tuple(_loop(loop, change) for loop in loops))
        case Choose(condition, chosen, otherwise):
            return Choose(change(condition), change(chosen), change(otherwise))
        case Negative(operand):
            return Negative(change(operand))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, change(left), change(right))
        case Call(function, arguments):
            return Call(function, tuple(map(change, arguments)))
        case Relation(operators, operands):
            return Relation(operators, tuple(map(change, operands)))
        case Logic(operator, operands):
            return Logic(operator, tuple(map(change, operands)))
        case Group(kind, items):
            return Group(kind, tuple(map(change, items)))
        case Span(low, high, left, right):
            return Span(change(low), change(high), left, right)
        case _:
            return node


def _loop(loop: Loop, change: Callable[[Node], Node]) -> Loop:
    return Loop(loop.name, tuple(map(change, loop.bounds)), tuple(map(change, loop.conditions)))


def replaced(node: Node, old: Node, new: Node) -> Node:
    """The tree with every `old` in it made `new`."""
    return new if node == old else mapped(node, lambda part: replaced(part, old, new))
