"""`manage.py migrate` means both: the shared tables, then every academy."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db.migrations.autodetector import MigrationAutodetector


class Command(BaseCommand):
    """What `migrate` means where each academy has its own tables."""

    help = "prepare_database, then migrate_academies."
    requires_system_checks: ClassVar[Any] = []
    autodetector = MigrationAutodetector  # Django's system check compares it with makemigrations'

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", help="this database alone; all of them by default")
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("prepare_database", "migrate_academies"):
            call_command(name, database=options["database"], verbosity=options["verbosity"])
