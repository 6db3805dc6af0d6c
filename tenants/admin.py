"""The academy's people, consents and records in the panel: to be read; what changes them is a service."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib import messages as sentences
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput
from tenants.access_log import Task
from tenants.actors import person
from tenants.consent_rows import way_of
from tenants.desk.consents import of_student
from tenants.desk.notices import write_page
from tenants.desk.paper_imports import import_page
from tenants.desk.processors import processors_page
from tenants.models import (
    ApiKey,
    ConsentEvent,
    Guardianship,
    Message,
    NoticeVersion,
    Role,
    Student,
    UsageRow,
    User,
)
from tenants.notice_texts import Audience
from tenants.panel import ShowsStudents
from tenants.services.factors import reset_second_factor
from tenants.services.messages import masked, send_again
from tenants.services.visits import change_role, set_active
from tenants.sign_in.step_up import stepped_up

# Students are added with their record, operators at the machine.
GIVEN_IN_THE_PANEL = (Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT, Role.GUARDIAN)
KINDS_OF_MESSAGES = {
    "invitation": "보호자 동의 요청",
    "receipt": "동의 접수 확인",
    "mail_answer": "이메일 회신 동의",
    "rights_answer": "개인정보 요청의 답",
    "rights_reminder": "개인정보 요청 기한 알림",
    "own_address": "이메일 주소 확인",
    "own_address_changed": "이메일 주소 변경 알림",
}


def all_of(student_id: int) -> str:
    """The link to everything about one student's consents."""
    return format_html('<a href="{}">동의 보기</a>', reverse("admin:consents_of", args=[student_id]))


class RecordAdmin(ShowsStudents, ModelAdmin):
    """To be read and not to be changed here."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(RecordAdmin):
    student_path = "student.pk"
    list_display = ("username", "first_name", "role", "is_active", "last_login")
    list_filter = ("role",)
    list_select_related = ("student",)
    fields = ("username", "first_name", "email", "role", "is_active", "last_login", "date_joined")
    actions = ("reset_second_factor",)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Somebody's page. POST carries `change`: their `role`, or whether they may sign in (`active`)."""
        user: User = self.opened(request, object_id)
        if request.method == "POST":
            if request.POST.get("change") not in ("role", "active"):
                raise Http404
            asked: HttpResponse = self.change_person(request, user)
            return asked
        self.declare(request, [user], Task.VIEW, user=user.pk)
        page = self.admin_site.each_context(request) | {
            "title": str(user),
            "opts": self.model._meta,
            "user_shown": user,
            "roles": [role for role in Role.choices if role[0] in GIVEN_IN_THE_PANEL],
            "may_change": user.role != Role.OPERATOR
            and self.has_change_people_permission(request)
            and request.user.pk != user.pk,
            "changes_role": user.role in GIVEN_IN_THE_PANEL,
        }
        return TemplateResponse(request, "tenants/admin/person.html", page)

    @stepped_up
    def change_person(self, request: HttpRequest, user: User) -> HttpResponse:
        """Do what was asked for, say so or say why not, and go back to the page."""
        actor, role = person(request.user), request.POST.get("role", "")
        try:
            if request.POST["change"] == "active":
                set_active(user=user, active=request.POST.get("active") == "yes", actor=actor, now=clock.now())
            elif role == user.role:
                raise InvalidInput(
                    f"역할: 이미 {user.get_role_display()} 역할입니다. 바꾼 것이 없습니다.", field="role"
                )
            elif role in GIVEN_IN_THE_PANEL:
                change_role(user=user, role=Role(role), actor=actor, now=clock.now())
            else:
                raise InvalidInput("역할: 목록에 있는 역할을 골라 주세요.", field="role")
        except EduError as error:
            self.message_user(request, error.sentence, sentences.ERROR)
        else:
            self.message_user(request, f"{user}: 바꾸었습니다. 다음 요청부터 적용됩니다.", sentences.SUCCESS)
        return redirect("admin:tenants_user_change", user.pk)

    def has_change_people_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("tenants.change_user"))

    @admin.action(description=_("Reset a lost second factor"), permissions=["change_people"])
    @stepped_up
    def reset_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """One after the other; who cannot be reset is named, and the others are."""
        for user in chosen:
            try:
                reset_second_factor(user=user, actor=person(request.user), now=clock.now())
            except EduError as error:
                self.message_user(request, f"{user}: {error.sentence}", sentences.ERROR)
            else:
                self.message_user(request, f"{user}: 다음 로그인 때 두 번째 인증 수단을 새로 등록합니다.")


@admin.register(Student)
class StudentAdmin(RecordAdmin):
    student_path = "pk"
    list_display = ("code", "name", "grade", "user", "consents")
    search_fields = ("code", "name")
    list_select_related = ("user",)

    def get_list_display(self, request: HttpRequest) -> Any:
        may = request.user.has_perm("tenants.view_consentevent")
        return self.list_display if may else self.list_display[:-1]

    @admin.display(description=_("consents"))
    def consents(self, student: Student) -> str:
        return all_of(student.pk)


@admin.register(Guardianship)
class GuardianshipAdmin(RecordAdmin):
    student_path = "student_id"
    list_display = ("guardian", "student", "verified_at", "ended_at")
    list_select_related = ("guardian", "student")


@admin.register(NoticeVersion)
class NoticeVersionAdmin(RecordAdmin):
    student_path = None
    list_display = ("purpose", "number", "published_at")
    list_before_template = "tenants/admin/notice_list.html"

    def get_urls(self) -> list[Any]:
        place = path("write/<str:purpose>/", self.admin_site.admin_view(self.write), name="notice_write")
        return [place, *super().get_urls()]

    def write(self, request: HttpRequest, purpose: str) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return write_page(request, purpose, context=context)


@admin.register(ConsentEvent)
class ConsentEventAdmin(RecordAdmin):
    student_path = "student_id"
    list_display = ("student", "purpose", "kind", "notice", "way", "at", "consents")
    fields = (
        *("student", "purpose", "notice", "kind", "actor", "guardianship", "evidence"),
        *("way", "words", "shown_hash", "address", "at"),
    )
    readonly_fields = fields
    list_filter = ("purpose", "kind")
    list_select_related = ("student", "notice")
    list_before_template = "tenants/admin/consent_list.html"

    def get_urls(self) -> list[Any]:
        panel = self.admin_site.admin_view
        own = [
            path("of/<int:student_id>/", panel(self.of_student), name="consents_of"),
            path("import/", panel(self.import_papers), name="consents_import"),
            path("processors/", panel(self.processors), name="processors"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("channel"), ordering="channel")
    def way(self, event: ConsentEvent) -> str:
        return way_of(event=event)

    @admin.display(description=_("text shown"))
    def words(self, event: ConsentEvent) -> str:
        return "어린이용" if event.audience == Audience.CHILD else "어른용"

    @admin.display(description=_("consents"))
    def consents(self, event: ConsentEvent) -> str:
        return all_of(event.student_id)

    def of_student(self, request: HttpRequest, student_id: int) -> HttpResponse:
        return of_student(request, student_id, context=self._frame(request))

    def import_papers(self, request: HttpRequest) -> HttpResponse:
        return import_page(request, context=self._frame(request))

    def processors(self, request: HttpRequest) -> HttpResponse:
        return processors_page(request, context=self._frame(request))

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.model._meta}


@admin.register(Message)
class MessageAdmin(RecordAdmin):
    """What was sent to whom, and whether it arrived; the text itself stays sealed."""

    student_path = "student_id"
    list_display = ("kind_name", "student", "reached_at", "channel", "state", "tries", "code", "created_at")
    list_filter = ("state", "channel")
    list_select_related = ("student",)
    fields = (*list_display, "sent_at")
    readonly_fields = fields
    actions = ("try_again",)

    @admin.display(description=_("kind"))
    def kind_name(self, message: Message) -> str:
        return KINDS_OF_MESSAGES.get(message.kind, message.kind)

    @admin.display(description=_("to"))
    def reached_at(self, message: Message) -> str:
        return masked(contact=message.recipient)

    @admin.action(description=_("Send again"), permissions=("send",))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        try:
            for message in queryset:
                send_again(message=message, actor=person(request.user))
        except EduError as error:
            self.message_user(request, error.sentence, sentences.ERROR)
        else:
            self.message_user(request, "다시 보내기로 했습니다.", sentences.SUCCESS)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("tenants.send_message"))


@admin.register(UsageRow)
class UsageRowAdmin(RecordAdmin):
    student_path = None
    list_display = (
        "reserved_at",
        "task",
        "backend",
        "model",
        "state",
        "prompt_tokens",
        "completion_tokens",
        "cost_usd",
    )
    list_filter = ("state", "backend", "task")


@admin.register(ApiKey)
class ApiKeyAdmin(RecordAdmin):
    student_path = None
    list_display = ("name", "key_id", "scopes", "created_at", "revoked_at")
    exclude = ("secret_hash",)
