"""The academy's people, consents and records in the panel: to be read; what changes them is a service."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from tenants.models import (
    ApiKey,
    AuditRecord,
    ConsentEvent,
    Guardianship,
    NoticeVersion,
    Student,
    UsageRow,
    User,
)


class RecordAdmin(ModelAdmin):
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
    list_display = ("username", "first_name", "role", "is_active", "last_login")
    list_filter = ("role",)
    fields = ("username", "first_name", "email", "role", "is_active", "last_login", "date_joined")


@admin.register(Student)
class StudentAdmin(RecordAdmin):
    list_display = ("code", "name", "grade", "user")
    search_fields = ("code", "name")
    list_select_related = ("user",)


@admin.register(Guardianship)
class GuardianshipAdmin(RecordAdmin):
    list_display = ("guardian", "student", "verified_at", "ended_at")
    list_select_related = ("guardian", "student")


@admin.register(NoticeVersion)
class NoticeVersionAdmin(RecordAdmin):
    list_display = ("purpose", "number", "published_at")


@admin.register(ConsentEvent)
class ConsentEventAdmin(RecordAdmin):
    list_display = ("student", "purpose", "kind", "notice", "channel", "at")
    list_filter = ("purpose", "kind")
    list_select_related = ("student", "notice")


@admin.register(AuditRecord)
class AuditRecordAdmin(RecordAdmin):
    list_display = ("seq", "at", "actor", "action", "subject", "facts")
    list_filter = ("action",)
    search_fields = ("subject", "actor")


@admin.register(UsageRow)
class UsageRowAdmin(RecordAdmin):
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
    list_display = ("name", "key_id", "scopes", "created_at", "revoked_at")
    exclude = ("secret_hash",)
