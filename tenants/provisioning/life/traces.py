"""What an academy leaves outside its schema, and the search for it after an erasure."""

from __future__ import annotations

from typing import Any

import psycopg
import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from psycopg import sql

from tenants import tenancy
from tenants.database import names
from tenants.database.ownership import connect
from tenants.files import names_of_files
from tenants.models import Academy
from tenants.provisioning.stock import drop_schema

_BATCH = 500
# Tables of `public` that refer to an academy, by the column that does. The proof itself names it by number.
_REFERRING = """
SELECT k.conrelid::regclass::text, a.attname::text FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
WHERE k.contype = 'f' AND k.confrelid = 'public.tenants_academy'::regclass ORDER BY 1
"""
_PUBLIC = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'tenants_erasure' ORDER BY 1
"""


def remove_from_database(academy: Academy, alias: str) -> None:
    """This will remove schema, role and rows of the academy from one database, in one transaction.

    The directory's own row stays, with its hosts: it goes last of all. Runs any number of times. A role that
    another database still needs stays for it. Raises psycopg.Error when the schema is in use longer than five seconds.
    """
    with connect(alias) as owner:
        owner.execute("SET LOCAL lock_timeout = '5s'")
        drop_schema(owner, academy.schema_name)
        for table in ("tenants_dispatch", "tenants_rolloutresult"):
            owner.execute(f"DELETE FROM public.{table} WHERE academy_id = %s".encode(), [academy.pk])
        owner.execute("DELETE FROM public.tenants_preparedschema WHERE schema_name = %s", [academy.schema_name])
        if alias != DEFAULT_DB_ALIAS:
            owner.execute("DELETE FROM public.tenants_academy WHERE id = %s", [academy.pk])


def remove_cached(academy: Academy, *, but: tuple[str, ...] = ()) -> int:
    """This will delete every key of the shared cache that carries the academy, `but` those that begin so. Returns how
    many it deleted.
    """
    removed = 0
    with _cache() as client:
        for key in list(_keys(client, academy)):
            if not _name(key, academy).startswith(but):
                removed += int(client.delete(key))
    return removed


def found_in_database(owner: psycopg.Connection[Any], academy: Academy) -> dict[str, int]:
    """What the database still has of the academy: schema, role, and rows of `public` that name it."""
    role = names.role_of(academy.schema_name)
    found = {
        "schema": _count(owner, "SELECT count(*) FROM pg_namespace WHERE nspname = %s", academy.schema_name),
        "role": _count(owner, "SELECT count(*) FROM pg_roles WHERE rolname = %s AND rolname ~ '^r_'", role),
        "public.tenants_academy": _count(
            owner, "SELECT count(*) FROM public.tenants_academy WHERE id = %s", academy.pk
        ),
    }
    for table, column in owner.execute(_REFERRING).fetchall():
        query = f"SELECT count(*) FROM {table} WHERE {column} = %s"
        found[table.removeprefix("public.")] = _count(owner, query, academy.pk)
    for (table,) in owner.execute(_PUBLIC).fetchall():
        query = sql.SQL("SELECT count(*) FROM {} t WHERE strpos(t::text, %s) > 0").format(
            sql.Identifier("public", table)
        )
        found[f"text of {table}"] = _count(owner, query, academy.schema_name)
    return {name: number for name, number in found.items() if number}


def found_outside(academy: Academy) -> dict[str, int]:
    """What the shared cache and the store of files still have of the academy."""
    with _cache() as client:
        found = {"cache": sum(1 for _ in _keys(client, academy))}
    with tenancy.use(academy, closed_too=True):
        found["files"] = sum(1 for _ in names_of_files())
    return {name: number for name, number in found.items() if number}


def _cache() -> Any:
    return redis.Redis.from_url(str(settings.CACHES["default"]["LOCATION"]), socket_timeout=5)


def _keys(client: Any, academy: Academy) -> Any:
    """`tenancy.cache_key` puts the schema's name between colons."""
    return client.scan_iter(match=f"*:{academy.schema_name}:*", count=_BATCH)


def _name(key: bytes, academy: Academy) -> str:
    """What the key was called before `tenancy.cache_key` wrote schema and version before it."""
    return key.decode(errors="replace").partition(f":{academy.schema_name}:")[2].partition(":")[2]


def _count(owner: psycopg.Connection[Any], query: Any, value: object) -> int:
    row = owner.execute(query.encode() if isinstance(query, str) else query, [value]).fetchone()
    return int(row[0]) if row else 0
