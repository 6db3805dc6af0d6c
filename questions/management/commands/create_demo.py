"""`manage.py create_demo`: two academies to try the product with."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from eduai.lib import clock
from questions import concepts
from questions.importing import read_notes
from questions.models import Note
from questions.services.notes import record_notes
from tenants import tenancy
from tenants.actors import Actor, command
from tenants.ages import day_in_korea
from tenants.models import Academy, Evidence, Guardianship, Role, Student, User
from tenants.processors import overseas
from tenants.services.academies import DIRECTOR, new_password, open_academy
from tenants.services.ai_notice import see_notice
from tenants.services.evidence import add_evidence
from tenants.services.factors import give_codes
from tenants.services.guardians import speaking_for, verify_guardian
from tenants.services.partners import SCOPES, issue_api_key
from tenants.services.people import add_person, add_student, reset_password
from tenants.services.processors import accept_processor, acceptance
from tenants.sign_in.marks import TWO_KEYS

ACADEMIES = (("haneul", "하늘 학원"), ("bada", "바다 학원"))
PEOPLE = (
    (Role.DIRECTOR, "원장"),
    (Role.TEACHER, "선생님"),
    (Role.STUDENT, "학생"),
    (Role.GUARDIAN, "보호자"),
)
SAMPLE = concepts.PATH.parent / "notes_ko.csv"
SAMPLE_SIZE = 24


class Command(BaseCommand):
    """하늘 and 바다, each with a teacher, a student, a guardian, a partner's key and some notes."""

    help = "Create the demo academies 하늘 and 바다 where they are missing, and print how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.DATA_DIR / "demo.json"
        entries = {row["slug"]: row for row in _read(path)}
        for slug, name in ACADEMIES:
            if slug not in entries or not _academy(slug):
                entries[slug] = _ensure(slug, name)
                print(f"  {name}을 준비했습니다.", flush=True)
            entries[slug]["url"] = f"http://{slug}.{settings.EDUAI_BASE_DOMAIN}:{options['port']}/"
            _write(path, list(entries.values()))
        for row in entries.values():
            print(_shown(row))


def _academy(slug: str) -> Academy | None:
    with tenancy.platform():
        return Academy.objects.filter(slug=slug).first()


def _ensure(slug: str, name: str) -> dict[str, Any]:
    """The academy with everything in it, also where an earlier run was cut off; log-ins get new passwords."""
    actor = command("create_demo")
    academy = _academy(slug) or open_academy(name=name, slug=slug, actor=actor, now=clock.now()).academy
    with tenancy.use(academy), transaction.atomic():
        users = [_person(role, slug, label, actor) for role, label in PEOPLE]
        _family(slug, actor)
        if not acceptance(processor=overseas()).accepted:
            accept_processor(processor=overseas(), contract="demo", actor=actor, now=clock.now())
        _, key = issue_api_key(name="demo", scopes=SCOPES, actor=actor, now=clock.now())
        if not Note.objects.exists():
            _notes(f"{slug}-student", actor)
    return {"slug": slug, "name": academy.name, "api_key": key, "users": users}


def _person(role: Role, slug: str, label: str, actor: Actor) -> dict[str, Any]:
    username = DIRECTOR if role == Role.DIRECTOR else f"{slug}-{role.value}"
    password = new_password()
    user = User.objects.filter(username=username).first()
    if user is None:
        name = f"데모 {label}"
        user = add_person(username=username, password=password, role=role, name=name, actor=actor, now=clock.now())
    else:
        reset_password(user=user, password=password, actor=actor)
    secret = give_codes(user=user, actor=actor, now=clock.now()) if role in TWO_KEYS else None
    see_notice(user=user, actor=actor, now=clock.now())  # they have worked here before: their notes are there
    return {"role": role.value, "username": username, "password": password, "totp_secret": secret}


def _family(slug: str, actor: Actor) -> None:
    """The student, who is 13, and the guardian who answers for them."""
    code, now = f"{slug}-student", clock.now()
    student = Student.objects.filter(code=code).first() or add_student(
        code=code,
        name="데모 학생",
        grade="중1",
        birth_date=date(day_in_korea(now).year - 13, 1, 2),
        user=User.objects.get(username=code),
        actor=actor,
        now=now,
    )
    guardian = User.objects.get(username=f"{slug}-guardian")
    if speaking_for(student=student, guardian=guardian) is None:
        words = "데모: 보호자와 통화해 확인했습니다."
        call = add_evidence(kind=Evidence.Kind.CALL, words=words, student=student, actor=actor, now=now)
        method = Guardianship.Method.PHONE
        verify_guardian(guardian=guardian, student=student, method=method, evidence=call, actor=actor, now=now)


def _notes(student: str, actor: Actor) -> None:
    """A spread of the sample notes, as this student's own."""
    rows = read_notes(name=SAMPLE.name, content=SAMPLE.read_bytes(), most_bytes=settings.EDUAI_IMPORT_MAX_BYTES)
    chosen = rows[:: max(1, len(rows) // SAMPLE_SIZE)][:SAMPLE_SIZE]
    entries = [replace(row, student=student) for row in chosen]
    record_notes(entries=entries, source=Note.Source.IMPORTED, actor=actor, now=clock.now())


def _shown(row: dict[str, Any]) -> str:
    lines = [f"\n  {row['url']}"]
    for user in row["users"]:
        secret = f"   일회용 번호의 비밀 {user['totp_secret']}" if user["totp_secret"] else ""
        lines.append(f"    {user['role']:<9} {user['username']:<18} {user['password']}{secret}")
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
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        json.dump({"academies": entries}, stream, ensure_ascii=False, indent=1)
    fresh.replace(path)
