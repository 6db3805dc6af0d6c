"""Models and money: what the calls of a month were and cost, what they may cost, and which model answers what."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, localtime

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput
from questions import stages
from questions.admin.site import PanelAdmin
from questions.admin.words import TASK_NAMES, author_name
from questions.services.shadow import comparisons
from questions.services.usage import accepted_questions
from tenants.access_log import Task, reason_given, shown
from tenants.actors import Actor, person
from tenants.models import Budget, RoutePolicy
from tenants.services import budgets, routing
from tenants.services.spending import Day, Spending, break_even, by_day, month, month_of, spending, table
from tenants.sign_in.step_up import stepped_up

TASKS = (*stages.SENT_FOR.values(), stages.EMBEDDING)
# The shadow is named by the road of the task that it shadows; there is one embedder for all.
ROADS = tuple(task for task in stages.SENT_FOR.values() if task != stages.SENT_FOR[stages.Kind.SHADOW])


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart; heights are percentages of the dearest day."""

    label: str
    title: str
    home_height: float
    overseas_height: float


@admin.register(Budget)
class BudgetAdmin(PanelAdmin):
    """One page in place of a list: the month's figures, budgets and roads, each changed by its service."""

    student_path = None
    actions = None
    fields = ("task", "period", "limit_krw", "started", "held_krw", "spent_krw")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The page; `?month=2026-11`. POST carries `change`: budget, road, or `file` for the lines as a
        file, with the `reason`.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        wants_file = request.POST.get("change") == "file"
        if request.method == "POST" and not wants_file and self._change(request):
            return redirect(request.get_full_path())
        since, until = _month(request.GET.get("month", ""))
        found = spending(since=since, until=until, accepted=accepted_questions(since=since, until=until))
        if wants_file:
            try:
                return _file(request, found)
            except InvalidInput as error:
                self.message_user(request, error.sentence, messages.ERROR)
        page = self._page(request, found) | {"reason": request.POST.get("reason", ""), "typed": request.POST}
        refused = request.method == "POST"
        return TemplateResponse(request, "questions/admin/money.html", page, status=400 if refused else 200)

    def _change(self, request: HttpRequest) -> bool:
        """Do what was asked for and say so; False where it was refused."""
        change = CHANGES.get(request.POST.get("change", ""))
        if change is None:
            raise Http404
        try:
            done = change(request.POST, person(request.user))
        except EduError as error:
            self.message_user(request, error.sentence, messages.ERROR)
            return False
        self.message_user(request, done, messages.SUCCESS)
        return True

    def _page(self, request: HttpRequest, found: Spending) -> dict[str, Any]:
        share, each, today = found.fallback_share, found.krw_per_accepted, localdate(clock.now())
        return {
            **self.admin_site.each_context(request),
            "title": "모델과 비용",
            "opts": self.model._meta,
            "found": found,
            "month": f"{localtime(found.since):%Y-%m}",
            "lines": [(TASK_NAMES.get(line.task, line.task), author_name(line.backend), line) for line in found.lines],
            "share": None if share is None else round(100 * share, 1),
            "each": each,
            "even": break_even(found=found),
            "bars": _bars(by_day(since=found.since, until=found.until)),
            "budgets": [_budget(row.of(today)) for row in Budget.objects.all()],
            "roads": [_as_typed(_road(task), request.POST) for task in ("", *ROADS)],
            "tasks": [(task, TASK_NAMES.get(task, task)) for task in TASKS],
            "periods": Budget.Period.choices,
            "backends": [(name, author_name(name)) for name in routing.configured()],
            "comparisons": [(author_name(row.served), author_name(row.shadow), row) for row in comparisons()],
            "may_change": request.user.has_perm("tenants.change_budget"),
        }


def _month(text: str) -> tuple[datetime, datetime]:
    """The named month, or this one where the text names none."""
    try:
        return month(named=text)
    except InvalidInput:
        return month_of(moment=clock.now())


@stepped_up
def _file(request: HttpRequest, found: Spending) -> HttpResponse:
    """The lines as a file; the reason for having them goes into the access log."""
    shown(request, (), task=Task.DOWNLOAD, reason=reason_given(request.POST.get("reason", "")))
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="usage-{localtime(found.since):%Y-%m}.csv"'
    csv.writer(answer).writerows(table(found=found))
    return answer


def _bars(days: list[Day]) -> list[Bar]:
    dearest = max((day.home_krw + day.overseas_krw for day in days), default=Decimal(0)) or Decimal(1)
    return [
        Bar(
            f"{day.day:%d}",
            f"{day.day:%m월 %d일}: 자체 서버 {day.home_krw:,.0f}원, OpenAI {day.overseas_krw:,.0f}원, "
            f"성공 {day.served}회",
            float(100 * day.home_krw / dearest),
            float(100 * day.overseas_krw / dearest),
        )
        for day in days
    ]


def _budget(row: Budget) -> tuple[str, Budget, int]:
    """Its task's name, itself, and the per cent of the limit that is spent or held."""
    taken = row.held_krw + row.spent_krw
    used = min(100, round(100 * taken / row.limit_krw)) if row.limit_krw else 100
    return TASK_NAMES.get(row.task, "모든 작업"), row, used


def _road(task: str) -> dict[str, Any]:
    route = routing.road(task=task)
    rungs = {rung.backend: (place, rung) for place, rung in enumerate(route.rungs, start=1)}
    return {
        "task": task,
        "name": TASK_NAMES.get(task, "모든 작업"),
        "own": RoutePolicy.objects.filter(task=task).exists(),
        "rungs": [
            {"name": name, "label": author_name(name), "place": place, "share": share, "hardest": hardest}
            for name in routing.configured()
            for place, share, hardest in [_percents(rungs.get(name))]
        ],
        "shadow": route.shadow,
        "shadow_share": round(100 * route.shadow_share),
    }


def _as_typed(road: dict[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The road with what somebody typed for it and was refused."""
    if typed.get("change") != "road" or typed.get("task") != road["task"]:
        return road
    kept = ("place", "share", "hardest")
    rungs = [rung | {name: typed.get(f"{rung['name']}-{name}", rung[name]) for name in kept} for rung in road["rungs"]]
    shadow = {"shadow": typed.get("shadow", ""), "shadow_share": typed.get("shadow-share", "")}
    return road | shadow | {"rungs": rungs, "refused": True}


def _percents(found: tuple[int, Any] | None) -> tuple[str, int, int]:
    if found is None:
        return "", 100, 100
    place, rung = found
    return str(place), round(100 * rung.share), round(100 * rung.hardest)


def _set_budget(data: Mapping[str, str], actor: Actor) -> str:
    text = data.get("limit_krw", "").replace(",", "").strip()
    try:
        limit = Decimal(text) if text else None
        period = Budget.Period(data.get("period", ""))
    except (InvalidOperation, ValueError) as error:
        raise InvalidInput("예산은 원 단위의 수로, 기간은 하루나 한 달로 적어 주세요.", field="limit_krw") from error
    budgets.set_budget(task=data.get("task", ""), period=period, limit_krw=limit, tasks=TASKS, actor=actor)
    return "예산을 없앴습니다." if limit is None else "예산을 정했습니다. 다음 호출부터 지킵니다."


def _set_road(data: Mapping[str, str], actor: Actor) -> str:
    placed = [(_place(data, name), name) for name in routing.configured()]
    rungs = [
        {"backend": name, "share": _fraction(data, f"{name}-share"), "hardest": _fraction(data, f"{name}-hardest")}
        for place, name in sorted(placed)
        if place
    ]
    routing.set_road(
        task=data.get("task", ""),
        rungs=rungs,
        shadow=data.get("shadow", ""),
        shadow_share=_fraction(data, "shadow-share"),
        tasks=ROADS,
        actor=actor,
        now=clock.now(),
    )
    return "모델 순서를 바꿨습니다. 몇 초 안에 모든 작업에 적용됩니다."


def _place(data: Mapping[str, str], backend: str) -> int:
    """The backend's place on the road, from 1; 0 where it is not on it."""
    text = data.get(f"{backend}-place", "").strip()
    if text and not (text.isdecimal() and len(text) < 3 and int(text) > 0):
        raise InvalidInput("순서는 1부터의 수로 적어 주세요. 비우면 그 모델을 쓰지 않습니다.", field=backend)
    return int(text) if text else 0


def _fraction(data: Mapping[str, str], name: str) -> float:
    try:
        return float(data.get(name, "") or 0) / 100
    except ValueError as error:
        raise InvalidInput("비율은 0에서 100까지의 수입니다.", field=name) from error


CHANGES: dict[str, Callable[[Mapping[str, str], Actor], str]] = {"budget": _set_budget, "road": _set_road}
