"""The shipped sample notes and the concept map, checked by computation and without the engine."""

import csv
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bench.judge import compare
from bench.judge.positions import mask, numbers
from bench.judge.sample_answers import ANSWERS, answer_of

SAMPLES = Path(__file__).resolve().parents[3] / "questions" / "samples"
HEADER = "student,stem,choices,answer,solution,student_answer,cause,subject,grade,concept,book,page,number"
CAUSES = {"concept", "calculation", "misreading", "formula"}
SOUND, FIGURE, WRONG = range(1, 61), range(61, 71), range(71, 76)


def rows(name):
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NOTES = dict(enumerate(rows("notes_ko.csv"), start=1))
CONCEPTS = rows("concepts_ko.csv")


def options(note):
    return [choice for choice in note["choices"].split("|") if choice]


def printed_answer_is_right(number):
    note = NOTES[number]
    return compare(answer_of(number, numbers(note["stem"])), note["answer"], options(note))[0]


def student_answer_is_right(number):
    note = NOTES[number]
    return compare(answer_of(number, numbers(note["stem"])), note["student_answer"], options(note))[0]


def test_the_header_is_the_contract_s():
    assert (SAMPLES / "notes_ko.csv").read_text(encoding="utf-8").splitlines()[0] == HEADER


def test_there_are_sixty_sound_notes_ten_without_their_figure_and_five_with_a_wrong_answer():
    assert len(NOTES) == len(SOUND) + len(FIGURE) + len(WRONG) == 75
    assert sum(not NOTES[number]["solution"] for number in SOUND) == 39
    assert sum(bool(options(note)) for note in NOTES.values()) >= 8


@pytest.mark.parametrize("number", SOUND)
def test_a_sound_note_prints_the_computed_answer(number):
    assert printed_answer_is_right(number) is True


@pytest.mark.parametrize("number", WRONG)
def test_a_wrong_printed_answer_is_wrong_by_computation(number):
    assert printed_answer_is_right(number) is False


@pytest.mark.parametrize("number", [*SOUND, *WRONG])
def test_what_the_student_wrote_is_not_the_right_answer(number):
    assert student_answer_is_right(number) is False


@pytest.mark.parametrize("number", FIGURE)
def test_a_note_without_its_figure_cannot_be_computed_and_names_what_is_missing(number):
    stem = NOTES[number]["stem"]
    assert number not in ANSWERS
    assert re.search(r"그림|다음 표|산점도|다음과 같을|표로 나타내면 아래", stem)
    assert "![" not in stem


def test_no_two_notes_are_alike_when_their_numbers_are_hidden():
    assert len({mask(note["stem"]) for note in NOTES.values()}) == len(NOTES)


def test_causes_and_students_are_codes_and_options_are_five():
    for note in NOTES.values():
        assert note["cause"] in CAUSES
        assert re.fullmatch(r"S0(0[1-9]|1[0-2])", note["student"])
        assert len(options(note)) in (0, 5)
        assert note["subject"] == "math"
        assert note["grade"] == note["concept"].split(".")[0]
        assert note["stem"].count("$") % 2 == 0
        assert note["student_answer"]


def test_every_concept_of_a_note_is_in_the_map():
    assert {note["concept"] for note in NOTES.values()} <= {concept["code"] for concept in CONCEPTS}


def test_the_concept_map_has_unique_codes_and_names_within_a_grade():
    assert len(CONCEPTS) >= 170
    assert len({concept["code"] for concept in CONCEPTS}) == len(CONCEPTS)
    assert len({(concept["grade"], concept["name"]) for concept in CONCEPTS}) == len(CONCEPTS)
    for concept in CONCEPTS:
        assert concept["code"].split(".")[0] == concept["grade"]
        assert concept["code"].count(".") == 2
        assert concept["grade"] in ("중1", "중2", "중3", "고1", "고2")
        assert concept["name"] and concept["area"]


def test_prerequisites_exist_are_not_from_a_later_grade_and_never_form_a_circle():
    grades = {concept["code"]: concept["grade"] for concept in CONCEPTS}
    order = ["중1", "중2", "중3", "고1", "고2"]
    graph = {c["code"]: [p for p in c["prerequisites"].split("|") if p] for c in CONCEPTS}
    for code, before in graph.items():
        for needed in before:
            assert order.index(grades[needed]) <= order.index(grades[code]), (code, needed)
    assert len(list(TopologicalSorter(graph).static_order())) == len(CONCEPTS)


def test_the_map_covers_every_area_of_every_grade():
    areas = {
        grade: {c["area"] for c in CONCEPTS if c["grade"] == grade} for grade in ("중1", "중2", "중3", "고1", "고2")
    }
    middle = {"수와 연산", "변화와 관계", "도형과 측정", "자료와 가능성"}
    assert areas["중1"] == areas["중2"] == areas["중3"] == middle
    assert {
        "다항식",
        "방정식과 부등식",
        "경우의 수",
        "행렬",
        "도형의 방정식",
        "집합과 명제",
        "함수와 그래프",
    } == areas["고1"]
    assert {"지수함수와 로그함수", "삼각함수", "수열", "미분", "적분", "확률", "통계"} <= areas["고2"]
