"""The chain vouches for the access log: what somebody does to a sealed row past the application is found."""

from __future__ import annotations

import json
import threading
import time
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from eduai.lib import clock
from tenants import tenancy
from tenants.access_log import Task, record_access
from tenants.actors import SYSTEM
from tenants.database.ownership import connect
from tenants.models import AccessRecord, AuditRecord, Destruction
from tenants.services.access_sealing import check_access_log, seal_access_log
from tenants.services.retention import purge
from tenants.tasks import purge_here, seal_access_log_here

pytestmark = pytest.mark.usefixtures("committed_db")

LATER = timedelta(minutes=5)


def look(student: int = 1) -> AccessRecord:
    return record_access(actor=SYSTEM, task=Task.VIEW, place="note", students=[student], address="203.0.113.9")


ELSEWHERE = """
SELECT l.pid, l.transactionid::text FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND a.datname <> current_database()
"""


def elsewhere() -> set[tuple[int, str]]:
    """The transactions that other tests have open in their own databases of the same server."""
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE)
        return set(cursor.fetchall())


def settle() -> None:
    """As an hour later, when everything is settled: a row waits for every older transaction of the server."""
    older, until = elsewhere(), time.monotonic() + 90
    while older & elsewhere() and time.monotonic() < until:
        threading.Event().wait(0.02)


def seal() -> int:
    settle()
    return seal_access_log(actor=SYSTEM, now=clock.now() + LATER)


def broken() -> list[tuple[str, int, int]]:
    return [(row.what, row.first, row.last) for row in check_access_log(now=clock.now() + LATER)]


def as_owner(academy: Any, statement: str, *values: Any) -> None:
    """What somebody does who can write past the application."""
    with connect(autocommit=True) as owner:
        owner.execute(f'SET search_path TO "{academy.schema_name}"')
        owner.execute(statement, values)


def test_each_seal_goes_on_where_the_last_one_ended(haneul: Any) -> None:
    with tenancy.use(haneul):
        rows = [look() for _ in range(3)]
        assert (seal(), seal()) == (3, 0)
        rows += [look(), look()]
        assert seal() == 2
        told = [json.loads(row.facts) for row in AuditRecord.objects.filter(action="access.sealed").order_by("seq")]
        assert [(row["first"], row["last"], row["count"]) for row in told] == [
            (rows[0].pk, rows[2].pk, 3),
            (rows[3].pk, rows[4].pk, 2),
        ]
        assert broken() == []


TAMPERED: dict[str, tuple[str, str]] = {
    "who": ("UPDATE tenants_accessrecord SET actor = 'user:2' WHERE id = %s", "changed"),
    "whose": ("UPDATE tenants_accessrecord SET students = '{2}' WHERE id = %s", "changed"),
    "from where": ("UPDATE tenants_accessrecord SET address = '10.0.0.1' WHERE id = %s", "changed"),
    "when": ("UPDATE tenants_accessrecord SET at = at + interval '1 microsecond' WHERE id = %s", "changed"),
    "why": ("UPDATE tenants_accessrecord SET reason = 'x' WHERE id = %s", "changed"),
    "a row less": ("DELETE FROM tenants_accessrecord WHERE id = %s", "removed"),
    "a row more": (
        "INSERT INTO tenants_accessrecord "
        "(id, at, actor, role, task, place, students, many, students_hash, reason, facts) "
        "SELECT 0, at, actor, role, task, place, students, many, students_hash, reason, facts "
        "FROM tenants_accessrecord WHERE id = %s",
        "inserted",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
def test_a_row_that_was_tampered_with_in_a_sealed_stretch_is_found(haneul: Any, how: str) -> None:
    """L-35: changed in any part, removed, or put in; the stretch is named and the others hold."""
    statement, what = TAMPERED[how]
    with tenancy.use(haneul):
        look()
        seal()
        first = look()
        with transaction.atomic():
            look()
            transaction.set_rollback(True)  # a number that no row has
        rows = [first, look(), look()]
        seal()
        look()
        seal()
        assert broken() == []
        as_owner(haneul, statement.replace("SELECT 0,", f"SELECT {first.pk + 1},"), rows[1].pk)
        assert broken() == [(what, rows[0].pk, rows[2].pk)]


NUMBERED = """
INSERT INTO tenants_accessrecord (id, at, actor, role, task, place, students, many, students_hash, reason, facts)
VALUES (%s, now(), 'user:1', '', 'view', 'note', '{1}', 1, '', '', '{}')
"""


@pytest.mark.parametrize("number", [0, -1, -(2**63)])
def test_a_row_whose_number_is_below_every_other_is_found_in_the_first_stretch(haneul: Any, number: int) -> None:
    """L-35: the academy's own role may insert rows, and chooses the number itself."""
    with tenancy.use(haneul):
        first = look()
        seal()
        second = look()
        seal()
        with connection.cursor() as cursor:
            cursor.execute(NUMBERED, [number])
        assert seal() == 0
        assert broken() == [("inserted", first.pk, first.pk)]
        as_owner(haneul, "DELETE FROM tenants_accessrecord WHERE id = %s", number)
        assert broken() == []
        as_owner(haneul, "DELETE FROM tenants_accessrecord WHERE id = %s", second.pk)
        assert broken() == [("removed", second.pk, second.pk)]


@pytest.mark.parametrize("number", [0, -1, -(2**63)])
def test_a_row_whose_number_is_below_every_other_is_sealed_with_the_first(haneul: Any, number: int) -> None:
    """L-35: where nothing is sealed yet it waits like any other row, goes into the first stretch, and is kept by it."""
    with tenancy.use(haneul):
        with connection.cursor() as cursor:
            cursor.execute(NUMBERED, [number])
        late = check_access_log(now=clock.now() + timedelta(hours=4))
        assert [(found.what, found.first) for found in late] == [("unsealed", number)]
        assert seal() == 1
        row = look()
        assert seal() == 1
        assert broken() == []
        as_owner(haneul, "UPDATE tenants_accessrecord SET actor = 'user:2' WHERE id = %s", number)
        assert broken() == [("changed", number, number)]
        as_owner(haneul, "DELETE FROM tenants_accessrecord WHERE id = %s", number)
        assert broken() == [("removed", number, number)]
        assert row.pk > 0


def test_rows_behind_the_highest_number_of_all_are_found(haneul: Any) -> None:
    """L-35: a row that takes the last number stops the sealing of those after it, and the look at the log says so."""
    with tenancy.use(haneul):
        with connection.cursor() as cursor:
            cursor.execute(NUMBERED, [2**63 - 1])
        assert (seal(), broken()) == (1, [])
        look()
        assert seal() == 0
        assert broken() == [("inserted", 2**63 - 1, 2**63 - 1)]


def test_the_academys_own_role_cannot_tamper(haneul: Any) -> None:
    with tenancy.use(haneul):
        row = look()
        seal()
        for statement, _ in list(TAMPERED.values())[:6]:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.cursor() as cursor:
                cursor.cursor.execute(statement, [row.pk])
        assert broken() == []


def test_a_number_that_was_taken_and_is_not_yet_seen_waits_with_all_behind_it(haneul: Any) -> None:
    """What is sealed is whole: a slow transaction's row is not missing from the stretch that its number lies in."""
    taken, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with tenancy.use(haneul), transaction.atomic():
            look(7)
            taken.set()
            go_on.wait(20)
        connection.close()

    with tenancy.use(haneul):
        look(1)
        writer = threading.Thread(target=slow)
        writer.start()
        assert taken.wait(20)
        look(2)
        assert (seal(), seal()) == (1, 0)
        go_on.set()
        writer.join()
        assert seal() == 2
        assert broken() == []


def test_the_newest_half_minute_waits_and_a_log_that_is_not_sealed_for_hours_is_told(haneul: Any) -> None:
    with tenancy.use(haneul):
        row = look()
        assert seal_access_log(actor=SYSTEM, now=clock.now()) == 0
        assert check_access_log(now=clock.now() + timedelta(hours=2)) == []
        late = check_access_log(now=clock.now() + timedelta(hours=4))
        assert [(found.what, found.first <= row.pk) for found in late] == [("unsealed", True)]
        seal()
        assert check_access_log(now=clock.now() + timedelta(hours=4)) == []


def test_a_stretch_ends_with_its_day_so_that_a_purge_takes_whole_ones(haneul: Any) -> None:
    with tenancy.use(haneul):
        days = [look().pk for _ in range(3)]
        as_owner(haneul, "UPDATE tenants_accessrecord SET at = '2026-11-01 14:59:59.999Z' WHERE id = %s", days[0])
        as_owner(haneul, "UPDATE tenants_accessrecord SET at = '2026-11-01 15:00:00Z' WHERE id >= %s", days[1])
        assert seal() == 3
        facts = list(AuditRecord.objects.filter(action="access.sealed").order_by("seq").values_list("facts", flat=True))
        assert ['"count":1' in facts[0], '"count":2' in facts[1]] == [True, True]


def test_what_went_after_the_laws_period_is_no_tampering_as_far_as_it_was_written_down(haneul: Any) -> None:
    """L-33, A-09: past 730 days rows may be missing, as many as the destruction log says; before, none may."""
    with tenancy.use(haneul):
        old = [look().pk for _ in range(3)]
        as_owner(haneul, "UPDATE tenants_accessrecord SET at = now() - interval '731 days'")
        seal()
        look()
        seal()
        as_owner(haneul, "DELETE FROM tenants_accessrecord WHERE id = ANY(%s)", old)
        assert broken() == [("removed", old[0], old[2])]
        assert purge(kind="access_log", actor=SYSTEM, now=clock.now()) == 0
        Destruction.objects.create(kind="access_log", reason="period", many=3, at=clock.now(), actor="system")
        assert broken() == []


def test_a_purge_by_days_leaves_no_stretch_that_looks_tampered_with(haneul: Any) -> None:
    """A-09: the day's task seals, purges and writes down; the chain and what is left of the log still fit."""
    with tenancy.use(haneul):
        for _ in range(3):
            look()
        as_owner(haneul, "UPDATE tenants_accessrecord SET at = now() - interval '800 days'")
        look()
        settle()
        assert purge_here()["access_log"] == 3
        assert AuditRecord.objects.filter(action="access.sealed").count() == 1
        assert (broken(), AccessRecord.objects.count()) == ([], 1)


def test_every_hour_a_task_seals_each_academys_log_in_its_own_chain(haneul: Any, bada: Any) -> None:
    for academy in (haneul, bada):
        with tenancy.use(academy):
            look()
            as_owner(academy, "UPDATE tenants_accessrecord SET at = at - interval '1 hour'")
    with tenancy.use(haneul):
        settle()
        assert seal_access_log_here() == 1
        assert AuditRecord.objects.filter(action="access.sealed", actor="system").count() == 1
    with tenancy.use(bada):
        assert not AuditRecord.objects.filter(action="access.sealed").exists()
