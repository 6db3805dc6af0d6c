"""A guardian's first visit, by the link that was sent to them: what is asked, overseas on a screen of its own, an
account, and the answers sent off together.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput
from tenants import rates
from tenants.access_log import shown
from tenants.addresses import address_of
from tenants.models import GuardianInvitation, Purpose, Role, User
from tenants.notice_texts import Audience
from tenants.services.asking import ANSWERS, Asked, ask
from tenants.services.guardians import speaking_for
from tenants.services.invitations import Account, Answer, answer_invitation, open_invitation
from tenants.sign_in import marks

TOGETHER = (Purpose.COLLECTION, Purpose.TRAINING, Purpose.PHOTO)
ALONE = (Purpose.OVERSEAS,)
SCREENS: dict[str, Collection[Purpose]] = {"1": TOGETHER, "2": ALONE, "3": ()}
MOST_AN_HOUR = 60


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The three screens of an invitation. A link that is wrong, was used or is too old gets one and the same page.

    The address opens the page, so nothing that the page loads or leads to is told it. (`no-referrer` would tell nobody
    where the form comes from either, and it would be refused.)
    """
    response = _answered(request, token)
    response["Referrer-Policy"] = "strict-origin"
    return response


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    found = open_invitation(token=token, now=now)
    if found is None:
        # Wrong ones alone are counted: many guardians may come from one address.
        often = not rates.allowed("invitation-page", address_of(request), MOST_AN_HOUR)
        return render(request, "tenants/invitation_gone.html", {"often": often}, status=429 if often else 404)
    shown(request, [found.student_id], invitation=found.pk)
    if request.user.is_authenticated and request.user.role != Role.GUARDIAN:
        return render(request, "tenants/invitation_signed_in.html", {"invitation": found}, status=403)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "3":
        return _finish(request, found, token, now)
    return _screen(request, found, {"1": "2", "2": "3"}.get(step, request.POST.get("back", "1")), now)


def _finish(request: HttpRequest, found: GuardianInvitation, token: str, now: datetime) -> HttpResponse:
    try:
        guardian = answer_invitation(
            token=token,
            answers=_answers(request),
            account=_account(request),
            known=request.user if request.user.is_authenticated else None,
            site=request.build_absolute_uri("/"),
            now=now,
            address=address_of(request) or None,
        )
    except EduError as error:
        step = next((number for number, asked in SCREENS.items() if error.field in asked), "3")
        return _screen(request, found, "1" if error.field == "answers" else step, now, error)
    if guardian is None:
        return render(request, "tenants/invitation_gone.html", status=404)
    if not request.user.is_authenticated:
        login(request, guardian, backend=settings.AUTHENTICATION_BACKENDS[0])
        marks.shown(request, guardian, "password")
    messages.success(request, f"답을 받았습니다. 확인 메시지를 보내 드렸어요. {_next(guardian, found)}")
    return redirect("consents")


def _next(guardian: User, found: GuardianInvitation) -> str:
    if speaking_for(student=found.student, guardian=guardian) is not None:
        return "답은 여기에서 언제든 바꿀 수 있습니다."
    return "학원이 보호자임을 확인하면 동의가 효력을 갖고, 여기에서 볼 수 있습니다."


def _screen(
    request: HttpRequest, found: GuardianInvitation, step: str, now: datetime, error: EduError | None = None
) -> HttpResponse:
    step = step if step in SCREENS else "1"
    asked = ask(purposes=tuple(Purpose), audience=Audience.ADULT, now=now)
    given = _answers(request)
    if error is not None and error.field in given and error.code == "conflict":
        given.pop(Purpose(error.field))  # it was an answer to other words
    here = SCREENS[step]
    context: dict[str, Any] = {
        "invitation": found,
        "step": step,
        "asked": [_choice(asked[purpose], given.get(purpose)) for purpose in here if purpose in asked],
        "carried": [_choice(row, given.get(purpose)) for purpose, row in asked.items() if purpose not in here],
        "username": request.POST.get("username", ""),
        "error": error,
    }
    return render(request, "tenants/invitation.html", context, status=400 if error else 200)


def _choice(asked: Asked, said: Answer | None) -> dict[str, Any]:
    """A purpose on the screen or behind it. What is carried on is the hash of what stood there when it was answered."""
    word = said.word if said else ""
    told = {"give": "동의합니다", "refuse": "동의하지 않습니다"}.get(word, "")
    return {"asked": asked, "word": word, "said": told, "shown": said.shown if said else ""}


def _answers(request: HttpRequest) -> dict[Purpose, Answer]:
    """What the form carries: for each purpose that was answered the word, and the hash of what stood there."""
    said = {purpose: request.POST.get(f"answer_{purpose}", "") for purpose in Purpose}
    return {
        purpose: Answer(word, request.POST.get(f"shown_{purpose}", ""))
        for purpose, word in said.items()
        if word in ANSWERS and word != "withdraw"
    }


def _account(request: HttpRequest) -> Account | None:
    if request.user.is_authenticated:
        return None
    username, password = request.POST.get("username", "").strip(), request.POST.get("password", "")
    if not 1 <= len(username) <= 150:
        raise InvalidInput("아이디를 적어 주세요.", field="username")
    try:
        with translation.override("ko"):
            validate_password(password)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), field="password") from error
    return Account(username, password)
