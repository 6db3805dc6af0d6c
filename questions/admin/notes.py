"""The wrong-answer notes, with how far each has come."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions import concepts
from questions.admin.site import PanelAdmin
from questions.models import DueConcept, Note, PracticeAttempt
from questions.progress import progress_of
from questions.services.generation import request_generation
from tenants.actors import person


@admin.register(Note)
class NoteAdmin(PanelAdmin):
    """Notes, newest first. Asking for similar questions again is an action."""

    list_display = (
        "short_stem",
        "student",
        "concept_name",
        "cause_label",
        "again_count",
        "stage",
        "created_at",
    )
    list_filter = ("subject", "grade", "source")
    search_fields = ("stem", "student__code", "student__name", "concept")
    list_select_related = ("student",)
    actions = ("ask_again",)
    exclude = ("fingerprint",)

    @admin.display(description=_("question"))
    def short_stem(self, note: Note) -> str:
        return note.stem[:60]

    @admin.display(description=_("concept"), ordering="concept")
    def concept_name(self, note: Note) -> str:
        return concepts.name_of(note.concept)

    @admin.display(description=_("cause"), ordering="cause")
    def cause_label(self, note: Note) -> str:
        return dict(Note.Cause.choices).get(note.cause, note.cause)

    @admin.display(description=_("progress"))
    def stage(self, note: Any) -> str:
        return f"{note.progress.sentence} {note.progress.reason}".strip()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with every row's progress fetched at once."""
        response = super().changelist_view(request, extra_context)
        rows = getattr(response, "context_data", {}).get("cl")
        if rows is not None:
            progress = progress_of(rows.result_list)
            for note in rows.result_list:
                note.progress = progress[note.pk]
        return response

    @admin.action(description=_("Make similar questions again"))
    def ask_again(self, request: HttpRequest, queryset: QuerySet[Note]) -> None:
        for note in queryset:
            try:
                request_generation(note=note, actor=person(request.user), now=clock.now())
            except EduError as error:
                self.message_user(request, f"{note}: {error.sentence}", messages.WARNING)
            else:
                self.message_user(request, f"{note}: 유사문제를 만들기 시작했습니다.")


@admin.register(PracticeAttempt)
class PracticeAttemptAdmin(PanelAdmin):
    """What students answered."""

    list_display = ("student", "variant", "given", "outcome", "at")
    list_filter = ("outcome",)
    list_select_related = ("student", "variant")


@admin.register(DueConcept)
class DueConceptAdmin(PanelAdmin):
    """When each student meets each concept again."""

    list_display = ("student", "concept_name", "due_at", "right_streak", "wrong_streak")
    list_select_related = ("student",)
    exclude = ("card",)

    @admin.display(description=_("concept"), ordering="concept")
    def concept_name(self, due: DueConcept) -> Any:
        return concepts.name_of(due.concept)
