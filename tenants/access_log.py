"""Who looked at whose data: the one writer of access records, and the middleware that writes one for each answer.

A view says whose data it shows (`shown`); the record is written before a byte of the answer leaves, and an answer whose
record cannot be written is not given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse

from eduai.lib.errors import InvalidInput
from tenants import actors, doors
from tenants.actors import Actor
from tenants.addresses import address_of
from tenants.models import AccessRecord, ApiKey, Role, Student, User
from tenants.nameless import nameless

# More students than this are told by their count and the hash of their numbers.
LISTED = 50
# Parts of addresses that open something: they stand in no record.
SECRETS = frozenset({"token"})
SHORTEST_REASON, LONGEST_REASON = 5, 200
NO_REASON = f"내려받는 사유를 {SHORTEST_REASON}자 이상 적어 주세요. 사유는 접속 기록에 남습니다."
LONG_REASON = f"내려받는 사유를 {LONGEST_REASON}자 이하로 줄여 주세요."


class Task(StrEnum):
    """What somebody did with what they saw (수행업무)."""

    LIST = "list"
    SEARCH = "search"
    VIEW = "view"
    CHANGE = "change"
    DOWNLOAD = "download"
    PROCESS = "process"
    LOG_IN = "login"
    LOG_OUT = "logout"
    LOG_IN_FAILED = "login.failed"


class Undeclared(RuntimeError):
    """A page that shows students has not said whose data it showed."""


def record_access(
    *,
    actor: Actor,
    task: Task,
    place: str,
    students: Iterable[int] = (),
    role: str = "",
    address: str = "",
    reason: str = "",
    **facts: object,
) -> AccessRecord:
    """This will add one record to the academy's access log, in one statement and without a lock.

    `students` are numbers; many are told by count and hash. `facts` are ids and codes, never a student's words.
    Raises DatabaseError where it cannot be written: what it was for must not happen then.
    """
    numbers = sorted(set(students))
    few = len(numbers) <= LISTED
    return AccessRecord.objects.create(
        actor=actor.label,
        role=role or role_of(actor),
        address=address or None,
        task=task.value,
        place=place[:100],
        students=numbers if few else [],
        many=len(numbers),
        students_hash="" if few else hash_of_numbers(numbers),
        reason=reason,
        facts=facts,
    )


def role_of(actor: Actor) -> str:
    """The role as records name it: a person's own, `partner` for a program, else the kind of actor."""
    if actor.user is not None:
        return str(actor.user.role)
    return "partner" if actor.api_key is not None else actor.label.partition(":")[0][:12]


def hash_of_numbers(numbers: Iterable[int]) -> str:
    """SHA-256 over the sorted numbers, with commas between."""
    return hashlib.sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()


def reason_given(text: str, *, about: Student | None = None) -> str:
    """The typed reason for a download, on one line (고시 제8조 제2항), without what the current academy's people are
    called, first of all the student whom it is `about`: no record of it is ever changed. Raises InvalidInput under five
    letters.
    """
    reason = " ".join(text.split())
    if sum(letter.isalnum() for letter in reason) < SHORTEST_REASON or not reason.isprintable():
        raise InvalidInput(NO_REASON, field="reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(LONG_REASON, field="reason")
    return nameless(reason, about=about)


@dataclass
class Shown:
    """What a request's views have said so far."""

    students: set[int] = field(default_factory=set)
    own: bool = False
    task: Task = Task.VIEW
    reason: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def shown(
    request: Any, students: Iterable[Student | int], *, task: Task = Task.VIEW, reason: str = "", **facts: object
) -> None:
    """Say that the answer shows these students' data, by row or by number. None at all is said as well.

    What somebody sees of themself is no access by another and leaves no record. The record is one for the whole answer,
    with the task and the reason that were said last.
    """
    inner = getattr(request, "_request", request)  # DRF wraps it
    said = vars(inner).setdefault("_shown", Shown())
    viewer = getattr(getattr(inner, "user", None), "pk", None)
    for student in students:
        if isinstance(student, int):
            said.students.add(student)
        elif student.user_id is not None and student.user_id == viewer and isinstance(inner.user, User):
            said.own = True
        else:
            said.students.add(student.pk)
    said.task, said.reason = task, reason or said.reason
    said.facts |= facts


class AccessLog:
    """Middleware: one record for each answer that shows a student's data to somebody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, once its record is written. Raises Undeclared for a page that hides whose data it shows."""
        response = self.get_response(request)
        if response.status_code >= 500 or request.academy is None:
            return response
        said: Shown | None = vars(request).get("_shown")
        if said is None:
            _refuse_silence(request, response)
        elif said.students or not (said.own or _is_student(request)):
            _write(request, said)
        return response


def _refuse_silence(request: HttpRequest, response: HttpResponse) -> None:
    match = request.resolver_match
    if match is None or response.status_code >= 300:
        return
    verb = "GET" if request.method == "HEAD" else str(request.method)
    if doors.rule_of(match.view_name, verb) is doors.Rule.SHOWS and verb != "OPTIONS":
        raise Undeclared(f"{match.view_name} shows students: say whose data with access_log.shown().")


def _is_student(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.role == Role.STUDENT


def _write(request: HttpRequest, said: Shown) -> None:
    match = request.resolver_match
    named = (match.kwargs if match else {}).items()
    asked = {key: str(value)[:64] for key, value in named if key not in SECRETS}
    record_access(
        actor=actor_of(request),
        task=said.task,
        place=match.view_name if match else request.path[:100],
        students=said.students,
        address=address_of(request),
        reason=said.reason,
        **asked,
        **said.facts,
    )


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: the person or the program that is signed in, else a visitor."""
    user = request.user
    if isinstance(user, ApiKey):
        return actors.partner(user)
    return actors.person(user) if isinstance(user, User) else actors.VISITOR
