"""Who is who in one academy: people who log in, students whose mistakes are kept, and guardians."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

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
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name or self.code


class Guardianship(models.Model):
    """That one person answers for one student; only a verified one may consent."""

    guardian = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="guardianships", verbose_name=_("guardian")
    )
    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, related_name="guardianships", verbose_name=_("student")
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

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
