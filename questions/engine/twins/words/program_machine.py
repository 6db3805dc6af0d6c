"""What a run of a program remembers, and how a value loses its arithmetic."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from questions.engine.twins.words.arithmetic import Literal, Reference, Tree, Unreadable
from questions.engine.twins.words.program_values import Number, Value, absent, nodes

BUDGET: Final = 40_000


class Machine:
    """One run. `decided` are steps whose value decided something; `pinned` and `compared` values of literals."""

    def __init__(self, replaced: Mapping[Fraction, Fraction], *, traced: bool = True, listed: bool = False) -> None:
        self.replaced, self.traced, self.listed = replaced, traced, listed
        self.depth = 0
        self.names: dict[str, Value] = {}
        self.steps: list[Tree] = []
        self.step_values: list[Fraction] = []
        self.printed: list[Value] = []
        self.last: Value = absent
        self.pinned: set[Fraction] = set()
        self.compared: set[Fraction] = set()
        self.decided: set[int] = set()
        self._keys: dict[tuple[int, int], int] = {}
        self._left = BUDGET

    def spend(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise Unreadable("too many steps")

    def pin(self, value: Value) -> Value:
        """The value without its arithmetic; what went into it must stay as it is."""
        if isinstance(value, list | tuple):
            return [self.pin(item) for item in value]
        if not isinstance(value, Number) or value.tree is None:
            return value
        waiting: list[Tree] = [value.tree]
        while waiting:
            for node in nodes(waiting.pop()):
                if isinstance(node, Literal):
                    self.pinned.add(node.value)
                elif isinstance(node, Reference) and node.step not in self.decided:
                    self.decided.add(node.step)
                    waiting.append(self.steps[node.step])
        return Number(value.value, None, value.floating)

    def whole(self, value: Value) -> int:
        number = self.pin(value)
        if isinstance(number, bool) or not isinstance(number, Number) or number.value.denominator != 1:
            raise Unreadable("whole number")
        return int(number.value)

    def items(self, value: Value) -> list[Value]:
        if isinstance(value, str):
            return list(value)
        if not isinstance(value, list | tuple | dict):
            raise Unreadable("no list")
        self.spend(len(value))
        return list(value)

    def ordered(self, *values: Value) -> None:
        """The order of these decides something: two literals of different value keep theirs, all else is pinned."""
        numbers = [value for value in values if isinstance(value, Number)]
        plain = all(isinstance(number.tree, Literal) for number in numbers)
        if plain and len({number.value for number in numbers}) == len(numbers):
            self.compared |= {number.value for number in numbers}
        else:
            self.pin(list(values))

    def value(self, node: ast.expr) -> Value:
        """The value of an expression."""
        raise NotImplementedError

    def bind(self, target: ast.expr, value: Value) -> None:
        """Gives what a target names its value."""
        raise NotImplementedError
