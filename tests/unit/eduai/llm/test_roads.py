"""The road: shares of a roll-out, prompts too hard for a rung, and the second model that answers in the shadow."""

from __future__ import annotations

from typing import Any

import pytest

from eduai.llm.errors import ConnectFailed, NoBackend
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.types import Decision, Prompt, Rung
from tests.unit.eduai.llm.doubles import Rungs
from tests.unit.eduai.llm.test_router import Replicas, both, local, overseas, router


@pytest.mark.parametrize(("draw", "serves"), [(0.0, "tgi-0"), (0.29, "tgi-0"), (0.3, "openai"), (0.99, "openai")])
def test_a_share_of_the_calls_goes_to_a_backend_and_the_others_move_on(draw: float, serves: str) -> None:
    chosen = router(
        {"tgi": [local("x")], "openai": [overseas("x")]},
        policy=Rungs(Rung("tgi", share=0.3), "openai"),
        draw=lambda: draw,
    )
    routed = chosen.complete(both(), deadline_seconds=5)
    assert routed.completion.backend == serves
    assert routed.decisions[0].reason == ("served" if serves == "tgi-0" else "not_in_share")


def test_who_was_spared_by_its_share_still_serves_when_nobody_else_does() -> None:
    policy = Rungs(Rung("tgi", share=0.3), "openai")
    providers: Replicas = {"tgi": [local("five")], "openai": [overseas(ConnectFailed())]}
    routed = router(providers, policy=policy, draw=lambda: 0.9).complete(both(), deadline_seconds=5)
    assert [decision.reason for decision in routed.decisions] == ["not_in_share", "connect_failed", "served"]
    assert (routed.completion.backend, routed.rung) == ("tgi-0", 0)


def test_a_share_of_nothing_is_never_asked() -> None:
    untrusted = local("never")
    policy = Rungs(Rung("tgi", share=0.0), "openai")
    with pytest.raises(NoBackend):
        router({"tgi": [untrusted], "openai": [overseas(ConnectFailed())]}, policy=policy).complete(
            both(), deadline_seconds=5
        )
    assert untrusted.history == []


def test_time_is_kept_for_nobody_who_will_not_be_asked() -> None:
    given: list[float] = []

    class Timed(ScriptedProvider):
        def complete(self, asked: Prompt, **options: Any) -> Any:
            given.append(options["deadline"].remaining())
            return super().complete(asked, **options)

    providers: Replicas = {"tgi": [Timed(["five"], name="tgi-0")], "compatible": [local("never", name="compatible")]}
    road = Rungs("tgi", Rung("compatible", share=0.0))
    router(providers, policy=road).complete(both(), deadline_seconds=60)
    assert given[0] > 50


def test_a_hard_prompt_goes_straight_to_the_stronger_model_and_to_the_weaker_when_that_is_down() -> None:
    policy = Rungs(Rung("tgi", hardest=0.6), "openai")
    strong: Replicas = {"tgi": [local("weak", "weak")], "openai": [overseas("strong", ConnectFailed())]}
    chosen = router(strong, policy=policy)
    assert chosen.complete(both(), deadline_seconds=5, difficulty=0.6).completion.text == "weak"
    routed = chosen.complete(both(), deadline_seconds=5, difficulty=0.7)
    assert (routed.completion.text, routed.rung) == ("strong", 1)
    assert routed.decisions[0] == Decision("tgi-0", False, "too_hard")
    assert chosen.complete(both(), deadline_seconds=5, difficulty=0.7).completion.text == "weak"


@pytest.mark.parametrize(("draw", "shadow"), [(0.19, "openai"), (0.2, "")])
def test_a_part_of_the_served_calls_is_to_be_answered_by_the_shadow_too(draw: float, shadow: str) -> None:
    policy = Rungs("tgi", "openai", shadow="openai", shadow_share=0.2)
    second = overseas("never")
    providers: Replicas = {"tgi": [local("five")], "openai": [second]}
    routed = router(providers, policy=policy, draw=lambda: draw).complete(both(), deadline_seconds=5)
    assert (routed.shadow, second.history) == (shadow, [])


def test_no_shadow_for_the_backend_that_served_and_only_the_named_backend_is_asked() -> None:
    policy = Rungs(Rung("tgi", share=0.0), "openai", shadow="openai", shadow_share=1.0)
    chosen = router({"tgi": [local("own")], "openai": [overseas("theirs")]}, policy=policy)
    assert chosen.complete(both(), deadline_seconds=5).shadow == ""
    assert chosen.complete(both(), deadline_seconds=5, only="tgi").completion.text == "own"
