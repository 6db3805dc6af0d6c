"""Second solutions by going through cases: rows, choices, cards, data, common divisors, sequences term by term."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from itertools import combinations, permutations

from questions.engine.expressions import compile_formula
from questions.engine.resolving.reading import few, turns

Match = re.Match[str]
Numbers = Mapping[str, Fraction]
Solver = Callable[[Numbers], object]
MOST_CASES = 60_000
MOST_THINGS = 300
_PLACES = {"두": 2, "세": 3, "네": 4}


def _rows(men: int, women: int, test: Callable[[str], bool]) -> Fraction:
    """Rows of named people that pass, by the pattern of the sexes: every pattern stands for men!·women! rows."""
    people = few(men + women, 12)
    few(max(men, women), 9)
    named = len(list(permutations(range(men)))) * len(list(permutations(range(women))))
    patterns = 0
    for seats in combinations(range(people), women):
        row = "".join("w" if seat in seats else "m" for seat in range(people))
        patterns += test(row)
    return Fraction(patterns * named)


def _together(v: Numbers, who: str) -> Fraction:
    size = int(v["b" if who == "w" else "a"])
    return _rows(int(v["a"]), int(v["b"]), lambda row: who * size in row)


def _apart(v: Numbers, who: str) -> Fraction:
    return _rows(int(v["a"]), int(v["b"]), lambda row: who * 2 not in row)


def _counted(cases: Iterable[object]) -> Fraction:
    total = 0
    for total, _ in enumerate(cases, 1):
        if total > MOST_CASES:
            raise ArithmeticError("too many cases")
    return Fraction(total)


def _groups(v: Numbers) -> Fraction:
    men, women = (
        _counted(combinations(range(few(v[whole], MOST_THINGS)), int(v[part]))) for whole, part in ("ac", "bd")
    )
    return sum((men for _ in turns(women)), Fraction(0))


def _pair(v: Numbers) -> Fraction:
    rows = permutations(range(few(v["n"], 9)))
    return Fraction(sum(abs(row.index(0) - row.index(1)) == 1 for row in rows))


def _divisor(one: Fraction, two: Fraction, least: Fraction = Fraction(0)) -> Fraction:
    """The greatest common divisor, sought from above; above `least`."""
    top = int(min(one, two))
    found = next(d for d in range(top, 0, -1) if one % d == 0 and two % d == 0)
    if found <= least:
        raise ArithmeticError("no divisor is large enough")
    return Fraction(found)


def _multiple(one: Fraction, two: Fraction) -> Fraction:
    return Fraction(next(t for t in range(1, 60_000) if t % one == 0 and t % two == 0))


def _by_difference(v: Numbers) -> Fraction:
    for step in range(-300, 301):
        if v["p"] + step * (v["n"] - v["m"]) == v["q"]:
            value = v["p"]
            for _ in turns(abs(v["k"] - v["m"])):
                value += step if v["k"] > v["m"] else -step
            return value
    raise ArithmeticError("no common difference")


def _by_ratio(v: Numbers) -> Fraction:
    terms = few(v["n"] - v["m"], 200)
    ratios = [ratio for ratio in range(-12, 13) if ratio and v["p"] * ratio**terms == v["q"]]
    ratios = [ratio for ratio in ratios if ratio > 0 or terms % 2]
    if len(ratios) != 1:
        raise ArithmeticError("not one ratio")
    value = v["p"]
    for _ in range(few(v["k"] - v["m"], 200)):
        value *= ratios[0]
    return value


def _thirds(v: Numbers) -> list[int]:
    return [x for x in turns(int(v["a"] + v["b"])) if 2 * max(v["a"], v["b"], Fraction(x)) < v["a"] + v["b"] + x]


NUMBER_SOLVERS: dict[str, Solver] = {
    "rows.together.girls": partial(_together, who="w"),
    "rows.together.boys": partial(_together, who="m"),
    "rows.apart.girls": partial(_apart, who="w"),
    "rows.apart.boys": partial(_apart, who="m"),
    "choices.groups": _groups,
    "choices.row": lambda v: _counted(permutations(range(few(v["n"], MOST_THINGS)), int(v["r"]))),
    "choices.set": lambda v: _counted(combinations(range(few(v["n"], MOST_THINGS)), int(v["r"]))),
    "rows.all": lambda v: _counted(permutations(range(few(v["n"], MOST_THINGS)))),
    "rows.pair.together": _pair,
    "factors.share": lambda v: _divisor(v["a"], v["b"]),
    "factors.square.greatest": lambda v: _divisor(v["a"], v["b"]),
    "factors.square.least": lambda v: _multiple(v["a"], v["b"]),
    "factors.again.minutes": lambda v: _multiple(v["a"], v["b"]),
    "factors.again.days": lambda v: _multiple(v["a"], v["b"]),
    "factors.again.seconds": lambda v: _multiple(v["a"], v["b"]),
    "factors.remainders": lambda v: _divisor(v["a"] - v["p"], v["b"] - v["q"], max(v["p"], v["q"])),
    "arithmetic.by.two.terms": _by_difference,
    "geometric.by.two.terms": _by_ratio,
    "triangle.inequality.count": lambda v: Fraction(len(_thirds(v))),
}


def _data(match: Match) -> list[Fraction]:
    return [Fraction(text) for text in re.findall(r"-?\d+(?:\.\d+)?", match["l"])]


def _mode(match: Match) -> Fraction:
    modes = statistics.multimode(_data(match))
    if len(modes) != 1:
        raise ArithmeticError("not one most frequent value")
    return modes[0]


def _deviation(match: Match) -> object:
    return compile_formula("sqrt(v)")({"v": statistics.pvariance(_data(match))}, ())


def _hole(match: Match) -> Fraction:
    """The datum with which the mean comes out, approached from both sides by the deviations of the others."""
    mean = Fraction(match["m"])
    return mean - sum((datum - mean for datum in _data(match)), Fraction(0))


def _cards(match: Match, even: bool) -> Fraction:
    digits = [int(text) for text in re.findall(r"\d", match["l"])]
    if "부터" in match["l"]:
        digits = list(range(digits[0], digits[-1] + 1))
    few(math.perm(len(digits), _PLACES[match["w"]]), MOST_CASES)
    rows = permutations(digits, _PLACES[match["w"]])
    return Fraction(sum(row[0] != 0 and (not even or row[-1] % 2 == 0) for row in rows))


MATCH_SOLVERS: dict[str, Callable[[Match], object]] = {
    "statistics.mean.told": lambda match: statistics.mean(_data(match)),
    "statistics.median.told": lambda match: statistics.median(_data(match)),
    "statistics.mode.told": _mode,
    "statistics.range.told": lambda match: sorted(_data(match))[-1] - sorted(_data(match))[0],
    "statistics.variance.told": lambda match: statistics.pvariance(_data(match)),
    "statistics.deviation.told": _deviation,
    "statistics.hole.mean": _hole,
    "cards.all": partial(_cards, even=False),
    "cards.even": partial(_cards, even=True),
}
