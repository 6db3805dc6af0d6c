"""What the model calls of a period brought: the questions that a teacher accepted."""

from __future__ import annotations

from datetime import datetime

from questions.models import Decision, Variant


def accepted_questions(*, since: datetime, until: datetime) -> int:
    """The approved variants of blueprints that were approved in the period, whoever wrote them."""
    approved = Decision.objects.filter(kind=Decision.Kind.APPROVED, at__gte=since, at__lt=until)
    return Variant.objects.filter(state=Variant.State.APPROVED, blueprint__in=approved.values("blueprint")).count()
