"""`stepped_up`: what is worth stealing asks again who it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tenants.models import User
from tenants.sign_in import marks, proof
from tenants.sign_in.limits import SignInClosed, TooMany

OURS = ("csrfmiddlewaretoken", "again_code", "again_password", "again_credential", "again_then")


def stepped_up(view: Callable[..., Any]) -> Callable[..., Any]:
    """Asks for the second factor (for the password, where there is none) when it was last shown more than five
    minutes ago (ASVS 7.5.3): for exports, consents entered for others, roles, keys, erasure.

    For views, methods that take a request, and actions of the panel. Everything that was typed comes along and the
    view runs as if nothing had been between; a file does not, so ask on the page before it. Nobody who is not signed
    in is asked: the view's own rule answers them.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        request = next(argument for argument in args if isinstance(argument, HttpRequest))
        asked = None if not request.user.is_authenticated or marks.is_fresh(request) else ask(request)
        return asked or view(*args, **kwargs)

    return guarded


def ask(request: HttpRequest) -> HttpResponse | None:
    """The page that asks; None where this request brought the right answer and goes on."""
    sentence, status, wait = "", 403, 0
    try:
        method = _shown(request)
    except TooMany as error:
        method, sentence, status, wait = "", error.sentence, 429, error.seconds
    except SignInClosed as error:
        method, sentence, status, wait = "", error.sentence, 503, 30
    if method:
        marks.shown(request, _user(request), method)
        return redirect(request.get_full_path()) if request.POST.get("again_then") == "GET" else None
    if not sentence and any(request.POST.get(name) for name in OURS[1:4]):
        sentence = "맞지 않아요. 다시 확인해 주세요."
    page = _page(request, sentence, status)
    if wait:
        page["Retry-After"] = str(wait)
    return page


def _shown(request: HttpRequest) -> str:
    """What the request proves: `mfa`, `password`, or nothing."""
    user, given = _user(request), request.POST
    if marks.has_shown_second(request):
        if given.get("again_credential"):
            return "mfa" if proof.passkey(request, user, read(given["again_credential"])) else ""
        return "mfa" if given.get("again_code") and proof.second(request, user, given["again_code"]) else ""
    known = given.get("again_password") and proof.password(request, user.username, given["again_password"])
    return "password" if known == user else ""


def read(credential: str) -> Any:
    """What the browser's script sent; nothing for what is no JSON, or brackets without an end."""
    try:
        return json.loads(credential)
    except (ValueError, RecursionError):
        return None


def request_options(user: User) -> dict[str, Any] | None:
    """What the browser asks the person's passkeys; None where there are none. The challenge stays in the session."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists():
        return None
    return begin_authentication(user)


def _page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    second = marks.has_shown_second(request)
    first = request.POST.get("again_then") or ("POST" if request.method == "POST" else "GET")
    context = {
        "sentence": sentence,
        "second": second,
        "then": first,
        "kept": [(name, value) for name, values in request.POST.lists() if name not in OURS for value in values],
        "options": request_options(_user(request)) if second else None,
    }
    return render(request, "tenants/again.html", context, status=status)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
