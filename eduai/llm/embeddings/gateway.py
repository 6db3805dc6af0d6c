"""The way to an embedding server: release, redaction (overseas only), budget, health, and then the call."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from eduai.llm.base import Confirm, Ledger, Redact
from eduai.llm.booking import booked
from eduai.llm.breaker import Breaker, Verdict
from eduai.llm.deadline import Deadline
from eduai.llm.embeddings.types import Embedded, Embedder, EmbeddingRequest
from eduai.llm.errors import LLMError, NotRedactable, NotReleased
from eduai.llm.router import LEASE_MARGIN_SECONDS, verdict_on
from eduai.llm.types import Attempt, Place


class Gateway:
    """Asks `embedder`, and nobody else: another model's vectors would be of no use. Safe for threads."""

    def __init__(
        self,
        embedder: Embedder,
        *,
        ledger: Ledger,
        confirm: Confirm,
        redact: Redact,
        breaker: Breaker,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._embedder = embedder
        self._ledger = ledger
        self._confirm = confirm
        self._redact = redact
        self._breaker = breaker
        self._clock = clock

    @property
    def model(self) -> str:
        """The name that is stored beside every vector."""
        return self._embedder.model

    def embed(self, request: EmbeddingRequest, *, deadline_seconds: float) -> Embedded:
        """The vectors within `deadline_seconds` in all. Raises LLMError; NotReleased, NotRedactable and
        BudgetExhausted before anything is sent.
        """
        deadline, embedder = Deadline(deadline_seconds), self._embedder
        if not request.release.allows(embedder.place, self._clock()):
            raise NotReleased(embedder.name)
        sent = self._outgoing(request)
        attempt = Attempt(
            scope=request.release.scope,
            task=request.task,
            backend=embedder.name,
            model=embedder.model,
            place=embedder.place,
            request_id=uuid.uuid4().hex,
            prompt_tokens=sent.token_bound(),
            max_tokens=0,
        )
        return booked(
            attempt, self._ledger, lambda: self._send(sent, deadline, attempt.request_id), operation="embeddings"
        )

    def _outgoing(self, request: EmbeddingRequest) -> EmbeddingRequest:
        """The texts as the embedder's place may see them. There is no way back to go: vectors hold no words."""
        if self._embedder.place is not Place.OVERSEAS:
            return request
        content = request.content
        try:
            redacted = self._redact(request.release.scope, content.texts)
        except NotRedactable as unsure:
            raise NotRedactable(self._embedder.name) from unsure
        return replace(request, content=replace(content, texts=tuple(redacted.texts)))

    def _send(self, request: EmbeddingRequest, deadline: Deadline, request_id: str) -> Embedded:
        permit = self._breaker.acquire(f"embedding:{self._embedder.name}", deadline.remaining() + LEASE_MARGIN_SECONDS)
        verdict: Verdict = "release"
        try:
            embedded = self._embedder.embed(request, deadline=deadline, request_id=request_id, confirm=self._confirm)
            verdict = "success"
            return embedded
        except LLMError as error:
            verdict = verdict_on(error)
            raise
        finally:
            self._breaker.report(permit, verdict)
