"""What the supervisor looks at besides its children's pids: the servers, and whether workers still take work.

A Celery worker whose connection broke at a bad moment can live on without ever consuming again; its pid says
nothing of that. Its queue does: the oldest message stays the oldest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from eduai.embedded.refusal import EmbeddedError

# Longer than any task may take (the longest lease is two minutes), so that a busy worker is never mistaken.
QUEUE_PATIENCE = 300.0
LOOK_EVERY = 10.0


@dataclass
class QueueWatch:
    """Names the workers whose queue has not moved for `patience` seconds although something waits in it."""

    address: str
    workers: Mapping[str, str]
    patience: float = QUEUE_PATIENCE
    clock: Callable[[], float] = time.monotonic
    _oldest: dict[str, tuple[bytes, float]] = field(default_factory=dict)

    def stuck(self) -> list[str]:
        """The workers to start again. A Redis that does not answer is no worker's fault and clears all."""
        try:
            client = redis.Redis.from_url(
                self.address, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
            )
            with client:
                waiting = {queue: client.lindex(queue, -1) for queue in self.workers}
        except RedisError:
            self._oldest.clear()
            return []
        return [self.workers[queue] for queue, message in waiting.items() if self._unmoved(queue, message)]

    def _unmoved(self, queue: str, message: object) -> bool:
        now = self.clock()
        if not isinstance(message, bytes):
            self._oldest.pop(queue, None)
            return False
        known, since = self._oldest.get(queue, (b"", now))
        if known != message:
            self._oldest[queue] = (message, now)
            return False
        if now - since < self.patience:
            return False
        self._oldest.pop(queue)
        return True


@dataclass
class Watch:
    """Called about once a second while the site runs. Never raises: a trouble is told once and tried again."""

    revive: Callable[[], None]
    queues: QueueWatch
    restart: Callable[[str], None]
    echo: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    _told: str = ""
    _looked: float = 0.0

    def __call__(self) -> None:
        try:
            self.revive()
            self._told = ""
        except EmbeddedError as error:
            if error.sentence != self._told:
                self.echo(error.sentence)
            self._told = error.sentence
            return
        if self.clock() - self._looked >= LOOK_EVERY:
            self._looked = self.clock()
            for name in self.queues.stuck():
                self.echo(
                    f"{name} has taken no work for {self.queues.patience:.0f} s though some waits; it is replaced"
                )
                self.restart(name)
