"""What an academy's public page says about personal data, put together from what the product itself goes by
(개인정보 보호법 제30조): the registry of processors, the retention schedules, the notices in force.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from tenants import processors
from tenants.korean_days import day_of
from tenants.models import Academy, NoticeVersion, ProcessorDecision, RetentionPolicy, Role, User
from tenants.processors import Basis, Processor
from tenants.retention import SCHEDULES, Schedule
from tenants.services.notices import current_notices
from tenants.services.processors import acceptance
from tenants.services.retention import periods

# The page's own wording; what follows from the tables beside it changes by itself.
WORDED_ON = date(2026, 11, 28)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record and how long the academy keeps it, in words."""

    title: str
    period: str
    article: str


@dataclass(frozen=True, slots=True)
class Used:
    """One processor and whether the academy uses it."""

    processor: Processor
    in_use: bool
    is_overseas: bool
    refusal: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole page. `version` changes with every word that follows from a table."""

    with_consent: tuple[Basis, ...]
    without_consent: tuple[Basis, ...]
    processors: tuple[Used, ...]
    kept: tuple[Kept, ...]
    officer: str
    contact: str
    version: str
    since: date


def policy_of(*, academy: Academy, now: datetime) -> Policy:
    """The academy's page as it stands. A fixed number of queries."""
    bases = processors.BASES
    notices = current_notices()
    overseas = notices.get("overseas")
    refusal = str(overseas.facts.get("refusal", "")) if overseas else ""
    used = tuple(_used(each, refusal) for each in processors.PROCESSORS)
    days = periods()
    kept = tuple(Kept(row.title, _period(row, days[kind]), row.article) for kind, row in SCHEDULES.items())
    director = User.objects.filter(role=Role.DIRECTOR, is_active=True).order_by("pk").first()
    parts = (bases, used, kept, {purpose: row.facts_hash for purpose, row in sorted(notices.items())})
    return Policy(
        with_consent=tuple(row for row in bases if row.consent),
        without_consent=tuple(row for row in bases if not row.consent),
        processors=used,
        kept=kept,
        officer=director.get_full_name() if director else "",
        contact=director.email if director else "",
        version=hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:8],
        since=_since(academy, now),
    )


def _used(each: Processor, refusal: str) -> Used:
    is_overseas = each is processors.overseas()
    return Used(each, acceptance(processor=each).accepted, is_overseas, refusal if is_overseas else "")


def _period(row: Schedule, days: int) -> str:
    if row.remove is None:
        return row.until
    years, rest = divmod(days, 365)
    # Two years by the calendar can have a leap day; the day more that covers it is not worth a word.
    long = f"{years}년" if years and rest <= years else f"{days}일"
    return f"{row.counts_from}부터 {long}"


def _since(academy: Academy, now: datetime) -> date:
    """The newest day on which something on the page changed."""
    changes = (
        NoticeVersion.objects.aggregate(at=Max("published_at"))["at"],
        RetentionPolicy.objects.aggregate(at=Max("changed_at"))["at"],
        ProcessorDecision.objects.aggregate(at=Max("at"))["at"],
    )
    days = [day_of(at) for at in changes if at is not None and at <= now]
    return max([WORDED_ON, *days])
