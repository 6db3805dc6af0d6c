"""The record: a chain that holds, that only grows, and that stands or falls with its action."""

from __future__ import annotations

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.models import AuditHead, AuditRecord
from tests.cast import note


def expected_hash(row: AuditRecord) -> str:
    at = row.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = "\n".join((str(row.seq), at, row.actor, row.action, row.subject, row.facts, row.prev))
    return hashlib.sha256(said.encode()).hexdigest()


def test_each_record_hashes_itself_and_the_one_before(in_haneul: object) -> None:
    note()
    note(stem="$x + 1 = 2$의 해는?")

    rows = list(AuditRecord.objects.order_by("seq"))
    assert [row.hash for row in rows] == [expected_hash(row) for row in rows]
    assert [row.prev for row in rows] == ["0" * 64, *[row.hash for row in rows[:-1]]]
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert AuditHead.objects.get().hash == rows[-1].hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tenants_auditrecord SET action = 'x'",
        "DELETE FROM tenants_auditrecord",
        "TRUNCATE tenants_auditrecord",
        "UPDATE tenants_audithead SET seq = 0",
        "INSERT INTO tenants_auditrecord VALUES (99, now(), 'a', 'b', 'c', '{}', '', '')",
    ],
)
def test_the_academys_role_can_only_append(in_haneul: object, statement: str) -> None:
    note()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditRecord.objects.filter(action="note.recorded").count() == 1


def test_a_failed_record_takes_its_action_with_it(in_haneul: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        kept = note()
        record(actor=SYSTEM, action=Action.NOTE_RECORDED, subject="two\nlines")

    assert not AuditRecord.objects.exists()
    assert not type(kept).objects.exists()


def test_a_record_outside_a_transaction_is_refused(committed_db: None, haneul: object) -> None:
    with tenancy.use(haneul), pytest.raises(RuntimeError, match="transaction"):
        record(actor=SYSTEM, action=Action.NOTE_RECORDED, subject="note:1")


def test_another_academys_chain_is_out_of_reach(in_haneul: object, bada: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {bada.schema_name}.audit_append('a', 'b', 'c', '{{}}')")
    with tenancy.use(bada):
        assert not AuditRecord.objects.exists()
