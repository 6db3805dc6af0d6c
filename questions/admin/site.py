"""What every page of the panel shares; the one place that knows the theme."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from unfold.admin import ModelAdmin


def stylesheet(request: HttpRequest) -> str:
    """Korean line breaks and our font, on top of the theme."""
    return static("panel.css")


class PanelAdmin(ModelAdmin):
    """Read-only unless a page says otherwise: what changes things is a service, called from an action."""

    list_per_page = 30
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
