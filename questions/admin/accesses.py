"""Who looked at whose data, and the reports on it that a person signs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions.admin.site import PanelAdmin, day_and_time
from questions.admin.words import FINDING_NAMES, FINDING_SENTENCES, LOOK_NAMES
from tenants.access_log import Task
from tenants.actors import person
from tenants.models import AccessRecord, AccessReview, User
from tenants.services import access_review


@admin.register(AccessRecord)
class AccessRecordAdmin(PanelAdmin):
    """The access log, newest first. To read it is a look at the students in it."""

    student_path = "students"
    list_display = ("when", "actor", "role", "address", "task_name", "place", "many", "numbers", "reason")
    list_filter = ("task", "role")
    # The reports lead to the rows that a finding is about.
    linked_lookups = ("actor", "address", "many", "at__gte", "at__lt", "id__gte", "id__lte")
    search_fields = ("actor", "place", "reason")
    fields = (*list_display, "facts")
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

    @admin.display(description=_("students"))
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
        if not self.has_view_permission(request):
            raise PermissionDenied
        review = self.get_object(request, object_id)
        if review is None:
            raise Http404
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
        names = _names(review)
        groups = [
            {
                "title": FINDING_NAMES[kind],
                "meaning": FINDING_SENTENCES[kind],
                "rows": [row | {"name": names.get(row["actor"], row["actor"])} for row in rows],
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
    labels = {row["actor"] for row in review.findings}
    numbers = [int(label[5:]) for label in labels if label.startswith("user:")]
    return {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=numbers)}
