"""Words that multiply or divide: what they explain in a solution, and what they cannot."""

from __future__ import annotations

from fractions import Fraction

import pytest

from questions.engine.program import Program
from questions.engine.twins.words import author
from questions.engine.twins.words.arithmetic import Literal
from questions.engine.twins.words.ratios import surely_told, told
from questions.engine.types import Blueprint, Note, Refusal


def written(stem: str, solution: str, answer: str) -> Blueprint | Refusal:
    return author(Note(id="1", stem=stem, answer=answer, solution=solution))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He ate a third of them.", {3, Fraction(1, 3), Fraction(2, 3)}),
        ("On the third street, each of them sang.", set()),
        ("On the fourth of July he ate twice as many.", {2}),
        ("Half the dozen broke.", {2, Fraction(1, 2), 12}),
    ],
)
def test_parts_are_told_apart_from_places_in_a_row(text: str, values: set[Fraction]) -> None:
    assert set(told(text)) == values


def test_a_told_multiplier_is_no_result_of_two_printed_numbers() -> None:
    stem = (
        "Nick had twice as many candies as George. Then George ate 5 candies. Now George has 3 candies left. How many "
    )
    stem += "candies does Nick have?"
    blueprint = written(stem, "5+3 = <<5+3=8>>8\n2*8 = <<2*8=16>>16", "16")
    assert isinstance(blueprint, Blueprint)
    assert [parameter.original for parameter in blueprint.parameters] == ["5", "3"]
    a, b = (parameter.name for parameter in blueprint.parameters)
    assert Program(blueprint).run({a: Fraction(9), b: Fraction(4)}, original=True)[1] == 26


def test_a_multiplier_used_more_often_than_told_may_be_a_result() -> None:
    two = Literal(Fraction(2))
    assert surely_told([two], "Ann has twice as many.") == {2}
    assert surely_told([two, two], "Ann has twice as many.") == set()
    assert surely_told([two, two], "Ann has twice as many, and Ben doubles his.") == {2}
