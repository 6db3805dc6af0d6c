"""How the panel looks: its theme, names and colours."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "EduAI",
    "SITE_HEADER": "EduAI",
    "SITE_SUBHEADER": _("From a mistake to mastery"),
    "SITE_SYMBOL": "school",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "questions.admin.site.icon"}],
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "ACCOUNT": {"navigation": [{"title": _("My sign-in"), "link": reverse_lazy("account")}]},
    "DASHBOARD_CALLBACK": "questions.admin.dashboard.dashboard",
    "SIDEBAR": {"navigation": "questions.admin.navigation.sidebar"},
    "GLOBAL_CALLBACK": "questions.admin.site.without_inline_styles",
    "STYLES": [
        "questions.admin.site.colors",
        "questions.admin.site.katex_stylesheet",
        "questions.admin.site.stylesheet",
    ],
    "SCRIPTS": [
        "questions.admin.site.panel_script",
        "questions.admin.site.katex_script",
        "questions.admin.site.auto_render_script",
        "questions.admin.site.typed_script",
        "questions.admin.site.app_script",
    ],
    "COLORS": {
        "primary": {
            "50": "#eef0fd",
            "100": "#e0e4fb",
            "200": "#c6cdf7",
            "300": "#a1acf0",
            "400": "#7a87e6",
            "500": "#5766de",
            "600": "#3f51d6",
            "700": "#2c3cb0",
            "800": "#26338e",
            "900": "#232e70",
            "950": "#171d47",
        },
    },
}
