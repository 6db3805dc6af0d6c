"""What one request about data may be about, by its kind: never free text, and never somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from eduai.lib.errors import InvalidInput
from tenants.korean_days import day_of
from tenants.models import RightsRequest, Student

Kind, State = RightsRequest.Kind, RightsRequest.State

# What of a student can be asked to be corrected, in words.
FIELDS = {"student.name": "이름", "student.birth_date": "생년월일", "student.grade": "학년"}
# The form's word for what has no row here; the details say what it is.
OTHER = "other"
# Whoever keeps something of a student that a request can be about adds how it is found, by how `about` begins: called
# with the student and the rest of `about`, it returns that rest in its one spelling or raises InvalidInput.
FIND: dict[str, Callable[..., str]] = {}
# And how its newest are offered to whoever types in a paper: called with the student, a title and rows of `about`
# with words for each.
Offer = tuple[str, list[tuple[str, str]]]
OFFER: list[Callable[..., Offer]] = []
OFFERED = 30
NO_MATTER = "무엇에 대한 요청인지 알 수 없습니다."
NO_DECISION = "어떤 결과에 대한 요청인지 알 수 없습니다."
NO_FIELD = "고칠 수 있는 항목이 아닙니다. ‘그 밖의 것’을 골라 내용에 적어 주세요."
NO_REFUSAL = "무엇에 이의가 있는지 알 수 없습니다. 거절된 요청 아래의 ‘이의 제기’에서 적어 주세요."


def matter_of(*, student: Student, kind: str, about: str) -> str:
    """What a request of that kind is about, in its one spelling; empty for kinds that are about everything.

    Raises InvalidInput for what is nothing of this student that such a request can be about.
    """
    if "\x00" in about:
        raise InvalidInput(NO_MATTER, field="about")
    if kind == Kind.CORRECTION:
        return _field(student, about)
    if kind in (Kind.EXPLANATION, Kind.HUMAN_REVIEW):
        return about and _found(student, about, ":", NO_DECISION)
    return _refusal(student, about) if kind == Kind.OBJECTION else ""


def offered(*, student: Student) -> list[Offer]:
    """What of this student a request can be about, in groups, for a form; the newest where there are many."""
    refused = RightsRequest.objects.filter(student=student, state=State.REFUSED).order_by("-received_at")[:OFFERED]
    told = [(f"request:{row.pk}", f"{day_of(row.received_at):%Y.%m.%d} {row.get_kind_display()}") for row in refused]
    fixed: list[Offer] = [("고칠 항목", [*FIELDS.items(), (OTHER, "그 밖의 것")]), ("거절된 요청 (이의 제기)", told)]
    return [group for group in (*fixed, *(offer(student=student) for offer in OFFER)) if group[1]]


def refused_request(*, student: Student | None, about: str) -> RightsRequest | None:
    """The student's refused request that an objection is about."""
    number = uuid_of(text=about.removeprefix("request:"))
    rows = RightsRequest.objects.filter(student=student, student__isnull=False, state=State.REFUSED, pk=number)
    return rows.first() if about.startswith("request:") else None


def uuid_of(*, text: str) -> UUID:
    """The number that is written there; nobody's for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _field(student: Student, about: str) -> str:
    if about in ("", OTHER):
        return ""
    return about if about in FIELDS else _found(student, about, ".", NO_FIELD)


def _found(student: Student, about: str, mark: str, otherwise: str) -> str:
    word, between, rest = about.partition(mark)
    finds = FIND.get(word + between)
    if not between or finds is None:
        raise InvalidInput(otherwise, field="about")
    return f"{word}{mark}{finds(student=student, rest=rest)}"


def _refusal(student: Student, about: str) -> str:
    refused = refused_request(student=student, about=about)
    if refused is None:
        raise InvalidInput(NO_REFUSAL, field="about")
    return f"request:{refused.pk}"
