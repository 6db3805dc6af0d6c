"""The known traps of django-tenants 4.0.1: each is shown to spring there, on
schemas of its own, and to be impossible here.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, OperationalError, ProgrammingError, connection, connections, transaction
from django.db.backends.postgresql import base as django_base
from django_tenants.clone import CloneSchema
from django_tenants.utils import get_creation_fakes_migrations, schema_context, tenant_context

from tenants import tenancy
from tenants.database.names import NOBODY
from tenants.models import Student
from tenants.provisioning.dump import dump_schema, replayed
from tests import database
from tests.integration.tenants import stock
from tests.integration.tenants.stock import CLOUD, PUBLIC, SEAGULL, STOCK, names, stand

COURSE, COPY, OURS = "a_0000000000c0", "a_0000000000c1", "a_0000000000c2"


def refused() -> bool:
    """Whether a read is an error where this thread stands."""
    try:
        names()
    except ProgrammingError:
        return True
    return False


# --- the clone -----------------------------------------------------------------------------------------------
def shape(owner: psycopg.Connection[Any], schema: str) -> tuple[Any, ...]:
    """The vector's type and the name of the one constraint."""
    kind = owner.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
        [f"{schema}.place", "vector"],
    ).fetchone()
    name = owner.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'", [f"{schema}.course"]
    ).fetchone()
    return (*(kind or ()), *(name or ()))


def test_the_librarys_clone_loses_a_vectors_dimension_and_a_constraints_name_and_the_replay_keeps_both(
    committed_db: None,
) -> None:
    with database.superuser(connections["default"].settings_dict["NAME"]) as owner:
        owner.execute(f"CREATE SCHEMA {COURSE}")
        owner.execute(f"CREATE TABLE {COURSE}.place (id bigint PRIMARY KEY, vector extensions.vector(384))")
        owner.execute(f"CREATE TABLE {COURSE}.course (slug text, CONSTRAINT uq_course_slug UNIQUE (slug))")
        with stock.threads(1, STOCK) as (thread,):
            with pytest.raises(ProgrammingError, match=r"type .*vector.* does not exist"):
                thread(CloneSchema().clone_schema, COURSE, "a_0000000000c3")
            thread(CloneSchema().clone_schema, COURSE, COPY, "NODATA")
        owner.execute(replayed(dump_schema(owner, COURSE), OURS).encode())
        told, copied, ours = (shape(owner, schema) for schema in (COURSE, COPY, OURS))

    assert told == ("extensions.vector(384)", "uq_course_slug")
    assert copied == ("extensions.vector", "course_slug_key")
    assert ours == told


def test_no_academy_can_be_made_by_the_librarys_clone(haneul: Any) -> None:
    assert get_creation_fakes_migrations() is False
    assert haneul.auto_create_schema is False
    with pytest.raises(TypeError, match="provisioning"):
        haneul.create_schema()


# --- contexts that are shared --------------------------------------------------------------------------------
def test_with_tenant_brings_a_thread_out_in_the_others_tenant(academies: dict[str, Any]) -> None:
    with stock.threads(2, STOCK) as (one, two):
        one(stand, CLOUD)
        two(stand, SEAGULL)
        for step in (PUBLIC.__enter__, lambda: PUBLIC.__exit__(None, None, None)):
            one(step)
            two(step)
        assert (one(names), two(names)) == (["seagull"], ["cloud"])


def test_use_brings_each_thread_back_to_its_own_academy(academies: dict[str, Any]) -> None:
    with stock.threads(2) as (one, two):
        ways = {}
        for thread, code in ((one, "cloud"), (two, "seagull")):
            ways[thread] = [tenancy.use(academies[code]), tenancy.use(academies["seagull"])]
            thread(ways[thread][0].__enter__)
        for step in ("__enter__", "__exit__"):
            for thread in (one, two):
                thread(getattr(ways[thread][1], step), *([] if step == "__enter__" else [None] * 3))
        assert (one(names), two(names)) == (["cloud"], ["seagull"])
        with pytest.raises(TypeError, match=r"tenancy\.use"):
            one(academies["seagull"].__enter__)
        for thread in (one, two):
            thread(ways[thread][0].__exit__, None, None, None)
        assert (one(refused), two(refused)) == (True, True)


def both_at_once(way: Any, one: Any, two: Any) -> None:
    """The same decorated function on both threads, both inside it before either leaves."""
    inside = threading.Barrier(2)

    @way
    def work() -> None:
        inside.wait(timeout=30)

    for running in [one.start(work), two.start(work)]:
        running.result(timeout=60)


@pytest.mark.parametrize("way", [lambda: tenant_context(PUBLIC), lambda: schema_context("public")])
def test_the_librarys_contexts_as_decorators_leave_a_thread_where_it_never_was(
    academies: dict[str, Any], way: Any
) -> None:
    with stock.threads(2, STOCK) as (one, two):
        one(stand, CLOUD)
        two(stand, SEAGULL)
        both_at_once(way(), one, two)
        assert [one(names), two(names)] != [["cloud"], ["seagull"]]
        assert ["everybody"] in (one(names), two(names))


def test_use_as_a_decorator_is_made_afresh_for_each_call(academies: dict[str, Any]) -> None:
    with stock.threads(2) as (one, two):
        ways = [tenancy.use(academies["cloud"]), tenancy.use(academies["seagull"])]
        one(ways[0].__enter__)
        two(ways[1].__enter__)
        both_at_once(tenancy.use(academies["seagull"]), one, two)
        assert (one(names), two(names)) == (["cloud"], ["seagull"])


# --- content types -------------------------------------------------------------------------------------------
def content_type() -> int:
    return int(ContentType.objects.get_for_model(Student).pk)


def test_a_content_type_of_one_thread_is_handed_to_another_tenant_by_the_librarys_cache(
    academies: dict[str, Any],
) -> None:
    with database.superuser(connections["default"].settings_dict["NAME"]) as owner:
        for schema, number in (("stock_cloud", 40), ("stock_seagull", 100_040)):
            owner.execute(f"CREATE TABLE {schema}.django_content_type (LIKE public.django_content_type)")
            owner.execute(f"INSERT INTO {schema}.django_content_type VALUES ({number}, 'tenants', 'student')")
    try:
        with stock.threads(2, STOCK) as (one, two):
            two(stand, SEAGULL)
            one(stand, CLOUD)
            assert one(content_type) == 40
            assert two(content_type) == 40
            ContentType.objects.clear_cache()
            assert two(content_type) == 100_040
    finally:
        ContentType.objects.clear_cache()


def test_here_a_content_type_has_one_number_for_every_academy(academies: dict[str, Any]) -> None:
    def look(academy: Any) -> tuple[int, object]:
        with tenancy.use(academy), connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [f"{academy.schema_name}.django_content_type"])
            return content_type(), cursor.fetchone()[0]

    ContentType.objects.clear_cache()
    with stock.threads(2) as (one, two):
        first = one(look, academies["cloud"])
        cached = two(look, academies["seagull"])
        ContentType.objects.clear_cache()
        assert first == cached == two(look, academies["seagull"])
        assert first[1] is None


# --- what the server remembers -------------------------------------------------------------------------------
def cancelled(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """The SET is cancelled, as by a time-out; everything else runs."""
    if sql.startswith("SET search_path"):
        raise OperationalError("canceling statement due to user request")
    return execute(sql, params, many, context)


def test_the_library_swallows_a_failed_set_and_reads_the_former_tenants_rows(academies: dict[str, Any]) -> None:
    def read() -> list[str]:
        stand(CLOUD)
        names()
        stand(SEAGULL)
        with connection.execute_wrapper(cancelled):
            return names()

    with stock.threads(1, STOCK) as (thread,):
        assert thread(read) == ["cloud"]


def test_here_a_failed_set_is_raised_and_tried_again(academies: dict[str, Any]) -> None:
    def read() -> list[str]:
        with tenancy.use(academies["cloud"]):
            names()
            raw, sound = connection.connection, connection.connection.execute

            def execute(query: str, *args: Any) -> Any:
                raw.execute = sound
                raise psycopg.errors.QueryCanceled(f"canceling {query}")

            with tenancy.use(academies["seagull"]):
                raw.execute = execute
                with pytest.raises(OperationalError, match='canceling SET ROLE "r_bbbbbbbbbbbb"'):
                    names()
                return names()

    with stock.threads(1) as (thread,):
        assert thread(read) == ["seagull"]


class Before400(STOCK):  # type: ignore[misc]
    """The library before 4.0.0: a rolled back savepoint did not make it forget where it stands."""

    savepoint_rollback = django_base.DatabaseWrapper.savepoint_rollback


def after_a_savepoint(enter_cloud: Any, enter_seagull: Any) -> list[str]:
    with enter_cloud(), transaction.atomic():
        names()
        point = transaction.savepoint()
        with enter_seagull():
            names()
            transaction.savepoint_rollback(point)
            return names()


def after_a_commit_that_was_none(enter_cloud: Any, enter_seagull: Any) -> list[str]:
    """An error that somebody caught inside the block: PostgreSQL answers COMMIT with a roll-back, and says nothing."""
    with enter_cloud():
        names()
        with enter_seagull():
            with transaction.atomic():
                names()
                with contextlib.suppress(DataError):
                    connection.cursor().execute("SELECT 1 / 0")
            return names()


STOCK_WAYS = (lambda: schema_context("stock_cloud"), lambda: schema_context("stock_seagull"))


@pytest.mark.parametrize(
    ("kind", "act", "read"),
    [
        (Before400, after_a_savepoint, ["cloud"]),
        (STOCK, after_a_savepoint, ["seagull"]),
        (STOCK, after_a_commit_that_was_none, ["cloud"]),
    ],
)
def test_the_librarys_cache_outlives_what_the_server_took_back(
    academies: dict[str, Any], kind: Any, act: Any, read: list[str]
) -> None:
    with stock.threads(1, kind) as (thread,):
        assert thread(act, *STOCK_WAYS) == read


@pytest.mark.parametrize("act", [after_a_savepoint, after_a_commit_that_was_none])
def test_here_the_role_and_path_are_sent_again_after_what_the_server_took_back(
    academies: dict[str, Any], act: Any
) -> None:
    ways = (lambda: tenancy.use(academies["cloud"]), lambda: tenancy.use(academies["seagull"]))
    with stock.threads(1) as (thread,):
        assert thread(act, *ways) == ["seagull"]


# --- outside -------------------------------------------------------------------------------------------------
def test_a_queryset_of_the_library_is_read_wherever_the_thread_stands_later(academies: dict[str, Any]) -> None:
    def read() -> list[str]:
        with schema_context("stock_cloud"):
            kept = Student.objects.values_list("code", flat=True)
        return list(kept)

    with stock.threads(1, STOCK) as (thread,):
        assert thread(read) == ["everybody"]


def test_here_a_queryset_that_is_read_outside_is_an_error(academies: dict[str, Any]) -> None:
    def keep() -> Any:
        with tenancy.use(academies["cloud"]):
            kept = Student.objects.values_list("code", flat=True)
            assert list(kept.all()) == ["cloud"]
        return kept

    with stock.threads(1) as (thread,):
        kept = thread(keep)
        with pytest.raises(ProgrammingError, match="does not exist"):
            thread(list, kept)


def test_a_plain_thread_of_the_library_starts_in_public_and_reads_there(academies: dict[str, Any]) -> None:
    with stock.threads(2, STOCK) as (one, two):
        one(stand, CLOUD)
        assert (one(names), two(names)) == (["cloud"], ["everybody"])


def test_here_a_plain_thread_stands_nowhere_and_reads_nothing(academies: dict[str, Any]) -> None:
    with stock.threads(2) as (one, two), tenancy.use(academies["cloud"]):
        assert (one(refused), two(refused), names()) == (True, True, ["cloud"])
        assert one(lambda: connection.schema_name) == NOBODY
