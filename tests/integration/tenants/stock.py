"""django-tenants as it comes: its own backend, as a superuser, on schemas of its own beside the academies'.

Its faults show where a thread stands after a while, so everything happens on threads that do one step at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from django_tenants.models import TenantMixin
from django_tenants.postgresql_backend import base as upstream
from psycopg.conninfo import conninfo_to_dict

from tenants.models import Student
from tests import database

STOCK = upstream.DatabaseWrapper
SCHEMAS = {"stock_cloud": "cloud", "stock_seagull": "seagull", "public": "everybody"}
"""Each with a table of students that holds one: as an application that is in SHARED_APPS and TENANT_APPS has it."""


class Tenant:
    """Upstream's tenant without its row."""

    _previous_tenant = TenantMixin._previous_tenant
    activate = TenantMixin.activate
    __enter__ = TenantMixin.__enter__
    __exit__ = TenantMixin.__exit__

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name


CLOUD, SEAGULL, PUBLIC = (Tenant(schema) for schema in SCHEMAS)


def build() -> None:
    """The schemas, in this process's clone."""
    with database.superuser(connections["default"].settings_dict["NAME"]) as owner:
        for schema, code in SCHEMAS.items():
            owner.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            owner.execute(f"CREATE TABLE {schema}.tenants_student (code text)")
            owner.execute(f"INSERT INTO {schema}.tenants_student VALUES (%s)", [code])


def wrapper(kind: type[upstream.DatabaseWrapper] = STOCK) -> Any:
    """A connection of the library's own kind to the clone, as the superuser."""
    told = conninfo_to_dict(os.environ["EDUAI_SUPERUSER_DATABASE_URL"])
    ours = connections["default"].settings_dict
    login = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings = {**ours, **{name: str(told.get(part, "")) for name, part in login.items()}, "OPTIONS": {}}
    return kind(settings, "default")


def stand(tenant: Any) -> None:
    """Put this thread there, the library's way."""
    connection.set_tenant(tenant)


def names() -> list[str]:
    """The students where this thread stands."""
    return sorted(Student.objects.values_list("code", flat=True))


class Steps:
    """A thread that takes one step at a time."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)

    def __call__(self, step: Callable[..., Any], *args: Any) -> Any:
        return self.start(step, *args).result(timeout=60)

    def start(self, step: Callable[..., Any], *args: Any) -> Future[Any]:
        return self.pool.submit(step, *args)


@contextmanager
def threads(count: int = 2, kind: type[upstream.DatabaseWrapper] | None = None) -> Iterator[list[Steps]]:
    """Threads with a connection of ours each, or with the library's where `kind` says which."""
    each = [Steps() for _ in range(count)]
    for thread in each if kind is not None else []:
        made = wrapper(kind)
        made.inc_thread_sharing()
        thread(connections.__setitem__, "default", made)
    try:
        yield each
    finally:
        for thread in each:
            thread(connections.close_all)
            thread.pool.shutdown()
