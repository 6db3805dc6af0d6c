"""The page at no academy's address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def welcome(request: HttpRequest) -> HttpResponse:
    """Tells where an academy's own address is."""
    return render(request, "tenants/welcome.html", {"host": request.get_host()})
