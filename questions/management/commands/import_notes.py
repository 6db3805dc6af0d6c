"""`manage.py import_notes SLUG FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from eduai.lib import clock
from questions.importing import read_notes
from questions.models import Note
from questions.services.notes import record_notes
from tenants.access_log import Task
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand


class Command(AcademyCommand):
    """All the file's notes, or none and every wrong row's number."""

    help = "Import wrong-answer notes from a CSV or XLSX file. Nothing is kept unless every row is right."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def inside(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: 파일을 읽을 수 없습니다 ({error.strerror}).") from error
        entries = read_notes(name=path.name, content=content, most_bytes=settings.EDUAI_IMPORT_MAX_BYTES)
        with transaction.atomic():
            outcome = record_notes(
                entries=entries, source=Note.Source.IMPORTED, actor=command("import_notes"), now=clock.now()
            )
            self.touched({row.note.student_id for row in outcome}, task=Task.CHANGE)
        fresh = sum(row.is_new for row in outcome)
        print(f"{len(outcome)}건: 새 오답 {fresh}, 또 틀림 {len(outcome) - fresh}")
