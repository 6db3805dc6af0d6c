"""Seven ways to change a record behind the application's back, each named by the first bad record."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenants import tenancy
from tenants.checkpointing.lines import public_keys
from tenants.models import AuditHead, AuditRecord
from tenants.services.audit_exports import verify_audit
from tests import database
from tests.integration.tenants.audit.chains import (
    as_superuser,
    chained_anew,
    checkpoint,
    found,
    found_by_sql,
    write_records,
)

RECORDS = "tenants_auditrecord"
TO_HEAD = """
DELETE FROM tenants_audithead;
INSERT INTO tenants_audithead (id, seq, hash) SELECT 1, seq, hash FROM tenants_auditrecord ORDER BY seq DESC LIMIT 1
"""


@pytest.fixture(scope="module")
def _points(_cast: dict[str, Any], django_db_blocker: Any) -> Iterator[list[bytes]]:
    """Twenty records; checkpoints of number 10, 15 and 20. The database is cloned again after the module."""
    with django_db_blocker.unblock():
        with tenancy.use(_cast["haneul"]):
            kept = []
            for upto in (10, 15, 20):
                write_records(upto - AuditHead.objects.get().seq)
                kept.append(checkpoint())
        as_superuser(_cast["haneul"], f"CREATE TABLE backup AS SELECT * FROM {RECORDS}")
        yield kept
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        database.discard(f"eduai_run_{worker}")
        database.clone(worker)


@pytest.fixture
def points(_points: list[bytes], haneul: Any, django_db_blocker: Any) -> Iterator[list[bytes]]:
    """The checkpoints; the twenty records are put back after the test."""
    with django_db_blocker.unblock():
        yield list(_points)
        as_superuser(haneul, f"TRUNCATE {RECORDS}; INSERT INTO {RECORDS} SELECT * FROM backup; {TO_HEAD}")


def test_a_whole_record_is_found_whole_with_and_without_checkpoints(
    points: list[bytes], haneul: Any, tmp_path: Path
) -> None:
    """A-01, the twin: nothing is found where nothing was done."""
    assert found(haneul, [], tmp_path) is None
    assert found(haneul, points, tmp_path) is None
    assert found_by_sql(haneul) is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"UPDATE {RECORDS} SET facts = replace(facts, 'typed', 'csv') WHERE seq = 12", (12, "hash")),
        (f"UPDATE {RECORDS} SET at = at + interval '1 microsecond' WHERE seq = 12", (12, "hash")),
        (f"UPDATE {RECORDS} SET subject = E'note:1\n2' WHERE seq = 12", (12, "hash")),
        (f"DELETE FROM {RECORDS} WHERE seq = 12", (12, "number")),
        (f"DELETE FROM {RECORDS} WHERE seq <= 3", (1, "number")),
        (
            f"""UPDATE {RECORDS} SET seq = -seq - 1 WHERE seq > 12; UPDATE {RECORDS} SET seq = -seq WHERE seq < 0;
            INSERT INTO {RECORDS} SELECT 13, at, actor, action, subject, facts, hash, repeat('a', 64) FROM {RECORDS}
            WHERE seq = 12; UPDATE tenants_audithead SET seq = 21""",
            (13, "hash"),
        ),
        (
            f"""UPDATE {RECORDS} a SET (at, actor, action, subject, facts) =
            (SELECT b.at, b.actor, b.action, b.subject, b.facts FROM {RECORDS} b WHERE b.seq = 26 - a.seq)
            WHERE a.seq IN (12, 14)""",
            (12, "hash"),
        ),
        (f"DELETE FROM {RECORDS} WHERE seq > 16", (17, "head")),
        ("DELETE FROM tenants_audithead", (21, "head")),
    ],
    ids=["edit", "edited time", "edit with a line break", "delete", "delete first", "insert", "swap", "cut", "no head"],
)
def test_a_changed_record_is_named_without_any_checkpoint(
    points: list[bytes], haneul: Any, tmp_path: Path, statement: str, named: tuple[int, str]
) -> None:
    """A-01, L-35: edit, delete in the middle, insert, swap; A-03: export, database and SQL say the same."""
    as_superuser(haneul, statement)

    assert found(haneul, [], tmp_path) == named
    assert found_by_sql(haneul) == (named[0] if statement != "DELETE FROM tenants_audithead" else 1)
    assert found(haneul, points, tmp_path) == named


def test_a_tail_cut_off_with_its_head_put_back_is_named_by_a_checkpoint_alone(
    points: list[bytes], haneul: Any, tmp_path: Path
) -> None:
    """A-01: the newest records go and the head is put back to number 17."""
    as_superuser(haneul, f"DELETE FROM {RECORDS} WHERE seq > 17; {TO_HEAD}")

    assert found(haneul, [], tmp_path) is None
    assert found_by_sql(haneul) is None
    assert found(haneul, points, tmp_path) == (18, "checkpoint")


def test_a_record_made_anew_from_some_number_on_is_named_by_a_checkpoint_alone(
    points: list[bytes], haneul: Any, tmp_path: Path
) -> None:
    """A-01: number 11 is changed, and every hash from there on and the head are made to fit."""
    as_superuser(haneul, f"UPDATE {RECORDS} SET actor = 'person:1' WHERE seq = 11")
    chained_anew(haneul, 11)

    assert found(haneul, [], tmp_path) is None
    assert found_by_sql(haneul) is None
    assert found(haneul, points, tmp_path) == (11, "checkpoint")


def test_a_dropped_history_whose_rest_calls_itself_purged_is_named_with_and_without_checkpoints(
    points: list[bytes], haneul: Any, tmp_path: Path
) -> None:
    """A-01: numbers 1 to 16 go, number 17 says so as a purge, and every hash from there on is made to fit."""
    with tenancy.use(haneul):
        start = AuditRecord.objects.get(seq=16).hash
    facts = f'{{"last":16,"hash":"{start}"}}'
    as_superuser(haneul, f"UPDATE {RECORDS} SET action = 'audit.purged', facts = %s WHERE seq = 17", [facts])
    chained_anew(haneul, 17)
    as_superuser(haneul, f"DELETE FROM {RECORDS} WHERE seq <= 16")

    for beside in ([], points):
        assert found(haneul, beside, tmp_path) == (1, "number")
    assert found_by_sql(haneul) == 1


def test_a_record_is_not_whole_where_every_checkpoint_is_another_academys(
    points: list[bytes], haneul: Any, bada: Any, tmp_path: Path
) -> None:
    """A-01: 하늘's checkpoints say nothing of 바다; they would of a record that came from there."""
    with tenancy.use(bada):
        write_records(3)
    assert found(bada, points, tmp_path) == (1, "checkpoint")
    assert found(bada, [], tmp_path) is None
    with tenancy.use(bada):
        own = checkpoint()
        assert verify_audit(points=points, keys=public_keys(), former=[haneul.schema_name]).broken is not None
    assert found(bada, [*points, own], tmp_path) is None


def test_an_old_backup_that_is_restored_and_goes_on_is_named_by_a_checkpoint_alone(
    points: list[bytes], haneul: Any, tmp_path: Path
) -> None:
    """A-01: the tables are those of number 15 again, and the academy works on until it has more than before."""
    old = f"TRUNCATE {RECORDS}; INSERT INTO {RECORDS} SELECT * FROM backup WHERE seq <= 15; {TO_HEAD}"
    as_superuser(haneul, old)
    assert found(haneul, points, tmp_path) == (16, "checkpoint")
    with tenancy.use(haneul):
        write_records(9)
        assert AuditRecord.objects.count() == 24

    assert found(haneul, [], tmp_path) is None
    assert found_by_sql(haneul) is None
    assert found(haneul, points, tmp_path) == (16, "checkpoint")


def test_a_forged_checkpoint_is_named_as_one(points: list[bytes], haneul: Any, tmp_path: Path) -> None:
    """A-02: whoever can write the place but has no key of the installation convinces nobody."""
    last = points[-1]
    other = last.replace(b'"hash":"', b'"hash":"0', 1).replace(b'","at"', b'","at"', 1)
    forged = last[:-4] + (b"0" if last[-4:-3] != b"0" else b"1") + last[-3:]

    assert found(haneul, [*points[:2], forged], tmp_path) == (20, "signature")
    assert found(haneul, [*points, other], tmp_path) == (20, "signature")
    assert found(haneul, [*points, b'{"academy":"torn'], tmp_path) == (0, "checkpoint-form")
