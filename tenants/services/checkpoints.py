"""The head of the current academy's record goes to places outside the database, and how far it got is known."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from tenants import tenancy
from tenants.checkpointing.lines import checkpoint_line
from tenants.checkpointing.places import NotKept, Place, places
from tenants.database.connections import give_back
from tenants.models import Academy, Checkpoint

log = logging.getLogger(__name__)

MOST_RECORDS = 1000
# With a beat a minute, no record waits longer than five minutes.
WAIT = timedelta(minutes=4)
STALE_AFTER = timedelta(minutes=15)
RECEIPTS_KEPT = timedelta(days=90)
PAGE = 200

# For each place its newest receipt, how long the first record behind it has waited, and whether the record that
# it names is still there: one statement, a few index look-ups.
_STANDING = """
SELECT h.seq, h.hash, p.place, coalesce(c.seq, 0),
  (SELECT a.at FROM tenants_auditrecord a WHERE a.seq = coalesce(c.seq, 0) + 1),
  c.seq IS NULL OR coalesce((SELECT a.hash = c.hash FROM tenants_auditrecord a WHERE a.seq = c.seq), false)
FROM unnest(%s::text[]) AS p(place)
CROSS JOIN tenants_audithead h
LEFT JOIN LATERAL (
  SELECT k.seq, k.hash FROM tenants_checkpoint k WHERE k.place = p.place AND k.code = '' ORDER BY k.id DESC LIMIT 1
) c ON true
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the record has got to one place.

    `behind` counts the records since its newest receipt, the oldest of which is of `since`. `holds` says whether
    the record that the receipt names is still the same.
    """

    place: str
    seq: int
    digest: str
    behind: int
    since: datetime | None
    holds: bool

    def due(self, now: datetime) -> bool:
        """Whether the head is to be sent: four minutes or a thousand records since the last time."""
        return self.behind >= MOST_RECORDS or (self.behind > 0 and self._waited(now) >= WAIT)

    def stale(self, now: datetime) -> bool:
        """Whether somebody should look: nothing arrived for a quarter of an hour, or what arrived is no longer true."""
        return not self.holds or (self.behind > 0 and self._waited(now) >= STALE_AFTER)

    def _waited(self, now: datetime) -> timedelta:
        return now - self.since if self.since else timedelta(0)


def standings(*, names: list[str] | None = None) -> list[Standing]:
    """Where the current academy stands at each place: one query. Empty without any place."""
    wanted = [place.name for place in places()] if names is None else names
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [wanted])
        rows = cursor.fetchall()
    return [
        Standing(place, seq, digest, seq - kept, since, holds and kept <= seq)
        for seq, digest, place, kept, since, holds in rows
    ]


def look_around(*, now: datetime) -> tuple[list[Academy], int]:
    """The open academies whose head is due, and how many are stale: one query each, a page of academies at a time.

    Each stale one leaves a line in the log. Belongs in the platform.
    """
    due: list[Academy] = []
    stale, last, names = 0, 0, [place.name for place in places()]
    ready = Academy.objects.filter(state=Academy.State.READY).order_by("pk")
    while names and (page := list(ready.filter(pk__gt=last)[:PAGE])):
        for academy in page:
            with tenancy.unless_away(academy.database), tenancy.use(academy):
                stands = standings(names=names)
                due += [academy] if any(standing.due(now) for standing in stands) else []
                stale += _stale_is_said(stands, now)
        last = page[-1].pk
    return due, stale


def _stale_is_said(stands: list[Standing], now: datetime) -> bool:
    bad = [standing for standing in stands if standing.stale(now)]
    for standing in bad:
        if standing.holds:
            log.error("No checkpoint at %s for %s records since %s", standing.place, standing.behind, standing.since)
        else:
            log.error("The record does not hold what was kept at %s: it may have been changed", standing.place)
    return bool(bad)


def take_checkpoint(*, now: datetime, at_once: bool = False) -> int:
    """This will send the current academy's head to each place where it is due, or behind with `at_once`.

    No transaction is open meanwhile. Each place leaves a receipt with what came of it. A record that no longer holds
    what a place has is not sent there, so that the alarm goes on. Returns how many places took it.
    Raises RuntimeError where something is to be sent inside a transaction.
    """
    known = {place.name: place for place in places()}
    kept = 0
    for standing in standings(names=list(known)):
        if standing.holds and (standing.due(now) or (at_once and standing.behind > 0)):
            code = _sent(known[standing.place], standing, now)
            _receive(standing, code, now)
            kept += not code
    return kept


def _sent(place: Place, standing: Standing, now: datetime) -> str:
    if connection.in_atomic_block:
        raise RuntimeError("A checkpoint is sent outside every transaction.")
    academy = tenancy.require().schema_name
    line = checkpoint_line(academy=academy, seq=standing.seq, digest=standing.digest, at=now)
    give_back()
    try:
        place.keep(academy, f"{standing.seq:012d}-{standing.digest[:16]}", line)
    except NotKept as error:
        log.warning("The checkpoint of record %s was not kept at %s: %s", standing.seq, place.name, error.code)
        return error.code
    return ""


def _receive(standing: Standing, code: str, now: datetime) -> None:
    """Keep the receipt. A place's failures leave one row, its newest; its receipts go after a while."""
    of_place = Checkpoint.objects.filter(place=standing.place)
    with transaction.atomic():
        of_place.exclude(code="").delete()
        if not code:
            of_place.filter(at__lt=now - RECEIPTS_KEPT).delete()
        Checkpoint.objects.create(seq=standing.seq, hash=standing.digest, place=standing.place, at=now, code=code)
