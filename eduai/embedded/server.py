"""What both embedded servers share: a running one, the lock its processes hold, and waiting for it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eduai.embedded import processes
from eduai.embedded.layout import acquire
from eduai.embedded.processes import Identity
from eduai.embedded.refusal import EmbeddedError

START_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """One running server. `process` is set where it is this process's own child."""

    name: str
    identity: Identity
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        return {**self.identity.as_json(), "port": self.port}

    def stop(self, steps: Sequence[tuple[int, float]]) -> None:
        """Ends it by pid. Raises EmbeddedError when it survives every signal in `steps`."""
        if not processes.end(self.identity, steps, self.process):
            raise EmbeddedError(f"{self.name} (pid {self.identity.pid}) did not stop.", code="not_stopped")


class StillHeld(Exception):
    """Processes of a former run still hold the server's lock."""


@contextlib.contextmanager
def life_lock(path: Path) -> Iterator[int]:
    """A lock file opened and locked, to be inherited by the server that is started inside the block.

    Every process of that server then holds the lock until the last one has ended, so a lock that can be
    taken proves that nobody uses the data: across crashes, reused pids and containers' pid namespaces,
    where a pid file proves nothing. Raises StillHeld.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not acquire(descriptor):
            raise StillHeld(str(path))
        yield descriptor
    finally:
        os.close(descriptor)


def await_ready(process: subprocess.Popen[bytes], answers: Callable[[], bool], deadline: float) -> Identity | None:
    """Waits until a started server answers; None when it ended or stayed silent until the deadline."""
    while time.monotonic() < deadline and process.poll() is None:
        if answers():
            return processes.identify(process.pid)
        time.sleep(processes.POLL)
    return None


def require_port(name: str, variable: str, port: int) -> None:
    """Raises EmbeddedError when the port that the environment asks for is taken."""
    if not processes.port_is_free(port):
        raise EmbeddedError(
            f"Port {port} on 127.0.0.1, which {variable} asks for, is taken by another program. "
            f"Stop that program, choose another port, or unset {variable} so that {name} finds a free one.",
            code="port_taken",
        )


def requested_port(variable: str) -> int | None:
    """The port in an environment variable, None where it is unset. Raises EmbeddedError for anything else."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise EmbeddedError(f"{variable} must be a port between 1 and 65535, not {text!r}.", code="invalid_port")
    return int(text)
