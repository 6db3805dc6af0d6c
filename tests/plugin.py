"""Starts the suite's PostgreSQL and Redis before Django's settings are read. Loaded by `-p tests.plugin`.

Each run gets a data folder of its own (the first that no other run holds), kept between runs, in memory where
that is large enough. `EDUAI_TEST_DATA_DIR` puts it elsewhere; `EDUAI_TEST_DATABASE_URL` (a superuser's) and
`EDUAI_TEST_REDIS_URL` use servers that exist. DATABASE_URL and REDIS_URL of the caller are never touched.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENOUGH_MEMORY = 2 * 1024**3
SLOTS = 8
NOT_STARTED = "postgresql://nobody@127.0.0.1:1/no_services_were_started_for_unit_tests"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Iterator[None]:
    """Before pytest-django's own hook, which imports the settings."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        _redis_of_worker(os.environ["PYTEST_XDIST_WORKER"])
    elif _wants_services(early_config, args):
        _start(early_config)
    else:
        os.environ.update(DATABASE_URL=NOT_STARTED, EDUAI_OWNER_DATABASE_URL=NOT_STARTED)
    return (yield)


def _wants_services(config: pytest.Config, args: list[str]) -> bool:
    """Unit tests need none, and neither does looking at what would run."""
    if {"--collect-only", "--co", "--help", "-h", "--version", "--fixtures", "--markers"} & set(args):
        return False
    chosen = [Path(name.partition("::")[0]) for name in config.known_args_namespace.file_or_dir]
    units = ROOT / "tests" / "unit"
    return not chosen or not all((Path.cwd() / path).resolve().is_relative_to(units) for path in chosen)


def _start(config: pytest.Config) -> None:
    from eduai.embedded.services import running

    for name in ("DATABASE_URL", "EDUAI_OWNER_DATABASE_URL", "EDUAI_SUPERUSER_DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
        given = os.environ.get(f"EDUAI_TEST_{'REDIS_URL' if name == 'REDIS_URL' else 'DATABASE_URL'}", "")
        if given:
            os.environ[name] = given
    folder, lock = _free_slot()
    os.environ["EDUAI_DATA_DIR"] = str(folder)
    services = running(folder, durable=False)
    found = services.__enter__()
    os.environ.update(found.environment())
    config.add_cleanup(lambda: os.close(lock))
    config.add_cleanup(lambda: _leave(services))


def _leave(services: Any) -> None:
    services.__exit__(None, None, None)


def _free_slot() -> tuple[Path, int]:
    """A data folder that no other run of the suite is using, and the lock that says so."""
    base = _base()
    for number in range(SLOTS):
        folder = base / f"slot-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        return folder, lock
    raise pytest.UsageError(f"{SLOTS} runs of the suite are going on below {base} already.")


def _base() -> Path:
    given = os.environ.get("EDUAI_TEST_DATA_DIR", "").strip()
    if given:
        return Path(given).resolve()
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ENOUGH_MEMORY:
        mark = hashlib.sha256(f"{os.getuid()} {ROOT}".encode()).hexdigest()[:10]
        return memory / f"eduai-test-{mark}"
    return ROOT / "var" / "test"


def _redis_of_worker(worker: str) -> None:
    """One Redis database for each worker of pytest-xdist: queues and throttles must not mix."""
    number = int(worker.removeprefix("gw")) + 1
    server, _, _database = os.environ.get("REDIS_URL", "").rpartition("/")
    if server:
        os.environ["REDIS_URL"] = f"{server}/{number % 16}"
