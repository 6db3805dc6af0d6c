"""Erasures that somebody must know of: not at their end, or at their end with a name left in other records."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from eduai.lib.errors import Conflict
from tenants import dispatch
from tenants.actors import Actor
from tenants.audit import Action
from tenants.erased import PATTERN
from tenants.korean_days import day_of
from tenants.models import AuditRecord, Student
from tenants.retention import kept_though_left
from tenants.services.retention import due_before, periods
from tenants.services.rights_desk import in_words
from tenants.services.subject_erasure import KIND, erase_subject

# One that is in hand takes seconds; then a worker takes it up.
SILENT = timedelta(minutes=15)
# So long the director is told of a name that is left.
TOLD_FOR = timedelta(days=30)
GOES_ON = "시작한 지우기를 마침"
log = logging.getLogger(__name__)


def half_erased(*, now: datetime) -> QuerySet[Student]:
    """Students whose erasure began some time ago and has not come to its end."""
    begun = Student.objects.filter(erased_at__lt=now - SILENT)
    return begun.exclude(code__regex=PATTERN).order_by("erased_at")


def take_up_erasures(*, now: datetime) -> int:
    """This will have workers go on with erasures that have not come to their end, also those that were given up.
    Returns how many.
    """
    numbers = [UUID(int=number) for number in half_erased(now=now).values_list("pk", flat=True)]
    dispatch.enqueue_many(kind=KIND, jobs=numbers)
    return len(numbers)


def finish_erasures(*, actor: Actor, now: datetime) -> int:
    """This will go on at once with erasures that have not come to their end, where no worker takes work up. Returns how
    many came to it; the others are left for the next time.
    """
    done = 0
    for student in half_erased(now=now):
        try:
            erase_subject(student=student, actor=actor, now=now, reason=GOES_ON)
        except Conflict:
            log.exception("The erasure of student:%d is not at its end", student.pk)
        else:
            done += 1
    return done


def unfinished(*, now: datetime) -> list[str]:
    """A sentence for the director about each of them, and about who is kept though they left. Four queries."""
    told = [
        f"student:{student.pk} 학생의 지우기가 {day_of(student.erased_at):%Y.%m.%d}에 시작되어 아직 끝나지 않았습니다. "
        "저절로 다시 시도합니다. 하루가 지나도 남아 있으면 운영자에게 알려 주세요."
        for student in half_erased(now=now)
        if student.erased_at
    ]
    ended = AuditRecord.objects.filter(action=Action.SUBJECT_ERASED, at__gt=now - TOLD_FOR).order_by("-seq")
    for subject, facts in ended.values_list("subject", "facts"):
        places = json.loads(facts).get("places") or {}
        if places:
            where = ", ".join(in_words(place=place, many=many) for place, many in sorted(places.items()))
            told.append(f"{subject} 학생을 지운 뒤에도 부르는 말이 남은 곳이 있습니다: {where}")
    before = due_before(days=periods()["learning"], now=now)
    return told + [
        f"student:{student.pk} 학생은 수강이 끝난 지 보유 기간이 지났지만, 그 뒤의 오답이나 풀이 또는 답하지 않은 "
        "요청이 있어 지우지 않았습니다. 다시 다니면 복귀로 적고, 아니면 수강 종료를 새로 적어 주세요."
        for student in kept_though_left(before=before)
    ]
