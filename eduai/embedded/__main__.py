"""`python -m eduai.embedded {up,status,stop,preflight,psql,codes}`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from eduai.embedded.console import Console
from eduai.embedded.layout import Layout
from eduai.embedded.refusal import EmbeddedError

STOP_PATIENCE = 60.0


def _up(layout: Layout, console: Console) -> int:
    from eduai.embedded import up

    up.up(layout, console)
    return 0


def _preflight(layout: Layout, console: Console) -> int:
    from eduai.embedded import preflight

    found = list(preflight.findings(layout))
    for finding in found:
        verdict = "missing" if finding.problem else "ok"
        console.line(f"{verdict:<8} {finding.name:<12} {finding.problem or finding.detail}")
    return int(any(finding.problem for finding in found))


def _status(layout: Layout, console: Console) -> int:
    from eduai.embedded import processes, services, supervisor, up
    from eduai.embedded.layout import read_json

    running = supervisor.recorded_supervisor(up.record(layout))
    console.line(f"supervisor     {f'pid {running.pid}' if running else 'not running'}")
    for name, entry in read_json(up.record(layout)).get("children", {}).items():
        identity = processes.from_json(entry)
        state = f"pid {identity.pid}" if identity and processes.alive(identity) else "not running"
        console.line(f"{name:<14} {state}")
    alive = services.recorded(layout)
    for name in services.STOPS:
        server = alive[name][0] if name in alive else None
        state = f"pid {server.identity.pid}, port {server.port}" if server else "not running"
        console.line(f"{name:<14} {state}")
    return 0 if running or alive else 3


def _stop(layout: Layout, console: Console) -> int:
    from eduai.embedded import processes, services, supervisor, up

    running = supervisor.recorded_supervisor(up.record(layout))
    if running:
        with console.step(f"supervisor (pid {running.pid})"):
            if not processes.end(running, ((signal.SIGTERM, STOP_PATIENCE),)):
                raise EmbeddedError(f"The supervisor (pid {running.pid}) did not stop.", code="not_stopped")
    left = supervisor.sweep(up.record(layout))
    stopped = services.stop_all(layout) if layout.data_dir.is_dir() else []
    if left or stopped:
        console.line(f"Stopped: {', '.join([*left, *stopped])}.")
    elif not running:
        console.line("Nothing was running.")
    return 0


def _psql(layout: Layout, console: Console) -> int:
    import subprocess

    from eduai.embedded import postgres, services

    with services.running(layout.data_dir, echo=console.line) as found:
        return subprocess.call([str(postgres.binary("psql")), found.owner_url])


def _codes(layout: Layout, console: Console) -> int:
    import time

    from eduai.embedded import codes
    from eduai.embedded.layout import read_json

    for line in codes.lines(read_json(layout.demo), time.time()):
        console.line(line)
    return 0


COMMANDS = {
    "up": (_up, "start everything and keep it running until Ctrl-C (what `make run` does)"),
    "status": (_status, "what runs now; exit status 3 when nothing does"),
    "stop": (_stop, "stop everything that runs over this data folder"),
    "preflight": (_preflight, "look for what is missing; start nothing"),
    "codes": (_codes, "the one-time codes of the demo's staff, as their app would show them now"),
    "psql": (_psql, "the database's own shell, as the owner"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0 done, 1 refused (with a sentence on stderr), 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m eduai.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_function, explained) in COMMANDS.items():
        commands.add_parser(name, help=explained, description=explained)
    chosen = parser.parse_args(arguments).command
    try:
        return COMMANDS[chosen][0](Layout.at(), Console())
    except EmbeddedError as error:
        print(f"\n{error.sentence}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduai.settings.development")
    sys.exit(main())
