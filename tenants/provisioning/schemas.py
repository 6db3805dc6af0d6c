"""Bringing one schema to the code's migrations, and finding out which schemas are behind."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

_SCHEMAS_PER_QUERY = 200


@cache
def known_migrations() -> tuple[str, ...]:
    """Every migration of the code as `app.name`, sorted. Reads no database."""
    loader = MigrationLoader(None)
    return tuple(sorted(f"{app}.{name}" for app, name in loader.disk_migrations))


@cache
def migrations_hash() -> str:
    """SHA-256 over every migration's name and text: equal exactly when a template may be used again."""
    digest = hashlib.sha256()
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        digest.update(f"{app}.{name}\0".encode())
        digest.update(_source(type(migration).__module__))
    for path in sorted(Path(__file__).resolve().parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def release_of_code() -> str:
    """SHA-256 over the names of the code's migrations: the `release` of a schema that has all of them."""
    return hashlib.sha256("\n".join(known_migrations()).encode()).hexdigest()


def _source(module: str) -> bytes:
    path = import_module(module).__file__
    return Path(path).read_bytes() if path else b""


def migrate_schema(connection: Any, schema: str, *, verbosity: int = 0) -> None:
    """This will run the outstanding migrations on `schema`. `connection` is Django's, held as owner.

    Raises what the failing migration raised; those before it stay applied.
    """
    connection.set_schema(schema, include_public=False)
    MigrationRecorder(connection).ensure_schema()
    connection.set_schema(schema)
    call_command(MigrateCommand(), database=connection.alias, interactive=False, verbosity=verbosity)


def behind(connection: psycopg.Connection[Any], schemas: Sequence[str]) -> list[str]:
    """The schemas that lack one of the code's migrations, in the order given: one query for 200 of them."""
    known = list(known_migrations())
    lagging: set[str] = set()
    for start in range(0, len(schemas), _SCHEMAS_PER_QUERY):
        parts = [_count_of(schema) for schema in schemas[start : start + _SCHEMAS_PER_QUERY]]
        query = sql.SQL("WITH known AS (SELECT unnest(%s::text[]) AS migration) {}").format(
            sql.SQL(" UNION ALL ").join(parts)
        )
        rows = connection.execute(query, [known]).fetchall()
        lagging.update(schema for schema, count in rows if count < len(known))
    return [schema for schema in schemas if schema in lagging]


def _count_of(schema: str) -> sql.Composed:
    return sql.SQL(
        "SELECT {name}, (SELECT count(DISTINCT m.app || '.' || m.name) FROM {table} m"
        " JOIN known k ON k.migration = m.app || '.' || m.name)"
    ).format(name=sql.Literal(schema), table=sql.Identifier(schema, "django_migrations"))
