"""One machine without set-up: the embedded services, plain HTTP, and generated secrets under `var/`."""

from __future__ import annotations

from eduai.settings import env
from eduai.settings.base import *  # noqa: F403
from eduai.settings.base import DATA_DIR, EDUAI_CHECKPOINT_URL, EDUAI_ENCRYPTION_KEYS, SECRET_KEY
from eduai.settings.secrets_file import kept_secret

EDUAI_SIGN_UP = env.boolean("EDUAI_SIGN_UP", True)
EDUAI_CONSOLE_MESSAGES = env.boolean("EDUAI_CONSOLE_MESSAGES", True)
DEBUG = False  # a teacher who tries the product should see our pages, not a traceback
SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret_key")
EDUAI_ENCRYPTION_KEYS = EDUAI_ENCRYPTION_KEYS or [kept_secret(DATA_DIR / "encryption_key")]
EDUAI_CHECKPOINT_URL = EDUAI_CHECKPOINT_URL or [f"file://{DATA_DIR}/checkpoints"]
STORAGES = {
    "default": {"BACKEND": "tenants.files.AcademyStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # files are served from where they are
