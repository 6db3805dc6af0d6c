"""The first start over an empty data folder: what it makes, where, and when it refuses to."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from eduai.embedded import accounts, layout, processes, services
from eduai.embedded.layout import Layout, read_json
from eduai.embedded.refusal import EmbeddedError

HOLDER = """
import sys, signal
from pathlib import Path
from eduai.embedded.services import running
with running(Path(sys.argv[1]), durable=False) as found:
    print(found.app_url, flush=True)
    sys.stdin.read() if sys.argv[2:] else signal.pause()
"""


def value(address: str, question: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def test_a_first_start_gives_both_roles_pgvector_and_redis_and_leaves_nothing_running(
    data_dir: Path, running_in: Callable[[Path], list[psutil.Process]]
) -> None:
    with services.running(data_dir) as found:
        assert value(found.app_url, "SELECT current_user") == "eduai_app"
        assert value(found.owner_url, "SELECT current_user") == "eduai_owner"
        assert str(value(found.owner_url, "SHOW server_version")).startswith("18.")
        assert value(found.app_url, "SELECT '[1,2]'::extensions.vector::text") == "[1,2]"
        assert redis.Redis.from_url(found.redis_url).ping() is True
        assert os.environ["DATABASE_URL"] == found.app_url
        assert os.environ["EDUAI_OWNER_DATABASE_URL"] == found.owner_url
        assert os.environ["REDIS_URL"] == found.redis_url
    assert "DATABASE_URL" not in os.environ
    assert not (data_dir / "embedded.json").exists()
    assert running_in(data_dir) == []


def test_current_is_what_runs_and_nothing_where_nothing_does(data_dir: Path) -> None:
    assert services.current(data_dir) is None
    with services.running(data_dir, durable=False) as found:
        for name in found.environment():
            os.environ.pop(name)
        assert services.current(data_dir) == found
    assert services.current(data_dir) is None


def test_an_address_in_the_environment_is_passed_through_and_its_service_not_started(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@elsewhere/db")
    with services.running(data_dir, durable=False) as found:
        assert found.app_url == found.owner_url == "postgresql://someone@elsewhere/db"
        assert list(read_json(data_dir / "embedded.json")) == ["redis"]
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/3")
    with services.running(data_dir / "never-made") as found:
        assert found.redis_url == "redis://elsewhere/3"
    assert not (data_dir / "never-made").exists()


def test_a_full_disk_is_refused_before_anything_is_written(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = 299 * 1024 * 1024
    monkeypatch.setattr(services, "require_space", lambda path: layout.require_space(path, lambda _path: full))
    with pytest.raises(EmbeddedError) as refused, services.running(data_dir):
        pass
    assert refused.value.code == "disk_full"
    assert "299 MB" in refused.value.sentence
    assert not (data_dir / "services").exists()


def test_services_lie_where_their_account_can_enter_and_no_permission_is_changed(data_dir: Path) -> None:
    closed = data_dir.parent / "closed"
    closed.mkdir(mode=0o700)
    said: list[str] = []
    inner = closed / "var"
    with services.running(inner, echo=said.append, durable=False) as found:
        assert value(found.app_url, "SELECT 1") == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    if os.geteuid() == 0:
        place = Path((inner / "services.location").read_text().strip())
        assert place.parent == accounts.STATE_HOME
        assert place.stat().st_uid != 0
        assert any(str(place) in line for line in said)
    else:
        assert (inner / "services/postgres/data/PG_VERSION").is_file()
    with services.running(inner, durable=False) as found:
        assert value(found.app_url, "SELECT 1") == 1
    shutil.rmtree(accounts.STATE_HOME, ignore_errors=True)
    with services.running(inner, durable=False) as found:  # the folder outside was lost: said, and made anew
        assert value(found.app_url, "SELECT 1") == 1


def test_two_processes_that_start_at_the_same_time_share_one_pair_of_servers(
    data_dir: Path, program: Callable[..., subprocess.Popen[str]]
) -> None:
    both = [program(HOLDER, str(data_dir)) for _ in range(2)]
    addresses = {process.stdout.readline() for process in both if process.stdout}
    assert len(addresses) == 1
    for process in both:
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert services.recorded(Layout(data_dir)) == {}
    assert processes.tail(data_dir / "log/postgres.log", 1).endswith("database system is shut down")
