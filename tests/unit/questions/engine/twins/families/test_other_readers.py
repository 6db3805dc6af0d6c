"""A reader that makes no other questions does not stop another that does."""

from __future__ import annotations

import pytest

from questions.engine import variants
from questions.engine.twins import author
from questions.engine.twins.grammar.yielding import WANTED, missing
from questions.engine.types import Blueprint, Note

NOTES = [
    ("$\\log_6 216$의 값을 구하시오.", "3", "logarithm.value"),
    ("$\\log_{12} 144$의 값을 구하시오.", "2", "logarithm.value"),
    ("$\\log_{6} 4+\\log_{6} 9$의 값을 구하여라.", "2", "logarithm.sum"),
    ("$\\log_{10} 4+\\log_{10} 25$의 값을 구하여라.", "2", "logarithm.sum"),
    ("$\\log_6 72-\\log_6 2$의 값을 구하시오.", "2", "logarithm.difference"),
    ("$\\log_2 12+\\log_2 \\frac{8}{3}$의 값을 구하시오.", "5", "value.logarithms"),
    (
        "1, 2, 3, 4, 5의 숫자가 각각 적힌 5장의 카드 중에서 2장을 뽑아 만들 수 있는 두 자리 자연수의 개수를 구하시오.",
        "20",
        "cards.all",
    ),
]


@pytest.mark.parametrize(("stem", "answer", "family"), NOTES, ids=[row[0][:40] for row in NOTES])
def test_the_reader_that_makes_twins_is_taken(stem: str, answer: str, family: str) -> None:
    note = Note(id="n", stem=stem, answer=answer)
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint)
    assert blueprint.family == family
    assert missing(blueprint) == 0
    assert len(variants.make(note, blueprint, count=3).variants) == 3


def test_a_sparse_reader_is_better_than_none() -> None:
    stem = "이차방정식 $x^2+ax-6=0$의 한 근이 $2$일 때, 상수 $a$의 값은?"
    blueprint = author(Note(id="n", stem=stem, answer="1"))
    assert isinstance(blueprint, Blueprint)
    assert 0 < missing(blueprint) < WANTED
