"""The pages on which guardians and students read what is asked, answer it, and take an answer back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eduai.lib import clock
from eduai.lib.errors import EduError, NotAllowed
from eduai.lib.row_numbers import row_number
from tenants import access
from tenants.access_log import Task, shown
from tenants.actors import person
from tenants.addresses import address_of
from tenants.ages import answers_alone
from tenants.models import ConsentEvent, GuardianInvitation, Purpose, Role, Student
from tenants.notice_texts import Audience
from tenants.services.asking import answer
from tenants.services.guardians import is_waiting
from tenants.services.invitations import invite_guardian
from tenants.services.overview import Topic, topics, words_shown
from tenants.services.unconfirmed import own_answers, take_back

READERS = (Role.GUARDIAN, Role.STUDENT)
DONE = {
    ConsentEvent.Kind.GIVEN: "동의를 저장했습니다.",
    ConsentEvent.Kind.REFUSED: "동의하지 않는다고 저장했습니다.",
    ConsentEvent.Kind.WITHDRAWN: "동의를 철회했습니다. 이제부터 쓰지 않습니다.",
    ConsentEvent.Kind.PENDING: "네 생각을 적어 두었어요. 보호자가 답하면 그때부터 쓸 수 있어요.",
}


@login_required
@never_cache
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Every purpose of each of a guardian's wards, or of the student themself: what was answered and what is open."""
    return _list(request, Task.LIST)


@login_required
@never_cache
@require_POST
def take_back_waiting(request: HttpRequest) -> HttpResponse:
    """Somebody whom no director has confirmed yet takes the yes `event` back."""
    if request.user.role != Role.GUARDIAN:
        raise NotAllowed("보호자 계정으로 로그인해 주세요.")
    try:
        event = take_back(
            event_id=row_number(request.POST.get("event", "")),
            actor=person(request.user),
            now=clock.now(),
            address=address_of(request) or None,
        )
    except EduError as refused:
        return _list(request, Task.CHANGE, refused)
    shown(request, [event.student_id], task=Task.CHANGE)
    messages.success(request, "동의를 거두었습니다. 학원이 보호자로 확인해도 쓰지 않습니다.")
    return redirect("consents")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, student_id: int, purpose: str) -> HttpResponse:
    """One purpose on a screen of its own; POST gives, refuses or withdraws."""
    if purpose not in Purpose.values:
        raise Http404
    student = next((row for row in _people(request) if row.pk == student_id), None)
    if student is None:
        raise Http404
    shown(request, [student], task=Task.CHANGE if request.method == "POST" else Task.VIEW)
    if request.method == "POST" and (error := _answer(request, student, Purpose(purpose))) is None:
        return redirect("consents")
    (topic,) = topics(students=[student], reader=request.user, now=clock.now(), purposes=(Purpose(purpose),))
    context: dict[str, Any] = {
        "topic": topic,
        "asked": topic.asked,
        "child": topic.asked.audience == Audience.CHILD,
        "history": [(event, words_shown(event=event)) for event in topic.history],
        "error": error if request.method == "POST" else None,
    }
    return render(request, "tenants/consent.html", context, status=400 if context["error"] else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask_guardian(request: HttpRequest) -> HttpResponse:
    """A child gives their guardian's name and contact, and the guardian is asked by a link."""
    student = access.student_of(request.user)
    shown(request, [student])
    typed = {name: request.POST.get(name, "") for name in ("name", "contact")}
    error: EduError | None = None
    if request.method == "POST":
        try:
            invite_guardian(
                student=student,
                **typed,
                site=request.build_absolute_uri("/"),
                actor=person(request.user),
                now=clock.now(),
            )
        except EduError as refused:
            error = refused
        else:
            messages.success(request, "보호자에게 물어볼 주소를 보냈어요. 보호자가 답할 때까지 기다려 주세요.")
            return redirect("consents")
    waiting = GuardianInvitation.objects.filter(student=student, expires_at__gt=clock.now()).count()
    context = {"typed": typed, "error": error, "waiting": waiting}
    return render(request, "tenants/ask_guardian.html", context, status=400 if error else 200)


def _list(request: HttpRequest, task: Task, error: EduError | None = None) -> HttpResponse:
    people, now = _people(request), clock.now()
    said = own_answers(guardian=request.user) if request.user.role == Role.GUARDIAN else []
    shown(request, [*people, *{event.student_id for event, _ in said}], task=task)
    found = topics(students=people, reader=request.user, now=now)
    rows = [(student, [topic for topic in found if topic.student is student]) for student in people]
    child = request.user.role == Role.STUDENT and not answers_alone(birth_date=people[0].birth_date, at=now)
    context = {
        "rows": rows,
        "said": said,
        "error": error,
        "waits": not people and is_waiting(guardian=request.user),
        "child": child,
        "open": sum(topic.open and not (child and topic.history) for topic in found),
    }
    return render(request, "tenants/consents.html", context, status=400 if error else 200)


def _people(request: HttpRequest) -> list[Student]:
    """Whom the page is about. Raises NotAllowed for staff, who have the panel."""
    if request.user.role not in READERS:
        raise NotAllowed("보호자나 학생 계정으로 로그인해 주세요. 선생님은 관리 화면에서 볼 수 있습니다.")
    if request.user.role == Role.STUDENT:
        return [access.student_of(request.user)]
    return list(access.students_visible_to(person(request.user)))


def _answer(request: HttpRequest, student: Student, purpose: Purpose) -> EduError | None:
    """Record what was answered and say so; the refusal, where there is one."""
    (topic,) = topics(students=[student], reader=request.user, now=clock.now(), purposes=(purpose,))
    try:
        event = answer(
            student=student,
            purpose=purpose,
            word=request.POST.get("answer", ""),
            shown=request.POST.get("shown", ""),
            audience=topic.asked.audience,
            actor=person(request.user),
            now=clock.now(),
            address=address_of(request) or None,
        )
    except EduError as refused:
        return refused
    messages.success(request, f"{purpose.label}: {DONE[ConsentEvent.Kind(event.kind)]}")
    return None


__all__ = ("Topic", "ask_guardian", "consent", "consents", "take_back_waiting")
