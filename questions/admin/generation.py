"""Generation jobs and why each author was or was not used."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from questions.admin.site import PanelAdmin
from questions.models import GenerationAttempt, GenerationJob


class AttemptInline(TabularInline):
    """Every author's try, with the router's reasons."""

    model = GenerationAttempt
    fields = ("number", "author", "model", "outcome", "reason", "decisions", "milliseconds")
    readonly_fields = fields
    extra = 0
    can_delete = False
    verbose_name_plural = _("Why this model?")

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(GenerationJob)
class GenerationJobAdmin(PanelAdmin):
    """What is being made, what waits and why, and what is left to the teacher."""

    list_display = ("note", "state", "reason", "asked_by", "updated_at")
    list_filter = ("state", "reason_code")
    list_select_related = ("note",)
    inlines = (AttemptInline,)
