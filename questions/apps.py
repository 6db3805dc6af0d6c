from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        from questions import pauses, stages
        from tenants.services import consent, suspension

        consent.WHEN_GIVEN.append(stages.go_on_waiting)
        suspension.WHEN_RESUMED.append(pauses.take_up)
