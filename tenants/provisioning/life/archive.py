"""One academy as one file: a zip of its tables as CSV, its files, and a manifest of counts and digests.

`manifest.json` is written last; `tables/<name>.csv` are `COPY` streams of one snapshot, `files/…` what the
academy keeps in the store of files. The archive holds students' words in clear text, and
nobody's session.
"""

from __future__ import annotations

import functools
import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

import psycopg
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS
from psycopg.rows import dict_row

from eduai.lib.errors import EduError
from tenants import tenancy
from tenants.database.ownership import connect
from tenants.files import names_of_files
from tenants.models import Academy
from tenants.provisioning.fingerprint import fingerprint
from tenants.provisioning.life import tables

FORMAT = "eduai-academy-1"
_PIECE = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
# Work that runs is due again elsewhere; what was given up and told nobody is still to be told.
_WORK = """
SELECT kind, queue, job::text, due_at::text, attempts, reason,
  CASE state WHEN 'dead' THEN 'dead' ELSE 'ready' END AS state
FROM public.tenants_dispatch
WHERE academy_id = %s AND (state IN ('ready', 'claimed') OR (state = 'dead' AND reported_at IS NULL))
ORDER BY id
"""
# Who is signed in stays so where the academy only moves; a file that leaves opens nobody's session.
LIVE = frozenset({"django_session"})
Tell = Callable[[str, int, int], None]


class ArchiveRefused(EduError):
    """The file is no archive of an academy, is damaged, or does not fit this installation."""

    code = "archive_refused"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `tables` and `files` are `{"name", "rows"|"bytes", "sha256", …}` each."""

    format: str
    made_at: str
    number: int
    slug: str
    name: str
    schema: str
    release: str
    migrations: list[str]
    fingerprint: str
    tables: list[dict[str, Any]]
    sequences: dict[str, tuple[int, bool]]
    content_types: list[str]
    domains: list[str]
    work: list[dict[str, Any]]
    files: list[dict[str, Any]]
    # The academy's data keys under a passphrase, where the archive is to be read in another installation.
    keys: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(int(table["rows"]) for table in self.tables)


def write_archive(academy: Academy, target: IO[bytes], *, tell: Tell, keys: Sequence[dict[str, Any]] = ()) -> Manifest:
    """This will write the academy as it is at one moment, a piece at a time, and return what was written.

    Nothing of the academy changes. `tell` gets a table's name, how many are done, and of how many, after
    each piece. Raises psycopg.Error without the owner's log-in, OSError when the disk is full.
    """
    with connect(academy.database) as owner, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return write_entries(owner, academy, archive, tell, files=True, keys=keys)


def write_entries(
    owner: psycopg.Connection[Any],
    academy: Academy,
    archive: zipfile.ZipFile,
    tell: Tell,
    *,
    files: bool = False,
    keys: Sequence[dict[str, Any]] = (),
) -> Manifest:
    """As `write_archive`, in the caller's transaction; without `files` for a place that shares the store of files."""
    kept = _write_rows(owner, academy, archive, tell, without=LIVE if files else frozenset())
    listed = list(_write_files(academy, archive)) if files else []
    manifest = Manifest(**kept, domains=_domains(academy), files=listed, keys=list(keys))
    archive.writestr("manifest.json", json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def _write_rows(
    owner: psycopg.Connection[Any], academy: Academy, archive: zipfile.ZipFile, tell: Tell, *, without: frozenset[str]
) -> dict[str, Any]:
    """Write the tables, those `without` as empty ones; everything the manifest says but domains and files."""
    schema = academy.schema_name
    owner.execute(tables.SETTINGS)
    found = tables.tables_of(owner, schema)
    told = []
    for done, table in enumerate(found):
        step = functools.partial(tell, table.name, done, len(found))
        told.append(_write_table(owner, schema, table, archive, step, rows=table.name not in without))
    tell("", len(found), len(found))
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "number": academy.pk,
        "slug": academy.slug,
        "name": academy.name,
        "schema": schema,
        "release": _release(owner, academy),
        "migrations": _migrations(owner, schema),
        "tables": told,
        "sequences": tables.sequences_of(owner, schema),
        "content_types": tables.content_types_in(owner, schema, found),
        "work": owner.cursor(row_factory=dict_row).execute(_WORK, [academy.pk]).fetchall(),
        "fingerprint": fingerprint(owner, schema),
    }


def _write_table(
    owner: psycopg.Connection[Any],
    schema: str,
    table: tables.Table,
    archive: zipfile.ZipFile,
    tell: Callable[[], None],
    *,
    rows: bool,
) -> dict[str, Any]:
    said = hashlib.sha256()
    with owner.cursor() as cursor, archive.open(f"tables/{table.name}.csv", "w", force_zip64=True) as entry:
        for piece in tables.stream(cursor, schema, table, rows=rows):
            entry.write(piece)
            said.update(piece)
            tell()
        return {
            "name": table.name,
            "columns": list(table.columns),
            "rows": cursor.rowcount,
            "sha256": said.hexdigest(),
        }


def _write_files(academy: Academy, archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    with tenancy.use(academy, closed_too=True):
        for name in names_of_files():
            said, size = hashlib.sha256(), 0
            with default_storage.open(name) as kept, archive.open(f"files/{name}", "w", force_zip64=True) as entry:
                while piece := kept.read(_PIECE):
                    entry.write(piece)
                    said.update(piece)
                    size += len(piece)
            yield {"name": name, "bytes": size, "sha256": said.hexdigest()}


def _migrations(owner: psycopg.Connection[Any], schema: str) -> list[str]:
    rows = owner.execute(f"SELECT DISTINCT app || '.' || name FROM \"{schema}\".django_migrations ORDER BY 1".encode())
    return [row[0] for row in rows.fetchall()]


def _release(owner: psycopg.Connection[Any], academy: Academy) -> str:
    """As its own database says: the directory may not have heard of a rollout yet."""
    row = owner.execute("SELECT release FROM public.tenants_academy WHERE id = %s", [academy.pk]).fetchone()
    return str(row[0]) if row else academy.release


def _domains(academy: Academy) -> list[str]:
    with connect(DEFAULT_DB_ALIAS) as directory:
        rows = directory.execute(
            "SELECT domain FROM public.tenants_domain WHERE tenant_id = %s ORDER BY domain", [academy.pk]
        )
        return [row[0] for row in rows.fetchall()]


class Archive:
    """An archive that is read. Each entry is checked against its digest as a whole before anything is made of it."""

    def __init__(self, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    @classmethod
    @contextmanager
    def opened(cls, source: str | IO[bytes]) -> Iterator[Archive]:
        """The archive at a path or in an open file. Raises ArchiveRefused for a damaged or unknown one."""
        try:
            file = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, OSError) as error:
            raise ArchiveRefused(f"보관 파일을 열 수 없습니다: {error}", field="file") from error
        with file:
            archive = cls(file, _manifest(file))
            archive.check()
            yield archive

    def check(self) -> None:
        """Raises ArchiveRefused naming the first entry that is missing or not what the manifest says."""
        told = [(f"tables/{table['name']}.csv", table["sha256"]) for table in self.manifest.tables]
        told += [(f"files/{kept['name']}", kept["sha256"]) for kept in self.manifest.files]
        for name, wanted in told:
            said = hashlib.sha256()
            for piece in self._pieces(name):
                said.update(piece)
            if said.hexdigest() != wanted:
                raise ArchiveRefused(f"보관 파일이 손상되었습니다: {name}의 지문이 목록과 다릅니다.", field="file")

    def table(self, name: str) -> Iterator[bytes]:
        """A table's stream."""
        return self._pieces(f"tables/{name}.csv")

    def file(self, name: str) -> IO[bytes]:
        """One of the academy's files."""
        return self._file.open(f"files/{name}")

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._file.open(name) as entry:
                while piece := entry.read(_PIECE):
                    yield piece
        except (KeyError, *_DAMAGE) as error:
            raise ArchiveRefused(f"보관 파일이 손상되어 읽을 수 없습니다: {name}", field="file") from error


def _manifest(file: zipfile.ZipFile) -> Manifest:
    try:
        told = json.loads(file.read("manifest.json"))
        known = told["format"]
    except (KeyError, TypeError, *_DAMAGE) as error:
        raise ArchiveRefused(
            "학원 보관 파일이 아니거나 손상되었습니다: 목록(manifest.json)을 읽을 수 없습니다.", field="file"
        ) from error
    if known != FORMAT:
        raise ArchiveRefused(f"모르는 형식의 보관 파일입니다: {known!r}. 읽을 수 있는 형식: {FORMAT!r}.", field="file")
    try:
        return Manifest(**told)
    except TypeError as error:
        raise ArchiveRefused("보관 파일의 목록(manifest.json)이 손상되었습니다.", field="file") from error
