"""The bounds that hold before anything is built, so that no text can cost time or memory.

Lengths count characters, digits count the significant digits of one literal, exponents are absolute values.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from eduai.lib.errors import EduError

MAX_LENGTH: Final = 500
MAX_NODES: Final = 200
MAX_DEPTH: Final = 40
MAX_DIGITS: Final = 15
MAX_WRITTEN_DIGITS: Final = 30
MAX_SCIENTIFIC_EXPONENT: Final = 30
MAX_EXPONENT: Final = 64
MAX_BITS: Final = 4096
MAX_FACTORIAL: Final = 170
MAX_STEPS: Final = 20_000
MAX_WORK: Final = 400_000


class ExpressionError(EduError):
    """A text that is no expression, or one that has no value.

    `code` is one of `syntax`, `limit`, `name`, `domain`, `type`; `position` is the zero-based place in the
    text that was given to the reader, or None where the fault has no place (evaluation).
    """

    code = "syntax"

    def __init__(self, code: str, message: str, position: int | None = None) -> None:
        super().__init__(message, code=code, field="expression")
        self.position = position

    def __reduce__(self) -> tuple[object, ...]:
        return (ExpressionError, (self.code, self.sentence, self.position))

    def caret(self, text: str) -> str:
        """The text with a line under it that points at the fault; the text alone where it has no place."""
        if self.position is None:
            return text
        return f"{text}\n{' ' * min(self.position, len(text))}^"


class Budget:
    """Counts what a reader builds and an evaluation does; `spend` raises when the bound is passed."""

    __slots__ = ("left", "what")

    def __init__(self, limit: int, what: str) -> None:
        self.left = limit
        self.what = what

    def spend(self, amount: int = 1) -> None:
        self.left -= amount
        if self.left < 0:
            raise ExpressionError("limit", f"too many {self.what}")


class Spent(Exception):
    """The processor time of `within` is over: whoever opened it gives up what it was doing."""


_DEADLINE: Final[ContextVar[float]] = ContextVar("deadline", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All evaluations inside share so many seconds of this thread's processor time, none more than those around them.

    Each of them is bounded by itself; this bounds how many a text can ask for. Raises Spent at the next one.
    """
    token = _DEADLINE.set(min(_DEADLINE.get(), time.thread_time() + seconds))
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def check_time() -> None:
    """Raises Spent where the time of `within` is over."""
    deadline = _DEADLINE.get()
    if deadline < float("inf") and time.thread_time() > deadline:
        raise Spent


def check_length(text: str) -> None:
    """Raises ExpressionError(limit) for a text longer than MAX_LENGTH characters."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("limit", f"longer than {MAX_LENGTH} characters", MAX_LENGTH)


def check_digits(literal: str, limit: int, position: int) -> None:
    """Raises ExpressionError(limit) for a literal with more than `limit` significant digits."""
    digits = [c for c in literal if c.isdigit()]
    if len(digits) > 2 * limit or len("".join(digits).strip("0")) > limit:
        raise ExpressionError("limit", f"a number with more than {limit} digits", position)
