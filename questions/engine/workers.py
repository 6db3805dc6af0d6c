"""Disposable worker processes for mathematics that may run long: limited memory, killed by the clock.

`call("equal", {...})` hands one JSON object to a child (`python -m questions.engine.serving`) and gets one back.
A child that is late, dies or grows too big is killed and replaced; no text is executed and nothing is pickled.
The children are plain subprocesses, so they work inside daemonic processes and threads alike.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

PROCESSOR_SECONDS: Final = 60
JOBS_PER_WORKER: Final = 200
MAX_IDLE: Final = 2
MAX_LINE: Final = 1_000_000
START_SECONDS: Final = 10.0
_ROOT: Final = Path(__file__).resolve().parents[2]
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "HOME")


class WorkerFailed(Exception):
    """The worker answered with an error or died; the message says which."""


class WorkerTimeout(WorkerFailed):
    """The worker did not answer within its time and was killed."""


@dataclass(slots=True)
class _Allowance:
    """What is left to a caller's questions together: seconds by the clock and seconds of processor."""

    clock: float
    processor: float


_ALLOWANCE: Final[ContextVar[_Allowance | None]] = ContextVar("allowance", default=None)


@contextmanager
def within(clock: float, processor: float) -> Iterator[None]:
    """All calls inside share so many seconds by the clock and so many of processor."""
    token = _ALLOWANCE.set(_Allowance(clock, processor))
    try:
        yield
    finally:
        _ALLOWANCE.reset(token)


def call(operation: str, payload: Mapping[str, Any], timeout: float = 2.0) -> dict[str, Any]:
    """One operation in a worker, answered within `timeout` seconds of the worker being ready.

    Raises WorkerTimeout when time runs out (the worker is killed at once) or the caller's allowance is spent,
    WorkerFailed when it dies or refuses.
    """
    allowance = _ALLOWANCE.get() or _Allowance(timeout, PROCESSOR_SECONDS)
    if min(allowance.clock, allowance.processor) <= 0 < timeout:
        raise WorkerTimeout("the time for this answer is spent")
    worker = _POOL.borrow()
    start = time.monotonic()
    try:
        answer = worker.ask(operation, payload, min(timeout, allowance.clock), allowance.processor)
    except BaseException:
        allowance.clock = 0.0
        worker.kill()
        raise
    allowance.clock -= time.monotonic() - start
    allowance.processor -= answer.pop("processor", 0.0)
    error = str(answer.get("error", ""))
    if error.startswith(MemoryError.__name__):
        worker.kill()  # what it still holds would make the next question fail
    else:
        _POOL.give_back(worker)
    if error:
        raise WorkerFailed(error)
    return answer


def close() -> None:
    """Ends every idle worker of this process."""
    _POOL.close()


class _Worker:
    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "questions.engine.serving"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**environment, "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        self.jobs = 0
        self.buffer = b""
        try:
            self._line(time.monotonic() + START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def ask(self, operation: str, payload: Mapping[str, Any], timeout: float, processor: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        self.jobs += 1
        line = json.dumps({"operation": operation, "payload": payload, "processor": processor}).encode() + b"\n"
        if len(line) > MAX_LINE:
            raise WorkerFailed("the question is too long for a worker")
        try:
            stdin = self._pipe(self.process.stdin)
            stdin.write(line)
            stdin.flush()
        except OSError as error:
            raise WorkerFailed("the worker has died") from error
        answer = json.loads(self._line(deadline))
        if not isinstance(answer, dict):
            raise WorkerFailed("the worker answered nonsense")
        return answer

    @staticmethod
    def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise WorkerFailed("the worker has no pipe")
        return stream

    def _line(self, deadline: float) -> bytes:
        stdout = self._pipe(self.process.stdout)
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while b"\n" not in self.buffer:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise WorkerTimeout("the worker took too long")
                chunk = os.read(stdout.fileno(), 65536)
                if not chunk:
                    raise WorkerFailed("the worker has died")
                self.buffer += chunk
                if len(self.buffer) > MAX_LINE:
                    raise WorkerFailed("the worker's answer is too long")
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line

    def usable(self) -> bool:
        return self.process.poll() is None and self.jobs < JOBS_PER_WORKER and not self.buffer

    def kill(self) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        self.process.wait()


class _Pool:
    """Idle workers of this process. A fork starts with none: a child must not share its parent's pipes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.idle: list[_Worker] = []
        self.owner = os.getpid()

    def borrow(self) -> _Worker:
        with self.lock:
            if self.owner != os.getpid():
                self.idle, self.owner = [], os.getpid()
            while self.idle:
                worker = self.idle.pop()
                if worker.usable():
                    return worker
                worker.kill()
        return _Worker()

    def give_back(self, worker: _Worker) -> None:
        with self.lock:
            if self.owner == os.getpid() and worker.usable() and len(self.idle) < MAX_IDLE:
                self.idle.append(worker)
                return
        worker.kill()

    def close(self) -> None:
        with self.lock:
            idle, self.idle = self.idle, []
            mine = self.owner == os.getpid()
        for worker in idle if mine else ():
            worker.kill()

    def renew(self) -> None:
        """After a fork: a new lock, and none of the parent's workers."""
        self.lock = threading.Lock()
        self.idle, self.owner = [], os.getpid()


_POOL: Final = _Pool()
atexit.register(close)
os.register_at_fork(after_in_child=_POOL.renew)
