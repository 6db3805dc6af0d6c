"""Signing in as people do, through the real form: a password and, for staff, the one-time code of the moment."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import User
from tenants.services.factors import give_codes
from tests.cast import NOW, PASSWORD

PERIOD = 30


def code_at(secret: str, moment: float) -> str:
    """RFC 6238: SHA-1, six digits, thirty seconds."""
    return format_hotp_value(hotp_value(secret, int(moment) // PERIOD))


def secret_of(user: User) -> str:
    """The secret of somebody's one-time codes, who is given one where they have none. Inside the academy."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None:
        return give_codes(user=user, actor=SYSTEM, now=NOW)
    return str(get_adapter().decrypt(row.data["secret"]))


def codes_of(user: User) -> list[str]:
    """The codes that count now, the present one first: a second visit within half a minute needs another."""
    secret, now = secret_of(user), time.time()
    return [code_at(secret, now + shift) for shift in (0, PERIOD, -PERIOD)]


def signed_in(academy: Any, username: str, password: str = PASSWORD) -> Client:
    """A client of that academy's site whose person has signed in with everything they have."""
    client = Client(headers={"host": f"{academy.slug}.localhost"})
    with tenancy.use(academy):
        user = User.objects.get(username=username)
        codes = codes_of(user) if Authenticator.objects.filter(user=user).exists() else []
    answer = client.post("/login/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    for code in codes:
        answer = client.post("/login/second/", {"code": code})
        if answer.status_code == 302:
            break
    assert not codes or answer.headers["Location"] != "/login/second/"
    return client
