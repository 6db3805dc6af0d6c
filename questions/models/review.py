"""Review: what a teacher decided about a blueprint."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.verification import Blueprint
from tenants.personal import Personal


class Decision(models.Model):
    """One teacher's word on one blueprint. Never changed: a second thought is a second decision."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        EDITED = "edited", _("Edited")
        REJECTED = "rejected", _("Rejected")

    class RejectCode(models.TextChoices):
        WRONG_ANSWER = "wrong_answer", _("The answer is wrong")
        AMBIGUOUS = "ambiguous", _("Ambiguous or unsolvable")
        OFF_CONCEPT = "off_concept", _("Not the same concept")
        TOO_EASY = "too_easy", _("Too easy")
        TOO_HARD = "too_hard", _("Too hard")
        LANGUAGE = "language", _("Awkward wording")
        UNREAL = "unreal", _("Unrealistic situation")
        OTHER = "other", _("Other")

    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("blueprint")
    )
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("reason code"), max_length=20, choices=RejectCode.choices, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    personal = Personal(
        student="blueprint__note__student",
        derived=("blueprint", "kind", "code", "at"),
        others=("comment", "actor"),
        plain=("id",),
        eraser="erase_decisions",
    )

    class Meta:
        db_table_comment = "grants: SELECT, INSERT"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind="rejected") | ~models.Q(code=""), name="rejection_has_a_code"
            ),
        )
