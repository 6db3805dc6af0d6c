"""Academies that live in another database than the directory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from psycopg import sql

from eduai.lib.errors import Conflict
from questions.tasks import sweep
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM
from tenants.database.base import CrossesDatabases
from tenants.database.ownership import as_owner, connect
from tenants.middleware import forget_hosts
from tenants.models import Academy, Student, User
from tenants.provisioning import create_academy, drop_academy, lifecycle, prepare_database
from tenants.services.academies import rename_academy, resume_academy, suspend_academy
from tenants.services.closing import close_academy, reopen_academy
from tenants.tasks import prepare_academies, repair_directory
from tests.cast import NOW, note, student
from tests.database import use_clone
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
    with tenancy.use(byeol):
        child = student("S001", signs_in=True)
        assert Student.objects.count() == 1
    client = Client(headers={"host": "byeol.localhost"})
    assert client.get("/login/").status_code == 200
    with tenancy.use(byeol):
        client.force_login(child.user)
    assert client.get("/").status_code == 200


@pytest.fixture
def pooled(east: str) -> Iterator[dict[str, Any]]:
    """Both databases behind a pool; the pools that there are, by alias."""
    kept = {alias: connections.settings[alias]["OPTIONS"] for alias in ("default", east)}
    connection.close()
    for alias, options in kept.items():
        connections.settings[alias]["OPTIONS"] = {**options, "pool": {"min_size": 0, "max_size": 2, "timeout": 5}}
    connection.settings_dict = connections.settings[connection.database]
    connection._reset_what_is_pooled()
    pools: dict[str, Any] = connection._connection_pools
    yield pools
    connection.close()
    while pools:
        pools.popitem()[1].close()
    for alias, options in kept.items():
        connections.settings[alias]["OPTIONS"] = options
    connection.settings_dict = connections.settings[connection.database]


def test_closing_the_pool_closes_that_of_the_database_where_the_thread_is_and_no_other(
    byeol: Academy, haneul: Academy, pooled: dict[str, Any]
) -> None:
    for academy in (haneul, byeol):
        with tenancy.use(academy):
            assert User.objects.count() == 0
    home, east = pooled["default"], pooled["east"]
    assert connection.database == "east"
    connection.close()
    connection.close_pool()

    assert (home.closed, east.closed) == (False, True)
    assert set(pooled) == {"default"}
    for academy in (haneul, byeol):
        with tenancy.use(academy):
            assert User.objects.count() == 0
    assert pooled["default"] is home


def test_the_owner_goes_to_the_database_that_was_named_and_not_where_the_academy_is(
    byeol: Academy, haneul: Academy
) -> None:
    with tenancy.use(haneul):
        home = database_of_this_thread()
    for academy in (byeol, haneul):
        with tenancy.use(academy):
            own = database_of_this_thread()
            for alias, name in (("default", home), ("east", f"{home}_east")):
                with as_owner(alias) as owner, owner.cursor() as cursor:
                    cursor.execute("SELECT current_database(), current_user")
                    assert cursor.fetchone() == (name, "eduai_owner")
            assert database_of_this_thread() == own


def test_the_log_in_of_one_database_reads_no_academy_by_itself(byeol: Academy) -> None:
    config = connections["east"].settings_dict
    where = {key.lower(): config[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    with psycopg.connect(dbname=config["NAME"], **where) as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(byeol.schema_name, "tenants_user")))


@contextmanager
def a_database_that_is_away() -> Iterator[None]:
    connections.settings["away"] = {**connections.settings["default"], "NAME": "no_such_database"}
    try:
        yield
    finally:
        connections.close_all()
        del connections.settings["away"]


def test_a_database_that_is_away_stops_no_work_of_the_others(
    committed_db: None, haneul: Academy, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EDUAI_PREPARED_ACADEMIES = 1
    with tenancy.use(haneul):
        student("S001")
        note(student="S001")
    with a_database_that_is_away():
        assert sum(dispatch.due_counts().values()) == 1
        assert sum(sweep().values()) == 1
        assert dispatch.forget_finished(NOW) == 0
        assert prepare_academies() == {"default": 1}
        claimed = [claim.academy_id for _ in range(6) for claim in dispatch.claim("engine", 4)]
        assert "away is passed over" in caplog.text
        with pytest.raises(OperationalError), tenancy.platform("away"):
            Academy.objects.count()
    assert set(claimed) == {haneul.pk}


def test_the_absence_of_the_directory_itself_is_said(committed_db: None) -> None:
    with pytest.raises(OperationalError, match="gone"), tenancy.unless_away("default"):
        raise OperationalError("gone")
    with tenancy.unless_away("east"):
        raise OperationalError("gone")


def killed(academy: Academy) -> Academy:
    raise ConnectionAbortedError


def killed_before_the_directory_knew(monkeypatch: pytest.MonkeyPatch, verb: Any, **words: Any) -> None:
    with monkeypatch.context() as patched, pytest.raises(ConnectionAbortedError):
        patched.setattr(lifecycle, "publish", killed)
        verb(actor=SYSTEM, **words)


def page_of(academy: Academy) -> int:
    return Client(headers={"host": f"{academy.slug}.localhost"}).get("/login/").status_code


def test_doors_that_only_its_own_database_shut_are_shut_in_the_directory_by_the_task(
    byeol: Academy, haneul: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repair_directory() == 0
    killed_before_the_directory_knew(monkeypatch, suspend_academy, academy=byeol)
    assert page_of(byeol) == 200

    assert repair_directory() == 1
    assert repair_directory() == 0
    forget_hosts()
    assert page_of(byeol) == 503
    assert page_of(haneul) == 200
    assert resume_academy(academy=tenancy.find(byeol.pk), actor=SYSTEM).state == "ready"


def test_asking_again_after_a_crash_shuts_the_doors_and_says_that_they_were_shut(
    byeol: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_before_the_directory_knew(monkeypatch, suspend_academy, academy=byeol)

    with pytest.raises(Conflict, match="suspended"):
        suspend_academy(academy=tenancy.find(byeol.pk), actor=SYSTEM)
    assert tenancy.find(byeol.pk).state == "suspended"


def test_a_closing_that_the_directory_missed_can_be_taken_back_and_is_found_when_its_day_comes(
    byeol: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_before_the_directory_knew(monkeypatch, close_academy, academy=byeol, now=NOW)
    assert reopen_academy(academy=tenancy.find(byeol.pk), actor=SYSTEM, now=NOW).state == "suspended"

    killed_before_the_directory_knew(monkeypatch, close_academy, academy=tenancy.find(byeol.pk), now=NOW)
    assert repair_directory() == 1
    told = tenancy.find(byeol.pk)
    assert (told.state, told.closed_at) == ("closed", NOW)
    assert told.erase_at is not None


def test_an_address_that_somebody_else_took_in_the_directory_is_given_back_once(
    byeol: Academy, haneul: Academy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    killed_before_the_directory_knew(monkeypatch, rename_academy, academy=byeol, name="별빛", slug="byeolbit")
    with connect(autocommit=True) as owner:
        owner.execute("UPDATE public.tenants_academy SET slug = 'byeolbit' WHERE id = %s", [haneul.pk])
    try:
        assert repair_directory() == 1
        assert "has its former one again" in caplog.text
        assert repair_directory() == 1  # the new name has still to be told
        assert repair_directory() == 0
        assert [(tenancy.find(one.pk).name, tenancy.find(one.pk).slug) for one in (byeol, haneul)] == [
            ("별빛", byeol.slug),
            (haneul.name, "byeolbit"),
        ]
    finally:
        with connect(autocommit=True) as owner:
            owner.execute("UPDATE public.tenants_academy SET slug = %s WHERE id = %s", [haneul.slug, haneul.pk])


def test_a_database_that_is_away_keeps_nobody_from_comparing_the_others(
    byeol: Academy, haneul: Academy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    killed_before_the_directory_knew(monkeypatch, suspend_academy, academy=byeol)
    with connect(autocommit=True) as owner:
        owner.execute("UPDATE public.tenants_academy SET database = 'away' WHERE id = %s", [haneul.pk])
    with a_database_that_is_away():
        assert repair_directory() == 1
    assert "away" in caplog.text
    assert tenancy.find(byeol.pk).state == "suspended"


def test_a_thread_that_was_left_elsewhere_is_brought_home_with_the_suites_next_database(byeol: Academy) -> None:
    """A test that came next would take the dead database's name for the new one's, and read `default` by it."""
    with tenancy.use(byeol):
        home = database_of_this_thread().removesuffix("_east")
    use_clone(home)
    assert connection.database == "default"
    assert connections.settings["east"]["NAME"] == f"{home}_east"


def test_content_types_have_the_same_numbers_everywhere(east: str) -> None:
    """Django remembers them by alias, and every academy is reached by one alias."""
    from django.contrib.contenttypes.models import ContentType

    def numbers(database: str) -> set[tuple[int, str, str]]:
        with tenancy.platform(database):
            return set(ContentType.objects.values_list("id", "app_label", "model"))

    with connect(east) as owner:
        owner.execute("UPDATE public.django_content_type SET id = 1000 - id")
    assert numbers(east) != numbers("default")
    prepare_database(east)
    assert numbers(east) == numbers("default")
    assert create_academy(name="별", slug="byeol", database=east).state == "ready"
