from django.apps import AppConfig


class EduAIConfig(AppConfig):
    name = "eduai"
    verbose_name = "EduAI"

    def ready(self) -> None:
        """Make the Celery app current in every process, so that tasks find their broker."""
        from eduai import celery  # noqa: F401
