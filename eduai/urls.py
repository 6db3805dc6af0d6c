"""An academy's site: its table of contents."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.urls import include, path
from django.views.generic import RedirectView

from eduai import failures
from eduai.api import health
from tenants.panel import Completions
from tenants.views import sign_in

# allauth brings pages of the panel for its tables: nobody reads or writes them there.
for table in (EmailAddress, Authenticator):
    admin.site.unregister(table)
to_password = RedirectView.as_view(pattern_name="password")

urlpatterns = [
    path("", include("questions.urls")),
    path("", include("tenants.urls")),
    # Django's panel would look up any model's row by number here, also where the academy's role may not look.
    path("admin/r/<path:anything>", failures.absent, name="no-shortcuts"),
    # As Django's, and says whose rows it named.
    path("admin/autocomplete/", admin.site.admin_view(Completions.as_view(admin_site=admin.site)), name="completions"),
    # There is one way in, and one place for one's password.
    path("admin/login/", sign_in.panel_sign_in, name="panel-sign-in"),
    path("admin/password_change/", staff_member_required(to_password), name="panel-password"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("questions.api.urls")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
handler400 = "eduai.failures.bad_request"
handler403 = "eduai.failures.forbidden"
handler404 = "eduai.failures.not_found"
handler500 = "eduai.failures.broken"
