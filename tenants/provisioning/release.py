"""The release step: make a database ready for this version of the code. Safe to run any number of times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from tenants.database import names
from tenants.database.ownership import as_owner, connect
from tenants.provisioning.identity import require_distinct
from tenants.provisioning.roles import SQL, ensure_shared_roles
from tenants.provisioning.schemas import behind, migrate_schema, migrations_hash
from tenants.provisioning.stock import drop_stale, newest_template
from tenants.provisioning.template import build_template, ensure_extensions

_LOCK = 0x45647541  # any number that nobody else takes: "EduA"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a release step had to do."""

    migrated: bool
    template_built: bool


def prepare_database(
    alias: str = DEFAULT_DB_ALIAS, *, verbosity: int = 0, tell: Callable[[str], None] = lambda line: None
) -> Prepared:
    """This will make roles, extensions, the public tables and the schema template, each where it is missing.

    From then on academies open over this release's schemas alone: what another left in stock is dropped, and
    processes that still run its code open none.

    One at a time for each database (an advisory lock); below a second when nothing is missing. `tell` gets a
    line for each step. Raises MissingExtension, TemplateUnsound, DumpFailed or what a migration raises, Conflict
    where another alias is the same database.
    """
    require_distinct(alias, away_too=True)
    login = str(connections.settings[alias]["USER"])
    with connect(alias, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        ensure_shared_roles(connection, login or connection.info.user)
        ensure_extensions(connection)
        _close_temporary(connection)
        migrated = _public_is_behind(connection)
        if migrated:
            tell("Migrating the shared tables")
            with as_owner(alias) as django:
                migrate_schema(django, names.PUBLIC, verbosity=verbosity)
        _number_content_types(connection, alias)
        connection.execute((SQL / "grants.sql").read_bytes())
        built = not _has_template(connection)
        if built:
            tell("Building the template for new academies")
            _keep(connection, alias)
        _be_newest(connection)
        drop_stale(connection, alias)
    return Prepared(migrated=migrated, template_built=built)


def _close_temporary(connection: psycopg.Connection[Any]) -> None:
    """A temporary table named like a real one would capture a function's look-up."""
    connection.execute(
        sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(connection.info.dbname))
    )


def _number_content_types(connection: psycopg.Connection[Any], alias: str) -> None:
    """Give content types the directory's numbers: Django remembers them for all databases at once.

    What an academy already refers to keeps PostgreSQL from being renumbered, and ends in its error.
    """
    if alias == DEFAULT_DB_ALIAS:
        return
    with connect(DEFAULT_DB_ALIAS) as directory:
        numbers = directory.execute("SELECT id, app_label, model FROM public.django_content_type").fetchall()
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT id, app_label, model FROM public.django_content_type")
        here = {(app, model): number for number, app, model in cursor.fetchall()}
        wrong = [
            (number, here[app, model]) for number, app, model in numbers if here.get((app, model), number) != number
        ]
        table = "public.django_content_type"
        cursor.executemany(f"UPDATE {table} SET id = -%s WHERE id = %s".encode(), wrong)
        cursor.executemany(f"UPDATE {table} SET id = %s WHERE id = -%s".encode(), [(new, new) for new, _ in wrong])
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))".encode()
        )


def _public_is_behind(connection: psycopg.Connection[Any]) -> bool:
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return True
    return bool(behind(connection, [names.PUBLIC]))


def _has_template(connection: psycopg.Connection[Any]) -> bool:
    found = connection.execute(
        "SELECT 1 FROM public.tenants_schematemplate WHERE migrations_hash = %s", [migrations_hash()]
    ).fetchone()
    return found is not None


def _keep(connection: psycopg.Connection[Any], alias: str) -> None:
    template = build_template(alias)
    connection.execute(
        "INSERT INTO public.tenants_schematemplate (migrations_hash, fingerprint, sql, created_at)"
        " VALUES (%s, %s, %s, now()) ON CONFLICT (migrations_hash) DO NOTHING",
        [migrations_hash(), template.fingerprint, template.sql],
    )


def _be_newest(connection: psycopg.Connection[Any]) -> None:
    """The row with the highest number says what the database is prepared for, also after going back a release."""
    if newest_template(connection) != migrations_hash():
        connection.execute(
            "UPDATE public.tenants_schematemplate SET created_at = clock_timestamp(),"
            " id = nextval(pg_get_serial_sequence('public.tenants_schematemplate', 'id')) WHERE migrations_hash = %s",
            [migrations_hash()],
        )
