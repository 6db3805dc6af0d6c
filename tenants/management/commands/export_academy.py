"""`manage.py export_academy SLUG --to FILE --reason WHY [--passphrase-file FILE]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants.actors import command
from tenants.management.academy_command import academy_by_slug
from tenants.management.passphrases import add_passphrase, passphrase_in
from tenants.management.progress import Progress
from tenants.services.archives import export_academy


class Command(BaseCommand):
    """An academy's data as one file, in clear text, readable by its owner alone."""

    help = "Write one academy to an archive that import_academy restores, here or elsewhere. Recorded with its reason."
    requires_system_checks: ClassVar[Any] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the academy's address")
        parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="a file that is not there yet")
        parser.add_argument("--reason", required=True, help="why the data leave; kept in the academy's record")

        add_passphrase(parser, "so that another installation can read guardians' contacts and evidence")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = export_academy(
                academy=academy_by_slug(options["slug"]),
                path=options["to"],
                reason=options["reason"],
                actor=command("export_academy"),
                passphrase=passphrase_in(options["passphrase_file"]),
                tell=Progress(),
            )
        except EduError as error:
            raise CommandError(error.sentence) from error
        except (psycopg.Error, OSError) as error:
            raise CommandError(str(error).strip()) from error
        size = options["to"].stat().st_size
        print(f"{options['to']}: {manifest.rows} rows, {len(manifest.files)} files, {size} bytes. Not encrypted.")
