"""`manage.py migrate_academies`: every academy that is behind, one canary first."""

from __future__ import annotations

from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS

from tenants.provisioning import Migrated, migrate_academies


class Command(BaseCommand):
    """One line for each academy; a non-zero exit when one failed or was not reached."""

    help = "Bring every academy's schema to this version. Takes up what an earlier run left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rollout = migrate_academies(options["database"], tell=self._tell)
        except psycopg.Error as error:
            raise CommandError(str(error).strip()) from error
        done = len(rollout.results) - len(rollout.failed)
        print(f"{done} migrated, {rollout.skipped} up to date, {len(rollout.failed)} failed.")
        if rollout.waiting:
            raise CommandError(f"The first academy failed; not touched: {', '.join(rollout.waiting)}")
        if rollout.failed:
            raise CommandError(f"Failed: {', '.join(result.slug for result in rollout.failed)}")

    def _tell(self, result: Migrated) -> None:
        print(f"{result.slug} ({result.schema}): {result.error or 'migrated'}", flush=True)
