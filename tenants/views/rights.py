"""A student's and a guardian's page about their data: what is kept, a copy, a correction, a pause, an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from eduai.lib import clock
from eduai.lib.errors import EduError, NotAllowed
from eduai.lib.row_numbers import row_number
from tenants.access_log import Task, shown
from tenants.actors import person
from tenants.addresses import address_of
from tenants.korean_days import day_of
from tenants.models import Guardianship, RightsRequest, Role, Student, SubjectExport, User
from tenants.services.guardians import delegate, is_waiting, undelegate, valid
from tenants.services.matters import FIELDS, uuid_of
from tenants.services.rights import request_right, requests_visible_to, subjects_of, withdraw_request
from tenants.services.subject_access import open_export

Kind, State = RightsRequest.Kind, RightsRequest.State

# What a person may ask from this page, and what it is called there.
WORDS = {
    Kind.ACCESS: "사본 받기",
    Kind.CORRECTION: "고치기",
    Kind.ERASURE: "모두 지우기",
    Kind.SUSPENSION: "잠시 멈추기",
    Kind.RESUMPTION: "다시 시작",
    Kind.EXPLANATION: "어떻게 정했는지 설명",
    Kind.HUMAN_REVIEW: "선생님이 다시 보기",
    Kind.OBJECTION: "이의 제기",
}
SHOWN = 30
COUNTED = ("notes", "attempts", "consents")
OWN_COPY = "정보주체가 청한 사본 내려받기"


@dataclass(frozen=True, slots=True)
class Row:
    """One request as its page shows it."""

    request: RightsRequest
    title: str
    is_open: bool
    is_refused: bool
    is_late: bool
    can_download: bool


@login_required
@require_http_methods(["GET", "POST"])
def rights(request: HttpRequest) -> HttpResponse:
    """The page; POST carries `do`: ask, withdraw, open a copy, let a guardian in or no longer. Staff have their desk
    in the panel.
    """
    if request.user.role not in (Role.STUDENT, Role.GUARDIAN):
        raise NotAllowed("학생이나 보호자 계정으로 로그인해 주세요.")
    if request.method == "GET":
        return _page(request, {})
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        answer = act(request, clock.now())
    except EduError as error:
        messages.error(request, error.sentence)
        return _page(request, request.POST.dict(), status=400)
    return answer or redirect("rights")


def _ask(request: HttpRequest, now: datetime) -> None:
    subject = _subject(request, now)
    kind, typed = request.POST.get("kind", ""), request.POST
    kept = request_right(
        student=subject,
        kind=kind,
        details=typed.get("details", ""),
        about=typed.get("about", ""),
        actor=person(request.user),
        now=now,
    )
    if kept.state == State.DONE:
        messages.success(request, kept.answer or "")
    else:
        messages.success(request, f"{WORDS[Kind(kind)]} 요청을 받았습니다. {kept.due_on:%Y.%m.%d}까지 답해 드립니다.")


def _withdraw(request: HttpRequest, now: datetime) -> None:
    withdraw_request(request=_one(request, now), actor=person(request.user), now=now)
    messages.success(request, "요청을 거두었습니다.")


def _download(request: HttpRequest, now: datetime) -> HttpResponse:
    """The copy that was made for a request: a file that its password alone opens."""
    row = _one(request, now)
    made = SubjectExport.objects.filter(pk=uuid_of(text=row.about.removeprefix("export:")), student=row.student_id)
    export = made.first() if row.kind == Kind.ACCESS else None
    if export is None:
        raise Http404
    shown(request, [export.student], task=Task.DOWNLOAD, reason=OWN_COPY)
    content = open_export(
        export=export, actor=person(request.user), now=now, reason=OWN_COPY, address=address_of(request)
    )
    day = localdate(export.asked_at)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="eduai-{day:%Y%m%d}.zip"'},
    )


def _let_in(request: HttpRequest, now: datetime) -> None:
    delegate(guardianship=_guardian(request), actor=person(request.user), now=now)
    messages.success(request, "이제 보호자가 내 정보를 보고 요청할 수 있어요. 언제든 그만둘 수 있어요.")


def _shut_out(request: HttpRequest, now: datetime) -> None:
    undelegate(guardianship=_guardian(request), actor=person(request.user), now=now)
    messages.success(request, "이제 보호자가 내 정보를 보지 못해요.")


def _guardian(request: HttpRequest) -> Guardianship:
    """The student's own guardian named in the form. Raises Http404 for any other and for none."""
    number = request.POST.get("guardianship", "")
    known = {str(link.pk): link for link in _guardians(request.user)}
    if number not in known:
        raise Http404
    return known[number]


def _guardians(user: User) -> QuerySet[Guardianship]:
    """Who was verified as a guardian of the student whose account this is."""
    return Guardianship.objects.filter(valid(), student__user=user).select_related("guardian", "student").order_by("pk")


ACTS: dict[str, Callable[[HttpRequest, datetime], HttpResponse | None]] = {
    "ask": _ask,
    "withdraw": _withdraw,
    "download": _download,
    "let_in": _let_in,
    "shut_out": _shut_out,
}


def _subject(request: HttpRequest, now: datetime) -> Student:
    """The student named in the form, if theirs are this person's rights. Raises Http404 for any other and for none."""
    wanted = row_number(request.POST.get("student", ""))
    found = subjects_of(actor=person(request.user), now=now).filter(pk=wanted)
    return found.first() or _absent()


def _absent() -> Student:
    raise Http404


def _one(request: HttpRequest, now: datetime) -> RightsRequest:
    numbers = {str(row.pk): row for row in _requests(request, now)}
    row = numbers.get(request.POST.get("request", ""))
    if row is None:
        raise Http404
    return row


def _requests(request: HttpRequest, now: datetime) -> list[RightsRequest]:
    rows = requests_visible_to(actor=person(request.user), now=now).select_related("student")
    return list(rows.order_by("-received_at")[:SHOWN])


def _page(request: HttpRequest, typed: dict[str, str], status: int = 200) -> HttpResponse:
    actor, now = person(request.user), clock.now()
    counted = {f"many_{name}": _many(name) for name in COUNTED}
    subjects = list(subjects_of(actor=actor, now=now).annotate(**counted).order_by("code"))
    rows = _requests(request, now)
    shown(request, [*subjects, *(row.student for row in rows if row.student is not None)])
    today = day_of(now)
    context: dict[str, object] = {
        "subjects": [
            {
                "student": subject,
                "rows": [_row(row, today) for row in rows if row.student_id == subject.pk],
            }
            for subject in subjects
        ],
        "gone": [_row(row, today) for row in rows if row.student is None or row.student.erased_at],
        "guardians": list(_guardians(request.user)) if request.user.role == Role.STUDENT and subjects else [],
        "fields": FIELDS,
        "typed": typed,
        "waits": not subjects and is_waiting(guardian=request.user),
        "is_child": request.user.role == Role.STUDENT and not subjects,
    }
    return render(request, "tenants/rights.html", context, status=status)


def _many(name: str) -> Coalesce:
    """How many rows of that name a student has, counted by themselves: joined, each would be met once for each of the
    others'.
    """
    relation = Student._meta.get_field(name)
    owner = relation.field.name
    rows = relation.related_model._base_manager.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(rows.annotate(many=Count("pk")).values("many")), 0)


def _row(request: RightsRequest, today: object) -> Row:
    is_open = request.state in RightsRequest.OPEN
    late = is_open and request.due_on < today  # type: ignore[operator]
    has_copy = request.kind == Kind.ACCESS and request.about.startswith("export:")
    title = " · ".join(filter(None, (WORDS[Kind(request.kind)], FIELDS.get(request.about))))
    return Row(request, title, is_open, request.state == State.REFUSED, late, has_copy)
