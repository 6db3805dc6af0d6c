"""A registration, card or account number is refused wherever it is typed, before anything is written (L-11, L-42)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from eduai.lib.identifiers import IdentifierFound, has_identifier
from questions.models import Note, PracticeAttempt
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint, reject_blueprint
from tenants import typed
from tenants.actors import SYSTEM, Actor, person
from tenants.models import AuditRecord, Evidence, RightsRequest, Role, Student, User
from tenants.services.evidence import add_evidence
from tenants.services.partners import SCOPES, issue_api_key
from tenants.services.people import add_person, add_student
from tests.cast import LINEAR, NOW, actor, member, note, student, variants_of, verified

RRN = "900101-1234567"
WRITTEN = [
    RRN,
    "9001011234567",
    "９００１０１－１２３４５６７",
    "9 0 0 1 0 1 1 2 3 4 5 6 7",
    "9001\u200b01-1234567",
    "주민번호는 900101 - 1234567",
    "여권 M12345678",
    "4111-1111-1111-1111",
    "110-123-456789 국민은행",
]
HARMLESS = [
    "$3x + 5 = 20$의 해",
    "$2^{40}=1099511627776$",
    "0.1428571428571",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13",
    "010-1234-5678",
    "2026-11-28",
    "일이삼사오육칠팔구십 글자",
    "90010112-3456-4789-9001-011234567890",
    "attempt:90010112345678909001011234567890",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_such_a_number_is_seen_however_it_is_written(text: str) -> None:
    assert has_identifier(f"문제 풀이 {text} 끝")


@pytest.mark.parametrize("text", HARMLESS)
def test_mathematics_telephones_and_dates_are_let_through(text: str) -> None:
    assert not has_identifier(f"문제 풀이 {text} 끝")


def typed_in_a_note(text: str) -> None:
    note(solution=text)


def typed_as_an_answer(text: str) -> None:
    child = student("S009", signs_in=True)
    kept = note(student="S009")
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    answer_variant(variant=variants_of(kept)[0], given=text, actor=person(child.user), now=NOW)


def typed_as_a_name(text: str) -> None:
    add_student(code="S010", name=text, actor=SYSTEM, now=NOW)


def typed_as_a_students_code(text: str) -> None:
    add_student(code=text, actor=SYSTEM, now=NOW)


def typed_as_a_persons_name(text: str) -> None:
    add_person(username="new", password="correct horse battery", role=Role.TEACHER, name=text, actor=SYSTEM, now=NOW)


def typed_as_evidence(text: str) -> None:
    add_evidence(kind=Evidence.Kind.CALL, student=None, words=text, actor=SYSTEM, now=NOW)


def typed_as_a_comment(text: str) -> None:
    blueprint = verified(note(student="S011"))
    reject_blueprint(blueprint=blueprint, code="other", comment=text, actor=actor(Role.TEACHER), now=NOW)


def typed_in_a_request(text: str) -> None:
    RightsRequest.objects.create(subject="student:1", kind="access", details=text, received_at=NOW, due_on=NOW.date())


DOORS: list[Callable[[str], None]] = [
    typed_in_a_note,
    typed_as_an_answer,
    typed_as_a_name,
    typed_as_a_students_code,
    typed_as_a_persons_name,
    typed_as_evidence,
    typed_as_a_comment,
    typed_in_a_request,
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_no_door_keeps_one_and_its_sentence_repeats_none_of_it(in_haneul: Any, door: Callable[[str], None]) -> None:
    with pytest.raises(Exception) as caught:
        door(RRN if door is typed_as_a_students_code else f"메모 {RRN}")

    assert "주민등록번호" in caught.value.sentence and "1234567" not in caught.value.sentence
    assert caught.value.field
    for model in (Note, Student, User, PracticeAttempt, Evidence, RightsRequest):
        kept = " ".join(str(row) for row in model.objects.values_list())
        assert "1234567" not in kept
    assert not AuditRecord.objects.filter(facts__contains="1234567").exists()


def test_a_code_with_letters_is_a_code(in_haneul: Any) -> None:
    assert note(student="S20260001").student.code == "S20260001"
    assert add_student(code="M12345678", actor=SYSTEM, now=NOW).code == "M12345678"


def test_the_students_page_says_so_at_the_field_and_loses_nothing_else(in_haneul: Any) -> None:
    child = student(signs_in=True)
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(child.user)
    body = {"stem": f"내 번호는 {RRN}", "answer": "5", "solution": "풀이는 이렇게"}
    answer = client.post("/notes/new", body)

    page = answer.content.decode()
    assert answer.status_code == 400 and "주민등록번호나" in page and "풀이는 이렇게" in page
    assert not Note.objects.exists()


def test_a_partner_gets_a_problem_that_names_the_field(in_haneul: Any) -> None:
    _, key = issue_api_key(name="p", scopes=SCOPES, actor=SYSTEM, now=NOW)
    client = Client(headers={"host": "haneul.localhost", "authorization": f"Bearer {key}"})
    answer = client.post("/api/v1/notes", json.dumps(LINEAR | {"book": RRN}), content_type="application/json")

    assert answer.status_code == 400 and "book: 주민등록번호나" in answer.content.decode()
    assert RRN not in answer.content.decode() and not Note.objects.exists()


def test_the_last_look_covers_every_text_that_people_give(in_haneul: Any) -> None:
    from django.apps import apps

    looked_at = {model._meta.label_lower: set(typed.columns_of(model)) for model in apps.get_models()}

    assert looked_at["questions.note"] >= {"stem", "choices", "answer", "solution", "student_answer", "book"}
    assert looked_at["tenants.student"] == {"code", "name", "grade"}
    assert looked_at["tenants.user"] >= {"username", "first_name", "last_name", "email"}
    assert looked_at["tenants.rightsrequest"] >= {"details", "answer"}
    with pytest.raises(IdentifierFound):
        Student.objects.create(code="S1", name=RRN, created_at=NOW)


def test_a_person_who_may_still_types_what_is_harmless(in_haneul: Any) -> None:
    who = Actor("user:1", user=member(Role.DIRECTOR))
    kept = add_evidence(kind=Evidence.Kind.CALL, student=None, words="010-1234-5678로 통화", actor=who, now=NOW)
    assert kept.size
