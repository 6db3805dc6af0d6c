"""The named cast, and small ways to set a scene. Each is called inside an academy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from questions.models import Blueprint, GenerationJob, Note, Variant
from questions.note_fields import NoteFields, read_fields
from questions.services.notes import record_note
from tenants.actors import SYSTEM, Actor, person
from tenants.models import Role, Student, User
from tenants.services.people import add_person, add_student

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"

LINEAR: dict[str, Any] = {
    "student": "S001",
    "stem": "일차방정식 $3x + 5 = 20$의 해를 구하시오.",
    "answer": "5",
    "student_answer": "25/3",
    "cause": "concept",
    "concept": "중1.일차방정식.풀이",
    "grade": "중1",
}


def fields(**changes: Any) -> NoteFields:
    """The fields of a note about 3x + 5 = 20, changed as named."""
    return read_fields(LINEAR | changes)


def member(role: Role, username: str = "") -> User:
    """Somebody of that role who can sign in with PASSWORD."""
    username = username or f"a-{role.value}"
    return add_person(username=username, password=PASSWORD, role=role, name=username, actor=SYSTEM, now=NOW)


def actor(role: Role) -> Actor:
    """The same as an actor."""
    return person(member(role))


def student(code: str = "S001", *, signs_in: bool = False) -> Student:
    """A student; with `signs_in`, one who has a user of the same name."""
    user = member(Role.STUDENT, code) if signs_in else None
    return add_student(code=code, actor=SYSTEM, now=NOW, user=user)


def note(**changes: Any) -> Note:
    """A recorded note about 3x + 5 = 20, changed as named."""
    return record_note(fields=fields(**changes), source=Note.Source.TYPED, actor=SYSTEM, now=NOW).note


def job_of(kept: Note) -> GenerationJob:
    """The note's newest job."""
    return GenerationJob.objects.filter(note=kept).latest("created_at")


def blueprint_of(kept: Note) -> Blueprint:
    """The note's newest blueprint."""
    return Blueprint.objects.filter(note=kept).latest("created_at")


def variants_of(kept: Note) -> list[Variant]:
    """The note's variants in order."""
    return list(Variant.objects.filter(blueprint__note=kept).order_by("blueprint__created_at", "number"))


def verified(kept: Note) -> Blueprint:
    """The note's blueprint after the built-in author and the gates, as workers make it; in review."""
    from questions.tasks import do
    from tenants import dispatch, tenancy

    academy = tenancy.require()
    for _ in range(2):
        for claim in dispatch.claim("engine", 100):
            if claim.kind in ("vector", "message"):  # of whichever academy; vectors fall due after half a minute
                continue
            assert claim.academy_id == academy.pk
            do(claim)
    return blueprint_of(kept)
