"""Works out what a tree is worth, exactly, within a budget of steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from questions.engine.expressions import functions, symbolic, values
from questions.engine.expressions.formula import read_formula
from questions.engine.expressions.limits import MAX_STEPS, MAX_WORK, Budget, ExpressionError, check_time
from questions.engine.expressions.nodes import (
    CONSTANTS,
    Arithmetic,
    Call,
    Choose,
    Each,
    Group,
    Logic,
    Loop,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Span,
    Word,
    names_in,
    walk,
)
from questions.engine.expressions.relating import relate
from questions.engine.expressions.values import Value

_NOTHING: Final[Mapping[str, Any]] = {}
_OPERATIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": values.add,
    "-": values.subtract,
    "*": values.multiply,
    "/": values.divide,
    "//": values.floor_divide,
    "%": values.modulo,
    "**": values.power,
    "mixed": values.add,
    "±": lambda left, right: (values.add(left, right), values.subtract(left, right)),
    "union": lambda left, right: symbolic.union([left, right]),
    "@": values.multiply,
}
_SYMBOLIC_WORK: Final = 500
_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: bool(a == b),
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def evaluate(node: Node, names: Mapping[str, Value] = _NOTHING, free: Collection[str] = ()) -> Value:
    """The exact value of a tree.

    `names` gives the value of each name, `free` the letters that stay letters. Rational numbers come back as
    Fraction; SymPy is used only where a root, a letter, pi … appears. Raises ExpressionError: `name` for an
    undeclared name, `domain` (division by zero …), `type`, `limit`; Spent where the time around it is over.
    """
    check_time()
    try:
        return values.settled(_Evaluation(names, free).value(node))
    except symbolic.FAULTS as fault:
        raise ExpressionError("domain", "the expression has no value that can be computed") from fault


class Formula:
    """A formula read once: `names` are its free names; calling it gives its value as `evaluate` does."""

    __slots__ = ("names", "node", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.node = read_formula(text)
        self.names = names_in(self.node)

    def __call__(self, names: Mapping[str, Value] = _NOTHING, free: Collection[str] = ()) -> Value:
        return evaluate(self.node, names, free)

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"


@lru_cache(maxsize=8192)
def compile_formula(text: str) -> Formula:
    """The formula of that text, read once and kept. Raises ExpressionError (`syntax`, `limit`, `name`)."""
    return Formula(text)


class _Evaluation:
    """One evaluation. Inside loops everything that is worked out counts: each node once a turn, and what an operation
    is given by its size, before the operation; without loops MAX_NODES bounds the work well enough."""

    __slots__ = ("free", "loops", "names", "sizes", "steps", "work")

    def __init__(self, names: Mapping[str, Any], free: Collection[str]) -> None:
        self.names = names
        self.free = free
        self.loops: dict[str, int] = {}
        self.steps = Budget(MAX_STEPS, "steps in one sum")
        self.work = Budget(MAX_WORK, "operations in one sum")
        self.sizes: dict[int, int] = {}

    def value(self, node: Node) -> Any:
        return _METHODS[type(node)](self, node)

    def number(self, node: Number) -> Any:
        value = node.value
        return value.numerator if value.denominator == 1 else value

    def name(self, node: Name) -> Any:
        name = node.name
        if name in self.loops:
            return self.loops[name]
        if name in self.names:
            return values.working(self.names[name])
        if name in self.free:
            return symbolic.letter(name)
        if name in ("True", "False"):
            return name == "True"
        if name in CONSTANTS:
            return symbolic.constant(name)
        raise ExpressionError("name", f"'{name}' is not declared")

    def word(self, node: Word) -> Any:
        return node.text

    def negative(self, node: Negative) -> Any:
        operand = self.value(node.operand)
        if self.loops:
            self.work.spend(_weight(operand))
        return self.counted(values.negate(operand))

    def arithmetic(self, node: Arithmetic) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if not self.loops:
            return _OPERATIONS[node.operator](left, right)
        self.work.spend(_weight(left) + _weight(right))
        return self.counted(_OPERATIONS[node.operator](left, right))

    def call(self, node: Call) -> Any:
        arguments = [self.value(argument) for argument in node.arguments]
        if self.loops:
            self.work.spend(sum(map(_weight, arguments)))
        if node.function not in functions.ARITIES:
            return symbolic.unknown(node.function, *arguments)
        return self.counted(functions.call(node.function, arguments))

    def counted(self, found: Any) -> Any:
        """The result; one that is no number has cost as much as many of them, whatever it was made from."""
        if self.loops and not isinstance(found, int | Fraction | str | tuple):
            self.work.spend(_SYMBOLIC_WORK)
        return found

    def relation(self, node: Relation) -> Any:
        operands = [self.value(operand) for operand in node.operands]
        if self.loops:
            self.work.spend(sum(map(_weight, operands)))
        parts = [_relate(operator, operands[i], operands[i + 1]) for i, operator in enumerate(node.operators)]
        if all(isinstance(part, bool) for part in parts):
            return all(parts)
        return parts[0] if len(parts) == 1 else symbolic.combine("and", parts)

    def logic(self, node: Logic) -> Any:
        if node.operator == "not":
            inner = self.value(node.operands[0])
            return not inner if isinstance(inner, bool) else symbolic.combine("not", [inner])
        stop = node.operator == "or"
        parts = []
        for operand in node.operands:
            part = self.value(operand)
            if part is stop:
                return stop
            if not isinstance(part, bool):
                parts.append(part)
        return symbolic.combine(node.operator, parts) if parts else not stop

    def choose(self, node: Choose) -> Any:
        condition = values.truth(self.value(node.condition))
        return self.value(node.chosen if condition else node.otherwise)

    def each(self, node: Each) -> Any:
        found = tuple(self.turn(node.body) for _ in self.turns(node.loops))
        self.work.spend(sum(map(_weight, found)))
        if node.function in ("min", "max", "gcd", "lcm") and not found:
            raise ExpressionError("domain", "nothing to choose from")
        return functions.call(node.function, [found])

    def turn(self, node: Node) -> Any:
        size = self.sizes.get(id(node))
        if size is None:
            size = self.sizes[id(node)] = sum(1 for _ in walk(node))
        self.work.spend(size)
        return self.value(node)

    def turns(self, loops: tuple[Loop, ...]) -> Iterator[None]:
        if not loops:
            yield
            return
        loop, inner = loops[0], loops[1:]
        bounds = [self.value(bound) for bound in loop.bounds]
        if not all(type(bound) is int for bound in bounds) or (len(bounds) == 3 and bounds[2] == 0):
            raise ExpressionError("domain", "range needs whole numbers")
        shadowed = self.loops.get(loop.name)
        for number in range(*bounds):
            self.steps.spend()
            self.loops[loop.name] = number
            if all(values.truth(self.turn(condition)) for condition in loop.conditions):
                yield from self.turns(inner)
        self.loops.pop(loop.name, None)
        if shadowed is not None:
            self.loops[loop.name] = shadowed

    def group(self, node: Group) -> Any:
        items = [self.value(item) for item in node.items]
        if node.kind == "set":
            return self.counted(symbolic.collection(items))
        return tuple(items) if node.kind == "list" else values.Point(items)

    def span(self, node: Span) -> Any:
        return self.counted(symbolic.span(self.value(node.low), self.value(node.high), node.left, node.right))


def _weight(value: Any) -> int:
    """What an operation on the value costs, in operations on small numbers."""
    if isinstance(value, int):
        return value.bit_length() >> 7
    if isinstance(value, Fraction):
        return 2 + ((value.numerator.bit_length() + value.denominator.bit_length()) >> 5)
    if isinstance(value, tuple):
        return 1 + sum(map(_weight, value))
    return 1 if isinstance(value, str) else _SYMBOLIC_WORK


def _relate(operator: str, left: Any, right: Any) -> Any:
    if operator == "in":
        raise ExpressionError("type", "membership has no value of its own")
    if values.is_exact(left) and values.is_exact(right):
        return _COMPARISONS[operator](left, right)
    if isinstance(left, bool | str | tuple) or isinstance(right, bool | str | tuple):
        if operator in ("=", "==", "!="):
            return _COMPARISONS[operator](left, right)
        raise ExpressionError("type", "only numbers have an order")
    return relate(operator, left, right)


_METHODS: Final[dict[type, Callable[[_Evaluation, Any], Any]]] = {
    Number: _Evaluation.number,
    Name: _Evaluation.name,
    Word: _Evaluation.word,
    Negative: _Evaluation.negative,
    Arithmetic: _Evaluation.arithmetic,
    Call: _Evaluation.call,
    Relation: _Evaluation.relation,
    Logic: _Evaluation.logic,
    Choose: _Evaluation.choose,
    Each: _Evaluation.each,
    Group: _Evaluation.group,
    Span: _Evaluation.span,
}
