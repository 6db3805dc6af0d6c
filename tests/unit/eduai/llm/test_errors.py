from __future__ import annotations

import pickle
import re

import pytest

from eduai.lib.errors import EduError
from eduai.llm import errors
from eduai.llm.errors import COSTS_NOTHING, LLMError, NoBackend
from eduai.llm.types import Decision, Usage


def _kinds(kind: type[LLMError]) -> list[type[LLMError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in _kinds(child))]


KINDS = sorted(set(_kinds(LLMError)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_survives_pickling_with_all_it_knows(kind: type[LLMError]) -> None:
    error = kind(
        "tgi-0",
        detail="422 validation",
        usage=Usage(3, 4, 0.5),
        retry_after=7.0,
        decisions=[Decision("tgi-0", False, "overloaded")],
    )
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert type(again) is kind
    assert again.__dict__ == error.__dict__
    assert str(again) == str(error) == error.sentence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_and_a_sentence_that_names_the_backend_but_not_the_servers_words(
    kind: type[LLMError],
) -> None:
    error = kind("tgi-0", detail="학생 김하늘")
    assert isinstance(error, EduError)
    assert re.fullmatch(r"[a-z0-9_]+", error.code)
    assert "김하늘" not in str(error)
    assert "tgi-0" in error.sentence or kind is NoBackend
    assert error.sentence.endswith(".")


def test_codes_are_unique() -> None:
    codes = [kind.code for kind in KINDS]
    assert sorted(codes) == sorted(set(codes))


def test_the_drawn_tree_names_every_error() -> None:
    drawn = re.findall(r"[A-Z]\w+", (errors.__doc__ or "").split("`retryable`")[0])
    assert {kind.__name__ for kind in KINDS} <= set(drawn)


def test_what_trips_the_breaker_is_what_the_backend_did_not_do() -> None:
    tripping = {kind.code for kind in KINDS if kind.trips_breaker}
    assert tripping == {
        "unavailable",
        "connect_failed",
        "connection_lost",
        "deadline_exceeded",
        "refused_5xx",
        "generation_failed",
    }


def test_codes_that_cost_nothing_are_those_of_attempts_without_work() -> None:
    assert {kind.code for kind in KINDS if kind.costs_nothing} == COSTS_NOTHING
    assert "deadline_exceeded" not in COSTS_NOTHING


def test_nobody_serving_is_retryable_only_when_it_says_so() -> None:
    assert NoBackend(retryable=True).retryable is True
    assert NoBackend().retryable is False
