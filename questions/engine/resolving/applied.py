"""Second solutions of applied questions: regions of a diagram, outcomes with weights, stories told backwards.

No formula of the first solution is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise, permutations, product
from typing import Any

from questions.engine.resolving.algebraic import computer_algebra, exact
from questions.engine.resolving.reading import few, turns
from questions.engine.resolving.stories import balanced, tried

Numbers = Mapping[str, Fraction]
Solver = Callable[[Numbers], Any]
_HALF = Fraction(1, 2)
MOST_MEMBERS = 50_000


def _regions(v: Numbers, told: str) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Only A, both, only B, neither: found from what is told; ArithmeticError where a region would be negative."""
    p, q = v["p"], v["q"]
    if told == "independent":
        both = sum((p / q.denominator for _ in turns(q.numerator)), Fraction(0))
    elif told == "exclusive":
        both = Fraction(0)
    elif told == "both":
        both = v["r"]
    else:
        both = q - (v["r"] - p)
    found = (p - both, both, q - both, 1 - p - (q - both))
    if min(found) < 0:
        raise ArithmeticError("no such events")
    return found


def _event(told: str, asked: str) -> Solver:
    def solve(v: Numbers) -> Fraction:
        only_a, both, only_b, neither = _regions(v, told)
        return {
            "both": both,
            "either": only_a + both + only_b,
            "b.given.a": both / (only_a + both),
            "a.given.b": both / (only_b + both),
            "neither": neither,
        }[asked]

    return solve


def _two_trials(test: Callable[[int], bool]) -> Solver:
    def solve(v: Numbers) -> Fraction:
        weights = ((1 - v["p"], v["p"]), (1 - v["q"], v["q"]))
        return sum((weights[0][i] * weights[1][j] for i, j in product((0, 1), repeat=2) if test(i + j)), Fraction(0))

    return solve


def _binomial(what: str, chance: Fraction | None = None) -> Solver:
    """Trial after trial: means and variances of the single trials are added up."""

    def solve(v: Numbers) -> Any:
        p = v["p"] if chance is None else chance
        squares = p * (1 - p) ** 2 + (1 - p) * p**2
        total = sum(((p if what == "mean" else squares) for _ in turns(v["n"])), Fraction(0))
        if what != "deviation":
            return total
        sympy = computer_algebra()
        return exact(sympy.sqrt(sympy.Rational(total.numerator, total.denominator)))

    return solve


def _area_to(v: Numbers, bound: Fraction) -> Fraction:
    """The share of the normal distribution below a bound, by the one row of the table that the question prints."""
    score = (bound - v["m"]) / v["d"]
    if score == 0:
        return _HALF
    if abs(score) != v["z"]:
        raise ArithmeticError("the table has no such row")
    return _HALF + v["t"] if score > 0 else _HALF - v["t"]


def _between(v: Numbers) -> Fraction:
    return _area_to(v, v["b"]) - _area_to(v, v["a"])


_LIKELIHOOD: dict[str, Solver] = {
    **{
        f"events.{told}.{asked}": _event(told, asked)
        for told in ("both", "either", "independent", "exclusive")
        for asked in ("both", "either", "b.given.a", "a.given.b", "neither")
    },
    "events.conditional.alone": lambda v: 1 - (v["p"] - v["r"]) / v["p"],
    "events.product.rule": lambda v: v["p"] - v["p"] * (1 - v["r"]),
    "trials.two.both": _two_trials(lambda hits: hits == 2),
    "trials.two.least": _two_trials(lambda hits: hits > 0),
    "trials.two.only": _two_trials(lambda hits: hits == 1),
    "trials.two.none": _two_trials(lambda hits: hits == 0),
    **{f"binomial.{what}": _binomial(what) for what in ("mean", "variance", "deviation")},
    **{
        f"binomial.{thrown}.{what}": _binomial(what, chance)
        for thrown, chance in (
            ("coin", _HALF), ("die.one", Fraction(1, 6)), ("die.threes", Fraction(1, 3)), ("die.even", _HALF),
        )
        for what in ("mean", "variance", "deviation")
    },
    "normal.between": _between,
    "normal.above.mean": _between,
    "normal.below.mean": _between,
    **{f"normal.least.{side}": lambda v: 1 - _area_to(v, v["a"]) for side in ("above", "below")},
    **{f"normal.most.{side}": lambda v: _area_to(v, v["a"]) for side in ("above", "below")},
}  # fmt: skip


def _aged(v: Numbers, older: bool) -> Fraction:
    """Every age of the younger one is tried."""
    young = tried(lambda x: v["t"] - x + v["k"] == v["m"] * (x + v["k"]), 1, 120)
    return v["t"] - young if older else young


def _pair(v: Numbers, told: str, kind: str, result: str) -> Fraction:
    step, rest = {"whole": (1, None), "odd": (2, 1), "even": (2, 0)}[kind]
    small = tried(
        lambda n: (n * (n + step) if told == "product" else n**2 + (n + step) ** 2) == v["t"] and rest in (None, n % 2),
        1,
        2000,
    )
    return {"sum": 2 * small + step, "smaller": small, "larger": small + step}[result]


def _peopled(v: Numbers, first: int, total: int, which: str, year: str) -> Fraction:
    """Last year's first kind, moved until this year's total comes out; the parts must be whole people."""
    grown = {"first": 1 + first * v["p"] / 100, "second": 1 - first * v["q"] / 100}
    men = balanced(lambda x: x * grown["first"] + (v["t"] - x) * grown["second"] - v["t"] - total * v["d"])
    last = men if which == "first" else v["t"] - men
    found = last if year == "last" else last * grown[which]
    if found.denominator != 1 or not 0 < men < v["t"]:
        raise ArithmeticError("not a number of people")
    return found


def _split(v: Numbers, larger: bool) -> Fraction:
    one = balanced(lambda x: x * v["b"] - (v["m"] - x) * v["a"])
    return max(one, v["m"] - one) if larger else min(one, v["m"] - one)


def _after(v: Numbers, sign: int) -> Fraction:
    level = v["l"]
    for _ in turns(v["x"]):
        level += sign * v["r"]
    return level


def _when(v: Numbers, sign: int) -> Fraction:
    return balanced(lambda x: v["l"] + sign * v["r"] * x - v["h"])


def _needed(v: Numbers, names: str) -> Fraction:
    return balanced(lambda x: (sum((v[one] for one in names), x)) / (len(names) + 1) - v["m"])


_QUANTITIES: dict[str, Solver] = {
    "age.sum.later.younger": partial(_aged, older=False),
    "age.sum.later.older": partial(_aged, older=True),
    **{
        f"numbers.pair.{told}.{kind}.{result}": partial(_pair, told=told, kind=kind, result=result)
        for told in ("product", "squares")
        for kind in ("whole", "odd", "even")
        for result in ("sum", "smaller", "larger")
    },
    **{
        f"population.{up}.{more}.{which}.{year}": partial(_peopled, first=first, total=total, which=which, year=year)
        for up, first in (("up", 1), ("down", -1))
        for more, total in (("more", 1), ("fewer", -1))
        for which in ("first", "second")
        for year in ("last", "this")
    },
    **{
        f"rate.{name}.after": partial(_after, sign=sign)
        for name, sign in (
            ("candle", -1), ("heated", 1), ("cooled", -1), ("drained", -1), ("filled", 1), ("spring", 1),
        )
    },
    **{
        f"rate.{name}.when": partial(_when, sign=sign)
        for name, sign in (
            ("candle", -1), ("heated", 1), ("cooled", -1), ("drained", -1), ("filled", 1), ("spring", 1),
        )
    },
    "score.needed.2": partial(_needed, names="ab"),
    "score.needed.3": partial(_needed, names="abc"),
    "score.needed.4": partial(_needed, names="abcd"),
    "share.parts.smaller": partial(_split, larger=False),
    "share.parts.larger": partial(_split, larger=True),
    "percent.share": lambda v: balanced(lambda x: v["n"] * x / 100 - v["k"]),
    "percent.whole": lambda v: balanced(lambda x: x * v["p"] / 100 - v["k"]),
    "frequency.relative": lambda v: balanced(lambda x: v["n"] * x - v["k"]),
    "frequency.from.relative": lambda v: balanced(lambda x: x / v["n"] - v["r"]),
    "frequency.total": lambda v: balanced(lambda x: x * v["r"] - v["k"]),
}  # fmt: skip


def _scaled(v: Numbers, power: int, larger_told: bool) -> Fraction:
    """Step by step along each of the dimensions."""
    size, (old, new) = v["v"], ((v["b"], v["a"]) if larger_told else (v["a"], v["b"]))
    for _ in range(power):
        size = balanced(lambda x, size=size: x * old - size * new)  # type: ignore[misc]
    return size


def _scaled_round(v: Numbers, power: int, larger_told: bool) -> Any:
    sympy = computer_algebra()
    plain = _scaled(v, power, larger_told)
    return sympy.Rational(plain.numerator, plain.denominator) * sympy.pi


def _members(v: Numbers) -> tuple[set[int], set[int], set[int]]:
    """Two sets of the printed sizes in a whole of the printed size."""
    a, b, c, u = (few(v[name], MOST_MEMBERS) for name in "abcu")
    one, two, whole = set(range(a)), set(range(a - c, a - c + b)), set(range(u))
    if not one | two <= whole:
        raise ArithmeticError("no such sets")
    return one, two, whole


def _sized(pick: Callable[[set[int], set[int], set[int]], set[int]]) -> Solver:
    return lambda v: Fraction(len(pick(*_members(v))))


def _round_table(v: Numbers) -> Fraction:
    """Orders in which the first person has the first chair: turning the table makes every order one of them."""
    return Fraction(sum(1 for order in permutations(range(few(v["n"], 10))) if order[0] == 0))


def _alternate(v: Numbers) -> Fraction:
    people = range(2 * few(v["a"], 5))
    half = int(v["a"])
    rows = permutations(people)
    return Fraction(sum(1 for row in rows if all((x < half) != (y < half) for x, y in pairwise(row))))


_LIKENESS: dict[str, Solver] = {
    **{
        f"similar.{kind}.{name}": partial(_scaled, power=power, larger_told=name == "larger")
        for kind, power in (("length", 1), ("area", 2), ("volume", 3))
        for name in ("smaller", "larger")
    },
    **{
        f"similar.{kind}.{name}.round": partial(_scaled_round, power=power, larger_told=name == "larger")
        for kind, power in (("length", 1), ("area", 2), ("volume", 3))
        for name in ("smaller", "larger")
    },
    **{
        f"similar.triangles.{one}{two}{back}": lambda v: balanced(lambda x: v["c"] / v["a"] - x / v["b"])
        for one, two in permutations(range(3), 2)
        for back in ("", ".back")
    },
    "sets.sizes.neither": _sized(lambda a, b, u: u - (a | b)),
    "sets.sizes.not.both": _sized(lambda a, b, u: u - (a & b)),
    "sets.sizes.only.a": _sized(lambda a, b, u: a - b),
    "sets.sizes.only.b": _sized(lambda a, b, u: b - a),
    "sets.sizes.either": _sized(lambda a, b, u: a | b),
    "seats.round": _round_table,
    "rows.alternate": _alternate,
}
SOLVERS: dict[str, Solver] = {**_LIKELIHOOD, **_QUANTITIES, **_LIKENESS}
