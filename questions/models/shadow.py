"""A second model's answer to a prompt that another one served: kept for comparison and shown to nobody."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.generation import GenerationAttempt
from tenants.personal import Personal


class ShadowAnswer(models.Model):
    """What the shadow backend wrote for the note of an attempt, and what the gates say of it.

    `result` is the worst certificate of three variants; `body` the blueprint or direct item, null where none was read.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        FAILED = "failed", _("Failed")

    class Result(models.TextChoices):
        PASSED = "passed", _("Passed")
        CONDITIONAL = "conditional", _("Conditional")
        FAILED = "failed", _("Failed")
        OPEN = "", _("Not certified")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.OneToOneField(
        GenerationAttempt, on_delete=models.CASCADE, related_name="shadow", verbose_name=_("generation attempt")
    )
    backend = models.CharField(_("backend"), max_length=32)
    model = models.CharField(_("model"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    result = models.CharField(_("certificate"), max_length=12, choices=Result.choices, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    body = models.JSONField(_("blueprint"), null=True, blank=True)
    milliseconds = models.FloatField(_("milliseconds"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"))

    personal = Personal(
        student="attempt__job__note__student",
        derived=("attempt", "backend", "state", "result", "asked_at"),
        inside=("body", "code"),
        plain=("id", "model", "milliseconds"),
        generated=True,
        # Compared to make the academy's own model better, and never shown.
        basis={"training": models.Q},
    )

    class Meta:
        verbose_name = _("shadow answer")
        verbose_name_plural = _("shadow answers")
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.backend} · {self.get_state_display()}"
