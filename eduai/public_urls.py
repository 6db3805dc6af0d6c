"""What answers at no academy's address: health, metrics, and where to find the academies."""

from django.urls import path

from eduai import metrics
from eduai.api import health
from tenants.views import front

urlpatterns = [
    path("", front.welcome, name="welcome"),
    path("signup", front.sign_up, name="sign-up"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
handler400 = "eduai.failures.bad_request"
handler403 = "eduai.failures.forbidden"
handler404 = "eduai.failures.not_found"
handler500 = "eduai.failures.broken"
