"""An academy's site: its table of contents."""

from django.contrib import admin
from django.urls import include, path

from eduai import failures
from eduai.api import health
from tenants.panel import Completions

urlpatterns = [
    path("", include("questions.urls")),
    path("", include("tenants.urls")),
    # Django's panel would look up any model's row by number here, also where the academy's role may not look.
    path("admin/r/<path:anything>", failures.absent, name="no-shortcuts"),
    # As Django's, and says whose rows it named.
    path("admin/autocomplete/", admin.site.admin_view(Completions.as_view(admin_site=admin.site)), name="completions"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("questions.api.urls")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
handler400 = "eduai.failures.bad_request"
handler403 = "eduai.failures.forbidden"
handler404 = "eduai.failures.not_found"
handler500 = "eduai.failures.broken"
