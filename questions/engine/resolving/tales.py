"""Second solutions of tales: what is told is acted out with supposed numbers, until nothing is left over.

A story gives what is left over when its clause is acted out with the supposed unknowns `u` and the printed numbers
`v`. Stories of first degree are solved by false position in every unknown and told once more with the result; digits
and stories of higher degree by trying every whole number. No equation of the first solution is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from questions.engine.resolving.reading import turns
from questions.engine.resolving.stories import tried
from questions.engine.twins.grammar.family import printed_number

Numbers = Mapping[str, Fraction]
Story = Callable[[Numbers, Numbers], Fraction]
_ZERO, _ONE = Fraction(0), Fraction(1)


def solved(unknowns: str, stories: Sequence[Callable[[Numbers], Fraction]]) -> dict[str, Fraction]:
    """The supposition with which no story leaves anything over. ArithmeticError: none, several or not first degree."""
    start = dict.fromkeys(unknowns, _ZERO)
    rest = [story(start) for story in stories]
    moved = [[story({**start, letter: _ONE}) - rest[i] for letter in unknowns] for i, story in enumerate(stories)]
    rows = [[*moved[i], -rest[i]] for i in range(len(stories))]
    for column in range(len(unknowns)):
        pivot = next((i for i in range(column, len(rows)) if rows[i][column]), None)
        if pivot is None:
            raise ArithmeticError("an unknown has no effect")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [one / rows[column][column] for one in rows[column]]
        for i, row in enumerate(rows):
            if i != column and row[column]:
                rows[i] = [one - row[column] * other for one, other in zip(row, rows[column], strict=True)]
    found = {letter: rows[i][-1] for i, letter in enumerate(unknowns)}
    if any(story(found) for story in stories):
        raise ArithmeticError("not of first degree")
    return found


def _swapped(u: Numbers) -> int:
    """The numeral written the other way round."""
    return int(f"{int(u['x'])}{int(u['y'])}"[::-1])


def _numeral(u: Numbers) -> int:
    return int(f"{int(u['x'])}{int(u['y'])}")


_LEFT: dict[str, Callable[[Fraction, Numbers], Fraction]] = {
    "ax+b": lambda x, v: sum((x for _ in turns(v["a"])), v["b"]),
    "ax-b": lambda x, v: sum((x for _ in turns(v["a"])), -v["b"]),
    "x+a": lambda x, v: x + v["a"],
    "x-a": lambda x, v: x - v["a"],
    "(x+a)b": lambda x, v: sum((x + v["a"] for _ in turns(v["b"])), _ZERO),
    "(x-a)b": lambda x, v: sum((x - v["a"] for _ in turns(v["b"])), _ZERO),
    "ax": lambda x, v: sum((x for _ in turns(v["a"])), _ZERO),
}
_RIGHT: dict[str, Callable[[Fraction, Numbers], Fraction]] = {
    "cx+d": lambda x, v: sum((x for _ in turns(v["c"])), v["d"]),
    "cx-d": lambda x, v: sum((x for _ in turns(v["c"])), -v["d"]),
    "x+d": lambda x, v: x + v["d"],
    "x-d": lambda x, v: x - v["d"],
    "cx": lambda x, v: sum((x for _ in turns(v["c"])), _ZERO),
    "d": lambda x, v: v["d"],
}


def _one_number(kind: str) -> Story:
    left, _, right = kind.partition(" ")
    one, other = _LEFT[left], _RIGHT[right.removeprefix("=")]
    return lambda u, v: one(u["x"], v) - other(u["x"], v)


def _relation(kind: str) -> Story:
    """`sumx10`: a times the greater and the smaller, added."""
    found = re.fullmatch(r"(sum|difference)([xy])([01])([01])", kind)
    if (multiple := re.fullmatch(r"multiple([xy])([+-])", kind)) is not None:
        own, rest = multiple[1], "y" if multiple[1] == "x" else "x"
        over = 1 if multiple[2] == "+" else -1
        return lambda u, v: u[own] * v["a"] - over * v["c"] - u[rest] * v["b"]
    if found is None:
        one = kind[-1]
        other = "y" if one == "x" else "x"
        more = {"more": 1, "less": -1, "times": 0}[kind[:-1]]
        return lambda u, v: u[one] - u[other] * v.get("b", _ONE) - more * v.get("c", _ZERO)
    one, other = found[2], "y" if found[2] == "x" else "x"
    sign = 1 if found[1] == "sum" else -1
    return lambda u, v: u[one] * v.get("a", _ONE) + sign * u[other] * v.get("b", _ONE) - v["t"]


_PAIR: dict[str, Story] = {
    "sum": lambda u, v: u["x"] + u["y"] - v["t"],
    "difference": lambda u, v: u["x"] - u["y"] - v["t"],
    "quotient": lambda u, v: (u["x"] - v["r"]) - u["y"] * v["q"],
    "more": lambda u, v: u["x"] - v["c"] - u["y"],
    "less": lambda u, v: u["y"] + v["c"] - u["x"],
}
_DIGITS: dict[str, Story] = {
    "sum": lambda u, v: sum(map(int, str(_numeral(u)))) - v["t"],
    "tens": lambda u, v: _numeral(u) // 10 - v["a"],
    "ones": lambda u, v: _numeral(u) % 10 - v["a"],
    "tens times": lambda u, v: _numeral(u) // 10 - v["k"] * (_numeral(u) % 10),
    "ones times": lambda u, v: _numeral(u) % 10 - v["k"] * (_numeral(u) // 10),
    "tens more": lambda u, v: _numeral(u) // 10 - _numeral(u) % 10 - v["c"],
    "ones more": lambda u, v: _numeral(u) % 10 - _numeral(u) // 10 - v["c"],
    "swapped more": lambda u, v: _swapped(u) - _numeral(u) - v["d"],
    "swapped less": lambda u, v: _numeral(u) - _swapped(u) - v["d"],
    "times sum": lambda u, v: _numeral(u) - v["k"] * sum(map(int, str(_numeral(u)))),
    "swapped times more": lambda u, v: _swapped(u) - v["k"] * _numeral(u) - v["d"],
    "swapped times less": lambda u, v: _swapped(u) - v["k"] * _numeral(u) + v["d"],
}


def _aged(u: Numbers, v: Numbers, years: Fraction) -> Fraction:
    return (u["x"] + years) - (u["y"] + years) * v["k"]


_AGES: dict[str, Story] = {
    "sum": lambda u, v: u["x"] + u["y"] - v["t"],
    "difference": lambda u, v: u["x"] - v["t"] - u["y"],
    "times": lambda u, v: _aged(u, v, _ZERO),
    "later": lambda u, v: _aged(u, v, v["c"]),
    "earlier": lambda u, v: _aged(u, v, -v["c"]),
    "later more": lambda u, v: _aged(u, v, v["c"]) - v["d"],
    "later less": lambda u, v: _aged(u, v, v["c"]) + v["d"],
    "later sum": lambda u, v: (u["x"] + v["c"]) + (u["y"] + v["c"]) - v["t"],
}
_WHEN: dict[str, Story] = {
    "first": lambda u, v: u["x"],
    "second": lambda u, v: u["y"],
    "people": lambda u, v: u["x"],
    "things": lambda u, v: u["y"],
    "elder": lambda u, v: u["x"] - v["a"],
    "younger": lambda u, v: u["y"] - v["a"],
    "?when": lambda u, v: _aged(u, v, u["z"]),
}
Answers = Mapping[str, Callable[[Numbers, Numbers], Any]]


def acted(unknowns: str, story: Callable[[str], Story | None], answers: Answers) -> Callable[[Any], Any]:
    def solve(telling: Any) -> Any:
        stories, asked, told = heard(telling, story)
        found = solved(unknowns, stories)
        return answers[asked](found, told)

    return solve


def _told(story: Story, numbers: Numbers, supposed: Numbers) -> Fraction:
    return story(supposed, numbers)


def heard(
    telling: Any, story: Callable[[str], Story | None]
) -> tuple[list[Callable[[Numbers], Fraction]], str, Numbers]:
    """Each clause as a story of the unknowns alone; what is asked; and the numbers of the question."""
    heard = [(fact.kind, numbers_of(fact)) for fact in telling.facts if fact.kind]
    shared = {name: one for _, numbers in heard for name, one in numbers.items() if name.isupper()}
    stories: list[Callable[[Numbers], Fraction]] = []
    question = ""
    asked: dict[str, Fraction] = {}
    for kind, numbers in heard:
        if kind.startswith("?"):
            question, asked = kind[1:], {**shared, **numbers}
        acted = story(kind)
        if acted is not None:
            stories.append(partial(_told, acted, {**shared, **numbers}))
    return stories, question, asked


def numbers_of(fact: Any) -> dict[str, Fraction]:
    found = {name: printed_number(one[0]) for name, one in fact.captures.items() if len(name) == 1}
    return {name: value for name, value in found.items() if value is not None}


def _digits(telling: Any) -> Any:
    stories, asked, _ = heard(telling, _DIGITS.get)
    if len(stories) < 2:
        raise ArithmeticError("too little is told")

    def fits(number: int) -> bool:
        digits = {"x": Fraction(number // 10), "y": Fraction(number % 10)}
        return all(story(digits) == 0 for story in stories)

    found = tried(fits, 10, 100)
    return found if asked == "number" else Fraction(int(str(found)[::-1]))


_KINDS: dict[str, Story] = {
    "bought at": lambda u, v: v["n"] - u["x"] - u["y"],
    "scored": lambda u, v: v["n"] - u["x"] - u["y"],
    "bought": lambda u, v: v["n"] - u["x"] - u["y"],
    "paid": lambda u, v: v["t"] - u["x"] * v["A"] - u["y"] * v["B"],
    "change": lambda u, v: v["t"] - u["x"] * v["A"] - u["y"] * v["B"] - v["r"],
}
_PRICES: dict[str, Story] = {
    "first": lambda u, v: v["t"] - v["a"] * u["x"] - v["b"] * u["y"],
    "turned": lambda u, v: v["t"] - v["a"] * u["y"] - v["b"] * u["x"],
    "dearer": lambda u, v: u["x"] - v["c"] - u["y"],
}
_HANDING: dict[str, Story] = {
    "left": lambda u, v: u["y"] - u["x"] * v["a"] - v["p"],
    "short": lambda u, v: u["x"] * v["a"] - u["y"] - v["p"],
    "even": lambda u, v: u["x"] * v["a"] - u["y"],
}
_SEATS: dict[str, Story] = {
    "standing": lambda u, v: u["y"] - v["p"] - u["x"] * v["a"],
    "last": lambda u, v: u["x"] * v["a"] - (v["a"] - v["p"]) - u["y"],
    "last and empty": lambda u, v: (u["x"] - v["q"]) * v["a"] - (v["a"] - v["p"]) - u["y"],
    "empty": lambda u, v: u["x"] * v["a"] - v["p"] * v["a"] - u["y"],
}


def _salt(percent: Fraction, grams: Fraction) -> Fraction:
    return grams / 100 * percent


def _mixed(told: str) -> dict[str, Story]:
    """The salt before and after, when x g of something come or go."""
    return {
        "done": lambda u, v: (
            _salt(v["P"], v["M"])
            + (u["x"] if told == "salt" else 0)
            - _salt(v["Q"], v["M"] + (-u["x"] if told == "boiled" else u["x"]))
        )
    }


_RECTANGLE: dict[str, Story] = {
    "longer": lambda u, v: u["x"] - v["c"] - u["y"],
    "shorter": lambda u, v: u["y"] - v["c"] - u["x"],
    "shorter2": lambda u, v: u["y"] + v["c"] - u["x"],
    "times": lambda u, v: u["x"] - u["y"] * v["k"],
    "wider": lambda u, v: _ZERO if u["x"] > u["y"] else _ONE,
    "taller": lambda u, v: _ZERO if u["y"] > u["x"] else _ONE,
    "round": lambda u, v: u["x"] + u["y"] + u["x"] + u["y"] - v["t"],
    "area": lambda u, v: u["x"] * u["y"] - v["t"],
}
_TRAINS: dict[str, Story] = {
    "pass": lambda u, v: u["y"] * v["t"] - v["a"] - u["x"],
    "length": lambda u, v: v["l"] - u["x"],
    "speed": lambda u, v: v["v"] - u["y"],
}
_TUNNEL: dict[str, Story] = {**_TRAINS, "pass": lambda u, v: u["y"] * v["t"] - u["z"] - u["x"]}
_TRADE: dict[str, Story] = {
    "cost": lambda u, v: v["C"] - u["x"],
    "priced": lambda u, v: u["x"] + u["x"] * v["p"] / 100 - u["z"],
    "won off": lambda u, v: u["y"] + v["d"] - u["z"],
    "percent off": lambda u, v: u["z"] - u["z"] * v["q"] / 100 - u["y"],
    "profit": lambda u, v: u["x"] + v["g"] - u["y"],
    "profit percent": lambda u, v: u["x"] + u["x"] * v["g"] / 100 - u["y"],
}


def _downs(stories: Sequence[Callable[[Numbers], Fraction]], across: Fraction) -> list[Fraction]:
    """The only whole height with which the first thing told comes out for this width: at one, two, and so at all."""
    for story in stories:
        at_one, at_two = story({"x": across, "y": _ONE}), story({"x": across, "y": _ONE + 1})
        if at_one != at_two and story({"x": across, "y": _ONE + 2}) == 2 * at_two - at_one:
            down = 1 - at_one / (at_two - at_one)
            return [down] if down.denominator == 1 and 0 < down < 200 else []
    raise ArithmeticError("nothing told tells the height")


def _sides(telling: Any) -> Any:
    """Whole sides are tried one after the other."""
    stories, asked, _ = heard(telling, _RECTANGLE.get)
    found = []
    for across in map(Fraction, range(1, 200)):
        for down in _downs(stories, across):
            if all(story({"x": across, "y": down}) == 0 for story in stories):
                found.append((across, down))
    if len(found) != 1:
        raise ArithmeticError("not exactly one rectangle")
    x, y = found[0]
    return {"across": x, "down": y, "area": x * y, "round": x + y + x + y}[asked]


_NUMBER: Answers = {"number": lambda u, v: u["x"]}
_TWO: Answers = {
    "greater": lambda u, v: u["x"],
    "smaller": lambda u, v: u["y"],
    "product": lambda u, v: u["x"] * u["y"],
    "first": lambda u, v: u["x"],
    "second": lambda u, v: u["y"],
    "people": lambda u, v: u["x"],
    "things": lambda u, v: u["y"],
    "elder": lambda u, v: u["x"],
    "younger": lambda u, v: u["y"],
    "when": lambda u, v: u["z"],
}
SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.one.number": acted("x", lambda kind: None if kind.startswith("?") else _one_number(kind), _NUMBER),
    "tale.two.numbers": acted(
        "xy", lambda kind: None if kind.startswith("?") else _PAIR.get(kind) or _relation(kind), _TWO
    ),
    "tale.digits": _digits,
    "tale.ages": acted("xy", _AGES.get, _TWO),
    **{
        f"tale.mix.{told}": acted("x", _mixed(told).get, {"amount": lambda u, v: u["x"]})
        for told in ("water", "boiled", "salt")
    },
    "tale.mix.two": acted(
        "xy",
        {
            "made": lambda u, v: u["x"] + u["y"] - v["T"],
            "two": lambda u, v: _salt(v["A"], u["x"]) + _salt(v["B"], u["y"]) - _salt(v["Q"], v["T"]),
        }.get,
        _TWO,
    ),
    "tale.round.trip": acted(
        "x", {"hours": lambda u, v: u["x"] / v["A"] + u["x"] / v["B"] - v["t"]}.get, {"way": lambda u, v: u["x"]}
    ),
    "tale.trains": acted("xy", _TRAINS.get, {"length": lambda u, v: u["x"], "speed": lambda u, v: u["y"]}),
    "tale.tunnel": acted("xyz", _TUNNEL.get, {"tunnel": lambda u, v: u["z"]}),
    "tale.rectangle": _sides,
    "tale.trade": acted(
        "xyz",
        _TRADE.get,
        {"cost": lambda u, v: u["x"], "sold": lambda u, v: u["y"], "gain": lambda u, v: u["y"] - u["x"]},
    ),
    "tale.two.kinds": acted("xy", _KINDS.get, _TWO),
    "tale.two.prices": acted("xy", _PRICES.get, _TWO),
    "tale.handing.out": acted("xy", _HANDING.get, _TWO),
    "tale.seats": acted("xy", _SEATS.get, {"seats": lambda u, v: u["x"], "people": lambda u, v: u["y"]}),
    "tale.ages.when": acted("xyz", _WHEN.get, _TWO),
}
__all__ = ["SOLVERS", "acted", "heard", "numbers_of", "solved"]
