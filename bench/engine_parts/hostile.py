"""Hostile texts through the parsers, the grader and the author: the slowest, and whether anything ran."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from questions.engine import workers
from questions.engine.expressions import ExpressionError, evaluate, names_in, parse
from questions.engine.grading import grade
from questions.engine.twins import author
from questions.engine.types import Note
from questions.engine.wire import WireError, read_blind_solution
from tests.unit.questions.engine.hostile_texts import GREEDY, texts

_REAL = {"left": "√(3+2√2)", "right": "1+√2"}


def figures() -> dict[str, Any]:
    """The figures of the last line; `hostile_executed` counts texts that made a file, a connection or a variable."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as ear:
        canary = Path(folder) / "ran"
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        hostile = texts(str(canary), ear.getsockname()[1])
        slowest, executed = 0.0, 0
        for text in hostile:
            slowest = max(slowest, *(_seconds(door, text) for door in (_read, _graded, _authored, _wired)))
            executed += canary.exists() or "EDUAI_CANARY" in os.environ or bool(select.select([ear], [], [], 0)[0])
    return {
        "hostile": len(hostile), "hostile_slowest_s": round(slowest, 3), "hostile_executed": executed, **_pool(),
    }  # fmt: skip


def _seconds(door: Any, text: Any) -> float:
    start = time.perf_counter()
    door(text)
    return time.perf_counter() - start


def _read(text: str) -> None:
    for spelling in ("formula", "plain", "latex"):
        try:
            node = parse(text, spelling)  # type: ignore[arg-type]
            evaluate(node, free=names_in(node))
        except ExpressionError:
            continue


def _graded(text: str) -> None:
    grade(text, text)
    grade("1", text)


def _authored(text: str) -> None:
    author(Note("hostile", text, text, solution=text))


def _wired(text: str) -> None:
    try:
        read_blind_solution(text)
    except WireError:
        return


def _pool() -> dict[str, Any]:
    """Questions that would fill any memory: the longest, the most address space that a worker had, and the seconds
    until the next real answer."""
    peaks, longest, recovery = [], 0.0, 0.0
    for question in GREEDY.values():
        with _watched() as seen:
            longest = max(longest, _seconds(_asked, question))
        peaks.append(max(seen))
        recovery = max(recovery, _seconds(_asked, ("equal", _REAL)))
    with _watched() as seen, contextlib.suppress(workers.WorkerFailed):
        workers.call(*GREEDY["huge degree"], timeout=20)  # until the memory, not the time, is at its end
    peaks.append(max(seen))
    return {
        "greedy": len(GREEDY), "greedy_slowest_s": round(longest, 3), "worker_mb": max(peaks),
        "pool_recovery_s": round(recovery, 3),
    }  # fmt: skip


def _asked(question: tuple[str, dict[str, Any]]) -> None:
    with contextlib.suppress(workers.WorkerFailed):
        workers.call(*question)


@contextlib.contextmanager
def _watched() -> Iterator[list[float]]:
    """The peaks of a new worker in MB, looked at every ten milliseconds until it or the question ends."""
    workers.close()
    workers.call("ping", {})
    process = workers._POOL.idle[0].process.pid
    seen, done = [_peak(process)], threading.Event()

    def look() -> None:
        with contextlib.suppress(OSError, StopIteration):
            while not done.wait(0.01):
                seen.append(_peak(process))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmPeak")) / 1024, 1)
