"""Who gets what at every address of an academy: each role, with an id of their own, another student's, another
academy's, and one that is gone. A new address fails until it is in the table; a foreign id answers like none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from questions.models import PracticeAttempt, Variant
from tenants import tenancy
from tenants.models import ApiKey, AuditRecord, NoticeVersion
from tests.cast import note, verified
from tests.integration.scene import VISITORS, Scene, visitor

SIGN_IN = (302,) * 4

# --- addresses without an id: the status of GET for each of the first six visitors -------------------------------
EVERYBODY = (200,) * 6
ONESELF = (302, *(200,) * 5)
STUDENTS = (302, 200, 403, 403, 403, 403)
STAFF = (302, 302, 302, 200, 200, 200)
PAGES: dict[str, tuple[int, ...]] = {
    "": (302, 200, 302, 302, 302, 302),
    "notes/new": STUDENTS,
    "practice/": (302, 302, 403, 403, 403, 403),
    "login/": EVERYBODY,
    "login/second/": (302,) * 6,
    "account/": ONESELF,
    "account/ai/": ONESELF,
    "account/factor/": ONESELF,
    "account/passkeys/": ONESELF,
    "account/address/": ONESELF,
    "account/password/": ONESELF,
    "account/recovery-codes/": (302, *(405,) * 5),
    "account/elsewhere/": (302, *(405,) * 5),
    "logout/": (405,) * 6,
    "rights/": (302, 200, 200, 403, 403, 403),
    "privacy": EVERYBODY,
    "consents/": (302, 200, 200, 403, 403, 403),
    "consents/ask": STUDENTS,
    "consents/key": EVERYBODY,
    "consents/waiting": (302, *(405,) * 5),
    "guardians/<str:token>": (404,) * 6,
    "operators/": (404,) * 6,
    "operators/new": (404,) * 6,
    "operators/<int:academy_id>/state": (404,) * 6,
    "health/live": EVERYBODY,
    "health/ready": EVERYBODY,
    "api/v1/notes": (401,) * 6,
    "api/v1/schema": EVERYBODY,
    "api/v1/docs": EVERYBODY,
    "admin/": STAFF,
    "admin/search/": STAFF,
    "admin/jsi18n/": STAFF,
    "admin/login/": (302,) * 6,
    "admin/logout/": (302, 302, 302, 405, 405, 405),
    "admin/password_change/": (302,) * 6,
    "admin/password_change/done/": STAFF,
    "admin/tenants/consentevent/import/": (302, 302, 302, 403, 403, 200),
    "admin/tenants/consentevent/processors/": (302, 302, 302, 403, 403, 200),
    "admin/tenants/rightsrequest/enter/": (302, 302, 302, 403, 403, 200),
    "admin/tenants/rightsrequest/retention/": (302, 302, 302, 403, 403, 200),
    "admin/tenants/noticeversion/write/<str:purpose>/": (302, 302, 302, 403, 403, 200),
    "admin/autocomplete/": (302, 302, 302, 403, 403, 403),
    "admin/r/<path:anything>": (404,) * 6,
    "admin/^(?P<app_label>tenants|questions|auth)/$": STAFF,
    "admin/(?P<url>.*)$": (302, 302, 302, 404, 404, 404),
}
BEHIND = {
    "guardians/<str:token>": "guardians/nobodys",
    "admin/tenants/noticeversion/write/<str:purpose>/": "admin/tenants/noticeversion/write/overseas/",
    "admin/^(?P<app_label>tenants|questions|auth)/$": "admin/questions/",
    "admin/(?P<url>.*)$": "admin/nothing-here",
    "admin/r/<path:anything>": "admin/r/1/1/",
    "operators/<int:academy_id>/state": "operators/1/state",
}

# --- addresses with an id: for each visitor, the statuses of IDS ------------------------------------------------
# Where an address has more than the id, what stands in its place.
FILLED = {"consents/<int:student_id>/<str:purpose>": "consents/<int:student_id>/overseas"}
ALL, MINE, NONE, REFUSED = (200, 200, 404, 404), (200, 404, 404, 404), (404,) * 4, (403,) * 4
OBJECTS: dict[str, tuple[str, dict[str, tuple[int, ...]]]] = {
    **{
        path: (
            "questions.note",
            {"anonymous": SIGN_IN, "student": MINE, "guardian": MINE}
            | dict.fromkeys(("assistant", "teacher", "director"), ALL),
        )
        for path in ("notes/<uuid:note_id>", "notes/<uuid:note_id>/progress")
    },
    "consents/<int:student_id>/<str:purpose>": (
        "tenants.student",
        {"anonymous": SIGN_IN, "student": MINE, "guardian": MINE}
        | dict.fromkeys(("assistant", "teacher", "director"), REFUSED),
    ),
    "admin/tenants/consentevent/of/<int:student_id>/": (
        "tenants.student",
        dict.fromkeys(("anonymous", "student", "guardian"), SIGN_IN)
        | {"assistant": REFUSED}
        | dict.fromkeys(("teacher", "director"), ALL),
    ),
    "admin/tenants/rightsrequest/enter/<int:student_id>/": (
        "tenants.student",
        dict.fromkeys(("anonymous", "student", "guardian"), SIGN_IN)
        | dict.fromkeys(("assistant", "teacher"), REFUSED)
        | {"director": ALL},
    ),
    "consents/receipts/<int:event_id>": (
        "tenants.consentevent",
        {"anonymous": SIGN_IN, "student": MINE, "guardian": MINE, "assistant": REFUSED}
        | dict.fromkeys(("teacher", "director"), ALL),
    ),
    "practice/<uuid:variant_id>": (
        "questions.variant",
        {"anonymous": SIGN_IN, "student": MINE}
        | dict.fromkeys(("guardian", "assistant", "teacher", "director"), REFUSED),
    ),
    "practice/answers/<uuid:attempt_id>": (
        "questions.practiceattempt",
        {"anonymous": SIGN_IN, "student": MINE}
        | dict.fromkeys(("guardian", "assistant", "teacher", "director"), REFUSED),
    ),
    "evidence/<uuid:evidence_id>": (
        "tenants.evidence",
        {"anonymous": SIGN_IN, "director": ALL}
        | dict.fromkeys(("student", "guardian", "assistant", "teacher"), REFUSED),
    ),
    **{
        path: (
            "questions.note",
            dict.fromkeys(VISITORS, (401,) * 4) | {"partner": ALL},
        )
        for path in ("api/v1/notes/<uuid:note_id>", "api/v1/notes/<uuid:note_id>/questions")
    },
}

# --- the panel: which roles may look at which model. Nobody adds or deletes there. ------------------------------
THREE, TWO, ONE = {"assistant", "teacher", "director"}, {"teacher", "director"}, {"director"}
PANEL: dict[str, set[str]] = {
    "questions.note": THREE,
    "questions.blueprint": THREE,
    "questions.variant": THREE,
    "questions.generationjob": THREE,
    "questions.practiceattempt": THREE,
    "questions.dueconcept": THREE,
    "tenants.student": THREE,
    "tenants.consentevent": TWO,
    "tenants.rightsrequest": TWO,
    "tenants.usagerow": TWO,
    "tenants.message": TWO,
    "tenants.budget": ONE,
    "tenants.user": ONE,
    "tenants.guardianship": ONE,
    "tenants.noticeversion": ONE,
    "tenants.auditrecord": ONE,
    "tenants.accessrecord": ONE,
    "tenants.accessreview": TWO,
    "tenants.apikey": ONE,
    "auth.group": set(),  # and there are none
}
# Django's panel sends back to its first page who asks for a row that is not there; our desks say 404.
DESK = {"questions.blueprint", "tenants.accessreview", "tenants.rightsrequest", "tenants.user"}
ACTIONS = ("history/", "delete/", "change/", "")


def addresses() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            place = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, place)
            else:
                yield place

    return set(walk(get_resolver("eduai.urls").url_patterns, ""))


def of_panel(label: str) -> set[str]:
    base = f"admin/{label.replace('.', '/')}/"
    return {base, f"{base}add/", *(f"{base}<path:object_id>/{action}" for action in ACTIONS)}


SHORTCUT = "admin/r/<path:content_type_id>/<path:object_id>/"


def test_every_address_of_an_academy_is_in_the_table() -> None:
    declared = set(PAGES) | set(OBJECTS) | {SHORTCUT}.union(*(of_panel(label) for label in PANEL))

    assert addresses() == declared
    assert {model._meta.label_lower for model in admin.site._registry} == set(PANEL)


def said(answer: Any, *ids: object) -> tuple[int, str, str]:
    """The whole answer without what differs by itself: the form's token and the id that was asked for."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    place = answer.headers.get("Location", "")
    for asked in ids:
        here = re.compile(rf"(?<=[/“]){asked}(?=[/”\"]|$)")
        page, place = here.sub("ID", page), here.sub("ID", place)
    return answer.status_code, place, page


def statuses(client: Client, path: str, ids: list[Any]) -> tuple[int, ...]:
    """The status for each id, after a look that the other academy's id says nothing that no id would not say."""
    answers = [client.get("/" + re.sub(r"<[^>]+>", str(asked), FILLED.get(path, path))) for asked in ids]
    foreign, gone = answers[2:]
    assert said(foreign, ids[2]) == said(gone, ids[3]), path
    return tuple(answer.status_code for answer in answers)


@pytest.mark.parametrize("who", VISITORS[:6])
def test_each_page_opens_to_whom_the_table_says(scene: Scene, haneul: Any, who: str) -> None:
    client = visitor(scene, haneul, who)
    found = {path: client.get(f"/{BEHIND.get(path, path)}").status_code for path in PAGES}

    assert found == {path: row[VISITORS.index(who)] for path, row in PAGES.items()}


@pytest.mark.parametrize("who", VISITORS)
def test_each_thing_is_shown_to_whom_the_table_says(scene: Scene, haneul: Any, who: str) -> None:
    client = visitor(scene, haneul, who)
    table = {path: (label, row[who]) for path, (label, row) in OBJECTS.items() if who in row}
    found = {path: (label, statuses(client, path, scene.rows[label])) for path, (label, _) in table.items()}

    assert found == table


@pytest.mark.parametrize("who", VISITORS[:6])
def test_the_panel_shows_each_role_its_models_and_changes_nothing(scene: Scene, haneul: Any, who: str) -> None:
    client = visitor(scene, haneul, who)
    staff = who in THREE
    wrong = {}
    for label, roles in PANEL.items():
        base, shut = f"admin/{label.replace('.', '/')}/", 403 if staff else 302
        may = who in roles
        gone = (404 if label in DESK else 302) if may else shut
        row = (200 if may else shut,) * 2 + (gone,) * 2
        expected = {
            "": (200 if may else shut,),
            "add/": (shut,),
            "change/": row,
            # Django looks for the row before it asks who may see it. Our panel writes no history.
            "history/": (302,) * 4 if label == "auth.group" else (*row[:2], 302, 302),
            "delete/": (shut,) * 4,
        }
        found = {
            "": (client.get(f"/{base}", follow=staff).status_code,),
            "add/": (client.get(f"/{base}add/").status_code,),
            **{
                action: statuses(client, f"{base}<id>/{action}", scene.rows[label])
                for action in ("change/", "history/", "delete/")
            },
        }
        wrong |= {f"{label} {action}": found[action] for action in expected if found[action] != expected[action]}

    assert wrong == {}


@pytest.mark.parametrize("who", ["anonymous", "student", "guardian", "assistant"])
def test_who_may_not_decide_posts_in_vain(scene: Scene, haneul: Any, who: str) -> None:
    client = visitor(scene, haneul, who)
    with tenancy.use(haneul):
        waiting = verified(note(student="S002", stem="일차방정식 $4x + 5 = 25$의 해를 구하시오."))
        before = AuditRecord.objects.first().pk
    for verb in ("approve", "edit", "reject"):
        body = {"decision": verb, "code": "other", "stem": "x", "accept_unverified": "on"}
        client.post(f"/admin/questions/blueprint/{waiting.pk}/change/", body)

    with tenancy.use(haneul):
        waiting.refresh_from_db()
        assert waiting.state == "in_review"
        assert AuditRecord.objects.first().pk == before


def test_another_students_variant_is_not_answered_and_another_academys_neither(scene: Scene, haneul: Any) -> None:
    client = visitor(scene, haneul, "student")
    _, other, foreign, gone = scene.rows["questions.variant"]
    with tenancy.use(haneul):
        before = PracticeAttempt.objects.count()
        assert Variant.objects.filter(pk=other).exists()
    answers = [client.post(f"/practice/{pk}", {"answer": "1"}) for pk in (other, foreign, gone)]

    assert [said(answer) for answer in answers] == [said(answers[2])] * 3
    assert answers[0].status_code == 404
    with tenancy.use(haneul):
        assert PracticeAttempt.objects.count() == before


def test_an_api_key_says_nothing_about_its_academy_elsewhere(scene: Scene, haneul: Any, bada: Any) -> None:
    with tenancy.use(bada):
        assert ApiKey.objects.exists()
    stranger, nobody = visitor(scene, haneul, "stranger"), visitor(scene, haneul, "partner")
    nobody.defaults["HTTP_AUTHORIZATION"] = "Bearer eduai_live_00000000_nothing"

    assert said(stranger.get("/api/v1/notes")) == said(nobody.get("/api/v1/notes"))
    assert stranger.post("/api/v1/notes", "{}", content_type="application/json").status_code == 401
    with tenancy.use(haneul):
        assert NoticeVersion.objects.filter(purpose="photo").count() == 3
