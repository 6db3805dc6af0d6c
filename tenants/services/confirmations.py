"""A director confirms who answered as a guardian by a link, and what they agreed to counts from then on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from eduai.lib.errors import Conflict, InvalidInput
from tenants import access, tenancy
from tenants.actors import SYSTEM, Actor
from tenants.ages import answers_alone
from tenants.models import ConsentEvent, Guardianship, Purpose, Role, Student, User
from tenants.notice_texts import Audience
from tenants.sending_lock import wait_for_senders
from tenants.services.consent import record_consent, take_back_unless_agreed
from tenants.services.guardians import end_guardianship, reached_at, valid, verify_guardian, waiting
from tenants.services.messages import queue_message
from tenants.services.notices import current_notices

Kind = ConsentEvent.Kind

CHANNEL = "confirmed"
NEWS = "guardian_waiting"


def confirm_guardian(*, guardianship: Guardianship, actor: Actor, now: datetime) -> list[ConsentEvent]:
    """This will confirm a guardian who waits for it, and enter each yes of theirs anew, as given: to the very words
    that stood before them, where those facts still hold and nobody has said no since. Their no weighs as a guardian's
    from then on. Returns what was entered.

    Raises NotAllowed, and Conflict for one who does not wait or a student who answers alone by now.
    """
    access.require(actor, "tenants.record_consent")
    student = guardianship.student
    with transaction.atomic():
        wait_for_senders(student)
        link = Guardianship.objects.filter(waiting(), pk=guardianship.pk).select_related("guardian", "evidence").first()
        if link is None or link.evidence is None:
            raise Conflict("이미 확인했거나 끝난 보호자입니다.", field="guardianship")
        if answers_alone(birth_date=student.birth_date, at=now):
            raise Conflict("만 14세부터는 학생이 직접 답합니다. 보호자를 확인하지 않아도 됩니다.", field="guardianship")
        method = Guardianship.Method(link.method)
        confirmed = verify_guardian(
            guardian=link.guardian, student=student, method=method, evidence=link.evidence, actor=actor, now=now
        )
        given = [_given(event, confirmed, actor, now) for event in _yeses(link)]
        for purpose in _noes(link):
            take_back_unless_agreed(student=student, purpose=purpose, now=now)
    return given


def end_guardian(*, guardianship: Guardianship, actor: Actor, now: datetime) -> None:
    """This will end that somebody answers for a student, and remove what was made on their yes where no other stands.

    Raises NotAllowed, and Conflict where it has ended already.
    """
    with transaction.atomic():
        end_guardianship(guardianship=guardianship, actor=actor, now=now)
        for purpose in Purpose:
            take_back_unless_agreed(student=guardianship.student, purpose=purpose, now=now)


def tell_guardians(*, student: Student, besides: User, now: datetime) -> None:
    """This will tell the student's verified guardians, where they can be reached, that somebody else answered."""
    links = Guardianship.objects.filter(valid(), student=student).exclude(guardian=besides)
    values = {"academy": tenancy.require().name, "student": str(student)}
    for address in sorted(reached_at(links=links)):
        with suppress(InvalidInput):  # an address that nothing can be sent to holds no answer up
            queue_message(kind=NEWS, contact=address, values=values, student=student, actor=SYSTEM, now=now)


def is_no_guardians(*, contact: str) -> bool:
    """Whether that address is one that somebody here signs in or is written to with who is no guardian: a student, or
    staff.
    """
    others = User.objects.exclude(role=Role.GUARDIAN)
    return others.filter(Q(email__iexact=contact) | Q(username__iexact=contact)).exists()


def _yeses(link: Guardianship) -> Iterator[ConsentEvent]:
    """Each pending yes that this guardian gave, that nobody's no came after, to facts as they stand."""
    current = current_notices()
    later = ConsentEvent.objects.filter(student=link.student_id, purpose=OuterRef("purpose"), pk__gt=OuterRef("pk"))
    rows = ConsentEvent.objects.filter(
        ~Exists(later.filter(kind__in=(Kind.REFUSED, Kind.WITHDRAWN))), guardianship=link, kind=Kind.PENDING
    )
    newest = rows.order_by("purpose", "-id").distinct("purpose").select_related("notice")
    return (event for event in newest if current[event.purpose].facts_hash == event.notice.facts_hash)


def _noes(link: Guardianship) -> list[Purpose]:
    """What this guardian's newest answer is a no to."""
    rows = ConsentEvent.objects.filter(guardianship=link).order_by("purpose", "-id").distinct("purpose")
    return [Purpose(row.purpose) for row in rows if row.kind in (Kind.REFUSED, Kind.WITHDRAWN)]


def _given(event: ConsentEvent, link: Guardianship, actor: Actor, now: datetime) -> ConsentEvent:
    return record_consent(
        student=link.student,
        purpose=Purpose(event.purpose),
        kind=Kind.GIVEN,
        channel=CHANNEL,
        actor=actor,
        now=now,
        notice=event.notice,
        audience=Audience(event.audience),
        guardianship=link,
        evidence=link.evidence,
    )
