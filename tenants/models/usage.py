"""What each model call cost: reserved before the bytes leave, settled when the answer is in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UsageRow(models.Model):
    """One call to one backend. An unfinished one whose worker died is closed as `unknown` and still counts."""

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
    cost_usd = models.DecimalField(_("cost in USD"), max_digits=12, decimal_places=6, null=True, blank=True)
    milliseconds = models.FloatField(_("milliseconds"), null=True, blank=True)
    reserved_at = models.DateTimeField(_("reserved"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usage")
        ordering = ("-reserved_at",)
