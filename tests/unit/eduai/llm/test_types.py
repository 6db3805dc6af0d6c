from __future__ import annotations

from datetime import timedelta

import pytest

from eduai.llm.types import Message, Place, Prompt, Release, Schema, Usage
from tests.unit.eduai.llm.doubles import FORM, NOW, prompt, release


def test_a_prompt_cannot_be_built_without_a_release() -> None:
    with pytest.raises(TypeError, match="Release"):
        Prompt(None, "task", "1", (Message("user", "x"),), None, 10)  # type: ignore[arg-type]


def test_a_prompt_can_be_built_with_a_release_and_does_not_change() -> None:
    built = Prompt(release(Place.ON_PREMISES), "task", "1", (Message("user", "x"),), None, 10)
    with pytest.raises(AttributeError):
        built.max_tokens = 20  # type: ignore[misc]
    assert built.wire_messages() == [{"role": "user", "content": "x"}]


@pytest.mark.parametrize(
    ("messages", "max_tokens", "temperature"),
    [((), 10, 0.2), ((Message("user", "x"),), 0, 0.2), ((Message("user", "x"),), 10, 2.1)],
    ids=["no message", "no tokens", "too hot"],
)
def test_a_prompt_that_no_server_accepts_is_refused(
    messages: tuple[Message, ...], max_tokens: int, temperature: float
) -> None:
    with pytest.raises(ValueError):
        Prompt(release(Place.ON_PREMISES), "task", "1", messages, None, max_tokens, temperature)


@pytest.mark.parametrize(
    ("place", "minutes", "allowed"),
    [
        (Place.ON_PREMISES, 59, True),
        (Place.OVERSEAS, 59, False),
        (Place.ON_PREMISES, 60, False),
        (Place.ON_PREMISES, 61, False),
    ],
)
def test_a_release_allows_its_places_until_it_expires(place: Place, minutes: int, allowed: bool) -> None:
    slip = release(Place.ON_PREMISES, expires_at=NOW + timedelta(minutes=60))
    assert slip.allows(place, NOW + timedelta(minutes=minutes)) is allowed


def test_a_release_needs_a_time_zone_and_known_places() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Release("g", "s", "u", "p", frozenset(), NOW.replace(tzinfo=None))
    with pytest.raises(ValueError):
        Release("g", "s", "u", "p", frozenset({"moon"}), NOW)  # type: ignore[arg-type]


def test_a_schema_keeps_its_text_and_the_order_of_its_properties() -> None:
    assert list(FORM.value["properties"]) == ["reasoning", "answer"]
    assert FORM.text.startswith('{"type": "object", "additionalProperties": false')


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "object"}'])
def test_a_schema_that_is_no_object_schema_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="form"):
        Schema("form", text)


def test_the_token_bound_is_the_bytes_of_everything_sent_and_the_templates_share() -> None:
    asked = prompt(text="가나다")
    texts = ["너는 수학 교사다.", "가나다", FORM.text]
    assert asked.token_bound() == sum(len(text.encode()) for text in texts) + 16 * 3


def test_negative_tokens_are_refused() -> None:
    with pytest.raises(ValueError):
        Usage(-1, 0)
    assert Usage(0, 0).gpu_seconds is None
