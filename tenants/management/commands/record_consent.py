"""`manage.py record_consent SLUG STUDENT PURPOSE --give|--withdraw|--refuse`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand, file_of
from tenants.models import ConsentEvent, Guardianship, Purpose, Student
from tenants.services.consent import record_consent
from tenants.services.guardians import valid
from tenants.services.papers import enter_paper

Kind = ConsentEvent.Kind
WORDS = {Kind.GIVEN: "give", Kind.REFUSED: "refuse", Kind.WITHDRAWN: "withdraw"}


class Command(AcademyCommand):
    """Writes one answer into the consent ledger, as a paper form would."""

    help = "Record that consent was given, refused or withdrawn for a student."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("student", help="the student's code or user name")
        parser.add_argument("purpose", choices=Purpose.values)
        parser.add_argument("--guardian", help="whose paper it is: the user name of a verified guardian")
        parser.add_argument("--evidence", type=Path, help="the scan of the paper; without it a yes stays pending")
        parser.add_argument("--signed-on", type=date.fromisoformat, help="the day on the paper, as 2026-11-02")
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
        guardianship = None
        if options["guardian"]:
            links = Guardianship.objects.filter(valid(), student=student).select_related("guardian")
            guardianship = links.filter(guardian__username=options["guardian"]).first()
            if guardianship is None:
                raise CommandError(f"--guardian: '{options['guardian']}' 보호자는 이 학생과 연결되어 있지 않습니다.")
        event = (
            _of_paper(student, guardianship, options) if options["evidence"] else _said(student, guardianship, options)
        )
        print(f"{student.code}: {event.get_purpose_display()} {event.get_kind_display()} (#{event.pk})")


def _of_paper(student: Student, guardianship: Guardianship | None, options: dict[str, Any]) -> ConsentEvent:
    """A paper counts for its day, as one that is entered on the panel. Raises CommandError without the day."""
    if options["signed_on"] is None:
        raise CommandError("--signed-on: 종이에 적힌 서명한 날이 필요합니다.")
    (event,) = enter_paper(
        student=student,
        answers={Purpose(options["purpose"]): WORDS[options["kind"]]},
        signed_on=options["signed_on"],
        guardian_name=guardianship.guardian.first_name if guardianship else "",
        upload=file_of(options["evidence"]),
        actor=command("record_consent"),
        now=clock.now(),
    )
    return event


def _said(student: Student, guardianship: Guardianship | None, options: dict[str, Any]) -> ConsentEvent:
    return record_consent(
        student=student,
        purpose=Purpose(options["purpose"]),
        kind=options["kind"],
        channel="command",
        actor=command("record_consent"),
        now=clock.now(),
        guardianship=guardianship,
    )
