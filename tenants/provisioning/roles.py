"""The database roles: those all academies share, one for each academy, and the two that log in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tenants.database import names

SQL = Path(__file__).resolve().parent.parent / "database" / "sql"
SHARED_ROLES = (names.PLATFORM_ROLE, names.NOBODY_ROLE, names.DISPATCHER_ROLE)

# What is in a schema, by pg_depend's index: `ALL TABLES IN SCHEMA` reads the whole catalogue, five times over.
# A table says what its academy may do with it in its own comment, so that the rule travels with the dump:
# COMMENT ON TABLE x IS 'grants: SELECT'. Without one, rows may be read, added, changed and deleted.
_INSIDE = """
WITH inside AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
  WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = %s::regnamespace AND d.deptype = 'n'
)
SELECT CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname::text,
       substring(obj_description(c.oid, 'pg_class') FROM '^grants: ([A-Z, ]*)$')
FROM inside i JOIN pg_catalog.pg_class c ON c.oid = i.objid
WHERE i.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
UNION ALL
SELECT 'FUNCTION', p.oid::regprocedure::text, NULL
FROM inside i JOIN pg_catalog.pg_proc p ON p.oid = i.objid
WHERE i.classid = 'pg_proc'::regclass AND p.prokind IN ('f', 'p')
ORDER BY 1, 2
"""
PRIVILEGES = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})


def ensure_shared_roles(connection: psycopg.Connection[Any], login: str) -> None:
    """This will make the roles that all academies share, and let `login` take them (and nothing by itself)."""
    connection.execute((SQL / "roles.sql").read_bytes())
    for role in SHARED_ROLES:
        _let(connection, role, login)


def ensure_academy_role(connection: psycopg.Connection[Any], schema: str, login: str) -> str:
    """This will make the academy's role, put it in the group of academies, and let `login` take it."""
    role = names.role_of(schema)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN INHERIT").format(sql.Identifier(role)))
    connection.execute(
        sql.SQL("GRANT {} TO {} WITH INHERIT TRUE, SET FALSE").format(
            sql.Identifier(names.ACADEMY_GROUP), sql.Identifier(role)
        )
    )
    _let(connection, role, login)
    return role


def _let(connection: psycopg.Connection[Any], role: str, login: str) -> None:
    """Let `login` SET ROLE to `role` without inheriting it. A superuser may anyway."""
    may = connection.execute(
        """
        SELECT u.rolsuper OR EXISTS (
            SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
            WHERE m.member = u.oid AND r.rolname = %s AND m.set_option AND NOT m.inherit_option)
        FROM pg_roles u WHERE u.rolname = %s
        """,
        [role, login],
    ).fetchone()
    if may is None:
        raise ValueError(f"The application's log-in role {login!r} does not exist on this server.")
    if not may[0]:
        connection.execute(
            sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(role), sql.Identifier(login))
        )


def grant_schema(connection: psycopg.Connection[Any], schema: str) -> None:
    """This will give the academy's role its rows, and nothing else: no DDL, no other schema.

    Also for tables that later migrations add (default privileges). Runs any number of times.
    """
    where, role = sql.Identifier(schema), sql.Identifier(names.role_of(schema))
    found = connection.execute(_INSIDE, [f'"{schema}"']).fetchall()
    tables, sequences = (
        sql.SQL(", ").join(sql.Identifier(schema, name) for kind, name, _ in found if kind == wanted)
        for wanted in ("TABLE", "SEQUENCE")
    )
    # PostgreSQL's own words, quoted where they need to be, with the schema where the path does not lead there.
    functions = sql.SQL(", ").join(sql.SQL(name) for kind, name, _ in found if kind == "FUNCTION")
    for statement, objects in (
        ("REVOKE ALL ON SCHEMA {0} FROM PUBLIC", None),
        ("GRANT USAGE ON SCHEMA {0} TO {1}", None),
        ("GRANT SELECT, INSERT, UPDATE, DELETE ON {2} TO {1}", tables),
        ("GRANT USAGE, SELECT ON SEQUENCE {2} TO {1}", sequences),
        # --no-privileges loses what migrations revoked: nobody but the academy may call its functions.
        ("REVOKE ALL ON ROUTINE {2} FROM PUBLIC", functions),
        ("GRANT EXECUTE ON ROUTINE {2} TO {1}", functions),
        ("ALTER DEFAULT PRIVILEGES IN SCHEMA {0} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {1}", None),
        ("ALTER DEFAULT PRIVILEGES IN SCHEMA {0} GRANT USAGE, SELECT ON SEQUENCES TO {1}", None),
        ("ALTER DEFAULT PRIVILEGES IN SCHEMA {0} GRANT EXECUTE ON FUNCTIONS TO {1}", None),
        ("REVOKE INSERT, UPDATE, DELETE ON {0}.django_migrations FROM {1}", None),
    ):
        if objects is None or objects.as_string(connection):
            connection.execute(sql.SQL(statement).format(where, role, objects or sql.SQL("")))
    for kind, table, allowed in found:
        if kind == "TABLE" and allowed is not None:
            _restrict(connection, schema, table, allowed)


def _restrict(connection: psycopg.Connection[Any], schema: str, table: str, allowed: str) -> None:
    wanted = [word.strip() for word in allowed.split(",") if word.strip()]
    if not PRIVILEGES.issuperset(wanted):
        raise ValueError(f"The comment of {table} grants {allowed!r}; known are {sorted(PRIVILEGES)}.")
    target, role = sql.Identifier(schema, table), sql.Identifier(names.role_of(schema))
    connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(target, role))
    if wanted:
        words = sql.SQL(", ").join(map(sql.SQL, wanted))
        connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(words, target, role))
