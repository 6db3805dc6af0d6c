from __future__ import annotations

import pytest

from eduai.llm.deadline import Deadline


def test_time_runs_out_and_never_below_zero() -> None:
    now = [100.0]
    deadline = Deadline(5, clock=lambda: now[0])
    assert deadline.remaining() == 5
    now[0] = 104.0
    assert (deadline.remaining(), deadline.expired) == (1.0, False)
    now[0] = 106.0
    assert (deadline.remaining(), deadline.expired) == (0.0, True)


def test_a_part_ends_no_later_than_the_whole() -> None:
    now = [0.0]
    whole = Deadline(5, clock=lambda: now[0])
    assert whole.within(2).remaining() == 2
    assert whole.within(60).remaining() == 5


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_deadline_in_the_past_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError):
        Deadline(seconds)
