"""Wholes of two parts, shapes of one length, rules of three and ratios: which constants and products have a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from questions.engine import variants
from questions.engine.twins.words import author
from questions.engine.twins.words.frozen import has_threshold, protection
from questions.engine.twins.words.solutions import steps_of
from questions.engine.twins.words.two_parts import part_constants
from questions.engine.types import Blueprint, Note

CARDS = "Ben and Carl have 56 cards in all. Ben has 12 more cards than Carl. How many cards does {} have?"
CARDS_KOREAN = "구슬이 모두 56개 있습니다. 민수는 지호보다 12개 더 많이 가지고 있습니다. {}는 몇 개 가지고 있습니까?"


@pytest.mark.parametrize(
    ("stem", "solution", "constants"),
    [
        (CARDS.format("Carl"), "(56-12)/2=22", {2}),
        (CARDS.format("Ben"), "(56+12)/2=34", {2}),
        (CARDS.format("Ben"), "(56-12)/2=22", set()),
        (CARDS.format("Carl"), "(56+12)/2=34", set()),
        (CARDS.format("Carl").replace("more", "fewer"), "(56+12)/2=34", {2}),
        (CARDS.format("each"), "(56-12)/2=22", set()),
        (CARDS_KOREAN.format("지호"), "(56-12)/2=22", {2}),
        (CARDS_KOREAN.format("민수"), "(56+12)/2=34", {2}),
        (CARDS_KOREAN.format("지호"), "(56+12)/2=34", set()),
        ("The girls got 3 times as many as the boys, 48 in all.", "48/(3+1)=12", {1}),
        ("The girls got 3 more than the boys, 48 in all.", "48/(3+1)=12", set()),
        ("The sum of their ages is 31. What is it in 5 years?", "31+5*2=41", {2}),
        ("The sum of their prices is 31. What is it in 5 years?", "31+5*2=41", set()),
    ],
)
def test_two_parts_bring_a_constant_only_where_the_sign_goes_with_the_one_asked_for(
    stem: str, solution: str, constants: set[int]
) -> None:
    assert part_constants(stem, steps_of(solution)) == constants


@pytest.mark.parametrize(
    ("stem", "solution", "answer", "truth"),
    [
        (CARDS.format("Carl"), "(56-12)/2=22", "22", lambda total, more: (total - more) / 2),
        (
            "A class has 48 cans. The girls got 3 times as many cans as the boys. How many cans did the boys get?",
            "48/(3+1)=12", "12", lambda total, times: total / (times + 1),
        ),
        (
            "There are 4 times as many red cars as blue cars. There are 35 cars in all. How many red cars are there?",
            "35/(4+1)*4=28", "28", lambda times, total: total / (times + 1) * times,
        ),
        ("A cube has an edge of 4 cm. What is its volume?", "4*4*4=64", "64", lambda edge: edge**3),
        (
            "In a class of 30, 18 play soccer, 15 play tennis and 6 play both. How many play neither?",
            "30-(18+15-6)=3", "3", lambda total, first, second, both: total - first - second + both,
        ),
        ("What is the area of a square with a side of 7 cm?", "7*7=49", "49", lambda side: side * side),
        (
            "There are 450 grams of sugar in 3 bags. How many grams of sugar are there in 20 bags?",
            "450/3*20=3000", "3000", lambda grams, bags, other: grams / bags * other,
        ),
        (
            "The ratio of boys to girls is 3:5. If there are 24 boys, how many girls are there?",
            "24/3*5=40", "40", lambda first, second, boys: boys / first * second,
        ),
    ],
)  # fmt: skip
def test_such_notes_are_served_and_every_twin_is_right(
    stem: str, solution: str, answer: str, truth: Callable[..., float]
) -> None:
    note = Note(id="1", stem=stem, answer=answer, solution=solution)
    written = author(note)
    assert isinstance(written, Blueprint), written
    made = variants.make(note, written, count=10, seed=5).variants
    assert len(made) >= 3
    for variant in made:
        assert truth(*map(int, re.findall(r"\d+", variant.draw.stem))) == int(variant.draw.answer)


def test_one_digit_behind_a_colon_is_a_ratio_and_two_are_a_clock() -> None:
    assert protection("boys to girls 3:5.", 14, 15, Fraction(3), "") == "ratio"
    assert protection("boys to girls 3:5.", 16, 17, Fraction(5), "") == "ratio"
    assert protection("It starts at 3:15.", 13, 14, Fraction(3), "") == "clock"
    assert protection("It starts at 3:15.", 15, 17, Fraction(15), "") == "clock"


def test_a_number_that_has_both_sets_a_limit() -> None:
    assert has_threshold("18 play soccer, 15 play tennis and 6 play both.")
    assert not has_threshold("Both of them have 6 cards.")
