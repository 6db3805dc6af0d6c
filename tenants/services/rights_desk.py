"""Doing what a request asks for and answering it, in one step for the member of staff who does it."""

from __future__ import annotations

from datetime import datetime

from eduai.lib.errors import InvalidInput
from tenants import access, messaging
from tenants.actors import Actor
from tenants.models import RightsRequest, Student
from tenants.services import messages
from tenants.services.rights import close_request
from tenants.services.subject_access import export_subject
from tenants.services.subject_erasure import erase_subject, is_erased

Kind, State = RightsRequest.Kind, RightsRequest.State

COPIED = "사본을 준비했습니다. 아래에서 7일 안에 내려받아 주세요. 여는 암호: {password}"
ERASED = (
    "모두 지웠습니다. 동의 기록과 접속 기록처럼 법이 보관하게 하는 것만 이름 없이 번호로 남았습니다. "
    "지운 것은 되돌릴 수 없습니다."
)
WHY = "정보주체의 요청"
TOLD = "rights_answer"


def hand_out(*, request: RightsRequest, actor: Actor, now: datetime) -> RightsRequest:
    """This will make a copy of everything of the student and answer with the password that opens it.

    Raises NotAllowed, InvalidInput for a request that asks for something else, Conflict once it is answered.
    """
    access.require(actor, "tenants.answer_rights")
    student = _student(request, Kind.ACCESS)
    asked = export_subject(student=student, actor=actor, now=now, reason=WHY)
    answer = COPIED.format(password=asked.password)
    about = f"export:{asked.export.pk}"
    return close_request(request=request, state=State.DONE, answer=answer, about=about, actor=actor, now=now)


def erase_as_asked(*, request: RightsRequest, actor: Actor, now: datetime) -> RightsRequest:
    """This will erase everything of the student, for good, and answer that it is done; also to where the one who asked
    can be reached, as their account may go with it. One that was killed is finished by doing it again.

    Raises NotAllowed, InvalidInput for a request that asks for something else, Conflict once it is answered.
    """
    access.require(actor, "tenants.answer_rights")
    contact = request.asked_by.email if request.asked_by else ""
    student = Student.objects.filter(pk=int(request.subject.partition(":")[2] or 0)).first()
    if request.kind != Kind.ERASURE or student is None:
        raise InvalidInput("지우기를 요청한 것이 아닙니다.", field="kind")
    if not is_erased(student=student):
        erase_subject(student=student, actor=actor, now=now, reason=WHY)
    request.refresh_from_db()
    done = close_request(request=request, state=State.DONE, answer=ERASED, actor=actor, now=now)
    tell(contact=contact, answer=ERASED, actor=actor, now=now)
    return done


def tell(*, contact: str, answer: str, actor: Actor, now: datetime, student: Student | None = None) -> bool:
    """This will send an answer to where somebody can be reached. Returns whether there is such a place."""
    if not contact or not any(map(messaging.is_set_up, ("email", "console"))):
        return False
    messages.queue_message(kind=TOLD, contact=contact, values={"answer": answer}, actor=actor, now=now, student=student)
    return True


def _student(request: RightsRequest, kind: str) -> Student:
    if request.kind != kind or request.student is None:
        raise InvalidInput("이 요청으로는 할 수 없는 일입니다.", field="kind")
    return request.student
