"""Programs as data sets and models write them: parsed with `ast`, interpreted with exact rationals, never run.

Read are assignments, `if`, `for` over lists and ranges, `while`, lists, names' tables, comprehensions, `itertools`,
printing and formatting; anything else raises, and so does a program that spends its budget. While a program is
interpreted, every number remembers the arithmetic it came from (`program_steps`): a printed number gives the steps of
a solution even where loops and lists made them. Where a number decides something (a comparison, an index, a
remainder, digits), the literals that went into it are *pinned*: they must keep their values, so that another
question takes the same way through the program. A comparison of two literals pins nothing, because the order of all
printed numbers is kept. `program_result` is the plain result at other values of the literals.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal, Operation, Reference, Tree, Unreadable, replaced
from questions.engine.twins.words.program_calls import Calls
from questions.engine.twins.words.program_values import Number, Value, absent, is_true, same

_LONGEST = 4000
_FRESH = 10_000
_FAULTS = (ArithmeticError, LookupError, TypeError, ValueError, StopIteration, RuntimeError)


@dataclass(frozen=True, slots=True)
class Traced:
    """What a program computes: its assignments in order, the last of which is its result; the values (as literals
    of the program) that must stay, and those whose order it uses."""

    steps: list[Tree]
    pinned: frozenset[Fraction]
    compared: frozenset[Fraction]


def program_steps(source: str) -> Traced:
    """The computed assignments of a program and its one printed (or last assigned) result; raises Unreadable."""
    reader = _Reader({})
    reader.run(source)
    final = reader.final()
    if not isinstance(final, Number) or final.tree is None:
        raise Unreadable("no computed result")
    steps = _reaching(reader.steps, final.tree, reader.decided)
    return Traced(steps, frozenset(reader.pinned), frozenset(reader.compared))


def program_result(
    source: str, values: Mapping[Fraction, Fraction], names: Mapping[str, Value] | None = None, *, listed: bool = False
) -> Fraction | str:
    """The printed number or text when each literal of `values` has its new value; raises Unreadable.

    `names` are bound before the first line; with `listed`, only literals inside lists and tables are replaced. One
    expression without `print` is its own result.
    """
    reader = _Reader(values, traced=False, listed=listed)
    reader.names |= names or {}
    reader.run(source)
    final = reader.final()
    if isinstance(final, Number):
        return final.value
    if isinstance(final, str) and final.strip():
        return final.strip()
    raise Unreadable("no result")


def _reaching(steps: list[Tree], final: Tree, decided: set[int]) -> list[Tree]:
    """The steps up to the result; those that only served a decision are left out."""
    if isinstance(final, Operation):
        steps = [*steps, final]
    elif isinstance(final, Reference):
        steps = steps[: final.step + 1]
    else:
        raise Unreadable("no computed result")
    used = {len(steps) - 1}
    for place in range(len(steps) - 1, -1, -1):
        if place in used:
            used |= set(_references(steps[place]))
    kept = [place for place in range(len(steps)) if place in used or place not in decided]
    renamed = {old: new for new, old in enumerate(kept)}
    fresh = itertools.count(_FRESH)
    return [replaced(_renamed(steps[place], renamed), lambda one: _keyed(one, fresh)) for place in kept]


def _keyed(literal: Literal, fresh: Iterator[int]) -> Literal:
    """A number that no literal wrote (a length, a counter) with a key of its own."""
    return literal if literal.key >= 0 else Literal(literal.value, False, next(fresh))


def _references(tree: Tree) -> list[int]:
    if isinstance(tree, Operation):
        return _references(tree.left) + _references(tree.right)
    return [tree.step] if isinstance(tree, Reference) else []


def _renamed(tree: Tree, places: Mapping[int, int]) -> Tree:
    if isinstance(tree, Operation):
        return Operation(tree.operator, _renamed(tree.left, places), _renamed(tree.right, places))
    return Reference(places[tree.step]) if isinstance(tree, Reference) else tree


class _Break(Exception):
    """`break` was reached."""


class _Continue(Exception):
    """`continue` was reached."""


class _Reader(Calls):
    """Statements; expressions and calls are in `Calls`."""

    def run(self, source: str) -> None:
        """Interprets the whole program; raises Unreadable."""
        if len(source) > _LONGEST:
            raise Unreadable("too long")
        try:
            module = ast.parse(source.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            raise Unreadable("no Python") from problem
        try:
            self.block(module.body)
        except (_Break, _Continue, *_FAULTS) as problem:
            raise Unreadable(type(problem).__name__) from problem

    def final(self) -> Value:
        """The one printed value, or the last assigned one where nothing is printed."""
        if len(self.printed) > 1:
            raise Unreadable("several results")
        found = self.printed[0] if self.printed else self.last
        if found is absent:
            raise Unreadable("no result")
        return found

    def block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self.spend()
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=[target]):
                self.assign(target, self.value(node.value))
            case ast.AugAssign(target=ast.Name() | ast.Subscript()):
                before = self.value(ast.copy_location(_loaded(node.target), node))
                self.assign(node.target, self.arithmetic(node.op, before, self.value(node.value)))
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as call):
                self.show(call)
            case ast.Expr(value=ast.Call(func=ast.Attribute())):
                self.last = self.value(node.value) or self.last
            case ast.Expr():
                self.last = self.value(node.value)
            case ast.If():
                self.block(node.body if is_true(self.pin(self.value(node.test))) else node.orelse)
            case ast.For() | ast.While() if not node.orelse:
                self.loop(node)
            case ast.Break():
                raise _Break
            case ast.Continue():
                raise _Continue
            case ast.Import() | ast.ImportFrom() | ast.Pass():
                pass
            case _:
                raise Unreadable(type(node).__name__)

    def loop(self, node: ast.For | ast.While) -> None:
        if isinstance(node, ast.For):
            for item in self.items(self.value(node.iter)):
                self.bind(node.target, item)
                if not self._turn(node.body):
                    return
        else:
            while is_true(self.pin(self.value(node.test))):
                if not self._turn(node.body):
                    return

    def _turn(self, body: list[ast.stmt]) -> bool:
        try:
            self.block(body)
        except _Continue:
            return True
        except _Break:
            return False
        return True

    def assign(self, target: ast.expr, value: Value) -> None:
        """Gives a name or an item its value; a computed number becomes a step."""
        if isinstance(value, Number) and isinstance(value.tree, Operation):
            self.steps.append(value.tree)
            value = Number(value.value, Reference(len(self.steps) - 1), value.floating)
            self.step_values.append(value.value)
        self.bind(target, value)
        if isinstance(value, Number | str):
            self.last = value

    def bind(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            items = self.items(value)
            if len(items) != len(target.elts):
                raise Unreadable("unpacking")
            for one, item in zip(target.elts, items, strict=True):
                self.assign(one, item)
        elif isinstance(target, ast.Subscript):
            self.put(self.value(target.value), self.value(target.slice), value)
        else:
            raise Unreadable(type(target).__name__)

    def put(self, box: Value, key: Value, value: Value) -> None:
        if isinstance(box, dict):
            known = next((k for k in box if same(k, key)), None)
            box[key if known is None else known] = value
        elif isinstance(box, list):
            box[self.whole(key)] = value
        else:
            raise Unreadable("item")

    def show(self, call: ast.Call) -> None:
        if len(call.args) != 1 or call.keywords:
            raise Unreadable("print")
        self.printed.append(self.value(call.args[0]))


def _loaded(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    assert isinstance(target, ast.Subscript)
    return ast.Subscript(target.value, target.slice, ast.Load())
