"""A point in time by which a call must be over, whatever the server does."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """`seconds` from now on a clock that never goes backwards; shared by everything one call does."""

    __slots__ = ("_clock", "_ends")

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        if not seconds > 0:
            raise ValueError("a deadline lies in the future")
        self._clock = clock
        self._ends = clock() + seconds

    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._ends - self._clock())

    @property
    def expired(self) -> bool:
        """Whether no time is left."""
        return self.remaining() <= 0

    def within(self, seconds: float) -> Deadline:
        """A deadline at most `seconds` away and never later than this one."""
        return Deadline(max(min(seconds, self.remaining()), 1e-9), self._clock)
