"""An academy out of its archive: a replayed schema, filled and compared in one transaction of the owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, transaction

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database import names
from tenants.database.ownership import connect
from tenants.files import remove_files
from tenants.models import Academy
from tenants.provisioning.academies import announce, check_address, drop_academy, forget, taken
from tenants.provisioning.directory import publish, settle
from tenants.provisioning.fingerprint import fingerprint
from tenants.provisioning.life import tables
from tenants.provisioning.life.archive import LIVE, Archive, ArchiveRefused, Manifest, Tell
from tenants.provisioning.life.chain import first_broken_link
from tenants.provisioning.schemas import known_migrations, release_of_code
from tenants.provisioning.stock import build_schema

_ROW = """
INSERT INTO public.tenants_academy
  (id, schema_name, slug, name, state, database, operates, fingerprint, release, created_at)
VALUES (coalesce(%(number)s, nextval(pg_get_serial_sequence('public.tenants_academy', 'id'))), %(schema)s, %(slug)s,
  %(name)s, %(state)s, %(database)s, %(operates)s, %(fingerprint)s, %(release)s, clock_timestamp())
ON CONFLICT (id) DO NOTHING
"""
_WORK = """
INSERT INTO public.tenants_dispatch (academy_id, kind, queue, job, due_at, state, attempts, reason)
VALUES (%(academy)s, %(kind)s, %(queue)s, %(job)s, %(due_at)s, %(state)s, %(attempts)s, %(reason)s)
"""
_TAKEN = """
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %(schema)s)
  OR EXISTS (SELECT FROM pg_roles WHERE rolname = %(role)s)
  OR EXISTS (SELECT FROM public.tenants_academy WHERE schema_name = %(schema)s)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an academy out of an archive goes: its row in the directory. `number` is None for the next free one."""

    number: int | None
    slug: str
    name: str
    schema: str
    database: str
    state: str
    operates: bool = False


def restore_academy(
    *,
    archive: Archive,
    slug: str,
    name: str,
    database: str = DEFAULT_DB_ALIAS,
    furnish: Callable[[Academy], None] = lambda academy: None,
    tell: Tell = lambda what, done, of: None,
) -> Academy:
    """This will make an academy of an archive: under its old schema name where that is free, else a new one. Nobody is
    signed in there, whatever the archive says: one that was made earlier, or elsewhere, may hold sessions.

    `furnish` runs inside it before it opens. On any failure nothing is left; a process that is killed leaves at
    most an academy that is not open, which `delete_academy` removes. Raises InvalidInput and Conflict for the
    address, ArchiveRefused for an archive that does not fit or does not come out as it says, NoTemplate before
    `prepare_database` has run.
    """
    check_address(name, slug)
    check_release(archive.manifest)
    with tenancy.platform():
        if Academy.objects.filter(slug=slug).exists():
            raise taken(slug)
    schema = _free_schema(archive.manifest.schema, database)
    number = None if database == DEFAULT_DB_ALIAS else _announce(slug, name, database, schema)
    try:
        place = Place(number, slug, name, schema, database, Academy.State.PREPARING)
        academy = fill(archive, place, tell=tell, without=LIVE)
    except BaseException:
        if number is not None:
            forget(number)
        raise
    try:
        _open(academy, archive, furnish)
    except BaseException:
        with tenancy.use(academy, closed_too=True):
            remove_files()
        drop_academy(academy)
        raise
    return academy


def fill(archive: Archive, place: Place, *, tell: Tell, without: frozenset[str] = frozenset()) -> Academy:
    """This will make schema, role, rows, work and the academy's row in its database, or nothing; the tables `without`
    stay empty, whatever the archive has in them.

    Each other table is read back and compared with the archive before that is kept. Raises as `restore_academy`.
    """
    try:
        with connect(place.database) as owner:
            owner.execute("SET LOCAL lock_timeout = '5s'")
            build_schema(owner, place.database, place.schema)
            _load(owner, archive, place.schema, tell, without)
            _write_row(owner, archive.manifest, place)
    except psycopg.errors.UniqueViolation as error:
        if error.diag.schema_name == names.PUBLIC:
            raise taken(place.slug) from None
        raise _does_not_fit(error) from None
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        raise _does_not_fit(error) from None
    with tenancy.platform(place.database):
        return Academy.objects.get(schema_name=place.schema)


def check_release(manifest: Manifest) -> None:
    """This will pass for an archive whose tables are those of this code. Raises ArchiveRefused saying what differs."""
    if manifest.release == release_of_code():
        return
    here, there = set(known_migrations()), set(manifest.migrations)
    parts = [
        f"{said}: {', '.join(sorted(found)[:5])}"
        for said, found in (("보관 파일에만 있는 이전", there - here), ("여기에만 있는 이전", here - there))
        if found
    ]
    raise ArchiveRefused(
        f"다른 버전의 EduAI에서 만든 보관 파일입니다 ({'; '.join(parts) or manifest.release[:12]}). "
        "그 버전에 가져온 뒤에 버전을 올려 주세요.",
        field="file",
    )


def _load(owner: psycopg.Connection[Any], archive: Archive, schema: str, tell: Tell, without: frozenset[str]) -> None:
    manifest = archive.manifest
    owner.execute(tables.SETTINGS)
    found = tables.tables_of(owner, schema)
    _check_tables(owner, manifest, found)
    silenced = tables.silence(owner, schema)
    tables.empty(owner, schema, found)
    for done, (table, told) in enumerate(zip(found, manifest.tables, strict=True)):
        tell(table.name, done, len(found))
        if table.name in without:
            continue
        with owner.cursor() as cursor:
            tables.load(cursor, schema, table, archive.table(table.name))
            if (tables.digest(cursor, schema, table), cursor.rowcount) != (told["sha256"], told["rows"]):
                raise ArchiveRefused(f"{table.name}: 옮긴 내용이 보관 파일과 다릅니다.", field="file")
    tables.unsilence(owner, schema, silenced)
    tables.set_sequences(owner, schema, manifest.sequences)
    broken = first_broken_link(owner, schema)
    if broken is not None:
        raise ArchiveRefused(f"보관 파일의 감사 기록이 {broken}번에서 끊어져 있습니다.", field="file")
    if fingerprint(owner, schema) != manifest.fingerprint:
        raise ArchiveRefused("보관 파일의 표 구조(fingerprint)가 이 버전과 다릅니다.", field="file")
    tell("", len(found), len(found))


def _check_tables(owner: psycopg.Connection[Any], manifest: Manifest, found: list[tables.Table]) -> None:
    here = [(table.name, list(table.columns)) for table in found]
    if here != [(told["name"], told["columns"]) for told in manifest.tables]:
        raise ArchiveRefused("보관 파일의 표가 이 버전의 표와 다릅니다.", field="file")
    known = owner.execute("SELECT app_label || '.' || model FROM public.django_content_type").fetchall()
    unknown = set(manifest.content_types) - {row[0] for row in known}
    if unknown:
        raise ArchiveRefused(f"보관 파일이 여기에 없는 모델을 가리킵니다: {', '.join(sorted(unknown))}.", field="file")


def _write_row(owner: psycopg.Connection[Any], manifest: Manifest, place: Place) -> None:
    told = {"fingerprint": manifest.fingerprint, "release": manifest.release}
    words = {name: getattr(place, name) for name in ("number", "schema", "slug", "name", "database", "operates")}
    owner.execute(_ROW, {**words, **told, "state": str(place.state)})
    row = owner.execute("SELECT id FROM public.tenants_academy WHERE schema_name = %s", [place.schema]).fetchone()
    if row is None:
        raise Conflict(f"{place.number}번 학원의 자리가 그 사이에 바뀌었습니다.")
    if manifest.work:
        with owner.cursor() as cursor:
            cursor.executemany(_WORK, [{**work, "academy": row[0]} for work in manifest.work])


def _announce(slug: str, name: str, database: str, schema: str) -> int:
    """Keep address, number and schema in the directory first: after a crash the data elsewhere are found by it."""
    number = announce((slug, name, database, False))
    settle(number, schema)
    return number


def _open(academy: Academy, archive: Archive, furnish: Callable[[Academy], None]) -> None:
    with tenancy.use(academy, closed_too=True):
        remove_files()
        for kept in archive.manifest.files:
            with archive.file(kept["name"]) as file:
                default_storage.save(kept["name"], File(file))
    _keep_domains(academy, archive.manifest.domains)
    with tenancy.platform(academy.database), transaction.atomic():
        with tenancy.use(academy, closed_too=True):
            furnish(academy)
        opened = Academy.objects.filter(pk=academy.pk, state=Academy.State.PREPARING).update(state=Academy.State.READY)
        if not opened:
            raise Conflict(f"{academy.name} 학원이 그 사이에 지워졌습니다.")
    academy.state = Academy.State.READY
    publish(academy)


def _keep_domains(academy: Academy, domains: list[str]) -> None:
    """Hosts of the academy's own that nobody here has."""
    with connect(DEFAULT_DB_ALIAS) as directory:
        for domain in domains:
            directory.execute(
                "INSERT INTO public.tenants_domain (domain, is_primary, tenant_id) VALUES (%s, false, %s)"
                " ON CONFLICT DO NOTHING",
                [domain, academy.pk],
            )


def _free_schema(wanted: str, database: str) -> str:
    if not names.is_academy_schema(wanted):
        return names.new_schema()
    values = {"schema": wanted, "role": names.role_of(wanted)}
    for alias in {DEFAULT_DB_ALIAS, database}:
        with connect(alias) as owner:
            row = owner.execute(_TAKEN, values).fetchone()
        if row is None or row[0]:
            return names.new_schema()
    return wanted


def _does_not_fit(error: psycopg.Error) -> ArchiveRefused:
    """Which table and rule; never the message itself, which quotes values."""
    where = " ".join(filter(None, (error.diag.table_name, error.diag.constraint_name)))
    return ArchiveRefused(f"보관 파일의 내용이 표의 규칙에 맞지 않습니다: {where or error.sqlstate}", field="file")
