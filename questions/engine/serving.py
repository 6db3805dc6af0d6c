"""The life of a worker process (`python -m questions.engine.serving`): what `workers.call` asks is answered here."""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import IO, Any, Final

from questions.engine.expressions.settling import settle_with_sympy
from questions.engine.expressions.symbolic import library
from questions.engine.grading.calculus import work_out_with_sympy
from questions.engine.grading.factorisation import splits_with_sympy
from questions.engine.grading.systems import compare_with_sympy
from questions.engine.workers import PROCESSOR_SECONDS

MEMORY_BYTES: Final = 256 * 1024 * 1024
OPEN_FILES: Final = 32
_OPERATIONS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "calculus": work_out_with_sympy,
    "equal": settle_with_sympy,
    "splits": splits_with_sympy,
    "systems": compare_with_sympy,
    "ping": lambda payload: {"pong": payload},
}


def limit() -> None:
    """Bounds this process for good: its memory, its processor time, its open files; no core dumps, no files written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


class _Late(BaseException):
    """The operation has used its processor time; not an Exception, which the mathematics might swallow."""


def _late(number: int, frame: object) -> None:
    raise _Late


def _timed(work: Callable[[], dict[str, Any]], seconds: float) -> dict[str, Any]:
    """The work's answer with the processor time that it took; an error once `seconds` are used."""
    start = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = work()
    except _Late:
        return {"error": "too much work", "processor": seconds}
    except Exception as error:  # noqa: BLE001  the outermost line of a child: it answers, whatever happened
        answer = {"error": f"{type(error).__name__}: {error}"[:500]}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return {**answer, "processor": time.process_time() - start}


def serve(lines: IO[str], out: IO[str]) -> None:
    """The child's life: one JSON line in, one out, until the pipe closes."""
    limit()
    signal.signal(signal.SIGPROF, _late)
    print("{}", file=out, flush=True)
    for line in lines:
        request = json.loads(line)
        operation = _OPERATIONS.get(request["operation"], lambda payload: {"error": "no such operation"})
        if request["operation"] != "ping":
            library()  # its import is the worker's start, not the question's work
        answer = _timed(partial(operation, request["payload"]), request["processor"])
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
