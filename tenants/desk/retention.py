"""How long the academy keeps what, on the panel: each kind with its law, what is due, and what was destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput
from tenants.actors import person
from tenants.models import Destruction, PurgeRun
from tenants.retention import SCHEDULES, Schedule
from tenants.services.retention import checked_period, due_counts, going, next_purge, periods, set_period
from tenants.sign_in.step_up import stepped_up

SHOWN = 20
# A longer number is as good as this one, which no period may be.
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record as its card shows it."""

    schedule: Schedule
    days: int
    due: int
    typed: str


@dataclass(frozen=True, slots=True)
class Shorter:
    """A shorter period that waits for a yes, and how many records the next purge would then remove."""

    kind: str
    days: int
    going: int


def retention_page(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Every kind; POST carries `kind` and `days`, and for a shorter period `going`: how many were said to go."""
    if not request.user.has_perm("tenants.change_retention"):
        raise PermissionDenied
    if request.method == "POST":
        changed: HttpResponse = _change(request, context)
        return changed
    return _page(request, context)


@stepped_up
def _change(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    try:
        asked = _set(request)
    except EduError as error:
        return _page(request, context, error=error)
    return _page(request, context, asked=asked) if asked else redirect(request.path)


def _set(request: HttpRequest) -> Shorter | None:
    """Sets the period; in its place what has to be agreed to, where records go that nobody was told of."""
    kind, days, now = request.POST.get("kind", ""), _number(request.POST.get("days", "")), clock.now()
    schedule = checked_period(kind=kind, days=days)
    if days < periods()[kind]:
        many = going(kind=kind, days=days, now=now)
        if _number(request.POST.get("going", ""), otherwise=-1) < many:
            return Shorter(kind, days, many)
    set_period(kind=kind, days=days, actor=person(request.user), now=now)
    messages.success(request, f"{schedule.title}: 이제 {days}일 동안 보관합니다.")
    return None


def _page(
    request: HttpRequest, context: dict[str, Any], error: EduError | None = None, asked: Shorter | None = None
) -> HttpResponse:
    now = clock.now()
    kept = _kept(request)
    known = any(row.schedule.kind == request.POST.get("kind") for row in kept)
    page = {
        **context,
        "title": "보유 기간과 파기",
        "kept": kept,
        "fixed": [row for row in SCHEDULES.values() if row.remove is None],
        "error": error,
        "at": request.POST.get("kind", "") if known else "",
        "asked": asked,
        "next": next_purge(now=now),
        "runs": [(_title(run.kind), run) for run in PurgeRun.objects.all()[:SHOWN]],
        "destroyed": [(_title(row.kind), row) for row in Destruction.objects.all()[:SHOWN]],
    }
    return TemplateResponse(request, "tenants/admin/retention.html", page, status=400 if error else 200)


def _kept(request: HttpRequest) -> list[Kept]:
    days, due = periods(), due_counts(now=clock.now())
    typed = {request.POST.get("kind", ""): request.POST.get("days", "")}
    return [
        Kept(row, days[kind], due.get(kind, 0), typed.get(kind, str(days[kind])))
        for kind, row in SCHEDULES.items()
        if row.remove is not None
    ]


def _title(kind: str) -> str:
    """What the log calls a kind of record: by its schedule, or by the table of an erasure."""
    if kind in SCHEDULES:
        return SCHEDULES[kind].title
    if kind == "file":
        return "파일"
    names = (model._meta.verbose_name for model in apps.get_models() if model._meta.model_name == kind)
    return str(next(names, kind))


def _number(text: str, otherwise: int | None = None) -> int:
    """The number; without `otherwise` a sentence for what is none, so that one too long meets the allowed range."""
    text = text.strip()
    if text.isdecimal():
        digits = text.lstrip("0") or "0"
        if len(digits) <= MOST_DIGITS:
            return int(digits)
        return 10**MOST_DIGITS if otherwise is None else otherwise
    if otherwise is None:
        raise InvalidInput("며칠 동안 보관할지 숫자로 적어 주세요. 예: 180", field="days")
    return otherwise
