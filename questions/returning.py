"""What shows that a student who left is taught all the same."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from questions.models import Note, PracticeAttempt


def taught_since() -> Q:
    """That a student has a note that went wrong, or an answer, from after they left."""
    notes = Note.objects.filter(student=OuterRef("pk"), last_wrong_at__gt=OuterRef("left_at"))
    attempts = PracticeAttempt.objects.filter(student=OuterRef("pk"), at__gt=OuterRef("left_at"))
    return Q(Exists(notes)) | Q(Exists(attempts))
