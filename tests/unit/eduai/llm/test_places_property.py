"""For every consent, ladder, failure and moment of withdrawal: no prompt reaches a place it may not reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eduai.llm.breaker import BreakerSettings, LocalBreaker
from eduai.llm.errors import (
    ConnectFailed,
    ContentRefused,
    DeadlineExceeded,
    GenerationFailed,
    LLMError,
    MalformedAnswer,
    Misconfigured,
    NotReleased,
    Overloaded,
    Truncated,
    ValidationRejected,
)
from eduai.llm.providers.scripted import Reply, ScriptedProvider
from eduai.llm.router import Router
from eduai.llm.types import Place, Rung
from tests.unit.eduai.llm.doubles import Blackener, Books, Guard, Rungs, prompt

NAME = "김서연"
START = datetime(2026, 11, 21, 9, tzinfo=UTC)
BACKENDS = {
    "tgi": (Place.ON_PREMISES, 2),
    "compatible": (Place.ON_PREMISES, 1),
    "openai": (Place.OVERSEAS, 1),
}
FAULTS = [
    ConnectFailed,
    ContentRefused,
    DeadlineExceeded,
    GenerationFailed,
    MalformedAnswer,
    Misconfigured,
    Overloaded,
    Truncated,
    ValidationRejected,
]
outcomes = st.sampled_from([None, *FAULTS])


sequences = given(
    calls=st.lists(
        st.tuples(
            st.frozensets(st.sampled_from(list(Place))),
            st.sampled_from([-1, 0, 1, 60]),
            st.sampled_from([None, None, 0, 1, 2]),
            st.integers(0, 3),
            st.lists(outcomes, min_size=4, max_size=4),
        ),
        min_size=1,
        max_size=5,
    ),
    ladder=st.permutations(list(BACKENDS)),
    share=st.sampled_from([0.0, 0.5, 1.0]),
    hardest=st.sampled_from([0.5, 1.0]),
    broke=st.sets(st.sampled_from(["tgi-0", "tgi-1", "compatible-0", "openai-0"])),
)


@settings(max_examples=200, deadline=None)
@sequences
def test_no_prompt_reaches_a_place_that_its_release_does_not_name(**drawn: Any) -> None:
    check(**drawn)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=10_000, deadline=None)
@sequences
def test_no_prompt_reaches_a_place_that_its_release_does_not_name_in_ten_thousand_sequences(**drawn: Any) -> None:
    check(**drawn)


def check(
    calls: list[tuple[frozenset[Place], int, int | None, int, list[type[LLMError] | None]]],
    ladder: list[str],
    share: float,
    hardest: float,
    broke: set[str],
) -> None:
    providers = {
        backend: [ScriptedProvider(name=f"{backend}-{number}", place=place) for number in range(count)]
        for backend, (place, count) in BACKENDS.items()
    }
    everyone = [each for replicas in providers.values() for each in replicas]
    breaker = LocalBreaker(BreakerSettings(consecutive=2, cooldown=0.0001))
    policy = Rungs(*(Rung(backend, share if backend == ladder[0] else 1.0, hardest) for backend in ladder))
    for places, minutes, withdrawn, start, results in calls:
        guard, books = Guard(), Books(*broke)
        ports: dict[str, Any] = {"policy": policy, "ledger": books, "confirm": guard, "redact": Blackener()}
        router = Router(providers, **ports, breaker=breaker, clock=lambda: START)
        if withdrawn is not None:
            guard.withdraw(after=withdrawn)
        expires = START + timedelta(minutes=minutes)
        released = replace(prompt().release, places=places, expires_at=expires)
        asked = replace(prompt(text=f"{NAME}의 오답"), release=released)
        for provider, result in zip(everyone, results, strict=True):
            provider.history.clear()
            reply: Reply = result(provider.name) if result else "answer"
            provider.reply(reply)
        allowed = places if minutes > 0 and withdrawn != 0 else frozenset()
        try:
            served = router.complete(asked, deadline_seconds=5, start=start, difficulty=0.7)
        except LLMError as error:
            assert error.decisions or start >= len(ladder)
            if isinstance(error, NotReleased):
                assert {decision.reason for decision in error.decisions} - {"too_hard"} == {"not_released"}
        else:
            assert served.completion.place in allowed
        sent = {(each.place, NAME in sending.messages[1].content) for each in everyone for sending in each.history}
        assert sent <= {(Place.ON_PREMISES, True), (Place.OVERSEAS, False)}
        sends = sum(len(each.history) for each in everyone)
        assert withdrawn is None or sends <= withdrawn, "nothing is sent after a withdrawal"
        reached = {provider.place for provider in everyone if provider.history}
        assert reached <= allowed
        assert set(guard.places) <= (places if minutes > 0 else frozenset())
        opened = [entry for entry in books.entries if entry[0] == "reserved"]
        closed = [entry for entry in books.entries if entry[0] in ("settled", "failed")]
        assert len(opened) == len(closed), "every reservation is closed once"
