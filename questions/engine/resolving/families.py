"""The computable families read again: from the rendered text to an answer by listing, trying or SymPy.

The grammars are those by which a family is recognised, applied afresh to the rendered question; the
solutions are others (`enumeration`, `algebraic`, `figures`), and none of them sees a blueprint.
"""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.expressions import Value, to_plain
from questions.engine.resolving import (
    algebraic,
    applied,
    circular,
    closed,
    conditions,
    conics,
    constants,
    dealings,
    enumeration,
    factored,
    figures,
    graphs,
    identified,
    inferred,
    moduli,
    outcomes,
    pairs,
    places,
    polynomials,
    printed,
    ranges,
    recurrences,
    relations,
    shapes,
    shorts,
    stories,
    tales,
    tales_chosen,
    tales_drawn,
    tales_likely,
    tales_listed,
    tales_orders,
    tales_paces,
    uppers,
)
from questions.engine.resolving.compounds import resolve_compound
from questions.engine.resolving.facts import resolve_facts
from questions.engine.resolving.reading import Resolution, declined, few, same
from questions.engine.texts.effort import Allowance, tangled
from questions.engine.twins.computable import index
from questions.engine.twins.grammar.family import GONS, matches, printed_number
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.phrasing import readings
from questions.engine.twins.grammar.reading import read_stem

MOST_COUNTED = 1_000_000
_SOLVERS = {
    **figures.SOLVERS,
    **polynomials.SOLVERS,
    **printed.SOLVERS,
    **graphs.SOLVERS,
    **relations.SOLVERS,
    **conics.SOLVERS,
    **constants.SOLVERS,
    **closed.SOLVERS,
    **algebraic.SOLVERS,
    **shapes.SOLVERS,
    **factored.SOLVERS,
    **uppers.SOLVERS,
    **shorts.SOLVERS,
    **recurrences.SOLVERS,
    **places.SOLVERS,
    **pairs.SOLVERS,
    **moduli.SOLVERS,
    **identified.SOLVERS,
    **circular.SOLVERS,
    **inferred.SOLVERS,
    **ranges.SOLVERS,
    **conditions.SOLVERS,
    **outcomes.MATCH_SOLVERS,
    **tales.SOLVERS,
    **tales_listed.SOLVERS,
    **tales_drawn.SOLVERS,
    **tales_chosen.SOLVERS,
    **tales_likely.SOLVERS,
    **tales_orders.SOLVERS,
    **tales_paces.SOLVERS,
}


def resolve_family(stem: str) -> Resolution | None:
    """The second solution of a question of a computable family; None where no family or no second solution fits.

    Where several grammars read the stem, their solutions must agree.
    """
    found: list[tuple[Value, str]] = []
    allowance = Allowance()
    reading = read_stem(stem)
    for way in () if tangled(reading.text) else readings(reading):
        text = without_order(way.text)
        for entry in index().likely(text):
            for match in matches(entry, text, allowance)[:1]:
                value = _solved(entry.name, match)
                if value is not None:
                    found.append((value, entry.name))
    by_facts = resolve_facts(reading)
    if not found:
        return by_facts or resolve_compound(reading, resolve_family)
    value, name = found[0]
    if any(same(other, value) is not True for other, _ in found[1:]) or (by_facts and not by_facts.accepts(value)):
        return None
    printed = value if isinstance(value, str) else to_plain(value)
    return Resolution(printed, f"다른 방법 ({name})", lambda given: same(given, value), value)


def _solved(name: str, match: re.Match[str]) -> Value | None:
    plain_name = name.removesuffix(".word")
    try:
        by_numbers = (
            enumeration.SOLVERS.get(plain_name)
            or stories.SOLVERS.get(plain_name)
            or applied.SOLVERS.get(plain_name)
            or dealings.SOLVERS.get(plain_name)
            or outcomes.NUMBER_SOLVERS.get(plain_name)
        )
        if by_numbers is not None:
            numbers = _numbers(match)
            few(max(map(abs, numbers.values()), default=Fraction(0)), MOST_COUNTED)
            solved = by_numbers(numbers)
            return Fraction(solved) if isinstance(solved, int) else solved  # type: ignore[return-value]
        solver = _SOLVERS.get(plain_name)
        return solver(match) if solver is not None else None
    except declined():
        return None


def _numbers(match: re.Match[str]) -> dict[str, Fraction]:
    numbers: dict[str, Fraction] = {}
    for name, text in match.groupdict().items():
        if text is None:
            continue
        if text in GONS:
            numbers["n"] = Fraction(GONS[text])
        elif (value := printed_number(text)) is not None:
            numbers[name] = value
    return numbers
