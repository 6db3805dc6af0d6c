"""How far numbers are stretched to find enough twins, and what of a solution the stem's own words contradict."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest

from questions.engine import variants
from questions.engine.draws.sampling import draws
from questions.engine.twins.words import author
from questions.engine.twins.words.frozen import has_threshold
from questions.engine.types import Blueprint, ChoiceDomain, Note, RangeDomain, Refusal


def note(stem: str, solution: str, answer: str) -> Note:
    return Note(id="1", stem=stem, answer=answer, solution=solution)


def made(stem: str, solution: str, answer: str) -> Blueprint:
    result = author(note(stem, solution, answer))
    assert isinstance(result, Blueprint), result
    return result


def test_a_round_number_gets_less_round_where_round_ones_are_too_few() -> None:
    stem = "A body takes 900 stitches and the collar a ninth of that number. How many stitches are needed in total?"
    blueprint = made(stem, "900/9 = <<900/9=100>>100\n900+100 = <<900+100=1000>>1000", "1000")
    domain = blueprint.parameters[0].domain
    assert isinstance(domain, RangeDomain) and domain.step == 10
    roomy = made("A hall seats 15000 people and 9000 came. How many seats are empty?", "15000-9000", "6000")
    assert all(isinstance(p.domain, RangeDomain) and p.domain.step >= 500 for p in roomy.parameters)


def test_values_that_never_come_out_even_are_left_out_beforehand() -> None:
    stem = "A gym orders 112 bags of 45 pounds. A truck carries 1260 pounds. How many trips are needed?"
    blueprint = made(stem, "112*45 = <<112*45=5040>>5040\n5040/1260 = <<5040/1260=4>>4", "4")
    batch = variants.make(note(stem, "", "4"), blueprint, count=10)
    assert len({variant.draw.stem for variant in batch.variants}) == 10 or batch.refused
    found = list(islice(draws(blueprint, 5), 10))
    assert len(found) == 10
    assert all(Fraction(draw.expected).denominator == 1 for draw in found)


def test_a_thinned_window_keeps_the_notes_own_number_in_its_print() -> None:
    stem = "A vendor bought 1,260 melons for $5040. He sold them at a profit of 25%. At what price did he sell each?"
    solution = (
        "5040*25/100 = <<5040*25/100=1260>>1260\n5040+1260 = <<5040+1260=6300>>6300\n6300/1260 = <<6300/1260=5>>5"
    )
    result = author(note(stem, solution, "5"))
    if isinstance(result, Blueprint):
        for parameter in result.parameters:
            if isinstance(parameter.domain, ChoiceDomain):
                assert parameter.original in parameter.domain.values


def test_numbers_of_unlike_units_may_change_places_but_like_ones_keep_their_order() -> None:
    stem = "A wire is 4 feet long. It is cut into pieces of 6 inches. How many pieces are there?"
    blueprint = made(stem, "12*4 = <<12*4=48>>48\n48/6 = <<48/6=8>>8", "8")
    found = list(islice(draws(blueprint, 1), 12))
    a, b = (parameter.name for parameter in blueprint.parameters)
    assert len(found) >= 10
    assert any(draw.values[a] > draw.values[b] for draw in found)  # type: ignore[operator]
    alike = made("Ann has 7 pens and Ben has 5 pens. How many pens are there?", "7+5", "12")
    first, second = (parameter.name for parameter in alike.parameters)
    assert all(d.values[first] > d.values[second] for d in islice(draws(alike, 1), 12))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("stem", "limited"),
    [
        ("If each pail holds 5 liters, how many liters do 8 pails hold?", False),
        ("If a customer buys a second pair, he pays half. How much do two pairs cost?", True),
        ("A guest pays $5 for more than 10 rides. How much do 12 rides cost?", True),
    ],
)
def test_a_premise_of_the_question_is_no_limit(stem: str, limited: bool) -> None:
    assert has_threshold(stem) is limited


def test_an_annotation_that_only_repeats_its_result_is_no_calculation() -> None:
    stem = "A bag weighs 7.5 pounds and a toy 0.5 pounds. How many toys weigh as much as the bag?"
    result = author(note(stem, "15 toys because 7.5 / .5 = <<15=15>>15", "15"))
    assert isinstance(result, Refusal) and result.code == "no_equation"
    assert made(stem, "15 toys because 7.5 / .5 = <<7.5/.5=15>>15", "15").parameters


SHOP = "Each book costs $6 and Ida buys {} books. She also buys a pen for $2. {}?"


@pytest.mark.parametrize(
    ("question", "solution", "answer", "agreed"),
    [
        ("How much money does she spend", "6*14 = <<6*14=84>>84\n84+2 = <<84+2=86>>86", "86", True),
        ("How much money does she spend", "6+14 = <<6+14=20>>20\n20+2 = <<20+2=22>>22", "22", False),
        ("How much money does she spend", "6*14 = <<6*14=84>>84\n84/2 = <<84/2=42>>42", "42", False),
        ("How many books does she buy", "6*14 = <<6*14=84>>84\n84+2 = <<84+2=86>>86", "86", False),
    ],
)
def test_money_is_added_to_money_and_answers_a_question_for_money(
    question: str, solution: str, answer: str, agreed: bool
) -> None:
    blueprint = made(SHOP.format(14, question), solution, answer)
    assert (blueprint.readings == ("solution", "stem")) is agreed


def test_one_rate_may_be_taken_from_another_but_a_lone_multiplier_is_never_added() -> None:
    rates = (
        "A duck farm gets 46 eggs per day. The family eats 17 eggs every morning and sells the rest at $2 each. How "
    )
    rates += "much money does it make a day?"
    blueprint = made(rates, "46-17 = <<46-17=29>>29\n29*2 = <<29*2=58>>58", "58")
    assert blueprint.readings == ("solution", "stem")
    lone = "A tower of 46 blocks is 17 times as high as a cube and 3 more. What is the sum of all that is left?"
    assert made(lone, "46+17+3", "66").readings == ("solution",)


def test_a_game_has_four_quarters() -> None:
    stem = "A game has 4 quarters that are each 12 minutes long. How many minutes is the game long?"
    assert [p.original for p in made(stem, "4*12 = <<4*12=48>>48", "48").parameters] == ["12"]
