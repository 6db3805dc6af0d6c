"""A release over many academies: side by side, a result for each, taken up again after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db import migrations as migrations_of_django
from django.test.utils import CaptureQueriesContext

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database.ownership import connect
from tenants.models import Academy, Rollout, RolloutResult, Student
from tenants.provisioning import (
    Migrated,
    create_academy,
    migrate_academies,
    planning,
    rollout,
)
from tenants.provisioning.planning import plan_from
from tenants.provisioning.schemas import release_of_code
from tests.cast import student
from tests.second_database import second_database

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def owner(committed_db: None) -> Iterator[psycopg.Connection[Any]]:
    with connect(autocommit=True) as connection:
        yield connection


def set_back(owner: psycopg.Connection[Any], *academies: Academy) -> None:
    """As if the release had not yet reached them: the newest table and its record are gone."""
    for academy in academies:
        owner.execute(f"DELETE FROM {academy.schema_name}.django_migrations WHERE app = 'sessions'")
        owner.execute(f"DROP TABLE {academy.schema_name}.django_session")
        owner.execute("UPDATE public.tenants_academy SET release = 'before' WHERE id = %s", [academy.pk])


def standing() -> dict[str, bool]:
    """Which academies have this release."""
    with tenancy.platform():
        return {academy.slug: academy.release == release_of_code() for academy in Academy.objects.order_by("pk")}


def results() -> list[tuple[int, str, str]]:
    with tenancy.platform():
        rows = RolloutResult.objects.select_related("academy").order_by("pk")
        return [(row.rollout_id, row.academy.slug, row.error.partition(":")[0]) for row in rows]


def test_nothing_to_migrate_is_one_query(haneul: Academy, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = psycopg.Connection.execute

    def noted(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(str(query))
        return execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Connection, "execute", noted)
    with CaptureQueriesContext(connection) as ours:
        done = migrate_academies()

    assert (done.results, done.skipped) == ((), 2)
    assert len(ours) == 0
    assert [query for query in asked if "advisory" not in query] == [asked[-1]]
    with tenancy.platform():
        assert not Rollout.objects.exists()


def test_processes_work_side_by_side_and_each_academy_has_a_result(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [create_academy(name=f"별 {number}", slug=f"byeol-{number}") for number in range(4)]
    set_back(owner, haneul, bada, *more)
    owner.execute(f"CREATE VIEW {more[1].schema_name}.django_session AS SELECT 1")
    monkeypatch.setattr(rollout, "_WORTH_PROCESSES", 2)
    monkeypatch.setattr(rollout, "_CHUNK", 2)
    told: list[tuple[int, int]] = []

    done = migrate_academies(processes=2, tell=lambda result, done, behind: told.append((done, behind)))

    assert told == [(number, 6) for number in range(1, 7)]
    assert done.results[0].slug == "haneul"
    assert [result.slug for result in done.failed] == ["byeol-1"]
    assert standing() == {
        "haneul": True,
        "bada": True,
        "byeol-0": True,
        "byeol-1": False,
        "byeol-2": True,
        "byeol-3": True,
    }
    assert {(slug, error) for _, slug, error in results()} == {
        ("haneul", ""),
        ("bada", ""),
        ("byeol-0", ""),
        ("byeol-1", "ProgrammingError"),
        ("byeol-2", ""),
        ("byeol-3", ""),
    }
    with tenancy.platform():
        assert {academy.fingerprint for academy in Academy.objects.exclude(slug="byeol-1")} == {haneul.fingerprint}
        assert Rollout.objects.get().finished_at is not None


def test_a_table_that_is_in_use_is_not_waited_for_and_comes_with_the_next_run(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.provisioning.planning._LOCK_TIMEOUT", "100ms")
    set_back(owner, haneul, bada)
    with connect() as busy:
        busy.execute(f"LOCK TABLE {bada.schema_name}.tenants_user IN ACCESS SHARE MODE")
        busy.execute(f"LOCK TABLE {bada.schema_name}.django_migrations IN ACCESS EXCLUSIVE MODE")
        monkeypatch.setattr(rollout, "applied_in", lambda owner, schemas: dict.fromkeys(schemas, applied(owner)))
        done = migrate_academies()
    monkeypatch.undo()

    assert [(result.slug, result.error) for result in done.results] == [
        ("haneul", ""),
        ("bada", "OperationalError: LockNotAvailable 55P03"),
    ]
    assert [result.slug for result in migrate_academies().results] == ["bada"]


def fail_in(monkeypatch: pytest.MonkeyPatch, academy: Academy, act: Callable[[Any], None]) -> None:
    """The release goes wrong in one academy: `act` runs there, with its cursor, before its result is settled."""
    settle = planning._settle

    def settled(django: Any, schema: str, tell: Any) -> None:
        if schema == academy.schema_name:
            with django.cursor() as cursor:
                act(cursor)
        settle(django, schema, tell)

    monkeypatch.setattr(planning, "_settle", settled)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE tenants_student SET code = NULL",
            "IntegrityError: NotNullViolation 23502 table tenants_student column code",
        ),
        ("UPDATE tenants_student SET code = name || 1 / 0", "DataError: DivisionByZero 22012"),
        ("SELECT name::int FROM tenants_student", "DataError: InvalidTextRepresentation 22P02"),
    ],
)
def test_a_failure_is_told_without_the_rows_that_it_met(
    owner: psycopg.Connection[Any],
    haneul: Academy,
    bada: Academy,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    statement: str,
    said: str,
) -> None:
    with tenancy.use(bada):
        student("S001")
        Student.objects.update(name="김바다")
    set_back(owner, haneul, bada)
    fail_in(monkeypatch, bada, lambda cursor: cursor.execute(statement))

    with pytest.raises(CommandError, match="Failed: bada"):
        call_command("migrate_academies")

    printed = capsys.readouterr()
    with tenancy.platform():
        assert [row.error for row in RolloutResult.objects.order_by("pk")] == ["", said]
    assert f"bada ({bada.schema_name}): {said}\n" in printed.out
    assert "김바다" not in printed.out + printed.err


def test_what_the_code_raises_about_a_row_is_told_by_its_class_and_its_line(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(cursor: Any) -> None:
        raise LookupError("김바다")

    set_back(owner, haneul, bada)
    fail_in(monkeypatch, bada, read)
    line = read.__code__.co_firstlineno + 1

    assert [result.error for result in migrate_academies().failed] == [f"LookupError: test_rollout.py:{line}"]


@pytest.mark.parametrize("kind", [TypeError, AttributeError, ZeroDivisionError, StopIteration])
def test_no_error_of_one_academy_keeps_the_release_from_the_others(
    owner: psycopg.Connection[Any],
    haneul: Academy,
    bada: Academy,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Exception],
) -> None:
    def fail(cursor: Any) -> None:
        raise kind

    third = create_academy(name="별", slug="byeol")
    set_back(owner, haneul, bada, third)
    with monkeypatch.context() as broken:
        fail_in(broken, bada, fail)
        with pytest.raises(CommandError, match=r"Failed: bada$"):
            call_command("migrate_academies")

    assert standing() == {"haneul": True, "bada": False, "byeol": True}
    assert results()[1][1:] == ("bada", kind.__name__)


SEAL = "CREATE TABLE seal (x int); COMMENT ON TABLE seal IS 'grants: SELECT'"


@pytest.mark.parametrize(("atomic", "steps"), [(True, ([SEAL], ["SELECT 1 / 0"])), (False, ([SEAL, "SELECT 1 / 0"],))])
def test_a_rollout_that_stops_half_way_leaves_a_new_table_with_the_rights_that_it_asks_for(
    owner: psycopg.Connection[Any],
    haneul: Academy,
    monkeypatch: pytest.MonkeyPatch,
    atomic: bool,
    steps: tuple[list[str], ...],
) -> None:
    migrations = []
    for number, statements in enumerate(steps):
        step = migrations_of_django.Migration(f"000{number}", "later")
        step.atomic, step.operations = atomic, [migrations_of_django.RunSQL(statement) for statement in statements]
        migrations.append(step)
    before = plan_from(applied(owner)).before
    monkeypatch.setattr(planning, "plan_from", lambda applied: planning.Plan(tuple(migrations), before))
    owner.execute("UPDATE public.tenants_academy SET release = 'before' WHERE id = %s", [haneul.pk])

    assert [result.error for result in migrate_academies().failed] == ["DataError: DivisionByZero 22012"]
    with tenancy.use(haneul), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seal")
        for statement in ("INSERT INTO seal VALUES (1)", "UPDATE seal SET x = 2", "DELETE FROM seal"):
            with pytest.raises(ProgrammingError, match="permission denied for table seal"), transaction.atomic():
                cursor.execute(statement)


def test_an_academy_that_an_old_process_opens_meanwhile_is_migrated_in_the_same_run(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy
) -> None:
    set_back(owner, haneul)

    def opened_meanwhile(result: Migrated, done: int, behind: int) -> None:
        if done == 1:
            set_back(owner, bada)

    assert [result.slug for result in migrate_academies(tell=opened_meanwhile).results] == ["haneul", "bada"]
    assert standing() == {"haneul": True, "bada": True}


def test_the_directory_learns_of_each_result_elsewhere(committed_db: None, settings: Any) -> None:
    with second_database(settings) as east:
        byeol = create_academy(name="별", slug="byeol", database=east)
        dal = create_academy(name="달", slug="dal", database=east)
        for alias in ("default", east):
            with connect(alias, autocommit=True) as owner:
                owner.execute("UPDATE public.tenants_academy SET release = 'before', fingerprint = 'before'")
        told: list[tuple[bool, bool]] = []

        def tell(result: Migrated, done: int, behind: int) -> None:
            found = [tenancy.find(academy.pk) for academy in (byeol, dal)]
            told.append(tuple(row.release == release_of_code() for row in found))  # type: ignore[arg-type]

        assert migrate_academies(east, tell=tell).failed == ()
        assert told == [(True, False), (True, True)]
        assert tenancy.find(byeol.pk).fingerprint == byeol.fingerprint
        assert tenancy.find(1).release == "before"


def killed_at_bada(alias: str, number: int, work: rollout.Work) -> list[tuple[str, str, int]]:
    """As a chunk is migrated, by a process that the system kills when it comes to 바다."""
    done = []
    for schema, applied in work:
        if schema == "a_bbbbbbbbbbbb":
            os.kill(os.getpid(), signal.SIGKILL)
        done += list(rollout._migrate(alias, number, [(schema, applied)]))
    return done


def test_a_process_that_dies_takes_no_other_academy_with_it(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [create_academy(name=f"별 {number}", slug=f"byeol-{number}") for number in range(3)]
    set_back(owner, haneul, bada, *more)
    monkeypatch.setattr(rollout, "_WORTH_PROCESSES", 2)
    monkeypatch.setattr(rollout, "_CHUNK", 2)
    monkeypatch.setattr(rollout, "migrate_chunk", killed_at_bada)

    done = migrate_academies(processes=2)

    assert [(result.slug, result.error) for result in done.failed] == [("bada", "BrokenProcessPool")]
    assert standing() == {"haneul": True, "bada": False, "byeol-0": True, "byeol-1": True, "byeol-2": True}
    assert sorted(slug for _, slug, _ in results()) == ["bada", "byeol-0", "byeol-1", "byeol-2", "haneul"]


def applied(owner: psycopg.Connection[Any]) -> frozenset[tuple[str, str]]:
    rows = owner.execute("SELECT app, name FROM a_aaaaaaaaaaaa.django_migrations").fetchall()
    return frozenset((app, name) for app, name in rows if app != "sessions")


def test_two_rollouts_do_not_run_at_once(owner: psycopg.Connection[Any], haneul: Academy) -> None:
    set_back(owner, haneul)
    owner.execute("SELECT pg_advisory_lock(%s)", [rollout._LOCK])
    with pytest.raises(Conflict, match="다른 곳에서"):
        migrate_academies()
    owner.execute("SELECT pg_advisory_unlock(%s)", [rollout._LOCK])
    assert [result.slug for result in migrate_academies().results] == ["haneul"]


KILLED_HALF_WAY = """
import os, signal
import django
django.setup()
from tenants.provisioning import migrate_academies
migrate_academies(tell=lambda result, done, behind: os.kill(os.getpid(), signal.SIGKILL) if done == 2 else None)
"""


def test_a_killed_rollout_is_taken_up_where_it_stopped(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy
) -> None:
    third = create_academy(name="별", slug="byeol")
    set_back(owner, haneul, bada, third)
    killed = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY], env=os.environ, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert [slug for _, slug, _ in results()] == ["haneul", "bada"]
    again = migrate_academies()
    assert ([result.slug for result in again.results], again.skipped) == (["byeol"], 2)
    assert all(standing().values())


def test_the_directory_is_believed_unless_one_asks_for_thoroughness(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy
) -> None:
    set_back(owner, bada)
    owner.execute("UPDATE public.tenants_academy SET release = %s", [release_of_code()])

    assert migrate_academies().results == ()
    assert [result.slug for result in migrate_academies(trust=False).results] == ["haneul", "bada"]
    with tenancy.use(bada), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")


def test_one_plan_serves_every_academy_in_the_same_state() -> None:
    state = frozenset({("contenttypes", "0001_initial")})

    assert plan_from(state) is plan_from(frozenset(state))
    assert ("contenttypes", "0001_initial") not in {(step.app_label, step.name) for step in plan_from(state).migrations}
