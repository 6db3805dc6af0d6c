"""One student's consents on the panel: what each comes to, who answered and what proves it; papers and invitations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from eduai.lib import clock
from eduai.lib.errors import Conflict, EduError, InvalidInput, NotAllowed
from eduai.lib.row_numbers import row_number
from tenants.access_log import Task, shown
from tenants.actors import Actor, person
from tenants.ages import answers_alone
from tenants.consent_rows import way_of
from tenants.models import GuardianInvitation, Guardianship, Purpose, Student
from tenants.services.confirmations import confirm_guardian, end_guardian
from tenants.services.guardians import valid, waiting
from tenants.services.invitations import cancel_invitation, invite_guardian
from tenants.services.overview import speakers, topics
from tenants.services.papers import enter_paper
from tenants.sign_in import marks
from tenants.sign_in.step_up import ask

CONFIRMED_LATER = " 답이 오면 원장이 보호자를 확인한 뒤부터 동의가 효력을 가집니다."
# A paper whose proof had grown old: asked who it is, and then the form as it was typed. A file does not come along.
AGAIN_TYPED = "again"
AGAIN = ("invite", "confirm", "decline", "end", AGAIN_TYPED)
ENDED = "이미 끝난 보호자 관계입니다."
ANSWERS = (("", "–"), ("give", "동의"), ("refuse", "거부"), ("withdraw", "철회"))


def of_student(request: HttpRequest, student_id: int, *, context: dict[str, Any]) -> HttpResponse:
    """The page of one student. POST carries `do`: `paper`, `again`, `invite`, `cancel`, `confirm`, `decline` or `end`;
    `context` is what each page of the panel has.
    """
    if not request.user.has_perm("tenants.view_consentevent"):
        raise PermissionDenied
    student = get_object_or_404(Student, pk=student_id, erased_at=None)
    shown(request, [student], task=Task.CHANGE if request.method == "POST" else Task.VIEW)
    error: EduError | None = None
    if _needs_proof(request) and not marks.is_fresh(request) and (asked := ask(request)):
        return asked
    if request.method == "POST" and request.POST.get("do") != AGAIN_TYPED:
        do = DONE.get(request.POST.get("do", ""))
        if do is None:
            raise Http404
        try:
            messages.success(request, do(request, student, person(request.user)))
        except EduError as refused:
            error = refused
        else:
            return redirect(request.path)
    page = {**context, **_page(request, student), "error": error}
    return TemplateResponse(request, "tenants/admin/consents_of.html", page, status=400 if error else 200)


def _needs_proof(request: HttpRequest) -> bool:
    """Whether who it is is asked again. A form with a file is asked on the page before it, and refused later."""
    return bool(request.GET.get("paper")) or request.POST.get("do") in AGAIN


def _page(request: HttpRequest, student: Student) -> dict[str, Any]:
    now, typed = clock.now(), request.POST
    found = topics(students=[student], reader=request.user, now=now)
    return {
        "title": f"{student} · 동의",
        "student": student,
        "child": not answers_alone(birth_date=student.birth_date, at=now),
        "topics": [(topic, [(event, way_of(event=event)) for event in topic.history]) for topic in found],
        "guardians": speakers(student=student),
        "waiting": GuardianInvitation.objects.filter(student=student, expires_at__gt=now),
        "answers": ANSWERS,
        "typed": typed,
        "most": settings.EDUAI_EVIDENCE_MAX_BYTES,
        "chosen": [(purpose, typed.get(f"answer_{purpose}", "")) for purpose in Purpose],
        "today": localdate(now).isoformat(),
        "may_enter": request.user.has_perm("tenants.record_consent"),
        "fresh": marks.is_fresh(request),
        "may_invite": request.user.has_perm("tenants.invite_guardian"),
    }


def _paper(request: HttpRequest, student: Student, actor: Actor) -> str:
    if not marks.is_fresh(request):
        raise NotAllowed("확인한 지 5분이 지났습니다. 본인 확인을 다시 하고 스캔을 다시 골라 주세요.")
    said = {purpose: request.POST.get(f"answer_{purpose}", "") for purpose in Purpose}
    events = enter_paper(
        student=student,
        answers={purpose: word for purpose, word in said.items() if word},
        signed_on=_day(request.POST.get("date", "")),
        guardian_name=request.POST.get("guardian", ""),
        upload=request.FILES.get("scan"),
        actor=actor,
        now=clock.now(),
    )
    pending = sum(event.kind == "pending" for event in events)
    return f"종이 동의서의 답 {len(events)}개를 저장했습니다." + (
        f" 그 가운데 {pending}개는 스캔이 없어 확인을 기다립니다." if pending else ""
    )


def _invite(request: HttpRequest, student: Student, actor: Actor) -> str:
    invite_guardian(
        student=student,
        name=request.POST.get("name", ""),
        contact=request.POST.get("contact", ""),
        site=request.build_absolute_uri("/"),
        actor=actor,
        now=clock.now(),
    )
    later = "" if actor.user and actor.user.has_perm("tenants.record_consent") else CONFIRMED_LATER
    return f"보호자에게 물어볼 주소를 보냈습니다.{later}"


def _confirm(request: HttpRequest, student: Student, actor: Actor) -> str:
    given = confirm_guardian(guardianship=_waiting(request, student), actor=actor, now=clock.now())
    return f"보호자를 확인했습니다. 기다리던 동의 {len(given)}개가 이제부터 효력이 있습니다."


def _decline(request: HttpRequest, student: Student, actor: Actor) -> str:
    end_guardian(guardianship=_waiting(request, student), actor=actor, now=clock.now())
    return "보호자가 아니라고 저장했습니다. 이 사람의 동의는 효력이 없습니다."


def _end(request: HttpRequest, student: Student, actor: Actor) -> str:
    end_guardian(guardianship=_chosen(request, student, valid(), ENDED), actor=actor, now=clock.now())
    return "보호자 관계를 끝냈습니다. 이 사람은 이제 아무것도 보거나 답하지 못합니다."


def _waiting(request: HttpRequest, student: Student) -> Guardianship:
    return _chosen(request, student, waiting(), "이미 확인했거나 끝난 보호자입니다.")


def _chosen(request: HttpRequest, student: Student, which: Q, otherwise: str) -> Guardianship:
    number = request.POST.get("guardianship", "")
    known = {str(link.pk): link for link in Guardianship.objects.filter(which, student=student)}
    if number not in known:
        raise Conflict(otherwise, field="guardianship")
    return known[number]


def _cancel(request: HttpRequest, student: Student, actor: Actor) -> str:
    wanted = row_number(request.POST.get("invitation", ""))
    cancel_invitation(student=student, invitation_id=wanted, actor=actor, now=clock.now())
    return "보호자에게 보낸 주소를 닫고, 이름과 연락처를 지웠습니다."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("서명한 날을 2026-11-02처럼 적어 주세요.", field="date") from error


DONE: dict[str, Callable[[HttpRequest, Student, Actor], str]] = {
    "paper": _paper,
    "invite": _invite,
    "confirm": _confirm,
    "decline": _decline,
    "end": _end,
    "cancel": _cancel,
}
