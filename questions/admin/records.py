"""The academy's record of what was done, in words: who, what, about whom. The codes stand on each record's own page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from questions.admin.called import called, people, students
from questions.admin.record_words import ACTION_NAMES, facts_of, thing, told_in_words
from questions.admin.site import PanelAdmin, day_and_time
from tenants.models import AuditRecord, Student, User


class ByAction(admin.SimpleListFilter):
    """What was done."""

    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(ACTION_NAMES.items(), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditRecord]) -> QuerySet[AuditRecord]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditRecord)
class AuditRecordAdmin(PanelAdmin):
    """The chain, newest first; its rows are read and never changed."""

    student_path = "subject"
    list_display = ("seq", "when", "who", "what", "whom", "told")
    list_filter = (ByAction,)
    search_fields = ("subject", "actor")
    fields = (*list_display, "at", "actor", "action", "subject", "facts", "prev", "hash")
    readonly_fields = fields
    actions = None
    list_per_page = 50
    empty_hint = "학원에서 한 일이 여기에 남습니다."

    def students_of(self, row: AuditRecord) -> list[int]:
        """Those whom the record names by number."""
        return sorted(_students_in(row))

    @admin.display(description=_("at"), ordering="seq")
    def when(self, row: AuditRecord) -> str:
        return day_and_time(row.at)

    @admin.display(description=_("by"), ordering="actor")
    def who(self, row: AuditRecord) -> str:
        return str(getattr(row, "who", row.actor))

    @admin.display(description=_("action"), ordering="action")
    def what(self, row: AuditRecord) -> str:
        return ACTION_NAMES.get(row.action, row.action)

    @admin.display(description=_("subject"), ordering="subject")
    def whom(self, row: AuditRecord) -> str:
        return str(getattr(row, "whom", row.subject))

    @admin.display(description=_("facts"))
    def told(self, row: AuditRecord) -> str:
        return told_in_words(facts_of(row.facts)) or "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        page = getattr(response, "context_data", {}).get("cl")
        _name(page.result_list if page else ())
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> AuditRecord | None:
        row: AuditRecord | None = super().get_object(request, object_id, from_field)
        _name([row] if row else ())
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditRecord], search_term: str
    ) -> tuple[QuerySet[AuditRecord], bool]:
        """Also by the name of who did it and of whom it is about."""
        found, many = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return found, many
        named = User.objects.filter(Q(first_name__icontains=search_term) | Q(username__icontains=search_term))
        labels = [f"user:{number}" for number in named.values_list("pk", flat=True)]
        taught = Student.objects.filter(Q(name__icontains=search_term) | Q(code__icontains=search_term))
        subjects = [f"student:{number}" for number in taught.values_list("pk", flat=True)]
        return found | queryset.filter(Q(actor__in=labels) | Q(subject__in=labels + subjects)), many


def _students_in(row: AuditRecord) -> set[int]:
    kind, _, number = row.subject.partition(":")
    named = [number if kind == "student" else None, facts_of(row.facts).get("student")]
    return {int(found) for found in map(str, named) if found.isdecimal()}


def _guardian_in(row: AuditRecord) -> str:
    """The label of the guardian among a record's facts; empty where there is none."""
    number = facts_of(row.facts).get("guardian")
    return f"user:{number}" if isinstance(number, int) else ""


def _name(rows: Iterable[AuditRecord]) -> None:
    """The names of who did it and of whom it is about, where they are still known. Two queries."""
    rows = list(rows)
    known = people({label for row in rows for label in (row.actor, row.subject, _guardian_in(row))})
    pupils = students({number for row in rows for number in _students_in(row)})
    for row in rows:
        who = known.get(row.actor) or called(row.actor)
        vars(row).update(who=who, whom=_whom(row, known, pupils))


def _whom(row: AuditRecord, known: dict[str, str], pupils: dict[int, str]) -> str:
    kind, _, number = row.subject.partition(":")
    about = [pupils.get(one, f"학생 {one}번") for one in sorted(_students_in(row))]
    about += filter(None, [known.get(_guardian_in(row))])
    if kind == "student":
        return ", ".join(about) or row.subject
    if kind == "user":
        return known.get(row.subject, f"{number}번 사람")
    return " · ".join([*about, thing(row.subject)])
