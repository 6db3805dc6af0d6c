"""The desk for what people ask about their data: by its day, and each request with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions.admin.site import PanelAdmin, day_and_time
from questions.services import decisions
from tenants.access_log import Task
from tenants.actors import person
from tenants.desk.paper_requests import enter_page, whose_page
from tenants.desk.retention import retention_page
from tenants.korean_days import day_of
from tenants.models import RightsRequest
from tenants.services import correction, matters, paper_requests, rights, rights_desk
from tenants.sign_in.step_up import stepped_up

Kind, State = RightsRequest.Kind, RightsRequest.State
EVERYTHING = "all"
# What asks for a person's judgement: teachers see it too.
JUDGED = (Kind.HUMAN_REVIEW, Kind.OBJECTION)
# What cannot be taken back, or lets data out, asks for the second key again.
GRAVE = ("hand_out", "erase")


class OpenFirst(admin.SimpleListFilter):
    """By state; without a choice, what waits for an answer."""

    title = _("state")
    parameter_name = "state__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rest = [choice for choice in State.choices if choice[0] != State.RECEIVED]
        return [*rest, (EVERYTHING, _("All"))]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        first, *rest = super().choices(changelist)
        yield first | {"display": State.RECEIVED.label, "selected": self.value() in (None, State.RECEIVED)}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[RightsRequest]) -> QuerySet[RightsRequest]:
        state = self.value() or State.RECEIVED
        if state == State.RECEIVED:
            return queryset.filter(state__in=RightsRequest.OPEN)
        return queryset if state == EVERYTHING else queryset.filter(state=state)


@admin.register(RightsRequest)
class RightsRequestAdmin(PanelAdmin):
    """What waits is sorted by its day. Teachers see what asks for a person's judgement; directors all."""

    student_path = "student_id"
    list_display = ("due", "what", "student", "who", "state", "received")
    list_filter = (OpenFirst, "kind")
    ordering = ("due_on", "received_at")
    actions = None
    list_before_template = "questions/admin/rights_list.html"
    empty_hint = "답을 기다리는 요청이 없습니다. 학생이나 보호자가 ‘내 정보’ 화면에서 요청하면 여기에 올라옵니다."

    def get_urls(self) -> list[Any]:
        panel = self.admin_site.admin_view
        own = [
            path("enter/", panel(self.enter), name="rights_enter"),
            path("enter/<int:student_id>/", panel(self.enter_for), name="rights_enter_for"),
            path("retention/", panel(self.retention), name="retention"),
        ]
        return own + super().get_urls()

    def enter(self, request: HttpRequest) -> HttpResponse:
        return whose_page(request, context=self._frame(request))

    def enter_for(self, request: HttpRequest, student_id: int) -> HttpResponse:
        return enter_page(request, student_id, context=self._frame(request))

    def retention(self, request: HttpRequest) -> HttpResponse:
        return retention_page(request, context=self._frame(request))

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.model._meta}

    def get_queryset(self, request: HttpRequest) -> QuerySet[RightsRequest]:
        rows = super().get_queryset(request).select_related("student", "asked_by", "answered_by")
        return rows if request.user.has_perm("tenants.answer_rights") else rows.filter(kind__in=JUDGED)

    @admin.display(description=_("answer by"), ordering="due_on")
    def due(self, row: RightsRequest) -> str:
        left = (row.due_on - day_of(clock.now())).days
        if row.state not in RightsRequest.OPEN:
            return f"{row.due_on:%Y.%m.%d}"
        if left < 0:
            return format_html('<b class="overdue">{} ({}일 지남)</b>', f"{row.due_on:%Y.%m.%d}", -left)
        return format_html("{} ({})", f"{row.due_on:%Y.%m.%d}", f"{left}일 남음" if left else "오늘까지")

    @admin.display(description=_("request"), ordering="kind")
    def what(self, row: RightsRequest) -> str:
        return str(row.get_kind_display())

    @admin.display(description=_("student"))
    def student(self, row: RightsRequest) -> str:
        return str(row.student or row.subject)

    @admin.display(description=_("asked by"))
    def who(self, row: RightsRequest) -> str:
        return str(row.asked_by or ("종이로 냄" if row.channel == "paper" else "지운 계정"))

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, row: RightsRequest) -> str:
        return day_and_time(row.received_at)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One request. POST carries `decision`."""
        row: RightsRequest = self.opened(request, object_id)
        decision = request.POST.get("decision", "")
        if request.method == "POST" and decision not in ACTS:
            raise Http404
        self.declare(request, [row], Task.CHANGE if request.method == "POST" else Task.VIEW)
        if request.method == "POST":
            done = (self._grave if decision in GRAVE else self._decide)(request, row, ACTS[decision])
            if done is not None:
                return done
            row.refresh_from_db()
        status = 400 if request.method == "POST" else 200
        return TemplateResponse(request, "questions/admin/rights.html", self._desk(request, row), status=status)

    def _decide(self, request: HttpRequest, row: RightsRequest, act: Callable[..., None]) -> HttpResponse | None:
        try:
            act(row, request.POST, person(request.user), clock.now())
        except EduError as error:
            self.message_user(request, error.sentence, messages.ERROR)
            return None
        self.message_user(request, "답했습니다. 요청한 사람의 화면에 바로 보입니다.", messages.SUCCESS)
        return redirect("admin:tenants_rightsrequest_changelist")

    @stepped_up
    def _grave(self, request: HttpRequest, row: RightsRequest, act: Callable[..., None]) -> HttpResponse | None:
        return self._decide(request, row, act)

    def _desk(self, request: HttpRequest, row: RightsRequest) -> dict[str, Any]:
        is_open = row.state in RightsRequest.OPEN
        answers = "tenants.answer_objections" if row.kind == Kind.OBJECTION else "tenants.answer_rights"
        may = request.user.has_perm(answers)
        verdicts = decisions.VERDICTS.get(row.about.partition(":")[0], {}) if row.kind == Kind.HUMAN_REVIEW else {}
        return {
            **self._frame(request),
            "title": row.get_kind_display(),
            "right": row,
            "due": self.due(row),
            "who": self.who(row),
            "identified": _identified(row),
            "article": rights.PERIODS[row.kind].article,
            "field": matters.FIELDS.get(row.about, ""),
            "now": _as_it_is(row),
            "against": matters.refused_request(student=row.student, about=row.about),
            "correctable": row.about.partition(".")[0] in correction.APPLY,
            "told": _told(row),
            "verdicts": verdicts,
            "is_open": is_open,
            "may": may and is_open,
            "may_judge": bool(verdicts) and is_open and request.user.has_perm("questions.review_blueprint"),
            "may_extend": may and is_open and row.extended < rights.PERIODS[row.kind].extensions,
            "begun": row.state == State.IN_HAND,
            "left": rights_desk.left_of(request=row) if row.state == State.IN_HAND else [],
            "typed": request.POST if request.method == "POST" else {},
        }


def _identified(row: RightsRequest) -> str:
    """How it was made sure who asked."""
    if row.identified_by.startswith("guardianship:"):
        return "확인된 보호자"
    return paper_requests.IDENTIFIED.get(row.identified_by, "본인 계정")


def _as_it_is(row: RightsRequest) -> str:
    """What stands now where a student's own field is to be corrected."""
    field = row.about.removeprefix("student.")
    if row.student is None or row.about not in matters.FIELDS:
        return ""
    return str(getattr(row.student, field) or "비어 있음")


def _told(row: RightsRequest) -> str:
    """How the program decided, for the teacher who looks again; empty for anything else."""
    explains = rights.EXPLAIN.get(row.about.partition(":")[0])
    if row.kind != Kind.HUMAN_REVIEW or explains is None or row.student is None:
        return ""
    try:
        return str(explains(student=row.student, about=row.about, to_staff=True))
    except EduError as error:
        return error.sentence


def _complete(row: Any, typed: Any, actor: Any, now: Any) -> None:
    rights.complete_request(request=row, answer=typed.get("answer", ""), actor=actor, now=now)


def _refuse(row: Any, typed: Any, actor: Any, now: Any) -> None:
    rights.refuse_request(request=row, reason=typed.get("reason", ""), actor=actor, now=now)


def _extend(row: Any, typed: Any, actor: Any, now: Any) -> None:
    rights.extend_request(request=row, reason=typed.get("delay", ""), actor=actor, now=now)


def _correct(row: Any, typed: Any, actor: Any, now: Any) -> None:
    correction.apply_correction(request=row, value=typed.get("value", ""), actor=actor, now=now)


def _judge(row: Any, typed: Any, actor: Any, now: Any) -> None:
    verdict, comment = typed.get("verdict", ""), typed.get("comment", "")
    decisions.decide_again(request=row, verdict=verdict, comment=comment, actor=actor, now=now)


def _hand_out(row: Any, typed: Any, actor: Any, now: Any) -> None:
    rights_desk.hand_out(request=row, actor=actor, now=now)


def _erase(row: Any, typed: Any, actor: Any, now: Any) -> None:
    rights_desk.erase_as_asked(request=row, actor=actor, now=now)


def _looked(row: Any, typed: Any, actor: Any, now: Any) -> None:
    rights_desk.answer_after_looking(request=row, answer=typed.get("answer", ""), actor=actor, now=now)


ACTS: dict[str, Callable[..., None]] = {
    "complete": _complete,
    "refuse": _refuse,
    "extend": _extend,
    "correct": _correct,
    "judge": _judge,
    "hand_out": _hand_out,
    "erase": _erase,
    "looked": _looked,
}
