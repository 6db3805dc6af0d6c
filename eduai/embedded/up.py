"""`make run`: from a fresh clone to a running site, and back to nothing on Ctrl-C."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eduai.embedded import preflight, processes
from eduai.embedded.console import Console
from eduai.embedded.interruption import Interruption
from eduai.embedded.layout import ROOT, Layout, acquire, read_json
from eduai.embedded.refusal import EmbeddedError
from eduai.embedded.services import Machine, in_environment
from eduai.embedded.supervisor import Child, Supervisor, recorded_supervisor, sweep
from eduai.embedded.watch import QueueWatch, Watch

READY_PATIENCE = 120.0
HOPELESS_DEATHS = 4
STEADY_AFTER = 2.0


class Interrupted(Exception):
    """A request to stop came before the site was up."""


def record(layout: Layout) -> Path:
    """Where the supervisor notes itself and its children."""
    return layout.data_dir / "run.json"


def site_children(layout: Layout, port: int) -> tuple[Child, ...]:
    """The site's own processes. Web and beat stop first, so that no work is handed to a stopping worker."""
    python = (sys.executable, "-m")
    web = f"gunicorn --config python:eduai.serving eduai.wsgi --bind 127.0.0.1:{port}"
    worker = "celery -A eduai.celery worker --without-gossip --without-mingle --loglevel INFO"
    beat = "celery -A eduai.celery beat --pidfile= --loglevel INFO --schedule"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    engine = f"-Q engine,platform -n engine@%h --pool prefork -c {min(2, max(1, cores - 1))}"
    models = "-Q models -n models@%h --pool threads -c 8"
    # First a worker finishes what it has in hand, then it hands the rest back; leases cover the remainder.
    patient = ((signal.SIGTERM, 10.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
    return (
        Child("web", (*python, *web.split())),
        Child("worker-engine", (*python, *worker.split(), *engine.split()), 1, patient),
        Child("worker-models", (*python, *worker.split(), *models.split()), 1, patient),
        Child("beat", (*python, *beat.split(), str(layout.data_dir / "beat-schedule"))),
    )


def manage(*arguments: str) -> tuple[str, ...]:
    """A management command as a command line."""
    return (sys.executable, str(ROOT / "manage.py"), *arguments)


def up(layout: Layout, console: Console) -> None:
    """Runs the site until Ctrl-C or SIGTERM. Raises EmbeddedError with a sentence where it cannot."""
    with Interruption() as interruption:
        try:
            _up(layout, console, interruption)
        except Interrupted:
            console.line("Stopped before the site was up.")


def _up(layout: Layout, console: Console, interruption: Interruption) -> None:
    with console.step("preflight"):
        _require(layout)
    descriptor = os.open(layout.data_dir / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not acquire(descriptor):
            raise EmbeddedError(_already(layout), code="already_running")
        _serve(layout, console, interruption)
    finally:
        os.close(descriptor)


def _require(layout: Layout) -> None:
    supervisor = recorded_supervisor(record(layout))
    if supervisor:
        raise EmbeddedError(_already(layout), code="already_running")
    left = sweep(record(layout))  # before the port is looked at, which they may hold
    if left:
        print(f"(ended what a killed run had left: {', '.join(left)}) ", end="", flush=True)
    problems = [finding.problem for finding in preflight.findings(layout) if finding.problem]
    if problems:
        raise EmbeddedError("\n".join(problems), code="preflight")


def _already(layout: Layout) -> str:
    supervisor = recorded_supervisor(record(layout))
    pid = f" (pid {supervisor.pid})" if supervisor else ""
    return f"EduAI runs already over {layout.data_dir}{pid}. Stop it with Ctrl-C there, or with `make stop`."


def _serve(layout: Layout, console: Console, interruption: Interruption) -> None:
    port = preflight.web_port()
    machine = Machine(layout, echo=lambda text: console.line(f"· {text}"))
    supervisor: Supervisor | None = None
    try:
        services = machine.start()
        if interruption.wait(0.0):
            raise Interrupted
        with in_environment({**services.environment(), **_variables(layout, port)}):
            _prepare(layout, console, interruption)
            supervisor = Supervisor(site_children(layout, port), record(layout), layout.logs, ROOT, console.line)
            with console.step("web, workers and beat"):
                supervisor.start()
                _await_ready(supervisor, port, interruption)
            console.box(summary(read_json(layout.demo), port, layout))
            queues = QueueWatch(services.redis_url, {"engine": "worker-engine", "models": "worker-models"})
            watch = Watch(machine.revive, queues, supervisor.restart, console.line)
            supervisor.run(interruption, watch)
    finally:
        _stop(machine, supervisor, console, interruption)


def _stop(machine: Machine, supervisor: Supervisor | None, console: Console, interruption: Interruption) -> None:
    console.line()
    with console.step("stopping (Ctrl-C again forces)" if supervisor else "stopping"):
        asked = interruption.requests
        try:
            if supervisor:
                supervisor.stop(lambda: interruption.requests > max(asked, 1))
        finally:
            machine.stop()


def _variables(layout: Layout, port: int) -> dict[str, str]:
    module = os.environ.get("DJANGO_SETTINGS_MODULE") or "eduai.settings.development"
    return {
        "DJANGO_SETTINGS_MODULE": module,
        "EDUAI_DATA_DIR": str(layout.data_dir),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": _fresh(layout.data_dir / "metrics"),
    }


def _fresh(folder: Path) -> str:
    """An empty folder: the numbers of processes that are gone would be counted for ever."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return str(folder)


def _prepare(layout: Layout, console: Console, interruption: Interruption) -> None:
    run_step("database", manage("migrate", "--no-input"), layout, console, interruption)
    if not layout.demo.is_file():
        run_step("demo academies", manage("create_demo"), layout, console, interruption)


def run_step(title: str, command: Sequence[str], layout: Layout, console: Console, interruption: Interruption) -> None:
    """Runs a program to its end as one step. Raises EmbeddedError with the end of its log, or Interrupted."""
    log = layout.logs / f"{title.replace(' ', '-')}.log"
    log.unlink(missing_ok=True)
    with console.step(title):
        process = processes.spawn(command, log=log, cwd=ROOT)
        while process.poll() is None and not interruption.wait(processes.POLL):
            continue
        if interruption.requests:
            end_step(process)
            raise Interrupted
        if process.returncode != 0:
            raise EmbeddedError(
                f"`{' '.join(command[1:])}` failed. Its log {log} ends with:\n{processes.tail(log, 15)}",
                code="step_failed",
            )


def end_step(process: subprocess.Popen[bytes]) -> None:
    """Ends a step's process and collects it."""
    identity = processes.identify(process.pid)
    if identity:
        processes.end(identity, ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)), process)
    process.wait()


def _await_ready(supervisor: Supervisor, port: int, interruption: Interruption) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while not (supervisor.steady(STEADY_AFTER) and is_ready(port)):
        supervisor.tick()
        hopeless = next((seat for seat in supervisor.seats if seat.deaths >= HOPELESS_DEATHS), None)
        name = hopeless.child.name if hopeless else "web"
        if hopeless or time.monotonic() > deadline:
            log = supervisor.log(name)
            said = processes.tail(log, 15)
            raise EmbeddedError(
                f"The site did not become ready. The log of {name}, {log}, ends with:\n{said}",
                code="not_ready",
            )
        if interruption.wait(0.1):
            raise Interrupted


def is_ready(port: int) -> bool:
    """Whether the site answers 200 at /health/ready."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def summary(demo: Mapping[str, Any], port: int, layout: Layout) -> list[str]:
    """The lines of the closing frame: addresses and log-ins."""
    lines = [f"EduAI runs at http://localhost:{port}/"]
    for academy in demo.get("academies", ()):
        host = urlsplit(str(academy.get("url", ""))).hostname or f"{academy.get('slug')}.localhost"
        name = academy.get("name") or academy.get("slug")
        lines += ["", f"{name}   http://{host}:{port}/   teachers: http://{host}:{port}/admin/"]
        lines += [_log_in(user) for user in academy.get("users", ())]
        if academy.get("api_key"):
            lines.append(f"  partner    {academy['api_key']}")
    lines += ["", "Staff sign in with a one-time code as well: scan or type the secret into an app, or `make codes`."]
    return [*lines, "", f"Log-ins: {layout.demo}   logs: {layout.logs}   stop: Ctrl-C"]


def _log_in(user: Mapping[str, Any]) -> str:
    line = f"  {user.get('role', ''):<10} {user.get('username', '')}   {user.get('password', '')}"
    return f"{line}   one-time-code secret {user['totp_secret']}" if user.get("totp_secret") else line
