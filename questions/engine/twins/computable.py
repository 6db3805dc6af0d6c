"""Computable notes: the stem alone says how its answer is computed, so the printed answer only confirms.

Families read a whole stem by one grammar, tales clause by clause, facts statement by statement; what
is asked of several such answers at once is composed of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from questions.engine.expressions import ExpressionError
from questions.engine.texts.effort import Allowance, tangled
from questions.engine.twins import facts, families, tales
from questions.engine.twins.facts import compounds
from questions.engine.twins.grammar.blueprints import blueprint_of
from questions.engine.twins.grammar.family import Family, matches
from questions.engine.twins.grammar.indexing import Index
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.phrasing import readings
from questions.engine.twins.grammar.reading import Reading, read_stem
from questions.engine.twins.grammar.shape import ShapeError
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.grammar.yielding import missing
from questions.engine.types import Blueprint, Note, Refusal

FAMILIES: Final[tuple[Family, ...]] = (*families.FAMILIES, *tales.FAMILIES)
LONGEST_STEM = 600


def author(note: Note) -> Blueprint | Refusal:
    """A blueprint for a note of a computable family, or why there is none.

    Codes: `not_understood` (no grammar reads the whole stem), and those of `blueprint_of`, of which `answer_disagrees`
    means the note's printed answer is wrong. Of readers that agree with it, the first that makes other questions is
    taken: one that makes none does not stop the others.
    """
    reading = read_stem(note.stem[: LONGEST_STEM + 1])
    if len(note.stem) > LONGEST_STEM:
        return Refusal("not_understood", "문제가 너무 길어 읽지 못했습니다.")
    if tangled(reading.text):
        return Refusal("tangled", "같은 말이 되풀이되거나 수 없이 너무 길거나 열 자리 이상의 수가 있어 읽지 않습니다.")
    refused: list[Refusal] = []
    sparse: list[tuple[int, Blueprint]] = []
    for sketch, way in _understood(reading):
        found = blueprint_of(sketch, note, way)
        if isinstance(found, Refusal):
            refused.append(found)
        elif not (short := missing(found)):
            return found
        else:
            sparse.append((short, found))
    if sparse:
        return min(sparse, key=lambda pair: pair[0])[1]
    return next(iter(refused), Refusal("not_understood", "이 문제의 유형을 알지 못합니다."))


def _understood(reading: Reading) -> Iterator[tuple[Sketch, Reading]]:
    """What each reader understands of the stem, with the wording that it has read: the simplest questions first."""
    allowance = Allowance()
    for way in readings(reading):
        for sketch in _sketches(way, without_order(way.text), allowance):
            yield sketch, way
    for sketch in facts.sketches(reading):
        yield sketch, reading
    yield from compounds.drawn_compounds(reading, _simple(allowance))


@lru_cache(maxsize=1)
def index() -> Index:
    """All families, found by the words of a stem."""
    return Index(FAMILIES)


def _simple(allowance: Allowance) -> compounds.Simple:
    """How the parts of a composed question are read: by the families and the readers of facts."""

    def read(reading: Reading) -> Iterator[Sketch]:
        yield from _sketches(reading, without_order(reading.text), allowance)
        yield from facts.sketches(reading)

    return read


def _sketches(reading: Reading, core: str, allowance: Allowance) -> Iterator[Sketch]:
    """What each family that reads the stem understands of it, as long as the allowance lasts."""
    for entry in index().likely(core):
        for match in matches(entry, core, allowance):
            try:
                sketch = entry.build(reading, match)
            except (ShapeError, ExpressionError, ArithmeticError, ValueError, KeyError):
                continue
            if sketch is not None:
                yield sketch
