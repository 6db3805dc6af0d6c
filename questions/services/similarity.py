"""Similarity: a note's wording becomes a vector, and notes of like wording are found in the academy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from eduai.llm.embeddings.gateway import Gateway
from eduai.llm.embeddings.types import Embedded, EmbeddingRequest, LocalEmbedder, Texts
from eduai.llm.errors import DeadlineExceeded, LLMError, ValidationRejected
from eduai.llm.types import Release
from questions import pauses, stages
from questions.models import Note, NoteVector
from questions.models.similarity import hash_of, wording_of
from tenants import dispatch
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.dispatch import Claim
from tenants.services import usage
from tenants.services.consent import release

Clock = Callable[[], datetime]
State = NoteVector.State

TASK = stages.EMBEDDING
SAVING_SECONDS = 5
GAVE_UP, OTHER_MODEL = "여러 번 시도했지만 벡터를 만들지 못했습니다.", "그사이 임베딩 모델이 바뀌었습니다."
# The nearest notes that are looked at; those of one question are told as one.
LOOKED_AT = 100
# Below it, wording has little in common; measured with the offline model only.
LIKE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Alike:
    """A question like the note's that other students got wrong: how like (0…1), one of their notes, and how many
    students and how many times."""

    note: Note
    likeness: float
    students: int
    times: int

    @property
    def percent(self) -> int:
        """How like, for people."""
        return round(100 * self.likeness)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the academy's notes have a vector of the model in force, and how many can have none."""

    made: int
    refused: int
    notes: int

    @property
    def left(self) -> int:
        """How many are still to come."""
        return max(0, self.notes - self.made - self.refused)


def embed_note(*, claim: Claim, embedder: LocalEmbedder | Gateway, clock: Clock) -> None:
    """This will make the vector of one note and keep it: `made`, or `refused` with the reason. A server that is away
    is asked again later. No transaction is open while it is asked.
    """
    row = _begin(claim, embedder.model)
    if row is None:
        return
    text = wording_of(row.note)
    try:
        # Also where nothing leaves: a student who refused collection is not worked on.
        given = release(student=row.note.student, purpose=TASK, now=clock())
        with usage.attributed(job=row.pk, fence=claim.fence):
            done = _asked(embedder, given, text, claim.seconds_left(clock()))
    except LLMError as error:
        _failed(claim, row, error, clock())
        return
    _save(claim, text, done, clock())


def give_up(*, job: UUID, reason: str) -> None:
    """This will close a vector that was tried too often in vain; `job` is its id."""
    with transaction.atomic():
        row = NoteVector.objects.select_for_update().filter(pk=job, state=State.ASKED).first()
        if row is not None:
            _refuse(row, reason, GAVE_UP)
            usage.close_abandoned(job=row.pk, task=TASK, before_fence=usage.ANY_FENCE)


def request_vectors(*, notes: Sequence[Note], actor: Actor, now: datetime) -> int:
    """This will ask for the vectors of those notes that have none of the model in force, or one of another text.

    What is too long stays refused until its text changes. Returns how many were asked for.
    """
    with transaction.atomic():
        known = {row.note_id: row for row in NoteVector.objects.filter(model=stages.vector_model(), note__in=notes)}
        wanted = [note for note in notes if _wants(note, known.get(note.pk))]
        if wanted:
            stages.ask_for_vectors(notes=wanted, now=now)
            record(actor=actor, action=Action.VECTORS_ASKED, subject="notes", notes=len(wanted))
    return len(wanted)


def nearest(*, note: Note, limit: int) -> list[Alike]:
    """The questions most like this note's that other students of the academy got wrong, the most like first. One
    query; none where the note has no vector yet.
    """
    rows = (
        NoteVector.objects.near(note, stages.vector_model())
        .filter(note__subject=note.subject, note__student__suspended_at=None)
        .exclude(note__student=note.student_id)
        .select_related("note")
        .only("note__stem", "note__fingerprint", "note__student", "note__again_count")[:LOOKED_AT]
    )
    same: dict[str, list[NoteVector]] = {}
    for row in rows:
        if _likeness(row) >= LIKE_ENOUGH:
            same.setdefault(row.note.fingerprint, []).append(row)
    return [_alike(group) for group in list(same.values())[:limit]]


def vector_progress() -> Progress:
    """How far the academy's vectors are."""
    counts = NoteVector.objects.filter(model=stages.vector_model()).aggregate(
        made=Count("pk", filter=Q(state=State.MADE)), refused=Count("pk", filter=Q(state=State.REFUSED))
    )
    return Progress(counts["made"], counts["refused"], Note.objects.count())


def _begin(claim: Claim, model: str) -> NoteVector | None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return None
        rows = NoteVector.objects.select_related("note__student")
        row = rows.filter(pk=claim.job, state=State.ASKED).first()
        if row is None or row.model != model:
            if row is not None:
                _refuse(row, "other_model", OTHER_MODEL)
            dispatch.finish(claim)
            return None
        usage.close_abandoned(job=row.pk, task=TASK, before_fence=claim.fence)
    return row


def _asked(embedder: LocalEmbedder | Gateway, given: Release, text: str, seconds_left: float) -> Embedded:
    content = Texts((text,))
    if not isinstance(embedder, Gateway):
        return embedder.embed(content)
    seconds = min(settings.EDUAI_MODEL_DEADLINE_SECONDS, seconds_left - SAVING_SECONDS)
    if seconds <= 0:
        raise DeadlineExceeded(embedder.model)
    return embedder.embed(EmbeddingRequest(given, TASK, content), deadline_seconds=seconds)


def _save(claim: Claim, text: str, done: Embedded, now: datetime) -> None:
    """The note may have been erased or changed while its text was away."""
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        row = NoteVector.objects.select_for_update().select_related("note").filter(pk=claim.job).first()
        if row is not None and wording_of(row.note) != text:
            dispatch.reschedule(claim, now)
            return
        if row is not None:
            row.state, row.vector, row.dimensions = State.MADE, list(done.vectors[0] or ()), done.dimensions
            row.text_hash, row.tokens, row.made_at = hash_of(text), done.usage.prompt_tokens, now
            row.save()
        dispatch.finish(claim)


def _failed(claim: Claim, row: NoteVector, error: LLMError, now: datetime) -> None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        if error.retryable:
            dispatch.reschedule(claim, now + timedelta(seconds=settings.EDUAI_RETRY_SECONDS) * claim.attempts)
            return
        _refuse(row, error.code, error.sentence)
        dispatch.finish(claim)


def _refuse(row: NoteVector, code: str, reason: str) -> None:
    row.state, row.code, row.reason = State.REFUSED, code[:40], reason
    row.text_hash = hash_of(wording_of(row.note))
    row.save(update_fields=["state", "code", "reason", "text_hash"])


def _wants(note: Note, row: NoteVector | None) -> bool:
    if row is None:
        return True
    changed = row.text_hash != hash_of(wording_of(note))
    if row.state == State.MADE:
        return changed
    return row.state == State.REFUSED and (changed or row.code != ValidationRejected.code)


def _alike(group: Sequence[NoteVector]) -> Alike:
    students = len({row.note.student_id for row in group})
    return Alike(group[0].note, _likeness(group[0]), students, sum(1 + row.note.again_count for row in group))


def _likeness(row: NoteVector) -> float:
    distance: float = getattr(row, "distance", 2.0)
    return min(1.0, 1 - distance)
