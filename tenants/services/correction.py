"""Correcting what is kept of a student, as they or their guardian asked (개인정보 보호법 제36조)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from eduai.lib.errors import InvalidInput
from eduai.lib.josa import attach
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.erased import require_not_erased
from tenants.korean_days import day_of
from tenants.models import RightsRequest, Student, User
from tenants.person_names import checked_name
from tenants.sending_lock import wait_for_senders
from tenants.services.matters import FIELDS
from tenants.services.rights import close_request

LONGEST = {"grade": 20}
# Whoever keeps something else of a student adds how it is corrected, by the word before the first dot of `about`:
# called with the student, the rest of `about`, the value, the actor and the moment, inside the transaction.
APPLY: dict[str, Callable[..., str]] = {}


def correct_student(*, student: Student, field: str, value: str, actor: Actor, now: datetime) -> str:
    """This will correct a student's name, birth date or school year; the name of their account goes with theirs.
    Returns what was corrected, in words.

    It waits for sends that are being written.

    Raises NotAllowed, and InvalidInput for a field that is none of these or a value that cannot be one.
    """
    access.require(actor, "tenants.change_student")
    title = FIELDS.get(f"student.{field}")
    if title is None:
        raise InvalidInput("고칠 수 있는 항목이 아닙니다.", field="about")
    new = _birth_date(value, day_of(now)) if field == "birth_date" else _text(value, field, title)
    with transaction.atomic():
        wait_for_senders(student)  # a birth date decides whose consent counts
        require_not_erased(student=student)
        row = Student.objects.get(pk=student.pk)
        setattr(row, field, new)
        row.save(update_fields=[field])
        if field == "name" and row.user_id is not None:
            User.objects.filter(pk=row.user_id).update(first_name=new, last_name="")
        record(actor=actor, action=Action.STUDENT_CORRECTED, subject=row, field=field)
    return title


def apply_correction(*, request: RightsRequest, value: str, actor: Actor, now: datetime) -> RightsRequest:
    """This will correct what a request is about, to `value`, and answer it.

    Raises NotAllowed, InvalidInput for a value that cannot be one, Conflict once the request is answered.
    """
    access.require(actor, "tenants.answer_rights")
    table, _, field = request.about.partition(".")
    if request.student is None or table not in APPLY:
        raise InvalidInput("무엇을 고칠지 알 수 없는 요청입니다. 답으로 설명해 주세요.", field="about")
    with transaction.atomic():
        title = APPLY[table](student=request.student, field=field, value=value, actor=actor, now=now)
        answer = f"{attach(title, '을/를')} 고쳤습니다."
        return close_request(request=request, state=RightsRequest.State.DONE, answer=answer, actor=actor, now=now)


APPLY["student"] = correct_student


def _text(value: str, field: str, title: str) -> str:
    if field == "name":
        return checked_name(value, field="value", title=title)
    value = " ".join(value.split())
    if not value or len(value) > LONGEST[field] or not value.isprintable():
        raise InvalidInput(f"{attach(title, '은/는')} 1자 이상 {LONGEST[field]}자 이하로 적어 주세요.", field="value")
    return value


def _birth_date(value: str, today: date) -> date:
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise InvalidInput("생년월일은 2012-03-01처럼 적어 주세요.", field="value") from error
    if not date(1920, 1, 1) <= day <= today:
        raise InvalidInput("생년월일을 다시 확인해 주세요.", field="value")
    return day
