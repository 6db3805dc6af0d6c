"""The academy's public page about personal data. No log-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eduai.lib import clock
from tenants.services.privacy_policy import policy_of


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """What is processed, why, for how long, by whom, and what anybody may ask (개인정보 보호법 제30조)."""
    return render(request, "tenants/privacy.html", {"policy": policy_of(academy=request.academy, now=clock.now())})
