"""The Celery app. PostgreSQL is the truth about work; a message here only wakes a worker."""

from __future__ import annotations

from celery import Celery

app = Celery("eduai", task_cls="tenants.tasking:AcademyTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
