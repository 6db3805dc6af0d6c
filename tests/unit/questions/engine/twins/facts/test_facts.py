"""Notes read statement by statement: any order and connective, three certified questions; unsound ones refused."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest

from questions.engine.expressions import Value, compile_formula
from questions.engine.resolving import agrees, resolve
from questions.engine.resolving.bodies import BODIES
from questions.engine.resolving.facts import resolve_facts
from questions.engine.twins import author
from questions.engine.twins.facts import drawn_scenes, drawn_variables
from questions.engine.twins.facts.measuring import CHARTS
from questions.engine.twins.facts.quantities import Chart
from questions.engine.twins.facts.statements import facts_of
from questions.engine.twins.grammar.reading import read_stem
from questions.engine.types import Blueprint, ChoiceDomain, Note, Refusal
from questions.engine.variants import make

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]


def note(stem: str, answer: str, choices: str = "", student: str = "") -> Note:
    options = tuple(choices.split("|")) if choices else ()
    return Note(id="n", stem=stem, answer=answer, choices=options, student_answer=student)


NOTES = rows("facts_notes.tsv")
UNSOUND = rows("facts_unsound.tsv")


@pytest.mark.parametrize("row", NOTES, ids=[row[0][:40] for row in NOTES])
def test_a_note_of_figures_gives_three_certified_questions(row: list[str]) -> None:
    source = note(*row)
    blueprint = author(source)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = make(source, blueprint, count=3, seed=4)
    assert len({variant.draw.stem for variant in batch.variants} | {source.stem}) == 4, batch.refused
    for variant in batch.variants:
        assert all(gate.verdict == "pass" for gate in variant.certificate.gates)


@pytest.mark.parametrize(("stem", "answer", "choices", "code"), UNSOUND, ids=[row[0][:40] for row in UNSOUND])
def test_an_unsound_note_of_figures_is_refused(stem: str, answer: str, choices: str, code: str) -> None:
    found = author(note(stem, answer, choices))
    assert isinstance(found, Refusal), found
    assert found.code == code


@pytest.mark.parametrize(
    "stem",
    [
        "밑변의 길이가 8cm이고 높이가 5cm인 삼각형의 넓이",
        "높이가 5cm, 밑변의 길이가 8cm인 삼각형이 있다. 이 삼각형의 넓이",
        "삼각형의 밑변이 8cm, 높이가 5cm일 때, 넓이",
    ],
)
def test_order_and_connectives_do_not_change_the_facts(stem: str) -> None:
    (facts,) = facts_of("".join(stem.split()))
    assert facts.figure == "triangle"
    assert {name: shown.value for name, shown in facts.printed.items()} == {"base": 8, "height": 5}
    assert facts.asked == "area"


@pytest.mark.parametrize(
    "stem",
    [
        "밑변의길이가8cm가아니고높이가5cm인삼각형의넓이",
        "밑변의길이가높이의2배이고높이가5cm인삼각형의넓이",
        "밑변의길이가8cm이고높이가5cm인삼각형과직사각형의넓이",
        "밑변의길이가8cm이고밑변의길이가9cm인삼각형의넓이",
        "밑변의길이가8cm이고높이가5cm인삼각형의넓이의2배",
    ],
)
def test_a_text_with_anything_left_over_or_said_twice_has_no_facts(stem: str) -> None:
    assert facts_of(stem) == []


def test_the_second_solution_refuses_what_a_wrong_formula_would_give() -> None:
    resolution = resolve("밑면의 반지름의 길이가 3cm, 모선의 길이가 5cm인 원뿔의 부피를 구하시오.")
    assert resolution is not None
    assert agrees(resolution, compile_formula("12*pi")({}, ())) is True
    assert agrees(resolution, compile_formula("15*pi")({}, ())) is False
    assert agrees(resolution, compile_formula("12")({}, ())) is False


SCENES = [
    ("직선 2x-y+3=0에 평행하고 점 (3,1)을 지나는 직선의 방정식을 구하시오.", "y = 2*x - 5", "y = -2*x + 7"),
    ("점 (3,1)을 지나면서 직선 y=2x+3과 수직인 직선의 y절편은?", "5/2", "-5"),
    ("원점과 직선 3x-4y+10=0 사이의 거리는?", "2", "10"),
    (
        "두 점 A(1,2), B(5,4)를 지름의 양 끝 점으로 하는 원의 방정식을 구하시오.",
        "(x-3)**2 + (y-3)**2 = 5",
        "(x-3)**2 + (y-3)**2 = 20",
    ),
    ("원 $x^2+y^2+6x-2y-6=0$의 반지름의 길이는?", "4", "16"),
    ("세 점 A(1,2), B(3,-1), C(5,8)을 꼭짓점으로 하는 삼각형 ABC의 무게중심의 좌표를 구하시오.", "(3, 3)", "(9, 9)"),
    ("점 (4, 7)을 직선 y=x에 대하여 대칭이동한 점의 좌표는?", "(7, 4)", "(4, -7)"),
    ("V(X)=5일 때, V(-2X+1)의 값을 구하시오.", "20", "-9"),
    ("확률변수 X에 대하여 E(X)=3, E(X²)=13일 때, σ(X)를 구하시오.", "2", "4"),
    ("확률변수 X가 이항분포 B(n, 1/4)을 따르고 E(X)=12일 때, V(X)의 값을 구하시오.", "9", "12"),
]


@pytest.mark.parametrize(("stem", "right", "wrong"), SCENES, ids=[stem[:40] for stem, _, _ in SCENES])
def test_the_second_solution_of_a_scene_or_a_variable_accepts_the_answer_alone(
    stem: str, right: str, wrong: str
) -> None:
    resolution = resolve_facts(read_stem(stem))
    assert resolution is not None
    assert resolution.accepts(compile_formula(right)({}, ("x", "y"))) is True
    assert resolution.accepts(compile_formula(wrong)({}, ("x", "y"))) is False


@pytest.mark.parametrize(
    "stem",
    [
        "점 (1,2)를 지나지 않고 직선 y=3x+1에 평행한 직선의 방정식",
        "점 (1,2)를 지나고 직선 y=3x+1에 평행하고 직선 y=2x에 수직인 직선의 방정식",
        "두 점 A(1,2), B(4,6) 사이의 거리의 2배",
        "V(X)=5일 때, E(2X+1)의 값",
        "확률변수 X의 평균이 4이고 평균이 5일 때, 3X-1의 평균",
    ],
)
def test_a_scene_or_a_variable_that_says_too_little_or_too_much_is_not_read(stem: str) -> None:
    assert resolve_facts(read_stem(stem)) is None
    assert [*drawn_scenes(read_stem(stem)), *drawn_variables(read_stem(stem))] == []


SYMBOLS = {"": 1.0, "pi": math.pi, "sqrt(2)": math.sqrt(2), "sqrt(3)": math.sqrt(3)}


def numbers_of(chart: Chart) -> dict[str, float]:
    """Every quantity of a chart as a number, at sizes out of the middle of their ranges."""
    sizes: dict[str, Value] = {}
    for place, (name, domain) in enumerate(chart.domains.items()):
        shown = domain.values[1 + place] if isinstance(domain, ChoiceDomain) else domain.high // 2 + place
        sizes[name] = Fraction(shown)
    return {
        name: float(compile_formula(one.formula)(sizes, ())) * SYMBOLS[one.symbol]  # type: ignore[arg-type]
        for name, one in chart.quantities.items()
        if one.dimension != "word"
    }


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: f"{chart.figure} by {' '.join(chart.base)}")
def test_every_quantity_is_measured_on_a_body_as_its_formula_computes_it(chart: Chart) -> None:
    computed = numbers_of(chart)
    if chart.figure == "cone":
        computed.setdefault("height", math.sqrt(computed.get("slant", math.inf) ** 2 - computed["radius"] ** 2))
    bodies = [body for body in BODIES if body.figure == chart.figure and set(body.free) <= computed.keys()]
    measured = {name: value for body in bodies for name, value in body.measure(computed).items()}
    follows = [
        name
        for name in chart.quantities
        if name in computed and name not in chart.base and chart.quantities[name].formula != name
    ]
    shown = {name for body in bodies for name in body.free}
    assert bodies
    for name in follows:
        assert name in measured or name in shown, name
        if name in measured:
            assert measured[name] == pytest.approx(computed[name]), name
