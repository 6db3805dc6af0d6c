"""Keeps a set of child processes running, and leaves none behind: restart with back-off, stop in order."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eduai.embedded import processes
from eduai.embedded.interruption import Interruption
from eduai.embedded.layout import read_json, write_json
from eduai.embedded.processes import Identity

TICK = 0.2
STEADY_SECONDS = 60.0
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Child:
    """One program to keep running. Children of a lower `stage` are stopped first; `stop` is how."""

    name: str
    command: tuple[str, ...]
    stage: int = 0
    stop: tuple[tuple[int, float], ...] = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))


@dataclass
class Seat:
    """A child's place: the process in it now, and when the next one is due after a death."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float | None = None


@dataclass
class Supervisor:
    """Children over one record file, by which a later run finds what a killed one left behind."""

    children: Sequence[Child]
    record: Path
    logs: Path
    cwd: Path
    echo: Callable[[str], None]
    environment: Mapping[str, str] | None = None
    first_pause: float = 0.5
    seats: list[Seat] = field(default_factory=list)

    def start(self) -> None:
        """Starts every child in the order given."""
        self.seats = [Seat(child) for child in self.children]
        for seat in self.seats:
            self._start(seat)

    def tick(self) -> None:
        """Collects children that ended, and starts again those whose pause is over."""
        now = time.monotonic()
        for seat in self.seats:
            if seat.process is not None and seat.process.poll() is not None:
                self._died(seat, now)
            elif seat.due is not None and now >= seat.due:
                self._start(seat)

    def steady(self, seconds: float) -> bool:
        """Whether every child has been running for that long: one that cannot start ends sooner."""
        now = time.monotonic()
        return all(seat.process is not None and now - seat.started >= seconds for seat in self.seats)

    def run(self, interruption: Interruption, watch: Callable[[], None] = lambda: None) -> None:
        """Ticks until a request to stop comes. `watch` is called about once a second."""
        watched = time.monotonic()
        while not interruption.wait(TICK):
            self.tick()
            if time.monotonic() - watched >= 1.0:
                watch()
                watched = time.monotonic()

    def restart(self, name: str) -> None:
        """Ends a child that runs but does not work; the next tick starts it again."""
        for seat in self.seats:
            if seat.child.name == name and seat.process is not None:
                kill_group(seat.process.pid)

    def stop(self, forced: Callable[[], bool] = lambda: False) -> None:
        """Stops every child, stage by stage, waiting for each; `forced` turning true kills the rest."""
        for stage in sorted({seat.child.stage for seat in self.seats}):
            self._stop_stage([seat for seat in self.seats if seat.child.stage == stage], forced)
        self.record.unlink(missing_ok=True)

    def _stop_stage(self, seats: Sequence[Seat], forced: Callable[[], bool]) -> None:
        """All of a stage at the same time: each child gets its own signals at its own seconds."""
        begun = time.monotonic()
        plans = {seat.child.name: list(_schedule(seat.child)) for seat in seats}
        waiting = [seat for seat in seats if seat.process is not None]
        while waiting:
            passed = float("inf") if forced() else time.monotonic() - begun
            for seat in waiting:
                plan = plans[seat.child.name]
                while plan and plan[0][0] <= passed:
                    self._signal(seat, plan.pop(0)[1])
            time.sleep(processes.POLL)
            waiting = [seat for seat in waiting if seat.process is not None and seat.process.poll() is None]
        for seat in seats:
            if seat.process is not None:
                kill_group(seat.process.pid)
            seat.process = seat.due = None

    def _signal(self, seat: Seat, number: int) -> None:
        if seat.process is None or seat.process.poll() is not None:
            return
        if number == signal.SIGKILL:
            self.echo(f"{seat.child.name} did not stop when asked; it is killed")
            kill_group(seat.process.pid)
        else:
            seat.process.send_signal(number)

    def _start(self, seat: Seat) -> None:
        seat.due = None
        seat.started = time.monotonic()
        seat.process = processes.spawn(
            seat.child.command,
            log=self.log(seat.child.name),
            cwd=self.cwd,
            environment=self.environment,
        )
        self._write_record()

    def _died(self, seat: Seat, now: float) -> None:
        if seat.process is None:
            return
        code = seat.process.returncode
        kill_group(seat.process.pid)  # what it started must not run on beside its successor
        seat.process = None
        seat.deaths = 1 if now - seat.started >= STEADY_SECONDS else seat.deaths + 1
        pause = min(self.first_pause * 2 ** (seat.deaths - 1), LONGEST_PAUSE)
        seat.due = now + pause
        self.echo(
            f"{seat.child.name} ended unexpectedly ({how(code)}); it is started again in {pause:.1f} s. "
            f"Its log: {self.log(seat.child.name)}"
        )

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _write_record(self) -> None:
        known = {seat.child.name: processes.identify(seat.process.pid) for seat in self.seats if seat.process}
        here = processes.identify(os.getpid())
        write_json(
            self.record,
            {
                "supervisor": here.as_json() if here else None,
                "children": {name: identity.as_json() for name, identity in known.items() if identity},
            },
        )


def _schedule(child: Child) -> list[tuple[float, int]]:
    """(seconds since the stop began, signal) for each step of a child's stop."""
    passed = 0.0
    plan = []
    for number, patience in child.stop:
        plan.append((passed, number))
        passed += patience
    return plan


def kill_group(leader: int) -> None:
    """Kills whatever is left of the session a child led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def how(code: int) -> str:
    """An exit status in words."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def recorded_supervisor(record: Path) -> Identity | None:
    """The supervisor that a record names, where it is alive."""
    identity = processes.from_json(read_json(record).get("supervisor"))
    return identity if processes.alive(identity) else None


def sweep(record: Path) -> list[str]:
    """Ends the children that a killed supervisor left behind; their names. Nothing else is touched:
    a recorded pid counts only with the start stamp it was recorded with."""
    swept = []
    children = read_json(record).get("children")
    for name, entry in (children if isinstance(children, dict) else {}).items():
        identity = processes.from_json(entry)
        if identity is None or not processes.alive(identity):
            continue
        if not processes.end(identity, ((signal.SIGTERM, 5.0),)):
            kill_group(identity.pid)
            processes.wait(identity, 5.0)
        swept.append(name)
    record.unlink(missing_ok=True)
    return swept
