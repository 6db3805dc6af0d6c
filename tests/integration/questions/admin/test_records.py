"""The record on the panel: what was done in words, by whom and about whom by name; the codes on each one's own page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.admin.record_words import ACTION_NAMES, told_in_words
from tenants import audit
from tenants.actors import SYSTEM, person
from tenants.audit import Action
from tenants.models import AccessRecord, AuditRecord, Role, Student, User
from tests.cast import guards, member, student

PLACE = "/admin/tenants/auditrecord/"


def noted(action: Action, subject: Any, by: User | None = None, **facts: object) -> AuditRecord:
    with transaction.atomic():
        audit.record(actor=person(by) if by else SYSTEM, action=action, subject=subject, **facts)
    return AuditRecord.objects.latest("seq")


@pytest.fixture
def child(in_haneul: Any) -> Student:
    kept = student("S001", signs_in=True)
    Student.objects.filter(pk=kept.pk).update(name="김하늘")
    return Student.objects.get(pk=kept.pk)


@pytest.fixture
def teacher(in_haneul: Any) -> User:
    user = member(Role.TEACHER, "t")
    User.objects.filter(pk=user.pk).update(first_name="이선생")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def director(in_haneul: Any) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(member(Role.DIRECTOR, "w-director"))
    return client


def row_of(page: str, seq: int) -> str:
    """What the list says of one record."""
    return page.partition(f"/auditrecord/{seq}/change/")[2].partition("</tr>")[0]


def test_every_action_has_its_words() -> None:
    assert set(ACTION_NAMES) == set(Action)
    assert len(set(ACTION_NAMES.values())) == len(ACTION_NAMES)


def test_the_list_says_who_did_what_about_whom_and_the_codes_stand_on_the_page_of_each(
    director: Client, child: Student, teacher: User
) -> None:
    """A-06: somebody who knows no code reads it; nothing of the record itself is left out."""
    role = noted(Action.PERSON_ROLE_CHANGED, child.user, teacher, before="teacher", after="director")
    asked = noted(Action.RIGHTS_ASKED, "rightsrequest:7", teacher, student=child.pk, kind="erasure", due="2026-12-01")
    kept = noted(Action.RETENTION_CHANGED, "retention:access_log", teacher, days=1000, before=730)
    gone = noted(Action.RECORDS_PURGED, "records:kept_answers", many=1234, before="2026-11-01")
    page = director.get(PLACE).content.decode()
    for row, words in (
        (role, ("이선생", "역할을 바꾸었습니다", "S001", "이전 선생님", "이후 원장")),
        (asked, ("개인정보 요청을 받았습니다", "김하늘 (S001)", "기한 2026-12-01")),
        (kept, ("보유 기간을 바꾸었습니다", "접속 기록", "보유 1,000일")),
        (gone, ("프로그램", "파기했습니다", "제휴 프로그램에 준 답의 사본", "1,234건")),
    ):
        told = row_of(page, row.seq)
        assert [word for word in words if word not in told] == [], (row.action, told)
        assert [code for code in (row.action, row.subject, f"user:{teacher.pk}", "{&quot;") if code in told] == []
    one = director.get(f"{PLACE}{asked.seq}/change/").content.decode()
    for words in ("이선생", f"user:{teacher.pk}", "rights.asked", "rightsrequest:7", "&quot;student&quot;", asked.hash):
        assert words in one, words


def test_who_is_erased_has_no_name_there_and_a_guardian_has(director: Client, child: Student) -> None:
    mum = member(Role.GUARDIAN, "mum")
    User.objects.filter(pk=mum.pk).update(first_name="박보호")
    guards(mum, child)
    verified = AuditRecord.objects.get(action="guardianship.verified")
    assert "김하늘 (S001) · 박보호" in row_of(director.get(PLACE).content.decode(), verified.seq)
    User.objects.filter(pk=mum.pk).update(username="erased-0123456789abcdef")
    Student.objects.filter(pk=child.pk).update(erased_at=verified.at)
    told = row_of(director.get(PLACE).content.decode(), verified.seq)
    assert f"학생 {child.pk}번 · 지운 사람" in told and "김하늘" not in told and "박보호" not in told


def test_it_is_found_by_names_and_by_what_was_done(director: Client, child: Student, teacher: User) -> None:
    done = noted(Action.STUDENT_CORRECTED, child, teacher, field="name")
    other = noted(Action.STUDENT_SUSPENDED, child)

    def found(**asked: str) -> set[int]:
        answer = director.get(PLACE, asked)
        assert answer.status_code == 200
        return {row.seq for row in answer.context["cl"].result_list}

    added = AuditRecord.objects.get(action="person.added", subject=f"user:{teacher.pk}")
    assert found(q="이선생") == {done.seq, added.seq}
    assert {done.seq, other.seq} <= found(q="김하늘")
    assert found(action="student.suspended") == {other.seq}
    assert found(q="없는 사람") == set()


def test_reading_it_is_a_look_at_those_in_it(director: Client, child: Student) -> None:
    """A-06."""
    noted(Action.RIGHTS_ASKED, "rightsrequest:7", student=child.pk)
    director.get(PLACE)
    look = AccessRecord.objects.filter(place="admin:tenants_auditrecord_changelist").latest("pk")
    assert child.pk in look.students


def test_many_records_cost_as_many_queries_as_few(director: Client, child: Student, teacher: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            director.get(PLACE)
        return len(asked)

    queries()
    few = queries()
    for _ in range(20):
        noted(Action.STUDENT_CORRECTED, child, teacher, field="name")
    assert queries() == few


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"sha256": "ab" * 32, "digest": "x"}, ""),
        ({"purpose": "overseas", "alone": True, "late": False}, "목적 국외 이전 (OpenAI), 다른 사람이 없어 혼자 함"),
        ({"before": ["notes:read"], "after": []}, "이전 notes:read, 이후 없음"),
        ({"field": "birth_date"}, "항목 생년월일"),
        ({"removed": {"note": 3}, "rows": 1200}, "행 1,200개"),
        ({"reason": "○○ 어머니 요청"}, "사유 ○○ 어머니 요청"),
        ({"limit_krw": None}, ""),
        ({"kind": "receipt", "channel": "email"}, "종류 동의 접수 확인, 방법 이메일"),
        ({"kind": "minors", "outcome": "incorrect"}, "종류 14세 미만 허락서 있음, 결과 틀림"),
    ],
)
def test_facts_are_told_in_words(facts: dict[str, Any], said: str) -> None:
    assert told_in_words(facts) == said
