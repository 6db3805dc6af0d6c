"""The work table that all academies share: enqueue inside an academy, claim as the dispatcher, finish by fence.

PostgreSQL is the truth. A message only wakes a worker and may be lost: `wake_due` finds what is due.
"""

from __future__ import annotations

import functools
import logging
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from kombu import pools
from kombu.exceptions import LimitExceeded, OperationalError

from tenants import tenancy

logger = logging.getLogger(__name__)

WAKE_TASK = "eduai.work"
QUEUES = ("engine", "models")
MAX_ATTEMPTS = 10
# How many rows beyond what one claim wants each academy offers, and how many all of them: other workers hold some.
_SPARE_PER_ACADEMY = 8
_SPARE = 128
# Others may take the rows under one's nose this many times before a claim lets them have it.
_MISSES = 5
_WAKES_PER_SWEEP = 8
# While the broker is down, one request in this many seconds pays for finding out.
_MUTED_SECONDS = 5.0
# A wake-up may be lost, so it waits for nobody: less than a tenth of a second for the broker, all in all.
_PATIENCE: dict[str, float] = {
    "max_retries": 0,
    "interval_start": 0,
    "socket_connect_timeout": 0.08,
    "socket_timeout": 0.08,
}
_muted_until = 0.0

_SQL = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (Path(__file__).parent / "database" / "sql").glob("dispatch_*.sql")
}
_kinds: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Claim:
    """One piece of work that belongs to this worker until `lease_until`, under the number `fence`."""

    id: int
    academy_id: int
    kind: str
    job: UUID
    fence: int
    attempts: int
    lease_until: datetime

    def seconds_left(self, now: datetime) -> float:
        """How long the lease still lasts; negative once it ran out."""
        return (self.lease_until - now).total_seconds()


@dataclass(frozen=True, slots=True)
class Dead:
    """Work that was given up, and why."""

    academy_id: int
    kind: str
    job: UUID
    reason: str


def register(kind: str, queue: str) -> None:
    """Declare a kind of work and the queue whose workers do it. Raises ValueError for a second opinion."""
    if queue not in QUEUES:
        raise ValueError(f"{queue!r} is no queue; known are {', '.join(QUEUES)}.")
    if _kinds.setdefault(kind, queue) != queue:
        raise ValueError(f"{kind!r} already goes to the queue {_kinds[kind]!r}.")


def kinds() -> Mapping[str, str]:
    """Every declared kind of work and its queue."""
    return dict(_kinds)


def enqueue(*, kind: str, job: UUID, due_at: datetime | None = None) -> int:
    """This will make `job` due for the current academy, in the caller's transaction, and wake a worker on commit.

    Work that is already waiting or running is not doubled; the earlier due date stays. Returns the row's id.
    Raises ValueError for a kind that nobody declared, DatabaseError outside an academy.
    """
    queue = _kinds.get(kind)
    if queue is None:
        raise ValueError(f"{kind!r} is no declared kind of work.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.dispatch_enqueue(%s, %s, %s, %s)", [kind, queue, job, due_at])
        row_id = int(cursor.fetchone()[0])
    if due_at is None or due_at <= timezone.now():
        transaction.on_commit(functools.partial(wake, queue), robust=True)
    return row_id


def enqueue_many(*, kind: str, jobs: Sequence[UUID], wait: timedelta | None = None) -> None:
    """As `enqueue`, for all the jobs in one query and one wake-up; with `wait`, due that much later and not woken."""
    queue = _kinds.get(kind)
    if queue is None:
        raise ValueError(f"{kind!r} is no declared kind of work.")
    if not jobs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.dispatch_enqueue(%s, %s, job, now() + %s::interval) FROM unnest(%s::uuid[]) AS job",
            [kind, queue, wait, list(jobs)],
        )
    if wait is None:
        transaction.on_commit(functools.partial(wake, queue), robust=True)


def claim(queue: str, limit: int = 1, lease_seconds: float = 60.0) -> list[Claim]:
    """Up to `limit` pieces of due work, an academy with little of its own before one that floods.

    Each academy's n-th piece, counting what it has running, comes before any academy's n+1-th. Leases that
    ran out are taken again under a higher fence; work tried `MAX_ATTEMPTS` times is dead instead.
    The databases are asked in turn, beginning with any; one that is away is passed over. An empty answer means
    that nothing was due, or that others were quicker five times over.
    """
    databases = list(tenancy.databases())
    random.shuffle(databases)
    for database in databases:
        with tenancy.unless_away(database):
            if claimed := _claim(database, queue, limit, lease_seconds):
                return claimed
    return []


def _claim(database: str, queue: str, limit: int, lease_seconds: float) -> list[Claim]:
    values = {
        "queue": queue,
        "limit": limit,
        "lease": lease_seconds,
        "offered": limit + _SPARE_PER_ACADEMY,
        "ranked": limit + _SPARE,
        "max": MAX_ATTEMPTS,
    }
    with tenancy.dispatcher(database):
        _run("dispatch_expire", values)
        misses = 0
        while misses < _MISSES:
            rows = _run("dispatch_claim", values)
            claimed = [Claim(*row[:-1]) for row in rows if row[-1] == "claimed"]
            if claimed or not (rows or _run("dispatch_waiting", values)):
                return claimed
            misses += not rows
    return []


def hold(claim: Claim) -> bool:
    """Whether the claim still holds; if so nobody can take it until the caller's transaction ends.

    Results are written only behind a True. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A claim is held until its transaction ends; open one first.")
    return bool(_call("SELECT public.dispatch_hold(%s, %s)", [claim.id, claim.fence]))


def extend(claim: Claim, lease_seconds: float) -> datetime | None:
    """Lengthen the lease to `lease_seconds` from now (an hour at most). None when the claim was lost."""
    until: datetime | None = _call("SELECT public.dispatch_extend(%s, %s, %s)", [claim.id, claim.fence, lease_seconds])
    return until


def finish(claim: Claim, outcome: str = "done", reason: str = "") -> bool:
    """Close the work as `done`, or as `dead` with a reason. False when the claim was lost meanwhile."""
    return bool(_call("SELECT public.dispatch_finish(%s, %s, %s, %s)", [claim.id, claim.fence, outcome, reason]))


def reschedule(claim: Claim, due_at: datetime, *, counted: bool = True) -> bool:
    """Give the work back, due at `due_at`. False when the claim was lost meanwhile.

    `counted=False` for work that waits for something outside (a consent, a budget): such a turn is no attempt.
    """
    return bool(_call("SELECT public.dispatch_reschedule(%s, %s, %s, %s)", [claim.id, claim.fence, due_at, counted]))


def take_dead(limit: int = 100) -> list[Dead]:
    """Work of this database that was given up and that nobody was told about yet; each is handed out once.

    Call it inside the transaction that closes the jobs, so that a crash hands them out again.
    """
    with tenancy.dispatcher():
        return [Dead(*row) for row in _run("dispatch_take_dead", {"limit": limit})]


def due_counts() -> dict[str, int]:
    """How much of each queue could be claimed now, of academies that are open. Every queue is named."""
    counts = dict.fromkeys(QUEUES, 0)
    for database in tenancy.databases():
        with tenancy.unless_away(database), tenancy.dispatcher(database):
            for queue, count in _run("dispatch_due_counts", {}):
                counts[queue] += int(count)
    return counts


def wake_due() -> dict[str, int]:
    """This will wake workers for each queue that has due work, and return what was due. The sweeper's step."""
    counts = due_counts()
    for queue, count in counts.items():
        for _ in range(min(count, _WAKES_PER_SWEEP)):
            wake(queue)
    return counts


def forget_finished(before: datetime) -> int:
    """This will delete closed work created before `before`; what nobody was told about stays. Returns the count."""
    forgotten = 0
    for database in tenancy.databases():
        with tenancy.unless_away(database), tenancy.dispatcher(database):
            forgotten += len(_run("dispatch_forget", {"before": before}))
    return forgotten


def wake(queue: str) -> bool:
    """Tell one worker of `queue` to look. False when the broker cannot be reached: the sweeper will see to it."""
    global _muted_until
    if time.monotonic() < _muted_until:
        return False
    broker = current_app.connection_for_write(transport_options=_PATIENCE)
    try:
        with pools.producers[broker].acquire(block=True, timeout=_PATIENCE["socket_timeout"]) as producer:
            current_app.send_task(
                WAKE_TASK,
                kwargs={"queue": queue},
                queue=queue,
                producer=producer,
                retry=False,
                ignore_result=True,
                expires=300,
            )
    except (OperationalError, LimitExceeded, OSError, *broker.recoverable_connection_errors) as error:
        _muted_until = time.monotonic() + _MUTED_SECONDS
        logger.warning("No wake-up for %s: %s", queue, error)
        return False
    return True


def _run(name: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[name], values or None)
        return list(cursor.fetchall()) if cursor.description else []


def _call(statement: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
