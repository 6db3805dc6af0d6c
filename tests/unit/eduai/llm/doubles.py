"""The ports of `eduai.llm`, played by small recorders, and prompts made in one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from eduai.llm.errors import BudgetExhausted, NotRedactable, NotReleased
from eduai.llm.types import Attempt, Message, Place, Prompt, Recipient, Release, Route, Rung, Schema, Usage

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

# Written with spaces and an order of its own: what reaches a server must keep both sense and order.
FORM = Schema(
    "answer_form",
    '{"type": "object", "additionalProperties": false, "required": ["reasoning", "answer"],'
    ' "properties": {"reasoning": {"type": "string"}, "answer": {"type": "string"}}}',
)


def release(*places: Place, expires_at: datetime | None = None) -> Release:
    return Release(
        grant="grant-1",
        scope="a_000000000001",
        subject="s_1",
        purpose="similar_questions",
        places=frozenset(places),
        expires_at=expires_at or datetime.now(UTC) + timedelta(hours=1),
    )


def prompt(
    *places: Place,
    text: str = "일차방정식 $3x + 5 = 20$의 해를 구하시오.",
    schema: Schema | None = FORM,
    max_tokens: int = 400,
    expires_at: datetime | None = None,
) -> Prompt:
    return Prompt(
        release=release(*(places or (Place.ON_PREMISES,)), expires_at=expires_at),
        task="similar_question",
        version="1",
        messages=(Message("system", "너는 수학 교사다."), Message("user", text)),
        schema=schema,
        max_tokens=max_tokens,
        temperature=0.2,
    )


class Guard:
    """A `Confirm` that keeps the order of what happened; `withdraw()` makes it refuse, after so many sends."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.places: list[Place] = []
        self.left = threading.Event()
        self._sends_left: int | None = None

    def withdraw(self, after: int = 0) -> None:
        self._sends_left = after

    @contextmanager
    def __call__(self, released: Release, recipient: Recipient) -> Iterator[None]:
        place = recipient.place
        self.places.append(place)
        if self._sends_left == 0:
            self.events.append("refused")
            raise NotReleased(place)
        if self._sends_left is not None:
            self._sends_left -= 1
        self.events.append("entered")
        try:
            yield
        finally:
            self.events.append("left")
            self.left.set()


class Rungs:
    """A `Policy` with one road for everybody."""

    def __init__(self, *ladder: str | Rung, shadow: str = "", shadow_share: float = 0.0) -> None:
        rungs = tuple(step if isinstance(step, Rung) else Rung(step) for step in ladder)
        self._route = Route(rungs, shadow, shadow_share)

    def route(self, scope: str, task: str) -> Route:
        return self._route


class Books:
    """A `Ledger` that lists its entries and refuses the backends in `broke`."""

    def __init__(self, *broke: str) -> None:
        self.entries: list[tuple[str, ...]] = []
        self.reserved: list[Attempt] = []
        self.usages: list[Usage] = []
        self._broke = broke
        self._lock = threading.Lock()

    def reserve(self, attempt: Attempt) -> None:
        if attempt.backend in self._broke:
            self.entries.append(("refused", attempt.backend))
            raise BudgetExhausted(attempt.backend)
        with self._lock:
            self.entries.append(("reserved", attempt.backend))
            self.reserved.append(attempt)

    def settle(self, attempt: Attempt, usage: Usage, milliseconds: float, outcome: str) -> None:
        self.usages.append(usage)
        self.entries.append(("settled", attempt.backend, outcome))

    def fail(self, attempt: Attempt, code: str) -> None:
        self.entries.append(("failed", attempt.backend, code))


class Blackened:
    """A `Redacted` in which one word stands for another."""

    def __init__(self, texts: Sequence[str], word: str, placeholder: str) -> None:
        self.texts = [text.replace(word, placeholder) for text in texts]
        self._word, self._placeholder = word, placeholder

    def restore(self, text: str) -> str:
        return text.replace(self._placeholder, self._word)


class Blackener:
    """A `Redact` that takes out one name and is unsure about texts with the word in `doubtful`."""

    def __init__(self, name: str = "김서연", doubtful: str = "모호") -> None:
        self.calls: list[tuple[str, tuple[str, ...]]] = []
        self._name, self._doubtful = name, doubtful

    def __call__(self, scope: str, texts: Sequence[str]) -> Blackened:
        self.calls.append((scope, tuple(texts)))
        if any(self._doubtful in text for text in texts):
            raise NotRedactable(detail=self._doubtful)
        return Blackened(texts, self._name, "[QXRKTB학생]")
