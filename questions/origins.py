"""On whose behalf a worker handles which student's data: a piece of work leads back to who asked for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from questions.models import Blueprint, Explanation, GenerationJob, NoteVector, ShadowAnswer
from questions.stages import Kind
from tenants.access_log import Task, record_access
from tenants.actors import SYSTEM, Actor
from tenants.dispatch import Claim
from tenants.models import Message, Student, SubjectExport
from tenants.services import messages, subject_access, subject_erasure

WORKER = "worker"
_JOB = (GenerationJob, "asked_by", "note__student_id")
_BLUEPRINT = (Blueprint, "job__asked_by", "note__student_id")
_VECTOR = (NoteVector, "", "note__student_id")
# For each kind of work: its rows, and the ways to who asked and to the student.
WAYS: dict[str, tuple[Any, str, str]] = {
    Kind.TWIN: _JOB,
    Kind.MODEL: _JOB,
    Kind.VERIFY: _BLUEPRINT,
    Kind.VERIFY_BLIND: _BLUEPRINT,
    Kind.EXPLAIN: (Explanation, "attempt__student__user_id", "attempt__student_id"),
    Kind.SHADOW: (ShadowAnswer, "attempt__job__asked_by", "attempt__job__note__student_id"),
    Kind.VECTOR: _VECTOR,
    Kind.VECTOR_REMOTE: _VECTOR,
    messages.KIND: (Message, "", "student_id"),
    subject_access.KIND: (SubjectExport, "asked_by", "student_id"),
    subject_erasure.KIND: (Student, "", "pk"),
}


def record_work(claim: Claim) -> None:
    """This will record in the academy's access log that a worker takes up a student's data, and for whom
    (ASVS 8.3.3); nothing where the row is gone. Two statements.
    """
    found = _origin(claim.kind, claim.job)
    if found is None:
        return
    actor, student = found
    students = [] if student is None else [student]
    record_access(actor=actor, role=WORKER, task=Task.PROCESS, place=f"eduai.work:{claim.kind}", students=students)


def _origin(kind: str, job: UUID) -> tuple[Actor, int | None] | None:
    model, asked, student = WAYS[kind]
    # An erasure's work carries the student's own number.
    row = (
        model._default_manager.filter(pk=job.int if model is Student else job)
        .values_list(asked or "pk", student)
        .first()
    )
    if row is None:
        return None
    who, number = row
    if not asked or who is None:
        return SYSTEM, number
    return Actor(who if isinstance(who, str) else f"user:{who}"), number
