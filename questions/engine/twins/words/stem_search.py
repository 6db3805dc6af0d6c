"""The second reading: which formula over the stem's own numbers gives the note's answer, found without the solution.

A bounded search tries every formula with `+ - × ÷` over the stem's printed numbers, number words and the constants its
words bring in, each used at most once, every intermediate positive, fewest numbers first. The stem counts as
a reading of its own only when, at that fewest, exactly one function of the changing numbers hits the answer and it is
the solution's. Alone this is no proof (quality.md §3.2: 83 % on SVAMP, 54 % on GSM8K are right); as agreement
with an independent solution it excludes a wrong placement of numbers, which is all it is used for.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.arithmetic import literals

_PRIME = (1 << 61) - 1
_MOST_LEAVES = 5
_MOST_POOL = 9
_BUDGET = 12_000
Leaf = tuple[float, int]
Table = dict[float, set[int]]


class _Spent(Exception):
    """The search has used up its budget."""


def stem_agrees(alignment: Alignment, answer: Fraction) -> bool:
    """Whether the fewest-number formula over the stem is unique and the solution's own function."""
    generator = random.Random(11)
    points = {i: generator.randrange(2, 1 << 40) for i in range(len(alignment.spans))}
    try:
        exact = alignment.compute({i: Fraction(points[alignment.leader[i]]) for i in points})[-1]
        wanted = _modular(exact)
        pool = list(_pool(alignment, points))
        if not 2 <= len(pool) <= _MOST_POOL:
            return False
        search = _Search(pool, float(answer))
        for size in range(2, min(_MOST_LEAVES, len(pool)) + 1):
            functions = search.functions(size)
            if functions:
                return functions == {wanted}
    except (_Spent, ZeroDivisionError, ValueError):
        return False
    return False


def _modular(value: Fraction) -> int:
    return value.numerator * pow(value.denominator, -1, _PRIME) % _PRIME


def _pool(alignment: Alignment, points: Mapping[int, int]) -> Iterator[Leaf]:
    """The leaves: printed numbers in their unit (a percent as a rate), then constants named by a cue."""
    for i, span in enumerate(alignment.spans):
        if span.value == 1 or span.frozen in ("name", "date", "clock", "article", "extreme"):
            continue
        scale = Fraction(span.scale) if span.kind != "percent" else Fraction(1, 100)
        if i in alignment.free:
            scale = _factor(alignment, i, scale)
            yield float(span.value * scale), points[alignment.leader[i]] * _modular(scale) % _PRIME
        else:
            yield float(span.value * scale), _modular(span.value * scale)
    printed = {span.value for span in alignment.spans}
    for value in sorted(_cued(alignment)):
        if value not in printed and value != 1:
            yield float(value), _modular(value)


def _factor(alignment: Alignment, index: int, scale: Fraction) -> Fraction:
    """The unit in which the solution counts this number (만 원 or 원), which the stem leaves open."""
    factors = {s.factor for s in alignment.reading.values() if s.kind == "span" and s.index == index and not s.offset}
    return factors.pop() if len(factors) == 1 and scale != Fraction(1, 100) else scale


def _cued(alignment: Alignment) -> set[Fraction]:
    return {
        literal.value
        for step in alignment.steps
        for literal in literals(step.tree)
        if alignment.reading[literal.key].kind == "constant" and literal.value in alignment.constants
    }


class _Search:
    """Formulas over subsets of the pool, from both ends: tables of what few leaves make, and targets undone."""

    def __init__(self, pool: Sequence[Leaf], answer: float) -> None:
        self.pool = pool
        self.answer = answer
        self.left = _BUDGET
        self.tables: dict[frozenset[int], Table] = {}

    def functions(self, size: int) -> set[int]:
        """The functions (their values at the random point) of `size` leaves that hit the answer; stops at two."""
        found: set[int] = set()
        for chosen in itertools.combinations(range(len(self.pool)), size):
            for value in self._hits(frozenset(chosen), self.answer):
                found.add(value)
                if len(found) > 1:
                    return found
        return found

    def _hits(self, leaves: frozenset[int], target: float) -> Iterator[int]:
        self.left -= 1
        if self.left < 0:
            raise _Spent
        if len(leaves) <= 2:
            yield from self._table(leaves).get(round(target, 9), ())
            return
        for part in _parts(leaves):
            rest = leaves - part
            for value, points in self._table(part).items():
                for operator, wanted in _undone(value, target):
                    if wanted <= 1e-9:
                        continue
                    for point in points:
                        for other in self._hits(rest, wanted):
                            yield _applied(operator, point, other)

    def _table(self, leaves: frozenset[int]) -> Table:
        table = self.tables.get(leaves)
        if table is not None:
            return table
        table = self.tables[leaves] = {}
        if len(leaves) == 1:
            value, point = self.pool[next(iter(leaves))]
            table[round(value, 9)] = {point}
            return table
        first, second = sorted(leaves)
        (a, p), (b, q) = self.pool[first], self.pool[second]
        for operator, x, y, m, n in (
            ("+", a, b, p, q),
            ("*", a, b, p, q),
            ("-", a, b, p, q),
            ("-", b, a, q, p),
            ("/", a, b, p, q),
            ("/", b, a, q, p),
        ):
            value = x + y if operator == "+" else x * y if operator == "*" else x - y if operator == "-" else x / y
            if value > 1e-9:
                table.setdefault(round(value, 9), set()).add(_applied(operator, m, n))
        return table


def _parts(leaves: frozenset[int]) -> Iterator[frozenset[int]]:
    """One or two leaves to split off; of four leaves, each pair of pairs once."""
    for leaf in leaves:
        yield frozenset({leaf})
    if len(leaves) > 3:
        first = min(leaves)
        for pair in itertools.combinations(sorted(leaves), 2):
            if len(leaves) > 4 or first in pair:
                yield frozenset(pair)


def _undone(value: float, target: float) -> Iterator[tuple[str, float]]:
    """What the other side must be worth for each operation of `value` with it to give `target`."""
    yield "+", target - value
    yield "-", value - target
    yield "r-", target + value
    yield "*", target / value
    yield "/", value / target
    yield "r/", target * value


def _applied(operator: str, left: int, right: int) -> int:
    """One operation on values at the random point, modulo a prime; `r` turns the operands round."""
    if operator.startswith("r"):
        left, right, operator = right, left, operator[1:]
    if operator == "+":
        return (left + right) % _PRIME
    if operator == "-":
        return (left - right) % _PRIME
    if operator == "*":
        return left * right % _PRIME
    return left * pow(right, -1, _PRIME) % _PRIME
