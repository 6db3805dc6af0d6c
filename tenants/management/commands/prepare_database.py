"""The release step: `manage.py prepare_database`."""

from __future__ import annotations

from typing import Any, ClassVar

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from eduai.lib.errors import EduError
from tenants import tenancy
from tenants.provisioning import prepare_database


class Command(BaseCommand):
    """Roles, extensions, shared tables and the academies' template: whatever is missing."""

    help = "Make the database ready for this version of EduAI. Safe to run any number of times."
    requires_system_checks: ClassVar[Any] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", help="this database alone; all of them by default")

    def handle(self, *args: Any, **options: Any) -> None:
        for database in [options["database"]] if options["database"] else tenancy.databases():
            self._prepare(database, int(options["verbosity"]))

    def _prepare(self, database: str, verbosity: int) -> None:
        try:
            done = prepare_database(
                database,
                verbosity=max(0, verbosity - 1),
                tell=(lambda line: print(line, flush=True)) if verbosity else lambda line: None,
            )
        except (EduError, psycopg.Error, DatabaseError, ValueError) as error:
            raise CommandError(str(error).strip()) from error
        if verbosity:
            print("The database is ready." if done.migrated or done.template_built else "Nothing to do.")
