"""The base of operators' verbs that work inside one academy."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants import actors, doors, tenancy
from tenants.access_log import Task, record_access
from tenants.models import Academy, Student


def academy_by_slug(slug: str) -> Academy:
    """The academy at that address. Raises CommandError when there is none."""
    with tenancy.platform():
        academy = Academy.objects.filter(slug=slug).first()
    if academy is None:
        raise CommandError(f"'{slug}' 주소를 쓰는 학원이 없습니다.")
    return academy


def student_named(name: str) -> Student:
    """The current academy's student of that code or user name, or of `student:NUMBER`. Raises CommandError for none."""
    student = Student.objects.filter(code=name).first() or Student.objects.filter(user__username=name).first()
    number = name.removeprefix("student:")
    if student is None and number != name and number.isdecimal():
        student = Student.objects.filter(pk=int(number)).first()
    if student is None:
        raise CommandError(f"student: '{name}' 학생이 없습니다.")
    return student


class AcademyCommand(BaseCommand):
    """Enters the academy named by SLUG and runs `inside`; a refusal ends with its sentence and exit code 1."""

    requires_system_checks: ClassVar[Any] = []
    told = False

    @property
    def verb(self) -> str:
        """The name that it is called by."""
        return type(self).__module__.rpartition(".")[2]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the academy's address")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: CommandParser) -> None:
        """What the verb takes besides SLUG."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with tenancy.use(academy_by_slug(options["slug"])):
                self.inside(**options)
                if doors.COMMANDS[self.verb] is doors.Rule.SHOWS and not self.told:
                    raise RuntimeError(f"{self.verb} touches students' data: say whose with touched().")
        except EduError as error:
            raise CommandError(error.sentence) from error

    def inside(self, **options: Any) -> None:
        """The verb itself, inside the academy."""
        raise NotImplementedError

    def touched(self, students: Iterable[int], *, task: Task, reason: str = "") -> None:
        """Record whose data the verb shows or changes, and who is at the machine: before anything is printed, and in
        the transaction of what it does.
        """
        self.told = True
        record_access(
            actor=actors.command(self.verb),
            task=task,
            place=f"manage.py {self.verb}",
            students=students,
            reason=reason,
            shell=at_the_machine(),
        )


def at_the_machine() -> str:
    """The log-in at the machine's shell, also behind sudo; empty where it has no name."""
    try:
        return (os.environ.get("SUDO_USER") or getpass.getuser())[:64]
    except (KeyError, OSError):
        return ""


def file_of(path: Path) -> ContentFile[bytes]:
    """A file that an operator named. Raises CommandError for one that cannot be read."""
    try:
        return ContentFile(path.read_bytes(), path.name)
    except OSError as error:
        raise CommandError(f"{path}: 파일을 읽을 수 없습니다 ({error.strerror}).") from error
