"""Many paper consents at once, on the panel: files, a look at what they would do, and then all of it or nothing."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from redis.exceptions import RedisError

from eduai.lib import clock
from eduai.lib.envelope import SealBroken
from eduai.lib.errors import Conflict, EduError, InvalidInput
from tenants.access_log import Task, shown
from tenants.actors import person
from tenants.models.encrypted import opened, sealed
from tenants.services.paper_imports import MOST_CSV_BYTES, MOST_ZIP_BYTES, Plan, import_papers, read_papers
from tenants.sign_in.step_up import stepped_up

KEPT_SECONDS = 900
GONE = "미리 본 지 15분이 지나 파일을 지웠습니다. 다시 올려 주세요."
AWAY = "지금은 파일을 받아 둘 수 없습니다. 잠시 뒤에 다시 올려 주세요."


@stepped_up
def import_page(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """The form; POST of files shows what they would do, POST of `kept` does it."""
    if not request.user.has_perm("tenants.record_consent"):
        raise PermissionDenied
    page: dict[str, Any] = {"title": "종이 동의서 한꺼번에 넣기", "plan": None, "error": None}
    page |= {"most_table": MOST_CSV_BYTES, "most_scans": MOST_ZIP_BYTES}
    shown(request, ())
    if request.method == "POST":
        try:
            if "kept" in request.POST:
                return _take(request, request.POST["kept"])
            page |= _look(request)
        except EduError as refused:
            page["error"] = refused
    bad = page["error"] is not None or (page["plan"] is not None and page["plan"].errors)
    return TemplateResponse(request, "tenants/admin/paper_import.html", {**context, **page}, status=400 if bad else 200)


def _look(request: HttpRequest) -> dict[str, Any]:
    """What the files would do; they are kept, sealed, for a quarter of an hour where nothing is wrong with them."""
    table, scans = _read(request, "table", MOST_CSV_BYTES), _read(request, "scans", MOST_ZIP_BYTES)
    if not table:
        raise InvalidInput("표 파일을 골라 주세요.", field="table")
    plan = read_papers(table=table, scans=scans, actor=person(request.user), now=clock.now())
    _tell(request, plan)
    if plan.errors:
        return {"plan": plan}
    kept = secrets.token_urlsafe(24)
    whole = len(table).to_bytes(4, "big") + table + scans
    try:
        cache.set(f"papers:{request.user.pk}:{kept}", sealed(whole, "papers"), KEPT_SECONDS)
    except (RedisError, OSError) as error:
        raise Conflict(AWAY, field="table") from error
    return {"plan": plan, "kept": kept}


def _take(request: HttpRequest, kept: str) -> HttpResponse:
    key = f"papers:{request.user.pk}:{kept[:64]}"
    try:
        found = cache.get(key)
        whole = opened(found, "papers") if found else b""
        cache.delete(key)
    except (RedisError, OSError, SealBroken) as error:
        raise Conflict(GONE, field="table") from error
    if not whole:
        raise Conflict(GONE, field="table")
    size = int.from_bytes(whole[:4], "big")
    events = import_papers(
        table=whole[4 : 4 + size], scans=whole[4 + size :], actor=person(request.user), now=clock.now()
    )
    shown(request, {event.student_id for event in events}, task=Task.CHANGE)
    messages.success(request, f"종이 동의서의 답 {len(events)}개를 저장했습니다.")
    return redirect("admin:tenants_consentevent_changelist")


def _tell(request: HttpRequest, plan: Plan) -> None:
    shown(request, {row.student.pk for row in plan.rows})


def _read(request: HttpRequest, name: str, most: int) -> bytes:
    upload = request.FILES.get(name)
    return upload.read(most + 1) if upload else b""
