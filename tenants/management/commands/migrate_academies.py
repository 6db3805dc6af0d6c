"""`manage.py migrate_academies`: every academy that is behind, one canary first."""

from __future__ import annotations

import sys
from typing import Any, ClassVar

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants import tenancy
from tenants.provisioning import Migrated, Rollout, migrate_academies

WIDTH = 40


class Command(BaseCommand):
    """A bar while it runs, a line for each failure; a non-zero exit when one failed or was not reached."""

    help = "Bring every academy's schema to this version. Takes up what an earlier run left."
    requires_system_checks: ClassVar[Any] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", help="only the academies of this database; all of them by default")
        parser.add_argument("--processes", type=int, help="how many work side by side; one for each core by default")
        parser.add_argument("--thorough", action="store_true", help="read each schema's own record of its migrations")

    def handle(self, *args: Any, **options: Any) -> None:
        for database in [options["database"]] if options["database"] else tenancy.databases():
            try:
                rollout = migrate_academies(
                    database, tell=self._tell, processes=options["processes"], trust=not options["thorough"]
                )
            except (EduError, psycopg.Error) as error:
                raise CommandError(str(error).strip()) from error
            self._sum_up(rollout)

    def _sum_up(self, rollout: Rollout) -> None:
        done = len(rollout.results) - len(rollout.failed)
        print(f"{done} migrated, {rollout.skipped} up to date, {len(rollout.failed)} failed.")
        if rollout.waiting:
            raise CommandError(f"The first academy failed; not touched: {', '.join(rollout.waiting)}")
        if rollout.failed:
            raise CommandError(f"Failed: {', '.join(result.slug for result in rollout.failed)}")

    def _tell(self, result: Migrated, done: int, behind: int) -> None:
        if result.error:
            print(f"{result.slug} ({result.schema}): {result.error}", flush=True)
        filled = WIDTH * done // behind
        if sys.stderr.isatty():
            end = "\n" if done == behind else ""
            print(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{behind}", end=end, file=sys.stderr, flush=True)
        elif done == behind or filled > WIDTH * (done - 1) // behind:
            print(f"{done}/{behind}", flush=True)
