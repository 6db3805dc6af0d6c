"""Who looked at whose data, from where; and the monthly look at these looks."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.personal import Personal


class AccessRecord(models.Model):
    """One look (고시 제2조 제3호: identifier, time, place, data subject, task). Added, read, and after its legal period
    removed by the database's own function; never changed.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"), db_default=models.functions.Now())
    actor = models.CharField(_("by"), max_length=64)
    role = models.CharField(_("role"), max_length=12, blank=True)
    address = models.GenericIPAddressField(_("from"), null=True, blank=True)
    task = models.CharField(_("task"), max_length=64)
    place = models.CharField(_("place"), max_length=100)
    # Students by number; more than are worth listing are told by their count and the hash of their numbers.
    students = ArrayField(models.BigIntegerField(), verbose_name=_("students"), default=list)
    many = models.PositiveIntegerField(_("how many students"), default=0)
    students_hash = models.CharField(_("hash of their numbers"), max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    personal = Personal(
        others=("actor", "address"),
        plain=("id", "at", "role", "task", "place", "students", "many", "students_hash", "reason", "facts"),
    )

    class Meta:
        db_table_comment = "grants: SELECT, INSERT"
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ("-id",)
        indexes = (
            # The monthly review and the purge read by time.
            models.Index(fields=("at",), name="access_by_time"),
        )

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y.%m.%d %H:%M}"


class AccessReview(models.Model):
    """The review of one month's accesses: what stood out, and the named person who looked at it."""

    month = models.DateField(_("month"), unique=True)
    made_at = models.DateTimeField(_("made"))
    findings = models.JSONField(_("findings"), default=list)
    reviewer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)

    personal = Personal(others=("reviewer", "conclusion"), plain=("id", "month", "made_at", "findings", "reviewed_at"))

    class Meta:
        verbose_name = _("access review")
        verbose_name_plural = _("access reviews")
        ordering = ("-month",)
