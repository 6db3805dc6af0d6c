"""How an academy comes to be: replayed, checked, all or nothing."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from eduai.lib.errors import Conflict, InvalidInput
from tenants import middleware, tenancy
from tenants.database import names
from tenants.database.ownership import as_owner, connect
from tenants.models import Academy, Student, User
from tenants.provisioning import (
    NoTemplate,
    TemplateUnsound,
    change_state,
    close,
    create_academy,
    drop_academy,
    migrate_academies,
    prepare_database,
    reopen,
    rollout,
    stock,
)
from tenants.provisioning.dump import dump_schema
from tenants.provisioning.fingerprint import describe, fingerprint
from tenants.provisioning.roles import grant_schema
from tenants.provisioning.schemas import behind, migrate_schema, migrations_hash
from tenants.provisioning.template import Template, replay, stored_template
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("committed_db", "names_of_this_process")

# Roles belong to the whole server, on which other processes of the suite make academies at the same time.
OURS = f"{os.getpid() % 65536:04x}"
MIGRATED = "a_00000000000f"
SINGLE_SCHEMA = "a_00000000000d"
SINGLE = f"""
import django
django.setup()
from django.db import connection
from tenants import tenancy
from tenants.provisioning import create_academy, prepare_database
prepare_database()
academy = create_academy(name="별", slug="byeol", schema="{SINGLE_SCHEMA}")
with tenancy.use(academy), connection.cursor() as cursor:
    cursor.execute("SELECT current_user")
    print(cursor.fetchone()[0])
try:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.tenants_academy")
except django.db.utils.ProgrammingError as error:
    print(str(error).splitlines()[0])
"""


@pytest.fixture
def names_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The academies made here have names that no other process of the suite makes."""
    monkeypatch.setattr(names, "new_schema", lambda: f"a_{OURS}{secrets.token_hex(4)}")


@pytest.fixture
def owner(committed_db: None) -> Iterator[psycopg.Connection[Any]]:
    with connect() as connection:
        yield connection


def one(connection: psycopg.Connection[Any], query: str, *values: object) -> Any:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None


def traces(owner: psycopg.Connection[Any]) -> tuple[object, ...]:
    """Everything that signing up could leave behind."""
    return tuple(
        one(owner, query)
        for query in (
            "SELECT count(*) FROM public.tenants_academy",
            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'a\\_%'",
            f"SELECT count(*) FROM pg_roles WHERE rolname LIKE 'r\\_{OURS}%'",
        )
    )


def test_a_new_academy_is_ready_within_a_second_and_can_be_worked_in() -> None:
    begun = time.monotonic()
    academy = create_academy(name=" 별 ", slug="byeol")
    assert time.monotonic() - begun < 1.0
    assert (academy.name, academy.state, academy.database) == ("별", "ready", "default")
    assert names.is_academy_schema(academy.schema_name)
    with tenancy.use(academy):
        User.objects.create_user("star")
        Student.objects.create(code="s1", created_at="2026-03-02T09:00:00Z")
        assert Student.objects.count() == 1
        permission = Permission.objects.get(codename="view_student")
        assert (permission.content_type.app_label, permission.content_type.model) == ("tenants", "student")
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM tenants_audithead")
            assert cursor.fetchone() == (0,)


def test_new_rows_never_meet_the_numbers_of_rows_that_came_with_the_template(
    owner: psycopg.Connection[Any],
) -> None:
    academy = create_academy(name="별", slug="byeol")
    with tenancy.use(academy):
        last = Permission.objects.order_by("-pk")[0]
        made = Permission.objects.create(name="x", codename="x", content_type=last.content_type)
    assert made.pk > last.pk


def test_a_replayed_academy_equals_a_migrated_one(owner: psycopg.Connection[Any], haneul: Academy) -> None:
    owner.execute(f"CREATE SCHEMA {MIGRATED}")
    owner.commit()
    with as_owner() as django:
        migrate_schema(django, MIGRATED)
    assert describe(owner, MIGRATED) == describe(owner, haneul.schema_name)
    assert fingerprint(owner, MIGRATED) == haneul.fingerprint
    owner.rollback()
    owner.execute(f"ALTER TABLE {MIGRATED}.tenants_student ALTER COLUMN name DROP NOT NULL")
    assert fingerprint(owner, MIGRATED) != haneul.fingerprint


def test_vectors_keep_their_dimension_and_their_index_through_a_replay(owner: psycopg.Connection[Any]) -> None:
    owner.execute(
        f"CREATE SCHEMA {MIGRATED};"
        f"CREATE TABLE {MIGRATED}.item (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
        " state text CHECK (state IN ('a', 'b')), word text CONSTRAINT uq_word UNIQUE,"
        " place extensions.vector(384));"
        f"CREATE INDEX near ON {MIGRATED}.item USING hnsw (place extensions.vector_cosine_ops);"
        f"CREATE INDEX part ON {MIGRATED}.item (word) WHERE state IN ('a', 'b');"
        f"INSERT INTO {MIGRATED}.item (state, word) VALUES ('a', E'--\\nSET lock_timeout = 0;'), ('b', '%s {{{{x}}}}')"
    )
    owner.commit()
    template = Template(dump_schema(owner, MIGRATED), fingerprint(owner, MIGRATED))
    owner.commit()
    replay(owner, template, "a_00000000000e")
    assert describe(owner, "a_00000000000e") == describe(owner, MIGRATED)
    assert "column item.place: extensions.vector(384)" in "\n".join(describe(owner, "a_00000000000e"))
    words = owner.execute("SELECT id, word FROM a_00000000000e.item ORDER BY id").fetchall()
    assert words == [(1, "--\nSET lock_timeout = 0;"), (2, "%s {{x}}")]
    assert one(owner, "INSERT INTO a_00000000000e.item (state) VALUES ('a') RETURNING id") == 3


@pytest.mark.parametrize("step", ["replay", "ensure_academy_role", "grant_schema", "_begin_audit"])
def test_a_failure_at_any_step_leaves_nothing(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = traces(owner)
    original = getattr(stock, step)

    def fail(*args: Any) -> None:
        original(*args)
        raise ConnectionAbortedError

    with monkeypatch.context() as patched:
        patched.setattr(stock, step, fail)
        with pytest.raises(ConnectionAbortedError):
            create_academy(name="별", slug="byeol")
    assert traces(owner) == before
    create_academy(name="별", slug="byeol")
    assert traces(owner) == tuple(int(str(count)) + 1 for count in before)


def test_a_copy_that_differs_from_the_template_is_refused(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = traces(owner)
    kept = stored_template(owner)
    altered = Template(kept.sql + "\nDROP TABLE a_000000000000.tenants_keptanswer;", kept.fingerprint)
    monkeypatch.setattr(stock, "stored_template", lambda connection: altered)
    with pytest.raises(TemplateUnsound, match="came out as"):
        create_academy(name="별", slug="byeol")
    assert traces(owner) == before


@pytest.mark.parametrize(
    ("name", "slug", "field"),
    [
        ("", "byeol", "name"),
        ("  ", "byeol", "name"),
        ("별", "", "slug"),
        ("별", "Byeol", "slug"),
        ("별", "별", "slug"),
        ("별", "-byeol", "slug"),
        ("별", "by.eol", "slug"),
        ("별", "x" * 41, "slug"),
        ("별", "www", "slug"),
        ("별", "byeol\n", "slug"),
    ],
)
def test_a_name_or_address_that_cannot_be_used_is_named(name: str, slug: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        create_academy(name=name, slug=slug)
    assert refusal.value.field == field


def test_an_address_that_is_taken_is_refused(owner: psycopg.Connection[Any]) -> None:
    before = traces(owner)
    with pytest.raises(Conflict, match="haneul"):
        create_academy(name="다른 하늘", slug="haneul")
    assert traces(owner) == before


def test_without_a_template_signing_up_says_what_to_run(owner: psycopg.Connection[Any]) -> None:
    owner.execute("DELETE FROM public.tenants_schematemplate")
    owner.commit()
    with pytest.raises(NoTemplate, match="prepare_database"):
        create_academy(name="별", slug="byeol")
    done = prepare_database()
    assert (done.migrated, done.template_built) == (False, True)
    assert create_academy(name="별", slug="byeol").state == "ready"


def test_preparing_a_prepared_database_does_nothing_and_takes_less_than_a_second() -> None:
    begun = time.monotonic()
    done = prepare_database()
    assert (done.migrated, done.template_built) == (False, False)
    assert time.monotonic() - begun < 1.0


def test_the_stored_template_is_a_fixed_point(owner: psycopg.Connection[Any]) -> None:
    template = stored_template(owner)
    replay(owner, template, MIGRATED)
    owner.commit()
    assert dump_schema(owner, MIGRATED) == template.sql


def test_dropping_an_academy_leaves_nothing_of_it(owner: psycopg.Connection[Any]) -> None:
    before = traces(owner)
    academy = create_academy(name="별", slug="byeol")
    drop_academy(academy)
    assert traces(owner) == before
    with pytest.raises(tenancy.NoAcademy):
        tenancy.find(academy.pk)


def test_a_table_of_a_later_migration_is_the_academys_too(owner: psycopg.Connection[Any], haneul: Academy) -> None:
    owner.execute(f"CREATE TABLE {haneul.schema_name}.later (id int)")
    owner.execute(f"CREATE TABLE {haneul.schema_name}.record (id int)")
    owner.execute(f"COMMENT ON TABLE {haneul.schema_name}.record IS 'grants: SELECT, INSERT'")
    grant_schema(owner, haneul.schema_name)
    owner.commit()
    with tenancy.use(haneul), connection.cursor() as cursor:
        cursor.execute("INSERT INTO later VALUES (1)")
        cursor.execute("INSERT INTO record VALUES (1)")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE record SET id = 2")


def lag(owner: psycopg.Connection[Any], *academies: Academy) -> None:
    """Take the newest migration's row out, as if it had not run."""
    for academy in academies:
        owner.execute(
            f"DELETE FROM {academy.schema_name}.django_migrations WHERE app = 'sessions' AND name = '0001_initial'"
        )
        owner.execute(f"DROP TABLE {academy.schema_name}.django_session")
        owner.execute("UPDATE public.tenants_academy SET release = 'before' WHERE id = %s", [academy.pk])
    owner.commit()


def test_one_query_finds_who_is_behind(owner: psycopg.Connection[Any], haneul: Academy, bada: Academy) -> None:
    schemas = [haneul.schema_name, bada.schema_name]
    assert behind(owner, schemas) == []
    lag(owner, bada)
    assert behind(owner, schemas) == [bada.schema_name]


def test_academies_that_are_behind_are_migrated_and_the_rest_skipped(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy
) -> None:
    lag(owner, bada)
    done = migrate_academies()
    assert ([result.slug for result in done.results], done.skipped, done.failed) == (["bada"], 1, ())
    again = migrate_academies()
    assert (again.results, again.skipped) == ((), 2)
    with tenancy.use(bada), connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('k', 'd', now())")
    assert tenancy.find(bada.pk).fingerprint == haneul.fingerprint


def test_a_failing_canary_stops_the_rollout(
    owner: psycopg.Connection[Any], haneul: Academy, bada: Academy, capsys: pytest.CaptureFixture[str]
) -> None:
    lag(owner, haneul, bada)
    owner.execute(f"CREATE VIEW {haneul.schema_name}.django_session AS SELECT 1")
    owner.commit()
    with pytest.raises(CommandError, match="not touched: bada"):
        call_command("migrate_academies")
    assert "haneul (a_aaaaaaaaaaaa): ProgrammingError" in capsys.readouterr().out
    assert behind(owner, [bada.schema_name]) == [bada.schema_name]


def test_a_later_failure_does_not_stop_the_rest(owner: psycopg.Connection[Any], haneul: Academy, bada: Academy) -> None:
    third = create_academy(name="별", slug="byeol")
    lag(owner, haneul, bada, third)
    owner.execute(f"CREATE VIEW {bada.schema_name}.django_session AS SELECT 1")
    owner.commit()
    done = rollout.migrate_academies()
    assert [(result.slug, bool(result.error)) for result in done.results] == [
        ("haneul", False),
        ("bada", True),
        ("byeol", False),
    ]
    owner.execute(f"DROP VIEW {bada.schema_name}.django_session")
    owner.commit()
    assert [result.slug for result in rollout.migrate_academies().results] == ["bada"]


def test_the_commands_create_suspend_and_resume(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_academy", "byeol", name="별")
    assert capsys.readouterr().out.startswith("별: byeol (a_")
    call_command("suspend_academy", "byeol")
    call_command("suspend_academy", "byeol", resume=True)
    assert capsys.readouterr().out.splitlines() == ["별: suspended", "별: ready"]
    for arguments, cause in (
        (("create_academy", "byeol", "--name", "별"), "이미 쓰이고"),
        (("suspend_academy", "nobody"), "nobody"),
        (("suspend_academy", "byeol", "--resume"), "ready"),
    ):
        with pytest.raises(CommandError, match=cause):
            call_command(*arguments)


def test_one_superusers_address_is_enough_and_the_wall_stands_all_the_same(committed_db: None) -> None:
    address = urlsplit(os.environ["EDUAI_SUPERUSER_DATABASE_URL"])
    name = f"{connection.settings_dict['NAME']}_single"
    single = urlunsplit(address._replace(path=f"/{name}"))
    with psycopg.connect(urlunsplit(address), autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name}")
        try:
            environment = {**os.environ, "DATABASE_URL": single, "EDUAI_OWNER_DATABASE_URL": ""}
            done = subprocess.run(
                [sys.executable, "-c", SINGLE], env=environment, capture_output=True, text=True, check=False
            )
        finally:
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")
            superuser.execute(f"DROP ROLE IF EXISTS r_{SINGLE_SCHEMA[2:]}")
    assert done.stdout.splitlines()[-2:] == [f"r_{SINGLE_SCHEMA[2:]}", "permission denied for schema public"]


def test_a_state_changes_only_where_that_makes_sense(haneul: Academy) -> None:
    assert close(academy=haneul, closed_at=NOW, erase_at=NOW + timedelta(days=1)).state == "closed"
    for state in (Academy.State.READY, Academy.State.SUSPENDED):
        with pytest.raises(Conflict, match="closed"):
            change_state(academy=haneul, state=state)
    with pytest.raises(Conflict, match="closed"):
        reopen(academy=haneul, now=NOW + timedelta(days=1))
    assert reopen(academy=haneul, now=NOW).state == "suspended"
    assert change_state(academy=haneul, state=Academy.State.READY).state == "ready"


def test_the_hash_of_the_migrations_is_stable() -> None:
    assert len(migrations_hash()) == 64
    assert migrations_hash() == migrations_hash.__wrapped__()


def test_another_name_and_address_touch_one_row_and_no_schema(owner: psycopg.Connection[Any], haneul: Academy) -> None:
    before = describe(owner, haneul.schema_name)
    owner.commit()
    call_command("rename_academy", "haneul", "--name", "푸른 하늘", "--slug", "pureun")

    found = tenancy.find(haneul.pk)
    assert (found.name, found.slug, found.schema_name) == ("푸른 하늘", "pureun", haneul.schema_name)
    assert describe(owner, haneul.schema_name) == before
    assert Client(headers={"host": "pureun.localhost"}).get("/login/").status_code == 200
    middleware.forget_hosts()
    assert Client(headers={"host": "haneul.localhost"}).get("/login/").status_code == 404


@pytest.mark.parametrize(
    ("slug", "sentence"), [("bada", "이미 쓰이고"), ("admin", "쓸 수 없는"), ("별", "영문 소문자")]
)
def test_an_address_that_cannot_be_had_changes_nothing(haneul: Academy, slug: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("rename_academy", "haneul", "--slug", slug)
    assert tenancy.find(haneul.pk).slug == "haneul"
