"""`manage.py create_academy SLUG --name NAME`."""

from __future__ import annotations

from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS

from eduai.lib import clock
from eduai.lib.errors import EduError
from tenants.actors import command
from tenants.services.academies import open_academy


class Command(BaseCommand):
    """A new academy, ready to be signed in to."""

    help = "Create an academy: its schema, its database role, its address and its director's log-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="its address: <slug>.<base domain>")
        parser.add_argument("--name", required=True, help="its name as people read it")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="where it lives; see EDUAI_MORE_DATABASES")
        parser.add_argument("--operators", action="store_true", help="its people run the installation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            opened = open_academy(
                name=options["name"],
                slug=options["slug"],
                database=options["database"],
                operates=options["operators"],
                actor=command("create_academy"),
                now=clock.now(),
            )
        except EduError as error:
            raise CommandError(error.sentence) from error
        except psycopg.Error as error:
            raise CommandError(str(error).strip()) from error
        print(f"{opened.academy.name}: {opened.academy.slug} ({opened.academy.schema_name})")
        print(f"아이디 {opened.first.username}, 비밀번호 {opened.password} (다시 보여 드리지 않습니다)")
