"""Academies that live in another database than the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from psycopg import sql

from tenants import dispatch, tenancy
from tenants.actors import SYSTEM
from tenants.database.base import CrossesDatabases
from tenants.models import Academy, Student, User
from tenants.provisioning import create_academy, drop_academy
from tenants.services.academies import suspend_academy
from tests.cast import note, student
from tests.second_database import second_database


@pytest.fixture
def east(committed_db: None, settings: Any) -> Iterator[str]:
    """A second database on the same server, prepared for academies."""
    with second_database(settings) as alias:
        yield alias


@pytest.fixture
def byeol(east: str) -> Academy:
    """Academy 별, which lives in the second database."""
    return create_academy(name="별", slug="byeol", database=east)


def database_of_this_thread() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return str(cursor.fetchone()[0])


def test_entering_an_academy_goes_to_its_database_and_leaving_comes_back(byeol: Academy, haneul: Academy) -> None:
    with tenancy.platform():
        home = database_of_this_thread()
    with tenancy.use(byeol):
        User.objects.create(username="star")
        assert database_of_this_thread() == f"{home}_east"
        with tenancy.use(haneul):
            assert database_of_this_thread() == home
            assert not User.objects.filter(username="star").exists()
        assert User.objects.filter(username="star").exists()
    with tenancy.platform():
        assert database_of_this_thread() == home


def test_a_transaction_is_not_taken_to_another_database(byeol: Academy, haneul: Academy) -> None:
    with tenancy.use(haneul), transaction.atomic():
        User.objects.create(username="kept")
        with pytest.raises(CrossesDatabases, match="east"), tenancy.use(byeol):
            User.objects.count()
    with tenancy.use(haneul):
        assert User.objects.filter(username="kept").exists()


def test_the_directory_and_the_academys_database_tell_the_same(byeol: Academy, east: str) -> None:
    assert byeol.state == "ready"
    with tenancy.platform(), transaction.atomic():
        told = Academy.objects.filter(pk=byeol.pk).values("slug", "schema_name", "state", "database", "release").get()
    with tenancy.platform(east):
        own = Academy.objects.filter(pk=byeol.pk).values("slug", "schema_name", "state", "database", "release").get()
        assert Academy.objects.count() == 1
    assert told == own
    suspend_academy(academy=byeol, actor=SYSTEM)
    assert tenancy.find(byeol.pk).state == "suspended"
    with tenancy.platform(east):
        assert Academy.objects.get().state == "suspended"


def test_its_work_is_kept_with_it_and_claimed_by_the_same_workers(byeol: Academy, haneul: Academy) -> None:
    for academy in (byeol, haneul):
        with tenancy.use(academy):
            student("S001")
            note(student="S001")
    claimed = [claim for _ in range(8) for claim in dispatch.claim("engine", 4)]

    assert {claim.academy_id for claim in claimed} == {byeol.pk, haneul.pk}
    assert sum(dispatch.due_counts().values()) == 0
    for claim in claimed:
        with tenancy.use(tenancy.find(claim.academy_id)), transaction.atomic():
            assert dispatch.hold(claim)
            assert dispatch.finish(claim)


def test_an_address_is_taken_wherever_its_academy_lives(byeol: Academy, east: str) -> None:
    from eduai.lib.errors import Conflict

    for database in ("default", east):
        with pytest.raises(Conflict, match="byeol"):
            create_academy(name="또 별", slug="byeol", database=database)
    with tenancy.platform():
        assert Academy.objects.filter(slug="byeol").count() == 1


def test_a_failure_elsewhere_leaves_no_address_behind(east: str) -> None:
    def fail(academy: Academy) -> None:
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        create_academy(name="별", slug="byeol", database=east, furnish=fail)
    with tenancy.platform():
        assert not Academy.objects.filter(slug="byeol").exists()
    assert create_academy(name="별", slug="byeol", database=east).state == "ready"


def test_dropping_it_leaves_nothing_in_either_database(byeol: Academy, east: str) -> None:
    drop_academy(byeol)
    for database in ("default", east):
        with tenancy.platform(database):
            assert not Academy.objects.filter(pk=byeol.pk).exists()


def test_its_site_answers_at_its_host(byeol: Academy) -> None:
    from django.test import Client

    with tenancy.use(byeol):
        child = student("S001", signs_in=True)
        assert Student.objects.count() == 1
    client = Client(headers={"host": "byeol.localhost"})
    assert client.get("/login/").status_code == 200
    with tenancy.use(byeol):
        client.force_login(child.user)
    assert client.get("/").status_code == 200


def test_the_log_in_of_one_database_reads_no_academy_by_itself(byeol: Academy) -> None:
    config = connections["east"].settings_dict
    where = {key.lower(): config[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    with psycopg.connect(dbname=config["NAME"], **where) as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(byeol.schema_name, "tenants_user")))
