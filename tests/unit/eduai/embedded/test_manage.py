"""Which management commands need the embedded services, and when the environment must be built again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import manage
from eduai.embedded import environment


@pytest.mark.parametrize("line", ["", "help", "--help", "migrate --help", "migrate -h", "--version", "compilemessages"])
def test_a_command_that_only_prints_starts_nothing(line: str) -> None:
    assert manage.needs_services(["manage.py", *line.split()]) is False


@pytest.mark.parametrize("line", ["migrate", "import_notes haneul notes.csv", "shell", "makemigrations --check"])
def test_every_other_command_gets_its_database(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "eduai.settings.development")
    assert manage.needs_services(["manage.py", *line.split()]) is True


@pytest.mark.parametrize(
    "line",
    ["migrate --settings eduai.settings.production", "migrate --settings=eduai.settings.production"],
)
def test_production_brings_its_own_servers(line: str) -> None:
    assert manage.needs_services(["manage.py", *line.split()]) is False


def test_production_named_by_the_environment_brings_its_own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "eduai.settings.production")
    assert manage.needs_services(["manage.py", "migrate"]) is False
    assert manage.needs_services(["manage.py", "migrate", "--settings=eduai.settings.development"]) is True


def test_an_environment_is_current_only_for_the_same_pins_and_place(tmp_path: Path) -> None:
    pins = tmp_path / "development.txt"
    pins.write_text("django==5.2\n")
    here = Path(sys.prefix)
    wanted = environment.fingerprint(here, pins)
    assert environment.is_current(tmp_path / "absent", wanted) is False
    assert environment.fingerprint(tmp_path, pins) != wanted
    pins.write_text("django==5.3\n")
    assert environment.fingerprint(here, pins) != wanted


def test_an_interrupted_installation_is_not_taken_for_a_finished_one(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    assert environment.is_current(tmp_path, "wanted") is False
    (tmp_path / environment.STAMP).write_text("wanted\n")
    assert environment.is_current(tmp_path, "wanted") is False  # it starts, but is not this environment


def test_a_full_disk_is_named_before_anything_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "SMALLEST_FREE_BYTES", 10**18)
    with pytest.raises(SystemExit, match="are free on the disk of"):
        environment.build(tmp_path / ".venv", tmp_path / "development.txt")
    assert not (tmp_path / ".venv").exists()
