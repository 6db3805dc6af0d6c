"""What an academy allows its model calls to cost."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db import transaction

from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Budget

MOST_KRW = Decimal(10) ** 9


def set_budget(
    *, task: str, period: Budget.Period, limit_krw: Decimal | None, tasks: Collection[str], actor: Actor
) -> Budget | None:
    """This will limit what a task (empty: all tasks together) may cost in a day or a month; None lifts the limit.

    A limit below what is spent already stops further calls and takes nothing back. Raises NotAllowed, and
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
            budget, _ = Budget.objects.update_or_create(task=task, period=period, defaults={"limit_krw": limit_krw})
        limit = None if limit_krw is None else str(limit_krw)
        record(actor=actor, action=Action.BUDGET_CHANGED, subject=f"budget:{task}:{period}", limit_krw=limit)
    return budget
