"""The operators' pages, in the operators' academy alone: every other academy has no such address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from eduai.lib import clock
from eduai.lib.errors import EduError
from tenants.services import operating


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 wherever the academy does not operate the installation, also for those who are not signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.academy.operates:
            raise Http404
        return login_required(view)(request, **kwargs)

    return guarded


@operators_only
@require_safe
def academies(request: HttpRequest) -> HttpResponse:
    """Every academy with its state, the stock of prepared schemas, and the form for a new one."""
    return _page(request)


@operators_only
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Open an academy; its director's first password is shown once."""
    name, slug = request.POST.get("name", ""), request.POST.get("slug", "").lower()
    try:
        opened = operating.open_for(name=name, slug=slug, user=request.user, now=clock.now())
    except EduError as error:
        messages.error(request, error.sentence)
        return _page(request, status=400, name=name, slug=slug)
    return _page(request, status=201, opened=opened)


@operators_only
@require_POST
def state(request: HttpRequest, academy_id: int) -> HttpResponse:
    """Suspend or resume an academy."""
    try:
        changed = operating.change_state_of(
            academy_id=academy_id, change=request.POST.get("change", ""), user=request.user
        )
    except EduError as error:
        messages.error(request, error.sentence)
    else:
        with translation.override("ko"):
            messages.success(request, f"{changed.name}: {changed.get_state_display()}")
    return redirect("operators")


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = operating.directory(user=request.user)
    return render(request, "tenants/operators.html", {"directory": shown, **more}, status=status)
