"""A pause of everything that is done with one student's data, and its end (개인정보 보호법 제37조)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from eduai.lib.errors import Conflict
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Student
from tenants.sending_lock import wait_for_senders

PAUSED_SENTENCE = (
    "이 학생은 개인정보 처리를 잠시 멈춘 상태입니다. 다시 시작할 때까지 아무것도 만들거나 보내지 않습니다."
)

# Called inside the transaction that ends a pause, with the student: what waited for it may go on. Whoever lets work
# wait adds to it; this package knows no work.
WHEN_RESUMED: list[Callable[[Student], None]] = []


class Suspended(Conflict):
    """The student's data are not processed for now."""

    code = "suspended"

    def __init__(self) -> None:
        super().__init__(PAUSED_SENTENCE, field="student")

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), ())


def suspend(*, student: Student, actor: Actor, now: datetime) -> None:
    """This will pause all processing of the student's data: a send that is being written is waited for, and none
    starts after it is committed. A pause that holds already stays as it began.
    """
    with transaction.atomic():
        wait_for_senders(student)
        changed = Student.objects.filter(pk=student.pk, suspended_at=None).update(suspended_at=now)
        if changed:
            record(actor=actor, action=Action.STUDENT_SUSPENDED, subject=student)
    student.refresh_from_db(fields=["suspended_at"])


def resume(*, student: Student, actor: Actor, now: datetime) -> None:
    """This will end the pause and let go on what waited for it. Nothing happens where there is none."""
    with transaction.atomic():
        wait_for_senders(student)
        changed = Student.objects.filter(pk=student.pk, suspended_at__isnull=False).update(suspended_at=None)
        student.refresh_from_db(fields=["suspended_at"])
        for go_on in WHEN_RESUMED if changed else ():
            go_on(student)
        if changed:
            record(actor=actor, action=Action.STUDENT_RESUMED, subject=student, at=now)


def require_processing(*, student: Student) -> None:
    """This will pass unless the student's data are not processed for now; it raises Suspended then."""
    if student.suspended_at is not None:
        raise Suspended
