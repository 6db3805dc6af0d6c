"""The director's form for requests that came on paper: finding the student, what is offered, and what a press does."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from eduai.lib import clock
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint
from tenants.actors import SYSTEM, person
from tenants.korean_days import day_of, last_day, midnight
from tenants.models import AccessRecord, Evidence, RightsRequest, Role, Student
from tenants.services.rights import refuse_request, request_right
from tests.cast import CHILD, NOW, actor, member, note, student, variants_of, verified
from tests.integration.questions.views.test_rights_pages import shown_before, visit

Kind = RightsRequest.Kind
WHOSE = "/admin/tenants/rightsrequest/enter/"


def picture(data: bytes = b"") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(written, "PNG")
    return SimpleUploadedFile("paper.png", data or written.getvalue(), "image/png")


def form(**changes: Any) -> dict[str, Any]:
    today = day_of(clock.now()).isoformat()
    typed = {"kind": "access", "about": "", "details": "모두 주세요", "received_on": today, "identified_by": "id_card"}
    return typed | {"scan": picture()} | changes


def place(child: Student) -> str:
    return f"{WHOSE}{child.pk}/"


@pytest.fixture
def child(in_haneul: Any) -> Student:
    kept = student("S001", signs_in=True, born=CHILD)
    Student.objects.filter(pk=kept.pk).update(name="김하늘")
    return kept


@pytest.fixture
def director(in_haneul: Any) -> Client:
    return visit(member(Role.DIRECTOR, "a-director"))


def test_a_paper_is_entered_and_stands_on_the_desk_with_its_day_and_its_scan(child: Student, director: Client) -> None:
    """L-28: the look and the change are in the access log."""
    today = day_of(clock.now())
    received = today - timedelta(days=4)
    answer = director.post(place(child), form(received_on=received.isoformat()), follow=True)
    row = RightsRequest.objects.get()
    due = last_day(received=midnight(received), days=10)
    assert (row.student, row.due_on, row.received_at) == (child, due, midnight(received))
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/admin/tenants/rightsrequest/{row.pk}/change/", 302)]
    for part in (f"{due:%Y.%m.%d}까지 답해야", f"{received:%Y.%m.%d} (종이로)", "신분증을 보고 확인", "모두 주세요"):
        assert part in page, part
    assert f"/evidence/{row.evidence_id}" in page
    seen = AccessRecord.objects.filter(place="admin:rights_enter_for").latest("id")
    assert (seen.task, seen.students) == ("change", [child.pk])
    assert "관리: 종이로 온 요청" in director.get("/admin/tenants/accessrecord/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "무엇을 요청하는지"),
        ({"identified_by": ""}, "어떻게 확인했는지"),
        ({"received_on": "어제"}, "2026-11-02처럼"),
        ({"received_on": "2099-01-01"}, "오늘보다 뒤"),
        ({"received_on": "1999-01-01"}, "해를 잘못 적지"),
        ({"kind": "correction", "details": " "}, "어떻게 고칠지"),
        ({"kind": "objection"}, "무엇에 이의가"),
        ({"kind": "review", "about": "attempt:x"}, "어떤 결과에"),
        ({"kind": "access\x00", "about": "\x00"}, "무엇을 요청하는지"),
        ({"scan": ""}, "스캔이나 사진을 골라"),
        ({"scan": picture(b"MZ no picture")}, "증빙"),
    ],
)
def test_what_cannot_be_entered_says_why_and_keeps_what_was_typed(
    child: Student, director: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = director.post(place(child), form(**changes))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page and 'role="alert"' in page
    if "identified_by" not in changes:
        assert '<option value="id_card" selected>' in page
    if "details" not in changes:
        assert ">모두 주세요</textarea>" in page
    assert not RightsRequest.objects.exists() and not Evidence.objects.exists()


def test_the_form_offers_what_a_request_of_this_student_can_be_about(child: Student, director: Client) -> None:
    """L-26, L-28: whatever is offered is taken, and nobody else's is offered."""
    assert f'data-most="{settings.EDUAI_EVIDENCE_MAX_BYTES}"' in director.get(place(child)).content.decode()
    kept = note(student=child.code)
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    first = variants_of(kept)[0]
    attempt = answer_variant(variant=first, given="-999", actor=person(child.user), now=NOW).attempt
    grown = student("S014", signs_in=True)
    refused = request_right(student=grown, kind=Kind.ACCESS, actor=person(grown.user), now=NOW)
    refuse_request(request=refused, reason="없습니다.", actor=SYSTEM, now=NOW)
    offers = {who: re.findall(r'value="([a-z]+[.:][^"]+)"', director.get(place(who)).content.decode()) for who in
              (child, grown)}  # fmt: skip
    variants = {f"variant:{row.pk}" for row in variants_of(kept)}
    fields = {"student.name", "student.birth_date", "student.grade"}
    assert set(offers[child]) == fields | {f"attempt:{attempt.pk}"} | variants
    assert set(offers[grown]) == fields | {f"request:{refused.pk}"}
    assert "-999" not in director.get(place(child)).content.decode()
    for about in (f"attempt:{attempt.pk}", f"variant:{first.pk}"):
        assert director.post(place(child), form(kind="review", about=about)).status_code == 302
        assert director.post(place(grown), form(kind="review", about=about)).status_code == 400
    objection = form(kind="objection", about=f"request:{refused.pk}")
    assert director.post(place(child), objection | {"scan": picture()}).status_code == 400
    assert director.post(place(grown), objection | {"scan": picture()}).status_code == 302
    assert RightsRequest.objects.filter(channel="paper").count() == 3


def test_the_form_takes_the_same_queries_however_much_a_student_has(
    child: Student, director: Client, django_assert_max_num_queries: Any
) -> None:
    director.get(place(child))
    with django_assert_max_num_queries(16):
        director.get(place(child))
    kept = note(student=child.code)
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    for variant in variants_of(kept):
        answer_variant(variant=variant, given="-999", actor=person(child.user), now=NOW)
    with django_assert_max_num_queries(16):
        director.get(place(child))


def test_a_student_is_found_by_code_or_by_name_and_the_search_is_recorded(child: Student, director: Client) -> None:
    """L-32."""
    for words in ("S001", " 김하늘 "):
        answer = director.post(WHOSE, {"student": words})
        assert (answer.status_code, answer.headers.get("Location")) == (302, place(child))
    for words in ("S999", "", "김", "\x00", "S001' OR 1=1"):
        answer = director.post(WHOSE, {"student": words})
        assert answer.status_code == 400 and "학생이 없습니다" in answer.content.decode()
    other = student("S002")
    Student.objects.filter(pk=other.pk).update(name="김하늘")
    page = director.post(WHOSE, {"student": "김하늘"}).content.decode()
    assert place(child) in page and place(other) in page and "S002" in page
    seen = AccessRecord.objects.filter(place="admin:rights_enter").latest("id")
    assert (seen.task, seen.students) == ("search", sorted([child.pk, other.pk]))


def test_who_it_is_is_asked_again_and_only_the_scan_is_chosen_anew(child: Student, director: Client) -> None:
    """L-39: 5 minutes; a file does not come along, so nothing is kept without it."""
    shown_before(director, seconds=301)
    assert "한 번 더 확인" in director.get(place(child)).content.decode()
    asked = director.post(place(child), form(details="스캔 없이는 안 됩니다")).content.decode()
    assert "한 번 더 확인" in asked and 'name="details" value="스캔 없이는 안 됩니다"' in asked
    assert not RightsRequest.objects.exists() and not Evidence.objects.exists()
    shown_before(director, seconds=1)
    again = director.post(place(child), form(details="스캔 없이는 안 됩니다", scan=""))
    assert again.status_code == 400 and ">스캔 없이는 안 됩니다</textarea>" in again.content.decode()
    assert director.post(place(child), form(details="스캔 없이는 안 됩니다")).status_code == 302


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT])
def test_the_form_is_the_directors_and_so_are_the_ways_to_it(child: Student, director: Client, role: Role) -> None:
    client = visit(member(role, "another"))
    desk, of = "/admin/tenants/rightsrequest/", f"/admin/tenants/consentevent/of/{child.pk}/"
    for address in (WHOSE, place(child)):
        assert client.get(address).status_code == 403
        assert client.post(address, form(student="S001")).status_code == 403
    assert not RightsRequest.objects.exists() and not Evidence.objects.exists()
    assert WHOSE in director.get(desk).content.decode() and place(child) in director.get(of).content.decode()
    assert WHOSE not in client.get(desk).content.decode() and place(child) not in client.get(of).content.decode()


def test_somebody_who_is_erased_is_not_found(child: Student, director: Client) -> None:
    Student.objects.filter(pk=child.pk).update(erased_at=NOW)
    assert director.get(place(child)).status_code == 404
    assert director.post(place(child), form()).status_code == 404
    assert director.post(WHOSE, {"student": "S001"}).status_code == 400
    assert not RightsRequest.objects.exists() and not Evidence.objects.exists()
