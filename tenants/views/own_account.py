"""One's own log-in: second factors, recovery codes, password, and where else one is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as passkeys_of
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from redis.exceptions import RedisError

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput, NotAllowed
from eduai.lib.row_numbers import row_number
from tenants.access_log import Task
from tenants.actors import person
from tenants.models import AccessRecord, User
from tenants.services import factors, visits
from tenants.sign_in import limits, marks, proof
from tenants.sign_in.step_up import read, stepped_up
from tenants.views.sign_in import refused

SECRET = "factor.secret"
ONLY_PASSWORD = "두 번째 확인을 하지 않은 접속이에요. 로그아웃한 뒤 다시 로그인해 주세요."
WRONG_PASSKEY = "패스키를 만들지 못했어요. 휴대전화나 컴퓨터의 안내를 따라 다시 시도해 주세요."


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """How this person signs in, and where they have lately."""
    rows = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    since = clock.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    lately = AccessRecord.objects.filter(
        at__gte=since, actor=person(oneself(request)).label, task=Task.LOG_IN
    ).order_by("-at")[:20]
    context = {
        "codes": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [(row.pk, row.wrap().name, row) for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "left": sum(len(_left(row)) for row in rows if row.type == Authenticator.Type.RECOVERY_CODES),
        "lately": lately,
        "address": request.user.email,
    }
    return render(request, "tenants/account.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@stepped_up
def factor(request: HttpRequest) -> HttpResponse:
    """The app with one-time codes: GET shows what to scan, POST takes the first code and tells the recovery codes."""
    user = oneself(request)
    if request.method != "POST" or SECRET not in request.session:
        return _to_scan(request)
    secret = get_adapter().decrypt(request.session[SECRET])
    try:
        tried = limits.begin_slowing(what="new factor", who=user.pk)
        given = request.POST.get("code", "").replace(" ", "")
        told = factors.set_up_codes(user=user, secret=secret, code=given, actor=person(user), now=clock.now())
        tried.was_right()
    except RedisError:
        closed = limits.SignInClosed()
        return refused(closed, _to_scan(request, closed.sentence, 503))
    except InvalidInput as error:
        return _to_scan(request, error.sentence, 400)
    except EduError as error:
        return refused(error, _to_scan(request, error.sentence, 429 if isinstance(error, limits.TooMany) else 503))
    del request.session[SECRET]
    return _told(request, user, told)


@never_cache
@login_required
@require_POST
@stepped_up
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    user = oneself(request)
    try:
        told = factors.renew_recovery_codes(user=user, actor=person(user), now=clock.now())
    except InvalidInput as error:
        messages.error(request, error.sentence)
        return redirect("account")
    return render(request, "tenants/recovery_codes.html", {"codes": told})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@stepped_up
def passkeys(request: HttpRequest) -> HttpResponse:
    """A passkey of this phone or computer: GET offers to make one, POST keeps it, or forgets the one named."""
    user = oneself(request)
    if request.method != "POST":
        return _to_make(request, user)
    try:
        if "remove" in request.POST:
            number = row_number(request.POST["remove"])
            factors.remove_passkey(user=user, passkey_id=number, actor=person(user), now=clock.now())
            messages.success(request, "패스키를 지웠어요.")
            return redirect("account")
        told = _keep(request, user)
    except InvalidInput as error:
        messages.error(request, error.sentence)
        return _to_make(request, user, 400)
    if told:
        return _told(request, user, told)
    messages.success(request, "패스키를 등록했어요.")
    return redirect("account")


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A password of one's own choice: the present one is asked, every other visit ends."""
    if request.method != "POST":
        return render(request, "tenants/password.html")
    user = oneself(request)
    present, new = request.POST.get("present", ""), request.POST.get("new", "")
    try:
        if not present or proof.password(request, user.username, present) != user:
            raise InvalidInput("지금 쓰는 비밀번호가 맞지 않아요.", field="present")
        if new != request.POST.get("again", ""):
            raise InvalidInput("새 비밀번호 두 개가 서로 달라요.", field="again")
        visits.change_password(user=user, new=new, actor=person(user), now=clock.now())
    except InvalidInput as error:
        return render(request, "tenants/password.html", {"error": error}, status=400)
    except EduError as error:
        status = 429 if isinstance(error, limits.TooMany) else 503
        return refused(error, render(request, "tenants/password.html", {"error": error}, status=status))
    _stay(request, user)
    messages.success(request, "비밀번호를 바꿨어요. 다른 기기에서는 다시 로그인해야 해요.")
    return redirect("account")


@login_required
@require_POST
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Every other visit of this person ends."""
    user = oneself(request)
    visits.sign_out_elsewhere(user=user, actor=person(user), now=clock.now())
    _stay(request, user)
    messages.success(request, "다른 기기에서 모두 로그아웃했어요.")
    return redirect("account")


def oneself(request: HttpRequest) -> User:
    """The person. Raises NotAllowed for a visit that never showed the second factor they have: it might be anybody's
    who knows the password, and must not put a factor of its own in that one's place.
    """
    user = User.objects.get(pk=request.user.pk)
    if not marks.has_shown_second(request) and Authenticator.objects.filter(user=user).exists():
        raise NotAllowed(ONLY_PASSWORD)
    return user


def _stay(request: HttpRequest, user: User) -> None:
    """This visit goes on under a new number, with the mark that ended the others."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def _told(request: HttpRequest, user: User, told: list[str]) -> HttpResponse:
    """After a first factor: this visit has shown it, and the recovery codes are seen this once."""
    _stay(request, user)
    marks.shown(request, user, "mfa")
    return render(request, "tenants/recovery_codes.html", {"codes": told, "first": True})


def _to_scan(request: HttpRequest, sentence: str = "", status: int = 200) -> HttpResponse:
    """The same secret until a code was right: who mistypes need not scan again. It waits sealed in the session."""
    adapter = get_adapter()
    if SECRET not in request.session:
        request.session[SECRET] = adapter.encrypt(generate_totp_secret())
    secret = adapter.decrypt(request.session[SECRET])
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    context = {
        "sentence": sentence,
        "drawn": mark_safe(drawn[drawn.index("<svg") :]),  # our own drawing of squares
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "needed": marks.needs_two_keys(request.user) and not marks.has_shown_second(request),
    }
    return render(request, "tenants/factor.html", context, status=status)


def _to_make(request: HttpRequest, user: User, status: int = 200) -> HttpResponse:
    options = passkeys_of.begin_registration(user, False)
    return render(request, "tenants/passkeys.html", {"options": options}, status=status)


def _keep(request: HttpRequest, user: User) -> list[str]:
    credential: Any = read(request.POST.get("credential", ""))
    try:
        passkeys_of.parse_registration_response(credential)
        passkeys_of.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:  # whatever may be sent
        raise InvalidInput(WRONG_PASSKEY, field="credential") from error
    name = request.POST.get("name", "")
    return factors.add_passkey(user=user, name=name, credential=credential, actor=person(user), now=clock.now())


def _left(row: Authenticator) -> list[str]:
    left: list[str] = row.wrap().get_unused_codes()
    return left
