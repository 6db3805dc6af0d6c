"""What every installation shares. Values come from the environment; see docs/operations.md for each."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab, schedule
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from eduai.llm.embeddings.kinds import problem
from eduai.settings import databases, env, policies
from eduai.settings.panel import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.text("EDUAI_DATA_DIR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
SECRET_KEY = env.secret("EDUAI_SECRET_KEY")
# The present key first; former ones stay until every academy's data key is sealed anew.
EDUAI_ENCRYPTION_KEYS = env.secret("EDUAI_ENCRYPTION_KEY").replace(",", "\n").split()
EDUAI_BASE_DOMAIN = env.text("EDUAI_BASE_DOMAIN", "localhost")
ALLOWED_HOSTS = [EDUAI_BASE_DOMAIN, f".{EDUAI_BASE_DOMAIN}", "127.0.0.1", "[::1]"]

# --- applications -----------------------------------------------------------------------------------
SHARED_APPS = [
    "tenants",  # first, so that its `migrate` is the one that runs
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "eduai",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
TENANT_APPS = [
    "tenants",
    "questions",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.admin",
    "allauth.account",
    "allauth.mfa",
]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]

TENANT_MODEL = "tenants.Academy"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
TENANT_SYNC_ROUTER = "tenants.database.router.AcademyRouter"
PG_EXTRA_SEARCH_PATHS = ["extensions"]
SKIP_PG_EXTRA_VALIDATION = True
PUBLIC_SCHEMA_URLCONF = "eduai.public_urls"
ROOT_URLCONF = "eduai.urls"
WSGI_APPLICATION = "eduai.wsgi.application"
ASGI_APPLICATION = "eduai.asgi.application"

MIDDLEWARE = [
    "eduai.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.AcademyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.body_sizes.BodySizes",  # before any `process_view`, where the form's token is looked for in the body
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenants.access_log.AccessLog",
    "eduai.failures.Refusals",
    "tenants.sign_in.middleware.Visits",
    "tenants.first_use.FirstUse",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- stores -----------------------------------------------------------------------------------------
DATABASE_URL = env.secret("DATABASE_URL")
EDUAI_OWNER_DATABASE_URL = env.secret("EDUAI_OWNER_DATABASE_URL", DATABASE_URL)
REDIS_URL = env.secret("REDIS_URL")
# Whether anybody may open an academy at the base domain.
EDUAI_SIGN_UP = env.boolean("EDUAI_SIGN_UP", False)
# How many proxies of our own stand before the site: what they add to X-Forwarded-For is believed, and no more.
EDUAI_PROXIES = env.integer("EDUAI_PROXIES", 0)
# Whether the access log is reviewed each month or each quarter.
EDUAI_ACCESS_REVIEW = env.text("EDUAI_ACCESS_REVIEW", "monthly")
if EDUAI_ACCESS_REVIEW not in ("monthly", "quarterly"):
    raise ImproperlyConfigured(f"EDUAI_ACCESS_REVIEW is monthly or quarterly, not {EDUAI_ACCESS_REVIEW!r}.")
EDUAI_PREPARED_ACADEMIES = env.integer("EDUAI_PREPARED_ACADEMIES", 3)
# How many days a closed academy can be taken back before it is erased.
EDUAI_ERASE_AFTER_DAYS = env.integer("EDUAI_ERASE_AFTER_DAYS", 30)
# Academies may live in other databases too (`name=address …`); `default` also holds the directory of them all.
DATABASES = {"default": databases.from_url(DATABASE_URL)} | {
    name: databases.from_url(address) for name, address in env.named_secrets("EDUAI_MORE_DATABASES").items()
}
EDUAI_OWNER_DATABASE_URLS = {"default": EDUAI_OWNER_DATABASE_URL} | env.named_secrets("EDUAI_MORE_OWNER_DATABASES")
DATABASE_ROUTERS = ["tenants.database.router.AcademyRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "tenants.tenancy.cache_key",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}

# --- people -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["tenants.access.RoleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},  # as every form says
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
# allauth: by user name alone, nothing by e-mail; its own limits are off, tenants.sign_in.limits stands before each try.
ACCOUNT_ADAPTER = "tenants.sign_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "tenants.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True
# How long somebody may do nothing before they are signed out, staff and others; after twelve hours everybody is.
EDUAI_STAFF_IDLE_SECONDS = env.integer("EDUAI_STAFF_IDLE_SECONDS", 1800)
EDUAI_IDLE_SECONDS = env.integer("EDUAI_IDLE_SECONDS", 14400)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
EDUAI_BROWSER_COOKIE = "browser"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "eduai.failures.csrf_failed"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.SITE}
EDUAI_POLICIES = policies.BY_PATH
EDUAI_PERMISSIONS_POLICY = policies.PERMISSIONS

# --- language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "eduai" / "locale"]
FORMAT_MODULE_PATH = "eduai.formats"
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

# --- files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "eduai" / "static"]
MEDIA_ROOT = DATA_DIR / "files"  # each academy's below a folder of its own
STORAGES = {
    "default": {"BACKEND": "tenants.files.AcademyStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A CSV or XLSX of notes is text; anything larger than this is a mistake or an attack.
EDUAI_IMPORT_MAX_BYTES = 5 * 1024 * 1024
# One scan of a signed paper, and all of an academy's together.
EDUAI_EVIDENCE_MAX_BYTES = env.integer("EDUAI_EVIDENCE_MAX_BYTES", 10 * 1024 * 1024)
EDUAI_EVIDENCE_QUOTA_BYTES = env.integer("EDUAI_EVIDENCE_QUOTA_BYTES", 2 * 1024**3)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- API --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tenants.api.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["eduai.api.parsing.StrictJSON"],
    "DEFAULT_PAGINATION_CLASS": "eduai.api.pagination.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["eduai.api.throttling.PerKey"],
    "DEFAULT_THROTTLE_RATES": {"api": env.text("EDUAI_API_RATE", "600/min")},
    "EXCEPTION_HANDLER": "eduai.api.errors.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "EduAI",
    "DESCRIPTION": "오답노트에서 검증된 유사문제까지. Wrong-answer notes in, verified similar questions out.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
}

# --- work -------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "engine"
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 8
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A wake-up that cannot be sent is dropped at once: the sweeper finds the row. With the stock options a
# dead broker holds each request for nearly five seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "interval_start": 0,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
}
CELERY_TIMEZONE = TIME_ZONE
EDUAI_SWEEP_SECONDS = env.integer("EDUAI_SWEEP_SECONDS", 5)
CELERY_BEAT_SCHEDULE = {
    "forget-finished-work": {
        "task": "eduai.forget_finished",
        "schedule": crontab(hour=4, minute=10),
        "options": {"queue": "engine", "expires": 3600},
    },
    "close-lost-calls": {
        "task": "eduai.close_lost_calls",
        "schedule": crontab(minute=40),
        "options": {"queue": "engine", "expires": 3600},
    },
    "seal-access-logs": {
        "task": "eduai.seal_access_logs",
        "schedule": crontab(minute=20),
        "options": {"queue": "engine", "expires": 3600},
    },
    "review-access-logs": {
        "task": "eduai.review_access_logs",
        "schedule": crontab(hour=5, minute=10),
        "options": {"queue": "engine", "expires": 4 * 3600},
    },
    "prepare-academies": {
        "task": "eduai.prepare_academies",
        "schedule": schedule(run_every=timedelta(seconds=60)),
        "options": {"queue": "platform", "expires": 60},
    },
    "take-checkpoints": {
        "task": "eduai.take_checkpoints",
        "schedule": schedule(run_every=timedelta(seconds=60)),
        "options": {"queue": "engine", "expires": 60},
    },
    "repair-directory": {
        "task": "eduai.repair_directory",
        "schedule": schedule(run_every=timedelta(minutes=3)),
        "options": {"queue": "platform", "expires": 180},
    },
    "erase-closed-academies": {
        "task": "eduai.erase_closed_academies",
        "schedule": crontab(hour=3, minute=20),
        "options": {"queue": "platform", "expires": 3600},
    },
    # Days end in Korea at midnight there; what is due goes in the hour after it.
    "do-daily-duties": {
        "task": "eduai.do_daily_duties",
        "schedule": crontab(hour=0, minute=15),
        "options": {"queue": "engine", "expires": 3600},
    },
    "watch-replicas": {
        "task": "eduai.watch_replicas",
        "schedule": schedule(run_every=timedelta(seconds=30)),
        "options": {"queue": "models", "expires": 30},
    },
    "sweep": {
        "task": "eduai.sweep",
        "schedule": schedule(run_every=timedelta(seconds=EDUAI_SWEEP_SECONDS)),
        "options": {"queue": "engine", "expires": EDUAI_SWEEP_SECONDS},
    },
}
# How long a claimed piece of work belongs to its worker. Longer than the longest model call, so that a
# slow worker is never doubled; shorter than anyone's patience after a crash.
EDUAI_LEASE_SECONDS = {
    "engine": env.integer("EDUAI_ENGINE_LEASE_SECONDS", 30),
    "models": env.integer("EDUAI_MODELS_LEASE_SECONDS", 75),
}
EDUAI_MODEL_DEADLINE_SECONDS = env.integer("EDUAI_MODEL_DEADLINE_SECONDS", 45)
# How soon a job that waits for a server or a consent is tried again; doubles while servers stay down.
EDUAI_RETRY_SECONDS = env.integer("EDUAI_RETRY_SECONDS", 30)
EDUAI_VARIANTS_PER_NOTE = 3

# --- messages ---------------------------------------------------------------------------------------
# Who mails come from; without it no mail leaves.
EDUAI_MAIL_FROM = env.text("EDUAI_MAIL_FROM")
_mail = env.mail_server(env.secret("EDUAI_SMTP_URL"))
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _mail.host, _mail.port, 10
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.use_ssl, _mail.use_tls
EDUAI_SMS_URL = env.text("EDUAI_SMS_URL")
EDUAI_SMS_API_KEY = env.secret("EDUAI_SMS_API_KEY")
EDUAI_SMS_FROM = env.text("EDUAI_SMS_FROM")
EDUAI_ALIMTALK_URL = env.text("EDUAI_ALIMTALK_URL")
EDUAI_ALIMTALK_API_KEY = env.secret("EDUAI_ALIMTALK_API_KEY")
EDUAI_ALIMTALK_FROM = env.text("EDUAI_ALIMTALK_FROM")
# Whether a message with no other way out is written to the process's error output.
EDUAI_CONSOLE_MESSAGES = env.boolean("EDUAI_CONSOLE_MESSAGES", False)
# How many days a guardian has for an answer before the invitation, name and contact included, is removed.
EDUAI_INVITATION_DAYS = env.integer("EDUAI_INVITATION_DAYS", 7)

# --- money ------------------------------------------------------------------------------------------
# Dollars are counted in won at this rate; the GPU server costs this much a month, power and rent included.
EDUAI_KRW_PER_USD = env.decimal("EDUAI_KRW_PER_USD", "1400")
EDUAI_GPU_MONTHLY_KRW = env.decimal("EDUAI_GPU_MONTHLY_KRW", "0")

# --- models -----------------------------------------------------------------------------------------
EDUAI_TGI_URLS = env.several("EDUAI_TGI_URLS")
EDUAI_TGI_API_KEY = env.secret("EDUAI_TGI_API_KEY")
EDUAI_TGI_MODEL = env.text("EDUAI_TGI_MODEL", "tgi")
OPENAI_API_KEY = env.secret("OPENAI_API_KEY")
EDUAI_OPENAI_BASE_URL = env.text("EDUAI_OPENAI_BASE_URL")
EDUAI_OPENAI_MODEL = env.text("EDUAI_OPENAI_MODEL", "gpt-4.1-mini")
EDUAI_OWN_HOSTS = env.several("EDUAI_OWN_HOSTS")
EDUAI_COMPATIBLE_URL = env.text("EDUAI_COMPATIBLE_URL")
EDUAI_COMPATIBLE_MODEL = env.text("EDUAI_COMPATIBLE_MODEL")
EDUAI_COMPATIBLE_API_KEY = env.secret("EDUAI_COMPATIBLE_API_KEY")
EDUAI_EMBEDDING_KIND = env.text("EDUAI_EMBEDDING_KIND", "offline")
EDUAI_EMBEDDING_URL = env.text("EDUAI_EMBEDDING_URL")
EDUAI_EMBEDDING_MODEL = env.text("EDUAI_EMBEDDING_MODEL")
EDUAI_EMBEDDING_API_KEY = env.secret("EDUAI_EMBEDDING_API_KEY")
if _wrong := problem(
    EDUAI_EMBEDDING_KIND, url=EDUAI_EMBEDDING_URL, model=EDUAI_EMBEDDING_MODEL, openai_key=OPENAI_API_KEY
):
    raise ImproperlyConfigured(_wrong)

# --- records ----------------------------------------------------------------------------------------
MASKED = "eduai.lines.Masked"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"academy": {"()": "tenants.logs.AcademyFilter"}},
    "formatters": {
        "line": {
            "class": "eduai.lines.Masked",
            "format": "{asctime} {levelname} {academy} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["academy"]}},
    "root": {"handlers": ["console"], "level": env.text("EDUAI_LOG_LEVEL", "INFO")},
    # At DEBUG the client libraries write whole requests, a student's words included.
    "loggers": {name: {"level": "WARNING"} for name in ("httpx2", "httpcore2", "openai", "huggingface_hub")},
}

# Where the heads of academies' records are kept, with spaces between: what the database's owner cannot write.
EDUAI_CHECKPOINT_URL = env.secret("EDUAI_CHECKPOINT_URL").split()
