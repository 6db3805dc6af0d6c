"""The independent judge: planted slips, abstention, and independence from the engine."""

import ast
import csv
import random
import re
from fractions import Fraction
from pathlib import Path

import pytest
import sympy as sp

import bench.judge
from bench.judge import SAMPLES, compare, judge
from bench.judge.answers import agrees, region_of
from bench.judge.notation import expression, relation, rows
from bench.judge.plants import PLANTS
from bench.judge.positions import NUMBER, mask, numbers
from bench.judge.readers import read
from bench.judge.sample_answers import ANSWERS, answer_of
from bench.judge.stem import take_apart
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth, roots, value

STEMS = {
    number: row["stem"]
    for number, row in enumerate(csv.DictReader(SAMPLES.open(encoding="utf-8", newline="")), start=1)
}
FEW = {6, 21, 23, 28, 29, 36}


def verdict(plant, *, wrong):
    choices = plant.wrong_choices if wrong else plant.choices
    answer = plant.wrong if wrong else plant.right
    return judge(STEMS[plant.note], {"stem": plant.stem, "answer": answer, "choices": choices})


def test_at_least_twenty_different_slips_are_planted_in_as_many_notes():
    assert len(PLANTS) >= 20
    assert len({plant.slip for plant in PLANTS}) == len(PLANTS)
    assert len({plant.note for plant in PLANTS}) >= 20


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.slip)
def test_a_planted_wrong_variant_is_judged_wrong_and_its_right_twin_right(plant):
    assert verdict(plant, wrong=True).verdict == "wrong"
    assert verdict(plant, wrong=False).verdict == "right"


def test_the_judge_imports_nothing_from_the_engine_or_the_product():
    files = sorted(Path(bench.judge.__file__).parent.rglob("*.py"))
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            assert not any(name.split(".")[0] in ("questions", "eduai", "tenants") for name in names), file
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                assert called not in ("eval", "exec", "sympify", "parse_expr", "parse_latex", "__import__"), file


@pytest.mark.parametrize("number", [n for n in ANSWERS if n != 46])
def test_both_routes_agree_on_every_sample_note_that_reading_understands(number):
    note = next(
        row for place, row in enumerate(csv.DictReader(SAMPLES.open(encoding="utf-8")), start=1) if place == number
    )
    choices = [choice for choice in note["choices"].split("|") if choice]
    read_truth = read(take_apart(note["stem"]))
    assert read_truth is not None
    placed = answer_of(number, numbers(note["stem"]))
    printed = note["answer"]
    assert compare(read_truth[1], printed, choices)[0] == compare(placed, printed, choices)[0]


def changed(stem, seed):
    """The stem with about half of its numbers replaced; exponents and a zero on the right stay."""
    generator = random.Random(seed)

    def another(found):
        digits = re.sub(r"\D", "", found.group())
        before, behind = stem[: found.start()][-1:], stem[found.end() :][:1]
        if generator.random() < 0.4 or "." in found.group() or before == "^" or (before, behind) == ("=", "$"):
            return found.group()
        size = int(digits)
        low, high = (2, 9) if size < 10 else (max(10, size // 2), size * 2)
        return found.group().replace(digits, str(generator.randint(low, high)))

    return NUMBER.sub(another, stem)


def equal(one, other):
    if one.kind == "line":
        return sp.cancel(one.value / other.value).is_number
    if {one.kind, other.kind} == {"roots", "value"}:
        one, other = (Truth("roots", frozenset({t.value})) if t.kind == "value" else t for t in (one, other))
    if one.kind == "roots":
        return {sp.radsimp(root) for root in one.value} == {sp.radsimp(root) for root in other.value}
    if one.kind in ("point", "assignment", "region"):
        return one.value == other.value
    return sp.simplify(one.value - other.value) == 0


@pytest.mark.parametrize("number", [n for n in ANSWERS if n != 46])
def test_both_routes_work_out_the_same_truth_for_changed_numbers(number):
    compared = 0
    for seed in range(60 if number in FEW else 6):
        stem = changed(STEMS[number], seed)
        reading = read(take_apart(stem))
        try:
            placed = answer_of(number, numbers(stem))
        except (ValueError, ZeroDivisionError, StopIteration):
            continue
        if reading and mask(stem) == mask(STEMS[number]):
            assert equal(reading[1], placed), stem
            assert not (reading[1].unit and placed.unit) or reading[1].unit == placed.unit
            compared += 1
    assert compared >= (1 if number in FEW else 2)


def test_a_stem_in_other_words_is_unjudged_and_not_guessed():
    stem = "한 변의 길이가 5인 마방진에서 가능한 배열의 규칙을 설명하시오."
    assert judge(STEMS[1], {"stem": stem, "answer": "5"}).verdict == "unjudged"


def test_an_answer_that_cannot_be_read_is_unjudged():
    variant = {"stem": "일차방정식 $2x+1=7$의 해를 구하시오.", "answer": "잘 모르겠다"}
    assert judge(STEMS[1], variant).verdict == "unjudged"


def test_a_figure_that_is_not_there_is_unjudged():
    assert judge(STEMS[63], {"stem": STEMS[63], "answer": r"$108\pi$"}).verdict == "unjudged"


def test_only_numbers_may_differ_for_the_places_route():
    assert mask(STEMS[8]) == mask(STEMS[8].replace("11권이", "12권이").replace("4권씩", "3권씩"))
    assert mask(STEMS[8]) != mask(STEMS[8].replace("모자란다", "남는다"))
    assert numbers(r"$\frac{3}{4}x - 6$과 $-0.5$, 1,200원") == [3, 4, -6, Fraction(-1, 2), 1200]


def test_particles_after_a_changed_number_do_not_change_the_mask():
    assert mask("$2x+3=7$을 푸시오.") == mask("$2x+5=12$를 푸시오.")


def test_braces_kept_by_a_renderer_change_nothing():
    plain = {"stem": "일차방정식 $4x-3=2x+11$의 해를 구하시오.", "answer": "$x=7$"}
    braced = {"stem": "일차방정식 ${4}x - {3} = {2}x + {11}$의 해를 구하시오.", "answer": "$x = {7}$"}
    assert judge(STEMS[1], plain).verdict == judge(STEMS[1], braced).verdict == "right"


def test_a_coefficient_of_one_is_read_although_its_place_is_empty():
    variant = {"stem": "다항식 $x^2 + x - 30$을 인수분해하시오.", "answer": "$(x-5)(x+6)$"}
    found = judge(STEMS[40], variant)
    assert (found.verdict, found.route) == ("right", "reading: algebra.factor")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\frac{3}{4}x - 6", sp.Rational(3, 4) * sp.Symbol("x", real=True) - 6),
        (r"3\frac{1}{2}", sp.Rational(7, 2)),
        (r"2\sqrt{8}", 4 * sp.sqrt(2)),
        (r"0.1\dot{2}\dot{7}", sp.Rational(7, 55)),
        (r"\sin 30^\circ", sp.Rational(1, 2)),
        (r"\log_{2} 8", sp.Integer(3)),
        (r"-2^2", sp.Integer(-4)),
        (r"(-2)^{2}", sp.Integer(4)),
        (r"\int_{0}^{1} 6x(1-x)\,dx", sp.Integer(1)),
        (r"\lim_{x \to 3} \frac{x^2-9}{x-3}", sp.Integer(6)),
        (r"\sum_{k=1}^{4} k^2", sp.Integer(30)),
        (r"12 \div 4 \times 3", sp.Integer(9)),
        (r"|{-3}| + 1", sp.Integer(4)),
        ("1,250", sp.Integer(1250)),
    ],
)
def test_the_judge_s_reader_reads_exactly(text, expected):
    assert sp.simplify(expression(text) - expected) == 0


@pytest.mark.parametrize(
    "text",
    [
        "2x+",
        "3)",
        r"\unknown{2}",
        "__import__('os')",
        "9**9**9",
        "2^999",
        "x.y",
        "",
        "{2",
        r"\frac{1}{0}",
        "2 = 3",
    ],
)
def test_what_is_not_a_whole_formula_is_unreadable(text):
    with pytest.raises((Unreadable, ValueError)):
        expression(text)


def test_chains_and_lists_of_relations_are_read_whole():
    assert relation("-3 < x \\le 5")[1] == ["<", "<="]
    assert len(rows("x + y = 5, xy = 3")) == 2
    assert region_of("x < -3 또는 x > 5") == region_of("x>5 또는 x<-3") != region_of("-3<x<5")


@pytest.mark.parametrize(
    ("truth", "right", "wrong"),
    [
        (value(7, "km"), "7000 m", "7 kg"),
        (value(Fraction(1, 3)), r"\frac{2}{6}", "0.33"),
        (value(Fraction(5, 2)), "2.5", "2, 5"),
        (value(25, "m/초"), "시속 90km", "시속 25km"),
        (value(210, "분"), "3시간 30분", "3시간 20분"),
        (value(90, "초"), "1분 30초 후", "1분 20초 후"),
        (value(135, "°"), r"$135^\circ$", r"$35^\circ$"),
        (roots(2, 5), "5, 2", "2, 5, 7"),
        (roots(1 + sp.sqrt(2), 1 - sp.sqrt(2)), r"$x=1\pm\sqrt{2}$", r"$x=1+\sqrt{2}$"),
        (roots(3), "$x=3$ (중근)", "x = 3 또는 x = -3"),
        (roots(), "해가 없다", "0"),
        (Truth("point", (sp.Integer(1), sp.Integer(-2))), "(1, -2)", "(-2, 1)"),
        (Truth("assignment", (("x", sp.Integer(1)), ("y", sp.Integer(4)))), "(1, 4)", "x=4, y=1"),
        (Truth("region", sp.Interval(2, sp.oo)), r"$x \geq 2$", "$x > 2$"),
        (Truth("region", sp.S.EmptySet), "해는 없다", "모든 실수"),
    ],
)
def test_answers_are_compared_exactly_with_units_and_forms(truth, right, wrong):
    assert agrees(truth, right) is True
    assert agrees(truth, wrong) is False


def test_of_options_the_marked_one_must_be_the_only_right_one():
    truth = value(4)
    assert compare(truth, "②", ("3", "4", "5"))[0] is True
    assert compare(truth, "4", ("3", "4", "5"))[0] is True
    assert compare(truth, "①", ("3", "4", "5"))[0] is False
    assert compare(truth, "②", ("3", "4", r"\frac{8}{2}"))[0] is False
    assert compare(truth, "②", ("3", "6", "5"))[0] is False
    assert compare(truth, "②", ("3", "4", "모른다"))[0] is None
