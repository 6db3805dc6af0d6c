"""Computable families: notes whose stem says, in a fixed way of speaking, everything that is needed to solve them.

`author` reads the stem with anchored grammars, computes the answer itself and uses the printed answer only to confirm.
To add a family, add an entry to the table of its topic.
"""

from __future__ import annotations

from collections.abc import Iterator

from questions.engine.effort import Allowance, tangled
from questions.engine.expressions import ExpressionError
from questions.engine.twins import facts
from questions.engine.twins.families import (
    arrangements,
    calculus,
    chances,
    circular,
    closed,
    complexes,
    conics,
    constants,
    counting,
    curves,
    dealings,
    determined,
    equations,
    factored,
    functions,
    geometry,
    graphs,
    households,
    identified,
    identifying,
    identities,
    inequalities,
    inferred,
    journeys,
    likelihood,
    likeness,
    lists,
    measures,
    mixtures,
    moduli,
    numerals,
    pairs,
    places,
    points,
    polygons,
    polynomials,
    powers,
    purchases,
    quantities,
    rates,
    recurrences,
    relations,
    roots,
    samples,
    sequences,
    sets,
    shorts,
    situations,
    solids,
    squares,
    stories,
    sums,
    tales,
    trade,
    triangles,
    uppers,
    values,
    vectors,
)
from questions.engine.twins.families.family import Family, matches
from questions.engine.twins.families.patterns import without_order
from questions.engine.twins.families.phrasing import readings
from questions.engine.twins.families.reading import Reading, read_stem
from questions.engine.twins.families.shape import ShapeError
from questions.engine.twins.families.sketch import Sketch, blueprint_of
from questions.engine.types import Blueprint, Note, Refusal

FAMILIES: tuple[Family, ...] = (
    *calculus.FAMILIES,
    *chances.FAMILIES,
    *closed.FAMILIES,
    *complexes.FAMILIES,
    *conics.FAMILIES,
    *constants.FAMILIES,
    *counting.FAMILIES,
    *determined.FAMILIES,
    *equations.FAMILIES,
    *functions.FAMILIES,
    *geometry.FAMILIES,
    *graphs.FAMILIES,
    *identifying.FAMILIES,
    *identities.FAMILIES,
    *inequalities.FAMILIES,
    *lists.FAMILIES,
    *measures.FAMILIES,
    *points.FAMILIES,
    *polygons.FAMILIES,
    *polynomials.FAMILIES,
    *powers.FAMILIES,
    *rates.FAMILIES,
    *relations.FAMILIES,
    *roots.FAMILIES,
    *sequences.FAMILIES,
    *situations.FAMILIES,
    *stories.FAMILIES,
    *sums.FAMILIES,
    *values.FAMILIES,
    *vectors.FAMILIES,
    *households.FAMILIES,
    *journeys.FAMILIES,
    *mixtures.FAMILIES,
    *numerals.FAMILIES,
    *purchases.FAMILIES,
    *trade.FAMILIES,
    *arrangements.FAMILIES,
    *curves.FAMILIES,
    *samples.FAMILIES,
    *triangles.FAMILIES,
    *solids.FAMILIES,
    *squares.FAMILIES,
    *likelihood.FAMILIES,
    *quantities.FAMILIES,
    *dealings.FAMILIES,
    *likeness.FAMILIES,
    *factored.FAMILIES,
    *uppers.FAMILIES,
    *shorts.FAMILIES,
    *recurrences.FAMILIES,
    *places.FAMILIES,
    *pairs.FAMILIES,
    *moduli.FAMILIES,
    *identified.FAMILIES,
    *circular.FAMILIES,
    *tales.FAMILIES,
    *inferred.FAMILIES,
    *sets.FAMILIES,
)
LONGEST_STEM = 600


def author(note: Note) -> Blueprint | Refusal:
    """A blueprint for a note of a computable family, or why there is none.

    Codes: `not_understood` (no grammar reads the whole stem), `readings_disagree` (two grammars give different
    answers), and those of `sketch.blueprint_of`, of which `answer_disagrees` means the note's printed answer is wrong.
    """
    reading = read_stem(note.stem[: LONGEST_STEM + 1])
    if len(note.stem) > LONGEST_STEM:
        return Refusal("not_understood", "문제가 너무 길어 읽지 못했습니다.")
    if tangled(reading.text):
        return Refusal("tangled", "같은 말이 되풀이되거나 수 없이 너무 길거나 열 자리 이상의 수가 있어 읽지 않습니다.")
    allowance = Allowance()
    refused: list[Refusal] = []
    for way in readings(reading):
        core = without_order(way.text)
        for sketch in _sketches(way, core, allowance):
            found = blueprint_of(sketch, note, way)
            if isinstance(found, Blueprint):
                return found
            refused.append(found)
    for sketch in facts.sketches(reading):
        found = blueprint_of(sketch, note, reading)
        if isinstance(found, Blueprint):
            return found
        refused.append(found)
    if refused:
        return refused[0]
    return Refusal("not_understood", "이 문제의 유형을 알지 못합니다.")


def _sketches(reading: Reading, core: str, allowance: Allowance) -> Iterator[Sketch]:
    """What each family that reads the stem understands of it, as long as the allowance lasts."""
    for entry in FAMILIES:
        for match in matches(entry, core, allowance):
            try:
                sketch = entry.build(reading, match)
            except (ShapeError, ExpressionError, ArithmeticError, ValueError, KeyError):
                continue
            if sketch is not None:
                yield sketch
