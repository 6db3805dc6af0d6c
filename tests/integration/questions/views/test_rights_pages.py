"""The page about one's data, and the desk that answers: who sees what, and what each press does."""

from __future__ import annotations

import json
import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eduai.lib import clock
from questions.models import Note, PracticeAttempt
from tenants.access_log import Task
from tenants.actors import person
from tenants.korean_days import day_of
from tenants.models import AccessRecord, ConsentEvent, Guardianship, Message, RightsRequest, Role, Student, User
from tenants.services.rights import OBJECTION, request_right
from tests.cast import CHILD, NOW, consents, guards, member, note, student, verified
from tests.integration.test_isolation import said

Kind = RightsRequest.Kind


def visit(user: User) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    return client


def shown_before(client: Client, *, seconds: float) -> None:
    """As if the second factor had last been shown so long ago."""
    session = client.session
    at = time.time() - seconds
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": at}]
    session.save()


@pytest.fixture
def child(in_haneul: Any) -> Student:
    kept = student("S001", signs_in=True)
    Student.objects.filter(pk=kept.pk).update(name="김하늘", birth_date=date(2014, 5, 5))
    kept.refresh_from_db()
    return kept


@pytest.fixture
def mum(child: Student) -> Client:
    user = member(Role.GUARDIAN, "mum")
    User.objects.filter(pk=user.pk).update(email="mum@example.com")
    guards(user, child)
    return visit(User.objects.get(pk=user.pk))


@pytest.fixture
def director(in_haneul: Any) -> Client:
    return visit(member(Role.DIRECTOR, "a-director"))


def press(client: Client, child: Student, kind: str, **more: str) -> Any:
    return client.post("/rights/", {"do": "ask", "student": str(child.pk), "kind": kind, **more}, follow=True)


def desk(client: Client, row: RightsRequest, decision: str, **more: str) -> Any:
    path = f"/admin/tenants/rightsrequest/{row.pk}/change/"
    return client.post(path, {"decision": decision, **more}, follow=True)


# --- the page ----------------------------------------------------------------------------------------------------
def test_a_guardian_sees_what_is_kept_and_it_is_recorded_who_looked(mum: Client, child: Student) -> None:
    note()
    page = mum.get("/rights/").content.decode()
    for part in ("김하늘", "오답노트</dt><dd>1개", "2014.05.05", "사본 받기", "잠시 멈추기", "모두 지우기"):
        assert part in page, part
    seen = AccessRecord.objects.filter(place="rights").latest("id")
    assert (seen.students, seen.role) == ([child.pk], "guardian")


def test_the_page_costs_the_same_for_two_wards_as_for_one(
    mum: Client, child: Student, django_assert_max_num_queries: Any
) -> None:
    for code in ("S002", "S003"):
        other = student(code, born=CHILD)
        guards(User.objects.get(username="mum"), other)
        request_right(student=other, kind=Kind.ACCESS, actor=person(User.objects.get(username="mum")), now=NOW)
    with django_assert_max_num_queries(14):
        mum.get("/rights/")


def test_what_is_counted_is_read_once_however_much_there_is_of_the_rest(mum: Client, child: Student) -> None:
    first = note()
    variant = verified(first).variants.first()
    values = {row.attname: getattr(first, row.attname) for row in Note._meta.concrete_fields if row.name != "id"}
    Note.objects.bulk_create(Note(**values | {"fingerprint": str(n)}) for n in range(30))
    given = {"student": child, "variant": variant, "given": "1", "outcome": "unreadable", "at": NOW}
    PracticeAttempt.objects.bulk_create(PracticeAttempt(**given) for _ in range(30))
    for _ in range(5):
        consents(child, kind=ConsentEvent.Kind.REFUSED, by=Guardianship.objects.get())
    with CaptureQueriesContext(connection) as asked:
        page = mum.get("/rights/").content.decode()
    assert all(part in page for part in ("<dd>31개", "<dd>30개", "<dd>5개"))
    (counts,) = [row["sql"] for row in asked.captured_queries if "questions_practiceattempt" in row["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {counts}")
        steps = re.findall(r'"Actual Rows": (\d+)', json.dumps(cursor.fetchone()[0]))
    assert 1 <= max(map(int, steps)) <= 31


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.SUSPENSION, Kind.ERASURE])
def test_every_request_takes_one_press_like_a_consent(mum: Client, child: Student, kind: str) -> None:
    """L-27: 개인정보 보호법 제38조 제4항: asking is no harder than agreeing was."""
    page = mum.get("/rights/").content.decode()
    assert f'name="kind" value="{kind}"' in page.partition("틀린 정보 고치기")[0]
    press(mum, child, kind)
    assert RightsRequest.objects.get().kind == kind
    assert "동의하기" not in page  # agreeing is one press as well, on its own page


def test_what_was_typed_stays_where_something_is_missing(mum: Client, child: Student) -> None:
    answer = press(mum, child, Kind.CORRECTION, about="student.grade", details=" ")
    page = answer.content.decode()
    assert answer.status_code == 400 and "어떻게 고칠지" in page
    assert '<option value="student.grade" selected>' in page and "<details open>" in page
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize("kind", [Kind.EXPLANATION, Kind.HUMAN_REVIEW])
def test_a_question_about_a_decision_that_is_too_long_is_not_lost(mum: Client, child: Student, kind: str) -> None:
    words = "왜 틀렸나요? " * 300
    answer = press(mum, child, kind, details=words)
    page = answer.content.decode()
    assert answer.status_code == 400 and "2000자까지" in page and page.count(words) == 1
    assert "open><summary>프로그램이 정한 것에 대해 묻기" in page and not RightsRequest.objects.exists()


def test_an_objection_that_is_too_long_is_not_lost(mum: Client, child: Student, director: Client) -> None:
    for kind in (Kind.ACCESS, Kind.ERASURE):
        press(mum, child, kind)
        desk(director, RightsRequest.objects.get(kind=kind), "refuse", reason="수사 중인 사건입니다.")
    row, words = RightsRequest.objects.get(kind=Kind.ACCESS), "받아들일 수 없습니다. " * 200
    answer = press(mum, child, Kind.OBJECTION, about=f"request:{row.pk}", details=words)
    page = answer.content.decode()
    assert answer.status_code == 400 and "2000자까지" in page
    assert page.count(words) == 1 and page.count("open><summary>이의 제기") == 1
    assert RightsRequest.objects.count() == 2


def test_what_was_typed_for_one_child_does_not_stand_at_another(mum: Client, child: Student) -> None:
    guards(User.objects.get(username="mum"), student("S002", born=CHILD))
    page = press(mum, child, Kind.CORRECTION, about="student.grade", details="길게 " * 1000).content.decode()
    assert (page.count("open><summary>틀린 정보 고치기"), page.count("길게 " * 1000)) == (1, 1)
    assert page.count('<option value="student.grade" selected>') == 1


def test_a_request_that_is_open_can_be_taken_back(mum: Client, child: Student) -> None:
    press(mum, child, Kind.ACCESS)
    row = RightsRequest.objects.get()
    assert "요청 거두기" in mum.get("/rights/").content.decode()
    mum.post("/rights/", {"do": "withdraw", "request": str(row.pk)})
    row.refresh_from_db()
    assert row.state == "withdrawn"


@pytest.mark.parametrize("who", ["stranger", "unverified", "child", "turned 14"])
def test_nobody_unidentified_learns_even_that_there_is_something(mum: Client, child: Student, who: str) -> None:
    """L-28: one page and one answer, whether there is such a student, such a request or none."""
    press(mum, child, Kind.ACCESS)
    kept = RightsRequest.objects.get()
    client = mum
    if who == "unverified":
        Guardianship.objects.update(verified_at=None)
    elif who == "turned 14":
        Student.objects.update(birth_date=date(2012, 1, 1))
    else:
        client = visit(member(Role.GUARDIAN, "stranger") if who == "stranger" else child.user)
    page = client.get("/rights/").content.decode()
    assert "하늘" not in page.partition("<main")[2] and "까지 답합니다" not in page
    answers = [
        client.post("/rights/", form)
        for form in (
            {"do": "ask", "student": str(child.pk), "kind": "access"},
            {"do": "ask", "student": "987654", "kind": "access"},
            {"do": "ask", "student": "x", "kind": "access"},
            {"do": "withdraw", "request": str(kept.pk)},
            {"do": "download", "request": str(kept.pk)},
            {"do": "withdraw", "request": "x"},
            {"do": "nothing"},
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({said(answer) for answer in answers}) == 1
    assert RightsRequest.objects.get().state == "received"


def test_a_child_is_told_to_ask_with_their_guardian(child: Student) -> None:
    assert "보호자와 함께해요" in visit(child.user).get("/rights/").content.decode()


# --- the desk ----------------------------------------------------------------------------------------------------
def test_the_desk_is_sorted_by_day_and_what_is_late_is_red(child: Student, mum: Client, director: Client) -> None:
    today = day_of(clock.now())
    for days, kind in ((5, Kind.ACCESS), (-2, Kind.ERASURE), (0, Kind.CORRECTION)):
        RightsRequest.objects.create(
            student=child, subject="s", kind=kind, received_at=NOW, due_on=today + timedelta(days=days)
        )
    page = director.get("/admin/tenants/rightsrequest/").content.decode()
    places = [page.index(part) for part in ("(2일 지남)", "오늘까지", "5일 남음")]
    assert places == sorted(places)
    assert page.count('class="overdue"') == 1
    first = director.get("/admin/").content.decode()
    assert "기한이 지난 요청이 1건" in first and "개인정보 요청 <b>3</b>" in first
    teacher = visit(member(Role.TEACHER, "t")).get("/admin/").content.decode()
    assert "기한이 지난 요청" not in teacher


def test_teachers_see_what_asks_for_their_judgement_and_nothing_else(child: Student, mum: Client) -> None:
    press(mum, child, Kind.ERASURE)
    row, teacher = RightsRequest.objects.get(), visit(member(Role.TEACHER, "t"))
    path = f"/admin/tenants/rightsrequest/{row.pk}/change/"
    assert teacher.get(path).status_code == 404
    assert teacher.post(path, {"decision": "erase"}).status_code == 404
    assert str(row.pk) not in teacher.get("/admin/tenants/rightsrequest/").content.decode()
    assert visit(member(Role.ASSISTANT, "h")).get(path).status_code == 403
    row.refresh_from_db()
    assert row.state == "received"


def test_a_refusal_shows_its_reason_and_how_to_object_and_the_objection_comes_back(
    child: Student, mum: Client, director: Client
) -> None:
    """L-29."""
    press(mum, child, Kind.ACCESS)
    row = RightsRequest.objects.get()
    empty = desk(director, row, "refuse", reason=" ")
    assert "거절하는 이유를 적어 주세요" in empty.content.decode()
    desk(director, row, "refuse", reason="수사 중인 사건입니다.")
    page = mum.get("/rights/").content.decode()
    assert "수사 중인 사건입니다." in page and OBJECTION.split(".")[0] in page and "다시 살펴 달라고 하기" in page
    press(mum, child, Kind.OBJECTION, about=f"request:{row.pk}", details="받아들일 수 없습니다")
    objection = RightsRequest.objects.get(kind=Kind.OBJECTION)
    teacher = visit(member(Role.TEACHER, "t"))
    assert "다른 담당자" in desk(director, objection, "complete", answer="같습니다").content.decode()
    desk(teacher, objection, "complete", answer="다시 살폈습니다")
    objection.refresh_from_db()
    assert (objection.state, objection.answered_by.username) == ("done", "t")


def test_a_correction_is_applied_at_the_desk(child: Student, mum: Client, director: Client) -> None:
    """L-24."""
    press(mum, child, Kind.CORRECTION, about="student.grade", details="중2예요")
    row = RightsRequest.objects.get()
    assert "고칠 항목: <b>학년</b>" in director.get(f"/admin/tenants/rightsrequest/{row.pk}/change/").content.decode()
    desk(director, row, "correct", value="중2")
    child.refresh_from_db()
    assert child.grade == "중2" and "학년을 고쳤습니다." in mum.get("/rights/").content.decode()


def test_a_copy_is_made_at_the_desk_and_taken_once_it_is_there(child: Student, mum: Client, director: Client) -> None:
    """L-23: what lets data out asks for the second key first."""
    press(mum, child, Kind.ACCESS)
    row = RightsRequest.objects.get()
    assert mum.post("/rights/", {"do": "download", "request": str(row.pk)}).status_code == 404
    shown_before(director, seconds=301)
    desk(director, row, "hand_out")
    row.refresh_from_db()
    assert row.state == "received"  # asked for the key
    shown_before(director, seconds=1)
    desk(director, row, "hand_out")
    row.refresh_from_db()
    assert row.state == "done" and "여는 암호" in row.answer
    seen = director.get(f"/admin/tenants/rightsrequest/{row.pk}/change/").content.decode()
    assert "여는 암호" not in seen  # the one who asked reads it, nobody else
    file = mum.post("/rights/", {"do": "download", "request": str(row.pk)})
    assert file.headers["Content-Type"] == "application/zip" and file.content[:2] == b"PK"
    assert file.headers["Content-Disposition"].startswith('attachment; filename="eduai-')
    assert AccessRecord.objects.filter(task=Task.DOWNLOAD.value, students=[child.pk]).exists()


def test_an_erasure_asks_for_the_second_key_and_is_told_afterwards(
    child: Student, mum: Client, director: Client
) -> None:
    """L-24: the one who asked is told where they can be reached, as their account goes too."""
    note()
    press(mum, child, Kind.ERASURE)
    row = RightsRequest.objects.get()
    shown_before(director, seconds=301)
    desk(director, row, "erase")
    assert Note.objects.count() == 1 and Student.objects.get().erased_at is None
    shown_before(director, seconds=1)
    desk(director, row, "erase")
    row.refresh_from_db()
    assert (row.state, row.student, Note.objects.count()) == ("done", None, 0)
    assert Student.objects.get().name == "" and "모두 지웠습니다" in row.answer
    told = Message.objects.get(kind="rights_answer")
    assert told.recipient == "mum@example.com" and "모두 지웠습니다" in told.body and "하늘" not in told.body


def test_a_teacher_judges_again_at_the_desk(child: Student, in_haneul: Any) -> None:
    """L-26."""
    Student.objects.update(birth_date=date(2010, 1, 1))
    blueprint = verified(note())
    attempt = PracticeAttempt.objects.create(
        student=child, variant=blueprint.variants.first(), given="1", outcome="incorrect", at=NOW
    )
    pupil = visit(child.user)
    press(pupil, child, Kind.HUMAN_REVIEW, about=f"attempt:{attempt.pk}")
    row, teacher = RightsRequest.objects.get(), visit(member(Role.TEACHER, "t"))
    page = teacher.get(f"/admin/tenants/rightsrequest/{row.pk}/change/").content.decode()
    assert "사용한 정보" in page and "맞은 답으로 바꾸었습니다." in page
    desk(teacher, row, "judge", verdict="correct", comment="")
    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.decided_by.username) == ("correct", "t")
    assert "선생님이 직접 다시 보았습니다" in pupil.get("/rights/").content.decode()


@pytest.mark.parametrize("kind", Kind.values)
def test_a_request_about_what_is_no_text_is_refused_and_nothing_is_kept(mum: Client, child: Student, kind: str) -> None:
    answer = press(mum, child, kind, about="note:\x00", details="왜요?")
    assert (answer.status_code, RightsRequest.objects.count()) == (400, 0)
