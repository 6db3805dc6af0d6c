"""`manage.py verify_audit SLUG [--academy NAME …] [--checkpoints PATH …] [--key HEX …]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from tenants import verifier
from tenants.checkpointing.lines import public_keys
from tenants.checkpointing.places import folder_of, places
from tenants.management.academy_command import AcademyCommand
from tenants.services.audit_exports import verify_audit


class Command(AcademyCommand):
    """Whether an academy's record still holds, by the stand-alone verifier's rules; exit code 1 where it does not."""

    help = "Check an academy's audit record against itself and its checkpoints; name the first bad record."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoints",
            nargs="+",
            type=Path,
            metavar="PATH",
            help="files, or folders of them; those of EDUAI_CHECKPOINT_URL on this machine unless given",
        )
        parser.add_argument(
            "--academy",
            nargs="+",
            default=[],
            metavar="NAME",
            help="names (schemas) that the academy had before it was brought here: their checkpoints count too",
        )
        parser.add_argument("--key", nargs="+", default=[], metavar="HEX", help="further public keys of checkpoints")

    def inside(self, **options: Any) -> None:
        paths = options["checkpoints"]
        if paths is None:
            paths = [folder for folder in map(folder_of, places()) if folder is not None and folder.is_dir()]
        keys = [*public_keys(), *options["key"]]
        try:
            report = verify_audit(points=verifier.lines_of(paths), keys=keys, former=options["academy"])
        except OSError as error:
            raise CommandError(str(error).strip(), returncode=2) from error
        if report.broken:
            raise CommandError(str(report))
        print(f"{report}. Checkpoints are signed with: {' '.join(keys)}")
