"""A server. Refuses to start half-configured, naming each value that is missing."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from eduai.settings.base import *  # noqa: F403
from eduai.settings.base import DATABASE_URL, EDUAI_BASE_DOMAIN, EDUAI_ENCRYPTION_KEYS, REDIS_URL, SECRET_KEY

_missing = [
    name
    for name, value in {
        "EDUAI_SECRET_KEY": SECRET_KEY,
        "EDUAI_ENCRYPTION_KEY": " ".join(EDUAI_ENCRYPTION_KEYS),
        "DATABASE_URL": DATABASE_URL,
        "REDIS_URL": REDIS_URL,
        "EDUAI_BASE_DOMAIN": "" if EDUAI_BASE_DOMAIN == "localhost" else EDUAI_BASE_DOMAIN,
    }.items()
    if not value
]
if _missing:
    raise ImproperlyConfigured(f"Set {', '.join(_missing)} (or each with _FILE) before starting EduAI.")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers take such a cookie over HTTPS from this very host alone: no other academy's page can set one here.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
EDUAI_BROWSER_COOKIE = "__Host-browser"
