"""A record of some length, and what a superuser may do to it behind the application's back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg import sql

from tenants import tenancy, verifier
from tenants.checkpointing.lines import checkpoint_line, public_keys
from tenants.models import AuditHead, AuditRecord
from tenants.provisioning.life.chain import first_broken_link
from tenants.services.audit_exports import lines, verify_audit
from tests.cast import NOW

FACTS = '{"concept":"중1.일차방정식.풀이","source":"typed"}'


def write_records(many: int) -> None:
    """Append so many records to the current academy's chain, each with a subject of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(audit_append('system', 'note.recorded', 'note:' || n, %s)) FROM generate_series(1, %s) n",
            [FACTS, many],
        )


def checkpoint() -> bytes:
    """The checkpoint of the current academy's head."""
    head = AuditHead.objects.get()
    academy = tenancy.require().schema_name
    return checkpoint_line(academy=academy, seq=head.seq, digest=head.hash, at=NOW)


def as_superuser(academy: Any, statement: str, values: list[Any] | None = None) -> None:
    """Run statements in the academy's schema as the one whom no right stops."""
    address = os.environ["EDUAI_SUPERUSER_DATABASE_URL"]
    with psycopg.connect(address, dbname=connection.settings_dict["NAME"], autocommit=True) as server:
        server.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(academy.schema_name)))
        server.execute(statement.encode(), values)


def found(academy: Any, points: list[bytes], tmp_path: Path) -> tuple[int, str] | None:
    """The first bad record and its fault, as the exported file has it and as the database has it: the same."""
    with tenancy.use(academy), transaction.atomic():
        file = tmp_path / f"audit-{len(list(tmp_path.iterdir()))}.jsonl"
        file.write_bytes(b"".join(lines()))
    with file.open("rb") as stream:
        report = verifier.verify(stream, points, public_keys())
    with tenancy.use(academy):
        here = verify_audit(points=points, keys=public_keys())
    assert str(here) == str(report)
    return (report.broken.number, report.broken.kind) if report.broken else None


def found_by_sql(academy: Any) -> int | None:
    """The first broken link by the database's own arithmetic."""
    address = os.environ["EDUAI_SUPERUSER_DATABASE_URL"]
    with psycopg.connect(address, dbname=connection.settings_dict["NAME"]) as server:
        return first_broken_link(server, academy.schema_name)


def chained_anew(academy: Any, since: int) -> None:
    """Give the records from number `since` on hashes that fit their content, and the head the last one's."""
    with tenancy.use(academy):
        rows = list(AuditRecord.objects.order_by("seq"))
    before = {row.seq: row.hash for row in rows}.get(since - 1, verifier.ZEROS)
    for row in rows[since - 1 :]:
        at = row.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        said = "\n".join((str(row.seq), at, row.actor, row.action, row.subject, row.facts, before))
        own = verifier.hashlib.sha256(said.encode()).hexdigest()
        as_superuser(
            academy, "UPDATE tenants_auditrecord SET prev = %s, hash = %s WHERE seq = %s", [before, own, row.seq]
        )
        before = own
    as_superuser(academy, "UPDATE tenants_audithead SET seq = %s, hash = %s", [rows[-1].seq, before])
