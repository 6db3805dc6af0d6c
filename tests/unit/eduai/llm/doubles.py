"""The ports of `eduai.llm`, played by small recorders, and prompts made in one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from eduai.llm.errors import BudgetExhausted, NotRedactable, NotReleased
from eduai.llm.types import Message, Place, Prompt, Release, Schema, Usage

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
    """A `Confirm` that keeps the order of what happened; `withdraw()` makes it refuse."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.places: list[Place] = []
        self.left = threading.Event()
        self._withdrawn = False

    def withdraw(self) -> None:
        self._withdrawn = True

    @contextmanager
    def __call__(self, released: Release, place: Place) -> Iterator[None]:
        self.places.append(place)
        if self._withdrawn:
            self.events.append("refused")
            raise NotReleased(place)
        self.events.append("entered")
        try:
            yield
        finally:
            self.events.append("left")
            self.left.set()


class Rungs:
    """A `Policy` with one ladder for everybody."""

    def __init__(self, *ladder: str) -> None:
        self._ladder = ladder

    def ladder(self, scope: str, task: str) -> Sequence[str]:
        return self._ladder


class SharedRungs(Rungs):
    """A `SharingPolicy`."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        super().__init__(*shares)
        self._shares = shares

    def share(self, scope: str, task: str, backend: str) -> float:
        return self._shares[backend]


class Books:
    """A `Ledger` that lists its entries and refuses the backends in `broke`."""

    def __init__(self, *broke: str) -> None:
        self.entries: list[tuple[str, ...]] = []
        self.reserved: list[tuple[str, str, str, str, int, int]] = []
        self.usages: list[Usage] = []
        self._broke = broke
        self._lock = threading.Lock()

    def reserve(
        self,
        scope: str,
        task: str,
        backend: str,
        model: str,
        request_id: str,
        max_tokens: int,
        prompt_tokens_estimate: int,
    ) -> str:
        if backend in self._broke:
            self.entries.append(("refused", backend))
            raise BudgetExhausted(backend)
        with self._lock:
            self.entries.append(("reserved", backend))
            self.reserved.append((scope, task, backend, model, max_tokens, prompt_tokens_estimate))
        return backend

    def settle(self, reservation: str, usage: Usage, milliseconds: float, outcome: str) -> None:
        self.usages.append(usage)
        self.entries.append(("settled", reservation, outcome))

    def fail(self, reservation: str, code: str) -> None:
        self.entries.append(("failed", reservation, code))


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
