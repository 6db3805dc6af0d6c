"""Choice questions whose options carry them: other options of which the same is true, one right, or a refusal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from questions.engine.gates import certify
from questions.engine.resolving.offered import chosen
from questions.engine.texts.separating import separated
from questions.engine.twins import author
from questions.engine.types import Blueprint, Note, Refusal, Verdict
from questions.engine.variants import make

ROWS = [line.split("\t") for line in Path(__file__).with_name("options.tsv").read_text("utf-8").splitlines()]


def note(stem: str, answer: str, choices: str) -> Note:
    return Note(id="n", stem=stem, answer=answer, choices=tuple(choices.split("|")) if choices else ())


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_a_choice_question_gives_three_others_with_one_right_option_each(row: list[str]) -> None:
    source = note(*row)
    blueprint = author(source)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = make(source, blueprint, count=3, seed=5)
    assert len({variant.draw.answer for variant in batch.variants}) == 3, batch.refused
    for variant in batch.variants:
        assert all(gate.verdict == "pass" for gate in variant.certificate.gates)
        draw = variant.draw
        assert draw.key == chosen(draw.stem, draw.choices)
        assert draw.choices[draw.key or 0] == draw.answer
        assert len(set(draw.choices)) == len(separated(source).choices)


@pytest.mark.parametrize(
    ("stem", "answer", "choices", "code"),
    [
        ("다음 중 소수인 것은?", "①", "3|7|9|15|21", "choices_unsound"),
        ("다음 중 소수인 것은?", "②", "3|8|9|15|21", "answer_disagrees"),
        ("다음 중 무리수인 것은?", "①", "$\\sqrt{2}$|$\\sqrt{3}$|$1$|$2$|$\\sqrt{4}$", "choices_unsound"),
        ("다음 중 옳은 것은?", "③", "$2+2=5$|$2^3=6$|$-3^2=9$|$1+1=2$", "answer_disagrees"),
    ],
)
def test_options_of_which_none_or_two_fit_are_refused(stem: str, answer: str, choices: str, code: str) -> None:
    found = author(note(stem, answer, choices))
    assert isinstance(found, Refusal)
    assert found.code == code


def test_a_key_that_is_another_option_fails_the_second_decision() -> None:
    source = note("다음 중 소수인 것은?", "③", "9|15|23|27|51")
    blueprint = author(source)
    assert isinstance(blueprint, Blueprint)
    draw = make(source, blueprint, count=1, seed=1).variants[0].draw
    other = (draw.key or 0) - 1
    forged = replace(draw, key=other % 5, answer=draw.choices[other])
    verdicts = {gate.gate: gate.verdict for gate in certify(blueprint, source, forged).gates}
    assert verdicts["resolve"] is Verdict.FAIL


def test_options_inside_the_stem_are_taken_out_of_it() -> None:
    inline = note("$2x+1=7$의 해는? ① $1$ ② $2$ ③ $3$ ④ $4$ ⑤ $5$", "③", "")
    assert separated(inline).stem == "$2x+1=7$의 해는?"
    assert separated(inline).choices == ("$1$", "$2$", "$3$", "$4$", "$5$")


@pytest.mark.parametrize("stem", ["① 3 ② 4", "ㄱ ① 3 ③ 4 ② 5", "다음 ① 두 수 ② 와 ③"])
def test_marks_that_list_no_options_stay_in_the_stem(stem: str) -> None:
    assert separated(note(stem, "1", "")).stem == stem
