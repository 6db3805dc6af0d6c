"""Schoolbook notes of algebra, each from the stem to three certified questions; and unsound ones, refused by reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.engine.twins import author
from questions.engine.types import Blueprint, Note, Refusal
from questions.engine.variants import make

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    """The columns of a table; `⏎` stands for a line break within a stem."""
    return [line.replace("⏎", "\n").split("\t") for line in (HERE / name).read_text("utf-8").split("\n") if line]


def note(stem: str, answer: str, choices: str, student: str = "") -> Note:
    options = tuple(choices.split("|")) if choices else ()
    return Note(id="n", stem=stem, answer=answer, choices=options, student_answer=student)


NOTES = [*rows("algebra_notes.tsv"), *rows("algebra_phrasings.tsv")]
UNSOUND = rows("algebra_unsound.tsv")


@pytest.mark.parametrize("row", NOTES, ids=[row[0][:40] for row in NOTES])
def test_a_note_without_its_solution_gives_three_certified_questions(row: list[str]) -> None:
    source = note(*row)
    blueprint = author(source)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = make(source, blueprint, count=3, seed=4)
    assert len(batch.variants) == 3, batch.refused
    assert len({variant.draw.stem for variant in batch.variants} | {source.stem}) == 4
    for variant in batch.variants:
        assert all(gate.verdict == "pass" for gate in variant.certificate.gates)
        assert len(set(variant.draw.choices)) == len(variant.draw.choices)


@pytest.mark.parametrize(("stem", "answer", "choices", "code"), UNSOUND, ids=[row[0][:40] for row in UNSOUND])
def test_a_note_with_a_wrong_key_or_a_missing_figure_is_refused(
    stem: str, answer: str, choices: str, code: str
) -> None:
    found = author(note(stem, answer, choices))
    assert isinstance(found, Refusal), found
    assert found.code == code


def test_there_are_at_least_a_hundred_and_fifty_notes_and_twenty_five_unsound_ones() -> None:
    assert len(NOTES) >= 150
    assert len(UNSOUND) >= 25
