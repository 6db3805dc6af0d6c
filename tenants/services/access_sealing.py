"""The chain vouches for the access log: what was added since the last seal goes into the chain as a count and a digest.

A row that is changed, removed or put in afterwards, by whoever can write past the application, no longer fits its seal
(고시 제8조 제3항). A stretch never spans two days, so that a purge by days takes whole stretches away. Every
number belongs to a stretch: the first has no lower end, because whoever inserts a row may choose its number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import AuditRecord, Destruction, PurgeRun

SUBJECT = "access_log"
# An insert takes its number a moment before its transaction is seen; no insert takes this long.
SETTLES = timedelta(seconds=30)
LARGEST = 10_000
# The law's shortest period (고시 제8조 제1항): until then nothing of a stretch may be missing.
KEPT = timedelta(days=730)
STALE = timedelta(hours=3)
LOWEST = -(2**63)

_ROW = """
jsonb_build_array(r.id, to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.actor, r.role,
  host(r.address), r.task, r.place, r.students, r.many, r.students_hash, r.reason, r.facts)::text
"""
# Settled: every transaction that began before the row's own is over, and none can still bring a lower number.
_NEXT = f"""
WITH fresh AS (
  SELECT r.id, r.at, {_ROW} AS said, (r.at AT TIME ZONE %(zone)s)::date AS day,
         r.at < %(until)s AND age(r.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid) AS settled
  FROM tenants_accessrecord r WHERE r.id >= %(start)s ORDER BY r.id LIMIT %(most)s
), head AS (SELECT f.day FROM fresh f ORDER BY f.id LIMIT 1),
stop AS (
  SELECT min(f.id) AS id FROM fresh f, head h WHERE NOT f.settled OR f.day <> h.day
)
SELECT count(*), min(f.id), max(f.id), min(f.at), max(f.at),
       encode(sha256(convert_to(string_agg(f.said, E'\\n' ORDER BY f.id), 'UTF8')), 'hex')
FROM fresh f, stop s WHERE s.id IS NULL OR f.id < s.id
"""
_AGAIN = f"""
SELECT s.high, count(r.id),
       encode(sha256(convert_to(coalesce(string_agg({_ROW}, E'\\n' ORDER BY r.id), ''), 'UTF8')), 'hex')
FROM unnest(%s::bigint[], %s::bigint[]) AS s(low, high)
LEFT JOIN tenants_accessrecord r ON r.id BETWEEN s.low AND s.high
GROUP BY s.high ORDER BY s.high
"""
_OLDEST_UNSEALED = "SELECT min(r.at), min(r.id) FROM tenants_accessrecord r WHERE r.id >= %s"


@dataclass(frozen=True, slots=True)
class Seal:
    """One stretch of the log as the chain knows it: rows above the seal before it, up to `last`."""

    seq: int
    first: int
    last: int
    count: int
    until: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A stretch that is not as it was sealed: `changed`, `removed` or `inserted`; `unsealed` where sealing stopped.

    `seq` is the seal's number in the chain.
    """

    what: str
    first: int
    last: int
    sealed: int
    found: int
    seq: int


def seal_access_log(*, actor: Actor, now: datetime) -> int:
    """This will put what was added to the access log since the last seal into the chain. Returns how many rows.

    Rows of the last half minute, and those beside a transaction that is still open, wait for the next time.
    """
    sealed = 0
    while many := _seal_next(actor, now):
        sealed += many
    return sealed


def _seal_next(actor: Actor, now: datetime) -> int:
    """Seal one stretch; two that seal at once take turns."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.access.sealed', 0))")
        before = _newest_seal()
        values: dict[str, Any] = {
            "start": _start(before),
            "until": now - SETTLES,
            "most": LARGEST,
            "zone": settings.TIME_ZONE,
        }
        cursor.execute(_NEXT, values)
        count, first, last, since, until, digest = cursor.fetchone()
        if not count:
            return 0
        record(
            actor=actor,
            action=Action.ACCESS_SEALED,
            subject=SUBJECT,
            after=before.last if before else 0,
            first=first,
            last=last,
            count=count,
            since=since.isoformat(),
            until=until.isoformat(),
            sha256=digest,
        )
    return int(count)


def check_access_log(*, now: datetime) -> list[Broken]:
    """Where the log is not as it was sealed, the first row first; empty where it is. Five queries.

    Past the law's period rows may be missing, as many as the destruction log says.
    """
    seals = [_read(row) for row in AuditRecord.objects.filter(action=Action.ACCESS_SEALED).order_by("seq")]
    found = _counted(seals)
    broken = [row for seal in seals if (row := _compared(seal, *found[seal.last]))]
    past = {seal.seq for seal in seals if seal.until < now - KEPT}
    gone = [row for row in broken if row.what == "removed" and row.seq in past]
    if sum(row.sealed - row.found for row in gone) <= _destroyed():
        broken = [row for row in broken if row not in gone]
    return broken + _waiting(seals[-1] if seals else None, now)


def _destroyed() -> int:
    """How many rows purges have taken away, the one that is under way included."""
    done = Destruction.objects.filter(kind=SUBJECT).aggregate(many=Coalesce(Sum("many"), 0))["many"]
    begun = PurgeRun.objects.filter(kind=SUBJECT, finished_at=None).aggregate(many=Coalesce(Sum("removed"), 0))["many"]
    return int(done + begun)


def _counted(seals: list[Seal]) -> dict[int, tuple[int, str]]:
    with connection.cursor() as cursor:
        starts = [_start(before) for before in (None, *seals[:-1])][: len(seals)]
        cursor.execute(_AGAIN, [starts, [seal.last for seal in seals]])
        return {high: (count, digest) for high, count, digest in cursor.fetchall()}


def _compared(seal: Seal, count: int, digest: str) -> Broken | None:
    if (count, digest) == (seal.count, seal.sha256):
        return None
    what = "changed" if count == seal.count else "removed" if count < seal.count else "inserted"
    return Broken(what, seal.first, seal.last, seal.count, count, seal.seq)


def _waiting(seal: Seal | None, now: datetime) -> list[Broken]:
    """That rows wait for their seal longer than they should: sealing has stopped."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_UNSEALED, [_start(seal)])
        oldest, first = cursor.fetchone()
    late = oldest is not None and oldest < now - STALE
    return [Broken("unsealed", first, first, 0, 0, seal.seq if seal else 0)] if late else []


def _start(before: Seal | None) -> int:
    """The lowest number of the stretch that follows a seal."""
    return before.last + 1 if before else LOWEST


def _newest_seal() -> Seal | None:
    row = AuditRecord.objects.filter(action=Action.ACCESS_SEALED).order_by("-seq").first()
    return _read(row) if row else None


def _read(row: AuditRecord) -> Seal:
    told: dict[str, Any] = json.loads(row.facts)
    return Seal(
        seq=row.seq,
        first=told["first"],
        last=told["last"],
        count=told["count"],
        until=datetime.fromisoformat(told["until"]),
        sha256=told["sha256"],
    )
