"""Data folders of their own for servers that are really started, killed and found again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from eduai.embedded import accounts, services

ROOT = Path(__file__).resolve().parents[4]
VARIABLES = ("DATABASE_URL", "EDUAI_OWNER_DATABASE_URL", "EDUAI_SUPERUSER_DATABASE_URL", "REDIS_URL")


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's own services must not be mistaken for the ones under test."""
    for name in (*VARIABLES, "EDUAI_REDIS_PORT", "EDUAI_POSTGRES_PORT", "PORT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def data_dir(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that any account can enter (pytest's own are closed to all but one)."""
    base = Path(tempfile.mkdtemp(prefix="eduai-embedded-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    base.chmod(0o755)
    monkeypatch.setattr(accounts, "STATE_HOME", base / "outside")
    monkeypatch.setenv("EDUAI_DATA_DIR", str(base / "var"))
    yield base / "var"
    left = running_in(base)
    for process in left:  # only what this test started: its command line names this folder
        process.kill()
    psutil.wait_procs(left, timeout=5)
    shutil.rmtree(base, ignore_errors=True)
    assert [process.pid for process in left] == []


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A data folder after its first start, to be copied: making a database takes most of a second."""
    base = Path(tempfile.mkdtemp(prefix="eduai-prepared-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    base.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        with services.running(base / "var", durable=False):
            pass
    yield base / "var"
    shutil.rmtree(base)


@pytest.fixture
def made(data_dir: Path, prepared: Path) -> None:
    """The test's data folder has been started before (owners and modes are kept)."""
    subprocess.run(["cp", "-a", str(prepared), str(data_dir)], check=True)


def running_in(folder: Path) -> list[psutil.Process]:
    """Live processes whose command line names the folder, or that stand in it (Redis hides its arguments)."""
    found = []
    for process in psutil.process_iter(["cmdline", "status", "cwd"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        if any(str(folder) in part for part in (*(process.info["cmdline"] or ()), process.info["cwd"] or "")):
            found.append(process)
    return found


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Waits for a condition; fails where it does not come true in time."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        pause.wait(0.02)


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., None]:
    return until


@pytest.fixture(name="running_in")
def running_in_fixture() -> Callable[[Path], list[psutil.Process]]:
    return running_in


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a Python program of its own from a text; `ignoring` are signals ignored when it begins."""
    started: list[subprocess.Popen[str]] = []

    def start(text: str, *arguments: str, ignoring: str = "") -> subprocess.Popen[str]:
        script = tmp_path / f"program-{len(started)}.py"
        script.write_text(text, encoding="utf-8")
        trap = f'trap "" {ignoring}; ' if ignoring else ""
        process = subprocess.Popen(
            ["/bin/sh", "-c", f'{trap}exec "$@"', "sh", sys.executable, str(script), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
