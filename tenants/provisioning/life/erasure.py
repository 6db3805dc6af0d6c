"""The end of an academy: everything of it is removed, looked for, and a row that names it by number says so.

Each step may be repeated, and the directory's row goes last, so that an erasure that was killed is found and
begun again.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS
from psycopg import sql

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database import names
from tenants.database.ownership import connect
from tenants.files import remove_files
from tenants.models import Academy, Erasure
from tenants.provisioning.life import tables, traces
from tenants.provisioning.life.alone import alone
from tenants.provisioning.life.chain import last_link

_UNFINISHED = '{"unfinished": 1}'
# From here on nothing can reopen it: a cancellation asks for a day of erasure that has not come.
_BEGIN = """
UPDATE public.tenants_academy SET erase_at = closed_at
WHERE id = %s AND state = 'closed' AND erase_at <= %s RETURNING id
"""
_PROVE = """
UPDATE public.tenants_erasure SET "left" = %s, erased_at = clock_timestamp()
WHERE academy_number = %s AND "left" = %s RETURNING id
"""


def due_for_erasure(now: datetime) -> list[Academy]:
    """The closed academies whose time has come, the longest due first; also those whose erasure was interrupted."""
    with tenancy.platform():
        return list(Academy.objects.filter(state=Academy.State.CLOSED, erase_at__lte=now).order_by("erase_at", "pk"))


def erase_academy(academy: Academy, *, now: datetime) -> Erasure:
    """This will remove the academy for good: data, role, work, cache, files and directory. Returns the proof.

    `left` of the proof is empty when a search found nothing. Irreversible. Raises Conflict while the academy is
    not closed or not due, or another process moves or erases it; psycopg.Error, RedisError or OSError where a step
    could not be done, after which another call goes on.
    """
    with alone(academy):
        _begin(academy, now)
        _keep_evidence(academy)
        for alias in tenancy.databases():
            traces.remove_from_database(academy, alias)
        traces.remove_cached(academy)
        with tenancy.use(academy, closed_too=True):
            remove_files()
        return _prove(academy)


def _begin(academy: Academy, now: datetime) -> None:
    """Its own database decides; the directory where that has forgotten it, which only an erasure makes it do."""
    for alias in dict.fromkeys((academy.database, DEFAULT_DB_ALIAS)):
        with connect(alias) as owner:
            if owner.execute(_BEGIN, [academy.pk, now]).fetchone():
                return
            if owner.execute("SELECT 1 FROM public.tenants_academy WHERE id = %s", [academy.pk]).fetchone():
                break
    raise Conflict(f"{academy.name} 학원은 닫히지 않았거나 아직 지울 날이 되지 않았습니다.")


def _keep_evidence(academy: Academy) -> None:
    """What there was, counted while it is there; an interrupted erasure's count stands."""
    rows, link = _counted(academy)
    with connect(DEFAULT_DB_ALIAS) as directory:
        begun = directory.execute(
            'SELECT id FROM public.tenants_erasure WHERE academy_number = %s AND "left" = %s',
            [academy.pk, _UNFINISHED],
        ).fetchone()
        if begun:
            return
        directory.execute(
            "INSERT INTO public.tenants_erasure (academy_number, schema_name, closed_at,"
            ' "rows", last_audit_hash, "left")'
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [academy.pk, academy.schema_name, academy.closed_at, json.dumps(rows), link, _UNFINISHED],
        )


def _counted(academy: Academy) -> tuple[dict[str, int], str]:
    schema = academy.schema_name
    with connect(academy.database) as owner:
        there = owner.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone()
        if not there or not names.is_academy_schema(schema):
            return {}, ""
        counts: dict[str, int] = {}
        for table in tables.tables_of(owner, schema):
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table.name))
            (counts[table.name],) = owner.execute(query).fetchone() or (0,)
        return counts, last_link(owner, schema)


def _prove(academy: Academy) -> Erasure:
    """Search, drop the academy from the directory and keep what was found, in one transaction."""
    left = traces.found_outside(academy)
    for alias in tenancy.databases():
        if alias != DEFAULT_DB_ALIAS:
            with connect(alias) as owner:
                left |= _named(alias, traces.found_in_database(owner, academy))
    with connect(DEFAULT_DB_ALIAS) as directory:
        _forget(directory, academy.pk)
        left |= _named(DEFAULT_DB_ALIAS, traces.found_in_database(directory, academy))
        row = directory.execute(_PROVE, [json.dumps(left), academy.pk, _UNFINISHED]).fetchone()
    with tenancy.platform():
        return Erasure.objects.get(pk=row[0] if row else None)


def _forget(directory: psycopg.Connection[Any], number: int) -> None:
    directory.execute("DELETE FROM public.tenants_domain WHERE tenant_id = %s", [number])
    directory.execute("DELETE FROM public.tenants_academy WHERE id = %s", [number])


def _named(alias: str, found: dict[str, int]) -> dict[str, int]:
    return {f"{alias}: {name}": number for name, number in found.items()}
