"""Capture: the wrong-answer note."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.engine import types as engine
from tenants.models import Student
from tenants.personal import Personal


class Note(models.Model):
    """A question that a student got wrong (오답노트), with what they answered and why.

    The same question again by the same student is not a second note: it raises `again_count`.
    """

    class Cause(models.TextChoices):
        CONCEPT = "concept", _("Concept not understood")
        CALCULATION = "calculation", _("Calculation slip")
        MISREADING = "misreading", _("Misread the question")
        FORMULA = "formula", _("Wrong formula")

    class Source(models.TextChoices):
        TYPED = "typed", _("Typed")
        IMPORTED = "imported", _("Imported")
        API = "api", _("API")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="notes", verbose_name=_("student"))
    stem = models.TextField(_("question"))
    choices = models.JSONField(_("choices"), default=list, blank=True)
    answer = models.TextField(_("correct answer"))
    solution = models.TextField(_("solution"), blank=True)
    student_answer = models.TextField(_("student's answer"), blank=True)
    cause = models.CharField(_("cause"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=20, default="math")
    grade = models.CharField(_("school year"), max_length=20, blank=True)
    concept = models.CharField(_("concept"), max_length=80, blank=True)
    book = models.CharField(_("book"), max_length=120, blank=True)
    page = models.CharField(_("page"), max_length=20, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    fingerprint = models.CharField(max_length=64, editable=False)
    again_count = models.PositiveIntegerField(_("wrong again"), default=0)
    created_at = models.DateTimeField(_("created"))
    last_wrong_at = models.DateTimeField(_("last wrong"))

    personal = Personal(
        student="student",
        own=(
            *("stem", "choices", "answer", "solution", "student_answer", "cause", "subject", "grade", "concept"),
            *("book", "page", "number", "source", "again_count", "created_at", "last_wrong_at"),
        ),
        inside=("fingerprint",),
        plain=("id", "student"),
    )

    class Meta:
        verbose_name = _("wrong-answer note")
        verbose_name_plural = _("wrong-answer notes")
        ordering = ("-created_at", "-id")
        constraints = (models.UniqueConstraint(fields=("student", "fingerprint"), name="note_once_per_student"),)
        indexes = (
            # The student's home, and the partners' list of the whole academy, read newest first.
            models.Index(fields=("student", "-created_at"), name="note_by_student"),
            models.Index(fields=("-created_at", "-id"), name="note_newest"),
        )

    def __str__(self) -> str:
        return self.stem[:60]

    def for_engine(self) -> engine.Note:
        """The note as the engine sees it: the question, never who got it wrong."""
        return engine.Note(
            id=str(self.id),
            stem=self.stem,
            answer=self.answer,
            choices=tuple(self.choices),
            solution=self.solution,
            student_answer=self.student_answer,
            cause=self.cause,
            subject=self.subject,
            grade=self.grade,
            concept=self.concept,
        )
