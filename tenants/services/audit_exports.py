"""An academy's record leaves as lines that anybody can check, and is checked here by the same rules."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from eduai.lib.errors import InvalidInput
from tenants import tenancy, verifier
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.files import unseen
from tenants.nameless import nameless

PAGE = 2000
# One statement, so that records and head are of one moment. Times are written as the hash has them.
_RECORDS = """
SELECT a.seq, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.actor, a.action, a.subject,
  a.facts, a.prev, a.hash, h.seq, h.hash
FROM (SELECT 1 AS one) AS always
LEFT JOIN tenants_auditrecord a ON true
LEFT JOIN tenants_audithead h ON h.id = 1
ORDER BY a.seq
"""


def export_audit(*, path: Path, reason: str, actor: Actor) -> int:
    """This will write the current academy's record to a new file, and record that, with the reason as far as it names
    nobody. Returns how many records.

    Raises InvalidInput where there is such a file, OSError when it cannot be written.
    """
    if path.exists():
        raise InvalidInput(f"{path} 파일이 이미 있습니다. 다른 이름을 주세요.", field="to")
    digest, many, reason = hashlib.sha256(), -2, nameless(reason)
    with unseen(path, begun=functools.partial(_record, actor, Action.AUDIT_EXPORTING, reason=reason)) as (file, appear):
        with transaction.atomic():
            for line in lines():
                file.write(line)
                digest.update(line)
                many += 1
        file.flush()
        os.fsync(file.fileno())
        _record(actor, Action.AUDIT_EXPORTED, reason=reason, records=many, sha256=digest.hexdigest())
        appear()
    return many


def verify_audit(*, points: Iterable[bytes], keys: Iterable[str], former: Iterable[str] = ()) -> verifier.Report:
    """What the stand-alone verifier says of the current academy's record as it is now, beside these checkpoints, its
    own and those of its `former` schemas.
    """
    with transaction.atomic(), closing(lines()) as record:
        return verifier.verify(record, points, keys, [tenancy.require().schema_name, *former])


def lines() -> Generator[bytes]:
    """The current academy's record as an export's lines, read in pages. Read or closed within a transaction."""
    whole = hashlib.sha256()
    many, head = 0, (0, verifier.ZEROS)
    yield from _counted(whole, _line(_header()))
    with closing(_rows()) as rows:
        for *row, seq, newest in rows:
            head = (seq, newest)
            if row[0] is not None:
                many += 1
                yield from _counted(whole, _line(dict(zip(verifier.RECORD, row, strict=True))))
    yield _line({"records": many, "seq": head[0], "hash": head[1], "sha256": whole.hexdigest()})


def _rows() -> Generator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_RECORDS)
        while page := cursor.fetchmany(PAGE):
            yield from page


def _header() -> dict[str, Any]:
    academy = tenancy.require().schema_name
    return {"format": verifier.FORMAT, "academy": academy, "first": 1, "start": verifier.ZEROS}


def _line(row: dict[str, Any]) -> bytes:
    return (verifier.write(row) + "\n").encode()


def _counted(whole: Any, line: bytes) -> Iterator[bytes]:
    whole.update(line)
    yield line


def _record(actor: Actor, action: Action, **facts: str | int) -> None:
    with transaction.atomic():
        record(actor=actor, action=action, subject=f"academy:{tenancy.require().pk}", **facts)
