"""Schemas prepared before anybody asks for one, so that signing up takes milliseconds and no owner's log-in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from tenants.database import names
from tenants.database.ownership import connect
from tenants.provisioning.roles import ensure_academy_role, grant_schema
from tenants.provisioning.schemas import migrations_hash
from tenants.provisioning.template import NoTemplate, Template, replay, stored_template

_LOCK = 0x45647550  # one process fills at a time: "EduP"


def prepare_schema(alias: str = DEFAULT_DB_ALIAS, *, schema: str | None = None) -> str:
    """This will put one more schema into the stock, in one transaction: tables, role, grants, first audit link.

    `schema` names it, for an academy that is restored under its old name; otherwise the name is random, and
    the one the academy will keep. Returns the name. Raises NoTemplate before `prepare_database` has run and
    once a later release has run it, TemplateUnsound when the copy is not what the template promises,
    psycopg.Error without the owner's log-in.
    """
    schema = schema or names.new_schema()
    with connect(alias) as connection:
        connection.execute("SET LOCAL lock_timeout = '5s'")
        if newest_template(connection) not in {migrations_hash(), None}:
            raise NoTemplate("Another release has prepared this database: this process is of an earlier one.")
        template = build_schema(connection, alias, schema)
        connection.execute(
            "INSERT INTO public.tenants_preparedschema (schema_name, migrations_hash, fingerprint) VALUES (%s, %s, %s)",
            [schema, migrations_hash(), template.fingerprint],
        )
    return schema


def build_schema(connection: psycopg.Connection[Any], alias: str, schema: str) -> Template:
    """This will make the schema in the caller's transaction: tables, role, grants, first audit link.

    Returns the template that it came from. Raises as `prepare_schema`.
    """
    template = stored_template(connection)
    replay(connection, template, schema)
    ensure_academy_role(connection, schema, str(connections.settings[alias]["USER"]))
    grant_schema(connection, schema)
    _begin_audit(connection, schema)
    return template


def fill_stock(alias: str = DEFAULT_DB_ALIAS, *, size: int) -> int:
    """This will bring the stock of this release's schemas to `size` and drop what an earlier release left.

    One process at a time; another that comes meanwhile does nothing, nor does one of an earlier release than
    the database was prepared for. Returns how many were added. Raises as `prepare_schema`.
    """
    with connect(alias, autocommit=True) as guard:
        if not _one(guard, "SELECT pg_try_advisory_lock(%s)", _LOCK):
            return 0
        if newest_template(guard) not in {migrations_hash(), None}:
            return 0
        drop_stale(guard, alias)
        added = 0
        while _one(guard, "SELECT count(*) FROM public.tenants_preparedschema") < size:
            prepare_schema(alias)
            added += 1
    return added


def newest_template(connection: psycopg.Connection[Any]) -> str | None:
    """Which set of migrations `prepare_database` was last run for here, or None before it ever was."""
    found = _one(connection, "SELECT migrations_hash FROM public.tenants_schematemplate ORDER BY id DESC LIMIT 1")
    return None if found is None else str(found)


def drop_stale(connection: psycopg.Connection[Any], alias: str) -> None:
    """This will drop what is in stock of another release. Waits for whoever is taking one at this moment.

    Raises psycopg.errors.LockNotAvailable after five seconds of that.
    """
    for (stale,) in connection.execute(
        "SELECT schema_name FROM public.tenants_preparedschema WHERE migrations_hash <> %s", [migrations_hash()]
    ).fetchall():
        _discard(alias, stale)


def drop_schema(connection: psycopg.Connection[Any], schema: str) -> None:
    """This will remove a schema and its role, in the caller's transaction.

    A role that another database of the same server still needs stays; a schema that is no academy's is left alone.
    """
    if not names.is_academy_schema(schema):
        return
    role = names.role_of(schema)
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        with suppress(psycopg.errors.DependentObjectsStillExist), connection.transaction():
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _discard(alias: str, schema: str) -> None:
    with connect(alias) as connection:
        connection.execute("SET LOCAL lock_timeout = '5s'")
        taken = connection.execute(
            "DELETE FROM public.tenants_preparedschema WHERE schema_name = %s RETURNING id", [schema]
        ).fetchone()
        if taken:  # otherwise an academy has it by now
            drop_schema(connection, schema)


def _begin_audit(connection: psycopg.Connection[Any], schema: str) -> None:
    """Put the first link of the academy's record in place where no migration did."""
    if _one(connection, "SELECT to_regclass(%s)", f"{schema}.tenants_audithead") is None:
        return
    connection.execute(
        sql.SQL("INSERT INTO {} (id, seq, hash) VALUES (1, 0, repeat('0', 64)) ON CONFLICT (id) DO NOTHING").format(
            sql.Identifier(schema, "tenants_audithead")
        )
    )


def _one(connection: psycopg.Connection[Any], query: str, *values: object) -> Any:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None
