"""The functions that a program may call, with the arithmetic of what they return."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Final

from questions.engine.twins.words.arithmetic import Operation, Reference, Unreadable, apply
from questions.engine.twins.words.program_machine import Machine
from questions.engine.twins.words.program_values import (
    Number,
    Value,
    absent,
    combined,
    distinct,
    is_true,
    read_number,
    written,
)

MOST_ITEMS: Final = 5_040
_CHOICES: dict[str, Callable[[list[Value], int], Iterator[tuple[Value, ...]]]] = {
    "permutations": itertools.permutations, "combinations": itertools.combinations,
    "combinations_with_replacement": itertools.combinations_with_replacement,
}  # fmt: skip


class Functions(Machine):
    """Sorting, choosing, arranging, counting and rounding."""

    def function(self, name: str, given: list[Value], keywords: list[ast.keyword]) -> Value:
        if name in ("sorted", "max", "min", "sort"):
            return self._ranked(name, given, keywords)
        if keywords and name != "product":
            raise Unreadable(f"call of {name}")
        if name in _FUNCTIONS and given:
            return _FUNCTIONS[name](self, given)
        if name in _CHOICES and given:
            items = self.items(given[0])
            size = self.whole(given[1]) if len(given) > 1 else len(items)
            return self._limited(_CHOICES[name](items, size))
        if name == "product":
            repeat = self.whole(self.value(keywords[0].value)) if keywords else 1
            return self._limited(itertools.product(*map(self.items, given), repeat=repeat))
        raise Unreadable(f"call of {name}")

    def _limited(self, found: Iterable[tuple[Value, ...]]) -> list[Value]:
        taken = [list(one) for one in itertools.islice(found, MOST_ITEMS + 1)]
        if len(taken) > MOST_ITEMS:
            raise Unreadable("too many arrangements")
        return taken

    def _ranked(self, name: str, given: list[Value], keywords: list[ast.keyword]) -> Value:
        items = self.items(given[0]) if len(given) == 1 else given
        ordered = self._sorted(items, [k for k in keywords if k.arg == "reverse"], _key_of(keywords))
        if not ordered:
            raise Unreadable("nothing to choose from")
        return ordered if name in ("sorted", "sort") else ordered[-1] if name == "max" else ordered[0]

    def _sorted(self, items: list[Value], keywords: list[ast.keyword], key: ast.expr | None = None) -> list[Value]:
        keys = [self._keyed(key, item) for item in items]
        numbers = [k for k in keys if isinstance(k, Number)]
        if numbers and len(numbers) == len(keys):
            self.ordered(*numbers)
            plain: list[Value] = [k.value for k in numbers]
        elif all(isinstance(k, str) for k in keys):
            plain = keys
        elif all(isinstance(k, list) and k and isinstance(k[0], Number) for k in keys):
            self.pin(keys)
            plain = [[part.value if isinstance(part, Number) else part for part in k] for k in keys]
        else:
            raise Unreadable("order of other things than numbers")
        reverse = any(is_true(self.value(keyword.value)) for keyword in keywords)
        places = sorted(range(len(items)), key=plain.__getitem__, reverse=reverse)
        return [items[place] for place in places]

    def _keyed(self, key: ast.expr | None, item: Value) -> Value:
        match key:
            case None:
                return item
            case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)])):
                kept = self.names.get(name, absent)
                self.names[name] = item
                found = self.value(key.body)
                self.names.pop(name) if kept is absent else self.names.update({name: kept})
                return found
            case ast.Attribute(value=box, attr="get"):
                return self.value(ast.Subscript(box, ast.Constant(item))) if isinstance(item, str) else item
        raise Unreadable("order by a key")

    def do_sum(self, given: list[Value]) -> Value:
        total = Number(Fraction(0))
        for item in self.items(given[0]):
            if not isinstance(item, Number):
                raise Unreadable("sum")
            total = combined("+", total, item)
        return total

    def do_len(self, given: list[Value]) -> Value:
        return Number(Fraction(len(self.items(given[0]))))

    def do_range(self, given: list[Value]) -> Value:
        numbers = range(*map(self.whole, given))
        self.spend(len(numbers))
        return [Number(Fraction(n)) for n in numbers]

    def do_abs(self, given: list[Value]) -> Value:
        (one,) = given
        if not isinstance(one, Number):
            raise Unreadable("abs")
        if one.value >= 0:
            return one
        if isinstance(one.tree, Operation) and one.tree.operator == "-":
            return Number(-one.value, Operation("-", one.tree.right, one.tree.left), one.floating)
        return Number(-one.value, self.pin(one).tree, one.floating)

    def do_int(self, given: list[Value]) -> Value:
        if isinstance(given[0], str):
            return read_number(given[0])
        number = given[0]
        if not isinstance(number, Number):
            raise Unreadable("int")
        if number.value < 0:
            return Number(Fraction(math.trunc(self.pin(number).value)))
        return self.rounded(number, "//")

    def rounded(self, number: Number, sign: str) -> Number:
        """A quotient with its full shares (`//`) or the shares that take all (`⌈`); anything else inexact is pinned."""
        if number.value.denominator == 1:
            return Number(number.value, number.tree)
        tree, place = number.tree, -1
        if isinstance(tree, Reference):
            place = tree.step
            tree = self.steps[place]
        if isinstance(tree, Operation) and tree.operator == "/" and number.value > 0:
            if place >= 0:
                self.decided.add(place)
            return Number(apply(sign, number.value, Fraction(1)), Operation(sign, tree.left, tree.right))
        self.pin(number)
        return Number(apply(sign, number.value, Fraction(1)))

    def remainder(self, left: Number, right: Number) -> Number:
        """What a division of whole numbers leaves; one that comes out even decides something and is pinned."""
        value = left.value % right.value
        if value and left.value > 0 < right.value and left.value.denominator == right.value.denominator == 1:
            return combined("∣", left, right)
        self.pin([left, right])
        return Number(value, None, left.floating or right.floating)

    def do_ceil(self, given: list[Value]) -> Value:
        return self._rounded_only(given, "⌈")

    def do_floor(self, given: list[Value]) -> Value:
        return self._rounded_only(given, "//")

    def _rounded_only(self, given: list[Value], sign: str) -> Number:
        (number,) = given
        if not isinstance(number, Number):
            raise Unreadable("rounding")
        return self.rounded(number, sign)

    def do_float(self, given: list[Value]) -> Value:
        number = read_number(given[0]) if isinstance(given[0], str) else given[0]
        if not isinstance(number, Number):
            raise Unreadable("float")
        return Number(number.value, number.tree, True)

    def do_round(self, given: list[Value]) -> Value:
        number = given[0]
        places = given[1].value if len(given) > 1 and isinstance(given[1], Number) else Fraction(0)
        if places.denominator != 1 or not 0 <= places <= 12:
            raise Unreadable("places")
        if not isinstance(number, Number) or (number.value * 10**places.numerator).denominator != 1:
            raise Unreadable("rounding")
        return number

    def do_str(self, given: list[Value]) -> Value:
        return written(self.pin(given[0]))

    def do_list(self, given: list[Value]) -> Value:
        return self.items(given[0])

    def do_set(self, given: list[Value]) -> Value:
        items = self.items(given[0])
        self.pin(items)
        return distinct(items)

    def do_zip(self, given: list[Value]) -> Value:
        return [list(group) for group in zip(*map(self.items, given), strict=False)]

    def do_enumerate(self, given: list[Value]) -> Value:
        return [[Number(Fraction(i)), item] for i, item in enumerate(self.items(given[0]))]

    def do_reversed(self, given: list[Value]) -> Value:
        return self.items(given[0])[::-1]

    def do_gcd(self, given: list[Value]) -> Value:
        return self._common(given, "∧", math.gcd)

    def do_lcm(self, given: list[Value]) -> Value:
        return self._common(given, "∨", math.lcm)

    def _common(self, given: list[Value], sign: str, function: Callable[..., int]) -> Number:
        """Of two numbers with its arithmetic; all others are pinned."""
        if len(given) == 2 and all(isinstance(one, Number) and one.value.denominator == 1 for one in given):
            return combined(sign, *given)
        return Number(Fraction(function(*map(self.whole, given))))

    def do_find_max(self, given: list[Value]) -> Value:
        return self._sorted(self.items(given[0]), [])[-self.whole(given[1])]

    def do_find_min(self, given: list[Value]) -> Value:
        return self._sorted(self.items(given[0]), [])[self.whole(given[1]) - 1]


_FUNCTIONS: dict[str, Callable[[Functions, list[Value]], Value]] = {
    "sum": Functions.do_sum, "len": Functions.do_len, "range": Functions.do_range, "abs": Functions.do_abs,
    "int": Functions.do_int, "ceil": Functions.do_ceil, "floor": Functions.do_floor,
    "float": Functions.do_float, "round": Functions.do_round, "str": Functions.do_str, "list": Functions.do_list,
    "tuple": Functions.do_list, "set": Functions.do_set, "zip": Functions.do_zip, "enumerate": Functions.do_enumerate,
    "reversed": Functions.do_reversed, "gcd": Functions.do_gcd, "GCF": Functions.do_gcd, "lcm": Functions.do_lcm,
    "LCM": Functions.do_lcm, "find_max": Functions.do_find_max, "find_min": Functions.do_find_min,
}  # fmt: skip


def _key_of(keywords: list[ast.keyword]) -> ast.expr | None:
    found = [k.value for k in keywords if k.arg == "key"]
    if any(k.arg not in ("key", "reverse") for k in keywords):
        raise Unreadable("keyword")
    return found[0] if found else None
