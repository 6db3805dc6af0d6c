"""Requests: what entering an academy adds, whether a thousand of them slow a page, and whether any leaks."""

from __future__ import annotations

import io
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bench.engine_parts.timing import percentile
from bench.tenancy_parts.filling import CANARY, session_key

SMALL = 10
ROUNDS = 5
PER_ROUND = 1500
PAIRS = 3000
THREADS = 8
INTERLEAVED = 12_000


class Site:
    """The whole site in this process: handler, middleware, session, the student's home page."""

    def __init__(self, academies: Sequence[Any]) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        self.academies = academies
        self.handler = WSGIHandler()

    def home(self, number: int) -> tuple[float, str]:
        """Milliseconds of the home page of the student of academy `number`, and its text."""
        status: list[str] = []
        begun = time.perf_counter()
        answer = self.handler(self._environ(number), lambda code, headers: status.append(code))
        text = b"".join(answer).decode()
        answer.close()
        taken = (time.perf_counter() - begun) * 1000
        if not status[0].startswith("200"):
            raise RuntimeError(f"The student's home page answered {status[0]}.")
        return taken, text

    def _environ(self, number: int) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": f"{self.academies[number].slug}.localhost",
            "HTTP_COOKIE": f"sessionid={session_key(number)}",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }


def latencies(academies: Sequence[Any], draw: random.Random) -> dict[str, Any]:
    """The student's home page: first touches, then rounds over ten academies and over all in turn.

    Over one connection, so that after the first touches every academy is warm on it.
    """
    with _one_connection():
        return _latencies(academies, draw)


@contextmanager
def _one_connection() -> Iterator[None]:
    from django.db import connection, connections

    pool = connections.settings["default"]["OPTIONS"]["pool"]
    before = pool["max_size"]
    for size in (1, before):
        connection.close()
        connection.close_pool()
        pool["max_size"] = size
        if size == 1:
            yield


def _latencies(academies: Sequence[Any], draw: random.Random) -> dict[str, Any]:
    site = Site(academies)
    everyone = list(range(len(academies)))
    site.home(0)
    cold = [site.home(number)[0] for number in everyone[1:]]
    ratios, few, many = [], [], []
    for _ in range(ROUNDS):
        few.append(_round(site, everyone[:SMALL], draw))
        many.append(_round(site, everyone, draw))
        ratios.append(many[-1] / few[-1])
    return {
        "latency_ratio": round(statistics.median(ratios), 3),
        "warm_p95_ms_of_10": round(statistics.median(few), 2),
        "warm_p95_ms_of_all": round(statistics.median(many), 2),
        "cold_p95_ms": percentile(cold, 95),
    }


def _round(site: Site, numbers: Sequence[int], draw: random.Random) -> float:
    times = [site.home(draw.choice(numbers))[0] for _ in range(PER_ROUND)]
    return float(percentile(times, 95) or 0)


def overhead(academies: Sequence[Any], draw: random.Random) -> dict[str, Any]:
    """One query behind the academies' middleware, each time of another academy, against the query alone."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    from tenants import tenancy
    from tenants.middleware import AcademyMiddleware
    from tenants.models import Student

    def look(request: Any) -> HttpResponse:
        return HttpResponse(Student.objects.filter(code="canary").values_list("name", flat=True)[0])

    behind, factory = AcademyMiddleware(look), RequestFactory()
    asked = [factory.get("/", headers={"host": f"{academy.slug}.localhost"}) for academy in academies[:SMALL]]
    inside, outside = [], []
    for _ in range(PAIRS):
        request = draw.choice(asked)
        outside.append(_timed(behind, request))
        with tenancy.use(academies[0]):
            look(request)
            inside.append(_timed(look, request))
    return {"overhead_p50_ms": round(float(percentile(outside, 50) or 0) - float(percentile(inside, 50) or 0), 3)}


def _timed(call: Callable[[Any], Any], request: Any) -> float:
    begun = time.perf_counter()
    call(request)
    return (time.perf_counter() - begun) * 1000


def interleaved(academies: Sequence[Any], seed: int) -> dict[str, Any]:
    """Pages on threads, between which transactions and savepoints are rolled back at random."""
    found: list[int] = []
    threads = [
        threading.Thread(target=_one_thread, args=(academies, random.Random(seed + number), found))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"leaks": sum(found), "interleaved_requests": THREADS * (INTERLEAVED // THREADS) - THREADS + len(found)}


def _one_thread(academies: Sequence[Any], draw: random.Random, found: list[int]) -> None:
    from django.db import connections

    site, leaks = Site(academies), 0
    for _ in range(INTERLEAVED // THREADS):
        number = draw.randrange(len(academies))
        if draw.random() < 0.4:
            _roll_something_back(academies[draw.randrange(len(academies))], draw)
        text = site.home(number)[1]
        own = f"{CANARY}{academies[number].schema_name}"
        leaks += own not in text or text.count(CANARY) != text.count(own)
    connections.close_all()
    found.append(leaks)


def _roll_something_back(academy: Any, draw: random.Random) -> None:
    from django.db import transaction

    from tenants import tenancy
    from tenants.models import Student

    class Undone(Exception):
        """Ends a transaction without its work."""

    try:
        with tenancy.use(academy), transaction.atomic():
            Student.objects.update(grade="?")
            if draw.random() < 0.5:
                try:
                    with transaction.atomic():
                        Student.objects.update(grade="!")
                        raise Undone
                except Undone:
                    Student.objects.count()
            raise Undone
    except Undone:
        pass
