"""The database `eduai`, its two roles and pgvector: brought to the state the application relies on."""

from __future__ import annotations

import psycopg
from psycopg import Connection, sql

from eduai.embedded.credentials import Credentials

DATABASE = "eduai"
OWNER = "eduai_owner"
APP = "eduai_app"
EXTENSION_SCHEMA = "extensions"


def address(port: int, role: str, password: str, database: str = DATABASE) -> str:
    """A `postgresql://` address on this machine. Passwords are URL-safe by construction."""
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{database}"


def establish(port: int, superuser: str, known: Credentials) -> None:
    """Makes or repairs everything; running it again changes nothing.

    pgvector is not a trusted extension, so the superuser installs it: in `template1`, from which every
    database made later (test databases, the academies' template) inherits it, and in `eduai`. Temporary
    tables are taken from PUBLIC because one could capture a look-up of the audit function.
    """
    with _connect(port, superuser, known, "template1") as connection:
        _install_vector(connection)
    with _connect(port, superuser, known, "postgres") as connection:
        _role(connection, OWNER, "LOGIN CREATEROLE CREATEDB NOSUPERUSER NOREPLICATION NOBYPASSRLS", known.owner)
        _role(connection, APP, "LOGIN NOINHERIT NOCREATEROLE NOCREATEDB NOSUPERUSER NOBYPASSRLS", known.app)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
        revoke = sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC")
        connection.execute(revoke.format(sql.Identifier(DATABASE)))
    with _connect(port, superuser, known, DATABASE) as connection:
        _install_vector(connection)


def _connect(port: int, superuser: str, known: Credentials, database: str) -> Connection[tuple[object, ...]]:
    return psycopg.connect(address(port, superuser, known.superuser, database), autocommit=True, connect_timeout=5)


def _role(connection: Connection[tuple[object, ...]], name: str, attributes: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    verb = sql.SQL("ALTER ROLE" if exists else "CREATE ROLE")
    connection.execute(
        sql.SQL("{} {} {} PASSWORD {}").format(verb, sql.Identifier(name), sql.SQL(attributes), sql.Literal(password))
    )


def _install_vector(connection: Connection[tuple[object, ...]]) -> None:
    schema = sql.Identifier(EXTENSION_SCHEMA)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(schema))
    connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS vector SCHEMA {}").format(schema))
    older = connection.execute(
        "SELECT 1 FROM pg_available_extensions "
        "WHERE name = 'vector' AND installed_version IS DISTINCT FROM default_version"
    ).fetchone()
    if older:  # the wheel brought a newer pgvector than the one that made this database
        connection.execute("ALTER EXTENSION vector UPDATE")
