"""Whether a text that a model wrote holds what belongs to another student: a name, a code, an answer, a solution.

A model is shown one note and should know no other; one that remembers, or that a note talked into it, is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Length, Replace, StrIndex
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual

from questions.models import Note
from tenants.models import Student

# Shorter answers (25/3) and names (민수) stand in anybody's questions.
SHORTEST_ANSWER = 12
SHORTEST_SOLUTION = 30
SHORTEST_NAME = 3
# So does a code of a few digits (1001): as a number it is nobody's.
SHORTEST_NUMBER = 8
SENTENCE = "다른 학생의 이름이나 글이 들어 있습니다"


def words_of_others(*, student: Student, own: str, texts: Iterable[str]) -> str:
    """A sentence where a text holds another student's words; empty where none does. What stands in `own` is no secret.

    Blanks do not count. Two queries of the current academy.
    """
    text, known = _squeezed(" ".join(texts)), _squeezed(own)
    if not text:
        return ""
    notes = Note.objects.exclude(student=student).filter(
        _holds("student_answer", SHORTEST_ANSWER, text, known) | _holds("solution", SHORTEST_SOLUTION, text, known)
    )
    numbered = Q(code__regex="^[0-9]+$")
    people = Student.objects.exclude(pk=student.pk).filter(
        _holds("name", SHORTEST_NAME, text, known)
        | _holds("code", SHORTEST_NUMBER, text, known)
        | (_holds("code", SHORTEST_NAME + 1, text, known) & ~numbered)
    )
    return SENTENCE if notes.exists() or people.exists() else ""


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _holds(field: str, shortest: int, text: str, known: str) -> Q:
    """Rows whose `field` is at least so long, stands in `text` and does not stand in `known`."""
    blank, line = Value(" ", output_field=TextField()), Value("\n", output_field=TextField())
    nothing = Value("", output_field=TextField())
    held = Replace(Replace(F(field), blank, nothing), line, nothing)
    given, own = (Value(value, output_field=TextField()) for value in (text, known))
    return Q(
        GreaterThanOrEqual(Length(held), shortest),
        GreaterThan(StrIndex(given, held), 0),
        Exact(StrIndex(own, held), 0),
    )
