"""Consent, and the release slip that follows from it. The only place that makes a `Release`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.llm.errors import NotReleased
from eduai.llm.types import Place, Recipient, Release
from tenants import consent_rows, processors, tenancy
from tenants.actors import SYSTEM, Actor
from tenants.ages import answers_alone, begin_of
from tenants.audit import Action, record
from tenants.database.connections import give_back
from tenants.erased import require_not_erased
from tenants.models import ConsentEvent, Evidence, Guardianship, NoticeVersion, Purpose, Role, Student, User
from tenants.notice_texts import Audience
from tenants.sending_lock import sending, wait_for_senders
from tenants.services.guardians import require_evidence, speaking_for, valid, waiting
from tenants.services.notices import current_notice, publish_first_notices, shown_hash
from tenants.services.standing import Why, decide_each, may_go, may_withdraw, refused_collection, standing

__all__ = ("confirm", "may_go", "record_consent", "refused_collection", "release", "standing")

Kind = ConsentEvent.Kind

# Called inside the transaction of a yes, with the student: what waits for it may go on. Whoever lets work wait
# adds to it; this package knows no work.
WHEN_GIVEN: list[Callable[[Student], None]] = []

# Called inside the transaction of a no, a refusal or a withdrawal, after which no yes stands, with the student and the
# purpose: what was made on that consent goes (개인정보 보호법 제37조 제3항).
WHEN_WITHDRAWN: list[Callable[[Student, Purpose], None]] = []

# A slip outlives the longest job in hand and no more; the standing consent is read again at each send.
RELEASE_LIFE = timedelta(minutes=30)

RECORDED = {
    Kind.GIVEN: Action.CONSENT_GIVEN,
    Kind.REFUSED: Action.CONSENT_REFUSED,
    Kind.WITHDRAWN: Action.CONSENT_WITHDRAWN,
    Kind.PENDING: Action.CONSENT_PENDING,
}
STOPPED = {
    Why.REFUSED: "이 학생은 개인정보 수집·이용에 동의하지 않아 문제를 만들 수 없습니다.",
    Why.SUSPENDED: "이 학생은 개인정보 처리를 멈춰 달라고 해서 문제를 만들 수 없습니다.",
    Why.ERASED: "이 학생의 기록은 지워져서 문제를 만들 수 없습니다.",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose answer it is: a guardian's by their guardianship, else the student's own. `may_say_yes` is false where a
    yes has to wait: for the guardian of a child who answered alone, for the director who confirms a guardian, or for
    the evidence of a paper.
    """

    guardianship: Guardianship | None
    may_say_yes: bool


def record_consent(
    *,
    student: Student,
    purpose: Purpose,
    kind: ConsentEvent.Kind,
    channel: str,
    actor: Actor,
    now: datetime,
    shown: str = "",
    notice: NoticeVersion | None = None,
    audience: Audience = Audience.ADULT,
    guardianship: Guardianship | None = None,
    evidence: Evidence | None = None,
    address: str | None = None,
    signed_on: date | None = None,
) -> ConsentEvent:
    """This will add one answer to the ledger. A withdrawal waits for a send that is being written, and no
    send starts after it is committed.

    `notice` is the version and `audience` the text that the person had before them (the current one, for grown-ups);
    `shown` is the hash of the facts on their screen. `guardianship` tells for whom staff enter a guardian's paper,
    `evidence` what proves it. A yes of a child alone, of a guardian whom nobody has confirmed yet, or of a paper
    without evidence, is kept as pending and allows nothing. Of a paper that staff enter, `signed_on` tells the day: the
    age on it decides who could answer.

    Raises NotAllowed for somebody who may not answer for the student, InvalidInput for evidence that is not this
    student's, or is a contract or gone, and for a withdrawal of what was never given, and Conflict for a yes to facts
    that have changed since they were shown, or a student who is being erased.
    """
    voice = _voice(actor, student, guardianship, evidence, now, signed_on)
    publish_first_notices(actor=SYSTEM, now=now)
    read = _read(notice, shown, purpose, kind)
    event = ConsentEvent(
        student=student,
        purpose=purpose,
        notice=read,
        kind=Kind.PENDING if kind == Kind.GIVEN and not voice.may_say_yes else kind,
        actor=actor.user,
        guardianship=voice.guardianship,
        evidence=evidence,
        channel=channel,
        shown_hash=shown_hash(notice=read, audience=audience),
        audience=audience,
        address=address,
        at=now,
    )
    return _add(event, voice, actor)


def release(*, student: Student, purpose: str, now: datetime) -> Release:
    """The slip that says where this student's note may go for this purpose.

    The academy's own machines need no further consent than the service itself, unless collection was refused
    or withdrawn; another country needs the overseas consent in force and an accepted recipient.
    Raises NotReleased when it may go nowhere.
    """
    academy = tenancy.current()
    if academy is None:
        raise NotReleased("학원 밖에서는 반출을 허락할 수 없습니다.")
    decided = decide_each(students=[student], purposes=(Purpose.COLLECTION, Purpose.OVERSEAS), at=now)
    kept, overseas = decided[student.pk, Purpose.COLLECTION], decided[student.pk, Purpose.OVERSEAS]
    if not kept.allowed:
        raise NotReleased(STOPPED[kept.why])
    return Release(
        grant=f"consent:{overseas.event}" if overseas.allowed else "service",
        scope=str(academy.pk),
        subject=str(student.pk),
        purpose=purpose,
        places=frozenset({Place.ON_PREMISES, *([Place.OVERSEAS] if overseas.allowed else [])}),
        expires_at=now + RELEASE_LIFE,
    )


@contextmanager
def confirm(given: Release, recipient: Recipient) -> Iterator[None]:
    """The last check, held while a request's bytes are written and let go before its answer is awaited.

    Senders share the student's lock, a withdrawal takes it alone: what is written was allowed when it was
    written. Raises NotReleased when the place is no longer allowed or the recipient is no registered processor;
    then nothing is written.
    """
    processor = processors.processor_of(recipient=recipient, own_hosts=settings.EDUAI_OWN_HOSTS)
    if processor is None:
        raise NotReleased(f"등록되지 않은 곳으로는 보낼 수 없습니다. ({recipient.backend})")
    with tenancy.use(tenancy.find(int(given.scope))):
        try:
            with sending(int(given.subject)):
                student, present = Student.objects.get(pk=int(given.subject)), clock.now()
                fresh = release(student=student, purpose=given.purpose, now=present)
                if not given.allows(processor.place, present) or not fresh.allows(processor.place, present):
                    raise NotReleased("보내기 직전에 확인하니 이 학생의 동의가 더는 유효하지 않습니다.")
                yield
                with transaction.atomic():
                    facts = {"place": str(processor.place), "purpose": given.purpose, "grant": fresh.grant}
                    record(actor=SYSTEM, action=Action.DATA_SENT, subject=student, processor=processor.code, **facts)
        finally:
            give_back()


def _read(notice: NoticeVersion | None, shown: str, purpose: Purpose, kind: ConsentEvent.Kind) -> NoticeVersion:
    """The version that was before the person; a yes to it needs its facts to be those in force."""
    current = current_notice(purpose=purpose)
    read = notice or current
    if current is None or read is None or read.purpose != purpose:
        raise InvalidInput("고지문이 없습니다.", field="purpose")
    if kind == Kind.GIVEN and {shown or current.facts_hash, read.facts_hash} != {current.facts_hash}:
        raise Conflict("그사이 고지 내용이 바뀌었습니다. 바뀐 내용을 읽고 다시 답해 주세요.", field="purpose")
    return read


def _voice(
    actor: Actor,
    student: Student,
    guardianship: Guardianship | None,
    evidence: Evidence | None,
    now: datetime,
    signed_on: date | None,
) -> Voice:
    """Who speaks. From 14 on the student does, below it a guardian; staff enter what either signed."""
    grown = answers_alone(birth_date=student.birth_date, at=now)
    if evidence is not None:
        require_evidence(student=student, evidence=evidence)
    user = actor.user
    if user is not None and user.role == Role.GUARDIAN:
        if guardianship is not None and _is_waiting(guardianship, student, user):
            return replace(_guardian(guardianship, guardianship, grown), may_say_yes=False)
        return _guardian(speaking_for(student=student, guardian=user), guardianship, grown)
    if user is not None and student.user_id == user.pk:
        return Voice(None, grown)
    if user is not None and not user.has_perm("tenants.record_consent"):
        raise NotAllowed("이 학생의 동의를 대신 기록할 권한이 없습니다.")
    if signed_on is not None:
        grown = answers_alone(birth_date=student.birth_date, at=begin_of(signed_on))
    if guardianship is None:
        return Voice(None, grown and evidence is not None)
    if not Guardianship.objects.filter(valid(), pk=guardianship.pk, student=student).exists():
        raise NotAllowed("이 학생을 대신해 답할 수 있는 보호자가 아닙니다.")
    return replace(_guardian(guardianship, guardianship, grown), may_say_yes=evidence is not None)


def _is_waiting(link: Guardianship, student: Student, guardian: User) -> bool:
    return Guardianship.objects.filter(waiting(), pk=link.pk, student=student, guardian=guardian).exists()


def _guardian(link: Guardianship | None, named: Guardianship | None, grown: bool) -> Voice:
    if link is None or (named is not None and named.pk != link.pk):
        raise NotAllowed("이 학생을 대신해 답할 수 있는 보호자가 아닙니다.")
    if grown:
        raise NotAllowed("만 14세부터는 학생이 직접 답합니다.")
    return Voice(link, True)


def _require_given(student: Student, purpose: Purpose, voice: Voice, now: datetime) -> None:
    """There is something to withdraw: anybody's yes, in force or to facts that have changed, or this person's own."""
    own = ConsentEvent.objects.filter(student=student, purpose=purpose).exclude(kind=Kind.PENDING)
    link = voice.guardianship
    own = own.filter(guardianship__guardian=link.guardian_id) if link else own.filter(guardianship=None)
    newest = own.order_by("-id").first()
    said_yes = newest is not None and newest.kind == Kind.GIVEN
    if not said_yes and not may_withdraw(student=student, purpose=purpose, at=now):
        raise InvalidInput("동의한 기록이 없어 철회할 수 없습니다.", field="purpose")


def _add(event: ConsentEvent, voice: Voice, actor: Actor) -> ConsentEvent:
    student, purpose = event.student, Purpose(event.purpose)
    with transaction.atomic():
        wait_for_senders(student)
        require_not_erased(student=student)
        if event.kind == Kind.WITHDRAWN:
            _require_given(student, purpose, voice, event.at)
        event.save(force_insert=True)
        consent_rows.project(event)
        _follow(event, student, purpose)
        digest = consent_rows.digest_of(ConsentEvent.objects.get(pk=event.pk))
        facts = {"student": student.pk, "purpose": str(purpose), "notice": event.notice.facts_hash}
        action = RECORDED[ConsentEvent.Kind(event.kind)]
        record(actor=actor, action=action, subject=event, digest=digest, **facts)
    return event


def _follow(event: ConsentEvent, student: Student, purpose: Purpose) -> None:
    if event.kind == Kind.GIVEN:
        for go_on in WHEN_GIVEN:
            go_on(student)
    elif event.kind != Kind.PENDING:
        take_back_unless_agreed(student=student, purpose=purpose, now=event.at)


def take_back_unless_agreed(*, student: Student, purpose: Purpose, now: datetime) -> None:
    """This will remove what was made on the consent to a purpose, where no yes stands any more."""
    if standing(student=student, purpose=purpose, at=now) is None:
        for take_back in WHEN_WITHDRAWN:
            take_back(student, purpose)
