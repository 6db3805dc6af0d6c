"""`manage.py rename_academy SLUG [--name NAME] [--slug NEW]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants.actors import command
from tenants.management.academy_command import academy_by_slug
from tenants.services.academies import rename_academy


class Command(BaseCommand):
    """Another name or address for an academy. Its schema and role keep their names."""

    help = "Give an academy another name, or another address: <slug>.<base domain>. The old address answers no more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--name", default="", help="its name as people read it")
        parser.add_argument("--slug", dest="new_slug", default="", help="its new address")

    def handle(self, *args: Any, **options: Any) -> None:
        academy = academy_by_slug(options["slug"])
        try:
            changed = rename_academy(
                academy=academy,
                name=options["name"] or academy.name,
                slug=options["new_slug"] or academy.slug,
                actor=command("rename_academy"),
            )
        except EduError as error:
            raise CommandError(error.sentence) from error
        print(f"{changed.name}: {changed.slug}")
