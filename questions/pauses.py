"""Work on a student whose data are not processed for now is set aside until that ends (개인정보 보호법 제37조)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q

from eduai.lib import clock
from questions import stages
from questions.models import Blueprint, Explanation, GenerationJob, NoteVector, ShadowAnswer
from questions.stages import Kind
from tenants import dispatch
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.dispatch import Claim
from tenants.models import Student
from tenants.services.suspension import PAUSED_SENTENCE, Suspended

State = GenerationJob.State

# Whose each kind of work is: the job's model and the way from it to the student.
OWNERS: dict[str, tuple[type[Model], str]] = {
    Kind.TWIN: (GenerationJob, "note__student"),
    Kind.MODEL: (GenerationJob, "note__student"),
    Kind.VERIFY: (Blueprint, "note__student"),
    Kind.VERIFY_BLIND: (Blueprint, "note__student"),
    Kind.EXPLAIN: (Explanation, "attempt__student"),
    Kind.SHADOW: (ShadowAnswer, "attempt__job__note__student"),
    Kind.VECTOR: (NoteVector, "note__student"),
    Kind.VECTOR_REMOTE: (NoteVector, "note__student"),
}
# What is set aside is looked at again after this long, should the end of the pause not have made it due.
ASIDE = timedelta(hours=1)


def hold(claim: Claim) -> bool:
    """As `dispatch.hold`: whether the claim holds, so that its work may begin or its result be written. It does not
    while the student's data are not processed; the work is then set aside, uncounted, and its job says why it waits.
    """
    if not dispatch.hold(claim):
        return False
    model, path = OWNERS[claim.kind]
    paused = model._default_manager.filter(Q(pk=claim.job), Q((f"{path}__suspended_at__isnull", False)))
    if not paused.exists():
        return True
    _set_aside(claim, clock.now())
    return False


def _set_aside(claim: Claim, now: datetime) -> None:
    dispatch.reschedule(claim, now + ASIDE, counted=False)
    if claim.kind not in (Kind.TWIN, Kind.MODEL, Kind.VERIFY, Kind.VERIFY_BLIND):
        return
    owned = Q(pk=claim.job) if claim.kind in (Kind.TWIN, Kind.MODEL) else Q(blueprints=claim.job)
    job = GenerationJob.objects.filter(owned, state__in=GenerationJob.LIVE).first()
    if job is None or job.reason_code == Suspended.code:
        return
    job.state, job.reason_code, job.reason, job.updated_at = State.WAITING, Suspended.code, PAUSED_SENTENCE, now
    job.save(update_fields=["state", "reason_code", "reason", "updated_at"])
    record(actor=SYSTEM, action=Action.GENERATION_WAITING, subject=job, code=Suspended.code)


def take_up(student: Student) -> None:
    """This will make due at once what was set aside for this student."""
    waiting = GenerationJob.objects.filter(note__student=student, state=State.WAITING, reason_code=Suspended.code)
    written = Blueprint.objects.filter(job__in=waiting, state=Blueprint.State.DRAFTED)
    unwritten = waiting.exclude(pk__in=written.values("job"))
    asked = {
        Kind.VERIFY: written,
        Kind.TWIN: unwritten.filter(rung=0),
        Kind.MODEL: unwritten.filter(rung__gt=0),
        Kind.EXPLAIN: Explanation.objects.filter(attempt__student=student, state=Explanation.State.ASKED),
        Kind.SHADOW: ShadowAnswer.objects.filter(attempt__job__note__student=student, state=ShadowAnswer.State.ASKED),
    }
    for kind, rows in asked.items():
        dispatch.enqueue_many(kind=kind, jobs=_numbers(rows))
    stages.go_on_with_vectors(student)


def _numbers(rows: Any) -> list[Any]:
    return list(rows.values_list("pk", flat=True))
