"""Who may do what with the record, as the database itself has it."""

from __future__ import annotations

import os
from typing import Any

import psycopg
import pytest
from django.db import connection

from tenants.database import names

TABLES = ("tenants_auditrecord", "tenants_audithead")


@pytest.fixture
def server(db: None, haneul: Any) -> Any:
    address = os.environ["EDUAI_SUPERUSER_DATABASE_URL"]
    with psycopg.connect(address, dbname=connection.settings_dict["NAME"]) as server:
        yield server


def test_an_academys_role_reads_its_record_and_extends_it_by_the_function_alone(server: Any, haneul: Any) -> None:
    """A-10: information_schema names SELECT and nothing else; the function runs as the owner and is nobody else's."""
    role, schema = names.role_of(haneul.schema_name), haneul.schema_name
    granted = server.execute(
        """SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = %s AND table_name = ANY(%s) AND grantee <> 'eduai_owner'""",
        [schema, list(TABLES)],
    ).fetchall()
    assert sorted(granted) == sorted((table, role, "SELECT") for table in TABLES)
    columns = server.execute(
        """SELECT count(*) FROM information_schema.column_privileges WHERE table_schema = %s AND table_name = ANY(%s)
        AND grantee <> 'eduai_owner' AND privilege_type <> 'SELECT'""",
        [schema, list(TABLES)],
    ).fetchone()
    assert columns == (0,)
    runs = server.execute(
        """SELECT grantee FROM information_schema.role_routine_grants
        WHERE routine_schema = %s AND routine_name = 'audit_append' AND grantee <> 'eduai_owner'""",
        [schema],
    ).fetchall()
    assert runs == [(role,)]


def test_no_role_of_the_site_is_above_the_walls(server: Any, haneul: Any) -> None:
    """A-10: pg_roles: nobody but the database's own superuser passes by rights or row security, or may replicate."""
    rows = server.execute(
        """SELECT rolname, rolsuper, rolbypassrls, rolreplication, rolcanlogin, rolcreaterole, rolcreatedb
        FROM pg_roles WHERE rolname ~ '^(eduai_|r_)'"""
    ).fetchall()
    of = {name: rights for name, *rights in rows}
    assert {name for name, (high, bypass, copies, *_) in of.items() if high or bypass or copies} == set()
    assert {name for name, rights in of.items() if rights[3]} == {"eduai_owner", "eduai_app"}
    assert {name for name, rights in of.items() if rights[4] or rights[5]} == {"eduai_owner"}
    assert names.role_of(haneul.schema_name) in of


def test_the_login_of_the_site_owns_nothing_and_can_nothing_by_itself(server: Any, haneul: Any) -> None:
    """A-10: what the application logs in as inherits no academy's rights; it takes one role at a time."""
    owned = server.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'eduai_app'"
    ).fetchone()
    assert owned == (0,)
    inherits = server.execute(
        """SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = 'eduai_app' AND (m.inherit_option OR m.admin_option)"""
    ).fetchall()
    assert inherits == []
    assert server.execute(
        "SELECT has_table_privilege('eduai_app', %s, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')",
        [f"{haneul.schema_name}.tenants_auditrecord"],
    ).fetchone() == (False,)
