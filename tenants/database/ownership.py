"""Connections as the owner of the tables: for migrations and for creating academies, never for requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.conninfo import conninfo_to_dict

from tenants.database import names

_CREDENTIALS = ("user", "password", "host", "port")


def owner_parameters(parameters: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> dict[str, Any]:
    """`parameters` of a connection to `alias` with the owner's log-in and address in place of the application's.

    The database stays the one that was asked for. Raises ImproperlyConfigured for an unreadable address.
    """
    address = settings.EDUAI_OWNER_DATABASE_URLS.get(alias, "")
    if not address:
        return parameters
    try:
        owner = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(f"The owner's address of the database {alias} cannot be read: {error}") from error
    kept = {key: value for key, value in parameters.items() if key not in _CREDENTIALS}
    return {**kept, **{key: owner[key] for key in _CREDENTIALS if owner.get(key)}}


@contextmanager
def as_owner(alias: str = DEFAULT_DB_ALIAS, *, database: str | None = None) -> Iterator[Any]:
    """Inside, this thread's Django connection is the owner's: no SET ROLE, no pool. Yields the connection.

    `database` names another database on the same server. The connection is closed on the way in and
    out, so it must not be used inside an open transaction.
    """
    connection: Any = connections[alias]
    if connection.in_atomic_block:
        raise RuntimeError("The owner's connection cannot be opened inside a transaction.")
    before = (connection.owner, connection.owner_database, connection.tenant)
    connection.move(alias)
    connection.set_tenant(names.Place(names.NOBODY, alias))  # an academy elsewhere would take it along
    connection.owner, connection.owner_database = True, database
    try:
        yield connection
    finally:
        connection.close()
        connection.owner, connection.owner_database = before[:2]
        connection.set_tenant(before[2])


def connect(
    alias: str = DEFAULT_DB_ALIAS, *, database: str | None = None, autocommit: bool = False
) -> psycopg.Connection[Any]:
    """A new psycopg connection as the owner, beside Django's own. The caller closes it."""
    config = connections.settings[alias]
    parameters = {
        "dbname": database or config["NAME"],
        "user": config["USER"],
        "password": config["PASSWORD"],
        "host": config["HOST"],
        "port": config["PORT"],
    }
    wanted = {key: value for key, value in owner_parameters(parameters, alias).items() if value}
    return psycopg.connect(**wanted, autocommit=autocommit, connect_timeout=10, client_encoding="UTF8")
