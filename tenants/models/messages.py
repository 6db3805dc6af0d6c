"""What is sent to people, and whether it arrived."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from tenants.models.encrypted import EncryptedText
from tenants.models.people import Student
from tenants.personal import Personal


class Message(models.Model):
    """One message to one person, on its way or delivered. Where it goes and what it says are sealed."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        CONSOLE = "console", _("Console")
        SMS = "sms", _("SMS")
        ALIMTALK = "alimtalk", _("Alimtalk")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=32)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("student")
    )
    recipient = EncryptedText(_("to"))
    subject = EncryptedText(_("subject"))
    body = EncryptedText(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    code = models.CharField(_("error code"), max_length=40, blank=True)
    provider_id = models.CharField(_("provider's number"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    personal = Personal(
        student="student",
        derived=("kind", "channel", "state", "created_at", "sent_at"),
        others=("recipient",),
        # A text may carry a guardian's link.
        inside=(
            "subject",
            "body",
            "provider_id",
        ),
        plain=("id", "student", "tries", "code"),
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {localtime(self.created_at):%Y.%m.%d %H:%M}"


class ScreenSeen(models.Model):
    """That somebody was shown a notice of the product before first use (인공지능기본법 제31조 제1항)."""

    user = models.ForeignKey("tenants.User", on_delete=models.CASCADE, related_name="+", verbose_name=_("user"))
    screen = models.CharField(_("screen"), max_length=20)
    version = models.CharField(_("version"), max_length=20)
    at = models.DateTimeField(_("at"))

    personal = Personal(user="user", derived=("screen", "version", "at"), plain=("id", "user"))

    class Meta:
        verbose_name = _("screen seen")
        verbose_name_plural = _("screens seen")
        constraints = (
            models.UniqueConstraint(fields=("user", "screen", "version"), name="screen_once_per_person_and_version"),
        )
