"""What a Korean stem rules out in sums: unlike units, constants, the wrong direction; and what it does not."""

from __future__ import annotations

import pytest

from questions.engine.twins.words import author
from questions.engine.types import Blueprint, Note

CIRCLE = "지름이 7cm이고 원주율이 3.1인 원의 원주는 몇 cm입니까?"
RIDE = "1분당 0.5km 가는 킥보드를 24분 동안 탔습니다. 모두 몇 km를 갔습니까?"
SQUARE = "한 변이 124cm인 정사각형의 네 변의 길이의 합은 몇 cm입니까?"
CRANES = "지혜는 종이학을 456개 접었습니다. 민수는 지혜보다 192개 더 적게 접었습니다. 민수가 접은 종이학은 몇 개입니까?"
STAMPS = "우표집에 우표를 527장 꽂을 수 있습니다. 지금 341장이 있다면 우표를 몇 장 더 모아야 가득 찹니까?"
FLOWERS = "꽃이 9송이 피어 있었는데 하루가 지나자 3송이가 더 피었습니다. 꽃은 모두 몇 송이입니까?"
ROWS = "사과가 가로로 11줄, 세로로 5줄 놓여 있습니다. 사과는 모두 몇 개입니까?"
TRIPS = "빨간 끈은 24cm이고 파란 끈은 35cm입니다. 두 끈을 이으면 모두 몇 cm입니까?"


def is_believed(stem: str, solution: str, answer: str) -> bool:
    written = author(Note(id="1", stem=stem, answer=answer, solution=solution))
    return isinstance(written, Blueprint) and "stem" in written.readings


@pytest.mark.parametrize(
    ("stem", "right", "answer", "wrong", "other"),
    [
        (CIRCLE, "7*3.1", "21.7", "7-3.1", "3.9"),
        (RIDE, "24*0.5", "12", "24-0.5", "23.5"),
        (SQUARE, "124*4", "496", "124+4", "128"),
        (CRANES, "456-192", "264", "456+192", "648"),
        (STAMPS, "527-341", "186", "527+341", "868"),
        (FLOWERS, "9+3", "12", "9/3", "3"),
        (ROWS, "11*5", "55", "11-5", "6"),
        (TRIPS, "24+35", "59", "24+100", "124"),
    ],
)
def test_the_right_operator_is_believed_and_a_contradicted_one_is_not(
    stem: str, right: str, answer: str, wrong: str, other: str
) -> None:
    assert is_believed(stem, right, answer)
    assert not is_believed(stem, wrong, other)
