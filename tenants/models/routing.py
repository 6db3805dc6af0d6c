"""Which models an academy uses for a task, and in what proportion."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.personal import Personal


class RoutePolicy(models.Model):
    """The road of one task's model calls, or, without a task, of every task that has none of its own.

    `rungs` is a list of `{"backend", "share", "hardest"}`, cheapest first, as `eduai.llm.types.Rung` reads them.
    """

    task = models.CharField(_("task"), max_length=32, blank=True, unique=True)
    rungs = models.JSONField(_("rungs"), default=list)
    shadow = models.CharField(_("shadow backend"), max_length=32, blank=True, db_default="")
    shadow_share = models.FloatField(_("shadow share"), default=0, db_default=0)
    changed_at = models.DateTimeField(_("changed"))

    personal = Personal(plain=("id", "task", "rungs", "shadow", "shadow_share", "changed_at"))

    class Meta:
        verbose_name = _("route policy")
        verbose_name_plural = _("route policies")
        ordering = ("task",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(shadow_share__gte=0, shadow_share__lte=1), name="shadow_share_is_a_fraction"
            ),
        )

    def __str__(self) -> str:
        return self.task or str(_("all tasks"))
