"""Whole requests of two academies on threads that share few connections, with everything that moves or loses the
place a connection stands in: none is ever answered from the other academy.
"""

from __future__ import annotations

import contextlib
import json
import logging
import random
import threading
import types
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DataError, IntegrityError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from eduai import urls as real
from tenants import tenancy
from tenants.models import Academy, Role, Student
from tests.cast import member

THREADS, CONNECTIONS = 8, 3
SEED = 20261128
CODES = {"haneul": "cloud", "bada": "seagull"}
OTHER = {"haneul": "bada", "bada": "haneul"}


def names() -> list[str]:
    return sorted(Student.objects.values_list("code", flat=True))


def enrol(code: str) -> None:
    Student.objects.create(code=code, created_at="2026-03-02T09:00:00Z")


# --- what a view may do before it reads -----------------------------------------------------------------------
def reads(other: Academy) -> None:
    names()


def is_rolled_back(other: Academy) -> None:
    with contextlib.suppress(KeyError), transaction.atomic():
        enrol("new")
        raise KeyError


def is_rolled_back_elsewhere(other: Academy) -> None:
    with contextlib.suppress(KeyError), transaction.atomic(), tenancy.use(other):
        names()
        raise KeyError


def goes_back_to_a_savepoint(other: Academy) -> None:
    with transaction.atomic():
        with contextlib.suppress(IntegrityError), transaction.atomic(), tenancy.use(other):
            enrol(CODES[other.slug])
        names()


def comes_back_from_a_savepoint_inside(other: Academy) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        with tenancy.use(other):
            names()
            transaction.savepoint_rollback(point)
            names()


def commits_what_had_failed(other: Academy) -> None:
    """The error is caught inside: COMMIT is answered by a roll-back that nobody sees."""
    with tenancy.use(other):
        names()
    with transaction.atomic():
        names()
        with contextlib.suppress(DataError), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")


def fails_without_a_transaction(other: Academy) -> None:
    with tenancy.use(other), contextlib.suppress(DataError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def loses_its_connection(other: Academy) -> None:
    with tenancy.use(other):
        names()
    connection.close()


def leaves_rows_unread(other: Academy) -> None:
    with tenancy.use(other):
        next(Student.objects.iterator(chunk_size=1))


def breaks(other: Academy) -> None:
    """A bug, in the other academy and in a transaction: the page that says so is read by nobody."""
    with transaction.atomic(), tenancy.use(other):
        enrol("lost")
        raise ZeroDivisionError


ACTIONS = (
    reads,
    is_rolled_back,
    is_rolled_back_elsewhere,
    goes_back_to_a_savepoint,
    comes_back_from_a_savepoint_inside,
    commits_what_had_failed,
    fails_without_a_transaction,
    loses_its_connection,
    leaves_rows_unread,
    breaks,
)
academies: dict[str, Academy] = {}


def view(request: HttpRequest, action: int) -> HttpResponse:
    """Do the action, then say who is signed in and what there is."""
    here: Any = request
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    ACTIONS[action](academies[OTHER[here.academy.slug]])
    return JsonResponse({"role": role, "who": here.user.username, "students": names()})


@pytest.fixture
def signed_in(committed_db: None, haneul: Any, bada: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The academies with a student and a director each, on a pool of few connections; the directors' sessions."""
    sessions = {}
    academies.update(haneul=haneul, bada=bada)
    for slug, academy in academies.items():
        with tenancy.use(academy):
            enrol(CODES[slug])
            client = Client()
            client.force_login(member(Role.DIRECTOR, f"director-{slug}"))
            sessions[slug] = client.cookies["sessionid"].value
    connections.close_all()
    pool = {"min_size": 0, "max_size": CONNECTIONS, "timeout": 60}
    monkeypatch.setitem(connections["default"].settings_dict["OPTIONS"], "pool", pool)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    urls = types.ModuleType("interleaved_urls")
    vars(urls).update(urlpatterns=[path("<int:action>", view), *real.urlpatterns], handler500="eduai.failures.broken")
    with override_settings(ROOT_URLCONF=urls):
        yield sessions
    connections["default"].close()
    connections["default"].close_pool()


@dataclass
class Told:
    """How many requests of each action ended how, and every answer that was not the academy's own."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    leaks: list[tuple[str, str, int, str]] = field(default_factory=list)


def serve(handler: WSGIHandler, chance: random.Random, count: int, sessions: dict[str, str], told: Told) -> None:
    """Requests one after the other, as a thread of the web server takes them."""
    try:
        for _ in range(count):
            slug, action = chance.choice(("haneul", "bada")), chance.randrange(len(ACTIONS))
            bearer = chance.choice((slug, slug, OTHER[slug]))
            environ = RequestFactory(
                headers={"host": f"{slug}.localhost", "cookie": f"sessionid={sessions[bearer]}"}
            ).get(f"/{action}")
            status, body = answered(handler, environ.environ)
            told.answers[ACTIONS[action].__name__, status] += 1
            who = f"director-{slug}" if bearer == slug else ""
            role = "r_aaaaaaaaaaaa" if slug == "haneul" else "r_bbbbbbbbbbbb"
            right = {"role": role, "who": who, "students": [CODES[slug]]}
            if ACTIONS[action] is breaks:
                leaks = status != 500 or CODES[OTHER[slug]] in body
            else:
                leaks = status != 200 or json.loads(body) != right
            if leaks:
                told.leaks.append((slug, ACTIONS[action].__name__, status, body[:200]))
    finally:
        connections.close_all()


def answered(handler: WSGIHandler, environ: dict[str, Any]) -> tuple[int, str]:
    """The whole answer; closing it ends the request, which gives its connection back to the pool."""
    found: list[str] = []
    response = handler(environ, lambda status, headers: found.append(status))
    try:
        return int(found[0][:3]), b"".join(response).decode()
    finally:
        response.close()


def interleave(requests: int, sessions: dict[str, str]) -> Told:
    handler, each = WSGIHandler(), [Told() for _ in range(THREADS)]
    threads = [
        threading.Thread(target=serve, args=(handler, random.Random(SEED + n), requests // THREADS, sessions, told))
        for n, told in enumerate(each)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Told(sum((told.answers for told in each), Counter()), [leak for told in each for leak in told.leaks])


@pytest.mark.parametrize(
    "requests",
    [240, pytest.param(12_000, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
)
def test_interleaved_requests_are_answered_from_their_own_academy(signed_in: dict[str, str], requests: int) -> None:
    told = interleave(requests, signed_in)
    answered = sum(told.answers.values())
    print(f"interleaved_requests={answered} leaks={len(told.leaks)} seed={SEED}")  # noqa: T201
    assert told.leaks == []
    assert answered == requests
    assert {name for name, _ in told.answers} == {action.__name__ for action in ACTIONS}
    for slug, academy in academies.items():
        with tenancy.use(academy):
            assert names() == [CODES[slug]]
