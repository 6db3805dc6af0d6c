"""Signing in and out, and the guardian's consents."""

from django.contrib.auth import views as auth
from django.urls import path

from tenants.views import consent

urlpatterns = [
    path("login/", auth.LoginView.as_view(template_name="tenants/login.html"), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("consents/", consent.consents, name="consents"),
]
