"""Divisions that leave something, common divisors and multiples: every spelling, what is asked, what twins keep."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import pytest

from questions.engine import variants
from questions.engine.twins.words import author
from questions.engine.twins.words.shares_asked import share_asked
from questions.engine.twins.words.sharing import spelled, traits
from questions.engine.types import Blueprint, Note, Refusal, Variant

VANS = "There are 53 pupils on the trip. Each van can hold 8 pupils. How many vans are needed?"
PAGES = "Mia has 47 stickers. She puts 6 stickers on each page. How many pages can she fill completely?"
REST = "A baker made 67 muffins and packed them in boxes of 12. How many muffins were left over?"
ROPES = "두 끈의 길이는 24cm, 36cm입니다. 남김없이 같은 길이로 가장 길게 자르면 한 도막은 몇 cm입니까?"
BUSES = "가 버스는 8분마다, 나 버스는 12분마다 동시에 출발합니다. 다음에 동시에 출발하는 것은 몇 분 뒤입니까?"


def note(stem: str, solution: str, answer: str) -> Note:
    return Note(id="1", stem=stem, answer=answer, solution=solution)


def twins(stem: str, solution: str, answer: str) -> tuple[Variant, ...]:
    written = author(note(stem, solution, answer))
    assert isinstance(written, Blueprint), written
    return variants.make(note(stem, solution, answer), written, count=10, seed=5).variants


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


@pytest.mark.parametrize(
    "solution",
    [
        "53/8=6 r5, 6+1=7",
        "53 ÷ 8 = 6 … 5",
        "ceil(53/8)=7",
        "53/8=6.625, 7",
        "53/8=7",
        "-(-53//8)",
        "53/8=6 remainder 5",
    ],
)
def test_every_spelling_of_a_number_that_holds_all_gives_the_next_larger_one(solution: str) -> None:
    made = twins(VANS, solution, "7 (vans)")
    assert len(made) == 10
    for variant in made:
        total, each = numbers(variant.draw.stem)
        assert total % each
        assert variant.draw.answer == f"{-(-total // each)} (vans)"


@pytest.mark.parametrize("solution", ["47/6=7 r5", "47//6", "floor(47/6)=7"])
def test_full_shares_are_rounded_down_and_a_division_that_leaves_something_stays_one(solution: str) -> None:
    for variant in (made := twins(PAGES, solution, "7")):
        total, each = numbers(variant.draw.stem)
        assert total % each
        assert variant.draw.answer == str(total // each)
    assert len(made) == 10


@pytest.mark.parametrize("solution", ["67/12=5 r7", "67 % 12", "67 mod 12 = 7", "mod(67, 12) = 7"])
def test_what_is_left_is_the_remainder_and_the_solution_shows_the_division(solution: str) -> None:
    for variant in (made := twins(REST, solution, "7")):
        total, each = numbers(variant.draw.stem)
        assert variant.draw.answer == str(total % each) != "0"
        assert variant.draw.solution == f"{total} ÷ {each} = {total // each} R {total % each}"
    assert len(made) == 10


@pytest.mark.parametrize("solution", ["gcd(24,36)=12", "GCF of 24 and 36 = 12", "24와 36의 최대공약수는 12"])
def test_a_greatest_common_divisor_is_computed_anew_and_stays_above_one(solution: str) -> None:
    for variant in (made := twins(ROPES, solution, "12cm")):
        first, second = numbers(variant.draw.stem)
        assert variant.draw.answer == f"{math.gcd(first, second)}cm"
        assert 1 < math.gcd(first, second) < min(first, second)
    assert len(made) == 10


@pytest.mark.parametrize("solution", ["lcm(8, 12) = 24", "LCM(8,12)=24", "8과 12의 최소공배수: 24"])
def test_a_least_common_multiple_stays_below_the_product_and_above_both(solution: str) -> None:
    for variant in (made := twins(BUSES, solution, "24분")):
        first, second = numbers(variant.draw.stem)
        assert variant.draw.answer == f"{math.lcm(first, second)}분"
        assert max(first, second) < math.lcm(first, second) < first * second
    assert len(made) == 10


@pytest.mark.parametrize(
    ("stem", "solution", "answer"),
    [
        (VANS, "53/8=6 r5", "6 (vans)"),
        (PAGES, "47/6=7 r5, 7+1=8", "8"),
        (REST, "67/12=5 r7", "5"),
        (ROPES, "lcm(24,36)=72", "72cm"),
        (BUSES, "gcd(8,12)=4", "4분"),
        ("A box holds 8 eggs. 53 eggs were packed. How many boxes did she use?", "ceil(53/8)=7", "7"),
        ("How many more eggs does Al need to fill the last box if 8 fit in and he has 53?", "53%8=5", "5"),
    ],
)
def test_a_solution_that_takes_another_share_than_the_stem_asks_for_is_refused(
    stem: str, solution: str, answer: str
) -> None:
    written = author(note(stem, solution, answer))
    assert isinstance(written, Refusal)
    assert written.code == "share_unclear"


PROGRAM = "a = {}\nb = {}\nc = {}\nprint(c)"


@pytest.mark.parametrize(
    ("stem", "left", "right", "calculation", "answer"),
    [
        (VANS, 53, 8, "math.ceil(a / b)", 7),
        (VANS, 53, 8, "a / b\nc = math.ceil(c)", 7),
        (PAGES, 47, 6, "a // b", 7),
        (PAGES, 47, 6, "int(a / b)", 7),
        (PAGES, 47, 6, "math.floor(a / b)", 7),
        (REST, 67, 12, "a % b", 7),
        (ROPES, 24, 36, "math.gcd(a, b)", 12),
        (BUSES, 8, 12, "math.lcm(a, b)", 24),
    ],
)
def test_a_program_keeps_the_arithmetic_of_its_shares(
    stem: str, left: int, right: int, calculation: str, answer: int
) -> None:
    asked = {"//": int.__floordiv__, "∣": int.__mod__, "∧": math.gcd, "∨": math.lcm, "⌈": lambda a, b: -(-a // b)}
    for variant in (made := twins(stem, PROGRAM.format(left, right, calculation), str(answer))):
        assert variant.draw.answer == str(asked[share_asked(stem)](*numbers(variant.draw.stem)))
    assert len(made) == 10


@pytest.mark.parametrize("calculation", ["a // b\nif a % b:\n    c += 1", "a % b // 1 + 2", "int(a * 1 - 46.5) + 6"])
def test_a_program_that_decides_by_a_remainder_or_rounds_something_else_is_refused(calculation: str) -> None:
    assert isinstance(author(note(VANS, PROGRAM.format(53, 8, calculation), "7")), Refusal)


@pytest.mark.parametrize(
    ("solution", "answer"),
    [("65/12=5 r5", 5), ("29/6=4 r5", 5), ("53/8=6 r4", 6), ("53/8=6 r5, 8-5=3", 3), ("48/8=6", 6), ("53/8=9", 9)],
)
def test_a_division_whose_use_is_open_stays_as_it_is_written(solution: str, answer: int) -> None:
    assert spelled(solution, Fraction(answer)) == solution


@pytest.mark.parametrize(
    ("stem", "asked"),
    [
        ("If 9 children share 75 marbles, how many marbles are left over?", "∣"),
        ("How many buses are needed for 130 people if each bus can hold 40?", "⌈"),
        ("사탕을 한 봉지에 12개씩 담을 수 있을 때, 봉지는 적어도 몇 개 필요합니까?", "⌈"),
        ("사탕 95개를 한 봉지에 12개씩 담으면 몇 봉지까지 담을 수 있습니까?", "//"),
        ("연필 50자루를 8명이 똑같이 나누면 몇 자루가 남습니까?", "∣"),
        ("What is the least number of vans that can carry all of them?", "⌈"),
        ("How many boxes does she need to fill?", ""),
        ("How many more eggs are needed to fill the box?", ""),
        ("How many boxes are there?", ""),
    ],
)
def test_the_words_of_the_question_say_which_share_is_asked_for(stem: str, asked: str) -> None:
    assert share_asked(stem) == asked


def test_traits_tell_even_divisions_and_trivial_divisors_apart() -> None:
    assert traits("⌈", Fraction(53), Fraction(8)) != traits("⌈", Fraction(56), Fraction(8))
    assert traits("∧", Fraction(24), Fraction(36)) != traits("∧", Fraction(25), Fraction(36))
    assert traits("∨", Fraction(8), Fraction(12)) != traits("∨", Fraction(8), Fraction(16))
    assert traits("+", Fraction(8), Fraction(12)) == ()
