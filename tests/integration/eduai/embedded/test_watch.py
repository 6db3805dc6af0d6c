"""A worker is judged by its queue: one that moves or is empty is fine, one that stands still is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from eduai.embedded import services
from eduai.embedded.refusal import EmbeddedError
from eduai.embedded.watch import QueueWatch, Watch


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def queue(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, redis.Redis]]:
    monkeypatch.setenv("DATABASE_URL", "postgresql://unused@127.0.0.1:1/unused")
    with services.running(data_dir, durable=False) as found, redis.Redis.from_url(found.redis_url) as client:
        yield found.redis_url, client


def test_a_queue_that_stands_still_names_its_worker_and_one_that_moves_does_not(
    queue: tuple[str, redis.Redis],
) -> None:
    address, client = queue
    clock = Clock()
    watch = QueueWatch(address, {"engine": "worker-engine", "models": "worker-models"}, patience=10, clock=clock)
    client.lpush("engine", "first", "second")
    client.lpush("models", "first", "second")
    assert watch.stuck() == []
    clock.now = 9.0
    client.rpop("models")
    assert watch.stuck() == []
    clock.now = 10.0
    assert watch.stuck() == ["worker-engine"]
    assert watch.stuck() == []  # its successor gets the same patience
    client.delete("models")
    clock.now = 30.0
    assert watch.stuck() == ["worker-engine"]


def test_a_redis_that_does_not_answer_is_no_workers_fault(queue: tuple[str, redis.Redis]) -> None:
    clock = Clock()
    watch = QueueWatch("redis://127.0.0.1:1/0", {"engine": "worker-engine"}, patience=0, clock=clock)
    assert watch.stuck() == []
    clock.now = 1000.0
    assert watch.stuck() == []


def test_a_trouble_with_the_servers_is_told_once_and_tried_again() -> None:
    said: list[str] = []
    tries: list[int] = []

    def revive() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise EmbeddedError("the disk is full")

    watch = Watch(revive, QueueWatch("redis://127.0.0.1:1/0", {}), lambda _name: None, said.append)
    for _ in range(3):
        watch()
    assert said == ["the disk is full"]
    assert len(tries) == 3
