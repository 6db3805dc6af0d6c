"""`manage.py erase_student SLUG STUDENT --reason WHY --yes`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand, student_named
from tenants.services.subject_erasure import erase_subject


class Command(AcademyCommand):
    """Removes everything of one student, for good."""

    help = "Erase one student: rows, files, cache, work, account. Goes on with an erasure that was killed."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("student", help="the student's code, user name, or number as student:NUMBER")
        parser.add_argument("--reason", required=True, help="why; kept in the academy's record")
        parser.add_argument("--yes", action="store_true", help="that this cannot be taken back is understood")

    def inside(self, **options: Any) -> None:
        student = student_named(options["student"])
        if not options["yes"]:
            raise CommandError(f"student:{student.pk} 학생의 자료를 되돌릴 수 없게 지웁니다. --yes를 붙여 주세요.")
        self.touched([student.pk], task=Task.CHANGE)
        done = erase_subject(student=student, actor=command("erase_student"), now=clock.now(), reason=options["reason"])
        print(f"{done.subject}: " + ", ".join(f"{kind} {many}" for kind, many in sorted(done.removed.items())))
        if done.left:
            places = ", ".join(f"{place} {many}" for place, many in sorted(done.left.items()))
            raise CommandError(f"지운 뒤에도 이 학생을 부르는 말이 남아 있습니다. 직접 확인해 주십시오: {places}")
