"""The Celery app. PostgreSQL is the truth about work; a message here only wakes a worker."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduai.settings.production")
app = Celery("eduai", task_cls="tenants.tasking:AcademyTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
