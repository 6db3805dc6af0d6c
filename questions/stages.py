"""Where one stage hands over to the next: it leaves a row and wakes whoever works on such rows.

The services of the stages never call each other. Names of the kinds of work are declared here; `questions.tasks`
says which service does each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Q

from eduai.lib import clock
from eduai.llm.embeddings.kinds import EmbeddingKind
from eduai.llm.errors import NotReleased
from eduai.llm.types import Place
from questions.models import (
    Blueprint,
    Explanation,
    GenerationAttempt,
    GenerationJob,
    Note,
    NoteVector,
    PracticeAttempt,
    ShadowAnswer,
)
from tenants import dispatch
from tenants.actors import Actor
from tenants.models import Purpose, Student
from tenants.services.consent import may_go
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
    VECTOR = "vector"
    VECTOR_REMOTE = "vector.remote"


QUEUES: dict[str, str] = {
    Kind.TWIN: "engine",
    Kind.MODEL: "models",
    Kind.VERIFY: "engine",
    Kind.VERIFY_BLIND: "models",
    Kind.EXPLAIN: "models",
    Kind.SHADOW: "models",
    Kind.VECTOR: "engine",
    Kind.VECTOR_REMOTE: "models",
}
# What a kind of work asks a model for, in the words of releases and of the ledger.
SENT_FOR: dict[str, str] = {
    Kind.MODEL: "similar_question",
    Kind.VERIFY_BLIND: "blind_solve",
    Kind.EXPLAIN: "explanation",
    Kind.SHADOW: "shadow",
}
# What vectors are asked for, in the same words. It has no road: there is one embedder, set for the installation.
EMBEDDING = "embedding"
# A new note's similar questions come first; its vector can wait.
VECTOR_WAIT = timedelta(seconds=30)
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


def vector_model() -> str:
    """The model whose vectors are made and compared now."""
    return EmbeddingKind(settings.EDUAI_EMBEDDING_KIND).model_name(settings.EDUAI_EMBEDDING_MODEL)


def ask_for_vectors(*, notes: Sequence[Note], now: datetime, wait: timedelta | None = None) -> None:
    """This will leave a row for each note's vector of the model in force, an older one of the same model emptied, and
    make it due after `wait`. What may not go where the model is waits for the consent.
    """
    kind = EmbeddingKind(settings.EDUAI_EMBEDDING_KIND)
    allowed = may_go(students=[note.student_id for note in notes], place=kind.place or Place.ON_PREMISES)
    asked, model = NoteVector.State.ASKED, vector_model()
    fields = ("state", "vector", "dimensions", "text_hash", "tokens", "code", "reason", "asked_at", "made_at")
    NoteVector.objects.bulk_create(
        [_vector_row(note, model, now, note.student_id in allowed) for note in notes],
        update_conflicts=True,
        unique_fields=("note", "model"),
        update_fields=fields,
    )
    rows = NoteVector.objects.filter(note__in=notes, model=model, state=asked).values_list("pk", flat=True)
    work = Kind.VECTOR if kind.place is None else Kind.VECTOR_REMOTE
    dispatch.enqueue_many(kind=work, jobs=list(rows), wait=wait)


def wait_for_consent(student: Student, purpose: Purpose) -> None:
    """This will leave a row without a vector for each note whose vector went with the consent to OpenAI, so that a
    later yes has it made again.
    """
    if purpose == Purpose.OVERSEAS and EmbeddingKind(settings.EDUAI_EMBEDDING_KIND).place is Place.OVERSEAS:
        bare = list(Note.objects.filter(student=student).exclude(vectors__model=vector_model()))
        ask_for_vectors(notes=bare, now=clock.now())


def _vector_row(note: Note, model: str, now: datetime, allowed: bool) -> NoteVector:
    if allowed:
        return NoteVector(note=note, model=model, asked_at=now)
    refused = NotReleased(model)
    state = NoteVector.State.REFUSED
    return NoteVector(note=note, model=model, asked_at=now, state=state, code=refused.code, reason=refused.sentence)


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
    unsent = Note.objects.filter(student=student, vectors__model=vector_model(), vectors__code=NotReleased.code)
    if unsent:
        ask_for_vectors(notes=list(unsent), now=clock.now())


def go_on_with_vectors(student: Student) -> None:
    """This will ask again for the vectors of this student's notes that are still to be made, or were not let go."""
    open_rows = Q(vectors__state=NoteVector.State.ASKED) | Q(vectors__code=NotReleased.code)
    notes = Note.objects.filter(open_rows, student=student, vectors__model=vector_model()).distinct()
    if notes:
        ask_for_vectors(notes=list(notes), now=clock.now())
