"""A release over many academies: side by side, a result for each, taken up again after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database.ownership import connect
from tenants.models import Academy, Rollout, RolloutResult
from tenants.provisioning import create_academy, migrate_academies, rollout
from tenants.provisioning.planning import plan_from
from tenants.provisioning.schemas import release_of_code

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

    assert [(result.slug, "lock timeout" in result.error) for result in done.results] == [
        ("haneul", False),
        ("bada", True),
    ]
    assert [result.slug for result in migrate_academies().results] == ["bada"]


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
