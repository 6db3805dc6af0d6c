"""Many paper consents at once, on the panel: files, a look at what they would do, and then all of it or nothing."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, suppress
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
TAKEN = "이 파일은 지금 저장하고 있거나 이미 저장했습니다. 동의 목록에서 확인해 주세요."
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
            page |= {"error": refused, **_again(request)}
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


def _again(request: HttpRequest) -> dict[str, Any]:
    """The kept files once more where an import of them was refused: nobody has to upload them again."""
    kept = request.POST.get("kept", "")
    with suppress(EduError):
        table, scans = _opened(_key(request, kept))
        plan = read_papers(table=table, scans=scans, actor=person(request.user), now=clock.now())
        _tell(request, plan)
        return {"plan": plan, "kept": kept}
    return {}


def _take(request: HttpRequest, kept: str) -> HttpResponse:
    """One press enters the files; of two at once the other is told so. Refused, they stay for another press."""
    key = _key(request, kept)
    table, scans = _opened(key)
    with ExitStack() as undo:
        _claim(key)
        undo.callback(_forget, f"{key}:taken")
        events = import_papers(table=table, scans=scans, actor=person(request.user), now=clock.now())
        undo.pop_all()
    _forget(key)
    shown(request, {event.student_id for event in events}, task=Task.CHANGE)
    messages.success(request, f"종이 동의서의 답 {len(events)}개를 저장했습니다.")
    return redirect("admin:tenants_consentevent_changelist")


def _key(request: HttpRequest, kept: str) -> str:
    return f"papers:{request.user.pk}:{kept[:64]}"


def _opened(key: str) -> tuple[bytes, bytes]:
    """The table and the scans that were kept. Raises Conflict where they are gone."""
    try:
        found = cache.get(key)
        whole = opened(found, "papers") if found else b""
    except (RedisError, OSError, SealBroken) as error:
        raise Conflict(GONE, field="table") from error
    if not whole:
        raise Conflict(GONE, field="table")
    size = int.from_bytes(whole[:4], "big")
    return whole[4 : 4 + size], whole[4 + size :]


def _claim(key: str) -> None:
    """The mark outlives the files, so that who read them before they went finds it."""
    try:
        first = cache.add(f"{key}:taken", 1, KEPT_SECONDS)
    except (RedisError, OSError) as error:
        raise Conflict(AWAY, field="table") from error
    if not first:
        raise Conflict(TAKEN, field="table")


def _forget(key: str) -> None:
    with suppress(RedisError, OSError):  # it is gone by itself after a quarter of an hour
        cache.delete(key)


def _tell(request: HttpRequest, plan: Plan) -> None:
    shown(request, {row.student.pk for row in plan.rows})


def _read(request: HttpRequest, name: str, most: int) -> bytes:
    upload = request.FILES.get(name)
    return upload.read(most + 1) if upload else b""
