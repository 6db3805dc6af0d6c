"""What every page of the panel shares; the one place that knows the theme."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from unfold.admin import ModelAdmin

from eduai.lib import clock
from tenants.ai_mark import Provenance
from tenants.panel import ShowsStudents


def icon(request: HttpRequest) -> str:
    """The browser tab's picture."""
    return static("icon.svg")


def colors(request: HttpRequest) -> str:
    """The theme's colours, as a file: the page's policy lets no style element stand in it."""
    return static("panel-colors.css")


def without_inline_styles(request: HttpRequest) -> dict[str, Any]:
    """Takes the theme's own style element out of every page; `colors` says the same."""
    return {"colors": None}


def panel_script(request: HttpRequest) -> str:
    """What the theme's own scripts are told before they start."""
    return static("panel.js")


def katex_stylesheet(request: HttpRequest) -> str:
    """How formulas look."""
    return static("vendor/katex/katex.min.css")


def stylesheet(request: HttpRequest) -> str:
    """Korean line breaks and our font, on top of the theme."""
    return static("panel.css")


def katex_script(request: HttpRequest) -> str:
    """Formulas in lists and on the desk."""
    return static("vendor/katex/katex.min.js")


def auto_render_script(request: HttpRequest) -> str:
    """Finds the formulas in a text."""
    return static("vendor/katex/auto-render.min.js")


def typed_script(request: HttpRequest) -> str:
    """Formulas as people type them."""
    return static("typed.js")


def app_script(request: HttpRequest) -> str:
    """What the students' pages use too."""
    return static("app.js")


def formula(text: str) -> SafeString:
    """A text with `$…$`, for a list's cell: at most three lines, its formulas set."""
    return format_html('<span class="math clamp">{}</span>', text)


def marked(text: str, made: Provenance) -> SafeString:
    """A generated text for a list's cell, with the mark that says how it came about."""
    return format_html('{}<span class="ai-mark" data-generated-by="{}">{}</span>', formula(text), made.code, made.mark)


def typed(text: str) -> SafeString | str:
    """An answer as somebody typed or printed it, its formulas set."""
    return format_html('<span class="typed">{}</span>', text) if text else "–"


def day_and_time(at: Any) -> str:
    """A moment in the academy's time: `11.21 13:02`, with the year where it is not this one."""
    if at is None:
        return "–"
    local, today = localtime(at), localtime(clock.now())
    return f"{local:%m.%d %H:%M}" if local.year == today.year else f"{local:%Y.%m.%d %H:%M}"


class PanelAdmin(ShowsStudents, ModelAdmin):
    """Read-only unless a page says otherwise: what changes things is a service, called from an action.

    `empty_hint` is what an empty list says to do next.
    """

    list_per_page = 30
    show_full_result_count = False
    empty_hint = ""
    empty_value_display = "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
