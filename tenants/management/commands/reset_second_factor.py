"""`manage.py reset_second_factor`: for somebody who lost the phone with their one-time codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.models import User
from tenants.services.factors import reset_second_factor


class Command(AcademyCommand):
    """Whoever it is must be known in person: the command asks nobody else."""

    help = "Take the second factor away from somebody who lost it; with their password they set up a new one."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def inside(self, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"아이디가 {options['username']}인 사람이 없습니다.")
        reset_second_factor(user=user, actor=command("reset_second_factor"), now=clock.now())
        print(f"{user.username}: 두 번째 인증 수단을 초기화했습니다. 다음 로그인 때 새로 등록합니다.")
