"""What the fleet knows of each replica: whether its grammars are compiled, and how many calls it takes at once.

A model server compiles a schema's grammar at the first request that brings it (about 20 s with a real vocabulary) and
stalls everybody meanwhile. A watcher therefore warms a replica that came up before others are sent there.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from eduai.llm.deadline import Deadline
from eduai.llm.errors import LLMError
from eduai.llm.types import Schema

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

CHECK_SECONDS = 1.0
WARM_SECONDS = 120.0
KEY = "eduai:replicas"


@runtime_checkable
class Checked(Protocol):
    """A provider whose server can be asked whether it is there, without anybody's data."""

    @property
    def name(self) -> str: ...

    def check(self, deadline: Deadline) -> None:
        """Returns when the server says that it is well. Raises LLMError."""
        ...


@runtime_checkable
class Warmed(Checked, Protocol):
    """A provider whose server compiles grammars and says its limits."""

    def limit(self, deadline: Deadline) -> int:
        """How many calls the server takes at once. Raises LLMError."""
        ...

    def warm(self, schema: Schema, deadline: Deadline) -> None:
        """Makes the server compile the schema's grammar, with a text of ours. Raises LLMError."""
        ...


@dataclass(frozen=True, slots=True)
class Replica:
    """`ready` is false while it warms up or is away; `capacity` its calls at once, 0 where it did not say."""

    ready: bool
    capacity: int = 0


class Board(Protocol):
    """Where replicas are written up."""

    def known(self) -> Mapping[str, Replica]:
        """What is known of each replica; one that is missing may be called."""
        ...


class EmptyBoard:
    """Nothing is known, so everything may be called."""

    def known(self) -> Mapping[str, Replica]:
        """See `Board`."""
        return {}


class SharedBoard:
    """The fleet's board in Redis, read at most once in `REMEMBERED_SECONDS`. Without Redis it is empty.

    An entry that nobody renewed for `VALID_SECONDS` is not believed: its watcher is gone.
    """

    REMEMBERED_SECONDS = 1.0
    VALID_SECONDS = 180.0

    def __init__(self, redis: Redis | None, *, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._clock = clock
        self._read_at = 0.0
        self._known: dict[str, Replica] = {}

    def known(self) -> Mapping[str, Replica]:
        """See `Board`."""
        now = self._clock()
        if self._redis is not None and not 0 <= now - self._read_at < self.REMEMBERED_SECONDS:
            self._known, self._read_at = self._read(now), now
        return self._known

    def _read(self, now: float) -> dict[str, Replica]:
        import redis

        assert self._redis is not None
        try:
            rows = self._redis.hgetall(KEY)
        except (redis.RedisError, OSError) as error:
            logger.warning("replicas: Redis is away (%s), every replica may be called", error)
            return {}
        entries = {_text(name): self._entry(text, now) for name, text in rows.items()}
        return {name: entry for name, entry in entries.items() if entry is not None}

    def _entry(self, text: str | bytes, now: float) -> Replica | None:
        """None for what cannot be read, or is too old, or was written by a clock that is as far ahead."""
        try:
            entry = json.loads(text)
            valid = abs(now - entry["at"]) < self.VALID_SECONDS and entry["capacity"] >= 0
            return Replica(bool(entry["ready"]), int(entry["capacity"])) if valid else None
        except (ValueError, TypeError, KeyError, OverflowError):
            return None

    def write(self, name: str, replica: Replica) -> None:
        """Writes a replica up for everybody. Raises redis.RedisError."""
        if self._redis is not None:
            entry = {"ready": replica.ready, "capacity": replica.capacity, "at": self._clock()}
            self._redis.hset(KEY, name, json.dumps(entry))
            self._read_at = 0.0


def _text(name: str | bytes) -> str:
    return name.decode(errors="replace") if isinstance(name, bytes) else name


def watch(replicas: Iterable[object], schemas: Sequence[Schema], board: SharedBoard) -> dict[str, Replica]:
    """Looks at every replica once and warms those that came up; what was found, by name.

    A replica that is away, or fails at a grammar, is written up as not ready and looked at again the next time.
    """
    found: dict[str, Replica] = {}
    known = board.known()
    for provider in replicas:
        if isinstance(provider, Checked):
            was_ready = provider.name in known and known[provider.name].ready
            replica = _look(provider, schemas, was_ready, board)
            found[provider.name] = replica
            board.write(provider.name, replica)
    return found


def _look(provider: Checked, schemas: Sequence[Schema], was_ready: bool, board: SharedBoard) -> Replica:
    try:
        provider.check(Deadline(CHECK_SECONDS))
        if not isinstance(provider, Warmed):
            return Replica(True)
        capacity = provider.limit(Deadline(CHECK_SECONDS))
        if not was_ready:
            board.write(provider.name, Replica(False, capacity))
            for schema in schemas:
                provider.warm(schema, Deadline(WARM_SECONDS))
            logger.info("replicas: %s is warm", provider.name)
        return Replica(True, capacity)
    except LLMError as error:
        logger.warning("replicas: %s is not ready (%s)", provider.name, error.code)
        return Replica(False)
