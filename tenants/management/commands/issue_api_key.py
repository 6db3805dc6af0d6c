"""`manage.py issue_api_key SLUG --scope notes:write --scope notes:read`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from eduai.lib import clock
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.services.partners import SCOPES, issue_api_key


class Command(AcademyCommand):
    """Prints a partner's key, once."""

    help = "Issue an API key for a partner's program. It is printed once and cannot be shown again."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scope", action="append", required=True, help=f"one of {', '.join(SCOPES)}; repeatable")
        parser.add_argument("--name", default="partner", help="whose key it is")

    def inside(self, **options: Any) -> None:
        scopes = [part for scope in options["scope"] for part in scope.split(",") if part]
        _, text = issue_api_key(name=options["name"], scopes=scopes, actor=command("issue_api_key"), now=clock.now())
        print(text)
