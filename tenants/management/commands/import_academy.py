"""`manage.py import_academy FILE [--slug S] [--name N] [--database D] [--passphrase-file FILE]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS

from eduai.lib import clock
from eduai.lib.errors import EduError
from tenants.actors import command
from tenants.management.passphrases import add_passphrase, passphrase_in
from tenants.management.progress import Progress
from tenants.services.archives import import_academy


class Command(BaseCommand):
    """An academy out of an archive, open at the end."""

    help = "Restore an academy from an archive of export_academy, made by the same release. All or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", default="", help="another address than the one it had")
        parser.add_argument("--name", default="", help="another name than the one it had")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="where it will live")

        add_passphrase(parser, "of an archive from another installation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            academy = import_academy(
                path=options["file"],
                slug=options["slug"],
                name=options["name"],
                database=options["database"],
                actor=command("import_academy"),
                now=clock.now(),
                passphrase=passphrase_in(options["passphrase_file"]),
                tell=Progress(),
            )
        except EduError as error:
            raise CommandError(error.sentence) from error
        except (psycopg.Error, OSError) as error:
            raise CommandError(str(error).strip()) from error
        print(f"{academy.name}: {academy.slug} ({academy.schema_name})")
