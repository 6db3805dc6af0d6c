"""`manage.py embed_notes SLUG [--follow]`."""

from __future__ import annotations

import time
from itertools import islice
from typing import Any

from django.core.management.base import CommandParser

from eduai.lib import clock
from questions.models import Note
from questions.services.similarity import request_vectors, vector_progress
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand

CHUNK = 500
LOOK_SECONDS = 1.0
WIDTH = 30


class Command(AcademyCommand):
    """Asks for every vector that is missing or of a changed text; cut off, it goes on where it was when run again."""

    help = "Ask for the vectors that find similar notes: those missing for the model in force, and of changed texts."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="stay until the workers have made them")

    def inside(self, **options: Any) -> None:
        notes = Note.objects.order_by("created_at", "pk")
        total, seen, asked = notes.count(), 0, 0
        each = notes.iterator(chunk_size=CHUNK)
        while chunk := list(islice(each, CHUNK)):
            asked += request_vectors(notes=chunk, actor=command("embed_notes"), now=clock.now())
            seen += len(chunk)
            self._bar("확인", seen, total)
        self._end()
        if options["follow"]:
            self._follow()
        found = vector_progress()
        self.stdout.write(
            f"{asked:,}건의 벡터를 요청했습니다. 지금 {found.notes:,}건 중 {found.made:,}건 완료, "
            f"{found.refused:,}건은 만들 수 없음."
        )

    def _follow(self) -> None:
        found = vector_progress()
        while found.left:
            self._bar("완료", found.made + found.refused, found.notes)
            time.sleep(LOOK_SECONDS)
            found = vector_progress()
        self._bar("완료", found.notes, found.notes)
        self._end()

    def _bar(self, what: str, done: int, total: int) -> None:
        """One line that is written over on a terminal; elsewhere nothing."""
        if self.stdout.isatty():
            filled = WIDTH * done // max(total, 1)
            self.stdout.write(f"\r{what} [{'#' * filled:<{WIDTH}}] {done:,} / {total:,}", ending="")
            self.stdout.flush()

    def _end(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
