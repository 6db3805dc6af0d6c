"""`manage.py move_academy SLUG DATABASE`."""

from __future__ import annotations

from typing import Any, ClassVar

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants.actors import command
from tenants.management.academy_command import academy_by_slug
from tenants.management.progress import Progress
from tenants.services.moving import move_academy


class Command(BaseCommand):
    """An academy in another database, under the same number, schema and address."""

    help = "Move an academy to another configured database. Its doors are shut meanwhile. Safe to repeat after a crash."
    requires_system_checks: ClassVar[Any] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("database", help="a name of EDUAI_MORE_DATABASES, or default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moved = move_academy(
                academy=academy_by_slug(options["slug"]),
                database=options["database"],
                actor=command("move_academy"),
                tell=Progress(),
            )
        except EduError as error:
            raise CommandError(error.sentence) from error
        except (psycopg.Error, OSError) as error:
            raise CommandError(f"{str(error).strip()} 같은 명령을 다시 실행하면 이어서 합니다.") from error
        print(f"{moved.name}: {moved.database}, {moved.state}")
