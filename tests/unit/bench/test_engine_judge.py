"""The judge of word problems: planted wrong variants, readings that differ, and independence from the engine."""

# ruff: noqa: E501 (a case is one line)

from __future__ import annotations

import ast
import csv
from fractions import Fraction
from pathlib import Path

import pytest
import sympy as sp

import bench.judge.sources
from bench.judge.korean import particle_errors, stray_braces
from bench.judge.notation import expression
from bench.judge.sources import judge_by_source
from bench.judge.sources.places import Places, same_words
from bench.judge.sources.printed import printed_number
from bench.judge.sources.steps import Unreadable, steps_of, values_of

with Path(__file__).with_name("word_plants.csv").open(encoding="utf-8", newline="") as file:
    PLANTS = list(csv.DictReader(file))


def source_of(plant):
    steps = plant["source"].split(" ; ")
    return steps if len(steps) > 1 else steps[0]


def verdict(plant, which):
    return judge_by_source(plant["question"], source_of(plant), plant["gold"], plant["stem"], plant[which]).verdict


def test_at_least_twenty_different_slips_are_planted_in_both_languages():
    assert len({plant["slip"] for plant in PLANTS}) == len(PLANTS) >= 20
    korean = [plant for plant in PLANTS if any("가" <= letter <= "힣" for letter in plant["question"])]
    assert 8 <= len(korean) <= len(PLANTS) - 8


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant["slip"])
def test_a_planted_wrong_variant_is_judged_wrong_and_its_right_twin_right(plant):
    assert (verdict(plant, "wrong"), verdict(plant, "right")) == ("wrong", "right")


def test_the_judge_and_its_parts_import_nothing_of_the_product_and_evaluate_no_text():
    for file in Path(bench.judge.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in ("questions", "eduai", "tenants") for name in names), file
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile"), file


def test_one_number_for_two_places_is_unjudged_where_the_readings_differ():
    question, source = "Tom has 3 bags of 3 apples and eats 2.", "3*3-2"
    other = question.replace("3 bags", "5 bags").replace("3 apples", "4 apples")
    assert judge_by_source(question, source, "7", other, "18").verdict == "unjudged"
    same = question.replace("3", "4")
    assert judge_by_source(question, source, "7", same, "14").verdict == "right"
    assert judge_by_source(question, source, "7", other, "19").verdict == "wrong"


def test_a_constant_that_the_words_suggest_may_not_be_taken_for_a_number_of_the_stem():
    question = "She reads 7 pages a day. How many pages in 3 weeks?"
    assert judge_by_source(question, "7*7*3", "147", question.replace("7", "9"), "243").verdict == "unjudged"


@pytest.mark.parametrize(
    ("question", "source", "gold", "stem", "why"),
    [
        ("5 and 3 more", "5+3", "8", "6 and 3 fewer", "the words differ"),
        ("5 and 3 more", "5+3", "9", "6 and 3 more", "does not give"),
        ("5 and 3 more", "max(5,3)", "5", "6 and 3 more", "no arithmetic"),
        ("5 boxes for 90 each, minus the rest", "450-37", "413", "6 boxes for 90 each, minus the rest", "nowhere"),
        ("5 and 3 and 2", ["5+3=8", "3+2=5"], "5", "6 and 3 and 2", "leads nowhere"),
        ("5 and 3 more", "5+3", "8", "6 and 3 more", "more than a number"),
    ],
)
def test_what_cannot_be_judged_says_why(question, source, gold, stem, why):
    found = judge_by_source(question, source, gold, stem, "8 of them or 9" if why.startswith("more") else "9")
    assert found.verdict == "unjudged"
    assert why in found.detail


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("( 76.0 - 25.0 )", 51), ("0.1*3", Fraction(3, 10)), ("(5*4+1)@7", 3), ("(3*2+6)#5", 2), ("2^3", 8), ("05+1", 6),
        ("a = 3 * 4\nb = a - 2\nprint(b)", 10), (["3*4=12", "12-2=10"], 10), ("7//2", 3), ("-(2-5)", 3),
    ],
)  # fmt: skip
def test_sources_are_worked_out_exactly(source, expected):
    assert values_of(steps_of(source))[-1] == expected


@pytest.mark.parametrize(
    "source",
    [
        "",
        "__import__('os')",
        "X[2-1]",
        "find_max(sort(X),3)",
        "9**9**9",
        "1 if 1 else 2",
        "'a'",
        "b = c + 1",
        "(" * 300,
    ],
)
def test_what_is_no_arithmetic_is_unreadable(source):
    with pytest.raises((Unreadable, ZeroDivisionError)):
        values_of(steps_of(source))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$12.50", Fraction(25, 2)), ("1,200원", 1200), (r"$\frac{279}{10}$", Fraction(279, 10)), ("51.0", 51),
        ("24cm²", 24), ("3/4", Fraction(3, 4)), ("-5", -5), ("150 %", 150), ("88,000", 88000), ("12 km/h", 12),
    ],
)  # fmt: skip
def test_printed_numbers_are_read_exactly(text, number):
    assert printed_number(text) == number


@pytest.mark.parametrize("text", ["", "three", "2 또는 3", "x=3", "1/0", "3, 4"])
def test_what_is_not_one_number_is_unreadable(text):
    with pytest.raises((Unreadable, ZeroDivisionError)):
        printed_number(text)


def test_a_percent_is_a_rate_what_is_left_and_what_it_grew_to():
    said = {meaning.name: meaning.value for meaning in Places("30% off").meanings}
    assert said["rate"] == Fraction(3, 10)
    assert (said["left"], said["grown"]) == (Fraction(7, 10), Fraction(13, 10))


def test_only_numbers_and_the_particles_behind_them_may_differ():
    assert same_words("사과 7을 먹고 3이 남았다", "사과 9를 먹고 12가 남았다")
    assert not same_words("사과 7을 먹고 3이 남았다", "사과 9를 먹고 12가 늘었다")


@pytest.mark.parametrize(
    ("stem", "errors"),
    [
        ("7를 더하면", 1), ("7을 더하면", 0), ("12으로 나누면", 1), ("12로 나누면", 0), ("10로 나누면", 1), ("8로 나누면", 0),
        ("6와 3", 1), ("6과 3", 0), ("$0.5$을 빼면", 1), ("1,000는", 1), ("점 (1, 6)를", 1), ("점 (1, 6)을", 0),
        (r"$\frac{2}{8}$을", 1), ("3이상", 0), ("5가지", 0), ("$a^{9}$을", 0), ("7개를", 0),
    ],
)  # fmt: skip
def test_particles_follow_the_number_that_is_read_aloud(stem, errors):
    assert len(particle_errors(stem)) == errors


def test_an_error_that_the_original_has_is_not_the_variants():
    assert particle_errors("7를 더하면", "7를 더하면") == []
    assert particle_errors("7를 더하면", "6를 더하면") == ["7를"]


def test_braces_outside_of_mathematics_are_stray():
    assert stray_braces("{n}개") and not stray_braces(r"$\frac{1}{2}$개")


def test_behind_a_division_sign_a_number_with_its_letters_is_one_divisor():
    x, y = sp.symbols("x y", real=True)
    assert sp.simplify(expression(r"27x^3y^2 \div 5xy") - sp.Rational(27, 5) * x**2 * y) == 0
    assert expression(r"12 \div 4 \times 3") == 9
    assert sp.simplify(expression(r"12x/4x") - 3 * x**2) == 0
