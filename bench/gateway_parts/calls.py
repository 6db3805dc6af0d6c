"""Calls for the figures: a prompt about nobody, and a router with the product's own ledger, policy and breaker."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from eduai.llm.base import Confirm, Provider
from eduai.llm.deadline import Deadline
from eduai.llm.types import Completion, Message, Place, Prompt, Recipient, Release, Usage

TASK = "similar_question"
TEXT = "일차방정식 $3x + 5 = 20$의 해를 구하시오."


def prompt() -> Prompt:
    """A short prompt about a student of the academy entered; it may go to the academy's own machines."""
    from eduai.lib import clock
    from tenants.actors import command
    from tenants.models import Student
    from tenants.services.consent import release
    from tenants.services.people import add_student

    now = clock.now()
    student = Student.objects.first() or add_student(code="bench", actor=command("bench"), now=now)
    slip = release(student=student, purpose=TASK, now=now)
    return Prompt(slip, TASK, "bench", (Message("user", TEXT),), None, 64)


class Instant:
    """A provider that answers at once, so that what is left is the router's own time."""

    place = Place.ON_PREMISES
    model = "instant"
    capacity = 64

    def __init__(self, name: str = "tgi-0") -> None:
        self.name = name

    def complete(self, prompt: Prompt, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Completion:
        with confirm(prompt.release, Recipient(self.name, self.place, "http://localhost")):
            pass
        return Completion("{}", self.name, self.model, self.place, Usage(20, 2, 0.01), 0.0, request_id)


@contextmanager
def unguarded(release: Release, recipient: Recipient) -> Iterator[None]:
    """A confirmation that asks nobody: the figures of the consent check are the audit's."""
    yield


def router(providers: Mapping[str, Sequence[Provider]], *, breaker: Any = None, policy: Any = None) -> Any:
    """A router over these providers, with the product's ledger and, where not given, its policy and shared breaker."""
    from django.conf import settings

    from eduai.llm.breaker import SharedBreaker
    from eduai.llm.factory import connect_redis
    from eduai.llm.router import Router
    from tenants.services.redaction import AcademyRedact
    from tenants.services.routing import AcademyPolicy
    from tenants.services.usage import AcademyLedger

    return Router(
        providers,
        policy=policy or AcademyPolicy(),
        ledger=AcademyLedger(),
        confirm=unguarded,
        redact=AcademyRedact(),
        breaker=breaker or SharedBreaker(connect_redis(settings.REDIS_URL)),
    )


def timed(call: Any, many: int) -> list[float]:
    """Milliseconds of each of `many` calls."""
    times = []
    for _ in range(many):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return times
