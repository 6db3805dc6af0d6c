"""Whoever signs in reads once, before anything that a machine made, that machines make it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tenants.models import Role, User
from tenants.services.ai_notice import has_seen

READERS = frozenset({Role.STUDENT, Role.GUARDIAN, Role.ASSISTANT, Role.TEACHER, Role.DIRECTOR})
# Where generated texts stand or are asked for. Signing in, consents and rights come first for whoever needs them.
PLACES = frozenset({"home", "note-new", "note", "practice", "practice-variant", "practice-answered"})
PANEL = ("index", "questions_")


class FirstUse:
    """Middleware: sends somebody who opens such a page to the notice, and back when they have read it.

    What was typed is never lost: a form that is sent goes through.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The way to the notice, or None where the page may be opened."""
        if request.method not in ("GET", "HEAD") or request.academy is None or not _has_generated(request):
            return None
        user = request.user
        if not isinstance(user, User) or user.role not in READERS or has_seen(user=user):
            return None
        return redirect(f"{reverse('ai-notice')}?{urlencode({'next': request.get_full_path()})}")


def _has_generated(request: Any) -> bool:
    match = request.resolver_match
    if match.namespace == "admin":
        return bool(match.url_name) and match.url_name.startswith(PANEL)
    return match.view_name in PLACES
