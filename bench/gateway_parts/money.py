"""Budgets under a fleet, and the books of workers that were killed."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from bench.gateway_parts import fleet

MODEL = "gpt-4.1-mini"
TOKENS = 1000
KILLED = 6
KILLED_AFTER = 1.5


def spend_all(calls: int) -> int:
    """As many calls as the budget lets through of `calls`, each of which costs its whole reservation."""
    from eduai.llm.errors import BudgetExhausted
    from eduai.llm.types import Attempt, Place, Usage
    from tenants.services.usage import AcademyLedger

    ledger, served = AcademyLedger(), 0
    for _ in range(calls):
        attempt = Attempt("1", "similar_question", "openai", MODEL, Place.OVERSEAS, uuid.uuid4().hex, TOKENS, TOKENS)
        try:
            ledger.reserve(attempt)
        except BudgetExhausted:
            continue
        ledger.settle(attempt, Usage(TOKENS, TOKENS), 1.0, "served")
        served += 1
    return served


def figures(academy: Any) -> dict[str, Any]:
    """`overspend`: won spent above a limit that eight processes of four threads ran into. `usage_lost`: calls of
    killed workers of which the books know nothing.
    """
    return {"overspend": _overspend(academy), "usage_lost": _lost(academy)}


def _overspend(academy: Any) -> float:
    from django.conf import settings

    from eduai.lib import clock
    from eduai.llm.pricing import LIST_PRICES
    from eduai.llm.types import Usage
    from tenants import tenancy
    from tenants.actors import SYSTEM
    from tenants.models import Budget
    from tenants.services.budgets import set_budget

    price = LIST_PRICES.cost(MODEL, Usage(TOKENS, TOKENS), clock.now().date()).in_won(settings.EDUAI_KRW_PER_USD)
    limit = price * fleet.BUDGETED
    with tenancy.use(academy):
        set_budget(task="", period=Budget.Period.DAY, limit_krw=limit, tasks=(), actor=SYSTEM)
    found = fleet.run("spend", fleet.PROCESSES, str(academy.pk), "budget")
    with tenancy.use(academy):
        budget = Budget.objects.get()
        set_budget(task="", period=Budget.Period.DAY, limit_krw=None, tasks=(), actor=SYSTEM)
    served = sum(row["served"] for row in found)
    if served != fleet.BUDGETED or budget.held_krw:
        raise AssertionError(f"{served} of {fleet.BUDGETED} calls were served, {budget.held_krw} won are still held")
    return float(max(Decimal(0), budget.spent_krw - limit))


def _lost(academy: Any) -> int:
    from tenants import tenancy
    from tenants.models import UsageRow

    told = fleet.run("die", KILLED, str(academy.pk), "kill", kill_after=KILLED_AFTER)
    with tenancy.use(academy):
        known = set(UsageRow.objects.values_list("request_id", flat=True))
    return sum(row["request"] not in known for row in told)
