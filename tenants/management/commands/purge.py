"""`manage.py purge SLUG [--dry-run]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from eduai.lib import clock
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.retention import SCHEDULES
from tenants.services.retention import due_counts, purge_all


class Command(AcademyCommand):
    """Removes the records whose period is over, as the nightly task does; can be repeated at any time."""

    help = "Destroy the records of an academy whose retention period is over."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what is due and remove nothing")

    def inside(self, **options: Any) -> None:
        now = clock.now()
        found = due_counts(now=now) if options["dry_run"] else purge_all(actor=command("purge"), now=now)
        for kind, many in found.items():
            if many:
                print(f"{SCHEDULES[kind].title} ({kind}): {many}")
        if not any(found.values()):
            print("보유 기간이 끝난 기록이 없습니다.")
