"""The consent ledger as a record: its projection, which can be made again, and whether a row was changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from tenants import consent_rows
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import AuditRecord, ConsentEvent, ConsentState
from tenants.sending_lock import wait_for_senders

Kind = ConsentEvent.Kind
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the ledger that is not as it was recorded: `changed`, `missing`, or `unrecorded`."""

    event: int
    what: str


def rebuild_states(*, actor: Actor) -> int:
    """This will throw the projection away and make it again from the ledger. Returns how many rows it has."""
    with transaction.atomic():
        wait_for_senders()  # and for those who answer
        ConsentState.objects.all().delete()
        rows = ConsentEvent.objects.select_related("notice").distinct("student_id", "purpose")
        first_pending = rows.filter(kind=Kind.PENDING).order_by("student_id", "purpose", "id")
        last_answered = rows.exclude(kind=Kind.PENDING).order_by("student_id", "purpose", "-id")
        newest = {(row.student_id, row.purpose): row for each in (first_pending, last_answered) for row in each}
        ConsentState.objects.bulk_create([consent_rows.state_of(row) for _, row in sorted(newest.items())])
        record(actor=actor, action=Action.CONSENTS_REBUILT, subject="consents", rows=len(newest))
    return len(newest)


def check_ledger() -> Iterator[Finding]:
    """The rows that are not as they were when they were recorded, oldest first: changed or taken away by somebody with
    the database's own rights, or put in beside the application. Answers from before digests were kept are passed over.
    """
    recorded = dict(_recorded())
    known = set()
    for event in ConsentEvent.objects.order_by("id").iterator(BATCH):
        known.add(event.pk)
        if event.pk not in recorded:
            yield Finding(event.pk, "unrecorded")
        elif recorded[event.pk] not in ("", consent_rows.digest_of(event)):
            yield Finding(event.pk, "changed")
    for missing in sorted(recorded.keys() - known):
        yield Finding(missing, "missing")


def _recorded() -> Iterator[tuple[int, str]]:
    """The digest that the chain holds of each answer, empty where it holds none."""
    rows = AuditRecord.objects.filter(subject__startswith="consentevent:", action__startswith="consent.")
    for subject, facts in rows.order_by("seq").values_list("subject", "facts").iterator(BATCH):
        yield int(subject.partition(":")[2]), json.loads(facts).get("digest", "")
