"""The one door: where a thread stands after nesting, errors, rollbacks and a connection's return to the pool."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.utils import ProgrammingError
from django_tenants.utils import schema_context

from tenants import tenancy
from tenants.database.base import DatabaseWrapper
from tenants.models import Academy, Student

THREADS = 8
REQUESTS = 1000


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def names() -> list[str]:
    return sorted(Student.objects.values_list("code", flat=True))


def enrol(code: str) -> None:
    Student.objects.create(code=code, created_at="2026-03-02T09:00:00Z")


@pytest.mark.django_db
def test_use_nests_and_leaves_the_way_it_came(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(haneul):
        with tenancy.use(bada):
            assert (tenancy.current(), role()) == (bada, "r_bbbbbbbbbbbb")
        assert (tenancy.current(), role()) == (haneul, "r_aaaaaaaaaaaa")
        with tenancy.platform():
            assert (tenancy.current(), role()) == (None, "eduai_platform")
        assert (tenancy.current(), role()) == (haneul, "r_aaaaaaaaaaaa")
    assert (tenancy.current(), role()) == (None, "eduai_nobody")


@pytest.mark.django_db
def test_an_error_inside_leaves_the_academy_all_the_same(haneul: Academy, bada: Academy) -> None:
    with pytest.raises(KeyError), tenancy.use(haneul), tenancy.use(bada):
        raise KeyError("x")
    assert (tenancy.current(), role()) == (None, "eduai_nobody")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["preparing", "suspended", "closed"])
def test_an_academy_that_is_not_open_is_refused_unless_asked_for(haneul: Academy, state: str) -> None:
    haneul.state = state
    with pytest.raises(tenancy.AcademyUnavailable, match="하늘"), tenancy.use(haneul):
        pytest.fail("entered")
    assert role() == "eduai_nobody"
    with tenancy.use(haneul, closed_too=True):
        assert role() == "r_aaaaaaaaaaaa"


@pytest.mark.django_db
def test_the_librarys_own_ways_in_are_refused(haneul: Academy) -> None:
    with pytest.raises(TypeError, match=r"tenancy\.use"), haneul:
        pytest.fail("entered")
    for way in (haneul.activate, Academy.deactivate):
        with pytest.raises(TypeError, match=r"tenancy\.use"):
            way()
    with pytest.raises(TypeError, match="provisioning"):
        haneul.create_schema()
    with tenancy.use(haneul):
        assert names() == []


@pytest.mark.django_db
def test_a_query_kept_for_later_is_refused_outside(haneul: Academy) -> None:
    with tenancy.use(haneul):
        kept = Student.objects.all()
        assert list(kept.all()) == []
    with pytest.raises(ProgrammingError), transaction.atomic():
        list(kept)


@pytest.mark.django_db
def test_a_rolled_back_savepoint_leaves_role_and_path_where_they_should_be(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(bada):
        enrol("seagull")
    with tenancy.use(haneul):
        enrol("cloud")
        with pytest.raises(IntegrityError), transaction.atomic(), tenancy.use(bada):
            enrol("seagull")
        assert names() == ["cloud"]
        point = transaction.savepoint()
        with tenancy.use(bada):
            assert names() == ["seagull"]
        transaction.savepoint_rollback(point)
        assert (role(), names()) == ("r_aaaaaaaaaaaa", ["cloud"])


@pytest.mark.django_db
def test_rows_are_streamed_from_the_academy_they_were_asked_in(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(haneul):
        enrol("cloud")
        with tenancy.use(bada):
            enrol("seagull")
            assert [student.code for student in Student.objects.iterator(chunk_size=1)] == ["seagull"]
        assert [student.code for student in Student.objects.iterator(chunk_size=1)] == ["cloud"]


@pytest.mark.django_db
def test_entering_costs_one_trip_and_staying_costs_none(haneul: Academy) -> None:
    sent: list[str] = []
    with tenancy.use(haneul):
        connection.ensure_connection()
        execute = connection.connection.execute
        connection.connection.execute = lambda query, *args: (sent.append(query), execute(query, *args))[1]
        try:
            names()
            names()
            with tenancy.use(haneul):
                names()
        finally:
            del connection.connection.execute
    assert sent == [
        'SET ROLE "r_aaaaaaaaaaaa"; SET search_path = "a_aaaaaaaaaaaa", "public", "extensions"',
    ]


def test_a_rolled_back_transaction_forgets_where_it_stood(committed_db: None, haneul: Academy, bada: Academy) -> None:
    with tenancy.use(haneul):
        enrol("cloud")
        with pytest.raises(ZeroDivisionError), transaction.atomic(), tenancy.use(bada):
            enrol("seagull")
            raise ZeroDivisionError
        assert (role(), names()) == ("r_aaaaaaaaaaaa", ["cloud"])
    with tenancy.use(bada):
        assert names() == []


def test_a_new_thread_stands_nowhere(committed_db: None, haneul: Academy) -> None:
    found: list[Any] = []

    def look() -> None:
        found.extend([tenancy.current(), role()])
        connections.close_all()

    with tenancy.use(haneul):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert tenancy.current() == haneul
    assert found == [None, "eduai_nobody"]


@pytest.fixture
def pooled(committed_db: None) -> Iterator[DatabaseWrapper]:
    """A second connection setting with a pool of exactly one."""
    base = connections["default"].settings_dict
    settings = {**base, "OPTIONS": {**base["OPTIONS"], "pool": {"min_size": 0, "max_size": 1, "timeout": 5}}}
    wrapper = DatabaseWrapper(settings, "pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def test_a_connection_returns_to_the_pool_without_its_academy(pooled: DatabaseWrapper, haneul: Academy) -> None:
    def look() -> tuple[Any, ...]:
        with pooled.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_user, current_setting('search_path')")
            return tuple(cursor.fetchone())

    pooled.set_tenant(haneul)
    pid, user, path = look()
    assert (user, path) == ("r_aaaaaaaaaaaa", "a_aaaaaaaaaaaa, public, extensions")
    pooled.close()
    lent = pooled.pool.getconn()
    raw = lent.execute("SELECT pg_backend_pid(), current_user, current_setting('search_path')").fetchone()
    assert raw == (pid, "eduai_app", '"$user", public')
    pooled.pool.putconn(lent)
    assert look() == (pid, "r_aaaaaaaaaaaa", path)


def test_interleaved_requests_with_random_rollbacks_never_mix_academies(
    committed_db: None, haneul: Academy, bada: Academy
) -> None:
    seed = 20261121
    for academy, code in ((haneul, "cloud"), (bada, "seagull")):
        with tenancy.use(academy):
            enrol(code)
    wrong: list[str] = []
    threads = [
        threading.Thread(target=_serve, args=(random.Random(seed + number), haneul, bada, wrong))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [], f"seed {seed}"


def _serve(chance: random.Random, haneul: Academy, bada: Academy, wrong: list[str]) -> None:
    own = {haneul.pk: "cloud", bada.pk: "seagull"}
    try:
        for _ in range(REQUESTS // THREADS):
            academy = chance.choice((haneul, bada))
            with tenancy.use(academy):
                _one_request(chance, academy, bada if academy == haneul else haneul)
                seen = names()
            if seen != [own[academy.pk]]:
                wrong.append(f"{academy.slug} read {seen}")
            if chance.random() < 0.1:
                connection.close()
    finally:
        connections.close_all()


def _one_request(chance: random.Random, academy: Academy, other: Academy) -> None:
    """Reads, writes that are rolled back as a whole or to a savepoint, and turns into the other academy."""
    action = chance.randrange(5)
    if action == 0:
        names()
        return
    try:
        with transaction.atomic():
            if action in (1, 2):
                enrol(f"new-{chance.random()}")
            if action in (2, 3):
                with tenancy.use(other):
                    names()
            if action == 3:
                try:
                    with transaction.atomic(), tenancy.use(other):
                        enrol("cloud" if other.slug == "haneul" else "seagull")
                except IntegrityError:
                    names()
            raise ZeroDivisionError
    except ZeroDivisionError:
        return


def test_upstreams_decorator_would_leave_a_thread_in_the_wrong_place(committed_db: None, haneul: Academy) -> None:
    """Why `use` is made afresh each time: one shared object keeps one way back for everybody."""
    shared = schema_context(haneul.schema_name)
    shared.__enter__()
    inside = connection.schema_name
    shared.__enter__()
    shared.__exit__(None, None, None)
    shared.__exit__(None, None, None)
    stuck = connection.schema_name
    connection.set_tenant(tenancy.names.Place(tenancy.names.NOBODY))
    assert (inside, stuck) == (haneul.schema_name, haneul.schema_name)
    door = tenancy.use(haneul)
    with door, tenancy.use(haneul):
        assert tenancy.current() == haneul
    assert tenancy.current() is None
