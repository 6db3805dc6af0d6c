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

from tenants.addresses import address_of
from tenants.models import User
from tenants.sign_in import browsers, limits

ANYWHERE = "anywhere"


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


def network_of(address: str) -> str:
    """What counts as one visitor: an address of IPv4, a /64 of IPv6 (whoever has one has all of it)."""
    return str(ip_network((address, 64), strict=False)) if ":" in address else address


def _begin(request: HttpRequest, user: User) -> limits.Try:
    browser = browsers.known(request, user.username)
    return limits.begin(who=f"second factor of {user.pk}", address=ANYWHERE, browser=browser)


def _settled(request: HttpRequest, user: User, row: Authenticator | None, tried: limits.Try) -> bool:
    if row is None:
        user_login_failed.send(__name__, credentials={"username": user.username}, request=request)
        return False
    row.record_usage()
    tried.was_right()
    return True
