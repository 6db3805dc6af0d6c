"""The panel's first page: what waits for a teacher, who is stuck, and the week in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime

from eduai.lib import clock
from questions import access, concepts
from questions.admin.words import author_name
from questions.models import Blueprint, Decision, GenerationJob, Note, PracticeAttempt
from questions.services.practice import stuck_concepts
from tenants.access_log import shown
from tenants.korean_days import day_of
from tenants.models import Role
from tenants.services import checkpoints
from tenants.services.access_review import overdue
from tenants.services.rights import open_requests
from tenants.services.unfinished import unfinished

ROWS = 6
DAYS = 7
CHANGED = (
    "학원의 기록이 밖에 보관해 둔 확인값과 다릅니다. 누군가 기록을 바꾸었을 수 있으니 바로 운영자에게 알려 주세요."
)
LATE = "학원 기록의 확인값이 15분 넘게 밖으로 보관되지 않았습니다. 운영자에게 알려 주세요."
WEEKDAYS = "월화수목금토일"
LEFT_BEHIND = (GenerationJob.State.REFUSED,)
IN_HAND = (Blueprint.State.DRAFTED, Blueprint.State.IN_REVIEW, Blueprint.State.APPROVED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's answers; heights are percentages of the week's busiest day."""

    label: str
    right: int
    wrong: int
    right_height: float
    wrong_height: float


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """This will add to the index page's context; a dozen queries, however much there is."""
    handed = handed_over()
    waiting = [_waiting(row) for row in access.blueprints_in_review()[:ROWS]]
    refused = list(handed.select_related("note__student").order_by("-updated_at")[:ROWS])
    stuck = [_stuck(row) for row in stuck_concepts().order_by("-wrong_streak")[:ROWS]]
    shown(request, [*(row["student"] for row in (*waiting, *stuck)), *(job.note.student for job in refused)])
    return context | {
        "title": "한눈에 보기",
        "waiting": waiting,
        "waiting_count": access.blueprints_in_review().count(),
        "handed": refused,
        "handed_count": handed.count(),
        "stuck": stuck,
        "stuck_count": stuck_concepts().aggregate(many=Count("student", distinct=True))["many"],
        "week": _week(),
        "unreviewed": _unreviewed(request),
        "audit": _audit(request),
        "rights": _rights(request),
        "unfinished": _unfinished(request),
    }


def _rights(request: HttpRequest) -> dict[str, Any]:
    """How many requests about data wait, and how many of them are late; for who answers them. One query."""
    if not request.user.has_perm("tenants.answer_rights"):
        return {}
    today, days = day_of(clock.now()), list(open_requests().values_list("due_on", flat=True))
    return {"many": len(days), "late": sum(day < today for day in days), "next": days[0] if days else None}


def _unfinished(request: HttpRequest) -> list[str]:
    """Erasures that a director must know of. Four queries."""
    return unfinished(now=clock.now()) if request.user.has_perm("tenants.answer_rights") else []


def _audit(request: HttpRequest) -> str:
    """What a director must know about the record's checkpoints; empty while they arrive. One query."""
    if getattr(request.user, "role", "") != Role.DIRECTOR:
        return ""
    stale = [standing for standing in checkpoints.standings() if standing.stale(clock.now())]
    if not all(standing.holds for standing in stale):
        return CHANGED
    return LATE if stale else ""


def _unreviewed(request: HttpRequest) -> list[date]:
    """The periods whose accesses nobody has reviewed in time, for those who may."""
    return overdue(now=clock.now()) if request.user.has_perm("tenants.review_access") else []


def handed_over() -> QuerySet[GenerationJob]:
    """The jobs that no author could do, of notes that nothing else is being done for."""
    return (
        GenerationJob.objects.filter(state__in=LEFT_BEHIND)
        .exclude(note__blueprints__state__in=IN_HAND)
        .exclude(note__jobs__state__in=GenerationJob.LIVE)
    )


def _waiting(blueprint: Blueprint) -> dict[str, Any]:
    return {
        "link": reverse("admin:questions_blueprint_change", args=[blueprint.pk]),
        "stem": blueprint.note.stem,
        "student": blueprint.note.student,
        "concept": concepts.name_of(blueprint.note.concept),
        "author": author_name(blueprint.author),
        "at": blueprint.created_at,
    }


def _stuck(due: Any) -> dict[str, Any]:
    named = not due.concept.startswith("note:")
    return {
        "link": reverse("admin:questions_note_change", args=[due.note_id]),
        "student": due.student,
        "concept": concepts.name_of(due.concept) if named else "",
        "stem": due.note.stem,
        "wrong": due.wrong_streak,
    }


def _week() -> dict[str, Any]:
    days = _last_days(localtime(clock.now()).date())
    since = datetime.combine(days[0], time.min, get_current_timezone())
    approved = Decision.objects.filter(kind=Decision.Kind.APPROVED, at__gte=since).count()
    answers = _answers(since)
    right = sum(row[0] for row in answers.values())
    total = right + sum(row[1] for row in answers.values())
    busiest = max((sum(row) for row in answers.values()), default=0) or 1
    return {
        "notes": Note.objects.filter(created_at__gte=since).count(),
        "approved": approved,
        "answers": total,
        "right_rate": round(100 * right / total) if total else None,
        "days": [_day(day, answers.get(day, (0, 0)), busiest) for day in days],
    }


def _answers(since: datetime) -> dict[date, tuple[int, int]]:
    """Right and wrong answers of each day since then."""
    outcome = PracticeAttempt.Outcome
    rows = (
        PracticeAttempt.objects.filter(at__gte=since)
        .annotate(day=TruncDate("at"))
        .values("day")
        .annotate(
            right=Count("id", filter=Q(outcome=outcome.CORRECT)),
            wrong=Count("id", filter=Q(outcome=outcome.INCORRECT)),
        )
        .order_by("day")
    )
    return {row["day"]: (row["right"], row["wrong"]) for row in rows}


def _last_days(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in reversed(range(DAYS))]


def _day(day: date, answers: tuple[int, int], busiest: int) -> Day:
    right, wrong = answers
    label = f"{WEEKDAYS[day.weekday()]} {day.day}"
    return Day(label, right, wrong, 100 * right / busiest, 100 * wrong / busiest)
