"""A worked solution speaks its note's language: every family's in Korean, in English too where it reads English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from questions.engine.draws.sampling import original
from questions.engine.expressions import ExpressionError
from questions.engine.texts.effort import Allowance
from questions.engine.twins import computable
from questions.engine.twins.families import FAMILIES
from questions.engine.twins.grammar.blueprints import blueprint_of
from questions.engine.twins.grammar.family import Family, matches
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.phrasing import readings
from questions.engine.twins.grammar.reading import has_hangul, read_stem
from questions.engine.types import Blueprint, Note

HERE = Path(__file__).parent
ENGLISH = [line.split("\t") for line in (HERE / "english.tsv").read_text("utf-8").splitlines()]
KOREAN = [line.split("\t") for line in (HERE.parents[1] / "families_table.tsv").read_text("utf-8").splitlines()]
READS_ENGLISH = re.compile(r"<find>|solve|simplify|evaluate|factor|expand|rationalize")


def read(entry: Family, note: Note) -> Iterator[Blueprint]:
    """What this one family makes of a note, whichever family comes first when all are asked."""
    for way in readings(read_stem(note.stem)):
        for match in matches(entry, without_order(way.text), Allowance()):
            with suppress(ExpressionError, ValueError):  # a formula of another family's
                sketch = entry.build(way, match)
                made = blueprint_of(sketch, note, way) if sketch is not None else None
                if isinstance(made, Blueprint):
                    yield made


def words(solution: str) -> str:
    """The solution without its formulas and its filled-in letters."""
    return re.sub(r"\$[^$]*\$", " ", solution)


@pytest.mark.parametrize(("family", "stem", "answer"), ENGLISH, ids=[f"{row[0]}-{row[1][:40]}" for row in ENGLISH])
def test_an_english_note_gets_an_english_solution(family: str, stem: str, answer: str) -> None:
    note = Note(id="row", stem=stem, answer=answer)
    made = [one for entry in FAMILIES if entry.name == family for one in read(entry, note)]
    assert made
    for blueprint in made:
        solution = original(blueprint).solution
        assert blueprint.language == "en"
        assert solution and not has_hangul(solution)
        assert "{" not in words(solution)


@pytest.mark.parametrize(("family", "stem", "answer"), KOREAN, ids=[row[0] for row in KOREAN])
def test_a_korean_note_gets_a_korean_solution(family: str, stem: str, answer: str) -> None:
    blueprint = computable.author(Note(id="row", stem=stem, answer=answer))
    assert isinstance(blueprint, Blueprint) and blueprint.family == family
    solution = original(blueprint).solution
    assert blueprint.language == "ko"
    assert solution and re.search(r"[A-Za-z]{4,}", words(solution)) is None


def test_every_family_that_reads_english_has_an_english_note() -> None:
    reading = {entry.name for entry in FAMILIES if any(READS_ENGLISH.search(one) for one in entry.patterns)}
    assert reading == {family for family, _, _ in ENGLISH}
