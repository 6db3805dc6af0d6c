"""Second solutions of stories with two unknowns and of changed rectangles: whole numbers tried against what is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from questions.engine.resolving.reading import few
from questions.engine.resolving.stories import balanced, tried

Numbers = Mapping[str, Fraction]
Solver = Callable[[Numbers], object]
MOST_MEMBERS = 1000


def _twice_aged(v: Numbers, sign: int, older: bool) -> Fraction:
    """Every age of the younger one that makes both sentences true."""
    young = tried(
        lambda x: v["k"] * x + sign * v["t"] == v["m"] * (x + sign * v["t"]) and x + sign * v["t"] > 0, 1, 120
    )
    return v["k"] * young if older else young


def _summed(v: Numbers, sign: int, larger: bool) -> Fraction:
    small = tried(lambda x: v["t"] - x == v["k"] * x + sign * v["d"], 1)
    return v["t"] - small if larger else small


def _apart(v: Numbers, older: bool) -> Fraction:
    young = tried(lambda x: v["t"] - x - x == v["d"], 1, 200)
    return v["t"] - young if older else young


def _priced(v: Numbers, first: bool) -> Fraction:
    """The first price is moved; the second follows from one purchase and must fit the other."""
    one = balanced(lambda x: v["p"] * x + v["q"] * (v["t"] - v["m"] * x) / v["n"] - v["u"])
    return one if first else (v["t"] - v["m"] * one) / v["n"]


def _scored(v: Numbers, first: bool) -> Fraction:
    one = tried(lambda k: k <= v["n"] and v["a"] * k + v["b"] * (v["n"] - k) == v["t"], 0)
    return one if first else v["n"] - one


def _around(v: Numbers, asked: str) -> Fraction:
    height = balanced(lambda x: 2 * (x + x + v["a"]) - v["t"])
    return {"width": height + v["a"], "height": height, "area": height * (height + v["a"])}[asked]


def _enclosed(v: Numbers, width: bool) -> Fraction:
    short = tried(lambda x: 2 * x < v["t"] / 2 and x * (v["t"] / 2 - x) == v["m"], 1, 500)
    return v["t"] / 2 - short if width else short


def _reshaped(v: Numbers, one: int, two: int) -> Fraction:
    return tried(
        lambda x: x + one * v["a"] > 0 and x + two * v["b"] > 0 and (x + one * v["a"]) * (x + two * v["b"]) == v["m"],
        1,
        500,
    )


def _nested(v: Numbers, one: int, two: int) -> Fraction:
    return balanced(lambda x: v["b"] * (x + one * v["a"]) - v["c"] * x - two * v["d"])


def _shared(v: Numbers) -> Fraction:
    """Two sets are pushed over each other until together they have as many members as is printed."""
    a, b = (few(v[name], MOST_MEMBERS) for name in "ab")
    return tried(lambda c: len({*range(a), *range(a - c, a + b - c)}) == v["c"], 0, min(a, b) + 1)


SOLVERS: dict[str, Solver] = {
    **{
        f"age.twice.multiple.{turn}.{asked}": partial(_twice_aged, sign=sign, older=asked == "older")
        for turn, sign in (("later", 1), ("before", -1))
        for asked in ("older", "younger")
    },
    **{
        f"pair.sum.multiple.{way}.{asked}": partial(_summed, sign=sign, larger=asked == "larger")
        for way, sign in (("more", 1), ("less", -1))
        for asked in ("smaller", "larger")
    },
    "pair.difference.sum.older": partial(_apart, older=True),
    "pair.difference.sum.younger": partial(_apart, older=False),
    "prices.two.sums.first": partial(_priced, first=True),
    "prices.two.sums.second": partial(_priced, first=False),
    "points.in.test.first": partial(_scored, first=True),
    "points.in.test.second": partial(_scored, first=False),
    "work.pipes.together": lambda v: balanced(lambda x: x / v["a"] + x / v["b"] - 1),
    "growth.last.year.up": lambda v: balanced(lambda x: x + x / 100 * v["p"] - v["m"]),
    "growth.last.year.down": lambda v: balanced(lambda x: x - x / 100 * v["p"] - v["m"]),
    **{f"rectangle.around.{asked}": partial(_around, asked=asked) for asked in ("width", "height", "area")},
    "rectangle.by.area.around.width": partial(_enclosed, width=True),
    "rectangle.by.area.around.height": partial(_enclosed, width=False),
    "triangle.base.longer": lambda v: tried(lambda x: x * (x + v["d"]) == 2 * v["m"], 1, 500),
    "square.reshaped.longer.shorter": partial(_reshaped, one=1, two=-1),
    "square.reshaped.shorter.longer": partial(_reshaped, one=-1, two=1),
    "square.reshaped.both.longer": partial(_reshaped, one=1, two=1),
    "number.square.more": lambda v: tried(lambda x: x * x - v["k"] * x == v["d"], 1, 500),
    **{
        f"number.nested.{one}.{two}": partial(_nested, one=a, two=b)
        for one, a in (("plus", 1), ("minus", -1))
        for two, b in (("more", 1), ("less", -1))
    },
    "motion.distance.mixed": lambda v: balanced(lambda x: x / v["v1"] * 60 - 60 * v["h"] - v["n"]),
    "sets.intersection": _shared,
}
