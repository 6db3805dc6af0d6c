"""What people ask about their data, by which day it must be answered, and what was destroyed when."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.encrypted import EncryptedText
from tenants.models.people import Student, User
from tenants.personal import Personal


class RightsRequest(models.Model):
    """One request of a student or guardian (개인정보 보호법 제35조–제37조의2). It outlives the student's data: after an
    erasure `student` is empty and `subject` still tells which pseudonym it was about.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access")
        CORRECTION = "correction", _("Correction")
        ERASURE = "erasure", _("Erasure")
        SUSPENSION = "suspension", _("Suspension")
        RESUMPTION = "resumption", _("End of suspension")
        EXPLANATION = "explanation", _("Explanation of an automated decision")
        HUMAN_REVIEW = "review", _("Review by a person")
        OBJECTION = "objection", _("Objection")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        # What cannot be taken back has begun: neither can the request be, nor answered otherwise.
        IN_HAND = "in_hand", _("Being done")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.RECEIVED, State.IN_HAND)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(
        Student, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name=_("student")
    )
    subject = models.CharField(_("subject"), max_length=64)
    kind = models.CharField(_("request"), max_length=12, choices=Kind.choices)
    asked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    channel = models.CharField(_("channel"), max_length=20, default="web")
    # What identified the one who asked: their own log-in, a verified guardianship, a paper with evidence.
    identified_by = models.CharField(_("identified by"), max_length=40, blank=True)
    evidence = models.ForeignKey(
        "tenants.Evidence",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    # What it is about, where that is one thing: a field, a note, an answer that was graded, an earlier request.
    about = models.CharField(_("about"), max_length=80, blank=True, db_default="")
    details = EncryptedText(_("details"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("due"))
    extended = models.PositiveSmallIntegerField(_("times extended"), default=0)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answer = EncryptedText(_("answer"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    personal = Personal(
        student="student",
        own=("kind", "channel", "about", "details", "received_at"),
        derived=("state", "due_on", "extended", "reminded_at", "answer", "answered_at", "identified_by"),
        others=("asked_by", "answered_by"),
        plain=("id", "student", "subject", "evidence"),
        stays="proof that the request was answered in time; its words go",
    )

    class Meta:
        verbose_name = _("rights request")
        verbose_name_plural = _("rights requests")
        ordering = ("due_on", "received_at")
        indexes = (
            # The desk reads what is open by its day.
            models.Index(fields=("state", "due_on"), name="rights_open_by_day"),
        )


class RetentionPolicy(models.Model):
    """How many days the academy keeps one kind of record. Where there is no row, the product's own figure holds."""

    kind = models.CharField(_("kind of record"), max_length=32, unique=True)
    days = models.PositiveIntegerField(_("days"))
    changed_at = models.DateTimeField(_("changed"))

    personal = Personal(plain=("id", "kind", "days", "changed_at"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ("kind",)


class PurgeRun(models.Model):
    """One pass over the records of one kind that are due; a killed one is taken up where it stopped."""

    kind = models.CharField(_("kind of record"), max_length=32)
    due_before = models.DateTimeField(_("due before"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    removed = models.PositiveIntegerField(_("removed"), default=0)

    personal = Personal(plain=("id", "kind", "due_before", "started_at", "finished_at", "removed"))

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=models.Q(finished_at=None), name="one_open_purge_per_kind"
            ),
        )


class Destruction(models.Model):
    """That records were destroyed: which kind, how many, why and when (표준 개인정보 보호지침의 파기 관리대장)."""

    class Reason(models.TextChoices):
        PERIOD = "period", _("Period over")
        ERASURE = "erasure", _("Erasure asked for")
        WITHDRAWAL = "withdrawal", _("Consent withdrawn")
        UNANSWERED = "unanswered", _("No answer came")

    kind = models.CharField(_("kind of record"), max_length=32)
    subject = models.CharField(_("subject"), max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    many = models.PositiveIntegerField(_("how many"))
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("by"), max_length=64)

    personal = Personal(plain=("id", "kind", "subject", "reason", "many", "at", "actor"))

    class Meta:
        db_table_comment = "grants: SELECT, INSERT"
        verbose_name = _("destruction")
        verbose_name_plural = _("destructions")
        ordering = ("-id",)
