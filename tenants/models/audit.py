"""The academy's record of what was done: a hash chain that the application can extend and never change.

Both tables are written by the database function `audit_append` alone (see the migration that makes it).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.personal import Personal


class AuditHead(models.Model):
    """The chain's newest link; one row. Locking it puts writers in a line."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    personal = Personal(plain=("id", "seq", "hash"))

    class Meta:
        db_table_comment = "grants: SELECT"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row"),)


class AuditRecord(models.Model):
    """One thing that happened: who, what, to which subject, and facts. Ids and numbers, never a student's words."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("by"), max_length=64)
    action = models.CharField(_("action"), max_length=64)
    subject = models.CharField(_("subject"), max_length=100)
    facts = models.TextField(_("facts"))
    prev = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    personal = Personal(others=("actor",), plain=("seq", "at", "action", "subject", "facts", "prev", "hash"))

    class Meta:
        db_table_comment = "grants: SELECT"
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ("-seq",)

    def __str__(self) -> str:
        return f"{self.seq}"


class Checkpoint(models.Model):
    """That the chain's head was taken to a place outside the database, and whether it arrived."""

    seq = models.BigIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64)
    place = models.CharField(_("place"), max_length=200)
    at = models.DateTimeField(_("at"))
    code = models.CharField(_("error code"), max_length=40, blank=True)

    personal = Personal(plain=("id", "seq", "hash", "place", "at", "code"))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ("-id",)
