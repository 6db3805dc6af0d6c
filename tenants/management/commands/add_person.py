"""`manage.py add_person SLUG USERNAME --role teacher --name NAME`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.models import Role, Student
from tenants.services.academies import new_password
from tenants.services.people import add_person, add_student, verify_guardian


class Command(AcademyCommand):
    """Somebody who can sign in; the password is printed once."""

    help = "Add a teacher, an assistant, a student or a guardian to an academy and print the first password."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", required=True)
        parser.add_argument("--ward", help="for a guardian: the code of the student they answer for, verified")

    def inside(self, **options: Any) -> None:
        role, username, actor, now = Role(options["role"]), options["username"], command("add_person"), clock.now()
        ward = Student.objects.filter(code=options["ward"]).first() if options["ward"] else None
        if options["ward"] and (role != Role.GUARDIAN or ward is None):
            raise CommandError(f"--ward: 보호자에게만, 있는 학생의 코드로 씁니다 ({options['ward']}).")
        password = new_password()
        with transaction.atomic():
            user = add_person(
                username=username, password=password, role=role, name=options["name"], actor=actor, now=now
            )
            mine = [ward] if ward is not None else []
            if role == Role.STUDENT:
                mine = [add_student(code=username, name=options["name"], user=user, actor=actor, now=now)]
            if ward is not None:
                verify_guardian(guardian=user, student=ward, actor=actor, now=now)
            self.touched([student.pk for student in mine], task=Task.CHANGE)
        print(f"{user.get_role_display()} {username}, 비밀번호 {password} (다시 보여 드리지 않습니다)")
