"""`manage.py add_person SLUG USERNAME --role teacher --name NAME`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import Actor, command
from tenants.management.academy_command import AcademyCommand, file_of
from tenants.models import Evidence, Guardianship, Role, Student
from tenants.sending_lock import wait_for_senders
from tenants.services.academies import new_password
from tenants.services.evidence import add_evidence
from tenants.services.guardians import PROVED_BY, verify_guardian
from tenants.services.people import add_person, add_student


class Command(AcademyCommand):
    """Somebody who can sign in; the password is printed once."""

    help = "Add a teacher, an assistant, a student or a guardian to an academy and print the first password."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", default="", help="where they are told what concerns them")
        parser.add_argument("--birth-date", type=date.fromisoformat, help="of a student, as 2012-03-02")
        parser.add_argument("--ward", help="for a guardian: the code of the student they answer for")
        parser.add_argument("--method", choices=Guardianship.Method.values, help="how the guardian was verified")
        parser.add_argument("--evidence", type=Path, help="the file that proves it")

    def inside(self, **options: Any) -> None:
        role, username, actor, now = Role(options["role"]), options["username"], command("add_person"), clock.now()
        ward = Student.objects.filter(code=options["ward"]).first() if options["ward"] else None
        if options["ward"] and (role != Role.GUARDIAN or ward is None):
            raise CommandError(f"--ward: 보호자에게만, 있는 학생의 코드로 씁니다 ({options['ward']}).")
        email = _address(options["email"])
        if ward is not None and not (options["method"] and options["evidence"]):
            raise CommandError("--ward: 확인한 방법(--method)과 증빙 파일(--evidence)이 필요합니다.")
        proof = _proof(options, ward, actor, now)
        password = new_password()
        with transaction.atomic():
            if ward is not None:
                wait_for_senders(ward)  # before the first record
            user = add_person(
                username=username,
                password=password,
                role=role,
                name=options["name"],
                email=email,
                actor=actor,
                now=now,
            )
            mine = [ward] if ward is not None else []
            if role == Role.STUDENT:
                name, birth_date = options["name"], options["birth_date"]
                mine = [add_student(code=username, name=name, birth_date=birth_date, user=user, actor=actor, now=now)]
            if ward is not None and proof is not None:
                method = Guardianship.Method(options["method"])
                verify_guardian(guardian=user, student=ward, method=method, evidence=proof, actor=actor, now=now)
            self.touched([student.pk for student in mine], task=Task.CHANGE)
        print(f"{user.get_role_display()} {username}, 비밀번호 {password} (다시 보여 드리지 않습니다)")


def _address(text: str) -> str:
    """The e-mail address, or nothing. Raises CommandError for what cannot be one."""
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise CommandError(f"--email: 이메일 주소를 다시 확인해 주세요 ({text}).") from error
    return text


def _proof(options: dict[str, Any], ward: Student | None, actor: Actor, now: datetime) -> Evidence | None:
    """The file that proves who the guardian is. Taken in before any transaction: a child process reads it."""
    if ward is None:
        return None
    kind = PROVED_BY[options["method"]][0]
    return add_evidence(kind=kind, upload=file_of(options["evidence"]), student=ward, actor=actor, now=now)
