"""Doing what a request asks for and answering it, in one step for the member of staff who does it."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.apps import apps
from django.db import transaction

from eduai.lib.errors import Conflict, InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.erased import is_erased
from tenants.models import Guardianship, RightsRequest, Student
from tenants.services import messages
from tenants.services.guardians import reached_at
from tenants.services.rights import begin_request, checked_answer, close_request
from tenants.services.subject_access import ask_for_export, make_if_small
from tenants.services.subject_erasure import AlreadyErased, erase_subject, places_left

Kind, State = RightsRequest.Kind, RightsRequest.State

COPIED = "사본을 준비했습니다. 아래에서 7일 안에 내려받아 주세요. 여는 암호: {password}"
ERASED = (
    "모두 지웠습니다. 동의 기록과 접속 기록처럼 법이 보관하게 하는 것만 이름 없이 번호로 남았습니다. "
    "지운 것은 되돌릴 수 없습니다."
)
LOOKED_FOR = (
    "이 학생의 자료와 계정을 지웠습니다. 다른 사람의 기록에 이름이 적힌 곳이 있어 담당자가 더 살펴보고 있습니다."
)
WHY = "정보주체의 요청"
TOLD = "rights_answer"
log = logging.getLogger(__name__)


class NamesLeft(Conflict):
    """Everything of the student is erased; other people's rows still name them."""

    code = "names_left"

    def __init__(self, places: list[str]) -> None:
        super().__init__(
            "자료는 모두 지웠지만 이 학생을 부르는 말이 다른 기록에 남아 있습니다. 아래 곳을 찾아 고친 뒤 답해 주세요: "
            + ", ".join(places)
        )
        self.places = places

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.places,))


def hand_out(*, request: RightsRequest, actor: Actor, now: datetime) -> RightsRequest:
    """This will ask for a copy of everything of the student and answer with the password that opens it; as one, so that
    no copy is made for a request that is answered or withdrawn meanwhile. A small one is made at once, after that is
    committed; any other, and one that could not be made, by a worker.

    Raises NotAllowed, InvalidInput for a request that asks for something else, Conflict once it is answered.
    """
    access.require(actor, "tenants.answer_rights")
    student = _student(request, Kind.ACCESS)
    with transaction.atomic():
        begin_request(request=request)
        asked = ask_for_export(student=student, actor=actor, now=now, reason=WHY)
        answer = COPIED.format(password=asked.password)
        done = _done(request, answer, actor, now, about=f"export:{asked.export.pk}")
    try:
        make_if_small(asked=asked, actor=actor, now=now)
    except OSError:
        log.exception("The copy %s could not be made at the desk; a worker makes it", asked.export.pk)
    return done


def erase_as_asked(*, request: RightsRequest, actor: Actor, now: datetime) -> RightsRequest:
    """This will erase everything of the student, for good, and answer that it is done; also to where the one who asked
    can be reached, as their account may go with it. The request is in hand from the erasure's mark on; one that was
    killed is finished by doing it again.

    Raises NotAllowed, InvalidInput for a request that asks for something else, Conflict once it is answered or
    withdrawn (nothing is erased then), NamesLeft where the closing search still found the person: somebody looks first.
    """
    access.require(actor, "tenants.answer_rights")
    contact = _reached(request)
    student = _subject(request)
    if request.kind != Kind.ERASURE or student is None:
        raise InvalidInput("지우기를 요청한 것이 아닙니다.", field="kind")
    begin = partial(begin_request, request=request)
    try:
        erase_subject(student=student, actor=actor, now=now, reason=WHY, first=begin)
    except AlreadyErased:
        with transaction.atomic():
            begin()
    if left := left_of(request=request):
        tell(contact=contact, answer=LOOKED_FOR, actor=actor, now=now)
        raise NamesLeft(left)
    done = _done(request, ERASED, actor, now)
    tell(contact=contact, answer=ERASED, actor=actor, now=now)
    return done


def answer_after_looking(*, request: RightsRequest, answer: str, actor: Actor, now: datetime) -> RightsRequest:
    """This will answer an erasure whose closing search found the person elsewhere, in the words of who looked there.

    Raises NotAllowed, InvalidInput without words, Conflict for one that has not come to its end or is answered.
    """
    access.require(actor, "tenants.answer_rights")
    answer = checked_answer(text=answer, otherwise="남은 곳을 어떻게 했는지 적어 주세요.")
    student = _subject(request)
    if request.state != State.IN_HAND or student is None or not is_erased(student=student):
        raise Conflict("지우기가 끝난 요청만 이렇게 답할 수 있습니다.")
    return _done(request, answer, actor, now)


def left_of(*, request: RightsRequest) -> list[str]:
    """Where the erasure that a request asked for still found what the person was called, in the panel's words."""
    if request.kind != Kind.ERASURE:
        return []
    return [in_words(place=place, many=many) for place, many in sorted(places_left(subject=request.subject).items())]


def in_words(*, place: str, many: int) -> str:
    """A column (`table.column`) as the panel calls it, and how many of its rows still hold a name."""
    table, _, column = place.partition(".")
    model = next((row for row in apps.get_models() if row._meta.db_table == table), None)
    field = next((row for row in model._meta.concrete_fields if row.column == column), None) if model else None
    title = f"{model._meta.verbose_name} – {field.verbose_name}" if model and field else place
    return f"{title} ({place}) {many}건"


def _subject(request: RightsRequest) -> Student | None:
    number = request.subject.partition(":")[2]
    return Student.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def _done(request: RightsRequest, answer: str, actor: Actor, now: datetime, about: str = "") -> RightsRequest:
    return close_request(
        request=request, state=State.DONE, answer=answer, about=about, actor=actor, now=now, begun=True
    )


def tell(*, contact: str, answer: str, actor: Actor, now: datetime, student: Student | None = None) -> bool:
    """This will send an answer to where somebody can be reached. Returns whether there is such a place."""
    try:
        messages.require_reachable(contact=contact)
    except InvalidInput:
        return False
    values = {"answer": answer}
    try:
        messages.queue_message(kind=TOLD, contact=contact, values=values, actor=actor, now=now, student=student)
    except InvalidInput:
        return False
    return True


def _reached(request: RightsRequest) -> str:
    """Where the one who asked is told of an end; to be read before it, which takes that away."""
    if request.asked_by is None:
        return ""
    links = Guardianship.objects.filter(guardian=request.asked_by, student=request.student_id, ended_at=None)
    return min(reached_at(links=links), default=request.asked_by.email)


def _student(request: RightsRequest, kind: str) -> Student:
    if request.kind != kind or request.student is None:
        raise InvalidInput("이 요청으로는 할 수 없는 일입니다.", field="kind")
    return request.student
