"""A circuit breaker that a whole fleet shares: the first few failures anywhere spare everybody the rest.

    closed ──failures──► open ──cool-down over──► half-open: exactly one caller may probe
      ▲                    ▲                          │ success        │ failure
      └────────────────────┼──────────────────────────┘                │ (cool-down doubled)
                           └───────────────────────────────────────────┘

A probe is a lease: when its holder dies, the next caller probes as soon as the lease is over.
It opens on `consecutive` failures in a row, or when in the window at least `volume` calls were made and
`rate` of them failed. The state lives in Redis and moves only inside one Lua script on the server's clock.
While Redis is away each process keeps a breaker of its own with the same rules.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from eduai.llm.breaker_script import SCRIPT
from eduai.llm.errors import BreakerOpen

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

State = Literal["closed", "open", "half_open"]
Verdict = Literal["success", "failure", "release"]


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """When to open and for how long. Times in seconds, `rate` a fraction 0…1."""

    window: float = 30.0
    volume: int = 10
    rate: float = 0.5
    consecutive: int = 3
    cooldown: float = 5.0
    cooldown_most: float = 60.0


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to make one call. `epoch` tells results of an older state apart; `probe` is empty in a closed
    state."""

    backend: str
    epoch: int
    probe: str = ""
    local: bool = False


class Breaker(Protocol):
    """What the router needs of a breaker. Every permit is handed back exactly once, by `report`."""

    def acquire(self, backend: str, lease_seconds: float) -> Permit:
        """Leave for a call that ends within `lease_seconds`. Raises BreakerOpen."""
        ...

    def report(self, permit: Permit, verdict: Verdict) -> None:
        """`success`, `failure`, or `release` for a call that proves nothing about the backend's health."""
        ...

    def ready(self, backend: str) -> bool:
        """Whether `acquire` would give leave now: the circuit is closed, or a probe is due."""
        ...

    def state(self, backend: str) -> State: ...


@dataclass(slots=True)
class _Circuit:
    state: State = "closed"
    epoch: int = 0
    opened_at: float = 0.0
    cooldown: float = 0.0
    probe: str = ""
    probe_until: float = 0.0
    streak: int = 0
    calls: deque[tuple[float, bool]] = field(default_factory=deque)


class LocalBreaker:
    """The breaker of one process, safe for threads. `clock` gives seconds and never goes backwards."""

    def __init__(self, settings: BreakerSettings | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings or BreakerSettings()
        self._clock = clock
        self._circuits: dict[str, _Circuit] = {}
        self._lock = threading.Lock()

    def acquire(self, backend: str, lease_seconds: float) -> Permit:
        """See `Breaker`."""
        with self._lock:
            circuit = self._circuits.setdefault(backend, _Circuit())
            now = self._clock()
            if circuit.state == "closed":
                return Permit(backend, circuit.epoch, local=True)
            wait = self._wait(circuit, now)
            if wait > 0:
                raise BreakerOpen(backend, retry_after=wait)
            circuit.state = "half_open"
            circuit.epoch += 1
            circuit.probe = uuid.uuid4().hex
            circuit.probe_until = now + lease_seconds
            return Permit(backend, circuit.epoch, circuit.probe, local=True)

    def _wait(self, circuit: _Circuit, now: float) -> float:
        if circuit.state == "half_open":
            return circuit.probe_until - now
        return circuit.opened_at + circuit.cooldown - now

    def report(self, permit: Permit, verdict: Verdict) -> None:
        """See `Breaker`."""
        with self._lock:
            circuit = self._circuits.setdefault(permit.backend, _Circuit())
            if permit.epoch != circuit.epoch or permit.probe != circuit.probe:
                return
            if circuit.state == "closed":
                self._count(circuit, verdict)
            elif circuit.state == "half_open":
                self._conclude_probe(circuit, verdict)

    def _count(self, circuit: _Circuit, verdict: Verdict) -> None:
        if verdict == "release":
            return
        now, settings = self._clock(), self._settings
        circuit.calls.append((now, verdict == "failure"))
        while circuit.calls and circuit.calls[0][0] <= now - settings.window:
            circuit.calls.popleft()
        circuit.streak = circuit.streak + 1 if verdict == "failure" else 0
        failed = sum(failure for _, failure in circuit.calls)
        many = len(circuit.calls) >= settings.volume and failed >= settings.rate * len(circuit.calls)
        if verdict == "failure" and (circuit.streak >= settings.consecutive or many):
            self._open(circuit, settings.cooldown)

    def _conclude_probe(self, circuit: _Circuit, verdict: Verdict) -> None:
        if verdict == "success":
            self._close(circuit)
        elif verdict == "failure":
            self._open(circuit, min(circuit.cooldown * 2, self._settings.cooldown_most))
        else:
            circuit.probe_until = self._clock()

    def _open(self, circuit: _Circuit, cooldown: float) -> None:
        circuit.state, circuit.epoch, circuit.probe = "open", circuit.epoch + 1, ""
        circuit.opened_at, circuit.cooldown = self._clock(), cooldown
        circuit.streak = 0
        circuit.calls.clear()

    def _close(self, circuit: _Circuit) -> None:
        circuit.state, circuit.epoch, circuit.probe = "closed", circuit.epoch + 1, ""
        circuit.streak = 0
        circuit.calls.clear()

    def ready(self, backend: str) -> bool:
        """See `Breaker`."""
        with self._lock:
            circuit = self._circuits.get(backend)
            return circuit is None or circuit.state == "closed" or self._wait(circuit, self._clock()) <= 0

    def state(self, backend: str) -> State:
        """See `Breaker`."""
        with self._lock:
            return self._circuits.get(backend, _Circuit()).state


class SharedBreaker:
    """The breaker of a fleet. `redis` should fail fast (socket timeouts of a fraction of a second, no
    retries).

    Without Redis, or after it failed (for `AWAY_SECONDS`), a `LocalBreaker` decides; the change is logged
    once each way.
    """

    AWAY_SECONDS = 5.0

    def __init__(
        self,
        redis: Redis | None,
        settings: BreakerSettings | None = None,
        *,
        prefix: str = "eduai:breaker:",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings or BreakerSettings()
        self._local = LocalBreaker(self._settings, clock)
        self._prefix = prefix
        self._clock = clock
        self._script = redis.register_script(SCRIPT) if redis is not None else None
        self._away_until = 0.0

    def acquire(self, backend: str, lease_seconds: float) -> Permit:
        """See `Breaker`."""
        answer = self._run(backend, "acquire", str(int(lease_seconds * 1000)), uuid.uuid4().hex)
        if answer is None:
            return self._local.acquire(backend, lease_seconds)
        outcome, epoch, rest = (part.decode() if isinstance(part, bytes) else str(part) for part in answer)
        if outcome == "wait":
            raise BreakerOpen(backend, retry_after=int(rest) / 1000)
        return Permit(backend, int(epoch), rest)

    def report(self, permit: Permit, verdict: Verdict) -> None:
        """See `Breaker`. A result that Redis cannot take is dropped: the probe's lease ends by itself."""
        if permit.local:
            self._local.report(permit, verdict)
        elif self._run(permit.backend, verdict, str(permit.epoch), permit.probe) is None:
            # The local breaker takes over; it should know of the failure that it was not asked about.
            self._local.report(self._local_permit(permit.backend), verdict)

    def _local_permit(self, backend: str) -> Permit:
        try:
            return self._local.acquire(backend, 0.001)
        except BreakerOpen:
            return Permit(backend, -1, local=True)

    def ready(self, backend: str) -> bool:
        """See `Breaker`."""
        answer = self._run(backend, "state", "", "")
        return self._local.ready(backend) if answer is None else bool(answer[2])

    def state(self, backend: str) -> State:
        """See `Breaker`."""
        answer = self._run(backend, "state", "", "")
        if answer is None:
            return self._local.state(backend)
        word = answer[0]
        return cast(State, word.decode() if isinstance(word, bytes) else word)

    def _run(self, backend: str, operation: str, number: str, token: str) -> Any:
        """The script's answer, or None while Redis is away."""
        if self._script is None or self._clock() < self._away_until:
            return None
        import redis

        settings = self._settings
        facts = [int(settings.window * 1000), settings.volume, settings.rate, settings.consecutive]
        facts += [int(settings.cooldown * 1000), int(settings.cooldown_most * 1000)]
        try:
            answer = self._script(keys=[self._prefix + backend], args=[operation, number, token, *facts])
        except (redis.RedisError, OSError) as error:
            if not self._away_until:
                logger.warning("breaker: Redis is away (%s), each process decides for itself", error)
            self._away_until = self._clock() + self.AWAY_SECONDS
            return None
        if self._away_until:
            self._away_until = 0.0
            logger.info("breaker: Redis is back")
        return answer
