"""The work that all academies share one table for: ids only, never what the work is about."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Dispatch(models.Model):
    """One piece of work that is due, being done, or finished.

    Academies reach it through the `dispatch_*` functions alone; only the dispatcher's role claims.
    """

    class State(models.TextChoices):
        READY = "ready"
        CLAIMED = "claimed"
        DONE = "done"
        DEAD = "dead"

    id = models.BigAutoField(primary_key=True)
    academy = models.ForeignKey("tenants.Academy", on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=40)
    queue = models.CharField(max_length=16)
    job = models.UUIDField()
    due_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=8, choices=State.choices, db_default=State.READY)
    lease_until = models.DateTimeField(null=True)
    fence = models.BigIntegerField(db_default=0)
    attempts = models.PositiveIntegerField(db_default=0)
    reason = models.CharField(max_length=200, blank=True, db_default="")
    reported_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("academy", "kind", "job"),
                condition=models.Q(state__in=("ready", "claimed")),
                name="dispatch_one_live_per_job",
            ),
        )
        indexes = (
            # dispatch.claim reads each academy's earliest by it, inside a LATERAL join.
            models.Index(
                fields=("academy", "queue", "due_at", "id"),
                condition=models.Q(state="ready"),
                name="dispatch_due",
            ),
            # dispatch.claim counts what runs, and finds leases that ran out.
            models.Index(fields=("lease_until",), condition=models.Q(state="claimed"), name="dispatch_leases"),
            # take_dead finds what nobody has been told about.
            models.Index(
                fields=("id",), condition=models.Q(state="dead", reported_at=None), name="dispatch_unreported"
            ),
        )
