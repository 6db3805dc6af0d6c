"""What students answered, and when they meet each concept again."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from questions import concepts
from questions.admin.site import PanelAdmin, day_and_time, formula, marked, typed
from questions.models import DueConcept, Explanation, PracticeAttempt


@admin.register(PracticeAttempt)
class PracticeAttemptAdmin(PanelAdmin):
    """What students answered."""

    student_path = "student_id"
    list_display = ("shown_variant", "student", "shown_given", "shown_answer", "outcome", "day")
    list_filter = ("outcome",)
    list_select_related = ("student", "variant__blueprint")
    search_fields = ("student__code", "student__name", "variant__stem")
    fields = ("student", "shown_variant", "shown_given", "shown_answer", "outcome", "reason", "explained", "day")
    readonly_fields = fields
    actions = None
    empty_hint = "유사문제를 승인하면 학생이 연습하고, 쓴 답이 여기에 쌓입니다."

    @admin.display(description=_("question"))
    def shown_variant(self, attempt: PracticeAttempt) -> str:
        return marked(attempt.variant.stem, attempt.variant.provenance)

    @admin.display(description=_("answer given"))
    def shown_given(self, attempt: PracticeAttempt) -> str:
        return typed(attempt.given)

    @admin.display(description=_("correct answer"))
    def shown_answer(self, attempt: PracticeAttempt) -> str:
        return typed(attempt.variant.answer)

    @admin.display(description=_("explanation"))
    def explained(self, attempt: PracticeAttempt) -> str:
        """What a model said about the wrong answer and whether the student sees it; else why not."""
        row = Explanation.objects.filter(attempt=attempt).first()
        if row is None:
            return "–"
        said = "\n".join(text for text in (row.diagnosis, *row.steps, row.remember, row.reason) if text)
        return marked(f"[{row.get_state_display()}] {said}", row.provenance)

    @admin.display(description=_("at"), ordering="at")
    def day(self, attempt: PracticeAttempt) -> str:
        return day_and_time(attempt.at)


@admin.register(DueConcept)
class DueConceptAdmin(PanelAdmin):
    """When each student meets each concept again."""

    student_path = "student_id"
    list_display = ("concept_name", "student", "day", "right_streak", "wrong_streak")
    list_select_related = ("student", "note")
    fields = ("student", "concept_name", "latest", "day", "right_streak", "wrong_streak")
    readonly_fields = fields
    actions = None
    empty_hint = "학생이 연습을 시작하면 개념마다 다시 만날 날이 정해져 여기에 나타납니다."

    @admin.display(description=_("concept"), ordering="concept")
    def concept_name(self, due: DueConcept) -> str:
        return formula(due.note.stem) if due.concept.startswith("note:") else concepts.name_of(due.concept)

    @admin.display(description=_("latest note"))
    def latest(self, due: DueConcept) -> str:
        return formula(due.note.stem)

    @admin.display(description=_("due"), ordering="due_at")
    def day(self, due: DueConcept) -> str:
        return day_and_time(due.due_at)
