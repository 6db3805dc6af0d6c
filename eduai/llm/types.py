"""The values that go into and come out of a model call. Frozen, typed, free of Django and of any SDK."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

Role = Literal["system", "user", "assistant"]

# A chat template wraps every message in a few tokens of its own; no template in use needs more than this.
TEMPLATE_TOKENS_PER_MESSAGE = 16


class Place(StrEnum):
    """Where a backend's computer stands, seen from the academy."""

    ON_PREMISES = "on_premises"
    OVERSEAS = "overseas"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever is about to be sent something: the backend's name, where it stands, and `scheme://host[:port]`."""

    backend: str
    place: Place
    origin: str


@dataclass(frozen=True, slots=True)
class Release:
    """Permission to send one person's data to the places named, until `expires_at`.

    `grant` names the consent it rests on, `scope` the (opaque) academy, `subject` the (opaque) person.
    """

    grant: str
    scope: str
    subject: str
    purpose: str
    places: frozenset[Place]
    expires_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", frozenset(Place(place) for place in self.places))
        if self.expires_at.tzinfo is None:
            raise ValueError("Release.expires_at must carry a time zone")

    def allows(self, place: Place, now: datetime) -> bool:
        """Whether data may go to `place` at the instant `now` (time zone required)."""
        return place in self.places and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Schema:
    """A JSON schema kept as the text it was written as: servers cache compiled grammars on its bytes and
    order."""

    name: str
    text: str

    def __post_init__(self) -> None:
        try:
            value = json.loads(self.text)
        except ValueError as error:
            raise ValueError(f"Schema {self.name!r} is not JSON: {error}") from error
        if not isinstance(value, dict) or "properties" not in value:
            raise ValueError(f"Schema {self.name!r} must describe an object with properties")

    @property
    def value(self) -> dict[str, Any]:
        """The schema as an object, `properties` in the order of the text."""
        loaded: dict[str, Any] = json.loads(self.text)
        return loaded


@dataclass(frozen=True, slots=True)
class Prompt:
    """A finished request to a model; it cannot exist without the release that lets it leave.

    `task` and `version` name the prompt text's purpose and edition; `max_tokens` bounds the answer.
    Raises TypeError without a `Release`, ValueError for values no server accepts.
    """

    release: Release
    task: str
    version: str
    messages: tuple[Message, ...]
    schema: Schema | None
    max_tokens: int
    temperature: float = 0.2

    def __post_init__(self) -> None:
        if not isinstance(self.release, Release):
            raise TypeError("a Prompt needs the Release that allows its data to leave")
        object.__setattr__(self, "messages", tuple(self.messages))
        if not self.messages or not all(isinstance(message, Message) for message in self.messages):
            raise ValueError("a Prompt needs at least one Message")
        if self.max_tokens < 1:
            raise ValueError("Prompt.max_tokens must be at least 1")
        if not 0 <= self.temperature <= 2:
            raise ValueError("Prompt.temperature must be between 0 and 2")

    def wire_messages(self) -> list[Any]:
        """The messages as the OpenAI chat format writes them."""
        return [{"role": message.role, "content": message.content} for message in self.messages]

    def token_bound(self) -> int:
        """An upper bound of the prompt's tokens, for reserving money before the call.

        A byte-level tokenizer never makes more tokens than the text has UTF-8 bytes.
        """
        texts = [message.content for message in self.messages]
        texts += [self.schema.text] if self.schema else []
        return sum(len(text.encode()) for text in texts) + TEMPLATE_TOKENS_PER_MESSAGE * len(texts)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: a backend and which calls are its own.

    `share` (0…1) of the calls ask it in its turn. The others move on and come back only when nobody else served, and
    never where the share is 0. A prompt harder than `hardest` (0…1) is left to the next rungs first.
    """

    backend: str
    share: float = 1.0
    hardest: float = 1.0

    def __post_init__(self) -> None:
        if not (0 <= self.share <= 1 and 0 <= self.hardest <= 1):
            raise ValueError(f"share and hardest of {self.backend} must be fractions from 0 to 1")


@dataclass(frozen=True, slots=True)
class Route:
    """The road of one scope's task: its rungs, cheapest first, and who answers a part of the calls once more.

    `shadow` is a backend's name; `shadow_share` (0…1) of the served calls are also put to it, for comparison only.
    """

    rungs: tuple[Rung, ...]
    shadow: str = ""
    shadow_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call consumed; `gpu_seconds` only where the server reports its computing time."""

    prompt_tokens: int
    completion_tokens: int
    gpu_seconds: float | None = None

    def __post_init__(self) -> None:
        if self.prompt_tokens < 0 or self.completion_tokens < 0:
            raise ValueError("token counts cannot be negative")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one backend, as the books know it; `request_id` is its name and never used twice.

    `prompt_tokens` and `max_tokens` are upper bounds of what it can consume; `at`, with its zone, is the moment by
    whose price list it is paid.
    """

    scope: str
    task: str
    backend: str
    model: str
    place: Place
    request_id: str
    prompt_tokens: int
    max_tokens: int
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer and where it came from. `milliseconds` is wall time seen by us, queueing included."""

    text: str
    backend: str
    model: str
    place: Place
    usage: Usage
    milliseconds: float
    request_id: str
    queue_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One backend considered for one call, and why it was taken or passed over.

    `reason` is `served`, or the code of the error or check that ruled the backend out.
    """

    backend: str
    chosen: bool
    reason: str


def describe(decisions: Sequence[Decision]) -> str:
    """`tgi-0: breaker_open, openai: not_released`, for logs and for people."""
    return ", ".join(f"{decision.backend}: {decision.reason}" for decision in decisions)
