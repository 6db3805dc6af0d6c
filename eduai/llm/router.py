"""Chooses the backend for one call. It knows scopes, tasks and prices only through its ports.

Every backend on the ladder is asked the same questions in the same order: release, redaction (overseas
only), budget, health, capacity, share. The first that passes all of them gets the call; when the call fails
for a reason of the server's, the next one is asked. Each answer is recorded as a `Decision`.
"""

from __future__ import annotations

import logging
import random
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from eduai.llm.base import Confirm, Ledger, Policy, Provider, Redact
from eduai.llm.booking import booked
from eduai.llm.breaker import Breaker, Verdict
from eduai.llm.deadline import Deadline
from eduai.llm.errors import (
    AtCapacity,
    BudgetExhausted,
    ContentRefused,
    DeadlineExceeded,
    LLMError,
    Misconfigured,
    NoBackend,
    NotInShare,
    NotReleased,
    Overloaded,
    Truncated,
    ValidationRejected,
)
from eduai.llm.observing import FALLBACKS, SERVED
from eduai.llm.outgoing import outgoing
from eduai.llm.replicas import CHECK_SECONDS, Board, Checked, EmptyBoard, Replica
from eduai.llm.types import Attempt, Completion, Decision, Prompt, Route, Rung, Usage, describe

logger = logging.getLogger(__name__)

UNKNOWN_BACKEND = "unknown_backend"
TOO_HARD = "too_hard"
WARMING = "warming"

# Faults of the prompt, not of the server: another backend would be paid for the same fault. The caller
# decides.
FINAL = (ValidationRejected, Truncated, ContentRefused)

# A probe's lease outlives its call by this much, so that a dead worker does not keep the circuit half-open
# for long.
LEASE_MARGIN_SECONDS = 1.0

# A rung that is not the last gets this part of the time left: a silent server must leave its successors some.
EARLIER_RUNG_FRACTION = 0.5


@dataclass(frozen=True, slots=True)
class Routed:
    """A served call. `rung` is the ladder's index that served: `start=rung + 1` asks the next, stronger
    author. `shadow` names the backend that should answer the same prompt too, empty for most calls."""

    completion: Completion
    decisions: tuple[Decision, ...]
    rung: int
    shadow: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One replica to ask. `share` is its backend's; `draw` (0…1), the same for all its replicas, decides on it."""

    rung: int
    provider: Provider
    share: float
    draw: Callable[[], float]


class Router:
    """Routes calls over `providers`: backend name → its replicas. Safe for threads; one per process.

    `board` tells which replicas are still warming up and how many calls they take. `clock` gives the present
    moment with its zone, for releases; deadlines run on a monotonic clock of
    their own. `draw` gives numbers in 0…1 for shares.
    """

    def __init__(
        self,
        providers: Mapping[str, Sequence[Provider]],
        *,
        policy: Policy,
        ledger: Ledger,
        confirm: Confirm,
        breaker: Breaker,
        redact: Redact,
        board: Board | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._providers = {name: tuple(replicas) for name, replicas in providers.items()}
        self._policy = policy
        self._ledger = ledger
        self._confirm = confirm
        self._breaker = breaker
        self._redact = redact
        self._board = board or EmptyBoard()
        self._clock = clock
        self._draw = draw
        self._in_flight: dict[str, int] = {}
        self._turn = 0
        self._lock = threading.Lock()

    @property
    def backends(self) -> tuple[str, ...]:
        """The names that a ladder may use."""
        return tuple(self._providers)

    def complete(
        self, prompt: Prompt, *, deadline_seconds: float, start: int = 0, difficulty: float = 0.0, only: str = ""
    ) -> Routed:
        """Serve `prompt` within `deadline_seconds` in all, from rung `start` of the ladder on.

        `difficulty` (0…1) passes over rungs that are too weak for it; `only` names the one backend to ask.
        Raises a fault of the prompt itself (`FINAL`) as it is; when nobody served, `NotReleased` if every
        backend was ruled out by the release, `BudgetExhausted` if by release and budget, else `NoBackend`.
        Every error carries `decisions`.
        """
        deadline = Deadline(deadline_seconds)
        route = self._policy.route(prompt.release.scope, prompt.task)
        if only:
            route = Route((Rung(only),))
        decisions: list[Decision] = []
        failures: list[LLMError] = []
        waiting = deque(self._candidates(route, start, difficulty, decisions))
        while waiting:
            candidate = waiting.popleft()
            name = candidate.provider.name
            try:
                completion = self._ask(prompt, candidate, self._limit(prompt, deadline, waiting))
            except LLMError as error:
                failures.append(error)
                decisions.append(Decision(name, False, error.code))
                if isinstance(error, FINAL):
                    error.decisions = tuple(decisions)
                    raise
                if isinstance(error, NotInShare) and candidate.share > 0:
                    waiting.append(replace(candidate, share=1.0))
            else:
                if failures:
                    FALLBACKS.labels(prompt.task, name).inc()
                decisions.append(Decision(name, True, SERVED))
                return Routed(completion, tuple(decisions), candidate.rung, self._shadow(route, candidate))
        logger.warning("router: nobody served %s (%s)", prompt.task, describe(decisions))
        raise _nobody(decisions, failures)

    def _ask(self, prompt: Prompt, candidate: _Candidate, limit: Deadline) -> Completion:
        if not prompt.release.allows(candidate.provider.place, self._clock()):
            raise NotReleased(candidate.provider.name)
        if limit.expired:
            raise DeadlineExceeded(candidate.provider.name)
        sent, restore = outgoing(prompt, candidate.provider, self._redact)
        return restore(self._attempt(sent, candidate, limit))

    def _shadow(self, route: Route, served: _Candidate) -> str:
        if not route.shadow or route.shadow == route.rungs[served.rung].backend:
            return ""
        return route.shadow if self._draw() < route.shadow_share else ""

    def _candidates(self, route: Route, start: int, difficulty: float, decisions: list[Decision]) -> list[_Candidate]:
        """The replicas in the order to ask them; those of a rung too weak for the prompt, and those that are still
        warming up, come last. Names that are not set up become decisions at once."""
        known = self._board.known()
        suited: list[_Candidate] = []
        last: list[_Candidate] = []
        for rung, step in enumerate(route.rungs):
            if rung < start:
                continue
            if step.backend not in self._providers:
                decisions.append(Decision(step.backend, False, UNKNOWN_BACKEND))
            draw = cache(self._draw)
            for provider in self._least_loaded(self._providers.get(step.backend, ())):
                candidate = _Candidate(rung, provider, step.share, draw)
                why = TOO_HARD if difficulty > step.hardest else _warming(provider, known)
                (last if why else suited).append(candidate)
                decisions += [Decision(provider.name, False, why)] if why else []
        return [*suited, *last]

    def _least_loaded(self, replicas: Sequence[Provider]) -> list[Provider]:
        """Fewest calls in flight per slot first, ties taking turns; replicas that nobody may call now come
        last."""
        if len(replicas) < 2:
            return list(replicas)
        ready = [each for each in replicas if self._breaker.ready(each.name)]
        slots = {each.name: max(self._capacity(each), 1) for each in ready}
        with self._lock:
            self._turn += 1
            turn = self._turn % max(len(ready), 1)
            load = {each.name: self._in_flight.get(each.name, 0) / slots[each.name] for each in ready}
        rotated = [*ready[turn:], *ready[:turn]]
        return [
            *sorted(rotated, key=lambda each: load[each.name]),
            *(each for each in replicas if each not in ready),
        ]

    def _limit(self, prompt: Prompt, deadline: Deadline, later: Iterable[_Candidate]) -> Deadline:
        """The time for this attempt: half of what is left while another permitted backend waits that may be asked, else
        all."""
        waiting = any(each.share > 0 and prompt.release.allows(each.provider.place, self._clock()) for each in later)
        return deadline.within(deadline.remaining() * (EARLIER_RUNG_FRACTION if waiting else 1.0))

    def _attempt(self, prompt: Prompt, candidate: _Candidate, deadline: Deadline) -> Completion:
        """Budget, then the call, then the books. Raises LLMError."""
        provider = candidate.provider
        attempt = Attempt(
            scope=prompt.release.scope,
            task=prompt.task,
            backend=provider.name,
            model=provider.model,
            place=provider.place,
            request_id=uuid.uuid4().hex,
            prompt_tokens=prompt.token_bound(),
            max_tokens=prompt.max_tokens,
        )
        return booked(
            attempt,
            self._ledger,
            lambda: self._send(prompt, candidate, deadline, attempt.request_id),
            operation="chat",
        )

    def _send(self, prompt: Prompt, candidate: _Candidate, deadline: Deadline, request_id: str) -> Completion:
        """Health, capacity and share, then the call itself; the breaker hears how it went."""
        provider = candidate.provider
        permit = self._breaker.acquire(provider.name, deadline.remaining() + LEASE_MARGIN_SECONDS)
        verdict: Verdict = "release"
        try:
            if permit.probe and isinstance(provider, Checked):
                _look(provider, deadline)
            with self._slot(provider):
                if candidate.share < 1 and candidate.draw() >= candidate.share:
                    raise NotInShare(provider.name)
                completion = provider.complete(prompt, deadline=deadline, request_id=request_id, confirm=self._confirm)
            verdict = "success"
            return completion
        except LLMError as error:
            verdict = verdict_on(error)
            if isinstance(error, Misconfigured):
                logger.error("router: %s is misconfigured, an operator has to act", provider.name)
            raise
        finally:
            self._breaker.report(permit, verdict)

    def _capacity(self, provider: Provider) -> int:
        """The calls at once that the server itself allows, where it said so, else the provider's own number."""
        replica = self._board.known().get(provider.name)
        return (replica.capacity if replica else 0) or provider.capacity

    @contextmanager
    def _slot(self, provider: Provider) -> Iterator[None]:
        slots = self._capacity(provider)
        with self._lock:
            taken = self._in_flight.get(provider.name, 0)
            if taken >= slots:
                raise AtCapacity(provider.name)
            self._in_flight[provider.name] = taken + 1
        try:
            yield
        finally:
            with self._lock:
                self._in_flight[provider.name] -= 1


def _look(provider: Checked, deadline: Deadline) -> None:
    """Whether the server that is to be probed is there. Raises LLMError, which then has cost nothing."""
    try:
        provider.check(deadline.within(CHECK_SECONDS))
    except LLMError as error:
        error.usage = Usage(0, 0, 0.0)
        raise


def _warming(provider: Provider, known: Mapping[str, Replica]) -> str:
    replica = known.get(provider.name)
    return WARMING if replica is not None and not replica.ready else ""


def verdict_on(error: LLMError) -> Verdict:
    """What a failed call says about the backend's health: 422 and 429 come from a server that is well."""
    if error.trips_breaker:
        return "failure"
    if isinstance(error, AtCapacity):
        return "release"
    return "success" if isinstance(error, (*FINAL, Overloaded)) else "release"


def _nobody(decisions: Sequence[Decision], failures: Sequence[LLMError]) -> LLMError:
    unreleased = [error for error in failures if isinstance(error, NotReleased)]
    unpaid = [error for error in failures if isinstance(error, BudgetExhausted)]
    known = all(decision.reason != UNKNOWN_BACKEND for decision in decisions)
    if failures and known and len(failures) == len(unreleased) + len(unpaid):
        reason = (unpaid or unreleased)[-1]
        reason.decisions = tuple(decisions)
        return reason
    waits = [error.retry_after for error in failures if error.retry_after]
    return NoBackend(
        decisions=decisions,
        retryable=any(error.retryable for error in failures),
        retry_after=min(waits, default=None),
        detail=describe(decisions),
    )
