"""One academy from one database to another, under its number and its schema's name.

The order makes a crash harmless: until the directory names the new database the old copy is the academy; from
then on the new one is. What is left over is removed by the next call.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from psycopg import sql

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database.ownership import connect
from tenants.models import Academy
from tenants.provisioning.identity import require_distinct
from tenants.provisioning.life import tables, traces
from tenants.provisioning.life.archive import Archive, Tell, write_entries
from tenants.provisioning.life.restore import Place, check_release, fill
from tenants.provisioning.schemas import release_of_code
from tenants.provisioning.stock import drop_schema

_RUNNING = """
SELECT count(*), max(lease_until) FROM public.tenants_dispatch
WHERE academy_id = %s AND state = 'claimed' AND lease_until > clock_timestamp()
"""


@contextmanager
def carrier(academy: Academy, target: str) -> Iterator[IO[bytes]]:
    """The unnamed file that carries the academy, after everything that can be known before its doors are shut.

    Raises Conflict where two aliases are one database or the academy is of another release, OSError without a
    place for the file, psycopg.OperationalError for a database that is away.
    """
    require_distinct(target)
    if academy.database != target:
        require_distinct(academy.database)
        _check_release(academy)
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
        yield file


def relocate(academy: Academy, target: str, *, file: IO[bytes], tell: Tell) -> tuple[Academy, int]:
    """This will carry a suspended academy to `target` and remove what other databases have of it.

    Writers are kept out of the old copy by locks on its tables from before the snapshot until it is gone, so
    nothing that was said to be saved stays behind. Returns the academy as it is now, suspended, and how many
    rows went (0 where it was there already). `file` is of `carrier`. Raises Conflict while a worker holds work of
    the academy or where two aliases are one database, psycopg.errors.LockNotAvailable while somebody writes for
    longer than five seconds; then nothing has changed, and the call may be repeated.
    """
    moved = 0
    for alias in dict.fromkeys((academy.database, target)):
        require_distinct(alias)  # what is removed below is never the academy itself under another name
    if academy.database != target:
        _check_idle(academy)
        traces.remove_from_database(academy, target)
        moved = _carry(academy, target, file, tell)
    for alias in tenancy.databases():
        if alias != target:
            traces.remove_from_database(academy, alias)
    return tenancy.find(academy.pk), moved


def _check_release(academy: Academy) -> None:
    """Its own database knows its release; the directory hears of it later."""
    with connect(academy.database) as owner:
        row = owner.execute("SELECT release FROM public.tenants_academy WHERE id = %s", [academy.pk]).fetchone()
    if row != (release_of_code(),):
        raise Conflict(f"{academy.name} 학원은 다른 버전에 있습니다. migrate_academies를 먼저 실행해 주세요.")


def _check_idle(academy: Academy) -> None:
    """A worker's claim is a number of the old database: it may not come back to the new one."""
    with connect(academy.database) as owner:
        count, until = owner.execute(_RUNNING, [academy.pk]).fetchone() or (0, None)
    if count:
        raise Conflict(f"작업 {count}개가 아직 진행 중입니다. {until:%H:%M:%S %Z} 뒤에 다시 실행해 주세요.")


def _carry(academy: Academy, target: str, file: IO[bytes], tell: Tell) -> int:
    with connect(academy.database) as owner:
        _lock(owner, academy)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            write_entries(owner, academy, archive, tell)
        rows = _settle(academy, target, file, tell)
        _switch(academy, target)
        drop_schema(owner, academy.schema_name)
    return rows


def _lock(owner: psycopg.Connection[Any], academy: Academy) -> None:
    found = tables.tables_of(owner, academy.schema_name)
    owner.commit()
    names = sql.SQL(", ").join(sql.Identifier(academy.schema_name, table.name) for table in found)
    owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    owner.execute("SET LOCAL lock_timeout = '5s'")
    owner.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(names))  # before the snapshot, which the next makes


def _settle(academy: Academy, target: str, file: IO[bytes], tell: Tell) -> int:
    file.seek(0)
    with Archive.opened(file) as archive:
        check_release(archive.manifest)
        place = Place(
            number=academy.pk,
            slug=academy.slug,
            name=academy.name,
            schema=academy.schema_name,
            database=target,
            state=Academy.State.SUSPENDED,
            operates=academy.operates,
        )
        fill(archive, place, tell=tell)
        return archive.manifest.rows


def _switch(academy: Academy, target: str) -> None:
    with connect(DEFAULT_DB_ALIAS) as directory:
        directory.execute(
            "UPDATE public.tenants_academy SET database = %s, state = 'suspended' WHERE id = %s", [target, academy.pk]
        )
