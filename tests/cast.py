"""The named cast, and small ways to set a scene. Each is called inside an academy."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from questions.models import Blueprint, GenerationJob, Note, Variant
from questions.note_fields import NoteFields, read_fields
from questions.services.notes import record_note
from tenants import processors
from tenants.actors import SYSTEM, Actor, person
from tenants.models import ConsentEvent, Evidence, Guardianship, Purpose, Role, ScreenSeen, Student, User
from tenants.services import ai_notice
from tenants.services.consent import record_consent
from tenants.services.guardians import verify_guardian
from tenants.services.people import add_person, add_student
from tenants.services.processors import accept_processor, acceptance

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
# Of somebody who answers for themselves, and of somebody whose guardian does, at NOW and long after.
GROWN, CHILD = date(2008, 3, 2), date(2016, 3, 2)

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
    name = username.replace("@", " ").replace("_", " ")
    user = add_person(username=username, password=PASSWORD, role=role, name=name, actor=SYSTEM, now=NOW)
    ScreenSeen.objects.create(user=user, screen=ai_notice.SCREEN, version=ai_notice.VERSION, at=NOW)
    return user


def actor(role: Role) -> Actor:
    """The same as an actor."""
    return person(member(role))


def student(code: str = "S001", *, signs_in: bool = False, born: date | None = GROWN) -> Student:
    """A student of 18 where nothing else is said; with `signs_in`, one who has a user of the same name. The academy has
    accepted its overseas processor.
    """
    accept_overseas()
    user = member(Role.STUDENT, code) if signs_in else None
    return add_student(code=code, actor=SYSTEM, now=NOW, user=user, birth_date=born)


def accept_overseas() -> None:
    """That an officer has accepted the processor overseas as it is described now."""
    if not acceptance(processor=processors.overseas()).accepted:
        accept_processor(processor=processors.overseas(), contract="2026-1", actor=SYSTEM, now=NOW)


def proof(kind: Evidence.Kind = Evidence.Kind.PAPER, who: Student | None = None) -> Evidence:
    """A piece of evidence, whose file nobody opens: a paper where nothing else is said, of nobody where nobody is."""
    digest = hashlib.sha256(b"signed").hexdigest()
    kept = {"content_type": "application/pdf", "size": 6, "sha256": digest, "added_at": NOW, "file": "evidence/signed"}
    return Evidence.objects.create(kind=kind, student=who, **kept)


def scan(folder: Path) -> str:
    """The path of a scanned paper, for commands."""
    path = folder / "paper.png"
    Image.new("RGB", (8, 8), "white").save(path)
    return str(path)


def guards(guardian: User, who: Student) -> Guardianship:
    """The guardian, verified on paper."""
    method = Guardianship.Method.PAPER
    paper = proof(who=who)
    return verify_guardian(guardian=guardian, student=who, method=method, evidence=paper, actor=SYSTEM, now=NOW)


def consents(
    who: Student,
    kind: ConsentEvent.Kind = ConsentEvent.Kind.GIVEN,
    purpose: Purpose = Purpose.OVERSEAS,
    *,
    now: datetime = NOW,
    channel: str = "test",
    by: Guardianship | None = None,
) -> ConsentEvent:
    """An answer that was entered from a signed paper: overseas, yes, where nothing else is said. It is the guardian's
    `by`, else the student's own, whose birth date the paper told where it was not known.
    """
    if by is None and who.birth_date is None:
        who.birth_date = GROWN
        who.save(update_fields=["birth_date"])
    accept_overseas()
    return record_consent(
        student=who,
        purpose=purpose,
        kind=kind,
        channel=channel,
        actor=SYSTEM,
        now=now,
        guardianship=by,
        evidence=proof(who=who),
    )


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
