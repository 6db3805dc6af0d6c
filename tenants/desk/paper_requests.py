"""A request about data that came on paper or at the desk, on the panel: whose it is, then the form with its scan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput
from tenants.access_log import Task, shown
from tenants.actors import person
from tenants.ages import answers_alone
from tenants.korean_days import day_of
from tenants.models import RightsRequest, Student
from tenants.services.matters import offered
from tenants.services.paper_requests import IDENTIFIED, enter_scanned_request, first_day
from tenants.services.rights import LONGEST
from tenants.sign_in.step_up import stepped_up

MOST_FOUND = 20
NOBODY = "그런 코드나 이름의 학생이 없습니다."


def whose_page(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Asks for the student, by code or by name; POST leads to the form, or shows everybody of that name."""
    _require_answerer(request)
    typed = request.POST.get("student", "").strip()
    found = _called(typed) if request.method == "POST" else []
    shown(request, found, task=Task.SEARCH)
    if len(found) == 1:
        return redirect("admin:rights_enter_for", found[0].pk)
    missing = request.method == "POST" and not found
    page = {**context, "title": "종이로 온 요청", "typed": typed, "found": found, "sentence": NOBODY if missing else ""}
    return TemplateResponse(request, "tenants/admin/paper_request_whose.html", page, status=400 if missing else 200)


def enter_page(request: HttpRequest, student_id: int, *, context: dict[str, Any]) -> HttpResponse:
    """The form about one student, whoever is not erased; POST keeps the request with its scan."""
    _require_answerer(request)
    return _form(request, get_object_or_404(Student, pk=student_id, erased_at=None), context)


@stepped_up
def _form(request: HttpRequest, student: Student, context: dict[str, Any]) -> HttpResponse:
    error: EduError | None = None
    shown(request, [student], task=Task.CHANGE if request.method == "POST" else Task.VIEW)
    if request.method == "POST":
        try:
            kept = _enter(request, student)
        except EduError as refused:
            error = refused
        else:
            messages.success(request, f"요청을 받았습니다. {kept.due_on:%Y.%m.%d}까지 답해야 합니다.")
            return redirect("admin:tenants_rightsrequest_change", kept.pk)
    page = {**context, **_page(request, student), "error": error}
    return TemplateResponse(request, "tenants/admin/paper_request.html", page, status=400 if error else 200)


def _enter(request: HttpRequest, student: Student) -> RightsRequest:
    typed = request.POST
    return enter_scanned_request(
        student=student,
        kind=typed.get("kind", ""),
        about=typed.get("about", ""),
        details=typed.get("details", ""),
        identified_by=typed.get("identified_by", ""),
        received_on=_day(typed.get("received_on", "")),
        upload=request.FILES.get("scan"),
        actor=person(request.user),
        now=clock.now(),
    )


def _page(request: HttpRequest, student: Student) -> dict[str, Any]:
    now = clock.now()
    return {
        "title": f"{student} · 종이로 온 요청",
        "student": student,
        "child": not answers_alone(birth_date=student.birth_date, at=now),
        "kinds": RightsRequest.Kind.choices,
        "matters": offered(student=student),
        "identified": IDENTIFIED,
        "longest": LONGEST,
        "most": settings.EDUAI_EVIDENCE_MAX_BYTES,
        "first": first_day(now=now).isoformat(),
        "today": day_of(now).isoformat(),
        "typed": request.POST,
    }


def _called(words: str) -> list[Student]:
    """The students of this code or name. None for what is no text."""
    if not words or not words.isprintable():
        return []
    students = Student.objects.filter(Q(code=words) | Q(name=words), erased_at=None)
    return list(students.order_by("code")[:MOST_FOUND])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("받은 날을 2026-11-02처럼 적어 주세요.", field="received_on") from error


def _require_answerer(request: HttpRequest) -> None:
    if not request.user.has_perm("tenants.answer_rights"):
        raise PermissionDenied
