"""Finite and endless sums and products (Σ, Π) brought into closed form, so that they compare as ordinary expressions.

Written out where both ends are numbers; sums of powers of the index by Faulhaber's formulas, geometric ones by theirs,
and Π k as a quotient of factorials. What has none of these stays as it is, with its index renamed.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache, partial, reduce
from typing import Final

from questions.engine.expressions.equality import same_value
from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Each,
    Loop,
    Name,
    Negative,
    Node,
    Number,
    mapped,
    names_in,
    replaced,
    walk,
)
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.quotients import NoNormalForm, rational

_LONGEST: Final = 60
_HIGHEST: Final = 6
_TRIES: Final = 3
_INDEX: Final = Name("index of the sum")
_ENDLESS: Final = Name("oo")


def holds_series(node: Node) -> bool:
    """Whether a Σ or Π stands in the tree."""
    return any(isinstance(part, Each) for part in walk(node))


def closed(node: Node) -> Node:
    """The tree with its sums and products in closed form where they have one."""
    return _closed(node) if holds_series(node) else node


def _closed(node: Node) -> Node:
    if not isinstance(node, Each):
        return mapped(node, closed)
    loop = node.loops[0]
    if node.function not in ("sum", "prod") or len(node.loops) > 1 or loop.conditions or len(loop.bounds) != 2:
        return node
    inside = closed(node.body)
    if holds_series(inside):
        return node
    body = replaced(inside, Name(loop.name), _INDEX)
    low, high = (closed(bound) for bound in loop.bounds)
    found = _written_out(node.function, body, low, high)
    if found is None:
        last = Arithmetic("-", high, number(1))
        found = _sum(body, low, last) if node.function == "sum" else _product(body, low, last)
    return found or Each(node.function, body, (Loop(_INDEX.name, (low, high), ()),))


def number(value: Fraction | int) -> Node:
    """The tree of a rational."""
    value = Fraction(value)
    return Number(value, str(value)) if value >= 0 else Negative(Number(-value, str(-value)))


def _whole(node: Node) -> int | None:
    try:
        value = rational(normal_form(node))
    except (NoNormalForm, TooLarge):
        return None
    return int(value) if value is not None and value.denominator == 1 else None


def _written_out(function: str, body: Node, low: Node, high: Node) -> Node | None:
    start, stop = _whole(low), _whole(high)
    if start is None or stop is None or stop - start > _LONGEST:
        return None
    parts = [replaced(body, _INDEX, number(index)) for index in range(start, stop)]
    operator, nothing = ("+", 0) if function == "sum" else ("*", 1)
    return reduce(partial(Arithmetic, operator), parts) if parts else number(nothing)


def _sum(body: Node, low: Node, last: Node) -> Node | None:
    if names_in(low) & {_INDEX.name} or names_in(last) & {_INDEX.name}:
        return None
    endless = any(part == _ENDLESS for part in walk(last))
    return (None if endless else _of_powers(body, low, last)) or _geometric(body, low, last, endless)


def _of_powers(body: Node, low: Node, last: Node) -> Node | None:
    """A polynomial in the index whose coefficients hold only plain letters."""
    try:
        over, under, _ = normal_form(body)
    except (NoNormalForm, TooLarge):
        return None
    if set(under) != {()}:
        return None
    before = Arithmetic("-", low, number(1))
    terms = [_of_term(monomial, value / under[()], before, last) for monomial, value in over.items()]
    found = [term for term in terms if term is not None]
    return reduce(partial(Arithmetic, "+"), found, number(0)) if len(found) == len(terms) else None


def _of_term(monomial: tuple[tuple[str, Fraction], ...], value: Fraction, before: Node, last: Node) -> Node | None:
    powers = dict(monomial)
    degree = powers.pop(_INDEX.name, Fraction(0))
    plain = all(exponent.denominator == 1 and name.isidentifier() for name, exponent in powers.items())
    if degree.denominator != 1 or not 0 <= degree <= _HIGHEST or not plain:
        return None
    total: Node = Arithmetic("-", _power_sum(int(degree), last), _power_sum(int(degree), before))
    for name, exponent in powers.items():
        total = Arithmetic("*", Arithmetic("**", Name(name), number(exponent)), total)
    return Arithmetic("*", number(value), total)


def _power_sum(degree: int, last: Node) -> Node:
    """1^d + 2^d + … + n^d by Faulhaber's formula."""
    terms = [
        Arithmetic("*", number(factor), Arithmetic("**", last, number(power)))
        for power, factor in _faulhaber(degree).items()
    ]
    return reduce(partial(Arithmetic, "+"), terms)


@lru_cache(maxsize=16)
def _faulhaber(degree: int) -> dict[int, Fraction]:
    """Coefficients by power of n; from (n + 1)^(d+1) − 1 = Σ C(d+1, j) S_j(n)."""
    found = {power: Fraction(math.comb(degree + 1, power)) for power in range(1, degree + 2)}
    for lower in range(degree):
        for power, factor in _faulhaber(lower).items():
            found[power] = found.get(power, Fraction(0)) - math.comb(degree + 1, lower) * factor
    return {power: factor / (degree + 1) for power, factor in found.items() if factor}


def _geometric(body: Node, low: Node, last: Node, endless: bool) -> Node | None:
    """Terms that are each the same multiple of the one before; endless ones where the multiple is below one."""
    following = replaced(body, _INDEX, Arithmetic("+", _INDEX, number(1)))
    ratio = Arithmetic("/", *(replaced(body, _INDEX, number(place)) for place in (2, 1)))
    if _INDEX.name not in names_in(body) or not same_value(following, Arithmetic("*", ratio, body), deep=False):
        return None
    first, rest = replaced(body, _INDEX, low), Arithmetic("-", number(1), ratio)
    if endless:
        return (
            Arithmetic("/", first, rest) if last == Arithmetic("-", _after(), number(1)) and _shrinks(ratio) else None
        )
    count = Arithmetic("+", Arithmetic("-", last, low), number(1))
    return Arithmetic("/", Arithmetic("*", first, Arithmetic("-", number(1), Arithmetic("**", ratio, count))), rest)


def _after() -> Node:
    return Arithmetic("+", _ENDLESS, number(1))


def _shrinks(ratio: Node) -> bool:
    try:
        value = rational(normal_form(ratio))
    except (NoNormalForm, TooLarge):
        return False
    return value is not None and abs(value) < 1


def _product(body: Node, low: Node, last: Node) -> Node | None:
    """Π k from a to b is b!/(a − 1)!, and a factor without the index is a power."""
    if _INDEX.name not in names_in(body):
        count = Arithmetic("+", Arithmetic("-", last, low), number(1))
        return Arithmetic("**", body, count)
    if body != _INDEX:
        return None
    below = Call("factorial", (Arithmetic("-", low, number(1)),))
    return Arithmetic("/", Call("factorial", (last,)), below)


def compared(left: Node, right: Node) -> bool | None:
    """Whether two sides of which one has no closed form are the same: term by term, by induction, or not at all."""
    if not (holds_series(left) or holds_series(right)):
        return None
    if isinstance(left, Each) and isinstance(right, Each) and _alike(left, right):
        return True
    if _by_induction(left, right) or _by_induction(right, left):
        return True
    letters = sorted(names_in(left) | names_in(right))
    for turn in range(_TRIES if letters else 0):
        first, second = left, right
        for place, letter in enumerate(letters):
            first, second = (_with(side, letter, number(turn + 2 + place)) for side in (first, second))
        if same_value(first, second, deep=False) is False:
            return False
    return None


def _with(node: Node, letter: str, value: Node) -> Node:
    return closed(replaced(node, Name(letter), value))


def _by_induction(series: Node, other: Node) -> bool:
    """Whether a formula for a sum up to n gives its first term, and grows by the next term from n to n + 1."""
    if not isinstance(series, Each) or holds_series(other) or names_in(series.loops[0].bounds[0]):
        return False
    low, high = series.loops[0].bounds
    match high:
        case Arithmetic("+", Name(letter), Number(1)):
            after = Arithmetic("+", Name(letter), number(1))
        case _:
            return False
    operator = "-" if series.function == "sum" else "/"
    grown = Arithmetic(operator, replaced(other, Name(letter), after), other)
    steps = ((grown, replaced(series.body, _INDEX, after)), (replaced(other, Name(letter), low), _first(series)))
    return all(same_value(one, two, deep=False) for one, two in steps)


def _first(series: Each) -> Node:
    return replaced(series.body, _INDEX, series.loops[0].bounds[0])


def _alike(left: Each, right: Each) -> bool:
    if left.function != right.function or len(left.loops) != 1 or len(right.loops) != 1:
        return False
    pairs = [(left.body, right.body), *zip(left.loops[0].bounds, right.loops[0].bounds, strict=False)]
    return all(same_value(a, b, deep=False) is True for a, b in pairs)
