"""What an academy's model calls were and cost, and when a GPU server of its own pays for itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, DecimalField, F, FloatField, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import localtime, make_aware

from eduai.lib.errors import InvalidInput
from eduai.lib.josa import attach
from eduai.llm.errors import COSTS_NOTHING, UnknownPrice
from eduai.llm.pricing import LIST_PRICES
from eduai.llm.types import Usage
from tenants.models import UsageRow

OVERSEAS = "openai"
SERVED = Q(state=UsageRow.State.SETTLED, code="")
# A call that never reached a server is no call to whoever counts them.
REACHED = ~Q(code__in=sorted(COSTS_NOTHING))
_NOTHING = Value(Decimal(0), output_field=DecimalField(max_digits=18, decimal_places=4))


@dataclass(frozen=True, slots=True)
class Line:
    """One task's calls to one model: how many reached it, how many it served, tokens, GPU seconds and won."""

    task: str
    backend: str
    model: str
    calls: int
    served: int
    prompt_tokens: int
    completion_tokens: int
    gpu_seconds: float
    cost_krw: Decimal

    @property
    def overseas(self) -> bool:
        return self.backend == OVERSEAS


@dataclass(frozen=True, slots=True)
class Day:
    """One day's cost in won at home and overseas, and its served calls."""

    day: date
    home_krw: Decimal
    overseas_krw: Decimal
    served: int


@dataclass(frozen=True, slots=True)
class Spending:
    """A period's lines. `accepted` questions were approved by a teacher in it; shares are fractions 0…1, None where
    there is nothing to divide."""

    since: datetime
    until: datetime
    lines: tuple[Line, ...]
    accepted: int

    @property
    def cost_krw(self) -> Decimal:
        return sum((line.cost_krw for line in self.lines), Decimal(0))

    @property
    def served(self) -> int:
        return sum(line.served for line in self.lines)

    @property
    def fallback_share(self) -> float | None:
        """The part of the served calls that OpenAI served."""
        overseas = sum(line.served for line in self.lines if line.overseas)
        return overseas / self.served if self.served else None

    @property
    def krw_per_accepted(self) -> Decimal | None:
        return self.cost_krw / self.accepted if self.accepted else None


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From how many served calls a month a GPU server is cheaper than OpenAI, and how many there were.

    `api_krw` is what such a call costs at OpenAI's list price; `calls` is None where no call was served or no server
    price is set. `calls_a_month` extrapolates the period to 30 days.
    """

    api_krw: Decimal | None
    server_krw: Decimal
    calls: int | None
    calls_a_month: int


def month(*, named: str) -> tuple[datetime, datetime]:
    """The first moment of the month named `YYYY-MM`, in the academy's time, and of the next. Raises InvalidInput."""
    try:
        first = datetime.strptime(named, "%Y-%m")
        if not 2000 <= first.year < 9999:
            raise ValueError(named)
    except ValueError as error:
        raise InvalidInput(f"{attach(named, '은/는')} YYYY-MM 꼴의 달이 아닙니다.", field="month") from error
    return month_of(moment=make_aware(first))


def month_of(*, moment: datetime) -> tuple[datetime, datetime]:
    """The first moment of the academy's month that `moment` lies in, and of the next."""
    first = localtime(moment).replace(tzinfo=None, day=1, hour=0, minute=0, second=0, microsecond=0)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return make_aware(first), make_aware(after)


def spending(*, since: datetime, until: datetime, accepted: int) -> Spending:
    """The calls reserved from `since` up to and without `until`, by task and model. One query."""
    rows = (
        UsageRow.objects.filter(REACHED, reserved_at__gte=since, reserved_at__lt=until)
        .values("task", "backend", "model")
        .annotate(
            calls=Count("id"),
            served=Count("id", filter=SERVED),
            prompts=Coalesce(Sum("prompt_tokens"), Value(0), output_field=IntegerField()),
            completions=Coalesce(Sum("completion_tokens"), Value(0), output_field=IntegerField()),
            seconds=Coalesce(Sum("gpu_seconds"), Value(0.0), output_field=FloatField()),
            won=Coalesce(Sum("cost_krw"), _NOTHING),
        )
        .order_by("task", "backend", "model")
    )
    return Spending(since, until, tuple(_line(row) for row in rows), accepted)


def _line(row: Mapping[str, Any]) -> Line:
    names = ("task", "backend", "model", "calls", "served", "prompts", "completions", "seconds", "won")
    return Line(*(row[name] for name in names))


def by_day(*, since: datetime, until: datetime) -> list[Day]:
    """The period's days that had calls, oldest first. One query."""
    rows = (
        UsageRow.objects.filter(REACHED, reserved_at__gte=since, reserved_at__lt=until)
        .annotate(day=TruncDate("reserved_at"))
        .values("day")
        .annotate(
            home=Coalesce(Sum("cost_krw", filter=~Q(backend=OVERSEAS)), _NOTHING),
            overseas=Coalesce(Sum("cost_krw", filter=Q(backend=OVERSEAS)), _NOTHING),
            served=Count("id", filter=SERVED),
        )
        .order_by("day")
    )
    return [Day(row["day"], row["home"], row["overseas"], row["served"]) for row in rows]


def break_even(*, found: Spending) -> BreakEven:
    """When the server pays for itself, at this period's mean tokens a served call.

    Calls a month at which both cost the same: monthly server price ÷ list price of a mean call.
    """
    days = max((found.until - found.since).days, 1)
    api = _api_price(found)
    server = settings.EDUAI_GPU_MONTHLY_KRW
    calls = math.ceil(server / api) if api and server else None
    return BreakEven(api, server, calls, round(found.served * 30 / days))


def _api_price(found: Spending) -> Decimal | None:
    """A mean served call at the configured OpenAI model's list price of the period's last day, in won."""
    if not found.served:
        return None
    prompts = sum(line.prompt_tokens for line in found.lines)
    completions = sum(line.completion_tokens for line in found.lines)
    last = localtime(found.until - timedelta(microseconds=1)).date()
    try:
        cost = LIST_PRICES.cost(settings.EDUAI_OPENAI_MODEL, Usage(prompts, completions), last)
    except UnknownPrice:
        return None
    return cost.in_won(settings.EDUAI_KRW_PER_USD) / found.served


def openai_tokens(*, since: datetime, until: datetime) -> dict[str, tuple[int, int, int]]:
    """What this academy's books say of OpenAI: model → calls that reached it, prompt and completion tokens."""
    rows = (
        UsageRow.objects.filter(REACHED, backend=OVERSEAS, reserved_at__gte=since, reserved_at__lt=until)
        .values("model")
        .annotate(calls=Count("id"), prompts=Sum(F("prompt_tokens")), completions=Sum(F("completion_tokens")))
    )
    return {row["model"]: (row["calls"], row["prompts"], row["completions"]) for row in rows}


def table(*, found: Spending) -> Sequence[Sequence[object]]:
    """The lines as rows under a head, for a CSV file."""
    head = (
        "task",
        "backend",
        "model",
        "calls",
        "served",
        "prompt_tokens",
        "completion_tokens",
        "gpu_seconds",
        "cost_krw",
    )
    return [
        head,
        *([getattr(line, name) for name in head] for line in found.lines),
    ]
