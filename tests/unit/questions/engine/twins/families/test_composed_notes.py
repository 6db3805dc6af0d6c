"""Notes that ask for an expression in the answers of simple questions: three certified questions each, or a refusal."""

from __future__ import annotations

from math import gcd
from pathlib import Path

import pytest

from questions.engine.twins import author
from questions.engine.twins.facts.composing import composed
from questions.engine.types import Blueprint, Note, Refusal
from questions.engine.variants import make

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").split("\n") if line]


NOTES, UNSOUND = rows("composed_notes.tsv"), rows("composed_unsound.tsv")


@pytest.mark.parametrize("row", NOTES, ids=[row[0][:40] for row in NOTES])
def test_a_composed_note_gives_three_questions_that_are_solved_again(row: list[str]) -> None:
    source = Note(id="n", stem=row[0], answer=row[1])
    blueprint = author(source)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = make(source, blueprint, count=3, seed=4)
    assert len(batch.variants) == 3, batch.refused
    for variant in batch.variants:
        assert all(gate.verdict == "pass" for gate in variant.certificate.gates)


@pytest.mark.parametrize(("stem", "answer", "code"), UNSOUND, ids=[row[0][:40] for row in UNSOUND])
def test_a_wrong_key_or_a_form_that_does_not_fit_is_refused(stem: str, answer: str, code: str) -> None:
    found = author(Note(id="n", stem=stem, answer=answer))
    assert isinstance(found, Refusal), found
    assert not code or found.code == code


def test_the_letters_of_two_roots_need_an_order_unless_they_may_be_exchanged() -> None:
    stem = "이차방정식 $x^2-5x+6=0$의 두 근을 $a, b$라 할 때, ${}$의 값을 구하시오."
    assert isinstance(author(Note(id="n", stem=stem.format("a-2b"), answer="-1")), Refusal)
    assert isinstance(author(Note(id="n", stem=stem.format("a^2+b^2"), answer="13")), Blueprint)


def test_a_stem_is_cut_into_its_question_its_form_and_what_is_asked() -> None:
    found = list(composed("부등식|2x-1|≤5의해가a≤x≤b라할때,a+b의값"))
    assert {(one.parts[0].form, one.asked) for one in found} == {("a≤x≤b", "a+b")}
    assert "부등식|2x-1|≤5의해" in {"부등식|2x-1|≤5의해가a≤x≤b라할때"[: one.parts[0].upto] for one in found}


def test_a_fraction_that_is_said_to_be_in_lowest_terms_stays_in_them() -> None:
    stem = r"순환소수 $1.2\dot{3}$을 기약분수로 나타내면 $\frac{a}{30}$일 때, 자연수 $a$의 값은?"
    source = Note(id="n", stem=stem, answer="37")
    blueprint = author(source)
    assert isinstance(blueprint, Blueprint)
    numerators = [int(variant.draw.answer.strip("$")) for variant in make(source, blueprint, count=12).variants]
    assert numerators and all(gcd(numerator, 30) == 1 for numerator in numerators)
