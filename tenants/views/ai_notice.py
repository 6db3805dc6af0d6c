"""The notice before first use, worded for who reads it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from eduai.lib import clock
from tenants.actors import person
from tenants.services.ai_notice import see_notice, wording


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ai_notice(request: HttpRequest) -> HttpResponse:
    """What machines make here and who checks it; POST says that it was read and goes where the person wanted to go."""
    way = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(way, {request.get_host()}, require_https=request.is_secure()):
        way = "/"
    if request.method == "POST":
        see_notice(user=request.user, actor=person(request.user), now=clock.now())
        return redirect(way)
    return render(request, "tenants/ai_notice.html", {"kind": wording(user=request.user, now=clock.now()), "next": way})
