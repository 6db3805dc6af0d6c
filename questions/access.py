"""The doors to notes and what came of them. Absent and forbidden look alike: not found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from questions.models import Blueprint, Decision, GateRecord, Note, Variant
from tenants.access import students_visible_to
from tenants.actors import Actor
from tenants.models import Purpose, Student
from tenants.services.standing import decide_each
from tenants.services.suspension import Suspended


def notes_visible_to(actor: Actor) -> QuerySet[Note]:
    """The notes of the students whom the actor may see; a partner is not handed those of a paused student."""
    students = students_visible_to(actor)
    if actor.api_key is not None:
        students = students.filter(suspended_at=None)
    return Note.objects.filter(student__in=students).select_related("student")


def note_for(actor: Actor, note_id: UUID) -> Note:
    """One of them. Raises Http404, and Suspended to a partner for a note of a student who is paused."""
    note = notes_visible_to(actor).filter(pk=note_id).first()
    if note is None and actor.api_key is not None:
        paused = Note.objects.filter(pk=note_id, student__suspended_at__isnull=False)
        if paused.exists():
            raise Suspended
    if note is None:
        raise Http404
    return note


def approved_variants_of(note: Note) -> QuerySet[Variant]:
    """The note's similar questions that a teacher has approved: all that leaves the teachers' room."""
    return (
        Variant.objects.filter(
            blueprint__note=note,
            blueprint__state=Blueprint.State.APPROVED,
            state=Variant.State.APPROVED,
        )
        .select_related("certificate", "blueprint")
        .prefetch_related(Prefetch("certificate__gates", queryset=GateRecord.objects.order_by("id")))
        .order_by("created_at", "number")
    )


def golden_decisions(*, at: datetime) -> QuerySet[Decision]:
    """The golden set: teachers' decisions on questions of those students whose consent to training is in force at that
    moment. It is kept nowhere, so that a withdrawal empties it by itself; whoever trains reads it here, anew each time.
    """
    students = Student.objects.filter(notes__blueprints__decisions__isnull=False).distinct()
    decided = decide_each(students=students, purposes=(Purpose.TRAINING,), at=at)
    allowed = [student for (student, _), decision in decided.items() if decision.allowed]
    return Decision.objects.filter(blueprint__note__student__in=allowed).select_related("blueprint__note")


def blueprints_in_review() -> QuerySet[Blueprint]:
    """The teacher's queue, oldest first."""
    return (
        Blueprint.objects.filter(state=Blueprint.State.IN_REVIEW, note__student__suspended_at=None)
        .select_related("note__student", "job")
        .order_by("created_at")
    )
