"""The notice before first use: that questions and explanations are made by machines (인공지능기본법 제31조 제1항)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from tenants.actors import Actor
from tenants.ages import answers_alone
from tenants.audit import Action, record
from tenants.models import Role, ScreenSeen, Student, User

SCREEN: Final = "ai"
VERSION: Final = "1"
"""Of the notice's text; a new one is shown to everybody again."""


def has_seen(*, user: User) -> bool:
    """Whether the person has read the notice as it is worded now."""
    return ScreenSeen.objects.filter(user=user, screen=SCREEN, version=VERSION).exists()


def see_notice(*, user: User, actor: Actor, now: datetime) -> bool:
    """This will record that the person has read the notice; again and again it is recorded once."""
    with transaction.atomic():
        _, is_new = ScreenSeen.objects.get_or_create(user=user, screen=SCREEN, version=VERSION, defaults={"at": now})
        if is_new:
            record(actor=actor, action=Action.AI_NOTICE_SEEN, subject=user, version=VERSION)
    return is_new


def wording(*, user: User, now: datetime) -> str:
    """`child` for a student under 14 or of unknown age, `student`, `guardian` or `staff`."""
    if user.role == Role.GUARDIAN:
        return "guardian"
    if user.role != Role.STUDENT:
        return "staff"
    student = Student.objects.filter(user=user).first()
    grown = student is not None and answers_alone(birth_date=student.birth_date, at=now)
    return "student" if grown else "child"
