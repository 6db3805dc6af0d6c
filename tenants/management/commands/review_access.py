"""`manage.py review_access SLUG [--month 2026-11]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.access_findings import Kind
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.services.access_review import last_period, make_review, period_named, students_of, told


class Command(AcademyCommand):
    """Writes the report on a period's accesses, which a person then signs in the panel."""

    help = "Write the report on who looked at students' data, and fail where the access log was tampered with."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", default="", help="YYYY-MM (default: the newest period that is over)")

    def inside(self, **options: Any) -> None:
        now = clock.now()
        period = period_named(month=options["month"]) if options["month"] else last_period(now=now)
        review = make_review(period=period, actor=command("review_access"), now=now)
        self.touched(students_of(review=review), task=Task.LIST)
        self.stdout.write(f"{period.first} – {period.until} (review {review.pk})")
        for kind, rows in told(review=review):
            for row in rows:
                self.stdout.write(f"  {kind}: {row['actor']} {row['address']} × {row['count']}")
        tampered = [row for row in review.findings if row["kind"] == Kind.TAMPERED]
        if tampered:
            raise CommandError(f"접속 기록이 봉인과 다릅니다: {len(tampered)}곳. 운영자에게 알리십시오.")
