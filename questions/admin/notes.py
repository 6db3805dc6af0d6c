"""The wrong-answer notes, with how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions import concepts
from questions.admin.site import PanelAdmin, day_and_time, formula, typed
from questions.models import Note, NoteVector
from questions.progress import Stage, progress_of
from questions.services.generation import request_generation
from questions.services.similarity import nearest, vector_progress
from tenants.access_log import Task
from tenants.actors import person

ALIKE = 5


@admin.register(Note)
class NoteAdmin(PanelAdmin):
    """Notes, newest first. Asking for similar questions again is an action."""

    student_path = "student_id"
    list_display = ("shown_stem", "student", "concept_name", "cause_label", "again_count", "stage", "made")
    list_filter = ("grade", "source")
    search_fields = ("stem", "student__code", "student__name", "concept")
    list_select_related = ("student",)
    actions = ("ask_again",)
    list_before_template = "questions/admin/_vectors.html"
    fields = (
        "student",
        "shown_stem",
        "shown_choices",
        "shown_answer",
        "shown_student_answer",
        "cause_label",
        "concept_name",
        "grade",
        "shown_solution",
        "book",
        "page",
        "number",
        "source",
        "again_count",
        "stage",
        "alike",
        "made",
    )
    readonly_fields = fields
    empty_hint = "학생이 오답을 적거나, 파일로 가져오거나(manage.py import_notes), API로 보내면 여기에 나타납니다."

    @admin.display(description=_("question"), ordering="stem")
    def shown_stem(self, note: Note) -> str:
        return formula(note.stem)

    @admin.display(description=_("choices"))
    def shown_choices(self, note: Note) -> str:
        if not note.choices:
            return "–"
        rows = format_html_join("", "<li>{}</li>", ((choice,) for choice in note.choices))
        return format_html('<ol class="math options">{}</ol>', rows)

    @admin.display(description=_("correct answer"))
    def shown_answer(self, note: Note) -> str:
        return typed(note.answer)

    @admin.display(description=_("student's answer"))
    def shown_student_answer(self, note: Note) -> str:
        return typed(note.student_answer)

    @admin.display(description=_("solution"))
    def shown_solution(self, note: Note) -> str:
        return format_html('<span class="math lines">{}</span>', note.solution) if note.solution else "–"

    @admin.display(description=_("concept"), ordering="concept")
    def concept_name(self, note: Note) -> str:
        return concepts.name_of(note.concept) or "–"

    @admin.display(description=_("cause"), ordering="cause")
    def cause_label(self, note: Note) -> str:
        return dict(Note.Cause.choices).get(note.cause, note.cause) or "–"

    @admin.display(description=_("progress"))
    def stage(self, note: Any) -> str:
        progress = getattr(note, "progress", None) or progress_of([note])[note.pk]
        return f"{STAGE_NAMES[progress.stage]}. {progress.reason}" if progress.reason else STAGE_NAMES[progress.stage]

    @admin.display(description=_("similar notes"))
    def alike(self, note: Any) -> str:
        """Questions of like wording that other students got wrong."""
        found = note.found
        ready = bool(found) or note.vectors.filter(state=NoteVector.State.MADE).exists()
        return render_to_string("questions/admin/_alike.html", {"alike": found, "ready": ready})

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, note: Note) -> str:
        return day_and_time(note.created_at)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with every row's progress fetched at once."""
        response = super().changelist_view(request, (extra_context or {}) | {"vectors": vector_progress()})
        rows = getattr(response, "context_data", {}).get("cl")
        if rows is not None:
            progress = progress_of(rows.result_list)
            for note in rows.result_list:
                note.progress = progress[note.pk]
        return response

    def declare(self, request: HttpRequest, rows: Iterable[Any], task: Task, **facts: object) -> None:
        """A note's page also shows what other students got wrong."""
        rows = list(rows)
        if task is Task.VIEW:
            for note in rows:
                note.found = nearest(note=note, limit=ALIKE)
                rows = [note, *(row.note for row in note.found)]
        super().declare(request, rows, task, **facts)

    @admin.action(description=_("Make similar questions again"))
    def ask_again(self, request: HttpRequest, queryset: QuerySet[Note]) -> None:
        for note in queryset:
            try:
                request_generation(note=note, actor=person(request.user), now=clock.now())
            except EduError as error:
                self.message_user(request, f"{note}: {error.sentence}", messages.WARNING)
            else:
                self.message_user(request, f"{note}: 유사문제를 만들기 시작했습니다.")


# As a teacher reads it; what the student is told is `Progress.sentence`.
STAGE_NAMES = {
    Stage.GENERATION: "만드는 중",
    Stage.VERIFICATION: "검증 중",
    Stage.WAITING: "기다리는 중",
    Stage.REVIEW: "검토 대기",
    Stage.PRACTICE: "학생이 연습 중",
    Stage.TEACHER: "선생님에게 넘어감",
    Stage.REJECTED: "반려됨",
}
