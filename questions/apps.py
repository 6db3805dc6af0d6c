from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        from questions import pauses, returning, stages
        from questions.services import decisions, notes
        from tenants import retention
        from tenants.services import consent, correction, matters, rights, suspension

        consent.WHEN_GIVEN.append(stages.go_on_waiting)
        consent.WHEN_WITHDRAWN.append(stages.wait_for_consent)
        retention.TAUGHT_SINCE.append(returning.taught_since)
        suspension.WHEN_RESUMED.append(pauses.take_up)
        correction.APPLY["note"] = notes.correct_note
        matters.FIND["note."] = notes.correctable
        matters.OFFER.append(decisions.offered)
        matters.FIND |= {"attempt:": decisions.attempt_number, "variant:": decisions.variant_number}
        rights.EXPLAIN |= {"attempt": decisions.explain, "variant": decisions.explain}
