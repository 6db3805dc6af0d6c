"""Browsers that have signed in as somebody before: their tries are counted apart from everybody else's."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

YEAR = 365 * 24 * 3600


def known(request: HttpRequest, username: str) -> str:
    """The browser's own mark, where it has signed in as this person at this academy; else empty."""
    try:
        kept = signing.loads(request.COOKIES.get(settings.EDUAI_BROWSER_COOKIE, ""), salt=_salt(), max_age=YEAR)
    except signing.BadSignature:
        return ""
    return str(kept["mark"]) if kept["who"] == _who(username) else ""


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """This will mark the browser as one of this person's. The mark opens nothing: it only counts tries."""
    mark = known(request, username) or secrets.token_urlsafe(16)
    response.set_cookie(
        settings.EDUAI_BROWSER_COOKIE,
        signing.dumps({"who": _who(username), "mark": mark}, salt=_salt()),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _who(username: str) -> str:
    return username.strip().lower()


def _salt() -> str:
    return f"browser/{connection.schema_name}"
