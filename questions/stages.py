"""Where one stage hands over to the next: it leaves a row and wakes whoever works on such rows.

The services of the stages never call each other. Names of the kinds of work are declared here; `questions.tasks`
says which service does each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from questions.models import (
    Blueprint,
    Explanation,
    GenerationAttempt,
    GenerationJob,
    Note,
    PracticeAttempt,
    ShadowAnswer,
)
from tenants import dispatch
from tenants.actors import Actor
from tenants.models import Student
from tenants.services.routing import ladder

State = GenerationJob.State


class Kind(StrEnum):
    """The kinds of work, each on one queue: `engine` computes, `models` waits for a server."""

    TWIN = "generation.twin"
    MODEL = "generation.model"
    VERIFY = "verification"
    VERIFY_BLIND = "verification.blind"
    EXPLAIN = "explanation"
    SHADOW = "generation.shadow"


QUEUES: dict[str, str] = {
    Kind.TWIN: "engine",
    Kind.MODEL: "models",
    Kind.VERIFY: "engine",
    Kind.VERIFY_BLIND: "models",
    Kind.EXPLAIN: "models",
    Kind.SHADOW: "models",
}
# What a kind of work asks a model for, in the words of releases and of the ledger.
SENT_FOR: dict[str, str] = {
    Kind.MODEL: "similar_question",
    Kind.VERIFY_BLIND: "blind_solve",
    Kind.EXPLAIN: "explanation",
    Kind.SHADOW: "shadow",
}
for _kind, _queue in QUEUES.items():
    dispatch.register(_kind, _queue)


def ask_for_generation(*, notes: Sequence[Note], actor: Actor, now: datetime, wanted: int = 0) -> list[GenerationJob]:
    """This will leave one job per note for the built-in author, the cheapest on the ladder."""
    jobs = GenerationJob.objects.bulk_create(
        GenerationJob(
            note=note,
            wanted=wanted or settings.EDUAI_VARIANTS_PER_NOTE,
            asked_by=actor.label,
            created_at=now,
            updated_at=now,
        )
        for note in notes
    )
    dispatch.enqueue_many(kind=Kind.TWIN, jobs=[job.id for job in jobs])
    return jobs


def ask_for_verification(*, blueprint: Blueprint) -> None:
    """This will leave the blueprint for the gates."""
    dispatch.enqueue(kind=Kind.VERIFY, job=blueprint.id)


def ask_for_second_solve(*, blueprint: Blueprint) -> None:
    """This will leave the blueprint for a blind solve by a model that did not write it."""
    dispatch.enqueue(kind=Kind.VERIFY_BLIND, job=blueprint.id)


def ask_for_explanation(*, attempt: PracticeAttempt, now: datetime) -> None:
    """This will leave a wrong answer for a model to explain, where the academy has one for that."""
    if ladder(task=SENT_FOR[Kind.EXPLAIN]):
        row = Explanation.objects.create(attempt=attempt, asked_at=now)
        dispatch.enqueue(kind=Kind.EXPLAIN, job=row.pk)


def ask_for_shadow(*, attempt: GenerationAttempt, backend: str, now: datetime) -> None:
    """This will leave the attempt's note for a second backend to answer too, for comparison only."""
    row = ShadowAnswer.objects.create(attempt=attempt, backend=backend, asked_at=now)
    dispatch.enqueue(kind=Kind.SHADOW, job=row.pk)


def ask_next_author(*, job: GenerationJob, code: str, reason: str, now: datetime) -> bool:
    """This will hand the job to the next author on the ladder, or to the teacher with the reason.

    `job.rung` names the author to try: 0 the built-in one, then the models in the academy's order.
    Returns whether an author is left.
    """
    authors = len(ladder(task=SENT_FOR[Kind.MODEL]))
    has_next = job.rung <= authors and job.rung > 0
    job.state = State.QUEUED if has_next else State.REFUSED
    job.reason_code, job.reason, job.updated_at = code, reason, now
    job.save(update_fields=["state", "rung", "reason_code", "reason", "updated_at"])
    if has_next:
        dispatch.enqueue(kind=Kind.MODEL, job=job.id)
    return has_next


def go_on_waiting(student: Student) -> None:
    """This will make due at once what waits for a model, or for a consent, on this student's notes: direct items that
    are written for their second solve, the others for their author.
    """
    waiting = GenerationJob.objects.filter(note__student=student, state=State.WAITING)
    written = Blueprint.objects.filter(job__in=waiting, state=Blueprint.State.DRAFTED)
    dispatch.enqueue_many(kind=Kind.VERIFY, jobs=list(written.values_list("pk", flat=True)))
    unwritten = waiting.exclude(pk__in=written.values("job"))
    dispatch.enqueue_many(kind=Kind.MODEL, jobs=list(unwritten.values_list("pk", flat=True)))
