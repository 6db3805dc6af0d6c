"""`manage.py student_left SLUG STUDENT [--back]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.actors import command
from tenants.korean_days import day_of
from tenants.management.academy_command import AcademyCommand
from tenants.models import Student
from tenants.services.leaving import set_left
from tenants.services.retention import gone_on, periods


class Command(AcademyCommand):
    """Writes down that a student is no longer taught, and says when their records go."""

    help = "A student is no longer taught: the period of their records begins."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("student", help="the student's code")
        parser.add_argument("--back", action="store_true", help="they are taught again")

    def inside(self, **options: Any) -> None:
        student = Student.objects.filter(code=options["student"]).first()
        if student is None:
            raise CommandError(f"student: '{options['student']}' 학생이 없습니다.")
        row = set_left(student=student, left=not options["back"], actor=command("student_left"), now=clock.now())
        if row.left_at is None:
            print(f"{row.code}: 다시 다니는 학생으로 적었습니다.")
        else:
            gone = gone_on(days=periods()["learning"], counted_from=day_of(row.left_at))
            print(f"{row.code}: 수강이 끝난 것으로 적었습니다. 자료는 {gone:%Y.%m.%d}에 모두 지웁니다.")
