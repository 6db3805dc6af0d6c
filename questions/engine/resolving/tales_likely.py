"""Second solutions of tales of chance: equally likely outcomes are listed, and those asked for are counted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from typing import Any

from questions.engine.resolving.reading import few
from questions.engine.twins.grammar.family import printed_number

_TESTS: dict[str, Callable[[bool, bool], bool]] = {
    "both": lambda one, two: one and two,
    "least": lambda one, two: one or two,
    "hit": lambda one, two: one or two,
    "neither": lambda one, two: not one and not two,
    "only one": lambda one, two: one != two,
    "exactly one": lambda one, two: one != two,
    "first only": lambda one, two: one and not two,
    "second only": lambda one, two: two and not one,
    "second": lambda one, two: two,
}


def _numbers(telling: Any) -> dict[str, Fraction]:
    found = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    return {name: value for name, value in found.items() if value is not None}


def _test(telling: Any) -> Callable[[bool, bool], bool]:
    return _TESTS[next(kind[1:] for kind in telling.kinds if kind.startswith("?"))]


def _share(telling: Any, outcomes: list[tuple[bool, bool]]) -> Fraction:
    test = _test(telling)
    return Fraction(sum(test(*one) for one in outcomes), len(outcomes))


def _lots(telling: Any) -> Fraction:
    """Every lot has a number of its own; the first A win."""
    v = _numbers(telling)
    lots = range(few(v["N"], 400))
    back = {"returned", "go back"} & set(telling.kinds)
    pairs = product(lots, repeat=2) if back else permutations(lots, 2)
    return _share(telling, [(one < v["A"], two < v["A"]) for one, two in pairs])


def _persons(telling: Any) -> Fraction:
    """Each throws a die with as many faces as the chance has parts."""
    v = _numbers(telling)
    few(Fraction(v["P"].denominator * v["Q"].denominator), 100_000)
    faces = product(range(v["P"].denominator), range(v["Q"].denominator))
    return _share(telling, [(one < v["P"].numerator, two < v["Q"].numerator) for one, two in faces])


_DICE: dict[str, Callable[[int, int, Any], bool]] = {
    "sum": lambda one, two, v: one + two == v["A"],
    "sums": lambda one, two, v: one + two in (v["A"], v["B"]),
    "gap": lambda one, two, v: abs(one - two) == v["A"],
    "gaps": lambda one, two, v: abs(one - two) in (v["A"], v["B"]),
}


def _dice(telling: Any) -> Fraction:
    """All thirty-six throws."""
    v = _numbers(telling)
    asked = next(kind[1:] for kind in telling.kinds if kind.startswith("?"))
    test = _DICE[asked.removesuffix(" chance")]
    hits = sum(test(one, two, v) for one, two in product(range(1, 7), repeat=2))
    return Fraction(hits, 36) if asked.endswith(" chance") else Fraction(hits)


def _coins(telling: Any) -> Fraction:
    """Every coin falls one way or the other."""
    v = _numbers(telling)
    few(v["N"], 12)
    asked = next(kind[1:] for kind in telling.kinds if kind.startswith("?"))
    wanted = v["N"] if asked.startswith("all") else v["K"]
    throws = list(product((0, 1), repeat=int(v["N"])))
    hits = sum(sum(one) == wanted for one in throws)
    return Fraction(hits, len(throws)) if asked.endswith(" chance") else Fraction(hits)


SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.lots": _lots,
    "tale.persons": _persons,
    "tale.days": _persons,
    "tale.dice": _dice,
    "tale.coins": _coins,
}
