"""The e-mail address at which somebody with an account is told what concerns them: used once a link sent there was
opened by that very person. What waits is kept for a day, under the hash of the link.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.lib.identifiers import refuse_identifiers
from tenants import messaging, rates, tenancy
from tenants.actors import Actor
from tenants.ages import answers_alone
from tenants.audit import Action, record
from tenants.models import Message, Role, Student, User
from tenants.services.messages import channel_of, queue_message

ASKED, CHANGED = "own_address", "own_address_changed"
WAITS = timedelta(days=1)
TOKEN_BYTES = 32
LONGEST = 254
MOST_PER_HOUR = 5


def may_have_address(*, user: User, now: datetime) -> bool:
    """Whether somebody may give an address of their own: a child below 14 may not, whose guardian is told instead."""
    student = Student.objects.filter(user=user).first()
    if student is None:
        return user.role != Role.STUDENT
    return answers_alone(birth_date=student.birth_date, at=now)


def ask_address(*, user: User, address: str, site: str, actor: Actor, now: datetime) -> None:
    """This will send a link to an address that somebody wants to be told at, in place of one that still waits. `site`
    is the academy's address, with a slash at its end. Their present address stays until the link is opened.

    Raises NotAllowed for anybody else's account and for a child, InvalidInput for what is no address or cannot be
    reached, Conflict for the sixth in an hour.
    """
    _require_oneself(user, actor, now)
    address = _checked(address)
    one = salted_hmac("own.address", address.casefold(), algorithm="sha256").hexdigest()
    for what, who in (("own-address", str(user.pk)), ("own-address-to", one)):
        if not rates.allowed(what, who, MOST_PER_HOUR):
            raise Conflict("너무 자주 요청했습니다. 한 시간 뒤에 다시 시도해 주세요.", field="address")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        _forget(EmailConfirmation.objects.filter(email_address__user=user))
        waiting = EmailAddress.objects.create(user=user, email=address)
        EmailConfirmation.objects.create(email_address=waiting, key=_hash(token), created=now, sent=now)
        link = f"{site}account/address/?token={token}"
        until = f"{timezone.localtime(now + WAITS):%Y년 %-m월 %-d일 %H:%M}"
        _tell(ASKED, user, address, {"link": link, "until": until}, actor, now)
        record(actor=actor, action=Action.PERSON_ADDRESS_ASKED, subject=user)


def confirm_address(*, user: User, token: str, actor: Actor, now: datetime) -> None:
    """This will make the address to which the link was sent the person's own, and tell the former one. Once.

    Raises NotAllowed as `ask_address`, InvalidInput for a link that is wrong, somebody else's, used, or a day old.
    """
    _require_oneself(user, actor, now)
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        waiting = _waiting(user, now).filter(key=_hash(token)).first()
        if waiting is None:
            raise InvalidInput("쓸 수 없는 링크입니다. 하루가 지났거나 이미 썼으면 다시 요청해 주세요.", field="token")
        before, row.email = row.email, waiting.email_address.email
        row.save(update_fields=["email"])
        _forget(EmailConfirmation.objects.filter(email_address__user=user))
        if before and before != row.email:
            with suppress(InvalidInput):  # an address that nothing can be sent to holds no change up
                _tell(CHANGED, user, before, {}, actor, now)
        record(actor=actor, action=Action.PERSON_ADDRESS_CHANGED, subject=user, kept=True)


def remove_address(*, user: User, actor: Actor, now: datetime) -> None:
    """This will take the person's address away, and what waits. Raises NotAllowed for anybody else's account."""
    if actor.user is None or actor.user.pk != user.pk:
        raise NotAllowed("내 계정의 주소만 바꿀 수 있습니다.")
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        row.email = ""
        row.save(update_fields=["email"])
        _forget(EmailConfirmation.objects.filter(email_address__user=user))
        record(actor=actor, action=Action.PERSON_ADDRESS_CHANGED, subject=user, kept=False)


def address_asked(*, user: User, now: datetime) -> str:
    """The address whose link has not been opened yet; empty where none waits."""
    waiting = _waiting(user, now).first()
    return waiting.email_address.email if waiting else ""


def stale(*, before: datetime) -> QuerySet[EmailConfirmation]:
    """The addresses that were asked before that moment and never confirmed, the first first."""
    return EmailConfirmation.objects.filter(sent__lt=before).order_by("sent", "pk")


def remove_stale(*, before: datetime, many: int) -> int:
    """This will remove at most so many of them, with their messages, in the caller's transaction; the purge records it.
    Returns how many.
    """
    numbers = list(stale(before=before).values_list("pk", flat=True)[:many])
    _forget(EmailConfirmation.objects.filter(pk__in=numbers))
    return len(numbers)


def _require_oneself(user: User, actor: Actor, now: datetime) -> None:
    if actor.user is None or actor.user.pk != user.pk:
        raise NotAllowed("내 계정의 주소만 바꿀 수 있습니다.")
    if not may_have_address(user=user, now=now):
        raise NotAllowed("만 14세부터 이메일 주소를 넣을 수 있어요. 그전에는 보호자에게 알립니다.")


def _checked(address: str) -> str:
    address = address.strip()
    if "@" not in address or len(address) > LONGEST:
        raise InvalidInput("이메일 주소를 적어 주세요. 예: name@example.com", field="address")
    refuse_identifiers(address=address)
    try:
        channel, address = channel_of(contact=address)
    except InvalidInput as error:
        raise InvalidInput("이메일 주소를 다시 확인해 주세요. 예: name@example.com", field="address") from error
    if not messaging.is_set_up(channel):
        raise InvalidInput("지금은 이메일을 보낼 수 없어 주소를 확인하지 못합니다.", field="address")
    return address


def _waiting(user: User, now: datetime) -> QuerySet[EmailConfirmation]:
    rows = EmailConfirmation.objects.filter(email_address__user=user, sent__gt=now - WAITS)
    return rows.select_related("email_address")


def _forget(waiting: QuerySet[EmailConfirmation]) -> None:
    """The addresses that wait, their links, and the messages that held both."""
    rows = list(waiting.values_list("email_address", "sent"))
    Message.objects.filter(kind=ASKED, created_at__in=[sent for _, sent in rows]).delete()
    EmailAddress.objects.filter(pk__in=[number for number, _ in rows]).delete()


def _tell(kind: str, user: User, address: str, values: dict[str, object], actor: Actor, now: datetime) -> None:
    told = values | {"academy": tenancy.require().name}
    student = Student.objects.filter(user=user).first()
    queue_message(kind=kind, contact=address, values=told, student=student, actor=actor, now=now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
