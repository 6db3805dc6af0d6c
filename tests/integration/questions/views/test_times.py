"""When something comes back, in words, in the academy's time (Asia/Seoul)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from questions.progress import Stage
from questions.views.times import due_in_words, seconds_to_look_again

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 12:00 in Seoul


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(minutes=-1), "지금"),
        (timedelta(seconds=1), "1분 뒤에"),
        (timedelta(minutes=10), "10분 뒤에"),
        (timedelta(minutes=59), "59분 뒤에"),
        (timedelta(hours=1), "오늘 13:00에"),
        (timedelta(hours=11, minutes=59), "오늘 23:59에"),
        (timedelta(hours=12), "내일 00:00에"),
        (timedelta(days=1), "내일 12:00에"),
        (timedelta(days=2), "11월 23일에"),
        (timedelta(days=60), "2027년 1월 20일에"),
    ],
)
def test_a_due_moment_is_said_as_people_say_it(after: timedelta, words: str) -> None:
    assert due_in_words(NOON + after, now=NOON) == words


def test_a_page_looks_again_only_at_what_can_change_by_itself() -> None:
    assert seconds_to_look_again(Stage.GENERATION) == seconds_to_look_again(Stage.VERIFICATION) == 1.5
    assert seconds_to_look_again(Stage.REVIEW) == 20
    assert seconds_to_look_again(Stage.PRACTICE) is seconds_to_look_again(Stage.TEACHER) is None
