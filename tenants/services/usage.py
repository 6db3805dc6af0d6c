"""The ledger of model calls: reserved before, settled after, closed as unknown when a worker died."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localdate

from eduai.llm.errors import COSTS_NOTHING, BudgetExhausted
from eduai.llm.observing import COST, SERVED
from eduai.llm.pricing import LIST_PRICES, Cost, on_premises_cost
from eduai.llm.types import Attempt, Place, Usage
from tenants.database.connections import give_back
from tenants.models import UsageRow

State = UsageRow.State
ANY_FENCE = 2**63 - 1
WORKER_LOST = "worker_lost"
# Far above every deadline; looked at hourly, so that two days are enough after an outage of the beat.
LOST_AFTER = timedelta(hours=1)
LOOKED_BACK = timedelta(days=2)
_work: ContextVar[tuple[uuid.UUID, int] | None] = ContextVar("work", default=None)


@contextmanager
def attributed(*, job: uuid.UUID, fence: int) -> Iterator[None]:
    """Calls made inside are written down as this job's, under this fence."""
    token = _work.set((job, fence))
    try:
        yield
    finally:
        _work.reset(token)


class AcademyLedger:
    """The router's `Ledger`, kept in the academy's own schema. Each entry is one round trip, budgets included.

    The connection is given back after reserving, as the call that follows may last a minute, and kept after closing:
    whoever made the call saves its result next.
    """

    def reserve(self, attempt: Attempt) -> None:
        """This will note the call before its bytes leave, and set the most it can cost aside.

        Raises BudgetExhausted and then notes nothing; UnknownPrice for a model that is paid but has no price.
        """
        job, fence = _work.get() or (None, 0)
        tokens = attempt.prompt_tokens + attempt.max_tokens
        most = _won(self._most(attempt))
        call = [attempt.request_id, job, fence, attempt.task, attempt.backend, attempt.model]
        refused = _called(
            "usage_reserve(%s, %s, %s, %s, %s, %s, %s, %s, %s)", [*call, tokens, most, settings.TIME_ZONE]
        )
        give_back()
        if refused is not None:
            raise BudgetExhausted(attempt.backend, detail=str(refused))

    def settle(self, attempt: Attempt, usage: Usage, milliseconds: float, outcome: str) -> None:
        """This will close the reservation with what the server said it used."""
        cost = self._cost(attempt, usage, milliseconds)
        COST.labels(attempt.task, attempt.backend).inc(float(_won(cost)))
        code = "" if outcome == SERVED else outcome
        _close(attempt.request_id, State.SETTLED, code, usage, milliseconds, _won(cost), _dollars(cost))

    def fail(self, attempt: Attempt, code: str) -> None:
        """This will close the reservation of a call that brought nothing; what it may have cost counts in full."""
        cost = Decimal(0) if code in COSTS_NOTHING else None
        _close(attempt.request_id, State.FAILED, code, Usage(0, 0), None, cost, None)

    def _most(self, attempt: Attempt) -> Cost:
        if attempt.place is Place.OVERSEAS:
            return LIST_PRICES.cost(attempt.model, Usage(attempt.prompt_tokens, attempt.max_tokens), _day(attempt))
        return on_premises_cost(settings.EDUAI_MODEL_DEADLINE_SECONDS, settings.EDUAI_GPU_MONTHLY_KRW)

    def _cost(self, attempt: Attempt, usage: Usage, milliseconds: float) -> Cost:
        if attempt.place is Place.OVERSEAS:
            return LIST_PRICES.cost(attempt.model, usage, _day(attempt))
        seconds = milliseconds / 1000 if usage.gpu_seconds is None else usage.gpu_seconds
        return on_premises_cost(seconds, settings.EDUAI_GPU_MONTHLY_KRW)


def close_abandoned(*, job: uuid.UUID, task: str, before_fence: int) -> int:
    """This will close as `unknown` what a dead worker left reserved; it still counts against the budget.

    Fences of different tasks are not comparable. Returns how many were closed.
    """
    left = UsageRow.objects.filter(job=job, task=task, fence__lt=before_fence, state=State.RESERVED)
    return _close_unknown(left)


def close_lost(*, now: datetime) -> int:
    """This will close as `unknown` what has been reserved for longer than any call lasts: its worker died, and no later
    try of the same work came to close it. Returns how many were closed.
    """
    since = now - LOOKED_BACK
    left = UsageRow.objects.filter(state=State.RESERVED, reserved_at__gte=since, reserved_at__lt=now - LOST_AFTER)
    return _close_unknown(left)


def _close_unknown(left: QuerySet[UsageRow]) -> int:
    return sum(
        _close(request, State.UNKNOWN, WORKER_LOST, Usage(0, 0), None, None, None)
        for request in left.values_list("request_id", flat=True)
    )


def _won(cost: Cost) -> Decimal:
    return cost.in_won(settings.EDUAI_KRW_PER_USD)


def _dollars(cost: Cost) -> Decimal | None:
    return cost.amount if cost.currency == "USD" else None


def _close(
    request: str,
    state: str,
    code: str,
    usage: Usage,
    milliseconds: float | None,
    won: Decimal | None,
    dollars: Decimal | None,
) -> bool:
    """One reservation closed, and its budgets with it; without `won` the whole reservation counts as spent."""
    used = [usage.prompt_tokens, usage.completion_tokens, usage.gpu_seconds]
    closed = _called(
        "usage_close(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [request, state, code, *used, milliseconds, won, dollars, settings.TIME_ZONE],
    )
    return bool(closed)


def _called(function: str, values: list[Any]) -> object:
    """What the database function answers, in one round trip.

    On its own it does not wait for the disk: the result of the call, which is saved with a wait, is never on disk
    before the entry that came earlier.
    """
    alone = not connection.in_atomic_block
    at_once = ", set_config('synchronous_commit', 'off', true)" if alone else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}{at_once}", values)
        return cursor.fetchone()[0]


def _day(attempt: Attempt) -> date:
    """The day by whose prices it is reserved and settled, however late the answer comes."""
    return localdate(attempt.at)
