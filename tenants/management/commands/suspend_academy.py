"""`manage.py suspend_academy SLUG [--resume]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants.actors import command
from tenants.management.academy_command import academy_by_slug
from tenants.services.academies import resume_academy, suspend_academy


class Command(BaseCommand):
    """Closes an academy's doors, or opens them again. Its data stay."""

    help = "Suspend an academy: its site answers 503, its work waits. --resume undoes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--resume", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        academy = academy_by_slug(options["slug"])
        verb = resume_academy if options["resume"] else suspend_academy
        try:
            changed = verb(academy=academy, actor=command("suspend_academy"))
        except EduError as error:
            raise CommandError(error.sentence) from error
        print(f"{changed.name}: {changed.state}")
