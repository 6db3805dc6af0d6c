"""What people ask about their data, by which day it is answered, and how (개인정보 보호법 제35조–제38조)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.lib.identifiers import refuse_identifiers
from tenants import access
from tenants.actors import Actor
from tenants.ages import latest_birth_date
from tenants.audit import Action, record
from tenants.erased import require_not_erased
from tenants.korean_days import day_of, last_day, midnight
from tenants.models import Guardianship, RightsRequest, Role, Student, User
from tenants.sending_lock import wait_for_senders
from tenants.services.guardians import valid
from tenants.services.matters import NO_DECISION, matter_of, refused_request
from tenants.services.suspension import resume, suspend

Kind = RightsRequest.Kind
State = RightsRequest.State

LONGEST = 2000
NOT_YOURS = "요청할 수 있는 사람인지 확인되지 않았습니다. 학원에 보호자 확인을 요청해 주세요."
OBJECTION = (
    "이 결정을 받아들이기 어려우면 이 화면의 ‘이의 제기’로 다시 요청할 수 있습니다. 학원은 10일 안에 다른 담당자가 "
    "다시 살펴 답합니다. 개인정보 침해신고센터(국번 없이 118, privacy.kisa.or.kr)와 개인정보 분쟁조정위원회(1833-6972, "
    "www.kopico.go.kr)에 도움을 청할 수도 있습니다."
)
PAUSED = (
    "바로 멈췄습니다. 유사문제를 만들지 않고, 어디로도 보내지 않고, 연습도 잡지 않습니다. "
    "언제든 다시 시작할 수 있습니다."
)
NOT_BY_WORDS = "지우기는 말로 끝낼 수 없습니다. ‘되돌릴 수 없게 지우기’를 누르거나 까닭을 적어 거절해 주세요."
ALONE = "이 학원에는 다시 살필 다른 담당자가 없어, 거절한 사람이 다시 살펴 답했습니다."
OVERTAKEN = "이 종이 뒤에 반대로 요청해 이미 처리했습니다. 이 요청은 까닭을 적어 거절하고, 뜻을 다시 확인해 주세요."
RESUMED = "다시 시작했습니다. 기다리던 일을 이어서 합니다."


@dataclass(frozen=True, slots=True)
class Period:
    """How many days there are to answer, how often as many may be added, and which article says so."""

    days: int
    extensions: int
    article: str


TEN = Period(10, 0, "개인정보 보호법 시행령 제41조 제4항·제43조 제3항·제44조 제2항")
THIRTY = Period(30, 2, "개인정보 보호법 시행령 제44조의4")
PERIODS: dict[str, Period] = dict.fromkeys(Kind.values, TEN) | {
    Kind.EXPLANATION: THIRTY,
    Kind.HUMAN_REVIEW: THIRTY,
}
# What a person's own request does at once, without anybody at the academy: asking is no harder than agreeing was.
AT_ONCE: dict[str, tuple[Callable[..., None], str]] = {
    Kind.SUSPENSION: (suspend, PAUSED),
    Kind.RESUMPTION: (resume, RESUMED),
}
# How a program's decision came about, by the word before the first colon of `about`; called with student and about,
# and with to_staff where the desk reads it.
EXPLAIN: dict[str, Callable[..., str]] = {}
AUTOMATED = (Kind.EXPLANATION, Kind.HUMAN_REVIEW)


def due_on(*, kind: str, received: datetime, extended: int = 0) -> date:
    """The last day to answer."""
    return last_day(received=received, days=PERIODS[kind].days * (1 + extended))


def subjects_of(*, actor: Actor, now: datetime) -> QuerySet[Student]:
    """The students whose rights the actor exercises: their own from the 14th birthday on, and as a verified guardian
    those of a child below 14, or of an older one who lets them (개인정보 보호법 제38조; 시행령 제45조).
    """
    user = actor.user
    if user is None or not user.is_active:
        return Student.objects.none()
    turned_14 = Q(birth_date__lte=latest_birth_date(now))
    if user.role == Role.STUDENT:
        return Student.objects.filter(turned_14, user=user, erased_at=None)
    if user.role != Role.GUARDIAN:
        return Student.objects.none()
    links = Guardianship.objects.filter(valid(), guardian=user)
    child = ~turned_14 | Q(birth_date=None)
    return Student.objects.filter(
        Q(child, pk__in=links.values("student")) | Q(pk__in=links.filter(delegated_at__isnull=False).values("student")),
        erased_at=None,
    )


def requests_visible_to(*, actor: Actor, now: datetime) -> QuerySet[RightsRequest]:
    """The requests that somebody reads on their own page: those of the students whose rights they exercise, and their
    own about somebody who is erased by now. Staff have the desk in the panel.
    """
    if actor.user is None or not actor.user.is_active:
        return RightsRequest.objects.none()
    return RightsRequest.objects.filter(
        Q(student__in=subjects_of(actor=actor, now=now))
        | Q(student=None, asked_by=actor.user)
        | Q(student__erased_at__isnull=False, asked_by=actor.user)
    )


def request_right(
    *, student: Student, kind: str, actor: Actor, now: datetime, details: str = "", about: str = ""
) -> RightsRequest:
    """This will keep what a person asks about a student's data. A pause and its end take effect at once; the rest is
    answered by the academy within its days.

    Raises NotAllowed for somebody who does not exercise the student's rights, InvalidInput for details that are
    missing or too long and for `about` that is nothing of this student, Conflict where the same is asked already.
    """
    if not subjects_of(actor=actor, now=now).filter(pk=student.pk).exists():
        raise NotAllowed(NOT_YOURS)
    values: dict[str, object] = {"asked_by": actor.user, "channel": "web", "identified_by": _identified(actor, student)}
    return keep_request(
        student=student,
        kind=kind,
        details=details,
        about=about,
        received=now,
        values=values,
        at_once=True,
        actor=actor,
        now=now,
    )


def withdraw_request(*, request: RightsRequest, actor: Actor, now: datetime) -> None:
    """This will take a request back. Raises NotAllowed for who does not exercise the right, Conflict once answered."""
    if request.student is None or not subjects_of(actor=actor, now=now).filter(pk=request.student.pk).exists():
        raise NotAllowed(NOT_YOURS)
    with transaction.atomic():
        row = _open(request)
        row.state, row.answered_at = State.WITHDRAWN, now
        row.save(update_fields=["state", "answered_at"])
        record(actor=actor, action=Action.RIGHTS_WITHDRAWN, subject=row, kind=row.kind)


def extend_request(*, request: RightsRequest, reason: str, actor: Actor, now: datetime) -> RightsRequest:
    """This will lengthen the time for an automated decision by thirty days, twice at most, for a reason that is told.

    Raises NotAllowed, InvalidInput without a reason, Conflict where it may not be lengthened or is past its day.
    """
    access.require(actor, "tenants.answer_rights")
    reason = _said(reason, "왜 늦어지는지 적어 주세요. 요청한 사람에게 그대로 알립니다.")
    with transaction.atomic():
        row = _open(request)
        if row.extended >= PERIODS[row.kind].extensions:
            raise Conflict("이 요청의 기한은 더 늘릴 수 없습니다.")
        if day_of(now) > row.due_on:
            raise Conflict("기한이 지난 요청은 늘릴 수 없습니다. 바로 답해 주세요.")
        row.extended += 1
        row.due_on = due_on(kind=row.kind, received=row.received_at, extended=row.extended)
        row.answer, row.reminded_at = reason, None
        row.save(update_fields=["extended", "due_on", "answer", "reminded_at"])
        record(actor=actor, action=Action.RIGHTS_EXTENDED, subject=row, kind=row.kind, due=row.due_on)
    return row


def refuse_request(*, request: RightsRequest, reason: str, actor: Actor, now: datetime) -> RightsRequest:
    """This will refuse a request with its reason and how to object (개인정보 보호법 제38조 제5항).

    Raises NotAllowed, InvalidInput without a reason, Conflict once it is answered, or for one's own refusal.
    """
    _require_answerer(request, actor)
    reason = _said(reason, "거절하는 이유를 적어 주세요. 요청한 사람에게 그대로 알립니다.")
    return close_request(request=request, state=State.REFUSED, answer=f"{reason}\n\n{OBJECTION}", actor=actor, now=now)


def complete_request(*, request: RightsRequest, answer: str, actor: Actor, now: datetime) -> RightsRequest:
    """This will answer a request as done, with a sentence for the one who asked. What was asked for is done first; a
    pause, and its end, here.

    Raises NotAllowed, InvalidInput without a sentence and for an erasure, whose answer comes with its end, Conflict
    once it is answered.
    """
    _require_answerer(request, actor)
    does, says = AT_ONCE.get(request.kind, (None, ""))
    answer = _said(answer or says, "무엇을 했는지 한 문장으로 적어 주세요.")
    with transaction.atomic():
        if _open(request).kind == Kind.ERASURE:
            raise InvalidInput(NOT_BY_WORDS, field="kind")
        if does is not None and request.student is not None:
            _require_newest(request)
            does(student=request.student, actor=actor, now=now)
        return close_request(request=request, state=State.DONE, answer=answer, actor=actor, now=now)


def begin_request(*, request: RightsRequest) -> RightsRequest:
    """This will take a request in hand, in the caller's transaction that begins what was asked: from then on it cannot
    be withdrawn, refused or answered otherwise. One that is in hand may be taken up again.

    Raises Conflict once it is answered or withdrawn.
    """
    row = _open(request, begun=True)
    row.state = State.IN_HAND
    row.save(update_fields=["state"])
    return row


def close_request(
    *,
    request: RightsRequest,
    state: str,
    answer: str,
    actor: Actor,
    now: datetime,
    about: str = "",
    begun: bool = False,
) -> RightsRequest:
    """This will close a request with its answer: for the services that do what was asked. `about` names what was made,
    `begun` closes one that is in hand.

    Raises Conflict once it is answered, and where the one who refused would decide about the objection to it although
    somebody else could; where nobody could, the answer and the record say so.
    """
    with transaction.atomic():
        row = _open(request, begun=begun)
        alone = _is_refuser(row, actor)
        if alone:
            answer = f"{answer}\n\n{ALONE}"
        row.state, row.answer, row.about = state, answer, about or row.about
        row.answered_at, row.answered_by = now, actor.user
        row.save(update_fields=["state", "answer", "about", "answered_at", "answered_by"])
        done = Action.RIGHTS_REFUSED if state == State.REFUSED else Action.RIGHTS_DONE
        record(actor=actor, action=done, subject=row, kind=row.kind, late=day_of(now) > row.due_on, alone=alone)
    return row


def open_requests() -> QuerySet[RightsRequest]:
    """What waits for the academy, by its day."""
    return RightsRequest.objects.filter(state__in=RightsRequest.OPEN).order_by("due_on", "received_at")


def overdue_requests(*, now: datetime) -> QuerySet[RightsRequest]:
    """What should have been answered by yesterday."""
    return open_requests().filter(due_on__lt=day_of(now))


def checked_request(*, student: Student, kind: str, details: str, about: str, at_once: bool = False) -> tuple[str, str]:
    """What a request is about, in its one spelling, and its details: where it can be kept as it stands. A pause and its
    end that are asked for `at_once` wait for none that waits on paper.

    Raises InvalidInput that names the field, Conflict where the same is asked already.
    """
    if kind not in Kind.values:
        raise InvalidInput("무엇을 요청하는지 골라 주세요.", field="kind")
    said, matter = _details(kind, details), matter_of(student=student, kind=kind, about=about)
    same = open_requests().filter(student=student, kind=kind, about=matter).first()
    if same is not None and not (at_once and kind in AT_ONCE):
        raise Conflict(f"같은 요청을 이미 받았습니다. {same.due_on:%Y.%m.%d}까지 답합니다.", field="kind")
    return matter, said


def keep_request(
    *,
    student: Student,
    kind: str,
    details: str,
    about: str,
    received: datetime,
    values: dict[str, object],
    at_once: bool,
    actor: Actor,
    now: datetime,
) -> RightsRequest:
    """This will keep a request that came in at `received`, from which its days count: for the services that know who
    asks. `at_once` does what needs nobody at the academy. Raises as `checked_request`.
    """
    with transaction.atomic():
        wait_for_senders(student)
        require_not_erased(student=student)
        about, details = checked_request(student=student, kind=kind, details=details, about=about, at_once=at_once)
        says = _answer_at_once(student, kind, about, actor, now) if at_once else ""
        if says:
            values |= {"state": State.DONE, "answer": says, "answered_at": now}
        row = RightsRequest.objects.create(
            student=student,
            subject=f"student:{student.pk}",
            kind=kind,
            details=details or None,
            about=about,
            received_at=received,
            due_on=due_on(kind=kind, received=received),
            **values,
        )
        facts = {"kind": kind, "received": day_of(received), "due": row.due_on, "channel": row.channel}
        record(actor=actor, action=Action.RIGHTS_ASKED, subject=row, student=student.pk, **facts)
    return row


def _require_newest(request: RightsRequest) -> None:
    """This will pass for a pause or its end on paper unless somebody pressed the opposite later; on the paper's own day
    too where a pause would end, as the hour of a paper is not known. Raises Conflict.
    """
    is_end = request.kind == Kind.RESUMPTION
    since = midnight(day_of(request.received_at)) if is_end else request.received_at
    opposite = Kind.SUSPENSION if is_end else Kind.RESUMPTION
    rows = RightsRequest.objects.filter(student=request.student, kind=opposite, state=State.DONE, channel="web")
    if rows.filter(received_at__gte=since).exists():
        raise Conflict(OVERTAKEN)


def _answer_at_once(student: Student, kind: str, about: str, actor: Actor, now: datetime) -> str:
    """Does what needs nobody at the academy, and says so; empty for the rest. Raises InvalidInput for a decision that
    is not the student's.
    """
    if kind in AUTOMATED and about:
        explains = EXPLAIN.get(about.partition(":")[0])
        if explains is None:
            raise InvalidInput(NO_DECISION, field="about")
        told = explains(student=student, about=about)
        return told if kind == Kind.EXPLANATION else ""
    does, says = AT_ONCE.get(kind, (None, ""))
    if does is not None:
        does(student=student, actor=actor, now=now)
    return says


def checked_answer(*, text: str, otherwise: str) -> str:
    """The words of an answer. Raises InvalidInput, with the sentence `otherwise` where there are none."""
    return _said(text, otherwise)


def _open(request: RightsRequest, *, begun: bool = False) -> RightsRequest:
    """The request, locked, where it may still be answered."""
    row = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state == State.IN_HAND and not begun:
        raise Conflict("이미 처리하기 시작한 요청이라 거두거나 달리 답할 수 없습니다.")
    if row.state not in RightsRequest.OPEN:
        raise Conflict("이미 답했거나 거둔 요청입니다.")
    return row


def _details(kind: str, details: str) -> str:
    details = details.replace("\r\n", "\n").strip()
    if len(details) > LONGEST:
        raise InvalidInput(f"{LONGEST}자까지 적을 수 있습니다.", field="details")
    if "\x00" in details:
        raise InvalidInput("내용에 쓸 수 없는 글자가 들어 있습니다.", field="details")
    refuse_identifiers(details=details)
    if not details and kind in (Kind.CORRECTION, Kind.OBJECTION):
        raise InvalidInput("어떻게 고칠지, 또는 무엇에 이의가 있는지 적어 주세요.", field="details")
    return details


def _said(text: str, otherwise: str) -> str:
    text = text.strip()
    if not text:
        raise InvalidInput(otherwise, field="answer")
    if len(text) > LONGEST or "\x00" in text:
        raise InvalidInput(f"답은 {LONGEST}자까지 적을 수 있습니다.", field="answer")
    return text


def _identified(actor: Actor, student: Student) -> str:
    if actor.user is not None and actor.user.role == Role.GUARDIAN:
        link = Guardianship.objects.filter(guardian=actor.user, student=student, ended_at=None).first()
        return f"guardianship:{link.pk}" if link else ""
    return "own_account"


def _require_answerer(request: RightsRequest, actor: Actor) -> None:
    """Directors answer everything; objections teachers as well."""
    is_objection = request.kind == Kind.OBJECTION
    access.require(actor, "tenants.answer_objections" if is_objection else "tenants.answer_rights")


def _is_refuser(row: RightsRequest, actor: Actor) -> bool:
    """Whether the actor answers an objection to their own refusal, as nobody else is there who could."""
    if row.kind != Kind.OBJECTION or actor.user is None or _refused_by(row) != actor.user.pk:
        return False
    others = User.objects.filter(role__in=(Role.DIRECTOR, Role.TEACHER), is_active=True).exclude(pk=actor.user.pk)
    if others.exists():
        raise Conflict("이의 제기는 거절한 사람이 아닌 다른 담당자(원장이나 선생님)가 답해야 합니다.")
    return True


def _refused_by(objection: RightsRequest) -> int | None:
    """Who refused what the objection is about."""
    first = refused_request(student=objection.student, about=objection.about)
    return first.answered_by_id if first else None
