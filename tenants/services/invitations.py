"""Asking a guardian who is not known yet: by name and contact alone, with a link that only they were sent
(개인정보 보호법 제22조의2, 시행령 제17조의2).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants import access, rates, tenancy
from tenants.actors import SYSTEM, Actor, person
from tenants.ages import answers_alone
from tenants.audit import Action, record
from tenants.erased import require_not_erased
from tenants.models import (
    AccessRecord,
    ConsentEvent,
    Destruction,
    Evidence,
    GuardianInvitation,
    Guardianship,
    Message,
    Purpose,
    Role,
    Student,
    User,
)
from tenants.notice_texts import Audience
from tenants.person_names import checked_name
from tenants.sending_lock import wait_for_senders
from tenants.services.asking import answer, require_current, sentences
from tenants.services.confirmations import is_no_guardians, tell_guardians
from tenants.services.evidence import add_evidence, evidence_transaction
from tenants.services.guardians import keep_waiting, verify_guardian
from tenants.services.messages import channel_of, queue_message, require_reachable
from tenants.services.people import add_person

Method = Guardianship.Method

INVITATION = "invitation"
RECEIPT = "receipt"
TOKEN_BYTES = 32
MOST_WAITING = 3
# An hour's invitations: for one student, without those that staff took back before anybody had opened them, and with
# them; and to one contact, however many students it is asked for and whatever was taken back.
MOST_PER_HOUR = 5
MOST_WITH_TAKEN_BACK = 20
MOST_TO_ONE_CONTACT = 5
MOST_NAMES_A_DAY = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the guardian: the word, and the hash of what stood on the screen."""

    word: str
    shown: str


@dataclass(frozen=True, slots=True)
class Account:
    """How somebody signs in from now on."""

    username: str
    password: str


def invite_guardian(
    *, student: Student, name: str, contact: str, site: str, actor: Actor, now: datetime
) -> GuardianInvitation:
    """This will keep the guardian's name and contact, and nothing else of them, and send them a link to what is asked.

    `site` is the academy's address, with a slash at its end. An e-mail address is asked by mail and answered by its
    link (제17조의2 제1항 제5호), a telephone by the web and a text message (제1호).
    Who answers by it is the guardian at once where a director typed the contact in; else a director confirms it first.
    Raises NotAllowed for somebody else's child, InvalidInput for a name or contact that cannot be one, is not reached,
    or is a student's or staff's, Conflict for a student who answers alone or for whom enough guardians were asked.
    """
    _require_may_invite(actor, student)
    name = checked_name(name, field="name", title="보호자 이름")
    channel, contact = channel_of(contact=contact)
    require_reachable(contact=contact)
    if answers_alone(birth_date=student.birth_date, at=now):
        raise Conflict("만 14세부터는 학생이 직접 답합니다. 보호자에게 묻지 않아도 됩니다.", field="name")
    _count_invitation(student, contact)
    if is_no_guardians(contact=contact):
        raise InvalidInput(
            "학생이나 선생님의 연락처로는 물을 수 없습니다. 보호자의 연락처를 적어 주세요.", field="contact"
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        require_not_erased(student=student)
        if GuardianInvitation.objects.filter(student=student, expires_at__gt=now).count() >= MOST_WAITING:
            raise Conflict("답을 기다리는 요청이 이미 여러 개 있습니다. 먼저 답을 기다려 주세요.", field="contact")
        invitation = GuardianInvitation.objects.create(
            student=student,
            name=name,
            contact=contact,
            method=Method.MAIL if "@" in contact else Method.MESSAGE,
            asked_by=actor.user,
            by_director=_confirms(actor.user),
            token_hash=_hash(token),
            asked_at=now,
            expires_at=now + timedelta(days=settings.EDUAI_INVITATION_DAYS),
        )
        values = _told(invitation) | {"link": f"{site}guardians/{token}", "until": _day(invitation.expires_at)}
        queue_message(kind=INVITATION, contact=contact, values=values, student=student, actor=actor, now=now)
        facts = {"student": student.pk, "method": str(invitation.method), "channel": channel}
        record(actor=actor, action=Action.GUARDIAN_INVITED, subject=invitation, **facts)
    return invitation


def open_invitation(*, token: str, now: datetime) -> GuardianInvitation | None:
    """The invitation of that link; None for one that is wrong, was used, or is too old."""
    waiting = GuardianInvitation.objects.select_related("student")
    return waiting.filter(token_hash=_hash(token), expires_at__gt=now).first()


def answer_invitation(
    *,
    token: str,
    answers: Mapping[Purpose, Answer],
    account: Account | None,
    known: User | None,
    site: str,
    now: datetime,
    address: str | None = None,
) -> User | None:
    """This will make the guardian's account (or take the one that is `known`, who is signed in), note what they showed,
    record each answer, send a receipt to the contact that was asked, tell the student's other guardians, and end the
    invitation. All or nothing. A link proves who holds a contact, not who they are to the child: where no director
    typed the contact in, a yes waits until one confirms the guardian.

    Returns the guardian; None for a link that is wrong, was used, or is too old. Raises InvalidInput without any
    answer or for an account that cannot be, Conflict for words that have changed since they were shown, for a user name
    that is taken, and for the eleventh try in a day.
    """
    if not answers:
        raise InvalidInput("적어도 하나에는 답해 주세요. 모두 거부해도 됩니다.", field="answers")
    _count_try(token, known)
    with evidence_transaction():
        invitation = _locked(token, now)
        if invitation is None:
            return None
        require_current(shown={purpose: said.shown for purpose, said in answers.items()}, audience=Audience.ADULT)
        guardian = known or _new_account(invitation, account, now)
        link = _linked(invitation, guardian, answers, address, now)
        events = [
            answer(
                student=invitation.student,
                purpose=purpose,
                word=said.word,
                shown=said.shown,
                audience=Audience.ADULT,
                actor=person(guardian),
                now=now,
                address=address,
                guardianship=link,
            )
            for purpose, said in answers.items()
        ]
        _send_receipt(invitation, events, f"{site}consents/", link.verified_at is None, now)
        tell_guardians(student=invitation.student, besides=guardian, now=now)
        facts = {"student": invitation.student_id, "guardianship": link.pk}
        record(actor=person(guardian), action=Action.INVITATION_ANSWERED, subject=invitation, **facts)
        invitation.delete()
    return guardian


def cancel_invitation(*, student: Student, invitation_id: int, actor: Actor, now: datetime) -> None:
    """This will end an invitation that went to a wrong contact: its link, the name, the contact and the message. Where
    staff end one that nobody has opened, it is not counted among the student's invitations of this hour.

    Raises NotAllowed for who may not ask guardians, InvalidInput for one that is no longer waiting.
    """
    _require_may_invite(actor, student)
    with transaction.atomic():
        waiting = GuardianInvitation.objects.select_for_update().filter(student=student, pk=invitation_id)
        invitation = waiting.first()
        if invitation is None:
            raise InvalidInput("이 요청은 이미 끝났습니다.", field="invitation")
        number, opened = f"guardianinvitation:{invitation.pk}", _was_opened(invitation)
        facts = {"student": student.pk, "messages": _remove([invitation], now)}
        record(actor=actor, action=Action.INVITATION_CANCELLED, subject=number, **facts)
    by_student = actor.user is not None and actor.user.pk == student.user_id
    if not (by_student or opened) and now - invitation.asked_at < timedelta(seconds=rates.HOUR):
        rates.give_back("invitation", str(student.pk))


def remove_unanswered_invitations(*, now: datetime) -> int:
    """This will remove the invitations that nobody answered in time, with the name, the contact and the message that
    held both, and note that they were destroyed. Returns how many.
    """
    with transaction.atomic():
        due = list(GuardianInvitation.objects.select_for_update(skip_locked=True).filter(expires_at__lte=now))
        if not due:
            return 0
        facts = {"many": len(due), "messages": _remove(due, now)}
        record(actor=SYSTEM, action=Action.INVITATIONS_REMOVED, subject="invitations", **facts)
    return len(due)


def _locked(token: str, now: datetime) -> GuardianInvitation | None:
    """The invitation of that link, and before any record the student's lock: a sender holds it and wants the chain."""
    found = GuardianInvitation.objects.select_for_update().filter(token_hash=_hash(token), expires_at__gt=now).first()
    if found is not None:
        wait_for_senders(found.student)
    return found


def _remove(due: Collection[GuardianInvitation], now: datetime) -> int:
    """The invitations and the messages that held their names and contacts; how many messages."""
    asked = {(row.student_id, row.asked_at) for row in due}
    sent = Message.objects.filter(kind=INVITATION, student__in={student for student, _ in asked})
    gone = [row.pk for row in sent.only("pk", "student", "created_at") if (row.student_id, row.created_at) in asked]
    Message.objects.filter(pk__in=gone).delete()
    GuardianInvitation.objects.filter(pk__in=[row.pk for row in due]).delete()
    _destroyed("guardianinvitation", len(due), now)
    if gone:
        _destroyed("message", len(gone), now)
    return len(gone)


def _destroyed(kind: str, many: int, now: datetime) -> None:
    reason = Destruction.Reason.UNANSWERED
    Destruction.objects.create(kind=kind, reason=reason, many=many, at=now, actor=SYSTEM.label)


def _count_invitation(student: Student, contact: str) -> None:
    """Raises Conflict for the sixth of a student or to a contact in an hour, and for the twenty-first with those that
    were taken back. What is counted names no contact.
    """
    one = salted_hmac("invitation.contact", contact.casefold(), algorithm="sha256").hexdigest()
    if not rates.allowed("invitation-contact", one, MOST_TO_ONE_CONTACT):
        raise Conflict("이 연락처에 너무 자주 물었습니다. 한 시간 뒤에 다시 시도해 주세요.", field="contact")
    number = str(student.pk)
    if not rates.allowed("invitation-all", number, MOST_WITH_TAKEN_BACK) or not rates.allowed(
        "invitation", number, MOST_PER_HOUR
    ):
        raise Conflict("너무 자주 요청했습니다. 한 시간 뒤에 다시 시도해 주세요.", field="contact")


def _was_opened(invitation: GuardianInvitation) -> bool:
    """Whether the access log has a look at its page."""
    looks = AccessRecord.objects.filter(place="guardian-invitation", facts__invitation=invitation.pk)
    # By the database's clock, which may be behind.
    return looks.filter(at__gte=invitation.asked_at - timedelta(seconds=rates.HOUR)).exists()


def _require_may_invite(actor: Actor, student: Student) -> None:
    if actor.user is not None and actor.user.pk == student.user_id:
        return
    if actor.user is not None and actor.user.role not in access.STAFF:
        raise NotAllowed("이 학생의 보호자에게 물을 권한이 없습니다.")
    access.require(actor, "tenants.invite_guardian")


def _count_try(token: str, known: User | None) -> None:
    """Whether a user name is taken tells who is here: one link asks that a few times only. Raises Conflict."""
    if known is None and not rates.allowed("guardian-name", _hash(token), MOST_NAMES_A_DAY, seconds=rates.DAY):
        raise Conflict("아이디를 너무 여러 번 바꾸어 보냈습니다. 내일 다시 보내 주세요.", field="username")


def _new_account(invitation: GuardianInvitation, account: Account | None, now: datetime) -> User:
    if account is None:
        raise InvalidInput("앞으로 들어올 때 쓸 아이디와 비밀번호를 정해 주세요.", field="username")
    return add_person(
        username=account.username,
        password=account.password,
        role=Role.GUARDIAN,
        name=invitation.name,
        actor=SYSTEM,
        now=now,
    )


def _linked(
    invitation: GuardianInvitation,
    guardian: User,
    answers: Mapping[Purpose, Answer],
    address: str | None,
    now: datetime,
) -> Guardianship:
    """The guardianship, with what speaks for it: who gave which contact when, from where it was answered, and to which
    words each answer was. Verified where a director gave the contact, and else waiting for one.
    """
    kind = Evidence.Kind.MAIL if invitation.method == Method.MAIL else Evidence.Kind.MESSAGE
    told = "\n".join(f"{purpose} {said.word} {said.shown}" for purpose, said in answers.items())
    words = (
        f"보호자: {invitation.name} ({invitation.contact})\n"
        f"요청: {invitation.asked_at.isoformat()} ({_asker(invitation)})\n"
        f"답: {now.isoformat()} ({address or '-'})\n링크의 해시: {invitation.token_hash}\n{told}"
    )
    typed = f"{invitation.name}\n{invitation.contact}"
    proof = add_evidence(kind=kind, student=invitation.student, words=words, typed=typed, actor=SYSTEM, now=now)
    asker, method = invitation.asked_by, Method(invitation.method)
    told_of = {
        "guardian": guardian,
        "student": invitation.student,
        "method": method,
        "evidence": proof,
        "now": now,
        "contact": invitation.contact,
    }
    if asker is None or not (invitation.by_director and _confirms(asker)):
        return keep_waiting(**told_of, actor=SYSTEM)
    return verify_guardian(**told_of, actor=person(asker))


def _confirms(user: User | None) -> bool:
    """Whether a contact that they type in is a guardian's by their word alone: to be asked when they type it in, behind
    their second factor, and again when it is answered.
    """
    return user is not None and user.has_perm("tenants.record_consent")


def _asker(invitation: GuardianInvitation) -> str:
    """Who typed the contact in, as the director reads it who confirms the guardian."""
    asker = invitation.asked_by
    return f"{Role(asker.role).value} {asker.pk}" if asker else "-"


def _send_receipt(
    invitation: GuardianInvitation, events: Collection[ConsentEvent], link: str, waits: bool, now: datetime
) -> None:
    """The message that tells the guardian what was received (제17조의2 제1항 제1호)."""
    said = {"answers": sentences(events=events), "waits": waits, "link": link, "at": _moment(now)}
    values = _told(invitation) | said
    queue_message(
        kind=RECEIPT, contact=invitation.contact, values=values, student=invitation.student, actor=SYSTEM, now=now
    )


def _told(invitation: GuardianInvitation) -> dict[str, object]:
    return {
        "academy": tenancy.require().name,
        "name": invitation.name,
        "student": str(invitation.student),
    }


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y년 %-m월 %-d일 %H:%M}"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y년 %-m월 %-d일}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
