"""What the panel calls things: people, students, places and pages by their names, not by numbers and codes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.admin.words import place_name
from tenants.models import (
    AccessRecord,
    AccessReview,
    AuditRecord,
    ConsentEvent,
    Message,
    Purpose,
    RightsRequest,
    Role,
    Student,
    User,
)
from tests.cast import CHILD, NOW, consents, guards, member, proof, student

LOG = "/admin/tenants/accessrecord/"


def visit(role: Role) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(member(role, f"w-{role.value}"))
    return client


@pytest.fixture
def child(in_haneul: Any) -> Student:
    kept = student("S001", signs_in=True, born=CHILD)
    Student.objects.filter(pk=kept.pk).update(name="김하늘")
    return Student.objects.get(pk=kept.pk)


@pytest.fixture
def director(in_haneul: Any) -> Client:
    return visit(Role.DIRECTOR)


@pytest.fixture
def looks(child: Student) -> User:
    """A teacher's look at the child, a program's work, and a look by somebody who is erased."""
    teacher = member(Role.TEACHER, "t")
    User.objects.filter(pk=teacher.pk).update(first_name="이선생")
    gone = member(Role.GUARDIAN, "erased-0123456789abcdef")
    for label, role, place in (
        (f"user:{teacher.pk}", "teacher", "admin:consents_of"),
        (f"user:{gone.pk}", "guardian", "rights"),
        ("worker:subject", "worker", "eduai.work:subject.export"),
    ):
        AccessRecord.objects.create(actor=label, role=role, place=place, task="view", students=[child.pk], many=1)
    return teacher


def test_the_access_log_names_who_looked_where_and_at_whom(director: Client, child: Student, looks: User) -> None:
    page = director.get(LOG).content.decode()
    for words in ("이선생", "선생님", "관리: 한 학생의 동의", "지운 사람", "내 정보", "프로그램", "김하늘 (S001)"):
        assert words in page, words
    assert "admin:consents_of" not in page and "erased-" not in page
    row = AccessRecord.objects.get(actor=f"user:{looks.pk}")
    one = director.get(f"{LOG}{row.pk}/change/").content.decode()
    for words in ("이선생", f"user:{looks.pk}", "admin:consents_of", "김하늘"):  # the codes stand beside the names
        assert words in one, words


def test_the_access_log_is_searched_by_name_and_filtered_in_words(
    director: Client, child: Student, looks: User
) -> None:
    found = director.get(LOG, {"q": "이선생"}).context["cl"].result_list
    assert [row.actor for row in found] == [f"user:{looks.pk}"]
    by_role = director.get(LOG, {"role": "guardian"})
    assert {row.role for row in by_role.context["cl"].result_list} == {"guardian"}
    assert "내려받기" in by_role.content.decode()
    assert not list(director.get(LOG, {"task": "download"}).context["cl"].result_list)


def test_the_access_log_asks_no_more_for_more_rows(
    director: Client, child: Student, looks: User, django_assert_max_num_queries: Any
) -> None:
    director.get(LOG)
    for number in range(20):
        other = student(f"S1{number:02}", born=CHILD)
        user = member(Role.TEACHER, f"t{number}")
        AccessRecord.objects.create(
            actor=f"user:{user.pk}", role="teacher", place="rights", task="view", students=[other.pk]
        )
    with django_assert_max_num_queries(16):
        director.get(LOG)


def test_a_report_names_whom_it_found_and_leads_to_their_looks(director: Client, child: Student, looks: User) -> None:
    seen = {"kind": "night", "count": 3, "students": [child.pk], "address": "", "link": f"{LOG}?actor=user:{looks.pk}"}
    tried = {"kind": "failed", "count": 9, "students": [], "address": "10.0.0.9", "link": f"{LOG}?address=10.0.0.9"}
    findings = [seen | {"actor": f"user:{looks.pk}"}, tried | {"actor": "visitor"}]
    review = AccessReview.objects.create(month=date(2026, 10, 1), made_at=NOW, findings=findings)
    page = director.get(f"/admin/tenants/accessreview/{review.pk}/change/").content.decode()
    for words in ("이선생", "김하늘 (S001)", "방문자"):
        assert words in page, words
    assert page.count("기록 보기") == 2 and director.get(seen["link"]).status_code == 200


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("rights", "내 정보"),
        ("admin:tenants_student_changelist", "관리: 학생 목록"),
        ("admin:tenants_user_change", "관리: 사용자"),
        ("admin:nothing_here_change", "admin:nothing_here_change"),
        ("eduai.work:subject.export", "eduai.work:subject.export"),
    ],
)
def test_a_place_has_a_name_or_stays_its_code(code: str, words: str) -> None:
    assert place_name(code) == words


def test_every_list_is_titled_by_what_it_lists(director: Client, child: Student) -> None:
    groups = director.get("/admin/").context["sidebar_navigation"]
    links = [item["link"] for group in groups for item in group["items"]]
    for link in links:
        page = director.get(link).content.decode()
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert title.strip() and "보기위한" not in title and "(을)" not in title, link
    assert len(links) > 15


def test_a_rows_page_calls_it_by_what_it_is(director: Client, child: Student) -> None:
    consents(child, purpose=Purpose.PHOTO, by=guards(member(Role.GUARDIAN, "mum"), child))
    event = ConsentEvent.objects.first()
    sent = {"kind": "receipt", "channel": "console", "recipient": "a@example.com", "subject": "s", "body": "b"}
    message = Message.objects.create(student=child, created_at=NOW, **sent)
    assert event is not None
    for path in (f"consentevent/{event.pk}", f"message/{message.pk}", f"guardianship/{event.guardianship_id}"):
        page = director.get(f"/admin/tenants/{path}/change/").content.decode()
        assert "김하늘" in page, path
        assert " object (" not in page and "뷰 " not in page.partition("</title>")[0], path
    listed = director.get("/admin/tenants/consentevent/").content.decode()
    assert f"/admin/tenants/consentevent/of/{child.pk}/" in listed and "1판" in listed
    assert str(proof(who=child)) == "서명한 서면"


def test_the_same_role_again_changes_nothing_and_says_so(director: Client) -> None:
    teacher = member(Role.TEACHER, "t")
    before = AuditRecord.objects.count()
    page = director.post(
        f"/admin/tenants/user/{teacher.pk}/change/", {"change": "role", "role": "teacher"}, follow=True
    )
    assert "이미 선생님 역할입니다" in page.content.decode() and AuditRecord.objects.count() == before
    page = director.post(
        f"/admin/tenants/user/{teacher.pk}/change/", {"change": "role", "role": "assistant"}, follow=True
    )
    teacher.refresh_from_db()
    assert teacher.role == Role.ASSISTANT and "바꾸었습니다" in page.content.decode()


# --- the rights desk ----------------------------------------------------------------------------------------------
def asked(child: Student, kind: str, **values: Any) -> RightsRequest:
    return RightsRequest.objects.create(
        student=child, subject=f"student:{child.pk}", kind=kind, received_at=NOW, due_on=date(2099, 1, 1), **values
    )


def place(row: RightsRequest) -> str:
    return f"/admin/tenants/rightsrequest/{row.pk}/change/"


def test_who_answers_an_objection_reads_what_was_refused_and_why(child: Student) -> None:
    """L-29: a teacher, who does not see the refused request itself, cannot judge what they cannot read."""
    boss = member(Role.DIRECTOR, "boss")
    refused = asked(
        child,
        "erasure",
        state="refused",
        answer="수사 중입니다.",
        details="다 지워 주세요",
        answered_by=boss,
        answered_at=NOW,
    )
    row = asked(child, "objection", about=f"request:{refused.pk}", details="아닙니다")
    teacher = visit(Role.TEACHER)
    page = teacher.get(place(row)).content.decode()
    for words in ("받아들이지 않은 요청: 삭제", "다 지워 주세요", "수사 중입니다.", "아닙니다"):
        assert words in page, words
    assert teacher.get(place(refused)).status_code == 404


def test_a_teacher_who_cannot_answer_is_told_who_does(child: Student, director: Client) -> None:
    row = asked(child, "review", details="3번 문제")
    page = visit(Role.TEACHER).get(place(row)).content.decode()
    assert "이 요청에는 원장이 답합니다" in page and "<textarea" not in page
    assert "했다고 답하기" in director.get(place(row)).content.decode()


def test_what_is_to_be_corrected_stands_beside_the_field(child: Student, director: Client) -> None:
    row = asked(child, "correction", about="student.name", details="김바다로 고쳐 주세요")
    assert "(지금은 김하늘)" in director.get(place(row)).content.decode()
    answer = director.post(place(row), {"decision": "correct", "value": "가" * 61})
    assert answer.status_code == 400 and f'value="{"가" * 61}"' in answer.content.decode()
    child.refresh_from_db()
    assert child.name == "김하늘"
