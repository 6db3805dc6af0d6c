"""Generation: a similar question is asked for, and authors try to write its blueprint."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.notes import Note
from tenants.personal import Personal


class GenerationJob(models.Model):
    """One request for similar questions to one note, and how far it has come.

    `rung` is the author to try next on the ladder (0 the built-in twin author, then the models in the
    academy's order). `reason` is the sentence a teacher and a partner read when it waits or was refused.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        WORKING = "working", _("Being made")
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Ready for review")
        REFUSED = "refused", _("With the teacher")

    LIVE = (State.QUEUED, State.WORKING, State.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="jobs", verbose_name=_("note"))
    wanted = models.PositiveSmallIntegerField(_("variants wanted"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    rung = models.PositiveSmallIntegerField(_("rung"), default=0)
    reason_code = models.CharField(_("reason code"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    asked_by = models.CharField(_("asked by"), max_length=64)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("updated"))

    personal = Personal(
        student="note__student",
        derived=("note", "wanted", "state", "reason_code", "reason", "created_at", "updated_at"),
        others=("asked_by",),
        plain=("id", "rung"),
    )

    class Meta:
        verbose_name = _("generation job")
        verbose_name_plural = _("generation jobs")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("note",),
                condition=models.Q(state__in=("queued", "working", "waiting")),
                name="one_live_job_per_note",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.note}"


class GenerationAttempt(models.Model):
    """One author's try at one job. Written before the call, so that a crash leaves evidence."""

    class Outcome(models.TextChoices):
        STARTED = "started", _("Started")
        AUTHORED = "authored", _("Authored")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")

    job = models.ForeignKey(GenerationJob, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("job"))
    number = models.PositiveSmallIntegerField(_("number"))
    fence = models.BigIntegerField(_("fence"))
    author = models.CharField(_("author"), max_length=40)
    model = models.CharField(_("model"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.STARTED)
    code = models.CharField(_("code"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decisions = models.JSONField(_("routing decisions"), default=list)
    prompt_version = models.CharField(_("prompt version"), max_length=40, blank=True)
    milliseconds = models.FloatField(_("milliseconds"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"))

    personal = Personal(
        student="job__note__student",
        derived=("job", "number", "author", "model", "outcome", "prompt_version", "started_at"),
        inside=("code", "reason", "decisions"),
        plain=("id", "fence", "milliseconds"),
    )

    class Meta:
        verbose_name = _("generation attempt")
        verbose_name_plural = _("generation attempts")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("job", "number"), name="attempt_number_once_per_job"),)
