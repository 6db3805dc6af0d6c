"""The panel's menu: what a role may see, grouped as a teacher thinks of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from eduai.lib import clock
from questions import access
from tenants.services.rights import open_requests, overdue_requests

# Title, icon, and the pages below it: title, icon, the model's or the page's own address name, permission.
Pages = tuple[tuple[str, str, str, str], ...]
GROUPS: tuple[tuple[str, Pages], ...] = (
    (
        "유사문제",
        (
            ("유사문제 검토", "fact_check", "questions_blueprint", "questions.view_blueprint"),
            ("변형 문제", "quiz", "questions_variant", "questions.view_variant"),
            ("생성 작업", "manufacturing", "questions_generationjob", "questions.view_generationjob"),
        ),
    ),
    (
        "오답과 연습",
        (
            ("오답노트", "edit_note", "questions_note", "questions.view_note"),
            ("연습 기록", "history_edu", "questions_practiceattempt", "questions.view_practiceattempt"),
            ("복습할 개념", "event_repeat", "questions_dueconcept", "questions.view_dueconcept"),
        ),
    ),
    (
        "학생과 동의",
        (
            ("개인정보 요청", "how_to_reg", "tenants_rightsrequest", "tenants.view_rightsrequest"),
            ("보유 기간과 파기", "auto_delete", "retention", "tenants.change_retention"),
            ("학생", "school", "tenants_student", "tenants.view_student"),
            ("보호자", "family_restroom", "tenants_guardianship", "tenants.view_guardianship"),
            ("동의", "verified_user", "tenants_consentevent", "tenants.view_consentevent"),
            ("고지문", "description", "tenants_noticeversion", "tenants.view_noticeversion"),
            ("메시지", "mail", "tenants_message", "tenants.view_message"),
        ),
    ),
    (
        "학원",
        (
            ("기록", "receipt_long", "tenants_auditrecord", "tenants.view_auditrecord"),
            ("접속 기록", "visibility", "tenants_accessrecord", "tenants.view_accessrecord"),
            ("접속 기록 점검", "rule", "tenants_accessreview", "tenants.view_accessreview"),
            ("모델과 비용", "payments", "tenants_budget", "tenants.view_budget"),
            ("사용량", "data_usage", "tenants_usagerow", "tenants.view_usagerow"),
            ("구성원", "badge", "tenants_user", "tenants.view_user"),
            ("API 키", "key", "tenants_apikey", "tenants.view_apikey"),
        ),
    ),
)
QUEUE = "questions_blueprint"
RIGHTS = "tenants_rightsrequest"
# Pages that are no list of a model, though their address lies below one's.
ALONE = {"retention"}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu's groups for the theme. Groups and pages that the role may not see are left out."""
    home = {"title": "한눈에 보기", "icon": "dashboard", "link": reverse("admin:index")}
    groups = [{"title": title, "items": _items(request, pages)} for title, pages in GROUPS]
    return [{"items": [home]}, *(group for group in groups if group["items"])]


def _items(request: HttpRequest, pages: Pages) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    is_alone = request.path in {reverse(f"admin:{page}") for page in ALONE}
    for title, icon, model, permission in pages:
        if not request.user.has_perm(permission):
            continue
        place = model if model in ALONE else f"{model}_changelist"
        items.append({"title": title, "icon": icon, "link": reverse(f"admin:{place}")})
        if is_alone and model not in ALONE:
            items[-1] |= {"active": False}
        if model == QUEUE:
            items[-1] |= {"badge": access.blueprints_in_review().count(), "badge_variant": "primary"}
        if model == RIGHTS and request.user.has_perm("tenants.answer_rights"):
            late = overdue_requests(now=clock.now()).exists()
            items[-1] |= {"badge": open_requests().count(), "badge_variant": "danger" if late else "primary"}
    return items
