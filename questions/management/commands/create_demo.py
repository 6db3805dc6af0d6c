"""`manage.py create_demo`: two academies to try the product with."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from eduai.lib import clock
from questions import concepts
from questions.importing import read_notes
from questions.models import Note
from questions.services.notes import record_notes
from tenants import tenancy
from tenants.actors import Actor, command
from tenants.models import Academy, Role
from tenants.services.academies import Opened, new_password, open_academy
from tenants.services.partners import SCOPES, issue_api_key
from tenants.services.people import add_person, add_student, verify_guardian

ACADEMIES = (("haneul", "하늘 학원"), ("bada", "바다 학원"))
SAMPLE = concepts.PATH.parent / "notes_ko.csv"
SAMPLE_SIZE = 24


class Command(BaseCommand):
    """하늘 and 바다, each with a teacher, a student, a guardian, a partner's key and some notes."""

    help = "Create the demo academies 하늘 and 바다 where they are missing, and print how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.DATA_DIR / "demo.json"
        kept = _read(path)
        with tenancy.platform():
            present = set(Academy.objects.values_list("slug", flat=True))
        entries = [row for row in kept if row["slug"] in present]
        for slug, name in ACADEMIES:
            if slug not in present:
                entries.append(_make(slug, name))
                print(f"  {name}을 만들었습니다.", flush=True)
        for row in entries:
            row["url"] = f"http://{row['slug']}.{settings.EDUAI_BASE_DOMAIN}:{options['port']}/"
        _write(path, entries)
        for row in entries:
            print(_shown(row))


def _make(slug: str, name: str) -> dict[str, Any]:
    actor, now = command("create_demo"), clock.now()
    opened = open_academy(name=name, slug=slug, actor=actor, now=now)
    with tenancy.use(opened.academy):
        users = _people(slug, opened, actor)
        _, key = issue_api_key(name="demo", scopes=SCOPES, actor=actor, now=now)
        _notes(f"{slug}-student", actor)
    return {"slug": slug, "api_key": key, "users": users}


def _people(slug: str, opened: Opened, actor: Actor) -> list[dict[str, Any]]:
    now = clock.now()
    users = [_shown_user(Role.DIRECTOR, opened.director.username, opened.password)]
    made = {}
    for role, label in ((Role.TEACHER, "선생님"), (Role.STUDENT, "학생"), (Role.GUARDIAN, "보호자")):
        username, password = f"{slug}-{role.value}", new_password()
        made[role] = add_person(
            username=username, password=password, role=role, name=f"데모 {label}", actor=actor, now=now
        )
        users.append(_shown_user(role, username, password))
    student = add_student(
        code=f"{slug}-student", name="데모 학생", grade="중2", user=made[Role.STUDENT], actor=actor, now=now
    )
    verify_guardian(guardian=made[Role.GUARDIAN], student=student, actor=actor, now=now)
    return users


def _notes(student: str, actor: Actor) -> None:
    """A spread of the sample notes, as this student's own."""
    rows = read_notes(
        name=SAMPLE.name, content=SAMPLE.read_bytes(), most_bytes=settings.EDUAI_IMPORT_MAX_BYTES
    )
    chosen = rows[:: max(1, len(rows) // SAMPLE_SIZE)][:SAMPLE_SIZE]
    entries = [replace(row, student=student) for row in chosen]
    record_notes(entries=entries, source=Note.Source.IMPORTED, actor=actor, now=clock.now())


def _shown_user(role: Role, username: str, password: str) -> dict[str, Any]:
    return {"role": role.value, "username": username, "password": password, "totp_secret": None}


def _shown(row: dict[str, Any]) -> str:
    lines = [f"\n  {row['url']}"]
    lines += [f"    {user['role']:<9} {user['username']:<18} {user['password']}" for user in row["users"]]
    lines.append(f"    API 키    {row['api_key']}")
    return "\n".join(lines)


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        document: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return document["academies"]


def _write(path: Path, entries: list[dict[str, Any]]) -> None:
    """Mode 600 from the first byte, and whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as stream:
        json.dump({"academies": entries}, stream, ensure_ascii=False, indent=1)
    fresh.replace(path)
