"""Grading: correct, incorrect or unreadable; never wrongly correct, and never an exception."""

import time

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from questions.engine.grading import grade

ANSWERS = [
    ("12", "1 2", "unreadable"),
    ("x≥1", "x>1 또는 x=1", "correct"),
    ("x≤1", "x=1 또는 x<1", "correct"),
    ("x≥1", "x>1 또는 x=2", "incorrect"),
    ("±3", "3, -3", "correct"),
    ("3", "3 또는 -3", "incorrect"),
    ("1:2", "1/2", "incorrect"),
    ("12", "12%", "unreadable"),
    ("30", "30분", "unreadable"),
    ("3 cm", "3m", "incorrect"),
    ("1/2", "0.5", "correct"),
    ("1/2", "\\frac12", "correct"),
    ("1/2", "½", "correct"),
    ("1/2", "0.50", "correct"),
    ("1/3", "0.33", "incorrect"),
    ("1/3", "0.3333", "incorrect"),
    ("1000", "1,000", "correct"),
    ("7/2", "3½", "correct"),
    ("7/2", "3 1/2", "correct"),
    ("7/2", "3\\frac{1}{2}", "correct"),
    ("1/2", "50%", "incorrect"),
    ("50%", "50%", "correct"),
    ("-3", "−3", "correct"),
    ("-3", "－３", "correct"),
    ("12", "１２", "correct"),
    ("{1,2}", "{2,1}", "correct"),
    ("1, 2", "2, 1", "correct"),
    ("(1,2)", "(2,1)", "incorrect"),
    ("(1,2)", "(1, 2)", "correct"),
    ("x=2 또는 x=3", "x=3 또는 x=2", "correct"),
    ("x=2 또는 x=3", "2, 3", "correct"),
    ("x=2 또는 x=3", "x=2 또는 3", "correct"),
    ("x=2 또는 x=3", "x=2, x=3", "correct"),
    ("x=2 또는 x=3", "x=2", "incorrect"),
    ("x=2, y=3", "x=3, y=2", "incorrect"),
    ("x=2, y=3", "(2,3)", "correct"),
    ("x=2, y=3", "y=3, x=2", "correct"),
    ("0≤x<1", "[0,1)", "correct"),
    ("0≤x<1", "0<=x<1", "correct"),
    ("0≤x<1", "0<x<1", "incorrect"),
    ("x<1 또는 x>3", "x>3 또는 x<1", "correct"),
    ("x<1 또는 x>3", "1<x<3", "incorrect"),
    ("y=2x+1", "2x-y+1=0", "correct"),
    ("y=2x+1", "y=2x", "incorrect"),
    ("y = 2x+1", "-y=-2x-1", "correct"),
    ("2", "x=2", "correct"),
    ("x=2", "2", "correct"),
    ("x=2", "2x=4", "incorrect"),
    ("x=2", "3x+5=11", "incorrect"),
    ("1<x<2", "(x-1)(x-2)<0", "incorrect"),
    ("해가 없다", "해 없음", "correct"),
    ("해가 없다", "없음", "correct"),
    ("해가 없다", "x=3", "incorrect"),
    ("3", "없음", "incorrect"),
    ("모든 실수", "해가 무수히 많다", "correct"),
    ("1km", "1000m", "correct"),
    ("1000m", "1km", "correct"),
    ("20cm²", "20㎠", "correct"),
    ("20cm²", "20cm", "incorrect"),
    ("20cm²", "20", "correct"),
    ("3시간 30분", "210분", "correct"),
    ("210분", "3시간 30분", "correct"),
    ("3시간 30분", "3시간 20분", "incorrect"),
    ("12개", "12", "correct"),
    ("12", "12개", "correct"),
    ("12명", "12개", "incorrect"),
    ("12", "12cm", "unreadable"),
    ("5000원", "5천원", "correct"),
    ("15000원", "1만 5천원", "correct"),
    ("15000", "15,000원", "correct"),
    ("6%", "6", "correct"),
    ("2√3", "√12", "correct"),
    ("2√3", "2\\sqrt{3}", "correct"),
    ("1+√2", "√2+1", "correct"),
    ("1/(1+√2)", "√2-1", "correct"),
    ("(x+2)(x+3)", "x^2+5x+6", "correct"),
    ("(x+2)(x+3)", "(x+3)(x+2)", "correct"),
    ("(x+2)(x+3)", "(x-2)(x-3)", "incorrect"),
    ("x^2+5x+6", "(x+2)(x+3)", "correct"),
    ("1±√2", "1+√2, 1-√2", "correct"),
    ("3:4", "6:8", "correct"),
    ("3:4", "4:3", "incorrect"),
    ("π/6", "30°", "correct"),
    ("90°", "90", "correct"),
    ("90°", "90도", "correct"),
    ("2π", "6.28", "incorrect"),
    ("철수", "철수", "correct"),
    ("철수", "영희", "incorrect"),
    ("3", "", "unreadable"),
    ("3", "abc 한글", "unreadable"),
    ("3", "3.", "correct"),
    ("3", "답: 3", "correct"),
    ("3", "$3$", "correct"),
    ("3", "3입니다", "correct"),
    ("x^2", "x²", "correct"),
    ("1e3", "1000", "correct"),
    ("0.1̇", "1/9", "correct"),
    ("5/4", "-5/-4", "correct"),
    ("1/x", "x^-1", "correct"),
    ("2, 3", "2,3", "correct"),
    ("1, 234", "1,234", "correct"),
    ("log_2 3", "log_2(3)", "correct"),
    ("x>2", "2<x", "correct"),
    ("x>2", "x≥2", "incorrect"),
    ("x>2", "x>3", "incorrect"),
    ("x ≠ 3", "x≠3", "correct"),
    ("a=3, b=-2", "a=3,b=-2", "correct"),
    ("a=3, b=-2", "3, -2", "correct"),
    ("a=3, b=-2", "-2, 3", "incorrect"),
    ("ㄱ, ㄷ", "ㄱ,ㄷ", "correct"),
    ("ㄱ, ㄷ", "ㄷ, ㄱ", "correct"),
    ("O", "x", "incorrect"),
    ("3/4", "6/8", "correct"),
    ("2x", "2y", "incorrect"),
    ("12cm", "12 cm", "correct"),
    ("1.5kg", "1500g", "correct"),
    ("60km/h", "시속 60km", "correct"),
    ("초속 5m", "5m/s", "correct"),
    ("x+y=3", "y+x=3", "correct"),
    ("sin 30°", "1/2", "correct"),
    ("3x", "3×x", "correct"),
    ("100", "10^2", "correct"),
    ("24", "4!", "correct"),
    ("-1", "i^2", "correct"),
    ("∠A=50°", "50°", "correct"),
]

FORMS = [
    ("1/2", "2/4", "lowest_terms", "incorrect"),
    ("1/2", "1/2", "lowest_terms", "correct"),
    ("1/2", "0.5", "lowest_terms", "correct"),
    ("(x+2)(x+3)", "x^2+5x+6", "factored", "incorrect"),
    ("(x+2)(x+3)", "(x+3)(x+2)", "factored", "correct"),
    ("2(x+1)(x-1)", "(2x+2)(x-1)", "factored", "incorrect"),
    ("2(x+1)(x-1)", "2(x^2-1)", "factored", "incorrect"),
    ("x^2+5x+6", "(x+2)(x+3)", "expanded", "incorrect"),
    ("x^2+5x+6", "6+5x+x^2", "expanded", "correct"),
    ("x^2+5x+6", "x^2+2x+3x+6", "expanded", "incorrect"),
    ("√3/3", "1/√3", "rationalised", "incorrect"),
    ("3.14", "3.14", "decimal_places:2", "correct"),
    ("3.1", "3.10", "decimal_places:2", "correct"),
    ("x(x+1)", "x(x+1)", "factored", "correct"),
    ("x(x+1)", "x^2+x", "factored", "incorrect"),
    ("(x+y)(x-y)", "x^2-y^2", "factored", "incorrect"),
    ("(x^2+x+1)(x-1)", "(x-1)(x^2+x+1)", "factored", "correct"),
    ("(x^2+1)(x+1)(x-1)", "x^4-1", "factored", "incorrect"),
    ("4, 8, 16", "16, 8, 4", "ordered", "incorrect"),
    ("4, 8, 16", "4, 8, 16", "ordered", "correct"),
    ("(x+1)^2", "(x+1)(x+1)", "factored", "correct"),
]

CHOICES = [
    ("③", "3번", ("1", "2", "4", "6", "8"), "correct"),
    ("4", "③", ("1", "2", "4", "6", "8"), "correct"),
    ("③", "4", ("1", "2", "4", "6", "8"), "unreadable"),
    ("③", "3", ("1", "2", "4", "6", "8"), "correct"),
    ("(x+2)(x+3)", "②", ("(x+1)(x+6)", "(x+2)(x+3)"), "correct"),
    ("②", "(x+3)(x+2)", ("(x+1)(x+6)", "(x+2)(x+3)"), "correct"),
    ("②", "①", ("가", "나"), "incorrect"),
    ("①, ③", "①③", ("a1", "b1", "c1"), "correct"),
    ("①, ③", "③, ①", ("a1", "b1", "c1"), "correct"),
    ("①, ③", "①", ("a1", "b1", "c1"), "incorrect"),
    ("②", "⑦", ("가", "나"), "unreadable"),
    ("나", "2", ("가", "나"), "correct"),
    ("③", "③번", ("12", "15", "18"), "correct"),
    ("③", "②번", ("12", "15", "18"), "incorrect"),
    ("③", "삼번", ("12", "15", "18"), "correct"),
    ("③", "보기 3", ("12", "15", "18"), "correct"),
    ("③", "❸", ("12", "15", "18"), "correct"),
    ("③", "⓶", ("12", "15", "18"), "incorrect"),
    ("②", "b", ("사과", "배", "감"), "correct"),
    ("②", "b", ("a", "b", "c"), "correct"),
    ("③", "ㄴ,ㄱ", ("ㄱ", "ㄴ", "ㄱ, ㄴ"), "correct"),
    ("③", "ㄱ", ("ㄱ", "ㄴ", "ㄱ, ㄴ"), "incorrect"),
]

UNITS = [
    ("50", "50%", "%", "correct"),
    ("50", "1/2", "%", "incorrect"),
    ("6", "6%", "%", "correct"),
    ("6", "6%", "", "unreadable"),
    ("0", "0%", "", "unreadable"),
    ("0.06", "6%", "", "incorrect"),
    ("20", "20cm²", "cm²", "correct"),
    ("20", "20cm", "cm²", "incorrect"),
    ("20", "0.2m", "cm", "correct"),
    ("20", "0.3m", "cm", "incorrect"),
    ("3", "3시간", "시간", "correct"),
    ("3", "180분", "시간", "correct"),
    ("12", "12마리", "마리", "correct"),
]

HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "1e99999999",
    "9**9**9",
    "9^9^9^9",
    "((((9!)!)!)!)!",
    "(" * 400,
    "\\frac{" * 80,
    "-" * 499,
    "1+" * 249 + "1",
    "(x+y+z+w)^12*(a+b+c+d)^12",
    "(√2+√3+√5+√7+√11+√13)^12",
    "root(2, 99999999999)",
    "\u202e3",
    "3\x00",
    "e^e^e^e^e",
    "10^300*10^300*10^300",
    "9" * 400,
    "\ud800",
    "x^(10^30)",
    "∞-∞",
    "0^0",
    "ln(-1)",
]


@pytest.mark.parametrize(("expected", "given", "verdict"), ANSWERS)
def test_an_answer_is_judged_by_what_it_means(expected: str, given: str, verdict: str) -> None:
    assert grade(expected, given).verdict == verdict


@pytest.mark.parametrize(("expected", "given", "form", "verdict"), FORMS)
def test_a_form_is_asked_apart_from_the_value(expected: str, given: str, form: str, verdict: str) -> None:
    assert grade(expected, given).verdict == "correct"
    assert grade(expected, given, form=form).verdict == verdict


@pytest.mark.parametrize(("expected", "given", "choices", "verdict"), CHOICES)
def test_an_option_is_named_by_mark_number_text_or_value(
    expected: str, given: str, choices: tuple[str, ...], verdict: str
) -> None:
    assert grade(expected, given, choices=choices).verdict == verdict


@pytest.mark.parametrize(("expected", "given", "unit", "verdict"), UNITS)
def test_a_unit_that_was_asked_may_be_written_converted_or_left_out(
    expected: str, given: str, unit: str, verdict: str
) -> None:
    assert grade(expected, given, unit=unit).verdict == verdict


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_costs_no_time_and_is_never_correct(text: str) -> None:
    started = time.monotonic()
    for expected in ("3", "x^2 + 1", "x=2 또는 x=3"):
        assert grade(expected, text).verdict != "correct"
    assert time.monotonic() - started < 9


def test_an_unreadable_answer_says_where_with_a_caret() -> None:
    judged = grade("3", "2 + ¤")
    assert judged.verdict == "unreadable"
    assert judged.reason.endswith("2 + ¤\n    ^")


def test_an_unknown_form_is_the_callers_error() -> None:
    with pytest.raises(ValueError, match="no such form"):
        grade("1/2", "1/2", form="pretty")


_NUMBERS = st.fractions(min_value=-999, max_value=999, max_denominator=60).map(str)
_TEXTS = st.text(alphabet="0123456789xyab+-*/^(){}[]|.,;:=<>≤√π½²−×③번 또는없음개cmkg%\\frac$", max_size=40)


@settings(max_examples=200, deadline=None)
@drawn(_NUMBERS, _NUMBERS)
def test_numbers_are_equal_to_themselves_and_verdicts_are_symmetric(first: str, second: str) -> None:
    assert grade(first, first).verdict == "correct"
    assert grade(first, second).verdict == grade(second, first).verdict
    assert (grade(first, second).verdict == "correct") is (first == second)


@settings(max_examples=200, deadline=None)
@drawn(st.lists(st.integers(-9, 9), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_a_factored_answer_is_the_same_in_every_order_and_multiplied_out(roots: list[int], random: object) -> None:
    factors = [f"(x{-r:+d})" if r else "x" for r in roots]
    shuffled = list(factors)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert grade("".join(factors), "".join(shuffled)).verdict == "correct"
    changed = [f"(x{-roots[0] + 1:+d})", *factors[1:]]
    assert grade("".join(factors), "".join(changed)).verdict == "incorrect"


@settings(max_examples=300, deadline=None)
@drawn(_TEXTS, _TEXTS)
def test_no_text_makes_grading_raise(expected: str, given: str) -> None:
    assert grade(expected, given).verdict in ("correct", "incorrect", "unreadable")
    assert grade(expected, given, choices=("가", "나")).verdict in ("correct", "incorrect", "unreadable")


@pytest.mark.parametrize("given", ["9√3cm²", "9√3 cm²", "9√3㎠", "9√3 cm^2"])
def test_a_root_before_a_square_unit_is_no_degree_of_a_root(given: str) -> None:
    assert grade("9*sqrt(3)", given, kind="number", unit="cm²").verdict == "correct"
    assert grade("³√8", "2").verdict == "correct"
