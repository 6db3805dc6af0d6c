"""What a session remembers about its person: since when they are here, and when they last showed who they are."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from tenants.models import Role, User

BEGAN, SEEN = "visit.began", "visit.seen"
# Who sees others' data, and therefore signs in with two keys (고시 제6조 제2항).
TWO_KEYS = frozenset({Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT, Role.OPERATOR})
FRESH_SECONDS = 300


@receiver(user_logged_in, dispatch_uid="a-visit-begins")
def begin(sender: object, request: HttpRequest, **_: object) -> None:
    """This will note that a visit begins now, however it did."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def shown(request: HttpRequest, user: User, method: str) -> None:
    """This will note that the person has just shown a `password`, or a second factor: `mfa`."""
    record_authentication(request, user, method)


def needs_two_keys(user: User | AnonymousUser) -> bool:
    """Whether somebody of this role reaches nothing with a password alone."""
    return user.is_authenticated and user.role in TWO_KEYS


def has_shown_second(request: HttpRequest) -> bool:
    """Whether this visit began with the second factor, or it was set up during it."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has shown who they are within five minutes: by the second factor where this visit began
    with one, by the password otherwise.
    """
    wanted = "mfa" if has_shown_second(request) else "password"
    records = get_authentication_records(request, request.user)
    return any(r["method"] == wanted and time.time() - r["at"] < FRESH_SECONDS for r in records)
