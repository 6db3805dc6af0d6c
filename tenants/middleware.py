"""From a request's host to its academy, before anything else may touch the database."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from eduai.api import errors
from tenants import tenancy
from tenants.models import Academy

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
# How long a suspension may go unnoticed by one process, and the most hosts one remembers.
KEPT_SECONDS = 2.0
KEPT_HOSTS = 4096
# Any committed change of an academy or a domain changes it: a row's xmin only ever grows.
EDITION = """
SELECT (SELECT ARRAY[count(*), sum(a.xmin::text::bigint)] FROM public.tenants_academy a)
    || (SELECT ARRAY[count(*), sum(d.xmin::text::bigint)] FROM public.tenants_domain d)
"""

UNKNOWN = "이 주소를 쓰는 학원이 없습니다. 학원에서 받은 주소를 다시 확인해 주세요."
SUSPENDED = "이 학원은 지금 이용이 중지되어 있습니다. 학원에 문의해 주세요."
PREPARING = "이 학원을 준비하고 있습니다. 잠시 뒤에 다시 열어 주세요."

# Each host with the edition of the directory that was in force before it was looked up: an answer that was on its way
# while the directory changed is not believed afterwards.
_kept: dict[str, tuple[object, Academy | None]] = {}
_edition: tuple[float, object] = (0.0, None)


class AcademyMiddleware:
    """Puts the request into the academy of its host: `request.academy`, and every query inside it.

    The base domain and the machine's own addresses get the public pages, on the platform's tables.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """The response, made inside the academy; 404 for an unknown host, 503 for one that is closed."""
        host = split_domain_port(request.get_host().lower())[0].rstrip(".")
        if host in LOCAL_HOSTS or host == settings.EDUAI_BASE_DOMAIN:
            request.academy = None
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            # Sessions are academies'; the platform has no table to look one up in.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            with tenancy.platform():
                return self.get_response(request)
        academy = academy_of_host(host)
        if academy is None:
            return _say(request, UNKNOWN, 404)
        if academy.state != Academy.State.READY:
            return _say(request, PREPARING if academy.state == Academy.State.PREPARING else SUSPENDED, 503)
        request.academy = academy
        with tenancy.use(academy):
            return self.get_response(request)


def academy_of_host(host: str) -> Academy | None:
    """The academy that answers at `host`, whatever its state.

    One query for each host, remembered until the directory changes; that is looked at every few seconds, by
    one query however many academies there are.
    """
    edition = _current_edition()
    kept = _kept.get(host)
    if kept is None or kept[0] != edition:
        if len(_kept) >= KEPT_HOSTS:
            _kept.clear()
        kept = _kept[host] = (edition, _look_up(host))
    return copy.copy(kept[1])


def _current_edition() -> object:
    global _edition
    until, edition = _edition
    now = time.monotonic()
    if now < until:
        return edition
    with tenancy.platform(), connection.cursor() as cursor:
        cursor.execute(EDITION)
        (edition,) = cursor.fetchone()
    _edition = (now + KEPT_SECONDS, edition)
    return edition


def forget_hosts() -> None:
    """Read every host from the database again: after a change in this process, and between tests."""
    global _edition
    _kept.clear()
    _edition = (0.0, None)


def _look_up(host: str) -> Academy | None:
    slug, dot, domain = host.partition(".")
    found = Q(domains__domain=host)
    if dot and domain == settings.EDUAI_BASE_DOMAIN:
        found = Q(slug=slug)
    with tenancy.platform():
        return Academy.objects.filter(found).first()


def _say(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The sentence without a page around it: there is no academy whose page it could be."""
    if request.path.startswith("/api/"):
        code = "unknown_academy" if status == 404 else "academy_unavailable"
        response: HttpResponse = errors.page(request, status, code, sentence)
    else:
        response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        response["Retry-After"] = "60"
    return response
