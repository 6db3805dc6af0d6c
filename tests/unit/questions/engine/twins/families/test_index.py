"""The index of families: it leaves out only families that do not read the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.engine.texts.effort import Allowance
from questions.engine.twins.computable import FAMILIES, index
from questions.engine.twins.grammar.family import matches
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.phrasing import readings
from questions.engine.twins.grammar.reading import read_stem

HERE = Path(__file__).parent
LINES = [line.split("\t") for name in ("served", "english") for line in (HERE / f"{name}.tsv").open(encoding="utf-8")]
STEMS = [next(field for field in fields if " " in field.strip() or "$" in field) for fields in LINES]


@pytest.mark.parametrize("stem", STEMS[::4])
def test_every_family_that_reads_a_stem_is_likely_and_in_its_place(stem: str) -> None:
    for way in readings(read_stem(stem)):
        core = without_order(way.text)
        likely = index().likely(core)
        readers = [entry for entry in FAMILIES if matches(entry, core, Allowance())]
        assert [entry for entry in likely if entry in readers] == readers


def test_most_families_are_left_out() -> None:
    assert len(index().likely(without_order(read_stem(LINES[0][0]).text))) < len(FAMILIES) / 4
