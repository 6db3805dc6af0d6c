"""What a schema still needs, worked out once for all schemas that are in the same state.

Django's executor reads the catalogue and rebuilds every model's history for each schema it migrates; of a
thousand academies nearly all are in one state, so that is done once and the operations alone are repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from psycopg import sql

from tenants.provisioning.fingerprint import fingerprint
from tenants.provisioning.roles import grant_schema
from tenants.provisioning.schemas import release_of_code

_SCHEMAS_PER_QUERY = 200
_LOCK_TIMEOUT = "5s"


@dataclass(frozen=True, slots=True)
class Plan:
    """The migrations to run, in order, and the models as they are before the first."""

    migrations: tuple[Migration, ...]
    before: ProjectState


@lru_cache(maxsize=32)
def plan_from(applied: frozenset[tuple[str, str]]) -> Plan:
    """The plan for a schema that has `applied`, pairs of app and name. Reads no database.

    Raises InconsistentMigrationHistory where something applied depends on something that is not.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    # What only a later release knows is left alone.
    loader.applied_migrations = {key: loader.disk_migrations[key] for key in applied & loader.disk_migrations.keys()}
    executor = _Planner(loader)
    steps = tuple(step for step, _backwards in executor.migration_plan(loader.graph.leaf_nodes()))
    state = executor.state()
    state.apps  # noqa: B018  rendered once; each schema works on a clone
    return Plan(steps, state)


class _Planner(MigrationExecutor):
    """Django's planning without a connection."""

    def __init__(self, loader: MigrationLoader) -> None:
        self.loader = loader

    def state(self) -> ProjectState:
        """The models after everything that is applied."""
        return self._create_project_state(with_applied_migrations=True)


def applied_in(connection: psycopg.Connection[Any], schemas: Sequence[str]) -> dict[str, frozenset[tuple[str, str]]]:
    """What each schema's own record says was applied: one query for 200 of them."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for start in range(0, len(schemas), _SCHEMAS_PER_QUERY):
        parts = [
            sql.SQL("SELECT {}, array_agg(app || '.' || name) FROM {}").format(
                sql.Literal(schema), sql.Identifier(schema, "django_migrations")
            )
            for schema in schemas[start : start + _SCHEMAS_PER_QUERY]
        ]
        for schema, names in connection.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall():
            found[schema] = frozenset(_pair(name) for name in names or ())
    return found


def _pair(name: str) -> tuple[str, str]:
    app, _, migration = name.partition(".")
    return app, migration


def bring_up(django: Any, schema: str, applied: frozenset[tuple[str, str]], tell: Callable[[Any], None]) -> None:
    """This will run what `schema` lacks over the owner's connection `django`, then settle it.

    `tell` is called with the raw connection in the last transaction, in which the directory learns of it.
    """
    plan = plan_from(applied)
    django.set_schema(schema)
    with django.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
    recorder, state = MigrationRecorder(django), plan.before.clone()
    for step in plan.migrations:
        with _granted(django, schema, step), django.schema_editor(atomic=step.atomic) as editor:
            state = step.apply(state, editor)
            recorder.migration_qs.create(app=step.app_label, name=step.name)
            grant_schema(django.connection, schema)
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, interactive=False, using=django.alias)
    _settle(django, schema, tell)


@contextmanager
def _granted(django: Any, schema: str, step: Migration) -> Iterator[None]:
    """A step without a transaction leaves its tables behind when it fails: their comments hold from then on too."""
    try:
        yield
    finally:
        if not step.atomic:
            grant_schema(django.connection, schema)


def _settle(django: Any, schema: str, tell: Callable[[Any], None]) -> None:
    """Grants, fingerprint and release in one transaction: the directory says so when it is so, and not before."""
    with django.cursor():
        raw: psycopg.Connection[Any] = django.connection
    with raw.transaction():
        grant_schema(raw, schema)
        found = fingerprint(raw, schema)
        raw.execute(
            "UPDATE public.tenants_academy SET fingerprint = %s, release = %s WHERE schema_name = %s",
            [found, release_of_code(), schema],
        )
        tell(raw)
