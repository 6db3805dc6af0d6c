"""Computable families: draws of every row of a table, solved again from the rendered text by a second route.

The second route is `bench.judge`, which shares no code with the engine. Four draws a row in the suite, fifty in the
long run; a draw that the judge cannot read does not count, and a family needs at least one that it can.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.judge import judge
from questions.engine import variants
from questions.engine.twins import computable
from questions.engine.types import Batch, Blueprint, Note

HERE = Path(__file__).with_name("families_table.tsv")
TABLE = [line.split("\t") for line in HERE.read_text("utf-8").splitlines()]
SUITE, LONG, SEED = 4, 50, 7
LEAST_FAMILIES = 45


def drawn(stem: str, answer: str, count: int) -> tuple[Blueprint, Batch]:
    note = Note(id="row", stem=stem, answer=answer)
    blueprint = computable.author(note)
    assert isinstance(blueprint, Blueprint), blueprint
    return blueprint, variants.make(note, blueprint, count=count, seed=SEED)


def solved_again(family: str, stem: str, answer: str, count: int) -> int:
    """How many draws the second route read; every one of them must be right."""
    blueprint, batch = drawn(stem, answer, count)
    assert blueprint.family == family
    assert len(batch.variants) == count, batch.refused
    assert len({variant.draw.stem for variant in batch.variants}) == count
    found = [
        judge(stem, {"stem": one.draw.stem, "answer": one.draw.answer, "choices": one.draw.choices})
        for one in batch.variants
    ]
    assert [(one.draw.stem, one.draw.answer, j.detail) for one, j in zip(batch.variants, found, strict=True)
            if j.verdict == "wrong"] == []  # fmt: skip
    return sum(judgement.verdict == "right" for judgement in found)


def test_the_table_has_at_least_forty_five_families() -> None:
    names = [family for family, _, _ in TABLE]
    assert len(set(names)) == len(names) >= LEAST_FAMILIES
    assert set(names) <= {entry.name for entry in computable.FAMILIES}


@pytest.mark.parametrize(("family", "stem", "answer"), TABLE, ids=[row[0] for row in TABLE])
def test_four_draws_of_a_family_are_right_by_the_second_route(family: str, stem: str, answer: str) -> None:
    assert solved_again(family, stem, answer, SUITE) == SUITE


@pytest.mark.long
@pytest.mark.parametrize(("family", "stem", "answer"), TABLE, ids=[row[0] for row in TABLE])
def test_fifty_draws_of_a_family_are_right_by_the_second_route(
    family: str, stem: str, answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read = solved_again(family, stem, answer, LONG)
    with capsys.disabled():
        sys.stdout.write(f"\n{family}: {read} of {LONG} draws read by the second route, seed {SEED}\n")
    assert read == LONG
