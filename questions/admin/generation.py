"""Generation jobs and why each author was or was not used."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from questions.admin.site import PanelAdmin, day_and_time, formula
from questions.admin.words import author_name, route_name
from questions.models import GenerationAttempt, GenerationJob


class AttemptInline(TabularInline):
    """Every author's try, with the router's reasons."""

    model = GenerationAttempt
    fields = ("number", "author_label", "model", "outcome", "reason", "routes", "took")
    readonly_fields = fields
    extra = 0
    can_delete = False
    hide_title = True
    verbose_name_plural = _("Why this model?")

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    @admin.display(description=_("author"))
    def author_label(self, attempt: GenerationAttempt) -> str:
        return author_name(attempt.author)

    @admin.display(description=_("routing decisions"))
    def routes(self, attempt: GenerationAttempt) -> str:
        parts = (f"{author_name(row['backend'])}: {route_name(row['reason'])}" for row in attempt.decisions)
        return ", ".join(parts) or "–"

    @admin.display(description=_("milliseconds"))
    def took(self, attempt: GenerationAttempt) -> str:
        return "–" if attempt.milliseconds is None else f"{attempt.milliseconds:,.0f}"


@admin.register(GenerationJob)
class GenerationJobAdmin(PanelAdmin):
    """What is being made, what waits and why, and what is left to the teacher."""

    student_path = "note.student_id"
    list_display = ("note_stem", "student", "state", "reason", "changed")
    list_filter = ("state",)
    list_select_related = ("note__student",)
    fields = ("note_stem", "student", "wanted", "state", "reason", "asked_by", "made", "changed")
    readonly_fields = fields
    inlines = (AttemptInline,)
    actions = None
    empty_hint = "학생이 오답을 적거나 '유사문제 다시 만들기'를 실행하면 여기에 나타납니다."

    @admin.display(description=_("question"))
    def note_stem(self, job: GenerationJob) -> str:
        return formula(job.note.stem)

    @admin.display(description=_("student"), ordering="note__student")
    def student(self, job: GenerationJob) -> str:
        return str(job.note.student)

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, job: GenerationJob) -> str:
        return day_and_time(job.created_at)

    @admin.display(description=_("updated"), ordering="updated_at")
    def changed(self, job: Any) -> str:
        return day_and_time(job.updated_at)
