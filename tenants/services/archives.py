"""An academy's data leave as one archive, and come back from one. Both are recorded."""

from __future__ import annotations

import functools
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from eduai.lib.errors import InvalidInput
from tenants import tenancy
from tenants.access_log import Task, reason_given, record_access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.files import unseen
from tenants.models import Academy, Student
from tenants.provisioning import life
from tenants.services.keys import pack_keys, unpack_keys


def export_academy(
    *, academy: Academy, path: Path, reason: str, actor: Actor, tell: life.Tell, passphrase: str = ""
) -> life.Manifest:
    """This will write the academy's archive to a new file, for its owner's eyes alone, and record that data left.

    The file appears under its name when it is whole and the record is kept; until then it has none, or a record
    that it was begun where the folder takes no file without a name. With a `passphrase` the archive also carries the
    academy's data keys under it, for an installation whose own key is another. Raises InvalidInput without a reason of
    five letters, for a short passphrase or where there is such a file, psycopg.Error without the owner's log-in,
    OSError when it cannot be written.
    """
    with tenancy.use(academy, closed_too=True):
        reason = reason_given(reason)
    if path.exists():
        raise InvalidInput(f"{path} 파일이 이미 있습니다. 다른 이름을 주세요.", field="to")
    keys = _packed(academy, passphrase)
    begun = functools.partial(_record, academy, actor, Action.ACADEMY_EXPORTING, reason=reason)
    _record_look(academy, actor, reason)
    with unseen(path, begun=begun) as (file, appear):
        manifest = life.write_archive(academy, file, tell=tell, keys=keys)
        file.flush()
        os.fsync(file.fileno())
        facts = {"rows": manifest.rows, "files": len(manifest.files)} | ({"keys": len(keys)} if keys else {})
        _record(academy, actor, Action.ACADEMY_EXPORTED, reason=reason, **facts)
        appear()
    return manifest


def _packed(academy: Academy, passphrase: str) -> list[dict[str, Any]]:
    if not passphrase:
        return []
    with tenancy.use(academy, closed_too=True):
        return pack_keys(passphrase=passphrase)


def _record_look(academy: Academy, actor: Actor, reason: str) -> None:
    """Whose data leave and why, before anything does."""
    with tenancy.use(academy, closed_too=True):
        students = Student.objects.values_list("pk", flat=True)
        record_access(actor=actor, task=Task.DOWNLOAD, place="export_academy", students=students, reason=reason)


def _record(academy: Academy, actor: Actor, action: Action, **facts: str | int) -> None:
    with tenancy.use(academy, closed_too=True), transaction.atomic():
        record(actor=actor, action=action, subject=f"academy:{academy.pk}", **facts)


def import_academy(
    *,
    path: Path,
    slug: str = "",
    name: str = "",
    database: str = DEFAULT_DB_ALIAS,
    actor: Actor,
    now: datetime,
    tell: life.Tell,
    passphrase: str = "",
) -> Academy:
    """This will open an academy out of an archive, under another address and name where they are given.

    All or nothing. One whose sealed columns would not open here is refused: `passphrase` opens the keys that it
    carries. Raises ArchiveRefused for a file that is damaged, unknown or of another release, InvalidInput
    and Conflict for an address, NoTemplate before the database was prepared.
    """
    if database not in tenancy.databases():
        raise InvalidInput(f"'{database}' 데이터베이스는 설정에 없습니다.", field="database")
    with life.Archive.opened(str(path)) as archive:
        told = archive.manifest

        def furnish(academy: Academy) -> None:
            unpack_keys(packed=told.keys, passphrase=passphrase)
            record(
                actor=actor,
                action=Action.ACADEMY_IMPORTED,
                subject=f"academy:{academy.pk}",
                number_before=told.number,
                schema_before=told.schema,
                made_at=told.made_at,
                imported_at=now.isoformat(),
                rows=told.rows,
            )

        return life.restore_academy(
            archive=archive,
            slug=slug or told.slug,
            name=name or told.name,
            database=database,
            furnish=furnish,
            tell=tell,
        )
