"""Practice: one question at a time, then what was right and when it comes back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from questions import concepts
from questions.models import DueConcept, PracticeAttempt, Variant
from questions.services import practice
from questions.views.times import due_in_words
from tenants.access import student_of
from tenants.actors import person
from tenants.services.rights import subjects_of

UNREADABLE = "답을 읽을 수 없어요. 표시한 곳을 고쳐 다시 적어 주세요. 틀린 것으로 세지 않았어요."


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the question to practise now, or a page that says when the next one is due."""
    student, now = student_of(request.user), clock.now()
    if student.suspended_at is not None:
        return redirect("home")
    variant = practice.next_variant(student=student, now=now)
    if variant is not None:
        return redirect("practice-variant", variant_id=variant.pk)
    due = DueConcept.objects.filter(student=student, due_at__gt=now).order_by("due_at").first()
    comes_back = due_in_words(due.due_at, now=now) if due else ""
    return render(request, "questions/practice_done.html", {"comes_back": comes_back})


@login_required
@require_http_methods(["GET", "POST"])
def variant(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """The question; POST takes the answer. An unreadable answer is asked for again, with what was typed."""
    student = student_of(request.user)
    if student.suspended_at is not None:
        return redirect("home")
    shown = get_object_or_404(
        practice.approved_variants(student=student).select_related("blueprint__note"), pk=variant_id
    )
    context: dict[str, object] = {"variant": shown, "concept": concepts.name_of(shown.blueprint.note.concept)}
    if request.method == "GET":
        return render(request, "questions/practice.html", context)
    given = request.POST.get("answer", "")
    try:
        answered = practice.answer_variant(variant=shown, given=given, actor=person(request.user), now=clock.now())
    except InvalidInput as error:
        return render(request, "questions/practice.html", context | {"problem": error.sentence}, status=400)
    if answered.attempt.outcome == PracticeAttempt.Outcome.UNREADABLE:
        context |= {"given": given, **_unreadable(answered.attempt.reason)}
        return render(request, "questions/practice.html", context)
    return redirect("practice-answered", attempt_id=answered.attempt.pk)


@login_required
@require_safe
def answered(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Right or wrong, the solution, and the next due date."""
    student = student_of(request.user)
    attempt = (
        PracticeAttempt.objects.filter(student=student, pk=attempt_id)
        .exclude(outcome=PracticeAttempt.Outcome.UNREADABLE)
        .select_related("variant__blueprint__note")
        .first()
    )
    if attempt is None:
        raise Http404
    due = DueConcept.objects.filter(
        student=student, concept=practice.concept_of(attempt.variant.blueprint.note)
    ).first()
    context = {
        "attempt": attempt,
        "variant": attempt.variant,
        "comes_back": due_in_words(due.due_at, now=clock.now()) if due else "",
        "lines": _lines(attempt.variant),
        "why": practice.why_wrong(attempt=attempt),
        "explanation": practice.explanation_of(attempt=attempt),
        "may_ask": subjects_of(actor=person(request.user), now=clock.now()).filter(pk=student.pk).exists(),
    }
    return render(request, "questions/practice_answered.html", context)


def _unreadable(reason: str) -> dict[str, str]:
    """The reason as a student reads it; where the reader marked the place (`3+(` over `  ^`), the marked text."""
    sentence, _, place = reason.partition("\n")
    return {"problem": UNREADABLE if place else sentence, "place": place}


def _lines(variant: Variant) -> list[str]:
    return [line for line in variant.solution.splitlines() if line.strip()]
