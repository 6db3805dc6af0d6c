"""Signing in: the password, and the second factor of those who have one."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from eduai.lib.errors import EduError
from tenants.models import User
from tenants.sign_in import browsers, marks, proof
from tenants.sign_in.limits import TooMany
from tenants.sign_in.step_up import read, request_options

WRONG = "아이디 또는 비밀번호가 맞지 않아요. 대문자와 소문자를 확인하고 다시 입력해 주세요."
WRONG_CODE = "번호가 맞지 않아요. 앱에 지금 보이는 번호를 다시 입력해 주세요. 한 번 쓴 번호는 다시 쓸 수 없어요."
WRONG_PASSKEY = "패스키를 확인하지 못했어요. 다시 시도하거나 번호를 입력해 주세요."
LONGEST = 150


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; POST answers where to go on, or the form again with the reason. 429 and 503 say when."""
    if request.method != "POST":
        return _form(request, 200)
    username, given = request.POST.get("username", ""), request.POST.get("password", "")
    if not username.strip() or not given or len(username) > LONGEST:
        return _form(request, 200, WRONG)
    try:
        user = proof.password(request, username, given)
    except EduError as error:
        return refused(error, _form(request, 429 if isinstance(error, TooMany) else 503, error.sentence))
    return _form(request, 200, WRONG) if user is None else _enter(request, user)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in, or on to the second factor. Who was somebody else before leaves first."""
    if request.user.is_authenticated:
        logout(request)
    login = Login(user=user, redirect_url=next_of(request) or settings.LOGIN_REDIRECT_URL)
    response: HttpResponse = perform_password_login(request, {}, login)
    if request.user.is_authenticated:
        browsers.remember(request, response, user.username)
    return response


@never_cache
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: Any) -> HttpResponse:
    """Between the password and the first page: a one-time or recovery code, or a passkey."""
    stage = request._login_stage
    user = stage.login.user
    if request.method != "POST":
        return _second(request, user, 200)
    credential = request.POST.get("credential", "")
    try:
        if credential:
            right = proof.passkey(request, user, read(credential))
        else:
            right = proof.second(request, user, request.POST.get("code", ""))
    except EduError as error:
        status = 429 if isinstance(error, TooMany) else 503
        return refused(error, _second(request, user, status, error.sentence))
    if not right:
        return _second(request, user, 200, WRONG_PASSKEY if credential else WRONG_CODE)
    if warning := proof.warning_of(user):
        messages.warning(request, warning)
    marks.shown(request, user, "mfa")
    response: HttpResponse = stage.exit()
    browsers.remember(request, response, user.username)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def panel_sign_in(request: HttpRequest) -> HttpResponse:
    """The panel's own log-in is ours: there is one way in."""
    wanted = next_of(request) or "/admin/"
    if request.user.is_authenticated and getattr(request.user, "is_staff", False):
        return redirect(wanted)
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': wanted})}")


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go, on this very address; empty for anywhere else."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure()) else ""


def refused(error: EduError, page: HttpResponse) -> HttpResponse:
    """The page with how long to wait."""
    page["Retry-After"] = str(error.seconds if isinstance(error, TooMany) else 30)
    return page


def _form(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    context = {
        "sentence": sentence,
        "username": request.POST.get("username", ""),
        "next": next_of(request),
        "for_staff": next_of(request).startswith("/admin"),
    }
    return render(request, "tenants/login.html", context, status=status)


def _second(request: HttpRequest, user: User, status: int, sentence: str = "") -> HttpResponse:
    context = {"sentence": sentence, "options": request_options(user)}
    return render(request, "tenants/second_factor.html", context, status=status)
