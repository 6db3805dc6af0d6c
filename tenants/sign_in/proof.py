"""Showing who one is: a password, a one-time or recovery code, a passkey. Each try is counted first."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from redis.exceptions import RedisError

from tenants.access_log import Task
from tenants.addresses import address_of
from tenants.models import AccessRecord, User
from tenants.sign_in import browsers, limits

# Wrong codes between two visits, from which on the person is told.
WORTH_TELLING = 5
WARNING = (
    "지난번 로그인 뒤에 두 번째 확인이 {}번 틀렸어요. 내가 한 것이 아니라면 누군가 내 비밀번호를 알고 있어요. "
    "“내 로그인”에서 비밀번호를 바로 바꿔 주세요."
)


def password(request: HttpRequest, username: str, given: str) -> User | None:
    """The person, where the password is theirs; None for a wrong one, for nobody and for who was shut out: no answer
    and no duration tells which. Raises TooMany and SignInClosed.
    """
    tried = limits.begin(
        who=username, address=network_of(address_of(request)), browser=browsers.known(request, username)
    )
    user = authenticate(request, username=username, password=given)
    if not isinstance(user, User):
        return None
    tried.was_right()
    return user


def second(request: HttpRequest, user: User, given: str) -> bool:
    """Whether it is the person's present one-time code, or a recovery code; either counts once.

    Whoever tries here knows the password, so tries from everywhere count together. Raises TooMany and SignInClosed.
    """
    tried = _begin(request, user)
    rows = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    try:
        row = next((row for row in rows if row.wrap().validate_code(given)), None)
    except (RedisError, OSError) as error:  # that a code was used is kept there
        raise limits.SignInClosed from error
    return _settled(request, user, row, tried)


def passkey(request: HttpRequest, user: User, credential: Any) -> bool:
    """Whether the browser's answer is one of the person's passkeys', made for this page of this academy.

    Raises TooMany and SignInClosed.
    """
    tried = _begin(request, user)
    try:
        passkeys.parse_authentication_response(credential)
        row = passkeys.complete_authentication(user, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):  # whatever a stranger may send
        row = None
    return _settled(request, user, row, tried)


def warning_of(user: User) -> str:
    """What to tell somebody who comes in and at whose second factor others seem to have guessed; else empty."""
    since = AccessRecord.objects.filter(task=Task.LOG_IN_FAILED, place="mfa_authenticate", facts__user=user.pk)
    if user.last_login is not None:
        since = since.filter(at__gte=user.last_login)
    wrong = since.count()
    return WARNING.format(wrong) if wrong >= WORTH_TELLING else ""


def network_of(address: str) -> str:
    """What counts as one visitor: an address of IPv4, a /64 of IPv6 (whoever has one has all of it)."""
    return str(ip_network((address, 64), strict=False)) if ":" in address else address


def _begin(request: HttpRequest, user: User) -> limits.Try:
    browser = browsers.known(request, user.username)
    return limits.begin_slowing(what="second factor", who=user.pk, browser=browser)


def _settled(request: HttpRequest, user: User, row: Authenticator | None, tried: limits.Try) -> bool:
    if row is None:
        user_login_failed.send(__name__, credentials={"username": user.username}, request=request)
        return False
    row.record_usage()
    tried.was_right()
    return True
