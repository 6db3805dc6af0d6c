"""The first page: each role's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from eduai.lib import clock
from questions import access
from questions.models import DueConcept
from questions.progress import progress_of
from questions.services import practice
from tenants.access import STAFF, student_of
from tenants.actors import person
from tenants.models import Role

NOTES_SHOWN = 30


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff go to the review desk, guardians to their consents, students to their own notes."""
    if request.user.role in STAFF:
        return redirect("admin:index")
    if request.user.role == Role.GUARDIAN:
        return redirect("consents")
    student, now = student_of(request.user), clock.now()
    notes = list(access.notes_visible_to(person(request.user))[:NOTES_SHOWN])
    progress = progress_of(notes)
    due = DueConcept.objects.filter(student=student)
    return render(
        request,
        "questions/home.html",
        {
            "student": student,
            "notes": [(note, progress[note.pk]) for note in notes],
            "moving": any(row.is_moving for row in progress.values()),
            "next_variant": practice.next_variant(student=student, now=now),
            "unseen": practice.unseen_variants(student=student).count(),
            "next_due": due.filter(due_at__gt=now).order_by("due_at").first(),
            "solid": due.filter(right_streak__gte=2).count(),
            "concepts": due.count(),
        },
    )
