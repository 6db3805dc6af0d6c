"""Hostile texts through the parsers, the grader and the author: the slowest, and whether anything ran."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

from questions.engine import workers
from questions.engine.expressions import ExpressionError, evaluate, names_in, parse
from questions.engine.grading import grade
from questions.engine.twins import author
from questions.engine.types import Note
from questions.engine.wire import WireError, read_blind_solution
from tests.unit.questions.engine.hostile_texts import texts

_HEAVY = {"left": "(a+b+c+d+e+f+g+h)^60*(a-b)^60", "right": "(h+g+f+e+d+c+b+a)^60*(a-b)^60+1"}


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


def _seconds(door: Any, text: str) -> float:
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
    """Seconds until the next answer once a worker was killed at its task, and the most address space a worker had."""
    with contextlib.suppress(workers.WorkerTimeout):
        workers.call("equal", _HEAVY, timeout=0.0)
        raise RuntimeError("the worker was not killed")
    start = time.perf_counter()
    workers.call("ping", {})
    spent = time.perf_counter() - start
    with contextlib.suppress(workers.WorkerTimeout):
        workers.call("equal", _HEAVY)
    peaks = [_peak(worker.process.pid) for worker in workers._POOL.idle]
    return {"pool_recovery_s": round(spent, 3), "worker_mb": max(peaks, default=None)}


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmPeak")) / 1024, 1)
