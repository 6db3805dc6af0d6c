"""`manage.py export_student SLUG STUDENT --to FILE --reason WHY`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand, student_named
from tenants.services.subject_access import export_subject, open_export


class Command(AcademyCommand):
    """One student's data as a file that a password opens."""

    help = "Write one student's data to an encrypted archive of JSON and CSV. The password is printed once."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("student", help="the student's code, user name, or number as student:NUMBER")
        parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="a file that is not there yet")
        parser.add_argument("--reason", required=True, help="why the data leave; kept in the academy's records")

    def inside(self, **options: Any) -> None:
        actor, now, path = command("export_student"), clock.now(), options["to"]
        student = student_named(options["student"])
        if path.exists():
            raise CommandError(f"{path} 파일이 이미 있습니다. 다른 이름을 주세요.")
        self.touched([student.pk], task=Task.VIEW)
        asked = export_subject(student=student, actor=actor, now=now, reason=options["reason"], wait=True)
        content = open_export(export=asked.export, actor=actor, now=now, reason=options["reason"])
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        except OSError as error:
            raise CommandError(str(error)) from error
        print(f"{path}: {len(content)} bytes. Password (shown once, send it another way): {asked.password}")
