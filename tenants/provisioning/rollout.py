"""Migrating every academy: find who is behind with one query, one canary first, then the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.db.migrations.exceptions import (
    BadMigrationError,
    InconsistentMigrationHistory,
    IrreversibleError,
    MigrationSchemaMissing,
)

from tenants.database.ownership import as_owner, connect
from tenants.provisioning.fingerprint import fingerprint
from tenants.provisioning.roles import grant_schema
from tenants.provisioning.schemas import behind, migrate_schema

# What a migration of ours can fail with; anything else is a fault of the program and ends the run.
FAILURES = (
    DatabaseError,
    psycopg.Error,
    BadMigrationError,
    InconsistentMigrationHistory,
    IrreversibleError,
    MigrationSchemaMissing,
    ObjectDoesNotExist,
    ValidationError,
    ValueError,
    LookupError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Migrated:
    """How one academy's migration went; `error` is empty when it succeeded."""

    slug: str
    schema: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Rollout:
    """One run over all academies. `skipped` were up to date; `waiting` were not reached."""

    results: tuple[Migrated, ...]
    skipped: int
    waiting: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Migrated, ...]:
        return tuple(result for result in self.results if result.error)


def migrate_academies(
    alias: str = DEFAULT_DB_ALIAS, *, tell: Callable[[Migrated], None] = lambda result: None
) -> Rollout:
    """This will migrate each academy that is behind. The first is the canary: if it fails, nobody else is touched.

    Later failures do not stop the rest; running it again takes up what is left. `tell` gets each result.
    """
    with connect(alias) as connection:
        rows = connection.execute(
            "SELECT schema_name, slug FROM public.tenants_academy WHERE state <> 'preparing' ORDER BY id"
        ).fetchall()
        slugs = dict(rows)
        lagging = behind(connection, list(slugs))
    results: list[Migrated] = []
    for schema in lagging:
        results.append(_migrate_one(alias, schema, slugs[schema]))
        tell(results[-1])
        if len(results) == 1 and results[0].error:
            break
    return Rollout(tuple(results), len(slugs) - len(lagging), _slugs(lagging[len(results) :], slugs))


def _slugs(schemas: Sequence[str], slugs: dict[str, str]) -> tuple[str, ...]:
    return tuple(slugs[schema] for schema in schemas)


def _migrate_one(alias: str, schema: str, slug: str) -> Migrated:
    try:
        with as_owner(alias) as django:
            with django.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            migrate_schema(django, schema)
        with connect(alias) as connection:
            grant_schema(connection, schema)
            connection.execute(
                "UPDATE public.tenants_academy SET fingerprint = %s WHERE schema_name = %s",
                [fingerprint(connection, schema), schema],
            )
    except FAILURES as error:
        return Migrated(slug, schema, error=f"{type(error).__name__}: {error}".strip())
    return Migrated(slug, schema)
