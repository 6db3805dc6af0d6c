"""The template: one academy's schema, migrated once for each release, kept as SQL to replay.

It is built in a small database of its own, because pg_dump takes seconds where a thousand academies live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from eduai.lib.errors import EduError
from tenants.database import names
from tenants.database.ownership import as_owner, connect
from tenants.provisioning.dump import dump_schema, replayed
from tenants.provisioning.fingerprint import fingerprint
from tenants.provisioning.schemas import migrate_schema, migrations_hash

EXTENSIONS = (
    "CREATE SCHEMA IF NOT EXISTS extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC; "
    "CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;"
)
_HAS_VECTOR = """
SELECT 1 FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'vector' AND n.nspname = 'extensions'
  AND has_schema_privilege('eduai_academy', n.oid, 'USAGE')
"""
_COPY_SCHEMA = "a_000000000001"


class NoTemplate(EduError):
    """This release has no template in the database, so no academy can be created."""

    code = "no_template"


class TemplateUnsound(EduError):
    """A copy of the template differs from it."""

    code = "template_unsound"


class MissingExtension(EduError):
    """pgvector is not installed in the database and this log-in may not install it."""

    code = "missing_extension"


@dataclass(frozen=True, slots=True)
class Template:
    """What a new academy is replayed from, and the fingerprint it must then have."""

    sql: str
    fingerprint: str


def stored_template(connection: psycopg.Connection[Any]) -> Template:
    """The template of the code's own migrations. Raises NoTemplate when `prepare_database` has not made it."""
    row = connection.execute(
        "SELECT sql, fingerprint FROM public.tenants_schematemplate WHERE migrations_hash = %s",
        [migrations_hash()],
    ).fetchone()
    if row is None:
        raise NoTemplate("The schema template of this release is missing: run manage.py prepare_database.")
    return Template(sql=row[0], fingerprint=row[1])


def replay(connection: psycopg.Connection[Any], template: Template, schema: str) -> None:
    """This will create `schema` from the template inside the caller's transaction, and check it.

    Raises TemplateUnsound when what came out is not what the template promises.
    """
    connection.execute(replayed(template.sql, schema).encode())
    found = fingerprint(connection, schema)
    if template.fingerprint and found != template.fingerprint:
        raise TemplateUnsound(f"The schema {schema} came out as {found[:12]}, not {template.fingerprint[:12]}.")


def ensure_extensions(connection: psycopg.Connection[Any]) -> None:
    """This will see to pgvector in the schema `extensions`.

    pgvector is no trusted extension: where the owner may not install it, a superuser has to, once, in the
    database and in template1. Raises MissingExtension with that sentence.
    """
    if connection.execute(_HAS_VECTOR).fetchone():
        return
    try:
        connection.execute(EXTENSIONS.encode())
    except psycopg.Error as error:
        raise MissingExtension(
            f"pgvector is missing from the database {connection.info.dbname}. A superuser runs, there and in "
            f"template1: {EXTENSIONS}"
        ) from error


def build_template(alias: str = DEFAULT_DB_ALIAS) -> Template:
    """This will migrate a fresh small database, dump its academy, and prove that copies are alike.

    The dump of a copy is what is kept: PostgreSQL writes some expressions differently the second time,
    and never again after that. Raises TemplateUnsound, MissingExtension, or what a migration raises.
    """
    database = f"{connections.settings[alias]['NAME'][:50]}_template"
    with connect(alias, autocommit=True) as main:
        _recreate(main, database)
    try:
        with connect(alias, database=database, autocommit=True) as small:
            ensure_extensions(small)
        with as_owner(alias, database=database) as django:
            migrate_schema(django, names.PUBLIC)
            with django.cursor() as cursor:
                cursor.execute(f'CREATE SCHEMA "{names.TEMPLATE_SCHEMA}"')
            migrate_schema(django, names.TEMPLATE_SCHEMA)
        return _fixed_point(alias, database)
    finally:
        with connect(alias, autocommit=True) as main:
            _drop(main, database)


def _fixed_point(alias: str, database: str) -> Template:
    with connect(alias, database=database) as small:
        first = Template(dump_schema(small, names.TEMPLATE_SCHEMA), fingerprint(small, names.TEMPLATE_SCHEMA))
        small.commit()
        replay(small, first, _COPY_SCHEMA)
        small.commit()
        second = Template(dump_schema(small, _COPY_SCHEMA), fingerprint(small, _COPY_SCHEMA))
        replay(small, second, "a_000000000002")
        small.commit()
        third = dump_schema(small, "a_000000000002")
    if third != second.sql:
        raise TemplateUnsound("The dump of a copy of the template differs from the template.")
    return second


def _recreate(connection: psycopg.Connection[Any], database: str) -> None:
    _drop(connection, database)
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template1").format(sql.Identifier(database)))


def _drop(connection: psycopg.Connection[Any], database: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
