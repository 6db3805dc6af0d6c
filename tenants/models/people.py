"""Who is who in one academy: people who log in, students whose mistakes are kept, and guardians."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tenants.models.encrypted import EncryptedText
from tenants.personal import Personal


class Role(models.TextChoices):
    DIRECTOR = "director", _("Director")
    TEACHER = "teacher", _("Teacher")
    ASSISTANT = "assistant", _("Assistant")
    STUDENT = "student", _("Student")
    GUARDIAN = "guardian", _("Guardian")
    OPERATOR = "operator", _("Operator")


class User(AbstractUser):
    """Somebody who signs in at this academy. What each may do follows from `role` alone."""

    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.STUDENT)
    # Counted up to end every visit at once: it is part of what a session is checked against.
    visits = models.PositiveIntegerField(_("ended visits"), default=0, db_default=0, editable=False)

    personal = Personal(
        user="pk",
        own=("username", "first_name", "last_name", "email"),
        derived=("role", "date_joined", "last_login"),
        inside=("password",),
        plain=("id", "is_superuser", "is_staff", "is_active", "visits"),
        stays="ledgers name who acted by its number; it is emptied",
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What the backends say. Django's own lets `is_superuser` pass everything; here the role alone counts."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        return any(backend.has_module_perms(self, app_label) for backend in get_backends())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own holds the password alone: a visit also ends with another role, or when it is ended."""
        fields = f"{self.password}|{self.role}|{self.visits}"
        return salted_hmac("tenants.User.visit", fields, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Student(models.Model):
    """A learner of the academy, known to the engine and to partners by `code` alone.

    `user` is empty for a student who does not sign in (entered by a partner or by import).
    """

    code = models.CharField(_("student code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    grade = models.CharField(_("school year"), max_length=20, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    user = models.OneToOneField(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="student", verbose_name=_("user")
    )
    # Processing was suspended (개인정보 보호법 제37조); nothing is made, sent or scheduled for them meanwhile.
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    # Erased: the row stays as the pseudonym that ledgers point at, and holds nothing else.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    # No longer taught here; from then on the year runs after which their learning records go.
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    personal = Personal(
        student="pk",
        own=("code", "name", "grade", "birth_date"),
        derived=("suspended_at", "left_at", "created_at"),
        plain=("id", "user", "erased_at"),
        stays="ledgers name the student by its number; it is emptied",
    )

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name or self.code


class Guardianship(models.Model):
    """That one person answers for one student; only a verified one may consent."""

    class Method(models.TextChoices):
        """How it was verified that the guardian consents (개인정보 보호법 시행령 제17조의2 제1항)."""

        MESSAGE = "message", _("Web and text message")
        CARD = "card", _("Web and payment card")
        IDENTITY = "identity", _("Web and mobile identity check")
        PAPER = "paper", _("Signed paper")
        MAIL = "mail", _("E-mail out and back")
        PHONE = "phone", _("Phone call")
        EQUIVALENT = "equivalent", _("An equivalent way")

    guardian = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="guardianships", verbose_name=_("guardian")
    )
    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, related_name="guardianships", verbose_name=_("student")
    )
    method = models.CharField(_("verified by"), max_length=10, choices=Method.choices, blank=True, db_default="")
    evidence = models.ForeignKey(
        "tenants.Evidence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    verified_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    # Where they answered from, so that they can be told what others do; gone with the guardianship.
    contact = EncryptedText(_("contact they answered from"), null=True, blank=True)
    # From the 14th birthday on, the guardian sees and asks only while the student lets them.
    delegated_at = models.DateTimeField(_("delegated by the student"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    personal = Personal(
        student="student",
        derived=("method", "verified_at", "delegated_at", "ended_at"),
        others=("guardian", "verified_by", "contact"),
        plain=("id", "student", "evidence"),
        stays="the consent ledger names it; it is ended",
    )

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        constraints = (
            models.UniqueConstraint(
                fields=("guardian", "student"),
                condition=models.Q(ended_at=None),
                name="guardianship_once_per_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.guardian} · {self.student}"


class GuardianInvitation(models.Model):
    """A guardian whose consent is asked for: name and contact and nothing else (개인정보 보호법 제22조의2 제2항).
    Removed where no answer comes.
    """

    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("student")
    )
    name = EncryptedText(_("guardian's name"))
    contact = EncryptedText(_("guardian's contact"))
    method = models.CharField(_("to be verified by"), max_length=10, choices=Guardianship.Method.choices)
    # Who typed the contact in: where that was no director at that time, a director confirms who answered by it.
    asked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    by_director = models.BooleanField(_("asked by a director"), default=False, db_default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))

    personal = Personal(
        student="student",
        derived=("method", "by_director", "asked_at", "expires_at"),
        others=("name", "contact", "asked_by"),
        inside=("token_hash",),
        plain=("id", "student"),
    )

    class Meta:
        verbose_name = _("guardian's invitation")
        verbose_name_plural = _("guardians' invitations")
        ordering = ("-asked_at",)
