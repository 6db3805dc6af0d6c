"""The panel's first page and menu: what each role finds there, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from questions.models import DueConcept, GenerationJob, Note, PracticeAttempt
from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.models import Role, Student
from tests.cast import actor, member, note, variants_of, verified

FIGURE = "오른쪽 그림에서 $x$의 크기를 구하시오."


def panel(academy: Any, role: Role) -> Client:
    with tenancy.use(academy):
        client = Client(headers={"host": f"{academy.slug}.localhost"})
        client.force_login(member(role, f"b-{role.value}"))
    return client


def equation(add: int, **changes: Any) -> Any:
    """A note of today, whatever day the cast lives in."""
    kept = note(stem=f"일차방정식 $3x + {add} = {add + 21}$의 해를 구하시오.", answer="7", **changes)
    Note.objects.filter(pk=kept.pk).update(created_at=timezone.now())
    return kept


def test_the_first_page_shows_what_waits_what_was_handed_over_and_who_is_stuck(db: None, haneul: Any) -> None:
    client = panel(haneul, Role.TEACHER)
    with tenancy.use(haneul):
        now = timezone.now()
        verified(equation(2))
        handed = note(stem=FIGURE, answer="50")
        Note.objects.filter(pk=handed.pk).update(created_at=now)
        GenerationJob.objects.filter(note=handed).update(state="refused", reason="그림이 있어야 합니다.")
        stuck = DueConcept.objects.create(
            student=Student.objects.get(),
            concept="중1.일차방정식.풀이",
            note=handed,
            card={},
            due_at=now,
            wrong_streak=3,
        )
    context = client.get("/admin/").context

    assert [row["stem"] for row in context["waiting"]] == ["일차방정식 $3x + 2 = 23$의 해를 구하시오."]
    assert [(job.note_id, job.reason) for job in context["handed"]] == [(handed.pk, "그림이 있어야 합니다.")]
    assert [(row["student"], row["concept"], row["wrong"]) for row in context["stuck"]] == [
        (stuck.student, "일차방정식의 풀이", 3)
    ]
    assert (context["waiting_count"], context["handed_count"], context["week"]["notes"]) == (1, 1, 2)


def test_of_many_who_are_stuck_a_few_are_named_and_all_are_counted_once(db: None, haneul: Any) -> None:
    client = panel(haneul, Role.TEACHER)
    with tenancy.use(haneul):
        for number in range(7):
            kept = equation(2 + number, student=f"S{number}")
            for concept in ("중1.일차방정식.풀이", "중1.일차방정식.활용"):
                due = {"concept": concept, "card": {}, "due_at": timezone.now(), "wrong_streak": 3}
                DueConcept.objects.create(student=kept.student, note=kept, **due)
    page = client.get("/admin/").content.decode()
    assert "막힌 학생 <b>7</b>" in page and page.count("연달아 3번 틀렸습니다") == 6


def test_a_note_that_is_being_made_again_is_no_longer_with_the_teacher(db: None, haneul: Any) -> None:
    client = panel(haneul, Role.TEACHER)
    with tenancy.use(haneul):
        handed = note(stem=FIGURE, answer="50")
        job = GenerationJob.objects.get(note=handed)
        GenerationJob.objects.filter(pk=job.pk).update(state="refused", reason="그림이 있어야 합니다.")
    assert client.get("/admin/").context["handed_count"] == 1

    with tenancy.use(haneul):
        again = {"note": handed, "wanted": 3, "asked_by": "test"}
        GenerationJob.objects.create(**again, created_at=job.created_at, updated_at=job.updated_at)
    assert client.get("/admin/").context["handed_count"] == 0


def test_the_week_counts_answers_by_day_in_the_academys_time(db: None, haneul: Any) -> None:
    client = panel(haneul, Role.TEACHER)
    with tenancy.use(haneul):
        kept = equation(2)
        approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=timezone.now())
        variant, now = variants_of(kept)[0], timezone.now()
        for outcome, days in (("correct", 0), ("correct", 0), ("incorrect", 0), ("unreadable", 0), ("correct", 8)):
            at = now - timedelta(days=days)
            PracticeAttempt.objects.create(student=kept.student, variant=variant, given="1", outcome=outcome, at=at)
    week = client.get("/admin/").context["week"]

    assert (week["notes"], week["approved"], week["answers"], week["right_rate"]) == (1, 1, 3, 67)
    today = week["days"][-1]
    assert (today.right, today.wrong, round(today.right_height), round(today.wrong_height)) == (2, 1, 67, 33)
    assert len(week["days"]) == 7 and sum(day.right + day.wrong for day in week["days"][:-1]) == 0


def test_the_first_page_needs_no_more_queries_for_more_rows(
    db: None, haneul: Any, django_assert_max_num_queries: Any
) -> None:
    client = panel(haneul, Role.TEACHER)
    with tenancy.use(haneul):
        for add in range(2, 9):
            verified(equation(add, student=f"S{add}"))
            handed = note(stem=f"{FIGURE} ({add})", answer="50", student=f"S{add}")
            GenerationJob.objects.filter(note=handed).update(state="refused", reason="그림이 있어야 합니다.")

    with django_assert_max_num_queries(18):
        page = client.get("/admin/").content.decode()
    assert page.count("그림이 있어야 합니다.") == 6


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.DIRECTOR, {"기록", "API 키", "사용량"}), (Role.TEACHER, {"사용량"}), (Role.ASSISTANT, set())],
)
def test_the_menu_shows_a_role_only_what_it_may_open(db: None, haneul: Any, role: Role, seen: set[str]) -> None:
    client = panel(haneul, role)
    with tenancy.use(haneul):
        verified(equation(2))
    groups = client.get("/admin/").context["sidebar_navigation"]
    items = {item["title"]: item for group in groups for item in group["items"]}

    assert {"유사문제 검토", "오답노트", "생성 작업", "학생"} <= set(items)
    assert {"기록", "API 키", "사용량"} & set(items) == seen
    assert items["유사문제 검토"]["badge"] == 1
    for item in items.values():
        assert client.get(item["link"]).status_code == 200, item["title"]
