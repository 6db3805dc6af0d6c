"""The suite's databases: one template for each set of migrations, one clone for each process.

The template holds the two academies of the named cast, 하늘 (haneul) and 바다 (bada), freshly signed up. It is
built once, under a file lock, and found again by later runs. Settings need nothing of their own: the plugin
puts DATABASE_URL and EDUAI_OWNER_DATABASE_URL into the environment, and `use_clone` names the clone there and
in the settings, so that worker processes started by a test find the same database.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

HERE = Path(__file__).resolve()
PREFIX = "eduai_test_"
CAST = {
    "haneul": ("하늘", "a_aaaaaaaaaaaa"),
    "bada": ("바다", "a_bbbbbbbbbbbb"),
}


def template_name() -> str:
    """The template's database: named after everything that decides what is in it."""
    from tenants.provisioning.schemas import migrations_hash

    digest = hashlib.sha256(migrations_hash().encode())
    for path in (HERE, *sorted((HERE.parent.parent / "tenants" / "database" / "sql").glob("*.sql"))):
        digest.update(path.read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:12]}"


def ensure_template() -> str:
    """Build the template where it is missing; the name of its database."""
    name = template_name()
    with _lock(), superuser() as connection:
        if not _finished(connection, name):
            for (stale,) in connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]
            ).fetchall():
                _drop(connection, stale)
            _create(connection, name, "template1")
            _fill(name)
            connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
    return name


def _fill(name: str) -> None:
    from tenants.provisioning import create_academy, prepare_database

    use_clone(name)
    prepare_database()
    for slug, (academy, schema) in CAST.items():
        create_academy(name=academy, slug=slug, schema=schema)
    _close_connections()


def clone(worker: str) -> str:
    """Make this process's database afresh from the template and point Django and child processes at it."""
    template = ensure_template()
    name = f"eduai_run_{worker}"
    _close_connections()
    with superuser() as connection:
        _drop(connection, name)
        _create(connection, name, template)
        connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    use_clone(name)
    return name


def discard(name: str) -> None:
    """Drop a clone, and the roles of academies that a test created in it."""
    _close_connections()
    kept = {schema for _, schema in CAST.values()}
    with superuser(name) as connection:
        rows = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^a_[0-9a-f]{12}$'").fetchall()
    with superuser() as connection:
        _drop(connection, name)
        for (schema,) in rows:
            if schema not in kept:
                connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"r_{schema[2:]}")))


def use_clone(name: str) -> None:
    """Point Django's settings, this thread and the environment of child processes at the database `name`."""
    from django.db import connections

    _close_connections()
    connections.settings["default"]["NAME"] = name
    connections["default"].move("default")  # a test may have left it in another database, gone by now
    for variable in ("DATABASE_URL", "EDUAI_OWNER_DATABASE_URL"):
        parts = urlsplit(os.environ[variable])
        os.environ[variable] = urlunsplit(parts._replace(path=f"/{name}"))


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def _lock() -> Iterator[None]:
    descriptor = os.open(Path(os.environ["EDUAI_DATA_DIR"]) / "template.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def superuser(database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
    address = os.environ.get("EDUAI_SUPERUSER_DATABASE_URL")
    if not address:
        raise RuntimeError("No database server was started: these tests need `-p tests.plugin`.")
    with psycopg.connect(address, dbname=database, autocommit=True) as connection:
        yield connection


def _finished(connection: psycopg.Connection[Any], name: str) -> bool:
    row = connection.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name]).fetchone()
    return bool(row and row[0])


def _create(connection: psycopg.Connection[Any], name: str, template: str) -> None:
    owner = urlsplit(os.environ["EDUAI_OWNER_DATABASE_URL"]).username or "postgres"
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template)
        )
    )


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
