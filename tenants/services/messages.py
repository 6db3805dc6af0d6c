"""Messages to people: written as sealed rows, sent by the work table, and their delivery kept."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string

from eduai.lib.errors import Conflict, InvalidInput
from eduai.lib.josa import attach
from tenants import access, dispatch, messaging
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.dispatch import Claim
from tenants.messaging import MessageFailed, Messenger, Outgoing, Receipt
from tenants.models import Message, Student

KIND = "message"
dispatch.register(KIND, "engine")

Channel, State = Message.Channel, Message.State

# Longer than any adapter may take, its time-outs added up: nobody else sends the message meanwhile.
SENDING_SECONDS = 120.0
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 8
GIVEN_UP = "given_up"

# Numbers that a person can be reached at; behind 060 and 080 are services, and who calls 060 pays for it.
PHONE = re.compile(r"0(?:1[016789]|2|3[1-3]|4[1-4]|5[0-5]|6[1-4]|70)[0-9]{7,8}")


def queue_message(
    *,
    kind: str,
    contact: str,
    values: Mapping[str, object],
    actor: Actor,
    now: datetime,
    student: Student | None = None,
) -> Message:
    """This will write one message and the work that sends it, in the caller's transaction where there is one.

    `kind` names the text: templates/tenants/messages/KIND.txt, its first line the subject; `values` fill it.
    Raises InvalidInput for a contact that is neither an e-mail address nor a telephone number.
    """
    channel, recipient = channel_of(contact=contact)
    text = render_to_string(f"tenants/messages/{kind}.txt", dict(values))
    subject, _, body = text.strip().partition("\n")
    with transaction.atomic():
        message = Message.objects.create(
            kind=kind,
            channel=channel,
            student=student,
            recipient=recipient,
            subject=subject.strip(),
            body=body.strip(),
            created_at=now,
        )
        dispatch.enqueue(kind=KIND, job=message.pk)
        facts = {"kind": kind, "channel": str(channel), "student": student.pk if student else None}
        record(actor=actor, action=Action.MESSAGE_QUEUED, subject=message, **facts)
    return message


def channel_of(*, contact: str) -> tuple[str, str]:
    """By which channel somebody is reached there, and the contact as that channel writes it.

    Without a mail server or a gateway the console takes it, where the installation lets it.
    Raises InvalidInput for a contact that is neither an e-mail address nor a Korean telephone number.
    """
    contact = contact.strip()
    if "@" in contact:
        try:
            validate_email(contact)
        except ValidationError as error:
            raise InvalidInput("이메일 주소를 다시 확인해 주세요. 예: parent@example.com", field="contact") from error
        return _first_set_up(Channel.EMAIL), contact
    number = re.sub(r"^(\+?82)0?", "0", re.sub(r"[\s().-]", "", contact))
    if not PHONE.fullmatch(number):
        sentence = "이메일 주소나 휴대전화 번호를 적어 주세요. 예: 010-1234-5678"
        raise InvalidInput(sentence, field="contact")
    return _first_set_up(Channel.ALIMTALK, Channel.SMS), number


def _first_set_up(*channels: str) -> str:
    ready = [channel for channel in (*channels, Channel.CONSOLE) if messaging.is_set_up(channel)]
    return str(ready[0] if ready else channels[-1])


def require_reachable(*, contact: str) -> None:
    """This will pass where a message could leave to that contact. Raises InvalidInput otherwise."""
    channel, _recipient = channel_of(contact=contact)
    if not messaging.is_set_up(channel):
        way = "이메일" if channel == Channel.EMAIL else "문자"
        sentence = (
            f"지금은 {attach(way, '을/를')} 보낼 수 없습니다. 다른 연락처를 적거나 학원에 종이 동의서를 내 주세요."
        )
        raise InvalidInput(sentence, field="contact")


def masked(*, contact: str) -> str:
    """A contact as staff may see it in a list: enough to tell which one it is, too little to write to it."""
    name, at, domain = contact.partition("@")
    return f"{name[:1]}***@{domain}" if at else f"***{contact[-4:]}"


def send_message(*, claim: Claim, messenger: Callable[[str], Messenger], clock: Callable[[], datetime]) -> None:
    """This will hand one message to its channel and keep how that went. No transaction is open meanwhile.

    What may be tried again is, with a pause that doubles; the rest failed, and staff see it.
    """
    outgoing = _begin(claim)
    if outgoing is None:
        return
    try:
        receipt = messenger(outgoing.channel).send(outgoing)
    except MessageFailed as failure:
        _failed(claim, failure, clock())
    else:
        _sent(claim, outgoing, receipt, clock())


def send_again(*, message: Message, actor: Actor) -> None:
    """This will try a message that failed once more. Raises Conflict for one that did not fail."""
    access.require(actor, "tenants.send_message")
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        if row.state != State.FAILED:
            raise Conflict("실패한 메시지만 다시 보낼 수 있습니다.", field="message")
        row.state, row.tries, row.code = State.QUEUED, 0, ""
        row.save(update_fields=["state", "tries", "code"])
        dispatch.enqueue(kind=KIND, job=row.pk)
        record(actor=actor, action=Action.MESSAGE_QUEUED, subject=row, kind=row.kind, channel=row.channel, again=True)


def give_up(*, job: uuid.UUID) -> None:
    """This will mark a message failed whose work was given up."""
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(pk=job, state=State.QUEUED).first()
        if row is not None:
            _mark_failed(row, GIVEN_UP)


def _begin(claim: Claim) -> Outgoing | None:
    with transaction.atomic():
        if not dispatch.hold(claim):
            return None
        row = Message.objects.filter(pk=claim.job, state=State.QUEUED).first()
        if row is None:
            dispatch.finish(claim)
            return None
        row.tries += 1
        row.save(update_fields=["tries"])
        dispatch.extend(claim, SENDING_SECONDS)
    return Outgoing(str(row.pk), row.channel, row.kind, row.recipient, row.subject, row.body)


def _sent(claim: Claim, outgoing: Outgoing, receipt: Receipt, now: datetime) -> None:
    """What left is recorded, also where the row was removed while it did."""
    with transaction.atomic():
        if not dispatch.hold(claim):
            return
        row = Message.objects.select_for_update().filter(pk=claim.job).first()
        if row is not None:
            row.state = State.DELIVERED if receipt.delivered else State.SENT
            row.code, row.provider_id, row.sent_at = "", receipt.provider_id, now
            row.save(update_fields=["state", "code", "provider_id", "sent_at"])
        dispatch.finish(claim)
        facts: dict[str, object] = {"tries": row.tries} if row else {"removed": True}
        subject = row or f"message:{claim.job}"
        record(actor=SYSTEM, action=Action.MESSAGE_SENT, subject=subject, channel=outgoing.channel, **facts)


def _failed(claim: Claim, failure: MessageFailed, now: datetime) -> None:
    with transaction.atomic():
        if not dispatch.hold(claim):
            return
        row = Message.objects.select_for_update().filter(pk=claim.job).first()
        if row is None:  # removed while it was being sent
            dispatch.finish(claim)
            return
        if failure.retryable and row.tries < MOST_TRIES:
            row.code = failure.code
            row.save(update_fields=["code"])
            dispatch.reschedule(claim, now + min(FIRST_WAIT * 2 ** (row.tries - 1), LONGEST_WAIT))
            return
        dispatch.finish(claim)
        _mark_failed(row, failure.code)


def _mark_failed(row: Message, code: str) -> None:
    row.state, row.code = State.FAILED, code
    row.save(update_fields=["state", "code"])
    record(actor=SYSTEM, action=Action.MESSAGE_FAILED, subject=row, channel=row.channel, code=code, tries=row.tries)
