"""Servers over a data folder that was made before: shared, killed, found again, refused with a sentence."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import redis

from eduai.embedded import services
from eduai.embedded.layout import Layout, read_json, write_json
from eduai.embedded.refusal import EmbeddedError

HOLDER = """
import sys, signal
from pathlib import Path
from eduai.embedded.services import running
with running(Path(sys.argv[1]), durable=False) as found:
    print(found.app_url, flush=True)
    sys.stdin.read() if sys.argv[2:] else signal.pause()
"""


pytestmark = pytest.mark.usefixtures("made")


def value(address: str, question: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def pid_of(data_dir: Path, name: str) -> int:
    return int(read_json(data_dir / "embedded.json")[name]["pid"])


def test_the_roles_are_those_the_wall_is_built_on(data_dir: Path) -> None:
    with services.running(data_dir, durable=False) as found:
        question = (
            "SELECT array_agg(format('%s super=%s role=%s db=%s inherit=%s', rolname, rolsuper, rolcreaterole,"
            " rolcreatedb, rolinherit) ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'eduai%'"
        )
        assert value(found.superuser_url, question) == [
            "eduai_app super=f role=f db=f inherit=f",
            "eduai_owner super=f role=t db=t inherit=t",
        ]
        with (
            psycopg.connect(found.app_url) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("CREATE TEMPORARY TABLE head (n int)")
        with psycopg.connect(found.owner_url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE another")
        another = found.owner_url.removesuffix("/eduai") + "/another"
        assert value(another, "SELECT '[3]'::extensions.vector::text") == "[3]"


def test_the_settings_are_those_of_one_machine(data_dir: Path) -> None:
    expected = {
        "fsync": "on", "data_checksums": "on", "shared_buffers": "128MB", "max_connections": "200",
        "max_locks_per_transaction": "1024", "TimeZone": "UTC", "listen_addresses": "127.0.0.1",
        "password_encryption": "scram-sha-256", "server_encoding": "UTF8",
    }  # fmt: skip
    with services.running(data_dir) as found:
        assert {name: value(found.superuser_url, f"SHOW {name}") for name in expected} == expected
        locale = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'eduai'"
        assert value(found.superuser_url, locale) == "b C.UTF-8"


def test_nobody_gets_in_without_the_password_and_the_files_that_hold_one_are_private(data_dir: Path) -> None:
    with services.running(data_dir, durable=False) as found:
        port = urlsplit(found.app_url).port
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/eduai")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=urlsplit(found.redis_url).port or 0, retry=None).ping()
        assert found.socket_dir is not None
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"host={found.socket_dir} port={port} user=postgres dbname=eduai")
        assert stat.S_IMODE(found.socket_dir.stat().st_mode) == 0o700
        for name in ("credentials.json", "embedded.json"):
            assert stat.S_IMODE((data_dir / name).stat().st_mode) == 0o600
        assert stat.S_IMODE((data_dir / "services").stat().st_mode) == 0o700


def kill(data_dir: Path, name: str) -> int:
    """Kills a server outright and waits until it is gone; the pid it had."""
    server = psutil.Process(pid_of(data_dir, name))
    server.kill()
    server.wait(10)
    return int(server.pid)


def test_data_survive_a_stop_and_a_kill_of_both_servers(data_dir: Path) -> None:
    with services.running(data_dir) as found:
        with psycopg.connect(found.owner_url) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (7)")
        redis.Redis.from_url(found.redis_url).set("kept", "8")
    machine = services.Machine(Layout.at(data_dir))
    machine.start()
    for name in ("postgres", "redis"):
        kill(data_dir, name)
    machine.revive()
    with services.running(data_dir) as again:
        assert value(again.owner_url, "SELECT n FROM kept") == 7
        assert redis.Redis.from_url(again.redis_url).get("kept") == b"8"
    machine.stop()


def test_a_revived_server_keeps_its_address(data_dir: Path) -> None:
    machine = services.Machine(Layout.at(data_dir), durable=False)
    found = machine.start()
    first = kill(data_dir, "postgres")
    machine.revive()
    assert value(found.app_url, "SELECT 1") == 1
    assert pid_of(data_dir, "postgres") != first
    machine.stop()


def test_a_pid_file_that_names_a_live_foreign_process_does_not_stop_the_start(data_dir: Path) -> None:
    with services.running(data_dir, durable=False):
        pass
    stale = data_dir / "services/postgres/data/postmaster.pid"
    # Of the database's own account: PostgreSQL by itself takes such a process for a running server.
    account = (data_dir / "services").stat().st_uid if os.geteuid() == 0 else None
    foreign = subprocess.Popen(["sleep", "60"], user=account)
    sockets = data_dir / "services/postgres/run"
    stale.write_text(f"{foreign.pid}\n{stale.parent}\n1\n5432\n{sockets}\n127.0.0.1\n 1 1\nready\n")
    (sockets / ".s.PGSQL.5432.lock").write_text(f"{foreign.pid}\n")
    write_json(data_dir / "embedded.json", {"postgres": {"pid": foreign.pid, "started": "no", "port": 5432}})
    try:
        with services.running(data_dir, durable=False) as found:
            assert value(found.app_url, "SELECT 1") == 1
        assert foreign.poll() is None
    finally:
        foreign.kill()
        foreign.wait()


def test_a_second_process_shares_what_runs_and_does_not_stop_it(
    data_dir: Path, program: Callable[..., subprocess.Popen[str]]
) -> None:
    with services.running(data_dir, durable=False) as found:
        pid = pid_of(data_dir, "postgres")
        for name in services.Services("a", "b", "c", "d").environment():
            os.environ.pop(name)
        second = program(HOLDER, str(data_dir))
        assert second.stdout is not None
        assert second.stdout.readline().strip() == found.app_url
        second.send_signal(signal.SIGINT)
        second.wait(20)
        assert pid_of(data_dir, "postgres") == pid
        assert value(found.app_url, "SELECT 1") == 1


def test_servers_do_not_outlive_a_killed_starter_and_the_next_start_recovers(
    data_dir: Path, program: Callable[..., subprocess.Popen[str]], until: Callable[..., None]
) -> None:
    starter = program(HOLDER, str(data_dir))
    assert starter.stdout is not None
    starter.stdout.readline()
    servers = [psutil.Process(pid_of(data_dir, name)) for name in ("postgres", "redis")]
    starter.kill()
    with services.running(data_dir, durable=False) as found:
        assert value(found.app_url, "SELECT 1") == 1
        until(lambda: not any(server.is_running() for server in servers) or services.recorded(Layout(data_dir)))
    assert not any(server.is_running() and server.status() != psutil.STATUS_ZOMBIE for server in servers)


def test_lost_passwords_are_replaced_without_losing_the_data(data_dir: Path) -> None:
    with services.running(data_dir, durable=False) as found, psycopg.connect(found.owner_url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    (data_dir / "credentials.json").unlink()
    with services.running(data_dir, durable=False) as again:
        assert again.app_url.split("@")[0] != found.app_url.split("@")[0]
        assert value(again.owner_url, "SELECT count(*) FROM kept") == 0


def test_data_of_another_postgresql_are_refused_by_name_and_left_as_they_are(data_dir: Path) -> None:
    with services.running(data_dir, durable=False):
        pass
    version = data_dir / "services/postgres/data/PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(EmbeddedError) as refused, services.running(data_dir):
        pass
    assert refused.value.code == "postgres_version"
    assert "PostgreSQL 16" in refused.value.sentence
    assert "PostgreSQL 18" in refused.value.sentence
    assert not (data_dir / "embedded.json").exists()
    version.write_text("18\n")
    with services.running(data_dir, durable=False) as found:
        assert value(found.app_url, "SELECT 1") == 1


def test_a_damaged_redis_file_is_put_aside_and_redis_starts_empty(data_dir: Path) -> None:
    with services.running(data_dir, durable=False) as found:
        redis.Redis.from_url(found.redis_url).set("kept", "8")
    folder = data_dir / "services/redis"
    (folder / "appendonly.aof").write_bytes(b"*3\r\n$3\r\nSET\r\nnonsense" * 50)
    with services.running(data_dir, durable=False) as again:
        assert redis.Redis.from_url(again.redis_url).get("kept") is None
    assert len(list(folder.glob("appendonly.damaged-*"))) == 1


@pytest.mark.parametrize(("variable", "name"), [("EDUAI_REDIS_PORT", "Redis"), ("EDUAI_POSTGRES_PORT", "PostgreSQL")])
def test_a_port_that_was_asked_for_and_is_taken_is_named(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, variable: str, name: str
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        monkeypatch.setenv(variable, str(port))
        with pytest.raises(EmbeddedError) as refused, services.running(data_dir, durable=False):
            pass
    assert refused.value.code == "port_taken"
    assert str(port) in refused.value.sentence
    assert name in refused.value.sentence
    with services.running(data_dir, durable=False) as found:
        assert str(port) in found.app_url + found.redis_url
