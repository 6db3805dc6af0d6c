"""The base of operators' verbs that work inside one academy."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from eduai.lib.errors import EduError
from tenants import tenancy
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

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the academy's address")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: CommandParser) -> None:
        """What the verb takes besides SLUG."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with tenancy.use(academy_by_slug(options["slug"])):
                self.inside(**options)
        except EduError as error:
            raise CommandError(error.sentence) from error

    def inside(self, **options: Any) -> None:
        """The verb itself, inside the academy."""
        raise NotImplementedError
