"""What a person is told where a page cannot be shown: a sentence, on a page of ours, never a blank or a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questions.models import Blueprint, Decision, PracticeAttempt
from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.models import Role
from tests.cast import NOW, actor, member, note, student, variants_of, verified


def signed_in(academy: Any, role: Role, **options: Any) -> Client:
    with tenancy.use(academy):
        user = student(signs_in=True).user if role == Role.STUDENT else member(role)
        client = Client(headers={"host": f"{academy.slug}.localhost"}, raise_request_exception=False, **options)
        client.force_login(user)
    return client


def test_a_form_from_a_stale_page_is_told_to_reload(db: None, haneul: Any) -> None:
    client = signed_in(haneul, Role.STUDENT, enforce_csrf_checks=True)
    answer = client.post("/notes/new", {"stem": "1+1", "answer": "2"})

    assert answer.status_code == 403
    assert "새로 고친 뒤" in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("post", "/practice/", "GET, HEAD"), ("put", "/notes/new", "GET, POST"), ("get", "/logout/", "POST, OPTIONS")],
)
def test_a_wrong_verb_gets_a_page_and_not_a_blank(db: None, haneul: Any, method: str, path: str, allowed: str) -> None:
    answer = getattr(signed_in(haneul, Role.STUDENT), method)(path)

    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert "이렇게는 열 수 없는 페이지예요" in answer.content.decode()


def test_the_first_page_is_only_to_be_read(db: None, haneul: Any) -> None:
    client = signed_in(haneul, Role.STUDENT)

    assert client.get("/").status_code == client.head("/").status_code == 200
    assert client.post("/").status_code == client.delete("/").status_code == 405


def test_a_form_that_is_too_large_says_so(db: None, haneul: Any) -> None:
    client = signed_in(haneul, Role.STUDENT)
    large = client.post("/notes/new", {"stem": "a" * 3_000_000, "answer": "1"})
    many = client.post("/notes/new", {f"field{number}": "1" for number in range(1100)})

    assert (large.status_code, many.status_code) == (413, 400)
    assert "2MB" in large.content.decode()
    assert "보낸 항목이 너무 많습니다" in many.content.decode()


@pytest.mark.parametrize(
    "query", ["state__exact=%00", "q=%00", "%00=1", "id__exact=no-id", "state__exact=in_review&p=zz"]
)
def test_a_filter_that_is_no_value_never_breaks_the_panel(db: None, haneul: Any, query: str) -> None:
    answer = signed_in(haneul, Role.DIRECTOR).get(f"/admin/questions/blueprint/?{query}")

    assert answer.status_code in (200, 302, 400)


@pytest.mark.parametrize(
    ("role", "path", "typed"),
    [
        (None, "/login/", {"username": "kim\x00", "password": "x"}),
        (Role.STUDENT, "/rights/", {"do": "ask", "kind": "access", "student": "9" * 5000}),
        (Role.STUDENT, "/notes/new", {"stem": "\x00", "answer": "1"}),
        (Role.STUDENT, "/consents/ask", {"name": "김\x00", "contact": "a@example.com"}),
        (Role.DIRECTOR, "/admin/questions/money/", {"change": "order", "tgi-0-place": "9" * 5000}),
        (None, "/consents/1/%00", {}),
    ],
)
def test_what_no_database_can_hold_is_refused_and_never_breaks_a_page(
    db: None, haneul: Any, role: Role | None, path: str, typed: dict[str, Any]
) -> None:
    client = Client(headers={"host": "haneul.localhost"}, raise_request_exception=False)
    answer = (signed_in(haneul, role) if role else client).post(path, typed)

    assert answer.status_code in (400, 404)


def test_half_a_letter_in_another_encoding_is_refused(db: None, haneul: Any) -> None:
    form = b'--b\r\nContent-Disposition: form-data; name="username"\r\n\r\n+2AA-\r\n--b--\r\n'
    client = Client(headers={"host": "haneul.localhost"}, raise_request_exception=False)
    answer = client.generic("POST", "/login/", form, "multipart/form-data; boundary=b; charset=utf-7")

    assert answer.status_code == 400
    assert "쓸 수 없는 글자" in answer.content.decode()


def test_an_action_on_what_is_no_id_is_refused(db: None, haneul: Any) -> None:
    answer = signed_in(haneul, Role.TEACHER).post(
        "/admin/questions/note/", {"action": "ask_again", "_selected_action": ["zz"], "index": "0"}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "edit", "stem": "a\0b"}, "stem: 쓸 수 없는 제어 문자"),
        ({"decision": "edit", "stem": "가" * 4001}, "stem: 4000자까지"),
        ({"decision": "edit", "stem": "{a}", "conditions": "a > 1\n" * 500}, "conditions: 2000자까지"),
        ({"decision": "reject", "code": "other", "comment": "\0"}, "comment: 쓸 수 없는 제어 문자"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_decision_that_cannot_be_kept_changes_nothing(
    db: None, haneul: Any, change: dict[str, str], said: str
) -> None:
    client = signed_in(haneul, Role.TEACHER)
    with tenancy.use(haneul):
        blueprint = verified(note())
    answer = client.post(f"/admin/questions/blueprint/{blueprint.pk}/change/", change)

    assert said in answer.content.decode()
    with tenancy.use(haneul):
        assert Blueprint.objects.get().state == "in_review"
        assert not Decision.objects.exists()


def test_an_answer_that_is_no_text_is_asked_for_again(db: None, haneul: Any) -> None:
    client = signed_in(haneul, Role.STUDENT)
    with tenancy.use(haneul):
        kept = note()
        approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
        place = f"/practice/{variants_of(kept)[0].pk}"
    answer = client.post(place, {"answer": "1\0"})

    assert answer.status_code == 400
    assert "쓸 수 없는 글자" in answer.content.decode()
    with tenancy.use(haneul):
        assert not PracticeAttempt.objects.exists()
    assert client.post(place, {"answer": "1"}).status_code == 302
