"""Practice: what a student tried, and when the concept is due again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.notes import Note
from questions.models.verification import Variant
from tenants.ai_mark import Provenance, written_by
from tenants.models import Student
from tenants.personal import Personal


class PracticeAttempt(models.Model):
    """One answer that a student gave to one variant. An unreadable one costs nothing and may be tried again."""

    class Outcome(models.TextChoices):
        CORRECT = "correct", _("Correct")
        INCORRECT = "incorrect", _("Incorrect")
        UNREADABLE = "unreadable", _("Not readable")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("student"))
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("variant"))
    given = models.TextField(_("answer given"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), blank=True)
    # Whoever judged it again, where a person did; what the program found is then no longer what counts.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judged by"),
    )
    at = models.DateTimeField(_("at"))

    personal = Personal(
        student="student",
        own=("variant", "given", "at"),
        derived=("outcome", "reason"),
        others=("decided_by",),
        plain=("id", "student"),
    )

    class Meta:
        verbose_name = _("practice attempt")
        verbose_name_plural = _("practice attempts")
        ordering = ("-at",)
        indexes = (
            # practice.next_variant asks what this student has tried already.
            models.Index(fields=("student", "variant"), name="practice_tried"),
        )


class Explanation(models.Model):
    """What a model says about one wrong answer. A student sees it only once the engine has checked it (`shown`)."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        SHOWN = "shown", _("Shown")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.OneToOneField(
        PracticeAttempt, on_delete=models.CASCADE, related_name="explanation", verbose_name=_("practice attempt")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    diagnosis = models.TextField(_("what went wrong"), blank=True)
    mistake = models.CharField(_("kind of mistake"), max_length=20, blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    remember = models.TextField(_("to remember"), blank=True)
    author = models.CharField(_("author"), max_length=40, blank=True)
    prompt_version = models.CharField(_("prompt version"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField(_("asked"))

    personal = Personal(
        student="attempt__student",
        derived=("attempt", "state", "diagnosis", "mistake", "steps", "remember", "author", "asked_at"),
        inside=("reason",),
        plain=("id", "prompt_version"),
        handed={"state": "shown"},
        generated=True,
    )

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")

    def __str__(self) -> str:
        return self.diagnosis[:60] or self.get_state_display()

    @property
    def provenance(self) -> Provenance:
        """A model's, always."""
        return written_by(self.author)


class DueConcept(models.Model):
    """When a student should meet a concept again, by FSRS. `card` is the scheduler's own state.

    `concept` is the note's concept code, or the note's id where it has none.
    """

    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, related_name="due_concepts", verbose_name=_("student")
    )
    concept = models.CharField(_("concept"), max_length=80)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+", verbose_name=_("latest note"))
    card = models.JSONField(_("card"))
    due_at = models.DateTimeField(_("due"))
    wrong_streak = models.PositiveSmallIntegerField(_("wrong in a row"), default=0)
    right_streak = models.PositiveSmallIntegerField(_("right in a row"), default=0)

    personal = Personal(
        student="student",
        derived=("concept", "note", "card", "due_at", "wrong_streak", "right_streak"),
        plain=("id", "student"),
    )

    class Meta:
        verbose_name = _("due concept")
        verbose_name_plural = _("due concepts")
        ordering = ("due_at",)
        constraints = (models.UniqueConstraint(fields=("student", "concept"), name="due_once_per_concept"),)
        indexes = (
            # The student's home asks what is due now.
            models.Index(fields=("student", "due_at"), name="due_next"),
        )
