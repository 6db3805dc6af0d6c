"""A second database on the same server, for academies that live elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from psycopg import sql

from tenants.database import names
from tenants.database.ownership import as_owner, connect
from tenants.provisioning import prepare_database
from tenants.provisioning.schemas import migrate_schema
from tests.database import superuser

EAST = "east"


@contextmanager
def second_database(settings: Any) -> Iterator[str]:
    """Inside, the alias of a second database that is prepared for academies. It and their roles go at the end."""
    name = f"{connections['default'].settings_dict['NAME']}_east"
    owner = urlsplit(os.environ["EDUAI_OWNER_DATABASE_URL"]).username or ""
    with superuser() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner)))
    connections.settings[EAST] = {**connections.settings["default"], "NAME": name}
    settings.EDUAI_OWNER_DATABASE_URLS = {
        **settings.EDUAI_OWNER_DATABASE_URLS,
        EAST: settings.EDUAI_OWNER_DATABASE_URLS["default"],
    }
    _copy_template()
    prepare_database(EAST)
    yield EAST
    connections.close_all()
    with superuser(name) as server:
        schemas = [row[0] for row in server.execute("SELECT schema_name FROM public.tenants_academy").fetchall()]
    with superuser() as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for schema in schemas:
            with suppress(psycopg.errors.DependentObjectsStillExist):  # the first database has it too
                server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"r_{schema[2:]}")))
    del connections.settings[EAST]
    del connections[EAST]


def _copy_template() -> None:
    """Its public tables, and the template that the first database has: building one again takes ten seconds."""
    with as_owner(EAST) as django:
        migrate_schema(django, names.PUBLIC)
    with connect() as here, connect(EAST) as there:
        row = here.execute("SELECT migrations_hash, fingerprint, sql FROM public.tenants_schematemplate").fetchone()
        there.execute(
            "INSERT INTO public.tenants_schematemplate (migrations_hash, fingerprint, sql, created_at)"
            " VALUES (%s, %s, %s, now())",
            row,
        )
