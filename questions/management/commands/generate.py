"""`manage.py generate SLUG [--note ID]`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from eduai.lib.errors import Conflict
from questions.models import Blueprint, Note
from questions.services.generation import request_generation
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand


class Command(AcademyCommand):
    """Asks for similar questions; workers make them."""

    help = "Ask for similar questions: for one note, or for every note that has none."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--note", type=UUID, help="one note's id; without it, every note that has none")

    def inside(self, **options: Any) -> None:
        if options["note"]:
            notes = list(Note.objects.filter(pk=options["note"]))
            if not notes:
                raise CommandError(f"note: {options['note']} 오답이 없습니다.")
        else:
            served = (Blueprint.State.IN_REVIEW, Blueprint.State.APPROVED)
            notes = list(Note.objects.exclude(blueprints__state__in=served))
        self.touched({note.student_id for note in notes}, task=Task.PROCESS)
        asked = 0
        for note in notes:
            try:
                request_generation(note=note, actor=command("generate"), now=clock.now())
                asked += 1
            except Conflict as error:
                print(f"{note.pk}: {error.sentence}")
        print(f"{asked}건의 유사문제를 요청했습니다.")
