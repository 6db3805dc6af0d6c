"""Straight-line Python as data sets and models write it: parsed with `ast`, read into trees, never run.

Read are assignments of arithmetic over numbers and earlier names, `sum max min sorted len abs int float round` over
literal lists, and one printed or last assigned result. `max`, `min` and `sorted` are resolved at the
source's numbers, which is sound because every twin keeps the order of all printed numbers. Anything else raises.
"""

from __future__ import annotations

import ast
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal, Operation, Reference, Tree, Unreadable, value_of

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//",
}  # fmt: skip
_Bound = Tree | list[Tree]


def program_steps(source: str) -> list[Tree]:
    """The computed assignments of a program and its result, as trees; raises Unreadable."""
    if len(source) > 4000:
        raise Unreadable("too long")
    try:
        module = ast.parse(source.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise Unreadable("no Python") from problem
    reader = _Program()
    for statement in module.body:
        reader.statement(statement)
    return reader.result()


class _Program:
    def __init__(self) -> None:
        self._names: dict[str, _Bound] = {}
        self._steps: list[Tree] = []
        self._printed: list[Tree] = []
        self._last: Tree | None = None
        self._key = 0

    def result(self) -> list[Tree]:
        if len(self._printed) > 1:
            raise Unreadable("several results")
        final = self._printed[0] if self._printed else self._last
        if isinstance(final, Operation):
            self._steps.append(final)
        elif not isinstance(final, Reference):
            raise Unreadable("no computed result")
        elif final.step != len(self._steps) - 1:
            self._steps = self._steps[: final.step + 1]
        return self._steps

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            self._assign(node.targets[0].id, self.bound(node.value))
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            left = self.tree(ast.Name(node.target.id))
            self._assign(node.target.id, self._operation(node.op, left, self.tree(node.value)))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _called(node.value) == "print":
            if len(node.value.args) != 1 or node.value.keywords:
                raise Unreadable("print")
            self._printed.append(self.tree(_without_format(node.value.args[0])))
        elif not isinstance(node, ast.Import | ast.Pass):
            raise Unreadable(type(node).__name__)

    def _assign(self, name: str, value: _Bound) -> None:
        if isinstance(value, Operation):
            self._steps.append(value)
            value = Reference(len(self._steps) - 1)
        self._names[name] = value
        if not isinstance(value, list):
            self._last = value

    def bound(self, node: ast.expr) -> _Bound:
        if isinstance(node, ast.List | ast.Tuple):
            return [self.tree(item) for item in node.elts]
        if isinstance(node, ast.Name) and isinstance(self._names.get(node.id), list):
            return self._names[node.id]
        if isinstance(node, ast.Call) and _called(node) == "sorted":
            return self._sorted(node)
        return self.tree(node)

    def tree(self, node: ast.expr) -> Tree:
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            self._key += 1
            text = repr(node.value)
            if len(text) > 15 or "e" in text or "n" in text:
                raise Unreadable("too many digits")
            return Literal(Fraction(text), False, self._key)
        if isinstance(node, ast.Name):
            value = self._names.get(node.id)
            if value is None or isinstance(value, list):
                raise Unreadable(f"name {node.id}")
            return value
        if isinstance(node, ast.BinOp):
            if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2:
                base = self.tree(node.left)
                return Operation("*", base, base)
            return self._operation(node.op, self.tree(node.left), self.tree(node.right))
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Subscript):
            return self._item(node)
        raise Unreadable(type(node).__name__)

    def _operation(self, operator: ast.operator, left: Tree, right: Tree) -> Tree:
        if type(operator) not in _OPERATORS:
            raise Unreadable(type(operator).__name__)
        return Operation(_OPERATORS[type(operator)], left, right)

    def _call(self, node: ast.Call) -> Tree:
        name = _called(node)
        if node.keywords or not node.args:
            raise Unreadable(f"call of {name}")
        if name in ("int", "float", "round"):
            return self._rounded(name, self.tree(node.args[0]))
        if name == "abs" and len(node.args) == 1:
            inner = self.tree(node.args[0])
            if isinstance(inner, Operation) and inner.operator == "-" and self.value(inner) < 0:
                return Operation("-", inner.right, inner.left)
            return inner
        items = self.bound(node.args[0]) if len(node.args) == 1 else [self.tree(item) for item in node.args]
        if not isinstance(items, list) or not items:
            raise Unreadable(f"call of {name}")
        if name == "sum":
            total = items[0]
            for item in items[1:]:
                total = Operation("+", total, item)
            return total
        if name in ("max", "min"):
            ordered = self._ordered(items)
            return ordered[-1] if name == "max" else ordered[0]
        if name == "len":
            self._key += 1
            return Literal(Fraction(len(items)), False, self._key)
        raise Unreadable(f"call of {name}")

    def _rounded(self, name: str, tree: Tree) -> Tree:
        if name != "float" and self.value(tree).denominator != 1:
            raise Unreadable("rounding")
        return tree

    def _sorted(self, node: ast.Call) -> list[Tree]:
        items = self.bound(node.args[0])
        if not isinstance(items, list):
            raise Unreadable("sorted")
        ordered = self._ordered(items)
        for keyword in node.keywords:
            if keyword.arg != "reverse" or not isinstance(keyword.value, ast.Constant):
                raise Unreadable("sorted")
            ordered = ordered[::-1] if keyword.value.value else ordered
        return ordered

    def _ordered(self, items: list[Tree]) -> list[Tree]:
        if not all(isinstance(item, Literal) for item in items):
            raise Unreadable("order of computed values")
        if len({self.value(item) for item in items}) != len(items):
            raise Unreadable("order of equal values")
        return sorted(items, key=self.value)

    def _item(self, node: ast.Subscript) -> Tree:
        items = self.bound(node.value)
        place = node.slice
        sign = 1
        if isinstance(place, ast.UnaryOp) and isinstance(place.op, ast.USub):
            sign, place = -1, place.operand
        if not isinstance(items, list) or not isinstance(place, ast.Constant) or not isinstance(place.value, int):
            raise Unreadable("index")
        try:
            return items[sign * place.value]
        except IndexError as problem:
            raise Unreadable("index") from problem

    def value(self, tree: Tree) -> Fraction:
        def leaf(node: Literal | Reference) -> Fraction:
            return node.value if isinstance(node, Literal) else self.value(self._steps[node.step])

        try:
            return value_of(tree, leaf)
        except ZeroDivisionError as problem:
            raise Unreadable("division by zero") from problem


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _without_format(node: ast.expr) -> ast.expr:
    """`'{:.2f}'.format(x)` and `f'{x:.2f}'` print `x`; the printed digits are checked against the answer."""
    called = node.func if isinstance(node, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr == "format" and isinstance(called.value, ast.Constant):
        arguments = node.args if isinstance(node, ast.Call) else []
        return arguments[0] if len(arguments) == 1 else node
    if isinstance(node, ast.JoinedStr) and len(node.values) == 1 and isinstance(node.values[0], ast.FormattedValue):
        return node.values[0].value
    return node
