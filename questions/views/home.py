"""The first page: each role's own."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from eduai.lib import clock
from questions import access
from questions.models import DueConcept
from questions.progress import Stage, progress_of
from questions.services import practice
from questions.views.times import due_in_words, seconds_to_look_again
from tenants.access import STAFF, student_of
from tenants.actors import person
from tenants.models import Role, Student
from tenants.services.overview import unanswered

NOTES_SHOWN = 30
SOLID_AFTER = 2


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Staff and operators go to their desks, guardians to their consents, students to their own notes."""
    if request.user.role in STAFF:
        return redirect("admin:index")
    if request.user.role == Role.GUARDIAN:
        return redirect("consents")
    if request.user.role == Role.OPERATOR:
        return redirect("operators")
    student, now = student_of(request.user), clock.now()
    notes = list(access.notes_visible_to(person(request.user))[:NOTES_SHOWN])
    progress = progress_of(notes)
    return render(
        request,
        "questions/home.html",
        {
            "student": student,
            "paused": student.suspended_at is not None,
            "notes": [(note, progress[note.pk]) for note in notes],
            "again_in": _seconds_to_look_again([row.stage for row in progress.values()]),
            "unanswered": len(unanswered(student=student, now=now)),
            **_standing(student, now),
        },
    )


def _standing(student: Student, now: datetime) -> dict[str, object]:
    """How many concepts can be practised now, when the next comes back, and how many are learned."""
    due = list(DueConcept.objects.filter(student=student).order_by("due_at"))
    later = [row for row in due if row.due_at > now]
    unseen = practice.unseen_variants(student=student).select_related("blueprint__note")
    waiting = {practice.concept_of(variant.blueprint.note) for variant in unseen}
    return {
        "ready": len(waiting - {row.concept for row in later}),
        "comes_back": due_in_words(later[0].due_at, now=now) if later else "",
        "solid": sum(row.right_streak >= SOLID_AFTER for row in due),
        "concepts": len(due),
    }


def _seconds_to_look_again(stages: list[Stage]) -> float | None:
    """How often the page asks again: soon while workers are at it, seldom while a teacher is."""
    waits = [seconds for stage in stages if (seconds := seconds_to_look_again(stage)) is not None]
    return min(waits, default=None)
