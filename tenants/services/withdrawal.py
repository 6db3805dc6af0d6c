"""What a no takes with it: rows that existed on that consent alone go at once, and the person is told which
(개인정보 보호법 제37조 제3항·제4항).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import translation

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from tenants import personal, subject_traces, tenancy
from tenants.actors import SYSTEM, Actor
from tenants.ages import answers_alone
from tenants.audit import Action, record
from tenants.korean_days import KST
from tenants.models import Destruction, Guardianship, Purpose, Student, UsageRow
from tenants.services.guardians import reached_at
from tenants.services.messages import queue_message

Removed = dict[str, int]


def take_back(student: Student, purpose: Purpose) -> None:
    """What `consent.WHEN_WITHDRAWN` calls, inside the transaction of the no."""
    remove_derived(student=student, purpose=purpose, actor=SYSTEM, now=clock.now())


def remove_derived(*, student: Student, purpose: Purpose, actor: Actor, now: datetime) -> Removed:
    """This will remove what rests on the student's consent to the purpose alone, end the work on it, keep the counts in
    the destruction log, and tell the person. Returns how many rows of each kind, by its Korean name; none is no news.
    """
    removed: Removed = {}
    with transaction.atomic():
        for model, rows in _resting_on(purpose, student):
            many = _remove(model, list(rows.values_list("pk", flat=True)))
            if many:
                with translation.override("ko"):
                    removed[str(model._meta.verbose_name)] = many
                Destruction.objects.create(
                    kind=model._meta.model_name or "",
                    subject=subject_traces.subject_of(student),
                    reason=Destruction.Reason.WITHDRAWAL,
                    many=many,
                    at=now,
                    actor=actor.label,
                )
        if removed:
            _tell(student, purpose, removed, now)
            total = sum(removed.values())
            record(actor=actor, action=Action.DERIVED_REMOVED, subject=student, purpose=str(purpose), removed=total)
    return removed


def removed_on_withdrawal(*, student: Student) -> list[Destruction]:
    """What the student's withdrawals have removed so far, for the page where consents are given and taken back."""
    rows = Destruction.objects.filter(subject=subject_traces.subject_of(student), reason=Destruction.Reason.WITHDRAWAL)
    return list(rows.order_by("-id"))


def _resting_on(purpose: Purpose, student: Student) -> Iterator[tuple[type[models.Model], Any]]:
    for model, told in personal.mapped():
        if purpose in told.basis:
            yield model, model._base_manager.filter(told.basis[purpose](), **{told.student: student.pk})


def _remove(model: type[models.Model], numbers: list[Any]) -> int:
    """Rows, the work that would fill them, and what calls were made for."""
    if not numbers:
        return 0
    if isinstance(model._meta.pk, models.UUIDField):
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.dispatch_cancel(%s::uuid[])", [numbers])
        UsageRow.objects.filter(job__in=numbers).update(job=None)
    subject_traces.forget_in_panel_log(model, numbers)
    model._base_manager.filter(pk__in=numbers).delete()
    return len(numbers)


def _tell(student: Student, purpose: Purpose, removed: Removed, now: datetime) -> None:
    """To the student, and to the guardians of a child or whom an older one lets in, where there is an address."""
    links = Guardianship.objects.filter(student=student, ended_at=None, verified_at__isnull=False)
    if answers_alone(birth_date=student.birth_date, at=now):
        links = links.filter(delegated_at__isnull=False)
    addresses = reached_at(links=links) | {student.user.email if student.user else ""}
    with translation.override("ko"):
        values = {
            "academy": tenancy.require().name,
            "student": student.name or student.code,
            "purpose": purpose.label,
            "removed": [f"{kind} {many}건" for kind, many in removed.items()],
            "at": now.astimezone(KST).strftime("%Y.%m.%d %H:%M"),
        }
        for address in sorted(addresses - {""}):
            with suppress(InvalidInput):  # an address that nothing can be sent to holds no withdrawal up
                queue_message(kind="withdrawal", contact=address, values=values, actor=SYSTEM, now=now, student=student)
