"""Notes read statement by statement: any order and connective, three certified questions; unsound ones refused."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest

from questions.engine.expressions import Value, compile_formula
from questions.engine.resolving import agrees, resolve
from questions.engine.resolving.bodies import BODIES
from questions.engine.twins import author
from questions.engine.twins.facts.measuring import CHARTS
from questions.engine.twins.facts.quantities import Chart
from questions.engine.twins.facts.statements import facts_of
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
