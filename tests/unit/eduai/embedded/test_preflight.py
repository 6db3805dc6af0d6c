"""What is missing is named before anything starts; what the person sees lines up."""

from __future__ import annotations

import importlib.metadata
import io
import socket
from pathlib import Path

import pytest

from eduai.embedded import preflight, programs, up
from eduai.embedded.console import Console, columns
from eduai.embedded.layout import Layout
from eduai.embedded.refusal import EmbeddedError


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "REDIS_URL", "DATABASE_URL", "REDIS_URL_FILE", "DATABASE_URL_FILE"):
        monkeypatch.delenv(name, raising=False)


def problems(tmp_path: Path) -> dict[str, str]:
    found = preflight.findings(Layout(tmp_path / "var"))
    return {finding.name: finding.problem for finding in found if finding.problem}


def test_on_a_machine_that_has_everything_nothing_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(probe.getsockname()[1]))
    assert problems(tmp_path) == {}


def test_a_taken_port_is_named_with_another_to_choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert f"Port {port} on 127.0.0.1 is taken" in problems(tmp_path)["port"]


def test_where_no_redis_wheel_exists_its_address_is_asked_for_and_suffices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "REDIS_PACKAGE", "no_such_package")
    assert "Set REDIS_URL to a Redis server" in problems(tmp_path)["Redis"]
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/0")
    assert "Redis" not in problems(tmp_path)


def test_where_no_postgresql_wheel_exists_its_address_is_asked_for_and_suffices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "POSTGRES_PACKAGE", "no_such_package")
    assert "Set DATABASE_URL to a PostgreSQL 18 server with pgvector" in problems(tmp_path)["PostgreSQL"]
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/c")
    assert "PostgreSQL" not in problems(tmp_path)


def test_packages_that_are_absent_are_named_and_end_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "celery":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(preflight.importlib.metadata, "version", version)
    assert problems(tmp_path) == {"packages": "Not installed: celery. Run `make setup`."}


def test_the_list_of_packages_is_read_without_versions_extras_and_comments() -> None:
    names = preflight.required_packages()
    assert {"django", "psycopg", "celery", "redis"} <= set(names)
    assert not [name for name in names if set(name) & set("[]<>=,# ")]


def test_too_little_memory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "MINIMUM_MEMORY_MB", 10**9)
    assert "EduAI needs about 1000000000 MB" in problems(tmp_path)["memory"]


def test_only_postgresql_18_is_used_of_the_two_the_wheel_carries() -> None:
    assert programs.binary("pg_dump").parent.parent.name == "pginstall18"
    with pytest.raises(EmbeddedError, match="no program 'mysql'"):
        programs.binary("mysql")


def test_a_frame_lines_up_though_korean_letters_are_wide() -> None:
    output = io.StringIO()
    Console(output).box(["하늘", "ab"])
    assert output.getvalue() == "┌──────┐\n│ 하늘 │\n│ ab   │\n└──────┘\n"
    assert columns("하늘a") == 5


def test_a_step_says_how_long_it_took_and_whether_it_failed() -> None:
    output = io.StringIO()
    console = Console(output)
    with console.step("one"):
        pass
    with pytest.raises(ValueError), console.step("two"):
        console.line("inside")
        raise ValueError
    lines = output.getvalue().splitlines()
    assert lines == ["· one … 0.0 s", "· two … ", "inside", "· two: failed after 0.0 s"]


def test_a_terminal_that_went_away_stops_nothing() -> None:
    output = io.StringIO()
    output.close()
    Console(output).line("nobody reads this")


def test_the_summary_gives_every_log_in_at_the_port_of_this_run(tmp_path: Path) -> None:
    user = {"role": "teacher", "username": "kim", "password": "pw", "totp_secret": "ABC"}
    academy = {"slug": "haneul", "url": "http://haneul.localhost:8000/", "api_key": "key", "users": [user]}
    lines = up.summary({"academies": [academy]}, 8123, Layout(tmp_path))
    assert lines[0] == "EduAI runs at http://localhost:8123/"
    assert lines[2] == "haneul   http://haneul.localhost:8123/   teachers: http://haneul.localhost:8123/admin/"
    assert lines[3] == "  teacher    kim   pw   one-time-code secret ABC"
    assert lines[4] == "  partner    key"


def test_the_site_is_web_two_workers_and_beat_and_the_workers_stop_last(tmp_path: Path) -> None:
    children = up.site_children(Layout(tmp_path), 8123)
    assert [(child.name, child.stage) for child in children] == [
        ("web", 0), ("worker-engine", 1), ("worker-models", 1), ("beat", 0)
    ]  # fmt: skip
    assert "127.0.0.1:8123" in children[0].command
    assert {"prefork", "engine,platform"} <= set(children[1].command)
    assert {"threads", "models"} <= set(children[2].command)
