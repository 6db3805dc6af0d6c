"""Who answered as a guardian and whom nobody has confirmed: what they said themselves, taking it back, and their end
when no director confirms them in time (개인정보 보호법 제22조의2 제2항).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from eduai.lib.errors import InvalidInput
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.models import ConsentEvent, Guardianship, Message, Purpose, Role, User
from tenants.notice_texts import Audience
from tenants.sending_lock import wait_for_senders
from tenants.services.accounts import remove_account
from tenants.services.consent import record_consent
from tenants.services.evidence import remove_evidence
from tenants.services.guardians import waiting
from tenants.services.invitations import RECEIPT
from tenants.services.notices import words

Kind = ConsentEvent.Kind


def own_answers(*, guardian: User) -> list[tuple[ConsentEvent, str]]:
    """What somebody who waits has said, their newest answer to each purpose, each with the words that stood before
    them. Nothing of the student's: not their name, and no answer of anybody else. One query.
    """
    rows = _newest(guardian).select_related("notice")
    return [(event, words(notice=event.notice, audience=Audience(event.audience))) for event in rows]


def take_back(*, event_id: int, actor: Actor, now: datetime, address: str | None = None) -> ConsentEvent:
    """This will put a no in the place of a yes that waits for a director: it will never count. Nothing was allowed by
    it yet, so that there is no consent to withdraw. Raises InvalidInput for anything else than the actor's own newest
    answer, a yes that still waits, and NotAllowed from the student's 14th birthday on, when it counts for nothing.
    """
    if actor.user is None:
        raise _not_waiting()
    found = _newest(actor.user).filter(pk=event_id).select_related("student").first()
    if found is None:
        raise _not_waiting()
    with transaction.atomic():
        wait_for_senders(found.student)
        event = _newest(actor.user).filter(pk=event_id).select_related("notice", "guardianship").first()
        if event is None or event.kind != Kind.PENDING:
            raise _not_waiting()
        return record_consent(
            student=found.student,
            purpose=Purpose(event.purpose),
            kind=Kind.REFUSED,
            channel="web",
            actor=actor,
            now=now,
            notice=event.notice,
            audience=Audience(event.audience),
            guardianship=event.guardianship,
            address=address,
        )


def unconfirmed(*, before: datetime) -> QuerySet[Guardianship]:
    """Who answered before that moment and has waited for a director ever since, the first first."""
    return Guardianship.objects.filter(waiting(), evidence__added_at__lt=before).order_by("evidence__added_at", "pk")


def remove_unconfirmed(*, before: datetime, now: datetime) -> int:
    """This will end one whom nobody confirmed, and remove what was kept of them: the contact, the paper on which name
    and contact stood, the receipt, and the account where it is nobody else's guardian. The consent ledger keeps a
    number. Returns how many: one, or none where none is due. In a transaction of its own.
    """
    due = unconfirmed(before=before).select_related("student", "guardian", "evidence")
    while (found := due.first()) is not None:
        with transaction.atomic():
            wait_for_senders(found.student)
            link = due.filter(pk=found.pk).first()  # a director may have been faster
            if link is not None:
                _remove(link, now)
                return 1
    return 0


def _remove(link: Guardianship, now: datetime) -> None:
    assert link.evidence is not None
    receipts = Message.objects.filter(kind=RECEIPT, student=link.student_id, created_at=link.evidence.added_at)
    receipts.delete()
    Guardianship.objects.filter(pk=link.pk).update(ended_at=now, contact=None)
    remove_evidence(evidence=link.evidence, actor=SYSTEM)
    others = Guardianship.objects.filter(guardian=link.guardian).exclude(pk=link.pk)
    if link.guardian.role == Role.GUARDIAN and not others.exclude(ended_at__isnull=False, verified_at=None).exists():
        remove_account(user=link.guardian)
    facts = {"student": link.student_id, "guardian": link.guardian_id, "unconfirmed": True}
    record(actor=SYSTEM, action=Action.GUARDIANSHIP_ENDED, subject=link, **facts)


def _newest(guardian: User) -> QuerySet[ConsentEvent]:
    """The newest answer of each purpose by which this person waits, and of nothing that has been confirmed or ended."""
    links = Guardianship.objects.filter(waiting(), guardian=guardian)
    newest = ConsentEvent.objects.filter(guardianship__in=links).order_by("guardianship", "purpose", "-id")
    numbers = newest.distinct("guardianship", "purpose").values("pk")
    return ConsentEvent.objects.filter(pk__in=numbers).order_by("guardianship", "purpose")


def _not_waiting() -> InvalidInput:
    return InvalidInput("확인을 기다리는 동의가 아닙니다. 화면을 새로 고쳐 주세요.", field="event")
