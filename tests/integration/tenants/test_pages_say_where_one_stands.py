"""Guardians and students read where they stand: what waits, which request is which, and the same count everywhere."""

from __future__ import annotations

import io
import sys
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tenants.actors import person
from tenants.messaging.console import ConsoleMessenger
from tenants.messaging.types import Outgoing
from tenants.models import GuardianInvitation, Guardianship, Purpose, RightsRequest, Role, Student, User
from tests.cast import CHILD, NOW, consents, guards, member, student
from tests.integration.tenants.services.test_invitations import (
    ACCOUNT,
    EACH,
    answered,
    child,
    invited,
    phone,
    sent_link,
)

__all__ = ("child", "phone")  # fixtures


def visitor(user: User) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    return client


def test_a_guardian_who_waits_to_be_confirmed_is_told_so_and_not_that_nobody_is_theirs(
    child: Student, phone: Client
) -> None:
    invited(child, "second.address@example.com", by=person(child.user))
    assert answered(phone, sent_link(), EACH, **ACCOUNT).status_code == 302
    waits = "학원이 보호자인지 확인하고 있습니다"
    for path in ("/consents/", "/rights/"):
        page = phone.get(path).content.decode()
        assert waits in page and "연결된 학생이 없습니다" not in page, path
    Guardianship.objects.update(ended_at=NOW)
    for path in ("/consents/", "/rights/"):
        page = phone.get(path).content.decode()
        assert waits not in page and "연결된 학생이 없습니다" in page, path


def test_a_password_shorter_than_the_form_says_is_not_taken(child: Student, phone: Client) -> None:
    invited(child)
    page = answered(phone, sent_link(), EACH, username="mum", password="Xk29sdlk1")
    assert page.status_code == 400 and "10자 이상" in page.content.decode()
    assert GuardianInvitation.objects.count() == 1 and not User.objects.filter(username="mum").exists()
    assert answered(phone, sent_link(), EACH, username="mum", password="Xk29sdlk12").status_code == 302


def test_who_has_answered_already_finds_the_way_in_at_the_link_that_is_gone(child: Student, phone: Client) -> None:
    page = phone.get("/guardians/used").content.decode()
    assert 'href="/login/"' in page and "이미 답했다면" in page


def test_a_childs_pages_count_the_same_open_consents(child: Student) -> None:
    """What a guardian has answered is not waiting for the child."""
    consents(child, purpose=Purpose.PHOTO, by=guards(member(Role.GUARDIAN, "mum"), child))
    own = visitor(child.user)
    assert "아직 답하지 않은 동의가 3개" in own.get("/").content.decode()
    page = own.get("/consents/").content.decode()
    assert "아직 답하지 않은 것이 3개" in page and page.count("보호자가 답했어요") == 1


def test_requests_of_one_kind_are_told_apart(in_haneul: Any) -> None:
    kept, mum = student("S001", born=CHILD), member(Role.GUARDIAN, "mum")
    guards(mum, kept)
    for about, details in (("student.name", "김바다예요"), ("student.grade", "중2예요")):
        RightsRequest.objects.create(
            student=kept,
            subject="s",
            kind="correction",
            about=about,
            details=details,
            received_at=NOW,
            due_on=date(2099, 1, 1),
        )
    page = visitor(mum).get("/rights/").content.decode()
    for words in ("고치기 · 이름", "고치기 · 학년", "김바다예요", "중2예요"):
        assert words in page, words


def test_a_refusal_on_a_page_is_read_out_at_once(in_haneul: Any) -> None:
    kept, mum = student("S001", born=CHILD), member(Role.GUARDIAN, "mum")
    guards(mum, kept)
    body = {"do": "ask", "student": str(kept.pk), "kind": "correction", "details": ""}
    assert 'class="notice error" role="alert"' in visitor(mum).post("/rights/", body).content.decode()
    done = visitor(mum).post("/rights/", body | {"kind": "access"}, follow=True).content.decode()
    assert 'class="notice success" role="status"' in done


def test_a_message_to_the_console_keeps_its_link_where_a_worker_logs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Workers take over `sys.stderr` for their log, whose lines hide what opens something: nobody could answer."""
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    link = "http://haneul.localhost/guardians/abc"
    own = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", own)
    ConsoleMessenger().send(Outgoing("1", "console", "invitation", "a@example.com", "s", link))
    assert link in own.getvalue() and log.getvalue() == ""
