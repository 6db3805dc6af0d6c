"""Ctrl-C and SIGTERM, counted instead of thrown: nothing is ever interrupted half-way through a clean-up."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType
from typing import Any

STOPPING = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """While active, counts the requests to stop and wakes whoever waits.

    SIGINT and SIGTERM are taken even where they were ignored at start (`make run &` in a script does that
    to SIGINT); SIGHUP only where it was not, so that `nohup` keeps its meaning. Main thread only.
    """

    def __init__(self) -> None:
        self.requests = 0
        self._before: dict[int, Any] = {}
        self._pipe: tuple[int, int] | None = None

    def __enter__(self) -> Interruption:
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        for number in STOPPING:
            self._before[number] = signal.signal(number, self._count)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            self._before[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._count)
        return self

    def __exit__(self, *_error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for end in self._pipe or ():
            os.close(end)
        self._pipe = None

    def _count(self, _number: int, _frame: FrameType | None) -> None:
        self.requests += 1
        if self._pipe:
            os.write(self._pipe[1], b"!")

    def wait(self, seconds: float) -> bool:
        """Sleeps, but not through a request to stop; True when one has ever come."""
        if self._pipe and select.select([self._pipe[0]], [], [], seconds)[0]:
            os.read(self._pipe[0], 4096)
        return self.requests > 0
