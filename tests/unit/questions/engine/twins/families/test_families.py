"""The computable families: schoolbook notes that must be served, unsound ones that must be refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from questions.engine.draws.domains import read_value
from questions.engine.expressions import compile_formula
from questions.engine.twins.computable import FAMILIES, author
from questions.engine.twins.grammar.patterns import compiled, without_order
from questions.engine.twins.grammar.reading import read_stem
from questions.engine.twins.grammar.shape import ShapeError, polynomial, read_formula
from questions.engine.twins.grammar.template import agree
from questions.engine.types import Blueprint, Note, Refusal

HERE = Path(__file__).parent
SERVED = [line.split("\t") for line in (HERE / "served.tsv").read_text("utf-8").splitlines()]
REFUSED = [line.split("\t") for line in (HERE / "refused.tsv").read_text("utf-8").splitlines()]


def make(stem: str, answer: str, **more: object) -> Blueprint | Refusal:
    return author(Note(id="n", stem=stem, answer=answer, **more))  # type: ignore[arg-type]


def served(stem: str, answer: str, **more: object) -> Blueprint:
    found = make(stem, answer, **more)
    assert isinstance(found, Blueprint), found
    return found


def values(blueprint: Blueprint) -> dict[str, Fraction]:
    names = {one.name: read_value(one.original) for one in blueprint.parameters}
    for one in blueprint.derived:
        names[one.name] = compile_formula(one.formula)(names, blueprint.free)
    return names  # type: ignore[return-value]


@pytest.mark.parametrize(("stem", "answer"), SERVED, ids=[row[0][:40] for row in SERVED])
def test_a_schoolbook_note_becomes_a_blueprint_that_holds_at_its_own_numbers(stem: str, answer: str) -> None:
    blueprint = served(stem, answer)
    names = values(blueprint)
    assert blueprint.parameters
    assert all(compile_formula(one)(names, blueprint.free) is True for one in blueprint.conditions)


@pytest.mark.parametrize(("stem", "answer", "code"), REFUSED, ids=[row[0][:40] for row in REFUSED])
def test_an_unsound_note_is_refused_with_its_reason(stem: str, answer: str, code: str) -> None:
    found = make(stem, answer)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert found.reason


def test_there_are_at_least_forty_five_families() -> None:
    assert len({entry.name for entry in FAMILIES}) >= 45


def test_every_grammar_is_a_regular_expression() -> None:
    assert all(compiled(pattern) for entry in FAMILIES for pattern in entry.patterns)


def test_a_wrong_printed_answer_names_both_values() -> None:
    found = make("일차방정식 $3x + 5 = 20$의 해를 구하시오.", "6")
    assert found == Refusal("answer_disagrees", "노트의 정답은 6인데 다시 풀면 5입니다.")


def test_the_stem_keeps_the_notes_wording() -> None:
    blueprint = served("8%의 소금물 300g에 물 100g을 더 넣으면 몇 %의 소금물이 되는지 구하시오.", "6 %")
    assert blueprint.stem == ("{p}%의 소금물 {m}g에 물 {w}g을 더 넣으면 몇 %의 소금물이 되는지 구하시오.",)
    assert blueprint.answer.unit == "%"


def test_the_students_own_slip_becomes_the_own_distractor() -> None:
    stem = "첫째항이 3이고 공차가 4인 등차수열의 제10항을 구하시오."
    own = [one for one in served(stem, "39", student_answer="43").distractors if one.misconception == "own"]
    assert [one.formula for one in own] == ["a + n*d"]
    assert not [one for one in served(stem, "39").distractors if one.misconception == "own"]


def test_a_choice_note_shows_choices_when_exactly_one_option_is_right() -> None:
    stem = "일차방정식 $3x + 5 = 20$의 해는?"
    blueprint = served(stem, "③", choices=("3", "4", "5", "6", "7"))
    assert blueprint.shows_choices
    assert len(blueprint.distractors) >= 4


@pytest.mark.parametrize(
    ("choices", "key", "code"),
    [
        (("3", "4", "5", "6", "7"), "②", "answer_disagrees"),
        (("3", "5", "5", "6", "7"), "②", "choices_unsound"),
    ],
)
def test_a_choice_note_with_a_wrong_or_double_key_is_refused(choices: tuple[str, ...], key: str, code: str) -> None:
    found = make("일차방정식 $3x + 5 = 20$의 해는?", key, choices=choices)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_a_note_without_an_answer_is_refused() -> None:
    found = make("일차방정식 $3x + 5 = 20$의 해는?", "  ")
    assert isinstance(found, Refusal)
    assert found.code == "no_answer"


def test_roots_are_drawn_first_and_the_printed_factors_follow() -> None:
    blueprint = served("이차방정식 $x^2 - x - 6 = 0$의 해를 구하시오.", "x=-2 또는 x=3")
    assert {one.name for one in blueprint.parameters} == {"p", "q"}
    assert blueprint.stem == ("이차방정식 $x^2 - {bp}x - {cp} = 0$의 해를 구하시오.",)


def test_english_notes_are_read_too() -> None:
    blueprint = served("Solve the equation $4x - 7 = 13$ for $x$.", "5")
    assert blueprint.language == "en"
    assert blueprint.stem == ("Solve the equation ${k1}x - {k2} = {k3}$ for $x$.",)


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("$\\dfrac{1}{2}\\times\\left(3-x\\right)$", "\\frac{1}{2}×(3-x)"),
        ("넓이는 ６ ㎠", "넓이는6cm^2"),
        ("$\\log_2 32$", "log_{2}32"),
        ("$a_{10}$과 a_10", "a_{10}과a_{10}"),
        ("x²−3x≤½", "x^2-3x≤(1/2)"),
    ],
)
def test_the_normal_spelling(stem: str, text: str) -> None:
    assert read_stem(stem).text == text


def test_a_place_of_the_normal_text_leads_back_to_the_source() -> None:
    reading = read_stem("두 점 $(1,\\, 2)$")
    place = reading.text.index("2")
    assert reading.source[slice(*reading.span(place, place + 1))] == "2"
    assert reading.fenced[place]


def test_only_the_closing_request_is_taken_off() -> None:
    assert without_order("해를구하시오.") == "해를"
    assert without_order("해를구하고이유를쓰시오.") == "해를구하고이유를"


def test_particles_follow_the_number_and_copulas_stay() -> None:
    assert agree("{a}이고 {b}을 더하면 {c}이 된다") == "{a}이고 {b}{을/를} 더하면 {c}{이/가} 된다"
    assert agree("{n}가지, {k}명을") == "{n}가지, {k}명을"


@pytest.mark.parametrize("text", ["2x+", "1/2x", "(x", "x+#", "2**3"])
def test_half_a_formula_is_no_formula(text: str) -> None:
    with pytest.raises(ShapeError):
        polynomial(read_formula(text).root)


def test_juxtaposed_factors_are_divided_by_together() -> None:
    assert polynomial(read_formula("12x^3y^2÷4xy").root) == {(("x", 2), ("y", 1)): Fraction(3)}


@pytest.mark.parametrize("number", [36, 180, 997, 961, 540])
def test_divisors_are_counted_by_trying_up_to_the_root(number: int) -> None:
    many = sum(number % one == 0 for one in range(1, number + 1))
    found = make(f"{number}의 약수의 개수를 구하시오.", f"{many}개")
    assert isinstance(found, Blueprint) == (many > 3)
    assert isinstance(found, Blueprint) or found.code == "not_computable"


@pytest.mark.parametrize(
    ("stem", "misread"),
    [
        ("소금 30g이 녹아 있는 소금물 270g의 농도를 구하시오.", "10%"),
        ("설탕 40g이 들어 있는 설탕물 360g의 농도는 몇 %인가?", "10%"),
        ("소금물 270g에 소금 30g이 녹아 있다. 이 소금물의 농도를 구하시오.", "10%"),
        ("소금물 270g에 소금 30g을 녹인 소금물의 농도를 구하시오.", "10%"),
        ("8%의 소금물 300g에 소금물 100g을 더 넣으면 몇 %의 소금물이 되는지 구하시오.", "6%"),
        ("12%의 소금물 200g에 소금물 몇 g을 더 넣으면 8%의 소금물이 되는가?", "100g"),
    ],
)
def test_salt_water_is_not_the_water_that_is_poured(stem: str, misread: str) -> None:
    assert isinstance(make(stem, misread), Refusal)
