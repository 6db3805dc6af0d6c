"""`manage.py record_consent SLUG STUDENT PURPOSE --give|--withdraw|--refuse`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand
from tenants.models import ConsentEvent, Purpose, Student
from tenants.services.consent import record_consent

Kind = ConsentEvent.Kind


class Command(AcademyCommand):
    """Writes one answer into the consent ledger, as a paper form would."""

    help = "Record that consent was given, refused or withdrawn for a student."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("student", help="the student's code or user name")
        parser.add_argument("purpose", choices=Purpose.values)
        answer = parser.add_mutually_exclusive_group(required=True)
        answer.add_argument("--give", dest="kind", action="store_const", const=Kind.GIVEN)
        answer.add_argument("--withdraw", dest="kind", action="store_const", const=Kind.WITHDRAWN)
        answer.add_argument("--refuse", dest="kind", action="store_const", const=Kind.REFUSED)

    def inside(self, **options: Any) -> None:
        code = options["student"]
        student = Student.objects.filter(code=code).first() or Student.objects.filter(user__username=code).first()
        if student is None:
            raise CommandError(f"student: '{code}' 학생이 없습니다.")
        self.touched([student.pk], task=Task.CHANGE)
        event = record_consent(
            student=student,
            purpose=Purpose(options["purpose"]),
            kind=options["kind"],
            channel="command",
            actor=command("record_consent"),
            now=clock.now(),
        )
        print(f"{student.code}: {event.get_purpose_display()} {event.get_kind_display()} (#{event.pk})")
