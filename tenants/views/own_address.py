"""The page on which somebody gives the e-mail address at which they are told what concerns them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eduai.lib import clock
from eduai.lib.errors import EduError
from tenants.actors import person
from tenants.models import User
from tenants.services.own_address import (
    address_asked,
    ask_address,
    confirm_address,
    may_have_address,
    remove_address,
)
from tenants.sign_in.step_up import stepped_up
from tenants.views.own_account import oneself


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@stepped_up
def address(request: HttpRequest) -> HttpResponse:
    """GET shows the address, or under `token` the button that confirms one; POST asks, confirms or removes one."""
    user, error = oneself(request), None
    if request.method == "POST":
        try:
            messages.success(request, _change(request, user))
        except EduError as refused:
            error = refused
        else:
            return redirect("account")
    now = clock.now()
    context = {
        "present": user.email,
        "asked": address_asked(user=user, now=now),
        "may": may_have_address(user=user, now=now),
        "token": request.GET.get("token", ""),
        "typed": request.POST.get("address", ""),
        "error": error,
    }
    return render(request, "tenants/own_address.html", context, status=400 if error else 200)


def _change(request: HttpRequest, user: User) -> str:
    """What was done, in a sentence."""
    who, now = person(user), clock.now()
    if "remove" in request.POST:
        remove_address(user=user, actor=who, now=now)
        return "이메일 주소를 지웠어요."
    if "token" in request.POST:
        confirm_address(user=user, token=request.POST["token"], actor=who, now=now)
        return "이제 이 이메일 주소로 알려 드려요."
    typed, site = request.POST.get("address", ""), request.build_absolute_uri("/")
    ask_address(user=user, address=typed, site=site, actor=who, now=now)
    return "확인 링크를 보냈어요. 하루 안에 로그인한 채로 열어 주세요."
