"""`manage.py rotate_keys [SLUG ...] [--data]`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib import clock
from eduai.lib.envelope import SealBroken
from eduai.lib.errors import EduError
from tenants import tenancy
from tenants.actors import command
from tenants.management.academy_command import academy_by_slug
from tenants.models import Academy
from tenants.services.keys import rewrap_keys, rotate_data_key


class Command(BaseCommand):
    """Seals academies' data keys with the installation's present key; with --data gives them new data keys."""

    help = (
        "After EDUAI_ENCRYPTION_KEY has a new first line: seal every academy's data key with it, so that the former "
        "line can go. With --data: a new data key for the named academies, everything sealed anew. May be repeated."
    )
    requires_system_checks: ClassVar[Any] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the academies; all of them without a name")
        parser.add_argument("--data", action="store_true", help="new data keys; needs the academies' names")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["data"] and not options["slugs"]:
            raise CommandError("slug: 데이터 열쇠를 바꿀 학원의 주소를 적어 주세요.")
        broken = [academy.slug for academy in _named(options["slugs"]) if not _turn(academy, options["data"])]
        if broken:
            named = ", ".join(broken)
            raise CommandError(f"열쇠가 열리지 않는 학원: {named}. EDUAI_ENCRYPTION_KEY에 이전 열쇠를 더해 주세요.")


def _named(slugs: list[str]) -> list[Academy]:
    if slugs:
        return [academy_by_slug(slug) for slug in slugs]
    with tenancy.platform():
        return list(Academy.objects.exclude(state=Academy.State.PREPARING).order_by("pk"))


def _turn(academy: Academy, data: bool) -> bool:
    """One academy's turn; whether its keys could be opened."""
    actor = command("rotate_keys")
    try:
        with tenancy.use(academy, closed_too=True):
            print(f"{academy.slug}: {rewrap_keys(actor=actor)} data keys sealed with the present key")
            if data:
                done = rotate_data_key(actor=actor, now=clock.now())
                print(f"{academy.slug}: sealed anew: {', '.join(f'{name} {count}' for name, count in done.items())}")
    except SealBroken:
        return False
    except EduError as error:
        raise CommandError(f"{academy.slug}: {error.sentence}") from error
    return True
