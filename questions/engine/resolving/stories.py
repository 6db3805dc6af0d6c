"""Second solutions of stories: the unknown is set into the story itself and moved until everything told comes out.

No formula of the first solution is used. `balanced` tells the story for two supposed answers and finds where what is
left over vanishes (double false position, exact for every story of first degree) and tells it once more to be sure;
`tried` tells it for every whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

Numbers = Mapping[str, Fraction]
Solver = Callable[[Numbers], object]
Story = Callable[[Fraction], Fraction]


def balanced(story: Story) -> Fraction:
    """Where the story's remainder vanishes; ArithmeticError where it is not of first degree or never vanishes."""
    at_one, at_two = story(Fraction(1)), story(Fraction(2))
    if at_one == at_two:
        raise ArithmeticError("the unknown has no effect")
    found = 1 - at_one / (at_two - at_one)
    if story(found) != 0:
        raise ArithmeticError("not of first degree")
    return found


def _whole(found: Fraction) -> Fraction:
    """A count of people or things; ArithmeticError for parts of one and for none."""
    if found.denominator != 1 or found < 1:
        raise ArithmeticError("not a count")
    return found


def _longer(slow: Fraction, fast: Fraction, more: Fraction) -> Fraction:
    """The way that takes so much longer at the slower pace; ArithmeticError where that pace is not the slower one."""
    found = balanced(lambda way: way / slow - way / fast - more)
    if found <= 0:
        raise ArithmeticError("the slower pace is not slower")
    return found


def tried(test: Callable[[int], bool], low: int = 0, high: int = 3000) -> Fraction:
    """The only whole number that passes; ArithmeticError where there is none or another."""
    found = [number for number in range(low, high) if test(number)]
    if len(found) != 1:
        raise ArithmeticError("not exactly one number fits")
    return Fraction(found[0])


def _first(test: Callable[[int], bool], high: int = 20_000) -> Fraction:
    for number in range(high):
        if test(number):
            return Fraction(number)
    raise ArithmeticError("none fits")


def _last(test: Callable[[int], bool], high: int = 5000) -> Fraction:
    """The greatest number of an unbroken run of passing ones from 0 on."""
    if not test(0):
        raise ArithmeticError("none fits")
    return _first(lambda number: not test(number), high) - 1


def _salt(*parts: tuple[Fraction, Fraction]) -> Fraction:
    """Grams of salt in parts of (concentration, mass)."""
    return sum((percent / 100 * mass for percent, mass in parts), Fraction(0))


_MIXTURES: dict[str, Solver] = {
    "mixture.water.free": lambda v: balanced(lambda x: _salt((v["p"], v["m"])) - _salt((x, v["m"] + v["w"]))),
    "mixture.evaporation.free": lambda v: balanced(lambda x: _salt((v["p"], v["m"])) - _salt((x, v["m"] - v["w"]))),
    "mixture.salt.free": lambda v: balanced(
        lambda x: _salt((v["p"], v["m"]), (Fraction(100), v["w"])) - _salt((x, v["m"] + v["w"]))
    ),
    "mixture.two.free": lambda v: balanced(
        lambda x: _salt((v["p"], v["m"]), (v["q"], v["w"])) - _salt((x, v["m"] + v["w"]))
    ),
    "mixture.dissolved": lambda v: balanced(lambda x: v["h"] - _salt((x, v["m"]))),
    "mixture.dissolve": lambda v: balanced(lambda x: v["h"] - _salt((x, v["w"] + v["h"]))),
    "mixture.water.wanted": lambda v: balanced(lambda x: _salt((v["p"], v["m"])) - _salt((v["q"], v["m"] + x))),
    "mixture.evaporation.wanted": lambda v: balanced(lambda x: _salt((v["p"], v["m"])) - _salt((v["q"], v["m"] - x))),
    "mixture.salt.wanted": lambda v: balanced(
        lambda x: _salt((v["p"], v["m"]), (Fraction(100), x)) - _salt((v["q"], v["m"] + x))
    ),
    "mixture.two.first": lambda v: balanced(
        lambda x: _salt((v["p"], x), (v["q"], v["t"] - x)) - _salt((v["r"], v["t"]))
    ),
    "mixture.two.second": lambda v: balanced(
        lambda x: _salt((v["q"], x), (v["p"], v["t"] - x)) - _salt((v["r"], v["t"]))
    ),
    "mixture.second.wanted": lambda v: balanced(
        lambda x: _salt((v["p"], v["m"]), (v["q"], x)) - _salt((v["r"], v["m"] + x))
    ),
    "mixture.salt.amount": lambda v: balanced(lambda x: x / v["m"] * 100 - v["p"]),
}


def _met(v: Numbers, sign: int) -> Fraction:
    """The minute at which two people have closed the way between them, walked minute by minute, then exactly."""
    return balanced(lambda x: v["a"] * x + sign * v["b"] * x - (v["d"] if v["a"] + sign * v["b"] > 0 else -v["d"]))


def _two_speeds(v: Numbers, mine: str, other: str) -> Fraction:
    return balanced(lambda x: x / v[mine] + (v["d"] - x) / v[other] - v["t"])


def _two_bridges(v: Numbers) -> Fraction:
    return balanced(lambda x: (v["b"] + x) * v["h"] - (v["c"] + x) * v["t"])


def _square_story(v: Numbers) -> Fraction:
    return tried(lambda x: x * (x + v["a"]) == v["t"], 1, 2000)


_JOURNEYS: dict[str, Solver] = {
    "motion.trip": lambda v: balanced(lambda x: x / v["a"] + x / v["b"] - v["t"]),
    "motion.trip.half": lambda v: balanced(lambda x: x / v["a"] + x / v["b"] - v["t"] - Fraction(1, 2)),
    "motion.trip.minutes": lambda v: balanced(lambda x: 60 * x / v["a"] + 60 * x / v["b"] - v["t"]),
    "motion.trip.longer": lambda v: balanced(lambda x: x / v["a"] + (x + v["d"]) / v["b"] - v["t"]),
    "motion.difference.hours": lambda v: _longer(v["a"], v["b"], v["t"]),
    "motion.difference.minutes": lambda v: _longer(v["a"], v["b"], v["t"] / 60),
    "motion.difference.metres": lambda v: _longer(v["a"], v["b"], v["t"]),
    "motion.difference.hours.back": lambda v: _longer(v["b"], v["a"], v["t"]),
    "motion.difference.minutes.back": lambda v: _longer(v["b"], v["a"], v["t"] / 60),
    "motion.difference.metres.back": lambda v: _longer(v["b"], v["a"], v["t"]),
    "motion.meet.opposite": partial(_met, sign=1),
    "motion.meet.same": partial(_met, sign=-1),
    "motion.follow.free": lambda v: balanced(lambda x: v["a"] * (v["t"] + x) - v["b"] * x),
    "motion.train.speed": lambda v: balanced(lambda x: x * v["t"] - v["l"] - v["b"]),
    "motion.train.length": lambda v: balanced(lambda x: (x + v["b"]) / v["v1"] - v["t"]),
    "motion.train.seconds": lambda v: balanced(lambda x: x * v["v1"] - v["l"] - v["b"]),
    "motion.train.two.bridges": _two_bridges,
    "rectangle.area.shorter": _square_story,
    "rectangle.area.longer": lambda v: _square_story(v) + v["a"],
    "thrown.first": lambda v: tried(
        lambda x: x < v["v1"] / v["w"] / 2 and v["v1"] * x - v["w"] * x * x == v["h"], 1, 100
    ),
    "thrown.second": lambda v: tried(
        lambda x: x > v["v1"] / v["w"] / 2 and v["v1"] * x - v["w"] * x * x == v["h"], 1, 100
    ),
    "motion.hours": lambda v: balanced(lambda x: x * v["v1"] - v["d"]),
    "motion.kilometres": lambda v: balanced(lambda x: x / v["v1"] - v["t"]),
    "motion.speed": lambda v: balanced(lambda x: x * v["t"] - v["d"]),
    "motion.two.speeds.first": partial(_two_speeds, mine="a", other="b"),
    "motion.two.speeds.second": partial(_two_speeds, mine="b", other="a"),
}


def _priced(cost: Fraction, percent: Fraction) -> Fraction:
    return cost + cost / 100 * percent


_TRADE: dict[str, Solver] = {
    "trade.price": lambda v: balanced(lambda x: (x - v["m"]) / v["m"] * 100 - v["p"]),
    "trade.cost.from.price": lambda v: balanced(lambda x: _priced(x, v["p"]) - v["m"]),
    "trade.profit.percent.off": lambda v: balanced(lambda x: _priced(_priced(v["m"], v["p"]), -v["q"]) - v["m"] - x),
    "trade.sold.percent.off": lambda v: balanced(lambda x: _priced(_priced(v["m"], v["p"]), -v["q"]) - x),
    "trade.profit.won.off": lambda v: balanced(lambda x: v["m"] + x + v["d"] - _priced(v["m"], v["p"])),
    "trade.cost.from.profit": lambda v: balanced(lambda x: _priced(x, v["p"]) - v["d"] - x - v["g"]),
    "trade.cost.from.both": lambda v: balanced(lambda x: _priced(_priced(x, v["p"]), -v["q"]) - x - v["g"]),
    "trade.discount": lambda v: balanced(lambda x: (v["m"] - x) / v["m"] * 100 - v["p"]),
    "trade.discount.original": lambda v: balanced(lambda x: _priced(x, -v["p"]) - v["m"]),
    "share.ratio.first": lambda v: balanced(lambda x: x * v["b"] - (v["m"] - x) * v["a"]),
    "share.ratio.second": lambda v: balanced(lambda x: x * v["a"] - (v["m"] - x) * v["b"]),
}


def _digits(test: Callable[[int, int], bool]) -> Fraction:
    return tried(lambda n: test(n // 10, n % 10), 10, 100)


def _swap(tens: int, ones: int) -> int:
    return (10 * ones + tens) - (10 * tens + ones)


def _numerals() -> dict[str, Solver]:
    found: dict[str, Solver] = {}
    places = {3: ("least", "middle", "greatest"), 2: ("smaller", "larger")}
    for count, names in places.items():
        for kind, step, rest in (("whole", 1, None), ("odd", 2, 1), ("even", 2, 0)):
            for place, name in enumerate(names):
                found[f"numbers.consecutive.{count}.{kind}.{name}"] = partial(
                    _run_of, count=count, step=step, rest=rest, place=place
                )
    for left, one in (("plus", 1), ("minus", -1)):
        for right, two in (("plus", 1), ("minus", -1)):
            found[f"numbers.word.equation.{left}{right}"] = partial(_word_equation, one=one, two=two)
    for way, sign in (("more", 1), ("less", -1)):
        found[f"digits.swapped.{way}"] = partial(_swapped, sign=sign)
        found[f"digits.swapped.tens.known.{way}"] = partial(_swapped_known, sign=sign, place=0)
        found[f"digits.swapped.ones.known.{way}"] = partial(_swapped_known, sign=sign, place=1)
    found["digits.multiple.ones"] = partial(_multiple, place=1)
    found["digits.multiple.tens"] = partial(_multiple, place=0)
    return found


def _run_of(v: Numbers, count: int, step: int, rest: int | None, place: int) -> Fraction:
    least = tried(
        lambda n: sum(n + step * turn for turn in range(count)) == v["t"] and (rest is None or n % 2 == rest),
        1,
        3000,
    )
    return least + step * place


def _word_equation(v: Numbers, one: int, two: int) -> Fraction:
    return balanced(lambda x: v["a"] * x + one * v["b"] - v["c"] * x - two * v["d"])


def _swapped(v: Numbers, sign: int) -> Fraction:
    return _digits(lambda tens, ones: tens + ones == v["t"] and sign * _swap(tens, ones) == v["d"])


def _swapped_known(v: Numbers, sign: int, place: int) -> Fraction:
    return _digits(lambda tens, ones: (tens, ones)[place] == v["v1"] and sign * _swap(tens, ones) == v["d"])


def _multiple(v: Numbers, place: int) -> Fraction:
    return _digits(lambda tens, ones: (tens, ones)[place] == v["v1"] and 10 * tens + ones == v["k"] * (tens + ones))


def _handed_out(v: Numbers, one: int, two: int, things: bool) -> Fraction:
    people = _whole(balanced(lambda n: v["a"] * n + one * v["p"] - v["b"] * n - two * v["q"]))
    return v["a"] * people + one * v["p"] if things else people


def _seated(v: Numbers, people: bool) -> Fraction:
    benches = _whole(balanced(lambda n: v["a"] * n + v["p"] - v["b"] * n))
    return v["b"] * benches if people else benches


def _older(v: Numbers, sign: int) -> Fraction:
    return tried(lambda t: v["a"] + sign * t == v["k"] * (v["b"] + sign * t) and v["b"] + sign * t > 0, 1, 100)


_HOUSEHOLDS: dict[str, Solver] = {
    "age.multiple.after": partial(_older, sign=1),
    "age.multiple.before": partial(_older, sign=-1),
    "age.sum.older": lambda v: v["t"] - tried(lambda c: c + v["k"] * c == v["t"], 1, 200),
    "age.sum.younger": lambda v: tried(lambda c: c + v["k"] * c == v["t"], 1, 200),
    "benches.full": partial(_seated, people=False),
    "benches.full.people": partial(_seated, people=True),
    "work.together.free": lambda v: balanced(lambda x: x / v["a"] + x / v["b"] - 1),
    **{
        f"share.{kind}.{asked}": partial(_handed_out, one=one, two=two, things=asked == "things")
        for kind, one, two in (
            ("left.short", 1, -1), ("short.left", -1, 1), ("both.left", 1, 1), ("both.short", -1, -1),
        )
        for asked in ("people", "things")
    },
}  # fmt: skip


def _of_first(v: Numbers, first: str, second: str) -> Fraction:
    return tried(lambda k: k <= v["n"] and v[first] * k + v[second] * (v["n"] - k) == v["t"], 1)


def _footed(v: Numbers, few: int, many: int, asks_many: bool) -> Fraction:
    count = tried(lambda k: k <= v["n"] and many * k + few * (v["n"] - k) == v["t"], 1)
    return count if asks_many else v["n"] - count


def _overtaken(v: Numbers) -> Fraction:
    behind, ahead = (("c", "a"), ("d", "b")) if v["c"] < v["d"] else (("d", "b"), ("c", "a"))
    return _first(lambda month: v[behind[0]] + v[behind[1]] * month > v[ahead[0]] + v[ahead[1]] * month, 2000)


_PURCHASES: dict[str, Solver] = {
    "two.prices.first": partial(_of_first, first="a", second="b"),
    "two.prices.second": partial(_of_first, first="b", second="a"),
    "legs.animals.many": partial(_footed, few=2, many=4, asks_many=True),
    "legs.animals.few": partial(_footed, few=2, many=4, asks_many=False),
    "legs.wheels3.many": partial(_footed, few=2, many=3, asks_many=True),
    "legs.wheels3.few": partial(_footed, few=2, many=3, asks_many=False),
    "legs.wheels4.many": partial(_footed, few=2, many=4, asks_many=True),
    "legs.wheels4.few": partial(_footed, few=2, many=4, asks_many=False),
    "limit.with.fixed.cost": lambda v: _last(lambda n: v["a"] * n + v["c"] <= v["t"]),
    "limit.two.prices.dearer": lambda v: _last(lambda n: n <= v["n"] and v["b"] * n + v["a"] * (v["n"] - n) <= v["t"]),
    "limit.savings": _overtaken,
    "limit.wholesale": lambda v: _first(lambda n: v["a"] * n > v["b"] * n + v["c"]),
}
SOLVERS: dict[str, Solver] = {
    **_MIXTURES, **_JOURNEYS, **_TRADE, **_numerals(), **_HOUSEHOLDS, **_PURCHASES,
}  # fmt: skip
