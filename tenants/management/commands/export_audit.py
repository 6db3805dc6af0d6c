"""`manage.py export_audit SLUG --to FILE [--reason WHY]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.services.audit_exports import export_audit


class Command(AcademyCommand):
    """An academy's record as lines that `tenants/verifier.py` checks, without the database."""

    help = "Write an academy's audit record to a file that tenants/verifier.py checks. Recorded with its reason."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="a file that is not there yet")
        parser.add_argument("--reason", default="", help="why it leaves; kept in the record")

    def inside(self, **options: Any) -> None:
        try:
            many = export_audit(path=options["to"], reason=options["reason"].strip(), actor=command("export_audit"))
        except OSError as error:
            raise CommandError(str(error).strip()) from error
        print(f"{options['to']}: {many} records, {options['to'].stat().st_size} bytes.")
