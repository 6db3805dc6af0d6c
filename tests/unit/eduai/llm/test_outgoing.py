"""What leaves for overseas is redacted, and what comes back is restored; on-premises sees the note as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eduai.llm.breaker import LocalBreaker
from eduai.llm.errors import ConnectFailed, NoBackend, NotRedactable
from eduai.llm.providers.scripted import Reply, ScriptedProvider
from eduai.llm.router import Router
from eduai.llm.types import Decision, Message, Place, Prompt
from tests.unit.eduai.llm.doubles import Blackener, Books, Guard, Rungs, prompt

NOTE = "김서연이 사과 3개를 샀다."


def on_premises(*replies: Reply) -> ScriptedProvider:
    return ScriptedProvider(replies, name="tgi-0", place=Place.ON_PREMISES)


def overseas(*replies: Reply) -> ScriptedProvider:
    return ScriptedProvider(replies, name="openai", place=Place.OVERSEAS)


def router(*providers: ScriptedProvider, redact: Blackener, books: Books | None = None) -> Router:
    return Router(
        {each.name: [each] for each in providers},
        policy=Rungs(*(each.name for each in providers)),
        ledger=books or Books(),
        confirm=Guard(),
        breaker=LocalBreaker(),
        redact=redact,
    )


def both(text: str) -> Prompt:
    return prompt(Place.ON_PREMISES, Place.OVERSEAS, text=text)


def test_overseas_sees_a_placeholder_and_the_caller_the_name() -> None:
    redact, far = Blackener(), overseas("[QXRKTB학생]은 3개를 샀습니다.")
    routed = router(far, redact=redact).complete(both(NOTE), deadline_seconds=5)
    assert routed.completion.text == "김서연은 3개를 샀습니다."
    assert [message.content for message in far.history[0].messages] == [
        "너는 수학 교사다.",
        "[QXRKTB학생]이 사과 3개를 샀다.",
    ]
    assert redact.calls == [("a_000000000001", ("너는 수학 교사다.", NOTE))]


def test_what_a_person_typed_into_the_instructions_is_redacted_too() -> None:
    far, asked = overseas("그래"), both(NOTE)
    typed = Message("system", "고를 개념: 김서연 보충")
    router(far, redact=Blackener()).complete(replace(asked, messages=(typed, *asked.messages[1:])), deadline_seconds=5)
    assert far.history[0].messages[0].content == "고를 개념: [QXRKTB학생] 보충"


def test_an_earlier_answer_in_the_conversation_is_redacted_too() -> None:
    far, turns = overseas("그래"), (Message("assistant", "김서연의 답"), Message("user", "다시"))
    asked = both(NOTE)
    router(far, redact=Blackener()).complete(replace(asked, messages=(*asked.messages, *turns)), deadline_seconds=5)
    assert [message.content for message in far.history[0].messages][2:] == ["[QXRKTB학생]의 답", "다시"]


def test_on_premises_sees_the_note_as_it_is() -> None:
    redact, near = Blackener(), on_premises("[QXRKTB학생]")
    routed = router(near, redact=redact).complete(both(NOTE), deadline_seconds=5)
    assert redact.calls == []
    assert near.history[0].messages[1].content == NOTE
    assert routed.completion.text == "[QXRKTB학생]"


def test_a_text_that_is_unsure_stays_at_home_and_nothing_is_reserved_for_it() -> None:
    far, books, text = overseas("never"), Books(), "모호한 오답노트"
    near = on_premises(ConnectFailed(), "답")
    chosen = router(near, far, redact=Blackener(), books=books)
    with pytest.raises(NoBackend) as caught:
        chosen.complete(both(text), deadline_seconds=5)
    assert far.history == []
    assert caught.value.decisions == (
        Decision("tgi-0", False, "connect_failed"),
        Decision("openai", False, "not_redactable"),
    )
    assert [entry for entry in books.entries if "openai" in entry] == []
    assert "모호" not in str(caught.value) + caught.value.detail
    assert chosen.complete(both(text), deadline_seconds=5).completion.text == "답"


def test_the_refusal_names_the_backend_and_not_the_text() -> None:
    with pytest.raises(NoBackend) as caught:
        router(overseas("never"), redact=Blackener()).complete(both("모호"), deadline_seconds=5)
    assert caught.value.retryable is False
    assert NotRedactable("openai").sentence.startswith("개인정보가 남아 있을 수 있어 보내지 않았습니다(받는 곳: openai")
