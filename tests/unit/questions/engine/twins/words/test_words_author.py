"""The built-in author of word problems: what it changes, what it keeps, and what it refuses."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest

from questions.engine.draws.program import Program
from questions.engine.draws.sampling import draws, original
from questions.engine.twins.words import answer_value, author
from questions.engine.types import Blueprint, Note, Refusal


def note(stem: str, solution: str, answer: str) -> Note:
    return Note(id="1", stem=stem, answer=answer, solution=solution)


def made(stem: str, solution: str, answer: str) -> Blueprint:
    result = author(note(stem, solution, answer))
    assert isinstance(result, Blueprint), result
    return result


def refused(stem: str, solution: str, answer: str) -> str:
    result = author(note(stem, solution, answer))
    assert isinstance(result, Refusal), result
    assert result.reason.endswith(".")
    return result.code


def changed(blueprint: Blueprint) -> list[str]:
    return [parameter.original for parameter in blueprint.parameters]


PEACHES = (
    "There are 24 baskets of peaches. Each basket has 14 red peaches and 9 green peaches. How many peaches are there?"
)


@pytest.mark.parametrize(
    "solution",
    [
        "Each basket holds 14+9 = <<14+9=23>>23 peaches.\nIn all 24*23 = <<24*23=552>>552\n#### 552",
        "x = 24 * (14 + 9)",
        "(14 + 9) × 24 = 552",
        "14 + 9 = 23\n23 × 24 = 552",
        "red = 14\ngreen = 9\ntotal = (red + green) * 24\nprint(total)",
        "print(24 * (14 + 9))",
        "total = 0\nfor x in [14, 9]:\n    total += x\nprint(int(total * 24))",
    ],
)
def test_every_form_of_solution_gives_the_same_function(solution: str) -> None:
    blueprint = made(PEACHES, solution, "552")
    assert changed(blueprint) == ["24", "14", "9"]
    program = Program(blueprint)
    assert program.original_answer == 552
    names = [p.name for p in blueprint.parameters]
    _, answer = program.run(dict(zip(names, map(Fraction, (30, 15, 8)), strict=True)), original=True)
    assert answer == 30 * 23


def test_original_values_give_back_the_note_and_draws_are_right() -> None:
    blueprint = made(PEACHES, "24*(14+9)", "552")
    assert original(blueprint).stem == PEACHES
    found = list(islice(draws(blueprint, 3), 10))
    assert len({draw.stem for draw in found}) == 10
    a, b, c = (p.name for p in blueprint.parameters)
    for draw in found:
        assert Fraction(draw.expected) == draw.values[a] * (draw.values[b] + draw.values[c])  # type: ignore[operator]
        assert draw.values[c] < draw.values[b] < draw.values[a]  # type: ignore[operator]


def test_worked_korean_lines_with_units_are_read() -> None:
    stem = "8%의 소금물 300g에 녹아 있는 소금의 양과 물 150g의 양의 합은 몇 g인지 구하시오."
    blueprint = made(stem, "소금의 양은 300 × 8/100 = 24(g)\n따라서 24 + 150 = 174(g)입니다.", "174 g")
    assert changed(blueprint) == ["8", "300", "150"]
    assert blueprint.answer.unit == "g"
    assert blueprint.language == "ko"


def test_a_particle_behind_a_changed_number_follows_its_sound() -> None:
    blueprint = made("어떤 수에 27을 더하고 14를 뺀 값이 60일 때, 어떤 수를 구하시오.", "60-27+14", "47")
    assert "{a}{을/를} 더하고 {b}{을/를} 뺀" in blueprint.stem[0]


@pytest.mark.parametrize(
    ("ending", "pair"),
    [
        ("6이고 한", "{이고/고} 한"),
        ("6이었고 한", "{이었/였}고 한"),
        ("6이라면 한", "{이라/라}면 한"),
        ("6이며 한", "{이며/며} 한"),
        ("5였고 한", "{이었/였}고 한"),
        ("5고 한", "{이고/고} 한"),
        ("6인데 한", "인데 한"),
        ("6이차원 한", "이차원 한"),
    ],
)
def test_a_copula_behind_a_number_follows_its_sound(ending: str, pair: str) -> None:
    sum_of = int(f"4{ending[0]}")
    stem = f"두 수의 합이 4{ending} 수가 17일 때, 다른 수를 구하시오."
    blueprint = made(stem, f"{sum_of}-17", str(sum_of - 17))
    assert f"{{a}}{pair}" in blueprint.stem[0]
    assert original(blueprint).stem == stem


def test_equal_small_numbers_change_together_and_larger_ones_apart() -> None:
    stem = "Tom ran {0} miles on each of {0} days. How many miles did he run?"
    small = made(stem.format(9), "9*9", "81")
    assert changed(small) == ["9"]
    assert small.stem[0].count("{a}") == 2
    assert changed(made(stem.format(23), "23*23", "529")) == ["23", "23"]


def test_a_number_that_may_be_a_constant_of_the_text_stays() -> None:
    stem = "She teaches 5 dance classes every day on the weekdays and 18 classes on Saturday. How many classes in all?"
    blueprint = made(stem, "5*5 = <<5*5=25>>25\n25+18 = <<25+18=43>>43", "43")
    assert changed(blueprint) == ["18"]


def test_a_step_result_that_equals_a_printed_number_freezes_both() -> None:
    stem = "Ann buys 4 lollipops for 25 cents each and then spends $4 a day for 17 days. How many dollars in all?"
    solution = "4*25 = <<4*25=100>>100\n5-1 = <<5-1=4>>4\n4*17 = <<4*17=68>>68"
    assert refused(stem, solution, "68") in ("dangling_step", "unexplained_number")


def test_an_unplaced_step_refuses_and_a_placed_one_does_not() -> None:
    stem = "A shop has 48 pens in 6 boxes and 35 pencils. How many more pens are in a box and pencils together?"
    assert refused(stem, "48/6 = <<48/6=8>>8\n48+35 = <<48+35=83>>83", "83") == "dangling_step"
    assert changed(made(stem, "48/6 = <<48/6=8>>8\n8+35 = <<8+35=43>>43", "43")) == ["48", "6", "35"]


def test_an_inexact_division_of_unclear_use_refuses_and_an_exact_one_keeps_exactness() -> None:
    stem = "사과 {}개를 한 상자에 8개씩 담으면 몇 상자가 됩니까?"
    assert refused(stem.format(99), "99//8", "12") == "share_unclear"
    blueprint = made(stem.format(96), "96//8", "12")
    for draw in islice(draws(blueprint, 1), 5):
        assert Fraction(draw.expected).denominator == 1


def test_numbers_that_decide_a_programs_way_stay() -> None:
    stem = "입장권을 사람 수가 34명보다 많으면 한 장에 2400원, 아니면 3100원에 팝니다. 41명의 입장료는 얼마입니까?"
    solution = "n = 41\nif n + 0.5 > 34:\n    print(n * 2400)\nelse:\n    print(n * 3100)"
    assert "41" not in changed(made(stem, solution, "98400"))


def test_a_midpoint_without_a_place_between_is_a_coincidence() -> None:
    stem = "일을 하는 데 가 기계는 16일, 나 기계는 14일이 걸립니다. 하루씩 교대로 쓰면 며칠이 걸립니까?"
    assert refused(stem, "(16+14)/2", "15") == "gap"


def test_the_size_of_a_thing_that_exists_stays() -> None:
    stem = "한국은행에서 만든 지폐의 세로가 6.8cm이고 넓이가 100.64cm2일 때, 가로는 몇 cm입니까?"
    assert refused(stem, "100.64/6.8", "14.8") == "unsafe_existing"


def test_the_one_of_places_in_a_row_is_no_result_of_two_numbers() -> None:
    stem = "화분이 한 줄로 놓여 있습니다. 장미는 왼쪽에서 14번째, 오른쪽에서 15번째입니다. 화분은 모두 몇 개입니까?"
    assert changed(made(stem, "14+15-1", "28")) == ["14", "15"]
    plain = "A box holds 14 red and 15 blue pens. One pen is lost. How many pens are left in the box?"
    assert refused(plain, "14+15-1", "28") == "nothing_free"


def test_a_copula_that_is_written_out_stays() -> None:
    blueprint = made("두 수의 합이 45이었습니다. 한 수가 17일 때, 다른 수를 구하시오.", "45-17", "28")
    assert "{a}이었습니다" in blueprint.stem[0]


def test_a_wrong_printed_answer_refuses() -> None:
    assert refused(PEACHES, "24*(14+9)", "553") == "answer_mismatch"


def test_a_wrong_step_in_the_solution_refuses() -> None:
    assert refused(PEACHES, "14+9 = 24\n24*24 = 576", "576") == "inexact_step"


def test_no_solution_refuses() -> None:
    assert refused(PEACHES, "", "552") == "no_solution"


def test_a_number_of_the_solution_without_a_source_refuses() -> None:
    assert refused(PEACHES, "24*(14+9)+77", "629") == "unexplained_number"


def test_percents_that_share_a_whole_stay() -> None:
    stem = "학생 240명 중 40%는 버스, 60%는 걸어서 등교합니다. 버스로 등교하는 학생은 몇 명입니까?"
    assert changed(made(stem, "240*40/100", "96")) == ["240"]


def test_an_unused_number_that_is_the_sum_of_the_others_keeps_them() -> None:
    stem = "가 후보는 220표, 나 후보는 168표, 무효표는 12표이며 400명이 투표했습니다. 가와 나의 차는 몇 표입니까?"
    assert refused(stem, "220-168", "52") == "nothing_free"


def test_an_unused_number_that_nothing_depends_on_stays_while_others_change() -> None:
    stem = "Dan has 95 dollars. He bought a book for 31 dollars and a pen for 17 dollars. How much more was the book?"
    blueprint = made(stem, "31-17", "14")
    assert changed(blueprint) == ["31", "17"]
    assert "95 dollars" in blueprint.stem[0]


@pytest.mark.parametrize(
    ("stem", "kept"),
    [
        ("가로가 12cm, 세로가 17cm인 직사각형의 넓이는 몇 cm2입니까? 제3회 문제입니다.", ["2", "3"]),
        ("In 2012 a farm with 12 cows sold 17 pints per cow. How many pints? (Room 40)", ["2012", "40"]),
    ],
)
def test_exponents_years_and_names_stay(stem: str, kept: list[str]) -> None:
    blueprint = made(stem, "12*17", "204")
    assert changed(blueprint) == ["12", "17"]
    draw = next(draws(blueprint, 2))
    assert all(number in draw.stem for number in kept)


@pytest.mark.parametrize(
    ("stem", "solution", "answer"),
    [
        ("한 자리 수 4와 3의 합은 얼마입니까? 답은 한 자리 수입니다.", "4+3", "7"),
        ("연속하는 두 수 24와 25의 합은 얼마입니까?", "24+25", "49"),
        ("섭씨 25도는 화씨 몇 도입니까? (9를 곱하고 5로 나눈 뒤 32를 더한다)", "25*9/5+32", "77"),
        ("다음 그림과 같은 상자에 사과가 12개씩 4줄 있습니다. 모두 몇 개입니까?", "12*4", "48"),
    ],
)
def test_conditions_on_the_numbers_themselves_refuse(stem: str, solution: str, answer: str) -> None:
    assert refused(stem, solution, answer).startswith("unsafe_")


def test_banknotes_stay_and_prices_change() -> None:
    blueprint = made("1000원짜리 지폐 27장으로 19000원짜리 책을 사면 얼마가 남습니까?", "1000*27-19000", "8000")
    assert "1000" not in changed(blueprint)
    assert "27" in changed(blueprint)


def test_hours_of_a_day_never_exceed_a_day() -> None:
    blueprint = made("Mia works 9 hours a day for 14 days. How many hours does she work?", "9*14", "126")
    assert all(draw.values["a"] <= 24 for draw in islice(draws(blueprint, 1), 20))  # type: ignore[operator]


def test_the_gap_of_two_stays_where_the_answer_lies_between() -> None:
    stem = "민수는 밤을 27개, 지호는 29개 주웠고 은비는 민수보다 많고 지호보다 적게 주웠습니다. 은비는 몇 개입니까?"
    blueprint = made(stem, "(27+29)/2", "28")
    assert changed(blueprint) == ["27"]
    for draw in islice(draws(blueprint, 1), 5):
        assert Fraction(draw.expected) == draw.values["a"] + 1  # type: ignore[operator]


def test_decimals_keep_their_places_and_money_its_commas() -> None:
    blueprint = made(
        "A rope costs $1.35 per meter. Kim buys 14 meters. How many dollars does it cost?", "1.35*14", "18.9"
    )
    for draw in islice(draws(blueprint, 1), 8):
        price = draw.stem.split("$")[1].split(" ")[0]
        assert len(price.split(".")[1]) == 2
    money = made("The fund had 12,450 won and got 3,270 won more. How much is it now?", "12450+3270", "15720")
    assert all("," in draw.stem.split()[3] for draw in islice(draws(money, 1), 5))


def test_both_readings_are_claimed_only_when_the_stem_agrees() -> None:
    agreed = made("Paco had 93 cookies and ate 35 of them. How many cookies were left?", "93-35", "58")
    assert agreed.readings == ("solution", "stem")
    silent = made("수 36과 9가 쓰인 카드 옆에 5가 쓰인 종이가 있다. 답을 쓰시오.", "36/9+5", "9")
    assert silent.readings == ("solution",)


def test_hostile_texts_never_raise() -> None:
    for solution in (
        "9**9**9",
        "((((" * 200,
        "__import__('os').system('x')",
        "1e99999999",
        "x=" * 50,
        "\x00",
        "1/0",
        "<<1/0=1>>",
    ):
        result = author(note(PEACHES, solution, "552"))
        assert isinstance(result, Refusal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24 g", Fraction(24)),
        ("$1,200", Fraction(1200)),
        ("3/4", Fraction(3, 4)),
        ("1.60", Fraction(8, 5)),
        ("84 (cm2)", Fraction(84)),
        ("2, 3", None),
        ("없음", None),
    ],
)
def test_the_answers_number_is_read(text: str, value: Fraction | None) -> None:
    assert answer_value(text) == value
