"""Real workers, as `make run` starts them, over the test's own database and Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]


class Workers:
    """Celery workers of both queues as processes of their own. `wake` is what the beat would do."""

    def __init__(self, log_dir: Path, environment: dict[str, str]) -> None:
        self.log_dir = log_dir
        self.environment = {**os.environ, **environment}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *queues: str) -> None:
        for queue in queues or ("engine", "models"):
            pool = ["--pool", "prefork", "-c", "1"] if queue == "engine" else ["--pool", "threads", "-c", "4"]
            command = [sys.executable, "-m", "celery", "-A", "eduai.celery", "worker", "-Q", queue, *pool]
            command += ["-n", f"{queue}-{os.getpid()}-{len(self.processes)}@test", "--without-gossip"]
            command += ["--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
            with (self.log_dir / f"{queue}.log").open("ab") as log:
                self.processes[queue] = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
        for queue in queues or ("engine", "models"):
            until(lambda queue=queue: " ready." in self.log(queue), seconds=60, what=f"the {queue} worker's start")

    def log(self, queue: str) -> str:
        return (self.log_dir / f"{queue}.log").read_text(encoding="utf-8", errors="replace")

    def kill(self, queue: str) -> None:
        """SIGKILL to the worker and all its children."""
        process = self.processes.pop(queue)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        (self.log_dir / f"{queue}.log").write_bytes(b"")

    def stop(self) -> None:
        for queue in list(self.processes):
            self.kill(queue)

    def wait_for(self, condition: Callable[[], Any], *, seconds: float = 40, what: str) -> None:
        """Until `condition` holds in the test's process, with the sweep that the beat would send."""
        from questions.tasks import sweep

        def swept() -> bool:
            if condition():
                return True
            sweep()
            return False

        try:
            until(swept, seconds=seconds, what=what)
        except AssertionError as error:
            ends = "\n".join(f"--- {queue}\n{self.log(queue)[-3000:]}" for queue in self.processes)
            raise AssertionError(f"{error}\n{ends}") from error


@pytest.fixture
def start_workers(committed_db: None, tmp_path: Path) -> Iterator[Callable[..., Workers]]:
    """A function that starts workers with further environment variables; they end with the test."""
    started: list[Workers] = []
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()

    def start(*queues: str, **environment: str) -> Workers:
        workers = Workers(tmp_path, {"DJANGO_SETTINGS_MODULE": "eduai.settings.test", **environment})
        started.append(workers)
        workers.start(*queues)
        return workers

    yield start
    for workers in started:
        workers.stop()
