"""The fuzzing figures: every door is tried, a finding fails the run, the same seed gives the same texts."""

from __future__ import annotations

import json
import random

import pytest

from bench import fuzz
from bench.fuzzing.doors import DOORS, Door


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", DOORS)
def test_a_door_lets_only_named_refusals_out(name: str) -> None:
    for number in range(10):
        DOORS[name].enter(DOORS[name].make(random.Random(f"test:{number}")))


def test_a_finding_is_counted_and_fails_the_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DOORS, "unit", Door(lambda source: str(source.random()), int))
    assert fuzz.main(["--minutes", "0.0005", "--door", "unit"]) == 1
    found = last_line(capsys)
    assert found["uncaught"] == found["executions"] and found["kinds"] == 1


def test_the_same_seed_gives_the_same_texts() -> None:
    for door in DOORS.values():
        assert door.make(random.Random("1")) == door.make(random.Random("1"))
