"""Creating an academy: one transaction, all or nothing, well under a second."""

from __future__ import annotations

from typing import Any

import psycopg
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from eduai.lib.errors import Conflict, InvalidInput
from tenants import tenancy
from tenants.database import names
from tenants.database.ownership import connect
from tenants.models import Academy
from tenants.models.academy import SLUG
from tenants.provisioning.roles import ensure_academy_role, grant_schema
from tenants.provisioning.template import replay, stored_template

# Hosts that mean something else, or would look as if they did.
RESERVED_SLUGS = frozenset(
    {"www", "api", "admin", "app", "static", "media", "mail", "localhost", "health", "metrics", "status"}
)


def create_academy(*, name: str, slug: str, schema: str | None = None, database: str = DEFAULT_DB_ALIAS) -> Academy:
    """This will create an academy that is ready to be entered: row, schema, role, grants.

    Runs beside the caller's transaction, on the owner's connection, in one transaction of its own; on any
    failure nothing is left behind. `schema` is for restoring an academy under its old name.
    Raises InvalidInput for a name or slug that cannot be used, Conflict for a slug that is taken, NoTemplate
    before `prepare_database` has run, TemplateUnsound when the copy is not what the template promises.
    """
    _check(name, slug)
    schema = schema or names.new_schema()
    with connect(database) as connection:
        academy_id = _insert(connection, name=name.strip(), slug=slug, schema=schema, database=database)
        template = stored_template(connection)
        replay(connection, template, schema)
        ensure_academy_role(connection, schema, _login(database))
        grant_schema(connection, schema)
        _begin_audit(connection, schema)
        connection.execute(
            "UPDATE public.tenants_academy SET state = 'ready', fingerprint = %s WHERE id = %s",
            [template.fingerprint, academy_id],
        )
    return tenancy.find(academy_id)


def drop_academy(academy: Academy) -> None:
    """This will remove the academy's row, work, schema and role for good. Irreversible.

    Raises psycopg.Error when the schema is in use longer than five seconds.
    """
    schema, role = academy.schema_name, names.role_of(academy.schema_name)
    with connect(academy.database) as connection:
        connection.execute("SET LOCAL lock_timeout = '5s'")
        connection.execute("DELETE FROM public.tenants_dispatch WHERE academy_id = %s", [academy.pk])
        connection.execute("DELETE FROM public.tenants_domain WHERE tenant_id = %s", [academy.pk])
        connection.execute("DELETE FROM public.tenants_academy WHERE id = %s", [academy.pk])
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _check(name: str, slug: str) -> None:
    if not name.strip() or len(name.strip()) > 100:
        raise InvalidInput("학원 이름은 1자 이상 100자 이하로 적어 주세요.", field="name")
    try:
        SLUG(slug)
    except ValidationError as error:
        raise InvalidInput(
            "주소는 영문 소문자로 시작하는 2–40자의 영문 소문자, 숫자, 하이픈이어야 합니다.", field="slug"
        ) from error
    if slug in RESERVED_SLUGS:
        raise InvalidInput(f"'{slug}'은(는) 쓸 수 없는 주소입니다.", field="slug")


def _insert(connection: psycopg.Connection[Any], *, name: str, slug: str, schema: str, database: str) -> int:
    connection.execute("SET LOCAL lock_timeout = '5s'")
    try:
        row = connection.execute(
            "INSERT INTO public.tenants_academy (schema_name, slug, name, state, database, fingerprint, created_at)"
            " VALUES (%s, %s, %s, 'preparing', %s, '', now()) RETURNING id",
            [schema, slug, name, database],
        ).fetchone()
    except psycopg.errors.UniqueViolation as error:
        raise Conflict(f"'{slug}' 주소는 이미 쓰이고 있습니다.", field="slug") from error
    assert row is not None  # RETURNING gives a row or raises
    return int(row[0])


def _begin_audit(connection: psycopg.Connection[Any], schema: str) -> None:
    """Put the first link of the academy's record in place where no migration did."""
    if connection.execute("SELECT to_regclass(%s)", [f"{schema}.tenants_audithead"]).fetchone() == (None,):
        return
    connection.execute(
        sql.SQL("INSERT INTO {} (id, seq, hash) VALUES (1, 0, repeat('0', 64)) ON CONFLICT (id) DO NOTHING").format(
            sql.Identifier(schema, "tenants_audithead")
        )
    )


def _login(alias: str) -> str:
    """The role that the application logs in as on that database."""
    return str(connections[alias].settings_dict["USER"])
