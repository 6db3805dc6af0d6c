"""An explanation is shown only when everything in it that can be checked is right."""

from dataclasses import replace

import pytest

from questions.engine import explaining
from questions.engine.types import Note
from questions.engine.wire import Explanation

QUESTION = Note(
    "q",
    "일차방정식 $4x + 7 = 31$의 해를 구하시오.",
    "6",
    student_answer="19/2",
    solution="7을 이항하면 $4x = 31 - 7$이므로 $4x = 24$\n양변을 4로 나누면 $x = 6$",
)
GOOD = Explanation(
    "7을 이항하면서 부호를 바꾸지 않았어요.",
    "sign",
    ("7을 이항하면 $4x = 31 - 7 = 24$예요.", "양변을 4로 나누면 $24 \\div 4 = 6$이므로 $x = 6$이에요."),
    "이항하면 부호가 바뀌어요.",
)


def test_a_sound_explanation_is_shown():
    assert explaining.problem(GOOD, QUESTION) == ""


@pytest.mark.parametrize(
    ("changes", "starts"),
    [
        ({"steps": ("$4x = 31 - 7 = 25$예요.", "$x = 6$이에요.")}, "steps: 31 - 7 = 25"),
        ({"steps": ("$4x = 31 - 7 = 24$예요.", "$x = 8$이에요. 답은 6이에요.")}, "steps: x = 8"),
        ({"steps": ("$4x = 31 - 7 = 24$예요.", "이제 4로 나누면 돼요.")}, "steps: the last line"),
        ({"steps": ("$4x = 31 - 7 = 24$예요.",) * 13}, "steps: has 13"),
        ({"diagnosis": "31 + 7 = 40이라고 계산했어요."}, "diagnosis: 31 + 7 = 40"),
        ({"diagnosis": "https://example.com 을 보세요."}, "diagnosis: "),
        ({"diagnosis": "길" * 401}, "diagnosis: a line is longer"),
        ({"remember": "부호를 {바꿔요/바꾼다}."}, "remember: "),
        ({"remember": "010-1234-5678로 물어보세요."}, "remember: "),
    ],
)  # fmt: skip
def test_what_is_wrong_in_it_is_named_by_its_field(changes, starts):
    found = explaining.problem(replace(GOOD, **changes), QUESTION)
    assert found.startswith(starts) and found.count(": ") >= 2, found


def test_the_right_option_is_reached_by_its_text():
    question = replace(QUESTION, stem="빈칸에 알맞은 것은?", answer="built", choices=("builds", "built"), solution="")
    said = replace(
        GOOD, diagnosis="지나간 때를 놓쳤어요.", steps=("two years ago는 지나간 때예요.", "그래서 built가 맞아요.")
    )
    assert explaining.problem(said, question) == ""
    assert explaining.problem(replace(said, steps=("그래서 builds가 맞아요.",)), question)
