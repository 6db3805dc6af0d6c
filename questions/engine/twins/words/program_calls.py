"""Expressions and calls of a program: what each computes, and which literals it pins."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from questions.engine.twins.words.arithmetic import Literal, Unreadable
from questions.engine.twins.words.program_functions import Functions
from questions.engine.twins.words.program_values import (
    Number,
    Value,
    combined,
    distinct,
    is_true,
    same,
    written,
)

BUDGET: Final = 40_000
MOST_ITEMS: Final = 5_040
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip


class Calls(Functions):
    """Every expression by its kind."""

    def value(self, node: ast.expr) -> Value:
        """The value of an expression; raises Unreadable."""
        self.spend()
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name(id=name):
                if name in self.names:
                    return self.names[name]
                raise Unreadable(f"name {name}")
            case ast.BinOp():
                return self.arithmetic(node.op, self.value(node.left), self.value(node.right))
            case ast.UnaryOp():
                return self._signed(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.BoolOp():
                every = isinstance(node.op, ast.And)
                for part in node.values:
                    if is_true(self.pin(self.value(part))) is not every:
                        return not every
                return every
            case ast.IfExp():
                return self.value(node.body if is_true(self.pin(self.value(node.test))) else node.orelse)
            case ast.List() | ast.Tuple() | ast.Set():
                found = self._inside(node.elts)
                return distinct(found) if isinstance(node, ast.Set) else found
            case ast.Dict(keys=keys):
                given = self._inside([key for key in keys if key is not None])
                return dict(zip(given, self._inside(node.values), strict=True))
            case ast.Subscript():
                return self._item(self.value(node.value), node.slice)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                found = list(self._comprehended(node.elt, node.generators))
                return distinct(found) if isinstance(node, ast.SetComp) else found
            case ast.JoinedStr():
                return self._joined(node)
            case ast.FormattedValue():
                return self.value(node.value)
            case ast.Call():
                return self._call(node)
        raise Unreadable(type(node).__name__)

    def _inside(self, items: list[ast.expr]) -> list[Value]:
        self.depth += 1
        found = [self.value(item) for item in items]
        self.depth -= 1
        return found

    def _constant(self, node: ast.Constant) -> Value:
        if isinstance(node.value, str | bool):
            return node.value
        if type(node.value) not in (int, float):
            raise Unreadable("constant")
        text = repr(node.value)
        if len(text) > 15 or "e" in text or "n" in text:
            raise Unreadable("too many digits")
        value = Fraction(text)
        floating = isinstance(node.value, float)
        if not self.traced:
            changes = self.depth or not self.listed
            return Number(self.replaced.get(value, value) if changes else value, None, floating)
        key = self._keys.setdefault((node.lineno, node.col_offset), len(self._keys) + 1)
        return Number(value, Literal(value, False, key), floating)

    def arithmetic(self, kind: ast.operator, left: Value, right: Value) -> Value:
        if isinstance(kind, ast.Add) and type(left) is type(right) and isinstance(left, str | list):
            self.spend(len(left) + len(right))
            return left + right
        if isinstance(kind, ast.Mult) and isinstance(left, str | list):
            times = self.whole(right)
            self.spend(max(0, times) * len(left))
            return left * times
        if isinstance(kind, ast.Mod) and isinstance(left, str):
            return self._formatted(right)
        if not isinstance(left, Number) or not isinstance(right, Number):
            raise Unreadable("arithmetic")
        if isinstance(kind, ast.Pow):
            return self._power(left, right)
        if isinstance(kind, ast.Mod):
            return self.remainder(left, right)
        name = _OPERATORS.get(type(kind))
        if name is None:
            raise Unreadable(type(kind).__name__)
        return combined(name, left, right)

    def _power(self, base: Number, exponent: Number) -> Number:
        if exponent.value in (2, 3):
            square = combined("*", base, base)
            return square if exponent.value == 2 else combined("*", square, base)
        base, exponent = self.pin(base), self.pin(exponent)
        if exponent.value.denominator != 1 or abs(exponent.value) > 12 or abs(base.value) > 10**6:
            raise Unreadable("power")
        return Number(base.value**exponent.value.numerator, None, base.floating)

    def _signed(self, node: ast.UnaryOp) -> Value:
        inner = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            return not is_true(self.pin(inner))
        if not isinstance(inner, Number) or isinstance(node.op, ast.Invert):
            raise Unreadable("sign")
        return inner if isinstance(node.op, ast.UAdd) else Number(-inner.value, self.pin(inner).tree, inner.floating)

    def _comparison(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for kind, other in zip(node.ops, node.comparators, strict=True):
            right = self.value(other)
            if not self._holds(kind, left, right):
                return False
            left = right
        return True

    def _holds(self, kind: ast.cmpop, left: Value, right: Value) -> bool:
        self.ordered(left, right)
        if isinstance(kind, ast.Eq | ast.NotEq):
            return same(left, right) is isinstance(kind, ast.Eq)
        if isinstance(kind, ast.In | ast.NotIn):
            inside = left in right if isinstance(right, str) else any(same(left, item) for item in self.items(right))
            self.pin([left, list(self.items(right))])
            return inside is isinstance(kind, ast.In)
        if type(kind) not in _COMPARISONS or type(left) is not type(right) or not isinstance(left, Number | str):
            raise Unreadable("comparison")
        if isinstance(left, Number):
            return _COMPARISONS[type(kind)](left.value, right.value)
        return _COMPARISONS[type(kind)](left, right)

    def _item(self, box: Value, place: ast.expr) -> Value:
        if isinstance(place, ast.Slice):
            bounds = [None if b is None else self.whole(self.value(b)) for b in (place.lower, place.upper, place.step)]
            return box[slice(*bounds)] if isinstance(box, list | str) else self._no_item()
        key = self.value(place)
        if isinstance(box, dict):
            self.pin([key, list(box)])
            return next(value for known, value in box.items() if same(known, key)) if key in box else self._no_item()
        if isinstance(box, list | tuple | str):
            return box[self.whole(key)]
        return self._no_item()

    def _no_item(self) -> Value:
        raise Unreadable("item")

    def _comprehended(self, result: ast.expr, loops: list[ast.comprehension]) -> Iterator[Value]:
        if not loops:
            yield self.value(result)
            return
        for item in self.items(self.value(loops[0].iter)):
            self.bind(loops[0].target, item)
            if all(is_true(self.pin(self.value(condition))) for condition in loops[0].ifs):
                yield from self._comprehended(result, loops[1:])

    def _joined(self, node: ast.JoinedStr) -> Value:
        if len(node.values) == 1 and isinstance(node.values[0], ast.FormattedValue):
            return self.value(node.values[0].value)
        return "".join(written(self.pin(self.value(part))) for part in node.values)

    def _formatted(self, value: Value) -> Value:
        """`'%.2f' % x` and `'{:.2f}'.format(x)` print `x`; the printed digits are checked against the answer."""
        return value[0] if isinstance(value, list) and len(value) == 1 else value

    def _call(self, node: ast.Call) -> Value:
        if isinstance(node.func, ast.Attribute):
            return self._method(node.func, node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "map" and len(node.args) == 2 and isinstance(node.args[0], ast.Name):
            return [self.function(node.args[0].id, [one], []) for one in self.items(self.value(node.args[1]))]
        if name in ("list", "set") and not node.args:
            return []
        return self.function(name, [self.value(a) for a in node.args], node.keywords)

    def _method(self, target: ast.Attribute, node: ast.Call) -> Value:
        name = target.attr
        if isinstance(target.value, ast.Name) and target.value.id in ("itertools", "math"):
            return self.function(name, [self.value(a) for a in node.args], node.keywords)
        box = self.value(target.value)
        given = [self.value(a) for a in node.args]
        match box, name, given:
            case str(), "format", [one]:
                return self._formatted(one)
            case str(), "join", [parts]:
                return box.join(written(self.pin(part)) for part in self.items(parts))
            case list(), "append", [one]:
                self.spend()
                return box.append(one)
            case list(), "remove", [one]:
                self.pin([box, one])
                return box.pop(next((i for i, item in enumerate(box) if same(item, one)), len(box)))
            case list() | str(), "index", [one]:
                self.pin([list(box), one])
                return Number(Fraction(next(i for i, item in enumerate(self.items(box)) if same(item, one))))
            case list() | str(), "count", [one]:
                self.pin([list(box), one])
                return Number(Fraction(sum(same(item, one) for item in self.items(box))))
            case list(), "sort", []:
                box[:] = self.function("sorted", [box], node.keywords)
                return None
            case list(), "reverse", []:
                return box.reverse()
            case dict(), "keys", []:
                return list(box)
            case dict(), "values", []:
                return list(box.values())
            case dict(), "items", []:
                return [[key, value] for key, value in box.items()]
            case dict(), "get", [one] if one in box:
                return box[one]
        raise Unreadable(f"call of {name}")
