"""What a person at the terminal sees: one line per step with its seconds, and a framed summary."""

from __future__ import annotations

import contextlib
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TextIO


class Console:
    """Lines on a terminal or in a log. A reader that has gone away is no reason to stop."""

    def __init__(self, output: TextIO | None = None) -> None:
        self.output = output or sys.stdout
        self._open = False

    def line(self, text: str = "") -> None:
        """One line, on a line of its own even while a step is open."""
        self._write(f"\n{text}\n" if self._open else f"{text}\n")
        self._open = False

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Names what begins, then adds how long it took; `failed` where it raised."""
        begun = time.monotonic()
        self._write(f"· {title} … ")
        self._open = True
        outcome = "failed after "
        try:
            yield
            outcome = ""
        finally:
            again = "" if self._open else f"· {title}: "
            self._write(f"{again}{outcome}{time.monotonic() - begun:.1f} s\n")
            self._open = False

    def box(self, lines: Sequence[str]) -> None:
        """Lines in a frame; Korean letters count as two columns."""
        widest = max(map(columns, lines), default=0)
        frame = "─" * (widest + 2)
        self.line(f"┌{frame}┐")
        for text in lines:
            self.line(f"│ {text}{' ' * (widest - columns(text))} │")
        self.line(f"└{frame}┘")

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            try:
                self.output.write(text)
            except UnicodeEncodeError:
                encoding = self.output.encoding or "ascii"
                self.output.write(text.encode(encoding, "replace").decode(encoding))
            self.output.flush()


def columns(text: str) -> int:
    """The terminal columns a text takes: wide East Asian characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
