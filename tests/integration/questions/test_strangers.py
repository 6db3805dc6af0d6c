"""What another student wrote or is called is found in a model's text; one's own words and common ones are not."""

from __future__ import annotations

from typing import Any

import pytest

from questions.strangers import SENTENCE, words_of_others
from tenants import tenancy
from tenants.models import Student
from tests.cast import note

ANSWER = "오른쪽 변에만 곱하고 왼쪽은 잊었어요"
SOLUTION = "양변에 2를 곱하면 왼쪽은 6x이고 오른쪽은 스무 살 우리 형 나이예요. 그래서 답은 3."


@pytest.fixture
def mine(in_haneul: Any) -> Student:
    theirs = note(student="S777", student_answer=ANSWER, solution=SOLUTION)
    Student.objects.filter(pk=theirs.student_id).update(name="나은서")
    return note(student="S001", stem="$x + 1 = 2$의 해는?").student


@pytest.mark.parametrize(
    "text",
    [f"어떤 학생은 {ANSWER}라고 썼다.", f"1. {SOLUTION}", SOLUTION.replace(" ", ""), "나은서가 틀렸다", "S777의 노트"],
)
def test_another_students_words_are_found(mine: Student, text: str) -> None:
    """S-05: answer, solution, name and code, however they are spaced."""
    assert words_of_others(student=mine, own="", texts=["이항한다.", text]) == SENTENCE
    assert words_of_others(student=mine, own=text, texts=[text]) == ""


@pytest.mark.parametrize("text", ["은서와 민수가 사과를 나누었다", "25/3", "x = 5", "", "양변에 2를 곱하면"])
def test_common_words_are_nobodys(mine: Student, text: str) -> None:
    """S-05, the twin: short names and short answers stand in everybody's questions."""
    note(student="S778", stem="$x + 2 = 3$의 해는?", student_answer="25/3")
    assert words_of_others(student=mine, own="", texts=[text]) == ""


def test_a_code_of_a_few_digits_is_a_number(mine: Student) -> None:
    """Else no question with 1001 in it could be made at an academy whose codes are such numbers."""
    for code in ("1001", "20261001"):
        note(student=code, stem=f"$x + {code} = 3$의 해는?")
    assert words_of_others(student=mine, own="", texts=["사탕 1001개를 나누었다", "21 0010"]) == ""
    assert words_of_others(student=mine, own="", texts=["20261001 학생의 답"]) == SENTENCE


def test_two_queries_find_it_and_other_academies_are_not_looked_at(
    mine: Student, bada: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert words_of_others(student=mine, own="", texts=["아무것도 아니다"]) == ""
    with tenancy.use(bada):
        here = note(student="S001").student
        assert words_of_others(student=here, own="", texts=[ANSWER]) == ""
