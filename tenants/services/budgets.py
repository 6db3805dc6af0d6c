"""What an academy allows its model calls to cost."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils.timezone import localtime

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Budget, UsageRow

MOST_KRW = Decimal(10) ** 9


def set_budget(
    *, task: str, period: Budget.Period, limit_krw: Decimal | None, tasks: Collection[str], actor: Actor
) -> Budget | None:
    """This will limit what a task (empty: all tasks together) may cost in a day or a month; None lifts the limit.

    A new limit knows what its period has cost so far and what calls in flight may cost. One below that stops further
    calls and takes nothing back. Raises NotAllowed, and
    InvalidInput for an unknown task or an amount outside 0…1,000,000,000 won.
    """
    access.require(actor, "tenants.change_budget")
    if task and task not in tasks:
        raise InvalidInput(f"'{task}'(이)라는 작업은 없습니다. ({', '.join(tasks)})", field="task")
    if limit_krw is not None and not (limit_krw.is_finite() and 0 <= limit_krw <= MOST_KRW):
        raise InvalidInput("예산은 0원에서 10억 원까지입니다.", field="limit_krw")
    with transaction.atomic():
        if limit_krw is None:
            Budget.objects.filter(task=task, period=period).delete()
            budget = None
        else:
            _keep_calls_waiting()
            budget, _ = Budget.objects.update_or_create(
                task=task,
                period=period,
                defaults={"limit_krw": limit_krw},
                create_defaults={"limit_krw": limit_krw, **_so_far(task, period)},
            )
        limit = None if limit_krw is None else str(limit_krw)
        record(actor=actor, action=Action.BUDGET_CHANGED, subject=f"budget:{task}:{period}", limit_krw=limit)
    return budget


def _keep_calls_waiting() -> None:
    """Until this transaction ends no call is reserved or closed: one in between would be counted twice or never."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Budget._meta.db_table} IN EXCLUSIVE MODE")


def _so_far(task: str, period: Budget.Period) -> dict[str, Any]:
    """The counters of a budget that begins in the middle of its period."""
    began = localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    began = began.replace(day=1) if period == Budget.Period.MONTH else began
    rows = UsageRow.objects.filter(reserved_at__gte=began, **({"task": task} if task else {}))
    is_open = Q(state=UsageRow.State.RESERVED)
    sums = rows.aggregate(held=Sum("reserved_krw", filter=is_open), spent=Sum("cost_krw", filter=~is_open))
    return {"started": began.date(), "held_krw": sums["held"] or 0, "spent_krw": sums["spent"] or 0}
