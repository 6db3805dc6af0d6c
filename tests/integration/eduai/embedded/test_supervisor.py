"""The supervisor with small programs in the place of the site's: it stops everything, and loses nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from eduai.embedded import processes
from eduai.embedded.interruption import Interruption
from eduai.embedded.supervisor import Child, Supervisor, sweep

FAKE_SITE = """
import sys
from pathlib import Path
from eduai.embedded import up
from eduai.embedded.console import Console
from eduai.embedded.layout import Layout
from eduai.embedded.refusal import EmbeddedError
from eduai.embedded.supervisor import Child

WEB = '''
import http.server, os, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health/ready" and os.environ["DATABASE_URL"] else 503)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
'''
folder = Path(sys.argv[1])

def children(layout, port):
    idle = "import signal, sys; print('up', flush=True); signal.pause()"
    return (
        Child("web", (sys.executable, "-c", WEB, str(port), str(folder))),
        Child("worker", (sys.executable, "-c", idle, str(folder)), 1),
    )

def manage(*arguments):
    write = f"open({str(folder / 'demo.json')!r}, 'w').write('{{}}')"
    return (sys.executable, "-c", write if arguments == ("create_demo",) else "pass")

up.site_children = children
up.manage = manage
try:
    up.up(Layout.at(folder), Console())
except EmbeddedError as error:
    raise SystemExit(error.sentence)
"""
STUBBORN = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('up', flush=True)
while 1: signal.pause()
"""
OBEDIENT = "import signal; print('up', flush=True); signal.pause()"
SHORT = "print('up', flush=True); raise SystemExit(3)"
FAMILY = (
    "import subprocess, sys, signal; subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()', "
    "sys.argv[1]]); print('up', flush=True); signal.pause()"
)


def child(name: str, text: str, *arguments: str, stage: int = 0, patience: float = 0.3) -> Child:
    stop = ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0))
    return Child(name, (sys.executable, "-c", text, *arguments), stage, stop)


def supervisor(data_dir: Path, *children: Child, said: list[str] | None = None) -> Supervisor:
    data_dir.mkdir(exist_ok=True)
    lines: list[str] = [] if said is None else said
    return Supervisor(children, data_dir / "run.json", data_dir / "log", data_dir, lines.append, first_pause=0.05)


def ups(data_dir: Path, name: str) -> int:
    return processes.tail(data_dir / f"log/{name}.log", 100).count("up")


@pytest.fixture
def free_port() -> int:
    return processes.free_port()


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("number", "ignoring"),
    [(signal.SIGINT, ""), (signal.SIGINT, "INT TERM"), (signal.SIGTERM, "INT TERM")],
)
def test_the_site_comes_up_and_one_signal_stops_all_of_it_even_if_ignored_at_start(
    data_dir: Path,
    program: Callable[..., subprocess.Popen[str]],
    running_in: Callable[[Path], list[psutil.Process]],
    monkeypatch: pytest.MonkeyPatch,
    free_port: int,
    number: int,
    ignoring: str,
) -> None:
    monkeypatch.setenv("PORT", str(free_port))
    site = program(FAKE_SITE, str(data_dir), ignoring=ignoring)
    assert site.stdout is not None
    said = ""
    while f"EduAI runs at http://localhost:{free_port}/" not in said:
        line = site.stdout.readline()
        assert line, said
        said += line
    names = {process.name() for process in running_in(data_dir)}
    assert {"postgres", "redis-server"} <= names
    site.send_signal(number)
    rest, _ = site.communicate(timeout=30)
    assert site.returncode == 0, rest
    assert running_in(data_dir) == []
    assert not (data_dir / "run.json").exists()
    assert not (data_dir / "embedded.json").exists()


@pytest.mark.usefixtures("made")
def test_a_second_site_over_the_same_folder_is_refused_and_the_first_runs_on(
    data_dir: Path,
    program: Callable[..., subprocess.Popen[str]],
    until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    free_port: int,
) -> None:
    monkeypatch.setenv("PORT", str(free_port))
    first = program(FAKE_SITE, str(data_dir))
    until(lambda: (data_dir / "run.json").exists())
    second = program(FAKE_SITE, str(data_dir))
    said, _ = second.communicate(timeout=20)
    assert second.returncode == 1
    assert f"EduAI runs already over {data_dir} (pid {first.pid})" in said
    assert first.poll() is None
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=30)
    assert first.returncode == 0


def test_a_web_port_that_is_taken_is_named_before_anything_starts(
    data_dir: Path, program: Callable[..., subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        said, _ = program(FAKE_SITE, str(data_dir)).communicate(timeout=20)
    assert f"Port {port} on 127.0.0.1 is taken by another program" in said
    assert f"make run PORT={port + 1}" in said
    assert not (data_dir / "services").exists()


@pytest.mark.usefixtures("made")
def test_after_a_killed_supervisor_nothing_is_left_for_the_next_one_to_trip_over(
    data_dir: Path,
    program: Callable[..., subprocess.Popen[str]],
    until: Callable[..., None],
    running_in: Callable[[Path], list[psutil.Process]],
    monkeypatch: pytest.MonkeyPatch,
    free_port: int,
) -> None:
    monkeypatch.setenv("PORT", str(free_port))
    for _ in range(2):
        site = program(FAKE_SITE, str(data_dir))
        assert site.stdout is not None
        until(lambda: (data_dir / "run.json").exists())
        site.kill()
        site.wait()
        until(lambda: running_in(data_dir) == [])


def test_a_child_that_dies_is_reported_and_started_again_with_growing_pauses(
    data_dir: Path, until: Callable[..., None]
) -> None:
    said: list[str] = []
    kept = supervisor(data_dir, child("short", SHORT), child("steady", OBEDIENT), said=said)
    kept.start()
    until(lambda: kept.tick() or ups(data_dir, "short") >= 3)
    assert "short ended unexpectedly (exit status 3); it is started again in 0.1 s" in said[0]
    assert "started again in 0.1 s" in said[1]
    assert ups(data_dir, "steady") <= 1
    kept.stop()


def test_a_killed_child_comes_back_alone_and_what_it_started_goes_with_it(
    data_dir: Path, until: Callable[..., None], running_in: Callable[[Path], list[psutil.Process]]
) -> None:
    kept = supervisor(data_dir, child("family", FAMILY, str(data_dir)))
    kept.start()
    until(lambda: ups(data_dir, "family") == 1 and len(running_in(data_dir)) == 2)
    before = {process.pid for process in running_in(data_dir)}
    os.kill(kept.seats[0].process.pid if kept.seats[0].process else 0, signal.SIGKILL)
    until(lambda: kept.tick() or ups(data_dir, "family") == 2)
    until(lambda: len(running_in(data_dir)) == 2)
    assert before.isdisjoint(process.pid for process in running_in(data_dir))
    kept.stop()
    until(lambda: running_in(data_dir) == [])  # what was killed may take a moment to be gone


def test_a_child_that_ignores_the_request_is_killed_after_its_patience_and_said_so(
    data_dir: Path, until: Callable[..., None]
) -> None:
    said: list[str] = []
    kept = supervisor(data_dir, child("stubborn", STUBBORN), child("obedient", OBEDIENT), said=said)
    kept.start()
    until(lambda: ups(data_dir, "stubborn") and ups(data_dir, "obedient"))
    kept.stop()
    assert said == ["stubborn did not stop when asked; it is killed"]


def test_a_second_request_kills_at_once_what_the_first_one_waits_for(
    data_dir: Path, until: Callable[..., None]
) -> None:
    kept = supervisor(data_dir, child("stubborn", STUBBORN, patience=600.0))
    kept.start()
    until(lambda: ups(data_dir, "stubborn"))
    kept.stop(lambda: True)
    assert kept.seats[0].process is None


def test_stages_stop_one_after_the_other(data_dir: Path, until: Callable[..., None]) -> None:
    last_words = (
        "import signal, sys, time\n"
        "def leave(*_): open(sys.argv[1], 'a').write(sys.argv[2]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave); print('up', flush=True); signal.pause()"
    )
    order = str(data_dir / "order")
    kept = supervisor(
        data_dir,
        child("worker", last_words, order, "w", stage=1, patience=5.0),
        child("web", last_words, order, "s", stage=0, patience=5.0),
    )
    kept.start()
    until(lambda: ups(data_dir, "worker") and ups(data_dir, "web"))
    kept.stop()
    assert Path(order).read_text() == "sw"


def test_children_get_default_signals_whatever_the_supervisor_was_given(
    data_dir: Path, until: Callable[..., None]
) -> None:
    tell = (
        "import json, signal, sys; open(sys.argv[1], 'w').write(json.dumps("
        "[signal.getsignal(n) == signal.SIG_DFL for n in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1)]))\n"
        "print('up', flush=True); signal.pause()"
    )
    before = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    kept = supervisor(data_dir, child("teller", tell, str(data_dir / "told")))
    try:
        kept.start()
        until(lambda: ups(data_dir, "teller"))
    finally:
        signal.signal(signal.SIGUSR1, before)
        kept.stop()
    assert json.loads((data_dir / "told").read_text()) == [True, True, True]


def test_what_a_killed_supervisor_left_is_swept_but_a_reused_pid_is_not(data_dir: Path) -> None:
    data_dir.mkdir()
    left = subprocess.Popen([sys.executable, "-c", OBEDIENT], start_new_session=True)
    foreign = subprocess.Popen([sys.executable, "-c", OBEDIENT], start_new_session=True)
    identity = processes.identify(left.pid)
    assert identity is not None
    entries = {"left": identity.as_json(), "reused": {"pid": foreign.pid, "started": "before:1"}}
    (data_dir / "run.json").write_text(json.dumps({"children": entries}))
    try:
        assert sweep(data_dir / "run.json") == ["left"]
        assert left.wait(5) == -signal.SIGTERM
        assert foreign.poll() is None
    finally:
        for process in (left, foreign):
            process.kill()
            process.wait()


def test_requests_to_stop_are_counted_and_handlers_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Interruption() as interruption:
        assert interruption.wait(0.0) is False
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        assert interruption.wait(5.0) is True
        assert interruption.requests == 2
    assert signal.getsignal(signal.SIGTERM) == before
