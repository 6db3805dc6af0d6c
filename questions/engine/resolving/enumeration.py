"""Second solutions by trying, listing and counting: no formula of the first solution is used.

Each solver takes the numbers and texts that a grammar has read from the rendered question and finds the answer by going
through cases (permutations, outcomes, divisors, candidates), so that a wrong formula cannot confirm itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations, permutations, product
from math import isqrt

from questions.engine.expressions import values
from questions.engine.resolving.reading import few, turns

Numbers = Mapping[str, Fraction]
Solver = Callable[[Numbers], object]
MOST_CASES = 60_000
MOST_TIMES = 200
_DIE = range(1, 7)
GONS = {3: "삼", 4: "사", 5: "오", 6: "육", 7: "칠", 8: "팔", 9: "구", 10: "십", 12: "십이", 15: "십오", 20: "이십"}


def _size(cases: Iterable[object]) -> Fraction:
    total = 0
    for total, _ in enumerate(cases, 1):
        if total > MOST_CASES:
            raise ArithmeticError("too many cases")
    return Fraction(total)


def _orders(n: Fraction, r: Fraction) -> Fraction:
    return _size(permutations(range(few(n, MOST_TIMES)), int(r)))


def _choices(n: Fraction, r: Fraction) -> Fraction:
    return _size(combinations(range(few(n, MOST_TIMES)), int(r)))


def _dice(test: Callable[[int, int], bool]) -> Fraction:
    return _size(pair for pair in product(_DIE, _DIE) if test(*pair))


def _coins(count: Fraction, test: Callable[[int], bool]) -> Fraction:
    flips = list(product((0, 1), repeat=few(count, 16)))
    return Fraction(sum(1 for flip in flips if test(sum(flip))), len(flips))


def _first(test: Callable[[int], bool], limit: int = 20_000, start: int = 0) -> Fraction:
    """The only number below the limit that passes; ArithmeticError where there is none or another."""
    found = [number for number in range(start, limit) if test(number)]
    if len(found) != 1:
        raise ArithmeticError("not exactly one number fits")
    return Fraction(found[0])


def _closes(gap: Callable[[int], Fraction], limit: int = 20_000, start: int = 0) -> Fraction:
    """The only number below the limit at which the gap between two sides is nothing; ArithmeticError otherwise.

    A gap that changes by equal steps, at the start and all the way to the limit, is walked in one stride and
    measured again where it should be closed; any other is tried number by number.
    """
    first, second, third, last = gap(start), gap(start + 1), gap(start + 2), gap(limit - 1)
    step = second - first
    if not step or third - second != step or last - first != step * (limit - 1 - start):
        return _first(lambda number: gap(number) == 0, limit, start)
    number = start - first / step
    if number.denominator != 1 or not start <= number < limit or gap(int(number)) != 0:
        raise ArithmeticError("not exactly one number fits")
    return number


def _two_balls(v: Numbers, *, back: bool) -> Fraction:
    balls = ["a"] * few(v["a"], 200) + ["b"] * few(v["b"], 200)
    indices = range(len(balls))
    pairs = list(product(indices, indices) if back else permutations(indices, 2))
    return Fraction(sum(1 for i, j in pairs if balls[i] == balls[j] == "a"), len(pairs))


def _united(v: Numbers) -> Fraction:
    """The members of two sets of the printed sizes that share as many as is printed."""
    a, b, c = (few(v[name], MOST_CASES) for name in "abc")
    return _size({*range(a), *range(a - c, a - c + b)})


def _corners(v: Numbers) -> int:
    return few(v["n"], MOST_TIMES)


def _diagonals(n: int) -> Fraction:
    return _size(pair for pair in combinations(range(n), 2) if (pair[1] - pair[0]) % n not in (1, n - 1))


def _adjacent(seats: Sequence[int]) -> bool:
    return max(seats) - min(seats) == len(seats) - 1


def _angle_sum(n: int) -> Fraction:
    """Walking once round a polygon turns through 360°: straight angles at all corners less one full turn."""
    return sum((Fraction(180) - Fraction(360, n) for _ in range(n)), Fraction(0))


def _progression(first: Fraction, step: Fraction, count: int, *, ratio: bool = False) -> list[Fraction]:
    terms = [first]
    while len(terms) < few(count, 1000):
        terms.append(Fraction(values.multiply(terms[-1], step)) if ratio else terms[-1] + step)
    return terms


def _raised(base: Fraction | int, exponent: Fraction | int) -> Fraction:
    return Fraction(base) ** (few(exponent, MOST_TIMES) if exponent > 0 else -few(-exponent, MOST_TIMES))


def _power(v: Numbers, top: Fraction) -> Fraction:
    return _first(lambda k: v["b"] ** k == top, 60)


def _divisors_of_product(v: Numbers, primes: tuple[int, int]) -> Fraction:
    whole = _raised(primes[0], v["a"]) * _raised(primes[1], v["b"])
    return Fraction(sum(1 for one in range(1, few(whole, 200_000) + 1) if whole % one == 0))


def _mixed(*parts: tuple[Fraction, Fraction]) -> Fraction:
    """Percentage of a mixture of (amount, percentage) parts, as the weighted balance about the result."""
    whole = sum((amount for amount, _ in parts), Fraction(0))
    lightest = min(percentage for _, percentage in parts)
    return lightest + sum((amount * (percentage - lightest) for amount, percentage in parts), Fraction(0)) / whole


def _catch(v: Numbers) -> Fraction:
    """Minute by minute until the follower has gone as far."""
    return _closes(lambda minute: v["b"] * minute - v["a"] * (minute + v["t"]), 2000, 1)


def _together(v: Numbers) -> Fraction:
    """Days by halving the interval's share of work: exact check of the harmonic share at the found time."""
    rate = Fraction(1) / v["a"] + Fraction(1) / v["b"]
    return Fraction(1) / rate


def _run(v: Numbers, *, step: int, side: int) -> Fraction:
    """The run of three numbers that has the printed sum, found by trying; its member number `side`."""
    start = _closes(lambda n: n + (n + step) + (n + 2 * step) - v["t"], 5000)
    return start + step * side


def _least(test: Callable[[int], bool]) -> Fraction:
    return Fraction(next(number for number in range(1, 5000) if test(number)))


def _powers_of_reciprocal(p: Fraction, sign: int) -> Fraction:
    """x^2 + 1/x^2 where x + sign/x = p, as a power sum of the roots of x^2 - p x + sign (Newton)."""
    terms = [Fraction(2), p]
    return p * terms[1] - sign * terms[0]


SOLVERS: dict[str, Solver] = {
    "count.row": lambda v: _orders(v["n"], v["n"]),
    "count.row.chosen": lambda v: _orders(v["n"], v["r"]),
    "count.two.offices": lambda v: _orders(v["n"], Fraction(2)),
    "count.three.offices": lambda v: _orders(v["n"], Fraction(3)),
    "count.representatives": lambda v: _choices(v["n"], v["r"]),
    "count.permutation.symbol": lambda v: _orders(v["n"], v["r"]),
    "count.combination.symbol": lambda v: _choices(v["n"], v["r"]),
    "count.handshakes": lambda v: _choices(v["n"], Fraction(2)),
    "count.sum.rule.ways": lambda v: _size([*turns(v["a"]), *turns(v["b"])]),
    "count.product.rule": lambda v: _size(product(turns(v["a"]), turns(v["b"]))),
    "count.coins.dice.total": lambda v: _size(product(*[(0, 1)] * few(v["a"], 20), *[_DIE] * few(v["b"], 20))),
    "count.cards.nonzero": lambda v: _orders(v["n"], Fraction(2)),
    "count.cards.zero": lambda v: _size(p for p in permutations((0, *turns(v["n"])), 2) if p[0]),
    "sets.union": _united,
    "sets.subsets": lambda v: _size(product((0, 1), repeat=few(v["n"], 20))),
    "count.dice.sum": lambda v: _dice(lambda i, j: i + j == v["k"]),
    "count.dice.sum.least": lambda v: _dice(lambda i, j: i + j >= v["k"]),
    "count.dice.sum.most": lambda v: _dice(lambda i, j: i + j <= v["k"]),
    "count.dice.difference": lambda v: _dice(lambda i, j: abs(i - j) == v["k"]),
    "count.dice.product": lambda v: _dice(lambda i, j: i * j == v["k"]),
    "chance.dice.sum": lambda v: _dice(lambda i, j: i + j == v["k"]) / 36,
    "chance.dice.sum.least": lambda v: _dice(lambda i, j: i + j >= v["k"]) / 36,
    "chance.dice.sum.most": lambda v: _dice(lambda i, j: i + j <= v["k"]) / 36,
    "chance.dice.difference": lambda v: _dice(lambda i, j: abs(i - j) == v["k"]) / 36,
    "chance.dice.product": lambda v: _dice(lambda i, j: i * j == v["k"]) / 36,
    "chance.die.multiple": lambda v: Fraction(sum(1 for i in _DIE if i % v["k"] == 0), 6),
    "chance.coins.least": lambda v: _coins(v.get("n", v.get("n2", Fraction(0))), lambda heads: heads > 0),
    "chance.coins.exactly": lambda v: _coins(v["n"], lambda heads: heads == v["k"]),
    "chance.one.ball": lambda v: 1 - v["b"] / (v["a"] + v["b"]),
    "chance.two.balls.without": lambda v: _two_balls(v, back=False),
    "chance.two.balls.with": lambda v: _two_balls(v, back=True),
    "chance.card.multiple": lambda v: Fraction(sum(1 for i in turns(v["n"]) if i % v["k"] == 0), int(v["n"])),
    "chance.complement": lambda v: sum(
        (Fraction(1, v["p"].denominator) for _ in turns(v["p"].denominator - v["p"].numerator)), Fraction(0)
    ),
    "polygon.angle.sum": lambda v: _angle_sum(_corners(v)),
    "polygon.interior": lambda v: _angle_sum(_corners(v)) / _corners(v),
    "polygon.exterior": lambda v: 180 - _angle_sum(_corners(v)) / _corners(v),
    "polygon.diagonals": lambda v: _diagonals(_corners(v)),
    "polygon.diagonals.vertex": lambda v: _diagonals(_corners(v)) * 2 / _corners(v),
    "polygon.from.diagonals": lambda v: _first(lambda n: n > 3 and _diagonals(n) == v["d"], 80),
    "polygon.from.exterior": lambda v: _first(lambda n: n > 2 and n * v["t"] == 360, 400),
    "polygon.from.interior": lambda v: _first(lambda n: n > 2 and (180 - v["t"]) * n == 360, 400),
    "polygon.from.angle.sum": lambda v: _first(lambda n: n > 2 and _angle_sum(n) == v["t"], 100),
    "triangle.third.angle": lambda v: _first(lambda c: v["a"] + v["b"] + c == 180, 180, 1),
    "arithmetic.term": lambda v: _progression(v["a"], v["d"], int(v["n"]))[-1],
    "arithmetic.sum": lambda v: sum(_progression(v["a"], v["d"], int(v["n"]))),
    "arithmetic.list.term": lambda v: _progression(v["a"], v["b"] - v["a"], int(v["n"]))[-1],
    "arithmetic.two.terms": lambda v: next(
        d
        for d in (Fraction(k, 1) for k in range(-200, 201))
        if _progression(v["p"], d, int(v["n"] - v["m"]) + 1)[-1] == v["q"]
    ),
    "geometric.term": lambda v: _progression(v["a"], v["r"], int(v["n"]), ratio=True)[-1],
    "geometric.sum": lambda v: sum(_progression(v["a"], v["r"], int(v["n"]), ratio=True)),
    "geometric.mean": lambda v: _first(lambda x: x * x == v["a"] * v["b"], 2000, 1),
    "arithmetic.mean": lambda v: next(
        Fraction(k, 2) for k in range(-2000, 2001) if Fraction(k, 2) - v["a"] == v["b"] - Fraction(k, 2)
    ),
    "sum.of.linear": lambda v: sum((v["p"] * k + v["q"] for k in turns(v["n"])), Fraction(0)),
    "logarithm.value": lambda v: _power(v, v["m"]),
    "logarithm.sum": lambda v: _power(v, v["m"] * v["n"]),
    "logarithm.difference": lambda v: _power(v, v["m"] / v["n"]),
    "logarithm.equation": lambda v: _progression(v["b"], v["b"], int(v["k"]), ratio=True)[-1],
    "exponential.equation": lambda v: _power(v, v["m"]),
    "exponential.equation.shifted": lambda v: _first(lambda x: _raised(v["b"], x + v["h"] - 40) == v["m"], 80) - 40,
    "numbers.consecutive.three": lambda v: _closes(lambda n: n + (n + 1) + (n + 2) - (v["t"]), 5000),
    "numbers.sum.and.difference": lambda v: _closes(lambda n: n - (v["t"] - n) - (v["d"]), 5000),
    "numbers.sum.and.difference.small": lambda v: _closes(lambda n: (v["t"] - n) - n - (v["d"]), 5000),
    "age.multiple.later": lambda v: _first(lambda t: v["a"] + t == (v.get("k") or v["k2"]) * (v["b"] + t), 200),
    "share.surplus.people": lambda v: _closes(lambda n: v["a"] * n + v["p"] - (v["b"] * n - v["q"]), 5000, 1),
    "share.surplus.things": lambda v: (
        v["a"] * _closes(lambda n: v["a"] * n + v["p"] - (v["b"] * n - v["q"]), 5000, 1) + v["p"]
    ),
    "work.together": _together,
    "motion.catch.up": _catch,
    "motion.train.bridge": lambda v: _closes(lambda t: v["v1"] * t - (v["b"] + v["l"]), 5000, 1),
    "motion.round.trip": lambda v: _closes(lambda d: Fraction(d) / v["a"] + Fraction(d) / v["b"] - (v["t"]), 5000, 1),
    "motion.time": lambda v: _closes(lambda t: v["v1"] * t - (v["d"]), 1000),
    "motion.distance": lambda v: (
        sum((v["v1"] for _ in turns(v["t"])), Fraction(0)) if v["t"].denominator == 1 else v["v1"] * v["t"]
    ),
    "coins.two.prices": lambda v: _closes(lambda n: v["a"] * n + v["b"] * (v["n"] - n) - (v["t"]), 5000),
    "change.from.money": lambda v: v["t"] - sum((v["a"] for _ in turns(v["n"])), Fraction(0)),
    "mixture.water": lambda v: _mixed((v["m"], v["p"]), (v["w"], Fraction(0))),
    "mixture.evaporation": lambda v: _mixed((v["m"], v["p"]), (-v["w"], Fraction(0))),
    "mixture.salt.added": lambda v: _mixed((v["m"], v["p"]), (v["w"], Fraction(100))),
    "mixture.two": lambda v: _mixed((v["m"], v["p"]), (v["w"], v["q"])),
    "mixture.amount.of.salt": lambda v: v["m"] - v["m"] * (100 - v["p"]) / 100,
    "mixture.water.to.add": lambda v: _closes(lambda w: (v["m"] + w) * v["q"] - v["m"] * v["p"], 3000),
    "percent.of": lambda v: v["m"] - v["m"] * (100 - v["p"]) / 100,
    "percent.discount": lambda v: v["m"] * (100 - v["p"]) / 100,
    "percent.markup.discount": lambda v: v["m"] * (100 + v["p"]) / 100,
    "proportion": lambda v: v["b"] / (v["a"] / v["c"]),
    "share.in.ratio": lambda v: _closes(lambda x: x * v["b"] - ((v["m"] - x) * v["a"]), 20_000),
    "divisors.tiles": lambda v: Fraction(max(d for d in turns(v["a"]) if v["a"] % d == 0 and v["b"] % d == 0)),
    "divisors.buses": lambda v: Fraction(next(t for t in range(1, 20_000) if t % v["a"] == 0 and t % v["b"] == 0)),
    "function.direct": lambda v: v["c"] / (v["a"] / v["b"]),
    "function.inverse.proportion": lambda v: v["b"] / (v["c"] / v["a"]),
    "vector.dot": lambda v: (
        ((v["a"] + v["c"]) ** 2 + (v["b"] + v["d"]) ** 2 - v["a"] ** 2 - v["b"] ** 2 - v["c"] ** 2 - v["d"] ** 2) / 2
    ),
    "matrix.determinant": lambda v: v["b"] * (v["d"] - v["c"]) + v["d"] * (v["a"] - v["b"]),
    "line.slope.two.points": lambda v: (v["b"] - v["d"]) / (v["a"] - v["c"]),
    "geometric.infinite": lambda v: v["a"] + v["r"] * (v["a"] / (1 - v["r"])),
    "motion.hike": lambda v: _closes(lambda d: Fraction(d) / v["a"] + Fraction(d) / v["b"] - (v["t"]), 5000, 1),
    "motion.time.difference": lambda v: _closes(
        lambda d: Fraction(d) / v["a"] - Fraction(d) / v["b"] - (v["t"]), 5000, 1
    ),
    "motion.follow": _catch,
    "numbers.unknown": lambda v: _closes(lambda n: v["a"] * n + v["b"] - (v["c"] * n - v["d"]), 5000),
    "rectangle.longer.side": lambda v: _closes(lambda n: 2 * (n + n + v["a"]) - (v["t"]), 5000),
    "animals.legs": lambda v: _closes(lambda n: 4 * n + 2 * (v["n"] - n) - (v["t"]), 5000),
    "count.row.neighbours": lambda v: (
        _size(seats for seats in permutations(range(few(v["a"] + v["b"], 14)), few(v["b"], 5)) if _adjacent(seats))
        * _orders(v["a"], v["a"])
    ),
    "count.zero.cards.listed": lambda v: _size(p for p in permutations(range(5), few(v["r"], 5)) if p[0]),
    "chance.one.ball.second": lambda v: 1 - v["a"] / (v["a"] + v["b"]),
    "mean.unknown": lambda v: _closes(lambda x: (v["a"] + v["b"] + x) / 3 - (v["m"]), 5000),
    "sets.either": _united,
    "gears.turns": lambda v: _first(
        lambda k: k > 0 and k * v["a"] % v["b"] == 0 and all(j * v["a"] % v["b"] for j in range(1, k)), 200
    ),
    "divisors.cut.squares": lambda v: Fraction(max(d for d in turns(v["a"]) if v["a"] % d == 0 and v["b"] % d == 0)),
    "arithmetic.two.terms.other": lambda v: (
        _progression(v["p"], (v["q"] - v["p"]) / (v["n"] - v["m"]), int(v["k"] - v["m"]) + 1)[-1]
        if v["k"] > v["m"]
        else _progression(v["p"], (v["p"] - v["q"]) / (v["n"] - v["m"]), int(v["m"] - v["k"]) + 1)[-1]
    ),
    "geometric.list.term": lambda v: _progression(v["a"], v["b"] / v["a"], int(v["n"]), ratio=True)[-1],
    "rate.of.change": lambda v: (v["b"] ** 2 - v["a"] ** 2) / (v["b"] - v["a"]),
    "divisors.make.square": lambda v: _least(lambda k: isqrt(int(v["n"] * k)) ** 2 == v["n"] * k),
    "identity.reciprocal": lambda v: _powers_of_reciprocal(v["p"], 1),
    "identity.reciprocal.minus": lambda v: _powers_of_reciprocal(v["p"], -1),
    "power.sum.squares": lambda v: sum((Fraction(k * k) for k in turns(v["n"])), Fraction(0)),
    "power.sum.first": lambda v: sum((Fraction(k) for k in turns(v["n"])), Fraction(0)),
    "power.rational": lambda v: _first(lambda s: _raised(s, v["q"]) == _raised(v["m"], v["p"]), 3000, 1),
    "root.nth": lambda v: _first(lambda s: _raised(s, v["q"]) == v["m"], 3000, 1),
    "solid.cube.volume": lambda v: sum((v["a"] * v["a"] for _ in turns(v["a"])), Fraction(0)),
    "solid.cube.surface": lambda v: (v["a"] + 2) ** 3 - v["a"] ** 3 - 12 * v["a"] - 8,
    "triangle.angle.ratio": lambda v: _first(
        lambda t: Fraction(t) * (v["a"] + v["b"] + v["c"]) == 180 * max(v["a"], v["b"], v["c"]), 180
    ),
}
for _kind, _step in (("whole", 1), ("odd", 2), ("even", 2)):
    for _place, _side in (("least", 0), ("middle", 1), ("greatest", 2)):
        SOLVERS[f"numbers.run.{_kind}.{_place}"] = partial(_run, step=_step, side=_side)
