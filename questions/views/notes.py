"""The student's own notes: writing one down and seeing how far it has come."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from questions import access, concepts, note_fields
from questions.models import Note
from questions.progress import progress_of
from questions.services.notes import record_note
from questions.services.practice import approved_variants
from questions.views.times import seconds_to_look_again
from tenants.access import student_of
from tenants.access_log import shown
from tenants.actors import person

SHOWN_AT_THE_FIELD = ("stem", "choices", "answer", "student_answer", "solution", "book", "page", "number")
# The causes as a student would say them.
CAUSES = (
    (Note.Cause.CONCEPT, "개념을 몰랐어요"),
    (Note.Cause.CALCULATION, "계산 실수예요"),
    (Note.Cause.MISREADING, "문제를 잘못 읽었어요"),
    (Note.Cause.FORMULA, "공식을 잘못 썼어요"),
)


@login_required
@require_http_methods(["GET", "POST"])
def new_note(request: HttpRequest) -> HttpResponse:
    """The form for one wrong answer. What was typed stays in the form when something is missing."""
    student = student_of(request.user)
    if student.suspended_at is not None:
        return redirect("home")
    if request.method == "GET":
        return render(request, "questions/note_form.html", _form({}, {}))
    values = {name: request.POST.get(name, "") for name in note_fields.FIELDS if name != "student"}
    typed = values | {"student": student.code, "choices": _lines(values["choices"])}
    try:
        recorded = record_note(
            fields=note_fields.read_fields(typed),
            source=Note.Source.TYPED,
            actor=person(request.user),
            now=clock.now(),
        )
    except InvalidInput as error:
        problems = getattr(error, "problems", {error.field: error.sentence})
        shown = {name: text.removeprefix(f"{name}: ") for name, text in problems.items()}
        return render(request, "questions/note_form.html", _form(values, shown), status=400)
    if not recorded.is_new:
        again = recorded.note.again_count + 1
        messages.info(request, f"이미 적어 둔 문제예요. 이번이 {again}번째로 틀린 거예요.")
    return redirect("note", note_id=recorded.note.pk)


@login_required
@require_safe
def note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """One note with its progress."""
    return render(request, "questions/note.html", _shown(request, note_id))


@login_required
@require_safe
def progress(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The part of the page that changes while the question is being made."""
    return render(request, "questions/_progress.html", _shown(request, note_id))


def _form(values: dict[str, str], problems: dict[str, str]) -> dict[str, object]:
    """The form with what was typed. `problems` names the fields that are wrong, each with its sentence."""
    units: dict[str, list[concepts.Concept]] = {}
    for concept in concepts.concept_map().values():
        units.setdefault(f"{concept.grade} {concept.area}", []).append(concept)
    unshown = [sentence for name, sentence in problems.items() if name not in SHOWN_AT_THE_FIELD]
    return {"values": values, "problems": problems, "unshown": unshown, "causes": CAUSES, "units": units}


def _shown(request: HttpRequest, note_id: UUID) -> dict[str, object]:
    found = access.note_for(person(request.user), note_id)
    shown(request, [found.student])
    ready = approved_variants(student=found.student).filter(blueprint__note=found).count()
    progress = progress_of([found])[found.pk]
    return {
        "note": found,
        "concept": concepts.name_of(found.concept),
        "progress": progress,
        "ready": ready,
        "again_in": seconds_to_look_again(progress.stage),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
