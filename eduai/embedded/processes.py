"""Processes told apart for certain: who a pid is, whether it lives, how to start one and how to end it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eduai.embedded.accounts import Account

LAUNCHER = Path(__file__).with_name("launch.py")
LARGEST_LOG = 10 * 1024 * 1024
POLL = 0.02


@dataclass(frozen=True)
class Identity:
    """One process and no later one with the same number: `started` is the kernel's own start stamp."""

    pid: int
    started: str

    def as_json(self) -> dict[str, Any]:
        return {"pid": self.pid, "started": self.started}


def from_json(content: Mapping[str, Any] | None) -> Identity | None:
    """Reads `Identity.as_json` back; None for anything else."""
    try:
        return Identity(int(content["pid"]), str(content["started"])) if content else None
    except (KeyError, TypeError, ValueError):
        return None


def identify(pid: int) -> Identity | None:
    """Who runs under `pid` now; None when nobody does. A zombie is nobody."""
    if pid <= 0:
        return None
    started = _linux_start(pid) if sys.platform.startswith("linux") else _portable_start(pid)
    return Identity(pid, started) if started else None


def _linux_start(pid: int) -> str:
    """The start time in clock ticks since boot: unlike wall-clock stamps it never moves."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    except OSError:
        return ""
    return "" if fields[0] in (b"Z", b"X") else f"{boot}:{fields[19].decode()}"


def _portable_start(pid: int) -> str:
    import psutil  # type: ignore[import-untyped]

    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.2f}"
    except psutil.Error:
        return ""


def alive(identity: Identity | None) -> bool:
    """True while that very process runs; a zombie or a later process with its number does not count."""
    return identity is not None and identify(identity.pid) == identity


def command_line(pid: int) -> tuple[str, ...]:
    """The program and arguments of a process; empty where it is gone or hidden from this account."""
    import psutil

    try:
        return tuple(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ()


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    account: Account | None = None,
    death_signal: int = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    keep: Iterable[int] = (),
) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own, with default signals, its output appended to `log`.

    On Linux it receives `death_signal` when this process ends, however that happens. (Asked for from
    another thread the kernel would send it when that thread ends, so it is asked for from the main one only.)
    """
    tied = threading.current_thread() is threading.main_thread()
    who = (account.uid, account.gid) if account else (-1, -1)
    prefix = [sys.executable, "-I", "-S", str(LAUNCHER)]
    numbers = [str(number) for number in (*who, int(death_signal) if tied else 0, os.getpid())]
    with open_log(log) as output:
        return subprocess.Popen(
            [*prefix, *numbers, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=None if environment is None else dict(environment),
            pass_fds=tuple(keep),
            start_new_session=True,
        )


@contextlib.contextmanager
def open_log(path: Path) -> Iterator[int]:
    """Opens a log for appending; one that grew past 10 MB is put aside as `.1` first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        if path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_name(path.name + ".1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def tail(path: Path, lines: int = 8) -> str:
    """The last lines of a log, for a report; empty where there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def wait(identity: Identity, seconds: float, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Waits until that process has ended and, where it is our child, has been collected."""
    deadline = time.monotonic() + seconds
    while True:
        if process is not None:
            process.poll()
        if not alive(identity):
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL)


def end(
    identity: Identity,
    steps: Sequence[tuple[int, float]],
    process: subprocess.Popen[bytes] | None = None,
) -> bool:
    """Sends each signal in turn and waits its seconds, until the process has ended. True when it has."""
    for number, seconds in steps:
        if not alive(identity):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(identity.pid, number)
        if wait(identity, seconds, process):
            break
    return wait(identity, 0.0, process)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now (connections in TIME_WAIT do not count)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
