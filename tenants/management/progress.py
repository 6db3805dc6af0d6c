"""How far a long verb has come, for the one who waits."""

from __future__ import annotations

import sys
import time

_PATIENCE = 1.0


class Progress:
    """Lines (or one line that changes, on a terminal) about once a second, and none for what is done sooner."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def __call__(self, what: str, done: int, of: int) -> None:
        """Take note that `what` is under way, `done` of `of` behind it."""
        now = time.monotonic()
        if now < self._next and not (self._shown and done == of):
            return
        self._next, self._shown = now + _PATIENCE, True
        line = f"{done}/{of} {what}"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line:<60}" + "\n" * (done == of))
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
