"""Verification: blueprints, the variants they compute, and the certificates that prove them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from questions.engine.drawing.svg import is_ours
from questions.engine.types import CertificateResult, Verdict
from questions.models.generation import GenerationJob
from questions.models.notes import Note
from tenants.ai_mark import Provenance, written_by
from tenants.personal import Personal

RESULTS = (
    (CertificateResult.PASSED.value, _("Passed")),
    (CertificateResult.CONDITIONAL.value, _("Conditional")),
    (CertificateResult.FAILED.value, _("Failed")),
)
VERDICTS = (
    (Verdict.PASS.value, _("Passed")),
    (Verdict.FAIL.value, _("Failed")),
    (Verdict.NOT_VERIFIED.value, _("Not verified")),
)


class Blueprint(models.Model):
    """A family of questions that an author wrote for a note, or a direct item, which is a family of one.

    Approving it approves its variants. `body` is the engine's own stored form.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        IN_REVIEW = "in_review", _("In review")
        FAILED = "failed", _("Failed its checks")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        REPLACED = "replaced", _("Replaced by an edit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="blueprints", verbose_name=_("note"))
    job = models.ForeignKey(GenerationJob, on_delete=models.CASCADE, related_name="blueprints", verbose_name=_("job"))
    author = models.CharField(_("author"), max_length=40)
    family = models.CharField(_("family"), max_length=80, blank=True)
    body = models.JSONField(_("body"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFTED)
    reason = models.TextField(_("reason"), blank=True)
    accepts_unverified = models.BooleanField(_("approved although not verified"), default=False)
    edited_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("edited from")
    )
    created_at = models.DateTimeField(_("created"))

    personal = Personal(
        student="note__student",
        derived=("note", "job", "author", "family", "state", "created_at"),
        inside=("body", "reason", "edited_from"),
        plain=("id", "accepts_unverified"),
        generated=True,
    )

    class Meta:
        verbose_name = _("similar question")
        verbose_name_plural = _("similar questions")
        ordering = ("-created_at", "-id")
        indexes = (
            # The teacher's queue: what is in review, oldest first.
            models.Index(fields=("state", "created_at"), name="blueprint_queue"),
        )

    def __str__(self) -> str:
        return str(self.note)

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct item: fixed text, whose key another model had to find by itself."""
        return bool(self.body["type"] == "direct_item")

    @property
    def provenance(self) -> Provenance:
        """Who wrote it, and whether a teacher changed it since."""
        return written_by(self.author, edited=self.edited_from_id is not None)


class Variant(models.Model):
    """One finished similar question (유사문제). Students and partners see approved ones only."""

    class State(models.TextChoices):
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.CASCADE, related_name="variants", verbose_name=_("blueprint")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    stem = models.TextField(_("question"))
    choices = models.JSONField(_("choices"), default=list, blank=True)
    key = models.PositiveSmallIntegerField(_("key"), null=True, blank=True)
    answer = models.TextField(_("answer"))
    expected = models.TextField(_("answer to grade against"))
    kind = models.CharField(_("kind of answer"), max_length=12)
    form = models.CharField(_("form asked for"), max_length=20, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    solution = models.TextField(_("solution"), blank=True)
    parameters = models.JSONField(_("parameters"))
    figure = models.JSONField(_("figure"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.IN_REVIEW)
    created_at = models.DateTimeField(_("created"))

    personal = Personal(
        student="blueprint__note__student",
        derived=("blueprint", "number", "stem", "choices", "figure", "unit", "state", "created_at"),
        practised=("key", "answer", "solution"),
        practised_where={"attempts__outcome__in": ("correct", "incorrect")},
        inside=("expected", "kind", "form", "parameters", "fingerprint"),
        plain=("id",),
        handed={"state__in": ("approved", "withdrawn")},
        generated=True,
    )

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ("blueprint", "number")
        constraints = (
            models.UniqueConstraint(fields=("blueprint", "number"), name="variant_number_once"),
            models.UniqueConstraint(fields=("blueprint", "fingerprint"), name="variant_once_per_blueprint"),
        )

    def __str__(self) -> str:
        return self.stem[:60]

    @property
    def provenance(self) -> Provenance:
        """That of its blueprint."""
        return self.blueprint.provenance

    @property
    def drawing(self) -> str:
        """The figure's SVG as it may stand in a page; empty for a table, and for what the engine did not write."""
        svg = str((self.figure or {}).get("svg", ""))
        return mark_safe(svg) if is_ours(svg) else ""


class Certificate(models.Model):
    """The proof of one variant, or of why a blueprint failed (then `variant` is empty)."""

    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.CASCADE, related_name="certificates", verbose_name=_("blueprint")
    )
    variant = models.OneToOneField(
        Variant,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="certificate",
        verbose_name=_("variant"),
    )
    result = models.CharField(_("result"), max_length=12, choices=RESULTS)
    made_at = models.DateTimeField(_("made"))

    personal = Personal(
        student="blueprint__note__student",
        derived=("blueprint", "variant", "result", "made_at"),
        plain=("id",),
    )

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.get_result_display()


class GateRecord(models.Model):
    """One gate's verdict with its evidence."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="gates", verbose_name=_("certificate")
    )
    gate = models.CharField(_("gate"), max_length=20)
    verdict = models.CharField(_("verdict"), max_length=12, choices=VERDICTS)
    evidence = models.TextField(_("evidence"))
    milliseconds = models.FloatField(_("milliseconds"))

    personal = Personal(
        student="certificate__blueprint__note__student",
        derived=("certificate", "gate", "verdict"),
        inside=("evidence",),
        plain=("id", "milliseconds"),
    )

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("certificate", "gate"), name="gate_once_per_certificate"),)
