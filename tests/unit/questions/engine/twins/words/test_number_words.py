"""Stems that print their numbers as English words, and answers that the note prints as decimals or in brackets."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from questions.engine import codec, variants
from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.expressions.cardinals import ONES, cardinal
from questions.engine.twins.words import author
from questions.engine.types import Blueprint, Note, Refusal, Variant


def note(stem: str, solution: str, answer: str) -> Note:
    return Note(id="1", stem=stem, answer=answer, solution=solution)


def made(one: Note, count: int = 6) -> tuple[Variant, ...]:
    blueprint = author(one)
    assert isinstance(blueprint, Blueprint), blueprint
    found = variants.make(one, blueprint, count=count).variants
    assert len(found) == count
    return found


def test_a_stem_of_number_words_changes_them_as_words() -> None:
    one = note("Six pears and three figs are in a bowl. How many fruits are in the bowl?", "6+3=9", "9 (fruits)")
    for variant in made(one):
        words = re.fullmatch(r"(\w+) pears and (\w+) figs are in a bowl\. How many .*", variant.draw.stem)
        assert words, variant.draw.stem
        first, second = words.groups()
        assert first[0].isupper() and second.islower()
        total = ONES.index(first.lower()) + ONES.index(second)
        assert variant.draw.answer == f"{total} (fruits)"


@pytest.mark.parametrize(
    "stem",
    [
        "Ann, Bob and Cid each have seven pens. The three of them share. How many pens do the three friends have?",
        "Each of the three friends has seven-day tickets. How many days are there for all three friends together?",
    ],
)
def test_words_that_refer_back_or_belong_to_a_longer_word_stay(stem: str) -> None:
    result = author(note(stem, "3*7=21", "21"))
    if isinstance(result, Blueprint):
        for variant in variants.make(note(stem, "3*7=21", "21"), result).variants:
            assert "three" in variant.draw.stem
    else:
        assert isinstance(result, Refusal)


def test_words_beside_digits_stay() -> None:
    one = note("Nine boys and 14 girls sing. How many children sing?", "9+14=23", "23")
    assert all(variant.draw.stem.startswith("Nine boys") for variant in made(one, 3))


@pytest.mark.parametrize(("number", "words"), [(2, "two"), (13, "thirteen"), (20, "twenty"), (85, "eighty-five")])
def test_whole_numbers_below_a_hundred_have_words(number: int, words: str) -> None:
    assert cardinal(number) == words
    assert compile_formula(f"Cardinal({number})")({}) == words.capitalize()


@pytest.mark.parametrize("formula", ["cardinal(100)", "cardinal(1/2)", "cardinal(0 - 1)"])
def test_other_numbers_have_no_words(formula: str) -> None:
    with pytest.raises(ExpressionError):
        compile_formula(formula)({})


def test_a_decimal_answer_of_the_note_is_a_decimal_in_every_twin() -> None:
    one = note(
        "A hose fills 40 liters per minute. How many hours does it take to fill 3600 liters?",
        "3600/40=<<3600/40=90>>90\n90/60=<<90/60=1.5>>1.5",
        "1.5",
    )
    blueprint = author(one)
    assert isinstance(blueprint, Blueprint) and blueprint.answer.places == 1
    assert codec.load_blueprint(codec.dump(blueprint)) == blueprint
    for variant in made(one):
        assert re.fullmatch(r"\d+(?:\.\d)?", variant.draw.answer), variant.draw.answer


def test_prices_of_two_decimals_may_end_in_any_two() -> None:
    one = note("A roll costs 2.75 dollars and milk 1.50 dollars. How much do both cost?", "2.75+1.50=4.25", "4.25")
    for variant in made(one):
        numbers = [Fraction(text) for text in re.findall(r"\d+\.\d\d", variant.draw.stem)]
        assert len(numbers) == 2 and sum(numbers) == Fraction(variant.draw.answer)
