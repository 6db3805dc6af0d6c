"""Consent, and the release slip that follows from it. The only place that makes a `Release`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.llm.errors import NotReleased
from eduai.llm.types import Place, Release
from tenants import access, tenancy
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.database.connections import give_back
from tenants.models import ConsentEvent, Purpose, Role, Student
from tenants.services.notices import current_notice, publish_first_notices

Kind = ConsentEvent.Kind

# Called inside the transaction of a yes, with the student: what waits for it may go on. Whoever lets work wait
# adds to it; this package knows no work.
WHEN_GIVEN: list[Callable[[Student], None]] = []

# A slip outlives the longest job in hand and no more; the standing consent is read again at each send.
RELEASE_LIFE = timedelta(minutes=30)

RECORDED = {
    Kind.GIVEN: Action.CONSENT_GIVEN,
    Kind.REFUSED: Action.CONSENT_REFUSED,
    Kind.WITHDRAWN: Action.CONSENT_WITHDRAWN,
}


def record_consent(
    *,
    student: Student,
    purpose: Purpose,
    kind: ConsentEvent.Kind,
    channel: str,
    actor: Actor,
    now: datetime,
    shown: str = "",
) -> ConsentEvent:
    """This will add one answer to the ledger. A withdrawal waits for a send that is being written, and no
    send starts after it is committed.

    `shown` is the hash of the facts that the person had before them; empty where that is known otherwise, as
    with a paper form. Raises NotAllowed for somebody who may not answer for the student, InvalidInput for a
    withdrawal of what was never given, and Conflict for a yes to facts that have changed since they were shown.
    """
    _require_may_answer(actor, student)
    publish_first_notices(actor=SYSTEM, now=now)
    notice = current_notice(purpose=purpose)
    if notice is None:
        raise InvalidInput("고지문이 없습니다.", field="purpose")
    if kind == Kind.GIVEN and shown and shown != notice.facts_hash:
        raise Conflict("그사이 고지 내용이 바뀌었습니다. 바뀐 내용을 읽고 다시 답해 주세요.", field="purpose")
    with transaction.atomic():
        _lock_against_sending(student)
        if kind == Kind.WITHDRAWN and standing(student=student, purpose=purpose) is None:
            raise InvalidInput("동의한 기록이 없어 철회할 수 없습니다.", field="purpose")
        event = ConsentEvent.objects.create(
            student=student,
            purpose=purpose,
            notice=notice,
            kind=kind,
            actor=actor.user,
            channel=channel,
            at=now,
        )
        for go_on in WHEN_GIVEN if kind == Kind.GIVEN else ():
            go_on(student)
        facts = {"student": student.pk, "purpose": str(purpose), "notice": notice.facts_hash}
        record(actor=actor, action=RECORDED[kind], subject=event, **facts)
    return event


def standing(*, student: Student, purpose: Purpose) -> ConsentEvent | None:
    """The consent in force: the newest answer, where it is a yes to the facts as they stand now."""
    newest = (
        ConsentEvent.objects.filter(student=student, purpose=purpose).select_related("notice").order_by("-id").first()
    )
    if newest is None or newest.kind != Kind.GIVEN:
        return None
    notice = current_notice(purpose=purpose)
    return newest if notice and notice.facts_hash == newest.notice.facts_hash else None


def refused_collection(*, students: Collection[Student] | QuerySet[Student]) -> set[int]:
    """Which of these students' data may not be kept, by primary key: collection was refused or withdrawn."""
    newest = (
        ConsentEvent.objects.filter(student__in=students, purpose=Purpose.COLLECTION)
        .order_by("student", "-id")
        .distinct("student")
        .values_list("student", "kind")
    )
    return {student for student, kind in newest if kind != Kind.GIVEN}


def may_go(*, students: Collection[int], place: Place) -> set[int]:
    """Which of these students' data `release` would let go to `place` now, by primary key. At most three queries, for
    asking; the slip itself is made when the work is taken up.
    """
    known = Student.objects.filter(pk__in=students)
    allowed = set(students) - refused_collection(students=known)
    if place is not Place.OVERSEAS:
        return allowed
    notice = current_notice(purpose=Purpose.OVERSEAS)
    newest = (
        ConsentEvent.objects.filter(student__in=allowed, purpose=Purpose.OVERSEAS)
        .order_by("student", "-id")
        .distinct("student")
        .values_list("student", "kind", "notice__facts_hash")
    )
    facts = notice.facts_hash if notice else None
    return {student for student, kind, agreed in newest if kind == Kind.GIVEN and agreed == facts}


def release(*, student: Student, purpose: str, now: datetime) -> Release:
    """The slip that says where this student's note may go for this purpose.

    The academy's own machines need no further consent than the service itself, unless collection was refused
    or withdrawn; another country needs the overseas consent in force.
    Raises NotReleased when it may go nowhere.
    """
    academy = tenancy.current()
    if academy is None:
        raise NotReleased("학원 밖에서는 반출을 허락할 수 없습니다.")
    if refused_collection(students=[student]):
        raise NotReleased("이 학생은 개인정보 수집·이용에 동의하지 않아 문제를 만들 수 없습니다.")
    places, grant = {Place.ON_PREMISES}, "service"
    overseas = standing(student=student, purpose=Purpose.OVERSEAS)
    if overseas is not None:
        places.add(Place.OVERSEAS)
        grant = f"consent:{overseas.pk}"
    return Release(
        grant=grant,
        scope=str(academy.pk),
        subject=str(student.pk),
        purpose=purpose,
        places=frozenset(places),
        expires_at=now + RELEASE_LIFE,
    )


@contextmanager
def confirm(given: Release, place: Place) -> Iterator[None]:
    """The last check, held while a request's bytes are written and let go before its answer is awaited.

    Senders share the student's lock, a withdrawal takes it alone: what is written was allowed when it was
    written. Raises NotReleased when the place is no longer allowed; then nothing is written.
    """
    with tenancy.use(tenancy.find(int(given.scope))):
        student = Student.objects.get(pk=int(given.subject))
        key = _lock_key(student)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [key])
        try:
            present = clock.now()
            fresh = release(student=student, purpose=given.purpose, now=present)
            if not given.allows(place, present) or not fresh.allows(place, present):
                raise NotReleased("보내기 직전에 확인하니 이 학생의 동의가 더는 유효하지 않습니다.")
            yield
            with transaction.atomic():
                facts = {"place": str(place), "purpose": given.purpose, "grant": fresh.grant}
                record(actor=SYSTEM, action=Action.DATA_SENT, subject=student, **facts)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [key])
            give_back()


def _require_may_answer(actor: Actor, student: Student) -> None:
    """Operators and the director enter paper consents; a verified guardian answers for their ward."""
    user = actor.user
    if user is None:
        return
    if user.role == Role.GUARDIAN and access.students_visible_to(actor).filter(pk=student.pk).exists():
        return
    if user.has_perm("tenants.record_consent"):
        return
    raise NotAllowed("이 학생의 동의를 대신 기록할 권한이 없습니다.")


def _lock_key(student: Student) -> int:
    """One number per student of one academy, in PostgreSQL's signed 64 bits."""
    academy = tenancy.current()
    text = f"{academy.pk if academy else 0}:{student.pk}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def _lock_against_sending(student: Student) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_key(student)])
