"""One attempt at a backend with everything that is kept of it: money set aside before, settled after, and counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from eduai.llm.base import Ledger
from eduai.llm.errors import LLMError
from eduai.llm.observing import SERVED, seen
from eduai.llm.types import Attempt, Usage

INTERRUPTED = "interrupted"


class Answer(Protocol):
    """What every answer of a model server says about itself."""

    @property
    def usage(self) -> Usage: ...
    @property
    def milliseconds(self) -> float: ...
    @property
    def queue_seconds(self) -> float | None: ...


A = TypeVar("A", bound=Answer)


def booked(attempt: Attempt, ledger: Ledger, call: Callable[[], A], *, operation: str) -> A:
    """What `call` returns. Raises what it raises, and BudgetExhausted or UnknownPrice before it is made.

    `operation` is the call's kind in OpenTelemetry's words: `chat`, `embeddings`.
    """
    started = time.monotonic()
    with seen(attempt, operation) as sight:
        ledger.reserve(attempt)
        try:
            answer = call()
        except LLMError as error:
            if error.usage is not None:
                ledger.settle(attempt, error.usage, (time.monotonic() - started) * 1000, error.code)
            else:
                ledger.fail(attempt, error.code)
            raise
        except BaseException:
            ledger.fail(attempt, INTERRUPTED)
            raise
        ledger.settle(attempt, answer.usage, answer.milliseconds, SERVED)
        sight.answered(answer.usage, answer.milliseconds, answer.queue_seconds)
    return answer
