"""`create_demo`: what `make run` sets up on first run, also after it was cut off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from questions.models import Note
from tenants import tenancy
from tenants.models import User


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def run(data_dir: Path) -> list[dict[str, Any]]:
    call_command("create_demo", "--port", "8000")
    return json.loads((data_dir / "demo.json").read_text(encoding="utf-8"))["academies"]


def test_both_academies_have_everybody_and_a_key(committed_db: None, data_dir: Path, haneul: Any) -> None:
    academies = run(data_dir)

    assert [row["slug"] for row in academies] == ["haneul", "bada"]
    assert (data_dir / "demo.json").stat().st_mode & 0o777 == 0o600
    for row in academies:
        assert row["url"] == f"http://{row['slug']}.localhost:8000/"
        assert [user["role"] for user in row["users"]] == ["director", "teacher", "student", "guardian"]
        for user in row["users"]:
            client = Client(headers={"host": f"{row['slug']}.localhost"})
            answer = client.post("/login/", {"username": user["username"], "password": user["password"]})
            assert answer.status_code == 302
        partner = Client(headers={"host": f"{row['slug']}.localhost", "authorization": f"Bearer {row['api_key']}"})
        assert partner.get("/api/v1/notes").status_code == 200
    with tenancy.use(haneul):
        assert Note.objects.count() >= 20


def test_a_second_run_changes_nothing_and_a_lost_file_gives_new_log_ins(
    committed_db: None, data_dir: Path, haneul: Any
) -> None:
    first = run(data_dir)
    assert run(data_dir) == first

    (data_dir / "demo.json").unlink()
    again = run(data_dir)

    assert again[0]["users"][1]["password"] != first[0]["users"][1]["password"]
    with tenancy.use(haneul):
        assert User.objects.filter(username="haneul-teacher").count() == 1
