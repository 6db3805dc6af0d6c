"""Second solutions of tales of orders: every line, table and share is listed, and what is asked for is counted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

from questions.engine.resolving.reading import few
from questions.engine.twins.grammar.family import printed_number

MOST_OUTCOMES = 400_000
MOST_PEOPLE = 40
Row = Sequence[int]


def _numbers(telling: Any) -> dict[str, int]:
    found = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    return {name: few(value, MOST_OUTCOMES) for name, value in found.items() if value is not None}


def _asked(telling: Any) -> str:
    return str(next(kind[1:] for kind in telling.kinds if kind.startswith("?")))


def _beside(row: Row, one: int, other: int, *, closed: bool) -> bool:
    gap = abs(row.index(one) - row.index(other))
    return gap == 1 or (closed and gap == len(row) - 1)


def _together(row: Row, people: set[int], *, closed: bool) -> bool:
    """Whether they stand without anyone between them; round a table the row goes on at its start."""
    inside = [person in people for person in row]
    turns = range(len(row)) if closed else (0,)
    return any(_one_run([*inside[turn:], *inside[:turn]]) for turn in turns)


def _one_run(inside: Sequence[bool]) -> bool:
    places = [place for place, here in enumerate(inside) if here]
    return places[-1] - places[0] == len(places) - 1


def _apart(row: Row, people: set[int], *, closed: bool) -> bool:
    return not any(_beside(row, one, other, closed=closed) for one, other in combinations(people, 2))


_OF_PEOPLE: dict[str, Callable[[Row, bool], bool]] = {
    "all": lambda row, closed: True,
    "near": lambda row, closed: _beside(row, 0, 1, closed=closed),
    "apart": lambda row, closed: not _beside(row, 0, 1, closed=closed),
    "near three": lambda row, closed: _together(row, {0, 1, 2}, closed=closed),
    "ends": lambda row, closed: {row[0], row[-1]} == {0, 1},
    "front": lambda row, closed: row[0] == 0,
    "middle": lambda row, closed: row[len(row) // 2] == 0 and len(row) % 2 == 1,
    "either end": lambda row, closed: 0 in (row[0], row[-1]),
    "both ends": lambda row, closed: (row[0], row[-1]) == (0, 1),
    "not front": lambda row, closed: row[0] != 0,
    "before": lambda row, closed: row.index(0) < row.index(1),
    "facing": lambda row, closed: len(row) % 2 == 0 and abs(row.index(0) - row.index(1)) == len(row) // 2,
}


def _of_both(name: str, boys: set[int], girls: set[int]) -> Callable[[Row, bool], bool]:
    tests: dict[str, Callable[[Row, bool], bool]] = {
        "boys near": lambda row, closed: _together(row, boys, closed=closed),
        "girls near": lambda row, closed: _together(row, girls, closed=closed),
        "girls apart": lambda row, closed: _apart(row, girls, closed=closed),
        "boys apart": lambda row, closed: _apart(row, boys, closed=closed),
        "each near": lambda row, closed: _together(row, boys, closed=closed) and _together(row, girls, closed=closed),
        "in turn": lambda row, closed: all(
            (one in boys) != (other in boys)
            for one, other in zip(row, [*row[1:], *(row[:1] if closed else [])], strict=False)
        ),
        "boys ends": lambda row, closed: {row[0], row[-1]} <= boys,
        "girls ends": lambda row, closed: {row[0], row[-1]} <= girls,
    }
    return tests[name]


def _orders(telling: Any) -> Fraction:
    """Everyone has a number; round a table the last one's chair is fixed."""
    v, asked = _numbers(telling), _asked(telling)
    name, chance = asked.removesuffix(" chance"), asked.endswith(" chance")
    closed = "round" in telling.kinds
    if "both" in telling.kinds:
        count = few(v["A"] + v["B"], MOST_PEOPLE)
        test = _of_both(name, set(range(v["A"])), set(range(v["A"], count)))
    else:
        count = telling["names"].count(",") + 1 if "names" in telling.words else v["N"]
        if v.get("N", count) != count:
            raise ArithmeticError("the list has another number of people")
        test = _OF_PEOPLE[name]
    few(Fraction(count), 8)
    rows: Iterable[Row] = permutations(range(count))
    if closed:
        rows = ((*row, count - 1) for row in permutations(range(count - 1)))
    listed = [test(row, closed) for row in rows]
    return Fraction(sum(listed), len(listed)) if chance else Fraction(sum(listed))


def _offices(telling: Any) -> Fraction:
    """Who holds which office, one after the other."""
    v = _numbers(telling)
    people = range(v["N"] if "N" in v else telling["names"].count(",") + 1)
    few(Fraction(len(people)), MOST_PEOPLE)
    if "office and team" in telling.kinds:
        few(len(people) * math.comb(len(people), v["R"]), MOST_OUTCOMES)
        return Fraction(sum(1 for head in people for team in combinations(people, v["R"]) if head not in team))
    seats = 3 if "three offices" in telling.kinds else 2
    return Fraction(sum(1 for _ in permutations(people, seats)))


def _mixed(telling: Any) -> Fraction:
    """Every team by name."""
    v = _numbers(telling)
    few(v["A"] + v["B"] + v["C"] + v["D"], 2 * MOST_PEOPLE)
    people = [("boy", turn) for turn in range(v["A"])] + [("girl", turn) for turn in range(v["B"])]
    few(Fraction(len(people)) ** (v["C"] + v["D"]), 40_000_000)
    teams = combinations(people, v["C"] + v["D"])
    return Fraction(sum(1 for team in teams if sum(one == "boy" for one, _ in team) == v["C"]))


def _shares(total: int, count: int, least: int) -> Fraction:
    """Every way in which so many have so much together."""
    few(Fraction(total + 1) ** (few(count, MOST_PEOPLE) - 1), MOST_OUTCOMES)
    heads = product(range(least, total + 1), repeat=count - 1)
    return Fraction(sum(1 for head in heads if total - sum(head) >= least))


def _sharing(telling: Any) -> Fraction:
    v = _numbers(telling)
    return _shares(v["N"], v["K"], 1 if "each" in telling.kinds else 0)


def _sums(telling: Any) -> Fraction:
    count = 4 if "four" in telling.kinds else 3
    return _shares(_numbers(telling)["N"], count, 1 if _asked(telling) == "each" else 0)


SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.orders": _orders,
    "tale.offices": _offices,
    "tale.mixed.team": _mixed,
    "tale.sharing": _sharing,
    "tale.sums": _sums,
}
