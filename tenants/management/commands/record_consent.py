"""`manage.py record_consent SLUG STUDENT PURPOSE --give|--withdraw|--refuse`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand, file_of
from tenants.models import ConsentEvent, Evidence, Purpose, Student
from tenants.services.consent import record_consent
from tenants.services.evidence import add_evidence

Kind = ConsentEvent.Kind


class Command(AcademyCommand):
    """Writes one answer into the consent ledger, as a paper form would."""

    help = "Record that consent was given, refused or withdrawn for a student."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("student", help="the student's code or user name")
        parser.add_argument("purpose", choices=Purpose.values)
        parser.add_argument("--guardian", help="whose paper it is: the user name of a verified guardian")
        parser.add_argument("--evidence", type=Path, help="the scan of the paper; without it a yes stays pending")
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
        guardianship, actor, now = None, command("record_consent"), clock.now()
        if options["guardian"]:
            guardianship = student.guardianships.filter(guardian__username=options["guardian"], ended_at=None).first()
            if guardianship is None:
                raise CommandError(f"--guardian: '{options['guardian']}' 보호자는 이 학생과 연결되어 있지 않습니다.")
        paper = None
        if options["evidence"]:
            upload, kind = file_of(options["evidence"]), Evidence.Kind.PAPER
            paper = add_evidence(kind=kind, upload=upload, student=student, actor=actor, now=now)
        event = record_consent(
            student=student,
            purpose=Purpose(options["purpose"]),
            kind=options["kind"],
            channel="command",
            actor=actor,
            now=now,
            guardianship=guardianship,
            evidence=paper,
        )
        print(f"{student.code}: {event.get_purpose_display()} {event.get_kind_display()} (#{event.pk})")
