"""What a connection weighs after many academies, and what a database of its own costs a test process."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

TOUCHED = 100


def figures(academies: Sequence[Any]) -> dict[str, Any]:
    """Private megabytes of one server process; seconds for a copy of a database with three academies."""
    return {"connection_mb": _weight(academies[:TOUCHED]), "test_database_s": _copied()}


def _weight(academies: Sequence[Any]) -> float | None:
    from django.db import connection

    from tenants import tenancy

    connection.close()
    for academy in academies:
        with tenancy.use(academy), connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
                [academy.schema_name],
            )
            for (table,) in cursor.fetchall():
                cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(table)))
    with tenancy.platform(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return _private_megabytes(int(cursor.fetchone()[0]))


def _private_megabytes(pid: int) -> float | None:
    """From the kernel; None for a server on another machine."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return round(sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024, 1)
    return None


def _copied() -> float:
    from tenants.database import names
    from tenants.database.ownership import as_owner, connect
    from tenants.provisioning.schemas import migrate_schema
    from tenants.provisioning.template import ensure_extensions, replay, stored_template

    with connect(autocommit=True) as owner:
        template = stored_template(owner)
        _drop(owner)
        owner.execute("CREATE DATABASE eduai_bench_small TEMPLATE template1")
        try:
            with connect(database="eduai_bench_small", autocommit=True) as small:
                ensure_extensions(small)
            with as_owner(database="eduai_bench_small") as django:
                migrate_schema(django, names.PUBLIC)
            with connect(database="eduai_bench_small") as small:
                for number in range(3):
                    replay(small, template, f"a_00000000000{number}")
            begun = time.perf_counter()
            owner.execute("CREATE DATABASE eduai_bench_copy TEMPLATE eduai_bench_small")
            return round(time.perf_counter() - begun, 2)
        finally:
            _drop(owner)


def _drop(owner: psycopg.Connection[Any]) -> None:
    for name in ("eduai_bench_copy", "eduai_bench_small"):
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
