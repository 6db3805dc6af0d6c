"""Regressions: faults of the engine that the figure set `engine` found, each in the smallest note that shows it."""

from __future__ import annotations

import pytest

from bench.judge.korean import particle_errors
from questions.engine import variants
from questions.engine.expressions import ExpressionError, evaluate, parse
from questions.engine.grading import grade
from questions.engine.twins import author, computable
from questions.engine.types import Batch, Blueprint, Note, Refusal


def made(stem: str, answer: str, solution: str = "") -> Batch:
    note = Note("n", stem, answer, solution=solution)
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = variants.make(note, blueprint, count=8)
    assert batch.variants
    return batch


@pytest.mark.parametrize(
    ("stem", "answer"),
    [
        ("기울기가 2이고 점 (1, 5)를 지나는 직선의 방정식을 구하시오.", "y=2x+3"),
        ("두 점 A(-1, 3), B(5, 7)을 이은 선분의 중점의 좌표를 구하시오.", "(2, 5)"),
        ("점 (2, 1)을 지나고 직선 $y=3x-2$에 평행한 직선의 방정식을 구하시오.", "y=3x-5"),
        (r"$\frac{2}{3} \div \frac{4}{9}$를 계산하시오.", "3/2"),
    ],
)
def test_particles_follow_a_number_that_a_bracket_or_a_fraction_closes(stem: str, answer: str) -> None:
    found = {one.draw.stem: particle_errors(one.draw.stem, stem) for one in made(stem, answer).variants}
    assert [stem for stem, errors in found.items() if errors] == []


def test_a_speed_that_is_asked_for_is_answered_as_a_speed() -> None:
    stem = (
        "길이가 140m인 기차가 일정한 속력으로 달려서 길이가 460m인 다리를 완전히 통과하는 데 24초가 걸렸다. "
        "이 기차의 속력은 초속 몇 m인지 구하시오."
    )
    answers = [one.draw.answer for one in made(stem, "초속 25m").variants]
    assert [answer for answer in answers if not answer.startswith("초속") and "/" not in answer] == []


def test_the_number_of_sides_of_a_named_polygon_stays() -> None:
    stem = (
        "모든 변의 길이의 합이 126cm인 정구각형이 있습니다. 정구각형의 변은 9개이고 각 변의 길이가 서로 같다고 할때, "
        "정구각형의 한 변의 길이를 구하시오."
    )
    found = author(Note("n", stem, "14", solution="126/9"))
    batch = (
        variants.make(Note("n", stem, "14", solution="126/9"), found) if isinstance(found, Blueprint) else Batch(None)
    )
    assert [one.draw.stem for one in batch.variants if "변은 9개" not in one.draw.stem] == []


def test_an_answer_in_decimals_stays_one() -> None:
    stem = "지름이 7cm이고 원주율이 3.1인 원의 원주는 얼마인지 쓰시오."
    answers = [one.draw.answer for one in made(stem, "21.7", "7*3.1").variants]
    assert [answer for answer in answers if "frac" in answer] == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "note",
    [
        Note("root", r"\sqrt[999999999]{2}", "5"),
        Note("option", "일차방정식 $3x + 5 = 20$의 해는?", "①", choices=("5", "1/0", "7", "8", "9")),
        Note("digits", "일차방정식 $3x + 5 = 20$의 해는?", "①", choices=("5", "9" * 5000, "7", "8", "9")),
    ],
    ids=lambda note: note.id,
)
def test_the_author_never_raises_on_a_notes_texts(note: Note) -> None:
    assert isinstance(author(note), Blueprint | Refusal)
    assert isinstance(computable.author(note), Blueprint | Refusal)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "tail", ["a" * 300_000, "3 + 4 = " * 10_000, "1," * 100_000], ids=["letters", "steps", "commas"]
)
def test_a_stem_without_end_is_refused_at_once(tail: str) -> None:
    found = author(
        Note("n", f"사과가 8개 있었는데 3개를 먹었습니다. 남은 사과는 몇 개입니까? {tail}", "5", solution="8-3")
    )
    assert isinstance(found, Refusal)


@pytest.mark.timeout(20)
def test_a_high_power_of_a_sine_at_a_huge_number_is_no_endless_work() -> None:
    assert grade("sin(10**60)^64 + cos(10**60)^64", "1").verdict in ("incorrect", "unreadable")


def test_a_sine_is_still_worked_out() -> None:
    assert grade("sin(30°)^2 + cos(30°)^2", "1").verdict == "correct"
    with pytest.raises(ExpressionError):
        evaluate(parse("1/0"))
