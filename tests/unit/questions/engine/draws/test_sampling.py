"""Draws: the same for the same seed, within the rules that the note's values set, complete for small families."""

# ruff: noqa: E501 (a case is one line)

from fractions import Fraction

import pytest

from questions.engine.draws import sampling
from questions.engine.draws.options import differ, key_positions
from questions.engine.draws.program import Program, Unsatisfied
from questions.engine.expressions import compile_formula
from questions.engine.types import (
    AnswerForm,
    AnswerKind,
    Blueprint,
    ChoiceDomain,
    Derived,
    Distractor,
    Parameter,
    RangeDomain,
)


def whole(name, original, low, high, step=1):
    return Parameter(name, str(original), RangeDomain(Fraction(low), Fraction(high), Fraction(step)))


def blueprint(parameters, answer, stem="{a} {b}", **more):
    return Blueprint("시험", tuple(parameters), (stem,), AnswerForm(AnswerKind.NUMBER, answer), **more)


QUOTIENT = blueprint([whole("a", 6, 1, 9), whole("b", 3, 1, 9)], "a / b")


def taken(family, count=50, seed=1):
    return [draw for draw, _ in zip(sampling.draws(family, seed), range(count), strict=False)]


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    first = [d.stem for d in taken(QUOTIENT, 10)]
    assert first == [d.stem for d in taken(QUOTIENT, 10)]
    assert first != [d.stem for d in taken(QUOTIENT, 10, seed=2)]


def test_an_integer_answer_stays_an_integer_without_being_asked():
    assert {d.values["a"] % d.values["b"] for d in taken(QUOTIENT)} == {0}


def test_a_fraction_in_the_note_allows_fractions():
    family = blueprint([whole("a", 1, 1, 9), whole("b", 3, 1, 9)], "a / b")
    assert any("/" in d.expected for d in taken(family))


def test_a_positive_number_stays_positive():
    family = blueprint([whole("a", 6, 1, 9), whole("b", 3, 1, 9)], "a - b")
    assert min(Fraction(d.expected) for d in taken(family)) > 0


def test_a_domain_that_reaches_below_zero_lets_the_sign_change():
    family = blueprint([whole("a", 6, -9, 9), whole("b", 3, 1, 9)], "a - b")
    assert min(Fraction(d.expected) for d in taken(family, 120)) < 0


def test_no_draw_has_the_answer_of_the_note():
    assert "2" not in {d.expected for d in taken(QUOTIENT, 100)}


def test_division_by_zero_is_no_draw():
    family = blueprint([whole("a", 6, 1, 9), whole("b", 3, 1, 9)], "a / (b - 2)")
    assert all(d.values["b"] != 2 for d in taken(family, 100))


def test_decimals_keep_their_places():
    family = blueprint([whole("a", "0.5", "0.1", "2", "0.1"), whole("b", 3, 2, 9)], "a * b", "{a}L {b}개")
    found = taken(family)
    assert found and all(d.values["a"].denominator in (2, 5, 10) for d in found)
    assert sampling.original(family).answer == "1.5"


def test_a_small_family_is_walked_completely_and_its_size_is_told():
    family = blueprint([whole("a", 1, 1, 3), whole("b", 1, 1, 3)], "a + 10 * b")
    assert len(taken(family)) == 8
    assert sampling.family_size(family) == 8
    assert sampling.family_size(blueprint([whole("a", 1, 1, 10**6)], "a", "{a}")) is None


def test_a_condition_that_never_holds_ends_within_the_limit():
    family = blueprint([whole("a", 5, 1, 10**9), whole("b", 5, 1, 10**9)], "a + b", conditions=("a == b", "a < 6"))
    assert taken(family, 1) == []


def test_words_are_drawn_from_their_list():
    family = blueprint([whole("a", 2, 2, 5), Parameter("b", "철수", ChoiceDomain(("철수", "영희")))], "a * 3")
    assert {d.values["b"] for d in taken(family)} == {"철수", "영희"}


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("x = 2 or x = 3", "x = 2", True),
        ("x = 2", "x = 2 or x = 3", True),
        ("x = 2 or x = 3", "x = 3 or x = 2", False),
        ("x = sqrt(8) or x = 1", "x = 1 or x = 2*sqrt(2)", False),
        ("x = 2 or x = 3", "y = 2 or y = 3", False),
        ("x = 2", "y = 2", False),
        ("x = 2", "x = 4/2", False),
    ],
)
def test_roots_that_are_stated_differ_by_their_values(first, second, apart):
    values = [compile_formula(text)({}, ("x", "y")) for text in (first, second)]
    assert differ(*values) is apart


def test_options_are_different_and_contain_the_answer_once():
    family = blueprint(
        [whole("a", 2, 1, 9), whole("b", 5, 1, 9)], "a + b",
        distractors=(Distractor("a * b", "order"), Distractor("a - b", "sign"), Distractor("2 * a", "other")),
        shows_choices=True,
    )  # fmt: skip
    for draw in taken(family, 30):
        assert len(set(draw.choices)) == 4
        assert draw.choices[draw.key] == draw.answer


def test_the_original_draw_needs_its_conditions():
    family = blueprint([whole("a", 6, 1, 9), whole("b", 4, 1, 9)], "a + b", conditions=("a < b",))
    with pytest.raises(Unsatisfied):
        sampling.original(family)
    assert sampling.original(QUOTIENT).expected == "2"


def test_conditions_are_checked_as_soon_as_their_names_are_known():
    family = blueprint(
        [whole("a", 6, 1, 9), whole("b", 3, 1, 9)], "s",
        derived=(Derived("s", "a / b"),), conditions=("a > b", "s > 1"),
    )  # fmt: skip
    program = Program(family)
    with pytest.raises(Unsatisfied, match="a > b"):
        program.run({"a": Fraction(1), "b": Fraction(3)})


@pytest.mark.parametrize(("count", "options"), [(3, 5), (10, 5), (12, 4)])
def test_key_positions_are_balanced(count, options):
    places = key_positions(count, options, seed=3)
    uses = [places.count(place) for place in range(options)]
    assert len(places) == count and max(uses) - min(uses) <= 1


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("x = 2, y = 3", "y = 3, x = 2", False), ("x = 2, y = 3", "x = 3, y = 2", True), ("x >= 4", "x >= 5", True),
        ("x >= 4", "4 <= x", False), ("2 < x < 3", "2 < x <= 3", True), ("y = 2*x + 1", "y = x + x + 1", False),
        ("y = 2*x + 1", "y = 2*x", True), ("2, 3", "3, 2", False), ("2, 3", "2, 4", True), ("(x + 1)*(x + 2)", "x**2 + 3*x + 2", False),
    ],
)  # fmt: skip
def test_answers_of_every_kind_are_told_apart_by_their_meaning(first, second, apart):
    values = [compile_formula(text)({}, ("x", "y")) for text in (first, second)]
    assert differ(*values) is apart


@pytest.mark.parametrize(
    ("form", "answer"), [("expanded", "$x^{2} - x - 6$"), ("factored", "$(x + 2)(x - 3)$"), ("", "$(x + 2)(x - 3)$")]
)
def test_an_answer_is_printed_in_the_shape_that_is_asked_for(form, answer):
    family = Blueprint(
        "시험", (whole("a", 2, 1, 9), whole("b", 3, 1, 9)), ("{a} {b}",),
        AnswerForm(AnswerKind.EXPRESSION, "(x + a)*(x - b)", form=form), free=("x",),
    )  # fmt: skip
    assert sampling.original(family).answer == answer


def test_a_set_is_printed_ascending_whatever_the_order_of_its_formula():
    family = Blueprint(
        "시험", (whole("a", 5, 1, 9), whole("b", 3, 1, 9)), ("{a} {b}",), AnswerForm(AnswerKind.SET, "a, b")
    )  # fmt: skip
    assert sampling.original(family).expected == "3, 5"
