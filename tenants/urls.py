"""Signing in and out, the guardian's consents, and the operators' desk."""

from django.contrib.auth import views as auth
from django.urls import path

from tenants.views import consent, evidence, operators

urlpatterns = [
    path("login/", auth.LoginView.as_view(template_name="tenants/login.html"), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("consents/", consent.consents, name="consents"),
    path("evidence/<uuid:evidence_id>", evidence.evidence_file, name="evidence"),
    path("operators/", operators.academies, name="operators"),
    path("operators/new", operators.new, name="operators-new"),
    path("operators/<int:academy_id>/state", operators.state, name="operators-state"),
]
