"""Words that state a constant with its operation, and small numbers that nothing else could stand for."""

from __future__ import annotations

import re

import pytest

from questions.engine import variants
from questions.engine.twins.words import author
from questions.engine.twins.words.said import said
from questions.engine.twins.words.solutions import steps_of
from questions.engine.types import Blueprint, Note, Refusal


def stated(stem: str, solution: str) -> int:
    return len(said(stem, steps_of(solution)))


@pytest.mark.parametrize(
    ("stem", "solution", "count"),
    [
        ("A child pays half of $45.", "45/2", 1),
        ("A child pays half of $45 and two friends share.", "45/2/2", 0),
        ("She runs twice as far.", "7*2", 1),
        ("She runs twice as far.", "7/2", 0),
        ("He works 6 days a week.", "6*7", 1),
        ("He works 6 hours.", "6*7", 0),
        ("The scores are 3, 4 and 8. What is the average?", "(3+4+8)/3", 1),
        ("The scores are 3, 4 and 8. What is the average?", "(3+4+8)/4", 0),
        ("달걀 3다스가 있습니다.", "3*12", 1),
    ],
)
def test_a_constant_stands_where_the_words_put_it_and_not_more_often_than_they_say(
    stem: str, solution: str, count: int
) -> None:
    assert stated(stem, solution) == count


def test_a_small_number_used_twice_changes_where_nothing_else_could_be_meant() -> None:
    stem = "Leo runs 4 miles on Monday, twice as far on Friday, and 7 miles on Sunday. How many miles does he run?"
    note = Note(id="1", stem=stem, answer="19", solution="4*2=<<4*2=8>>8\n4+8+7=<<4+8+7=19>>19")
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint), blueprint
    found = variants.make(note, blueprint, count=5).variants
    assert len({variant.draw.stem for variant in found}) == 5
    assert len({str(variant.draw.values["a"]) for variant in found}) > 1
    for variant in found:
        first, last = (int(text) for text in re.findall(r"\d+", variant.draw.stem))
        assert 3 * first + last == int(variant.draw.answer)


def test_a_small_number_used_twice_stays_where_a_word_could_mean_it_as_well() -> None:
    stem = "Ann, Bob and Cid walk 3 miles each on Monday. How many miles is that in 3 trips?"
    result = author(Note(id="1", stem=stem, answer="27", solution="3*3=<<3*3=9>>9\n9*3=<<9*3=27>>27"))
    assert not isinstance(result, Blueprint)


@pytest.mark.parametrize(
    "stem",
    ["A triangle has sides of 5 cm, 6 cm and 8 cm. What is its perimeter?", "세 변이 5cm, 6cm, 8cm인 삼각형의 둘레는?"],
)
def test_three_sides_of_a_triangle_stay_since_not_every_three_lengths_close(stem: str) -> None:
    result = author(Note(id="1", stem=stem, answer="19", solution="5+6+8"))
    assert isinstance(result, Refusal) and result.code == "unsafe_triangle"
