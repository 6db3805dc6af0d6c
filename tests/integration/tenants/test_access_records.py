"""Access records: what is kept of a look and of a log-in, who may write them, and that nothing is shown without one."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

from questions.tasks import do
from tenants import dispatch, tenancy
from tenants.access_log import LISTED, Task, hash_of_numbers, record_access
from tenants.actors import SYSTEM
from tenants.database import names
from tenants.database.ownership import connect
from tenants.models import AccessRecord, Role, Student
from tests.cast import PASSWORD, member, note, student
from tests.integration.test_access_log import looked

NAME = "김하늘"


def test_a_notes_page_also_names_those_whose_likeness_it_shows(in_haneul: Any) -> None:
    mine = note(student="S001")
    other = note(student="S002", stem="일차방정식 $3x + 6 = 21$의 해를 구하시오.")
    with tenancy.dispatcher(), connection.cursor() as cursor:
        cursor.execute("UPDATE public.tenants_dispatch SET due_at = now() WHERE state = 'ready'")
    for claim in dispatch.claim("engine", 100):
        do(claim)
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(member(Role.TEACHER))
    answer, (record,) = looked(client, f"/admin/questions/note/{mine.pk}/change/")

    assert "학생 1명" in answer.content.decode()
    assert record.students == sorted([mine.student_id, other.student_id])


def test_more_students_than_are_worth_listing_are_told_by_count_and_hash(in_haneul: Any) -> None:
    few = record_access(actor=SYSTEM, task=Task.LIST, place="p", students=range(LISTED, 0, -1))
    many = record_access(actor=SYSTEM, task=Task.LIST, place="p", students=range(LISTED + 1, 0, -1))

    assert (few.students, few.many, few.students_hash) == (list(range(1, LISTED + 1)), LISTED, "")
    assert (many.students, many.many) == ([], LISTED + 1)
    assert many.students_hash == hash_of_numbers(range(1, LISTED + 2))
    assert hash_of_numbers([3, 1]) == hash_of_numbers([1, 3]) != hash_of_numbers([13])


def test_a_page_whose_record_cannot_be_written_is_not_shown(committed_db: None, haneul: Any) -> None:
    """A-05, A-06: no fail-open."""
    with tenancy.use(haneul):
        student("S001", signs_in=True)
        Student.objects.update(name=NAME)
        client = Client(headers={"host": "haneul.localhost"}, raise_request_exception=False)
        client.force_login(member(Role.TEACHER))
    table, role = f"{haneul.schema_name}.tenants_accessrecord", names.role_of(haneul.schema_name)
    with connect(autocommit=True) as owner:
        owner.execute(f"REVOKE INSERT ON {table} FROM {role}")
        refused = client.get("/admin/tenants/student/")
        owner.execute(f"GRANT INSERT ON {table} TO {role}")
    shown_again = client.get("/admin/tenants/student/")

    assert (refused.status_code, NAME in refused.content.decode()) == (500, False)
    assert (shown_again.status_code, NAME in shown_again.content.decode()) == (200, True)


def test_the_academy_may_add_records_and_read_them_and_nothing_else(in_haneul: Any) -> None:
    """L-35: neither changed nor removed by the application's own role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(p ORDER BY p) FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p "
            "WHERE has_table_privilege('tenants_accessrecord', p)"
        )
        assert cursor.fetchone() == (["INSERT", "SELECT"],)


def test_signing_in_out_and_failing_to_are_recorded_without_what_was_typed(in_haneul: Any) -> None:
    """L-36: a name that is nobody's is kept as a keyed hash: it may be a password in the wrong field."""
    teacher = member(Role.TEACHER)
    client = Client(headers={"host": "haneul.localhost"})
    typed = {"username": teacher.username, "password": "not-the-one"}
    before = AccessRecord.objects.count()
    client.post("/login/", typed)
    client.post("/login/", typed | {"username": "hunter2-is-my-secret"})
    client.post("/login/", typed | {"password": PASSWORD})
    client.post("/logout/")
    failed, unknown, entered, left = AccessRecord.objects.order_by("pk")[before:]

    assert (failed.task, failed.actor, failed.facts) == ("login.failed", "visitor", {"user": teacher.pk})
    assert (unknown.task, unknown.facts.keys(), len(unknown.facts["name"])) == ("login.failed", {"name"}, 32)
    assert [(row.task, row.actor, row.role) for row in (entered, left)] == [
        ("login", f"user:{teacher.pk}", "teacher"),
        ("logout", f"user:{teacher.pk}", "teacher"),
    ]
    assert {row.address for row in (failed, unknown, entered, left)} == {"127.0.0.1"}
    assert not any(
        word in str(row) for row in AccessRecord.objects.values() for word in ("hunter2", "not-the-one", PASSWORD)
    )
