"""The consent ledger as a record: its projection, and rows that somebody with the database's own rights changed."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg import sql

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import ConsentEvent, ConsentState, Purpose
from tenants.services.consent import record_consent
from tenants.services.ledger import Finding, check_ledger, rebuild_states
from tests.cast import NOW, consents, student
from tests.database import superuser

Kind = ConsentEvent.Kind
COLUMNS = ("student", "purpose", "event", "allowed", "facts_hash")


def states() -> list[tuple[Any, ...]]:
    return list(ConsentState.objects.order_by("student", "purpose").values_list(*COLUMNS))


def answered() -> list[ConsentEvent]:
    """Answers of every kind: changed, taken back, pending alone, pending after a yes."""
    one, two = student("S001"), student("S002")
    pending = {"purpose": Purpose.TRAINING, "kind": Kind.GIVEN, "channel": "test", "actor": SYSTEM, "now": NOW}
    return [
        consents(one),
        consents(one, Kind.WITHDRAWN),
        consents(two),
        record_consent(student=two, **pending | {"purpose": Purpose.OVERSEAS}),
        record_consent(student=one, **pending),
        record_consent(student=one, **pending),
        consents(two, Kind.REFUSED, Purpose.PHOTO),
    ]


@pytest.mark.usefixtures("in_haneul")
def test_the_projection_says_what_the_newest_answers_say_and_can_be_made_again() -> None:
    """C-02: the same rows, value for value."""
    withdrawn, given, _, waiting, _, refused = answered()[1:]
    before = states()

    assert before == [
        (withdrawn.student_id, "overseas", withdrawn.pk, False, withdrawn.notice.facts_hash),
        (waiting.student_id, "training", waiting.pk, False, waiting.notice.facts_hash),
        (given.student_id, "overseas", given.pk, True, given.notice.facts_hash),
        (refused.student_id, "photo", refused.pk, False, refused.notice.facts_hash),
    ]
    ConsentState.objects.filter(student=given.student).update(allowed=False)
    assert rebuild_states(actor=SYSTEM) == 4
    assert states() == before


@pytest.mark.usefixtures("in_haneul")
def test_an_untouched_ledger_has_nothing_to_find() -> None:
    """C-03."""
    answered()

    assert list(check_ledger()) == []


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'given'",
        "purpose = 'photo'",
        "at = at + interval '1 microsecond'",
        "channel = 'web'",
        "shown_hash = repeat('0', 64)",
        "audience = 'child'",
        "address = '203.0.113.9'",
        "evidence_id = NULL",
        "notice_id = (SELECT max(id) FROM tenants_noticeversion)",
    ],
)
def test_a_row_that_the_databases_owner_changed_is_found(committed_db: None, haneul: Any, change: str) -> None:
    """C-03: each column of the row is under the digest in the chain."""
    with tenancy.use(haneul):
        events = answered()
    as_superuser(haneul, f"UPDATE tenants_consentevent SET {change} WHERE id = {events[1].pk}")

    with tenancy.use(haneul):
        assert list(check_ledger()) == [Finding(events[1].pk, "changed")]


def test_a_row_taken_away_and_a_row_put_in_are_found(committed_db: None, haneul: Any) -> None:
    """C-03."""
    with tenancy.use(haneul):
        events = answered()
    columns = "student_id, purpose, notice_id, kind, channel, at"
    copied = f"SELECT {columns} FROM tenants_consentevent LIMIT 1"
    as_superuser(haneul, f"INSERT INTO tenants_consentevent ({columns}) {copied}")
    as_superuser(haneul, f"DELETE FROM tenants_consentevent WHERE id = {events[5].pk}")

    with tenancy.use(haneul):
        added = ConsentEvent.objects.order_by("id").last()
        assert list(check_ledger()) == [Finding(added.pk, "unrecorded"), Finding(events[5].pk, "missing")]


def as_superuser(academy: Any, statement: str) -> None:
    from django.db import connection

    with superuser(connection.settings_dict["NAME"]) as owner:
        owner.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(academy.schema_name)))
        owner.execute(statement)
