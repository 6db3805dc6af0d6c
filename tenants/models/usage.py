"""What each model call cost: reserved before the bytes leave, settled when the answer is in; and what may be spent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.personal import Personal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


def _amount(name: StrPromise) -> models.DecimalField[Decimal, Decimal]:
    """An amount of won that the database itself sets to nothing."""
    return models.DecimalField(name, max_digits=14, decimal_places=4, default=0, db_default=0, editable=False)


class UsageRow(models.Model):
    """One call to one backend. An unfinished one whose worker died is closed as `unknown` and still counts.

    Money is in won at the rates of the day: `reserved_krw` the most the call could cost, `cost_krw` what it did.
    `cost_usd` is the list price of a call that is paid in dollars.
    """

    class State(models.TextChoices):
        RESERVED = "reserved", _("Reserved")
        SETTLED = "settled", _("Settled")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")

    request_id = models.CharField(_("request"), max_length=64, unique=True)
    job = models.UUIDField(_("job"), null=True, blank=True, db_index=True)
    fence = models.BigIntegerField(_("fence"), default=0)
    task = models.CharField(_("task"), max_length=32)
    backend = models.CharField(_("backend"), max_length=32)
    model = models.CharField(_("model"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RESERVED)
    code = models.CharField(_("error code"), max_length=40, blank=True)
    reserved_tokens = models.PositiveIntegerField(_("reserved tokens"), default=0)
    prompt_tokens = models.PositiveIntegerField(_("prompt tokens"), default=0)
    completion_tokens = models.PositiveIntegerField(_("completion tokens"), default=0)
    gpu_seconds = models.FloatField(_("GPU seconds"), null=True, blank=True)
    reserved_krw = _amount(_("reserved in won"))
    cost_krw = _amount(_("cost in won"))
    cost_usd = models.DecimalField(_("cost in USD"), max_digits=12, decimal_places=6, null=True, blank=True)
    milliseconds = models.FloatField(_("milliseconds"), null=True, blank=True)
    reserved_at = models.DateTimeField(_("reserved"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    personal = Personal(
        plain=(
            *("id", "request_id", "job", "fence", "task", "backend", "model", "state", "code", "reserved_tokens"),
            *("prompt_tokens", "completion_tokens", "gpu_seconds", "reserved_krw", "cost_krw", "cost_usd"),
            *("milliseconds", "reserved_at", "settled_at"),
        ),
    )

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usage")
        ordering = ("-reserved_at",)
        # Read by the report of a month.
        indexes = (models.Index(fields=("reserved_at",), name="usage_by_moment"),)


class Budget(models.Model):
    """What an academy allows its model calls to cost in a day or a month, for one task or, without one, for all.

    `held` is set aside for calls that are not over, `spent` what the others cost, both of the period that began on
    `started` (Korean days). They are moved by database functions only (`usage_reserve`, `usage_close`).
    """

    class Period(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")

    task = models.CharField(_("task"), max_length=32, blank=True)
    period = models.CharField(_("period"), max_length=5, choices=Period.choices)
    limit_krw = models.DecimalField(_("limit in won"), max_digits=14, decimal_places=4)
    started = models.DateField(_("period began on"), null=True, editable=False)
    held_krw = models.DecimalField(
        _("held in won"), max_digits=14, decimal_places=4, default=0, db_default=0, editable=False
    )
    spent_krw = models.DecimalField(
        _("spent in won"), max_digits=14, decimal_places=4, default=0, db_default=0, editable=False
    )

    personal = Personal(plain=("id", "task", "period", "limit_krw", "started", "held_krw", "spent_krw"))

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ("task", "period")
        constraints = (
            models.UniqueConstraint(fields=("task", "period"), name="one_budget_per_task_and_period"),
            models.CheckConstraint(condition=models.Q(limit_krw__gte=0), name="budget_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.task or _('all tasks')} · {self.get_period_display()}"

    def of(self, day: date) -> Budget:
        """Itself, not saved, with the counters as they stand on `day`: nothing where the last call was in an earlier
        period.
        """
        began = day.replace(day=1) if self.period == self.Period.MONTH else day
        if self.started != began:
            self.started, self.held_krw, self.spent_krw = began, Decimal(0), Decimal(0)
        return self
