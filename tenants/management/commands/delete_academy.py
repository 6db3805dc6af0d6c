"""`manage.py delete_academy SLUG [--cancel | --at-once --confirm SLUG]`."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from redis.exceptions import RedisError

from eduai.lib import clock
from eduai.lib.errors import EduError
from eduai.lib.josa import attach
from tenants.actors import command
from tenants.management.academy_command import academy_by_slug
from tenants.models import Academy, Erasure
from tenants.services.closing import close_academy, erase_closed_academy, reopen_academy


class Command(BaseCommand):
    """The end of an academy: closed now, erased when the grace period is over, or now."""

    help = "Close an academy and set the day of its erasure; take that back; or erase it at once, with proof as JSON."
    requires_system_checks: ClassVar[Any] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--cancel", action="store_true", help="within the grace period: suspended again, data intact")
        how.add_argument("--at-once", action="store_true", help="erase now; needs --confirm. Irreversible")
        parser.add_argument("--confirm", default="", metavar="SLUG", help="the address once more")

    def handle(self, *args: Any, **options: Any) -> None:
        academy = academy_by_slug(options["slug"])
        if options["at_once"] and options["confirm"] != academy.slug:
            raise CommandError(
                f"--confirm: 되돌릴 수 없습니다. 지우려면 --confirm {attach(academy.slug, '을/를')} 붙여 주세요."
            )
        try:
            self._do(academy, **options)
        except EduError as error:
            raise CommandError(error.sentence) from error
        except (psycopg.Error, RedisError, OSError) as error:
            raise CommandError(f"{str(error).strip()} 같은 명령을 다시 실행하면 이어서 합니다.") from error

    def _do(self, academy: Academy, **options: Any) -> None:
        actor, now = command("delete_academy"), clock.now()
        if options["cancel"]:
            reopened = reopen_academy(academy=academy, actor=actor, now=now)
            print(f"{reopened.name}: {reopened.state}. suspend_academy {reopened.slug} --resume 로 다시 엽니다.")
        elif options["at_once"]:
            self._prove(erase_closed_academy(academy=_closed(academy, actor, now), now=now))
        else:
            closed = close_academy(academy=academy, actor=actor, now=now)
            print(f"{closed.name}: {closed.state}, {closed.erase_at:%Y-%m-%d %H:%M %Z} 이후에 지웁니다.")

    def _prove(self, proof: Erasure) -> None:
        print(
            json.dumps(
                {
                    "academy": proof.academy_number,
                    "schema": proof.schema_name,
                    "closed_at": proof.closed_at.isoformat() if proof.closed_at else None,
                    "erased_at": proof.erased_at.isoformat(),
                    "rows": proof.rows,
                    "last_audit_hash": proof.last_audit_hash,
                    "left": proof.left,
                },
                ensure_ascii=False,
            )
        )
        if proof.left:
            raise CommandError(f"지운 뒤에도 남은 것이 있습니다: {', '.join(proof.left)}")


def _closed(academy: Academy, actor: Any, now: Any) -> Academy:
    """An erasure that was interrupted goes on; anything else is closed first."""
    if academy.state == Academy.State.CLOSED and academy.erase_at is not None and academy.erase_at <= now:
        return academy
    return close_academy(academy=academy, actor=actor, now=now, at_once=True)
