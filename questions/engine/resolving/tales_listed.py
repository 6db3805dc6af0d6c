"""Second solutions of tales of counting: every outcome is listed and those that are asked for are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

from questions.engine.resolving.reading import few
from questions.engine.twins.grammar.family import printed_number

MOST_OUTCOMES = 60_000
MOST_THINGS = 1000


def _numbers(telling: Any) -> dict[str, int]:
    found = {name: printed_number(text) for name, text in telling.groupdict().items() if len(name) == 1}
    return {name: few(value, MOST_THINGS) for name, value in found.items() if value is not None}


def _share(outcomes: Iterable[Any], wanted: Callable[[Any], bool]) -> Fraction:
    listed = list(outcomes)
    return Fraction(sum(1 for one in listed if wanted(one)), len(listed))


def _outcomes(telling: Any, bag: list[tuple[str, int]], count: int) -> Iterable[Any]:
    if "back" in telling.kinds or "returned" in telling.kinds:
        return product(bag, repeat=2)
    if "kept" in telling.kinds:
        return permutations(bag, 2)
    return combinations(bag, count)


def _balls(telling: Any) -> Fraction:
    """Every ball has a number of its own."""
    numbers = _numbers(telling)
    colours = {"first": numbers["A"], "second": numbers["B"], "third": numbers.get("C", 0)}
    bag = [(colour, turn) for colour, many in colours.items() for turn in range(many)]
    count = numbers.get("R", 1)
    few(len(bag) ** max(count, 2), MOST_OUTCOMES)
    question = next(kind[1:] for kind in telling.kinds if kind.startswith("?"))
    how, _, colour = question.rpartition(" ")

    def wanted(drawn: Any) -> bool:
        shown = [one for one, _ in drawn]
        if question in ("different", "same"):
            return bool((len(set(shown)) == 1) == (question == "same"))
        hits = shown.count(colour)
        return bool({"": hits == 1, "not": hits == 0, "all": hits == len(shown), "least": hits > 0}[how])

    return _share(_outcomes(telling, bag, count), wanted)


def _elected(telling: Any) -> Fraction:
    numbers = _numbers(telling)
    people = [("boy", turn) for turn in range(numbers.get("N", numbers.get("A", 0)))]
    people += [("girl", turn) for turn in range(numbers.get("B", 0))]
    few(len(people) ** numbers["R"], 3_000_000)
    teams = list(combinations(people, numbers["R"]))
    question = next(kind[1:] for kind in telling.kinds if kind.startswith("?"))
    if question == "ways":
        return Fraction(len(teams))
    how, _, who = question.partition(" ")
    kind = who.removesuffix("s")
    test = all if how == "all" else any
    return _share(teams, lambda team: test(one == kind for one, _ in team))


def _likings(telling: Any) -> Fraction:
    """Two sets of students, laid over each other until what is told comes out."""
    v = _numbers(telling)
    question = next(kind[1:] for kind in telling.kinds if kind.startswith("?"))
    whole = v.get("U", v["A"] + v["B"])
    found = set()
    for shift in range(v["A"] + 1):
        one, two = set(range(v["A"])), set(range(shift, shift + v["B"]))
        if not (one | two) <= set(range(whole)):
            continue
        none = whole - len(one | two)
        if v.get("C", len(one & two)) != len(one & two) or v.get("D", none) != none:
            continue
        found.add(
            {
                "either": len(one | two),
                "all": len(one & two),
                "none": none,
                "only first": len(one - two),
                "only second": len(two - one),
            }[question]
        )
    if len(found) != 1:
        raise ArithmeticError("the sets are not fixed")
    return Fraction(found.pop())


SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.balls": _balls,
    "tale.elected": _elected,
    "tale.likings": _likings,
}
