"""The ledger of model calls: reserved before, settled after, closed as unknown when a worker died."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from eduai.lib import clock
from eduai.llm.errors import UnknownPrice
from eduai.llm.pricing import LIST_PRICES
from eduai.llm.router import SERVED
from eduai.llm.types import Usage
from tenants.database.connections import give_back
from tenants.models import UsageRow

log = logging.getLogger(__name__)
State = UsageRow.State
ANY_FENCE = 2**63 - 1
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
    """The router's `Ledger`, kept in the academy's own schema. Each entry is one short statement.

    The connection is given back at once: the call that follows may last a minute.
    """

    def reserve(
        self,
        scope: str,
        task: str,
        backend: str,
        model: str,
        request_id: str,
        max_tokens: int,
        prompt_tokens_estimate: int,
    ) -> str:
        """This will note the call before its bytes leave, and return the reservation's name."""
        job, fence = _work.get() or (None, 0)
        UsageRow.objects.create(
            request_id=request_id,
            job=job,
            fence=fence,
            task=task,
            backend=backend,
            model=model,
            reserved_tokens=max_tokens + prompt_tokens_estimate,
            reserved_at=clock.now(),
        )
        give_back()
        return request_id

    def settle(self, reservation: str, usage: Usage, milliseconds: float, outcome: str) -> None:
        """This will close the reservation with what the server said it used."""
        row = UsageRow.objects.get(request_id=reservation)
        _close(
            reservation,
            state=State.SETTLED,
            code="" if outcome == SERVED else outcome,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            gpu_seconds=usage.gpu_seconds,
            milliseconds=milliseconds,
            cost_usd=_cost(row, usage),
        )

    def fail(self, reservation: str, code: str) -> None:
        """This will close the reservation of a call that brought nothing."""
        _close(reservation, state=State.FAILED, code=code)


class AcademyPolicy:
    """The router's `Policy`: the academy's own machines first, OpenAI last."""

    def ladder(self, scope: str, task: str) -> Sequence[str]:
        """The configured backends, cheapest first."""
        return ladder()


def ladder() -> tuple[str, ...]:
    """The names of the backends that this installation has, cheapest first."""
    has = {
        "tgi": bool(settings.EDUAI_TGI_URLS),
        "compatible": bool(settings.EDUAI_COMPATIBLE_URL),
        "openai": bool(settings.OPENAI_API_KEY),
    }
    return tuple(name for name, configured in has.items() if configured)


def close_abandoned(*, job: uuid.UUID, task: str, before_fence: int, now: datetime) -> int:
    """This will close as `unknown` what a dead worker left reserved; it still counts against the budget.

    Fences of different tasks are not comparable. Returns how many were closed.
    """
    return UsageRow.objects.filter(job=job, task=task, fence__lt=before_fence, state=State.RESERVED).update(
        state=State.UNKNOWN, code="worker_lost", settled_at=now
    )


def _close(reservation: str, **values: object) -> None:
    UsageRow.objects.filter(request_id=reservation, state=State.RESERVED).update(settled_at=clock.now(), **values)
    give_back()


def _cost(row: UsageRow, usage: Usage) -> Decimal | None:
    """The list price of an overseas call; None on our own machines, and for a model without a price."""
    if row.backend != "openai":
        return None
    try:
        return LIST_PRICES.cost(row.model, usage, row.reserved_at.date()).amount
    except UnknownPrice:
        log.warning("no price is known for %s: its cost is left open", row.model)
        return None
