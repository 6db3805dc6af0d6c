"""The end of a student's lessons, from which the period of their learning records runs (개인정보 보호법 제21조)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Student
from tenants.retention import taught_since_left


def set_left(*, student: Student, left: bool, actor: Actor, now: datetime) -> Student:
    """This will write down that a student is no longer taught here, or is again. What holds already stays as it was.
    Who left and was taught all the same leaves anew: the period of their records runs from now.

    Raises NotAllowed.
    """
    access.require(actor, "tenants.change_student")
    with transaction.atomic():
        row = Student.objects.select_for_update().get(pk=student.pk)
        if (row.left_at is not None) is not left or (left and taught_since_left(student=row)):
            row.left_at = now if left else None
            row.save(update_fields=["left_at"])
            record(actor=actor, action=Action.STUDENT_LEFT, subject=row, left=left)
    return row


def came_back(*, students: Iterable[Student], actor: Actor, now: datetime) -> None:
    """This will write down, in the caller's transaction, that those of the students who had left are taught again."""
    back = [student for student in students if student.left_at is not None]
    if back:
        Student.objects.filter(pk__in=[student.pk for student in back]).update(left_at=None)
    for student in back:
        student.left_at = None
        record(actor=actor, action=Action.STUDENT_LEFT, subject=student, left=False)
