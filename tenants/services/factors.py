"""The second key of somebody who signs in: one-time codes, passkeys, and recovery codes for a lost one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from eduai.lib.errors import InvalidInput, NotAllowed
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Role, User
from tenants.services.visits import end_visits

Kind = Authenticator.Type
WRONG = "번호가 맞지 않아요. 앱에 지금 보이는 번호 여섯 자리를 다시 입력해 주세요."
LAST = "하나 남은 두 번째 인증 수단은 지울 수 없어요. 다른 수단을 먼저 등록해 주세요."


def set_up_codes(*, user: User, secret: str, code: str, actor: Actor, now: datetime) -> list[str]:
    """This will make the app that knows `secret` the person's second factor, in place of the one before. Every other
    visit of theirs ends; the code is used up. The recovery codes are new, and told this once.

    Raises InvalidInput for a code that the app would not show now.
    """
    if not validate_totp_code(secret, code):
        raise InvalidInput(WRONG, field="code")
    with transaction.atomic():
        TOTP(_codes(user, secret, now)).validate_code(code)
        told = _recovery_codes(user, now)
        end_visits(user=user)
        record(actor=actor, action=Action.FACTOR_ADDED, subject=user, kind=Kind.TOTP.value)
    return told


def give_codes(*, user: User, actor: Actor, now: datetime) -> str:
    """This will give somebody one-time codes whose secret is answered, for whoever hands it on; their visits end."""
    secret: str = generate_totp_secret()
    with transaction.atomic():
        _codes(user, secret, now)
        end_visits(user=user)
        record(actor=actor, action=Action.FACTOR_ADDED, subject=user, kind=Kind.TOTP.value)
    return secret


def renew_recovery_codes(*, user: User, actor: Actor, now: datetime) -> list[str]:
    """This will make ten new recovery codes, told this once; the former ones are void.

    Raises InvalidInput for somebody without a second factor.
    """
    with transaction.atomic():
        _locked(user)
        if not _others(user).exists():
            raise InvalidInput("두 번째 인증 수단을 먼저 등록해 주세요.")
        told = _recovery_codes(user, now)
        record(actor=actor, action=Action.RECOVERY_CODES_MADE, subject=user)
    return told


def add_passkey(*, user: User, name: str, credential: dict[str, Any], actor: Actor, now: datetime) -> list[str]:
    """This will keep a passkey that the browser has just made and the caller has checked. The recovery codes that
    are told with a person's first factor; none with a further one.
    """
    with transaction.atomic():
        _locked(user)
        first = not _others(user).exists()
        WebAuthn.add(user, name.strip()[:60] or "패스키", credential)
        told = _recovery_codes(user, now) if first else []
        if first:
            end_visits(user=user)
        record(actor=actor, action=Action.FACTOR_ADDED, subject=user, kind=Kind.WEBAUTHN.value)
    return told


def remove_passkey(*, user: User, passkey_id: int, actor: Actor, now: datetime) -> None:
    """This will forget one of the person's passkeys. Raises InvalidInput for the last factor, or one not theirs."""
    with transaction.atomic():
        _locked(user)
        row = _others(user).filter(pk=passkey_id, type=Kind.WEBAUTHN).first()
        if row is None:
            raise InvalidInput("이미 지운 패스키예요.", field="passkey")
        if _others(user).count() == 1:
            raise InvalidInput(LAST, field="passkey")
        row.delete()
        record(actor=actor, action=Action.FACTOR_REMOVED, subject=user, kind=Kind.WEBAUTHN.value)


def reset_second_factor(*, user: User, actor: Actor, now: datetime) -> None:
    """This will take every second factor away from somebody who lost theirs, and end their visits: with their
    password they get to the setting up of a new one and nowhere else.

    Raises NotAllowed for who may not change people and for an operator (commands may), InvalidInput for oneself: a
    stolen visit must not do it.
    """
    access.require(actor, "tenants.change_user")
    if actor.user is not None and user.role == Role.OPERATOR:
        raise NotAllowed("운영자의 인증 수단은 설치한 곳의 운영자만 초기화할 수 있습니다.")
    if actor.user is not None and actor.user.pk == user.pk:
        raise InvalidInput("내 인증 수단은 스스로 초기화할 수 없어요. 다른 원장이나 운영자에게 부탁해 주세요.")
    with transaction.atomic():
        _locked(user)
        Authenticator.objects.filter(user=user).delete()
        end_visits(user=user)
        record(actor=actor, action=Action.FACTOR_RESET, subject=user)


def _codes(user: User, secret: str, now: datetime) -> Authenticator:
    _locked(user)
    Authenticator.objects.filter(user=user, type=Kind.TOTP).delete()
    data = {"secret": get_adapter().encrypt(secret)}
    made: Authenticator = Authenticator.objects.create(user=user, type=Kind.TOTP, data=data, created_at=now)
    return made


def _recovery_codes(user: User, now: datetime) -> list[str]:
    Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
    data = {"seed": get_adapter().encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
    row = Authenticator.objects.create(user=user, type=Kind.RECOVERY_CODES, data=data, created_at=now)
    return list(RecoveryCodes(row).generate_codes())


def _others(user: User) -> Any:
    return Authenticator.objects.filter(user=user).exclude(type=Kind.RECOVERY_CODES)


def _locked(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)
