"""What proves a consent or a permission: a signed paper's scan, a mail, the answer to a message."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.people import Student, User
from tenants.personal import Personal


class Evidence(models.Model):
    """One piece of evidence. The file is sealed in the academy's folder; `sha256` is of the clear bytes as kept."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Signed paper")
        MAIL = "mail", _("Answer by e-mail")
        MESSAGE = "message", _("Message and its receipt")
        IDENTITY = "identity", _("Identity check")
        CALL = "call", _("Note of a call")
        CONTRACT = "contract", _("Contract or permission")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("student")
    )
    file = models.CharField(_("file"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=60, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    added_at = models.DateTimeField(_("added"))

    personal = Personal(
        student="student",
        derived=("kind", "content_type", "size", "sha256", "added_at"),
        others=("added_by",),
        inside=("file",),
        plain=("id", "student"),
        stays="the consent ledger names it; its file goes",
        files="file",
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("-added_at",)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ProcessorDecision(models.Model):
    """What an officer of the academy decided about one processor as it is described now: accepted or not, and
    whether the vendor's written permission for children under 14 is on file. Never changed; the newest counts.
    """

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        ENDED = "ended", _("No longer accepted")
        MINORS_ALLOWED = "minors", _("Permission for under-14s on file")
        MINORS_ENDED = "no_minors", _("No permission for under-14s")

    processor = models.CharField(_("processor"), max_length=32)
    facts_hash = models.CharField(_("hash of its description"), max_length=64)
    contract = models.CharField(_("contract version"), max_length=60, blank=True)
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    personal = Personal(
        others=("actor",),
        plain=("id", "processor", "facts_hash", "contract", "kind", "evidence", "at"),
    )

    class Meta:
        db_table_comment = "grants: SELECT, INSERT"
        verbose_name = _("decision about a processor")
        verbose_name_plural = _("decisions about processors")
        ordering = ("-id",)
