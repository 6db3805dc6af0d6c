"""The suite's settings: real PostgreSQL and Redis, cheap passwords, nothing that leaves the machine."""

from __future__ import annotations

from eduai.settings.base import *  # noqa: F403
from eduai.settings.base import DATABASES

SECRET_KEY = "only-for-tests-and-long-enough-to-please-the-checks-0123456789"
EDUAI_ENCRYPTION_KEYS = ["only-for-tests-and-long-enough-to-make-a-key-from-0123456789"]
EDUAI_MAIL_FROM = "EduAI <no-reply@eduai.test>"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "tenants.files.AcademyStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["OPTIONS"].pop("pool", None)
