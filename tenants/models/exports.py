"""What a person is handed of their own data: a file that their password alone opens, and that is gone after a week."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.encrypted import EncryptedText
from tenants.models.people import Student
from tenants.personal import Personal


class SubjectExport(models.Model):
    """One student's data as a file (개인정보 보호법 제35조). Its password is kept, sealed, until it is made."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        MADE = "made", _("Made")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+", verbose_name=_("student"))
    asked_by = models.CharField(_("asked by"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    done = models.PositiveIntegerField(_("tables done"), default=0)
    total = models.PositiveIntegerField(_("tables"), default=0)
    password = EncryptedText(_("password"), null=True, blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"))

    personal = Personal(
        student="student",
        derived=("state", "size", "asked_at", "made_at", "expires_at"),
        others=("asked_by",),
        inside=("password", "file", "sha256"),
        plain=("id", "student", "done", "total"),
        files="file",
    )

    class Meta:
        verbose_name = _("export of a person's data")
        verbose_name_plural = _("exports of persons' data")
        ordering = ("-asked_at",)
        indexes = (
            # The purge reads what is over.
            models.Index(fields=("expires_at",), name="subject_export_over"),
        )
