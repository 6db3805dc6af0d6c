"""Who looked at whose data, and the reports on it that a person signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions.admin.called import KINDS, called, people, students
from questions.admin.site import PanelAdmin, day_and_time
from questions.admin.words import FINDING_NAMES, FINDING_SENTENCES, LOOK_NAMES, place_name
from tenants.access_log import Task
from tenants.actors import person
from tenants.models import AccessRecord, AccessReview, Role, User
from tenants.services import access_review

ROLES: dict[str, Any] = dict(Role.choices) | KINDS | {"partner": "API"}


class ByTask(admin.SimpleListFilter):
    """What was done."""

    title = _("task")
    parameter_name = "task"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(LOOK_NAMES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AccessRecord]) -> QuerySet[AccessRecord]:
        return queryset.filter(task=self.value()) if self.value() else queryset


class ByRole(admin.SimpleListFilter):
    """Who did it, by role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[AccessRecord]) -> QuerySet[AccessRecord]:
        return queryset.filter(role=self.value()) if self.value() else queryset


@admin.register(AccessRecord)
class AccessRecordAdmin(PanelAdmin):
    """The access log, newest first. To read it is a look at the students in it."""

    student_path = "students"
    list_display = ("when", "who", "role_name", "address", "task_name", "where", "many", "names", "reason")
    list_filter = (ByTask, ByRole)
    # The reports lead to the rows that a finding is about.
    linked_lookups = ("actor", "address", "many", "at__gte", "at__lt", "id__gte", "id__lte")
    search_fields = ("actor", "place", "reason")
    fields = (*list_display, "actor", "place", "numbers", "facts")
    readonly_fields = fields
    actions = None
    empty_hint = "누군가 학생의 자료를 보면 여기에 남습니다."

    def students_of(self, row: AccessRecord) -> list[int]:
        return list(row.students)

    @admin.display(description=_("at"), ordering="at")
    def when(self, row: AccessRecord) -> str:
        return day_and_time(row.at)

    @admin.display(description=_("task"), ordering="task")
    def task_name(self, row: AccessRecord) -> str:
        return LOOK_NAMES.get(row.task, row.task)

    @admin.display(description=_("by"), ordering="actor")
    def who(self, row: AccessRecord) -> str:
        return str(getattr(row, "who", row.actor))

    @admin.display(description=_("role"), ordering="role")
    def role_name(self, row: AccessRecord) -> str:
        return ROLES.get(row.role, row.role)

    @admin.display(description=_("place"), ordering="place")
    def where(self, row: AccessRecord) -> str:
        return place_name(row.place)

    @admin.display(description=_("students"))
    def names(self, row: AccessRecord) -> str:
        return ", ".join(getattr(row, "names", map(str, row.students))) or "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        page = getattr(response, "context_data", {}).get("cl")
        _name(page.result_list if page else ())
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> AccessRecord | None:
        row: AccessRecord | None = super().get_object(request, object_id, from_field)
        _name([row] if row else ())
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AccessRecord], search_term: str
    ) -> tuple[QuerySet[AccessRecord], bool]:
        """Also by the name of who looked."""
        found, many = super().get_search_results(request, queryset, search_term)
        named = User.objects.filter(Q(first_name__icontains=search_term) | Q(username__icontains=search_term))
        labels = [f"user:{number}" for number in named.values_list("pk", flat=True)] if search_term else []
        return (found | queryset.filter(actor__in=labels) if labels else found), many

    @admin.display(description=_("student numbers"))
    def numbers(self, row: AccessRecord) -> str:
        return ", ".join(map(str, row.students)) or "–"


@admin.register(AccessReview)
class AccessReviewAdmin(PanelAdmin):
    """The reports on the access log. One is signed on its own page."""

    student_path = "findings"
    list_display = ("period", "how_many", "reviewer", "done")
    list_select_related = ("reviewer",)
    actions = None
    empty_hint = "달이 끝나면 지난달의 보고서가 여기에 나타납니다."

    def students_of(self, row: AccessReview) -> set[int]:
        return access_review.students_of(review=row)

    @admin.display(description=_("month"), ordering="month")
    def period(self, row: AccessReview) -> str:
        return f"{row.month:%Y-%m}"

    @admin.display(description=_("findings"))
    def how_many(self, row: AccessReview) -> str:
        return f"{len(row.findings)}건"

    @admin.display(description=_("reviewed"), ordering="reviewed_at")
    def done(self, row: AccessReview) -> str:
        return day_and_time(row.reviewed_at)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One report. POST carries `decision`: sign, and the `conclusion`."""
        review: AccessReview = self.opened(request, object_id)
        if request.method == "POST" and self._sign(request, review):
            return redirect("admin:tenants_accessreview_changelist")
        self.declare(request, [review], Task.VIEW)
        status = 400 if request.method == "POST" else 200
        return TemplateResponse(
            request, "questions/admin/access_review.html", self._page(request, review), status=status
        )

    def _sign(self, request: HttpRequest, review: AccessReview) -> bool:
        if request.POST.get("decision") != "sign":
            raise Http404
        try:
            access_review.sign_review(
                review=review,
                conclusion=request.POST.get("conclusion", ""),
                actor=person(request.user),
                now=clock.now(),
            )
        except EduError as error:
            self.message_user(request, error.sentence, messages.ERROR)
            return False
        self.message_user(request, "점검을 마쳤습니다.", messages.SUCCESS)
        return True

    def _page(self, request: HttpRequest, review: AccessReview) -> dict[str, Any]:
        names, known = _names(review), students({number for row in review.findings for number in row["students"]})
        groups = [
            {
                "title": FINDING_NAMES[kind],
                "meaning": FINDING_SENTENCES[kind],
                "rows": [
                    row
                    | {"name": names.get(row["actor"]) or called(row["actor"])}
                    | {"students": [known.get(number, str(number)) for number in row["students"]]}
                    for row in rows
                ],
            }
            for kind, rows in access_review.told(review=review)
            if rows
        ]
        actor = person(request.user)
        mine = actor.label in access_review.actors_of(review=review)
        may_sign = access_review.may_sign(review=review, actor=actor)
        return {
            **self.admin_site.each_context(request),
            "title": f"{review.month:%Y-%m} 접속 기록 점검",
            "opts": self.model._meta,
            "review": review,
            "groups": groups,
            "mine": mine,
            "alone": mine and may_sign,
            "may_sign": may_sign and review.reviewed_at is None and request.user.has_perm("tenants.review_access"),
            "may_see_log": request.user.has_perm("tenants.view_accessrecord"),
            "conclusion": request.POST.get("conclusion", ""),
        }


def _names(review: AccessReview) -> dict[str, str]:
    """The names of the people in a report, by label. One query."""
    return people({row["actor"] for row in review.findings})


def _name(rows: Iterable[AccessRecord]) -> None:
    """The names of who looked and of whom they saw, beside the numbers that the log keeps. Two queries."""
    rows = list(rows)
    known = people({row.actor for row in rows})
    pupils = students({number for row in rows for number in row.students})
    for row in rows:
        named = [pupils.get(number, str(number)) for number in row.students]
        vars(row).update(who=known.get(row.actor) or called(row.actor), names=named)
