"""The notice before first use is shown once, worded for who reads it, and leaves a record (L-47, L-51)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tenants.models import AuditRecord, Role, ScreenSeen, User
from tests.cast import CHILD, GROWN, member, note, student


def newcomer(user: User) -> Client:
    """Somebody of the cast who has not read it yet."""
    ScreenSeen.objects.filter(user=user).delete()
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    return client


@pytest.fixture
def pupil(in_haneul: Any) -> User:
    return student(signs_in=True).user


def test_the_first_page_leads_to_the_notice_and_back_and_only_once(pupil: User) -> None:
    client = newcomer(pupil)
    first = client.get("/practice/?x=1")
    assert (first.status_code, first["Location"]) == (302, "/account/ai/?next=%2Fpractice%2F%3Fx%3D1")
    page = client.get(first["Location"]).content.decode()
    assert 'name="next" value="/practice/?x=1"' in page
    assert not ScreenSeen.objects.exists() or not ScreenSeen.objects.filter(user=pupil).exists()

    done = client.post("/account/ai/", {"next": "/practice/?x=1"})
    assert (done.status_code, done["Location"]) == (302, "/practice/?x=1")
    assert client.get("/").status_code == 200
    client.post("/account/ai/", {})
    seen = AuditRecord.objects.filter(action="ai_notice.seen")
    assert [(row.actor, json.loads(row.facts)) for row in seen] == [(f"user:{pupil.pk}", {"version": "1"})]


def test_a_changed_notice_is_shown_again(pupil: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = newcomer(pupil)
    client.post("/account/ai/", {})
    assert client.get("/").status_code == 200
    monkeypatch.setattr("tenants.services.ai_notice.VERSION", "2")

    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("born", "kind"), [(GROWN, "student"), (CHILD, "child"), (None, "child")])
def test_who_is_under_14_or_of_unknown_age_reads_it_in_a_childs_words(
    in_haneul: Any, born: date | None, kind: str
) -> None:
    client = newcomer(student("S007", signs_in=True, born=born).user)
    page = client.get("/account/ai/").content.decode()

    assert f'data-wording="{kind}"' in page
    assert ("생성형" in page) == (kind == "student") and "틀릴 수 있" in page


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.GUARDIAN, "guardian"), (Role.TEACHER, "staff"), (Role.DIRECTOR, "staff")]
)
def test_guardians_and_staff_read_their_own(in_haneul: Any, role: Role, kind: str) -> None:
    assert f'data-wording="{kind}"' in newcomer(member(role)).get("/account/ai/").content.decode()


def test_staff_meet_it_before_the_panel_and_not_before_signing_out_or_setting_a_second_factor(in_haneul: Any) -> None:
    client = newcomer(member(Role.DIRECTOR))

    assert client.get("/admin/")["Location"].startswith("/account/ai/")
    assert client.get("/admin/questions/variant/")["Location"].startswith("/account/ai/")
    assert client.get("/account/").status_code == 200
    assert client.get("/admin/tenants/student/").status_code == 200  # nothing generated stands there


def test_a_form_that_is_sent_goes_through_and_loses_nothing(pupil: User) -> None:
    answer = newcomer(pupil).post("/notes/new", {"stem": "일차방정식 $x+1=2$의 해를 구하시오.", "answer": "1"})

    assert answer.status_code == 302 and answer["Location"].startswith("/notes/")


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_the_way_back_leads_nowhere_else(pupil: User, way: str) -> None:
    assert newcomer(pupil).post("/account/ai/", {"next": way})["Location"] == "/"


def test_it_does_not_stand_in_the_way_of_consents_and_rights(in_haneul: Any) -> None:
    client = newcomer(member(Role.GUARDIAN))
    note()

    assert client.get("/consents/").status_code == 200
    assert client.get("/rights/").status_code == 200
