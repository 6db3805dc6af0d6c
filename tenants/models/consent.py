"""Consent as a ledger: what was shown, and who said yes or no to it, never changed afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.evidence import Evidence
from tenants.models.people import Guardianship, Student, User
from tenants.personal import Personal


class Purpose(models.TextChoices):
    COLLECTION = "collection", _("Collection and use")
    OVERSEAS = "overseas", _("Overseas transfer (OpenAI)")
    TRAINING = "training", _("Use for training our own model")
    PHOTO = "photo", _("Photo capture")


class NoticeVersion(models.Model):
    """The text that people consent to, with its facts as data. A changed fact asks for consent again."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    # The same in words for a child; an account under 14 is shown this one (개인정보 보호법 제22조의2 제3항).
    child_text = models.TextField(_("text for children"), blank=True, db_default="")
    text_hash = models.CharField(_("hash of both texts"), max_length=64, blank=True, db_default="")
    facts = models.JSONField(_("facts"))
    facts_hash = models.CharField(_("hash of the facts"), max_length=64)
    published_at = models.DateTimeField(_("published"))

    personal = Personal(
        plain=(*("id", "purpose", "number", "text", "child_text", "text_hash", "facts", "facts_hash", "published_at"),),
    )

    class Meta:
        db_table_comment = "grants: SELECT, INSERT"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (models.UniqueConstraint(fields=("purpose", "number"), name="notice_number_once_per_purpose"),)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.number}판"


class ConsentEvent(models.Model):
    """One answer to one notice: given, refused or withdrawn. Whether sending is allowed is read from these."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PENDING = "pending", _("Waiting for the guardian or for evidence")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="consents", verbose_name=_("student"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, verbose_name=_("notice"))
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    guardianship = models.ForeignKey(
        Guardianship, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guardianship")
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    channel = models.CharField(_("channel"), max_length=20)
    # SHA-256 of the words that were on the screen or the paper, and which of the two texts they were.
    shown_hash = models.CharField(_("hash of what was shown"), max_length=64, blank=True, db_default="")
    audience = models.CharField(_("text shown"), max_length=8, blank=True, db_default="")
    address = models.GenericIPAddressField(_("from"), null=True, blank=True)
    at = models.DateTimeField(_("at"))

    personal = Personal(
        student="student",
        own=("purpose", "kind", "channel", "audience", "address", "at"),
        derived=("notice", "shown_hash"),
        others=("actor", "guardianship"),
        plain=("id", "student", "evidence"),
        stays="proof that consent was asked for and given (개인정보 보호법 제22조)",
    )

    class Meta:
        db_table_comment = "grants: SELECT, INSERT"
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering = ("-id",)
        indexes = (
            # consent.standing reads the newest event of a student and purpose before every send.
            models.Index(fields=("student", "purpose", "-id"), name="consent_newest"),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_kind_display()}"


class ConsentState(models.Model):
    """What the ledger says now for one student and purpose: a projection that can be thrown away and made again."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+", verbose_name=_("student"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    event = models.ForeignKey(ConsentEvent, on_delete=models.CASCADE, related_name="+", verbose_name=_("newest answer"))
    allowed = models.BooleanField(_("allowed"))
    facts_hash = models.CharField(_("hash of the facts"), max_length=64)

    personal = Personal(
        student="student",
        derived=("purpose", "allowed", "facts_hash"),
        plain=("id", "student", "event"),
    )

    class Meta:
        verbose_name = _("consent in force")
        verbose_name_plural = _("consents in force")
        constraints = (
            models.UniqueConstraint(fields=("student", "purpose"), name="consent_state_once_per_student_and_purpose"),
        )
