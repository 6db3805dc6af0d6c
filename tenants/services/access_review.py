"""A person looks at who looked: a report for each month, and the name of who has read it (고시 제8조 제2항)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import get_current_timezone, localtime

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants import access
from tenants.access_findings import LIST, Finding, Kind, findings
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import AccessReview, AuditRecord, User
from tenants.services.access_sealing import check_access_log
from tenants.services.retention import due_before, periods

MONTHS = {"monthly": 1, "quarterly": 3}
# How long a report may wait for its reviewer before the first page of the panel says so.
PATIENCE = timedelta(days=14)
# Reports that were missed are written over some nights, not all in one.
MOST_AT_ONCE = 3
SHORTEST, LONGEST = 5, 2000
SIGNERS = [role for role, rights in access.PERMISSIONS.items() if "tenants.review_access" in rights]
ALONE = "이 학원에는 이 보고서에 없는 담당자가 없어, 보고서에 있는 사람이 확인했습니다."


@dataclass(frozen=True, slots=True)
class Period:
    """What one report is about: whole months by Korean days, from the first to before `until`."""

    first: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        zone = get_current_timezone()
        return datetime.combine(self.first, time.min, zone), datetime.combine(self.until, time.min, zone)


def period_of(*, day: date) -> Period:
    """The period of the cycle in force (`EDUAI_ACCESS_REVIEW`) that a day lies in."""
    many = MONTHS[settings.EDUAI_ACCESS_REVIEW]
    first = date(day.year, (day.month - 1) // many * many + 1, 1)
    after = first.month - 1 + many
    return Period(first, date(first.year + after // 12, after % 12 + 1, 1))


def last_period(*, now: datetime) -> Period:
    """The newest period that is over."""
    return period_of(day=period_of(day=localtime(now).date()).first - timedelta(days=1))


def period_named(*, month: str) -> Period:
    """The period of `2026-11`. Raises InvalidInput for a text that is no month."""
    try:
        return period_of(day=date.fromisoformat(f"{month}-01"))
    except ValueError as error:
        raise InvalidInput("month: 달을 2026-11처럼 적어 주세요.", field="month") from error


def make_review(*, period: Period, actor: Actor, now: datetime) -> AccessReview:
    """This will write the report on one period, or write it anew while nobody has signed it.

    Raises Conflict for one that is signed.
    """
    since, until = period.moments
    found = [*findings(since=since, until=until), *_tampered(now)]
    with transaction.atomic():
        review, _ = AccessReview.objects.select_for_update().get_or_create(
            month=period.first, defaults={"made_at": now, "findings": []}
        )
        if review.reviewed_at is not None:
            raise Conflict(f"{period.first:%Y-%m} 접속 기록 점검은 이미 끝났습니다.")
        review.made_at, review.findings = now, [finding.as_json() for finding in found]
        review.save(update_fields=["made_at", "findings"])
        record(actor=actor, action=Action.ACCESS_REVIEW_MADE, subject=review, findings=len(found))
    return review


def make_due_reviews(*, actor: Actor, now: datetime) -> int:
    """This will write the reports that are missing on periods that are over, the newest first, a few at a time: also
    those that were due while nothing ran. Returns how many it wrote.
    """
    missing = _missing(now)[:MOST_AT_ONCE]
    for period in missing:
        make_review(period=period, actor=actor, now=now)
    return len(missing)


def _missing(now: datetime) -> list[Period]:
    """The newest period and those before it in which the academy was there and of which the log is still kept, without
    their report. Three queries.
    """
    known = set(AccessReview.objects.values_list("month", flat=True))
    begun = AuditRecord.objects.filter(seq=1).values_list("at", flat=True).first() or now
    since = max(begun, due_before(days=periods()["access_log"], now=now))
    found = [last_period(now=now)]
    while (before := period_of(day=found[-1].first - timedelta(days=1))).moments[1] > since:
        found.append(before)
    return [period for period in found if period.first not in known]


def sign_review(*, review: AccessReview, conclusion: str, actor: Actor, now: datetime) -> AccessReview:
    """This will close a report under the name of a person who is not among those it is about; where nobody else could
    sign it, one of these may, and the report and the record say so.

    Raises NotAllowed for anybody else, InvalidInput for a conclusion of fewer than five letters, and Conflict for a
    report that is signed, or that was written anew since the person read it.
    """
    access.require(actor, "tenants.review_access")
    if actor.user is None or not may_sign(review=review, actor=actor):
        raise NotAllowed("이 보고서에 본인의 접속이 있어 직접 확인을 마칠 수 없습니다. 다른 사람이 확인해야 합니다.")
    words, alone = conclusion.strip(), actor.label in actors_of(review=review)
    if sum(letter.isalnum() for letter in words) < SHORTEST or len(words) > LONGEST:
        sentence = f"conclusion: 점검 결과를 {SHORTEST}자 이상 {LONGEST}자 이하로 적어 주세요."
        raise InvalidInput(sentence, field="conclusion")
    with transaction.atomic():
        row = AccessReview.objects.select_for_update().get(pk=review.pk)
        if row.reviewed_at is not None or row.made_at != review.made_at:
            raise Conflict("그사이 이 보고서가 바뀌었습니다. 다시 읽고 적어 주세요.")
        row.reviewer, row.reviewed_at, row.conclusion = actor.user, now, f"{words}\n\n{ALONE}" if alone else words
        row.save(update_fields=["reviewer", "reviewed_at", "conclusion"])
        record(actor=actor, action=Action.ACCESS_REVIEWED, subject=row, month=f"{row.month:%Y-%m}", alone=alone)
    return row


def may_sign(*, review: AccessReview, actor: Actor) -> bool:
    """Whether the actor is not in the report, or everybody else who may sign reports is in it as well. One query."""
    about = actors_of(review=review)
    if actor.label not in about:
        return True
    signers = User.objects.filter(role__in=SIGNERS, is_active=True).values_list("pk", flat=True)
    return all(f"user:{number}" in about for number in signers)


def actors_of(*, review: AccessReview) -> set[str]:
    """The labels of those whose doing a report is about; who was tried to be signed in as did nothing."""
    return {row["actor"] for row in review.findings if row["kind"] != Kind.FAILED}


def students_of(*, review: AccessReview) -> set[int]:
    """The numbers of the students whom a report names."""
    return {number for row in review.findings for number in row["students"]}


def overdue(*, now: datetime) -> list[date]:
    """The first days of the periods that nobody has signed in time, also of the newest one where its report is missing.
    Two queries.
    """
    period = last_period(now=now)
    _, ended = period.moments
    waiting = Q(reviewed_at=None, made_at__lt=now - PATIENCE)
    rows = AccessReview.objects.filter(waiting | Q(month=period.first)).only("month", "made_at", "reviewed_at")
    found = {row.month: row.reviewed_at is None and row.made_at < now - PATIENCE for row in rows}
    if period.first not in found and ended < now - PATIENCE:
        found[period.first] = _has_a_past(ended)
    return sorted(month for month, late in found.items() if late)


def _has_a_past(before: datetime) -> bool:
    """Whether the academy was there before a moment; a new one owes no report on what was not."""
    return AuditRecord.objects.filter(seq=1, at__lt=before).exists()


def _tampered(now: datetime) -> Iterable[Finding]:
    for row in check_access_log(now=now):
        where = f"{LIST}?id__gte={row.first}&id__lte={row.last}"
        kind = Kind.UNSEALED if row.what == Kind.UNSEALED else Kind.TAMPERED
        yield Finding(kind, f"seal:{row.seq}", abs(row.sealed - row.found), [], row.what, where)


def told(*, review: AccessReview) -> list[tuple[str, Any]]:
    """What a report says, by kind, in the order of the kinds."""
    return [(kind, [row for row in review.findings if row["kind"] == kind]) for kind in Kind]
