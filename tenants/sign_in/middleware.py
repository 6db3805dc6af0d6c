"""Between a session and every page: how long a visit lasts, and that staff have two keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tenants.sign_in import marks

NOTED_EVERY = 60
TOO_LONG = "오랫동안 쓰지 않아서 로그아웃했어요. 다시 로그인해 주세요."
# What staff reach before their second factor is set up: setting it up, and leaving.
OPEN = frozenset(
    {"login", "account_login", "mfa_authenticate", "logout", "factor", "passkeys", "health-live", "health-ready"}
)


class Visits:
    """Ends a visit that was idle or lasted too long, and sends staff without a second factor to set one up
    (고시 제6조 제2항). Programs with keys are no visitors: the API reads no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _may_be_signed_in(request) and SESSION_KEY in request.session:
            _keep_time(request)
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.resolver_match.view_name in OPEN or not _may_be_signed_in(request):
            return None
        if not marks.needs_two_keys(request.user) or marks.has_shown_second(request):
            return None
        return redirect("factor")


def _may_be_signed_in(request: Any) -> bool:
    return (
        request.academy is not None
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and not request.path.startswith("/api/")
    )


def _keep_time(request: HttpRequest) -> None:
    """Noted once a minute at most, so a visit may end up to a minute early and never late."""
    now, session = time.time(), request.session
    began, seen = session.get(marks.BEGAN, 0.0), session.get(marks.SEEN, 0.0)
    staff = marks.needs_two_keys(request.user)
    idle = settings.EDUAI_STAFF_IDLE_SECONDS if staff else settings.EDUAI_IDLE_SECONDS
    if now - began >= settings.SESSION_COOKIE_AGE or now - seen >= idle:
        logout(request)
        messages.info(request, TOO_LONG)
    elif now - seen >= NOTED_EVERY:
        session[marks.SEEN] = now
