"""Who a pid is: a dead, a zombie, a reused and a live one are four different answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from eduai.embedded import processes
from eduai.embedded.cluster import is_postmaster, recorded_port
from eduai.embedded.processes import Identity
from eduai.embedded.refusal import EmbeddedError
from eduai.embedded.server import requested_port

IDLE = [sys.executable, "-c", "import signal; signal.pause()"]


def test_a_live_process_is_itself_a_zombie_and_a_dead_one_are_nobody() -> None:
    process = subprocess.Popen(IDLE)
    identity = processes.identify(process.pid)
    assert identity is not None
    assert processes.alive(identity)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, not collected: a zombie
    assert not processes.alive(identity)
    assert processes.identify(process.pid) is None
    process.wait()
    assert processes.identify(process.pid) is None


def test_a_later_process_with_the_same_number_is_somebody_else() -> None:
    here = processes.identify(os.getpid())
    assert here is not None
    assert processes.alive(here)
    assert not processes.alive(Identity(here.pid, "another start"))
    assert not processes.alive(None)
    assert processes.from_json(here.as_json()) == here


@pytest.mark.parametrize("content", [None, {}, {"pid": "x", "started": "1"}, {"pid": 1}])
def test_a_damaged_record_names_nobody(content: dict[str, object] | None) -> None:
    assert processes.from_json(content) is None


def test_ending_goes_from_the_polite_signal_to_the_last_one_and_spares_others() -> None:
    stubborn = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)\nwhile 1: signal.pause()"
    )
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    identity = processes.identify(process.pid)
    assert identity is not None
    reused = Identity(process.pid, "another start")
    assert processes.end(reused, ((signal.SIGKILL, 1.0),)) is True
    assert process.poll() is None
    assert processes.end(identity, ((signal.SIGTERM, 0.1),), process) is False
    assert processes.end(identity, ((signal.SIGTERM, 0.1), (signal.SIGKILL, 5.0)), process) is True
    process.stdout.close()


def test_a_pid_file_of_a_foreign_process_is_not_taken_for_the_database(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n1\n5433\n")
    assert recorded_port(tmp_path) == (os.getpid(), 5433)
    assert is_postmaster(os.getpid(), tmp_path) is False
    (tmp_path / "postmaster.pid").write_text("")
    assert recorded_port(tmp_path) is None


def test_a_listening_port_is_taken_and_a_closed_one_is_free_again() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert processes.port_is_free(port) is False
    assert processes.port_is_free(port) is True


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "8０00", "80.0"])
def test_a_port_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(EmbeddedError, match="PORT must be a port between 1 and 65535"):
        requested_port("PORT")
    monkeypatch.setenv("PORT", " 8001 ")
    assert requested_port("PORT") == 8001
    monkeypatch.setenv("PORT", "")
    assert requested_port("PORT") is None


def test_a_log_that_grew_too_large_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LARGEST_LOG", 10)
    log = tmp_path / "log" / "web.log"
    for text in (b"a" * 11, b"b"):
        with processes.open_log(log) as descriptor:
            os.write(descriptor, text)
    assert log.read_text() == "b"
    assert (tmp_path / "log" / "web.log.1").read_text() == "a" * 11
    assert processes.tail(log) == "b"
    assert processes.tail(tmp_path / "absent.log") == ""
