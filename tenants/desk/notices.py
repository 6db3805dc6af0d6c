"""Writing a notice on the panel: its facts, its two texts, who would be asked again, and publishing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from eduai.lib import clock
from eduai.lib.errors import EduError
from tenants import notice_texts
from tenants.access_log import shown
from tenants.actors import SYSTEM, person
from tenants.models import ConsentState, NoticeVersion, Purpose
from tenants.services.notices import current_notice, facts_hash, publish_first_notices, publish_notice, told_otherwise

NAMED = 30
OPTIONAL = {
    Purpose.OVERSEAS: notice_texts.MORE,
    **dict.fromkeys(
        (Purpose.COLLECTION, Purpose.TRAINING, Purpose.PHOTO),
        (*(name for name in notice_texts.THIRD_PARTY if name not in notice_texts.COLLECTION), *notice_texts.MORE),
    ),
}


def write_page(request: HttpRequest, purpose: str, *, context: dict[str, Any]) -> HttpResponse:
    """The form of one purpose's next notice; POST carries `do`: `preview` or `publish`."""
    if not request.user.has_perm("tenants.publish_notice"):
        raise PermissionDenied
    if purpose not in Purpose.values:
        raise Http404
    about = Purpose(purpose)
    publish_first_notices(actor=SYSTEM, now=clock.now())
    current = current_notice(purpose=about)
    facts, text, child_text = _typed(request, about, current)
    error: EduError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "publish":
                actor, now = person(request.user), clock.now()
                publish_notice(purpose=about, facts=facts, text=text, child_text=child_text, actor=actor, now=now)
                messages.success(request, f"{about.label} 고지문을 게시했습니다.")
                return redirect("admin:tenants_noticeversion_changelist")
            notice_texts.check(about, facts, text, child_text)
        except EduError as refused:
            error = refused
    again = _asked_again(about, current, facts)
    shown(request, [row.student_id for row in again])
    page = {
        **context,
        "title": f"{about.label} 고지문 쓰기",
        "purpose": about,
        "purposes": [(each.value, each.label) for each in Purpose],
        "current": current,
        "fields": [_field(name, about, facts) for name in (*_needed(about), *OPTIONAL[about])],
        "text": text,
        "child_text": child_text,
        "error": error,
        "told_otherwise": told_otherwise() if about == Purpose.OVERSEAS else (),
        "previewed": request.method == "POST" and error is None,
        "pieces": list(notice_texts.marked(text, [facts.get(name, "") for name in notice_texts.emphasised(about)])),
        "changed": current is None or facts_hash(facts) != current.facts_hash,
        "again": again[:NAMED],
        "many": len(again),
    }
    return TemplateResponse(request, "tenants/admin/notice.html", page, status=400 if error else 200)


def _typed(request: HttpRequest, purpose: Purpose, current: NoticeVersion | None) -> tuple[dict[str, str], str, str]:
    """What stands in the form: as typed, else as published, or as the recipient is described by now. A text left empty
    is written from the facts.
    """
    if request.method != "POST":
        return _published(purpose, current)
    names = (*_needed(purpose), *OPTIONAL[purpose])
    typed = {name: request.POST.get(f"fact_{name}", "").strip() for name in names}
    facts = {name: value for name, value in typed.items() if value}
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    child_text = request.POST.get("child_text", "").replace("\r\n", "\n").strip()
    whole = all(facts.get(name) for name in notice_texts.required_facts(purpose, facts))
    return facts, text or (notice_texts.adult_text(purpose, facts) if whole else ""), child_text


def _published(purpose: Purpose, current: NoticeVersion | None) -> tuple[dict[str, str], str, str]:
    facts = dict(current.facts) if current else dict(notice_texts.FIRST_FACTS[purpose])
    if notice_texts.unlike_recipient(purpose, facts):
        facts |= notice_texts.registered_facts()
        return facts, notice_texts.adult_text(purpose, facts), notice_texts.child_text(purpose, facts)
    return facts, current.text if current else "", current.child_text if current else ""


def _needed(purpose: Purpose) -> tuple[str, ...]:
    return notice_texts.required_facts(purpose, {})


def _field(name: str, purpose: Purpose, facts: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "label": notice_texts.LABELS[name],
        "value": facts.get(name, ""),
        "required": name in _needed(purpose),
        "registered": purpose == Purpose.OVERSEAS and name in notice_texts.REGISTERED,
        "emphasised": name in notice_texts.emphasised(purpose),
    }


def _asked_again(purpose: Purpose, current: NoticeVersion | None, facts: dict[str, str]) -> list[ConsentState]:
    """Whose consent to the facts as they stand would no longer count."""
    if current is None or facts_hash(facts) == current.facts_hash:
        return []
    rows = ConsentState.objects.filter(purpose=purpose, allowed=True, facts_hash=current.facts_hash)
    return list(rows.select_related("student").order_by("student__code"))
