"""Capture: keeping wrong-answer notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from questions import stages
from questions.models import Note
from questions.note_fields import NoteFields
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Student
from tenants.services.people import student_by_code


@dataclass(frozen=True, slots=True)
class Recorded:
    """A note after capture; `is_new` is false where it was known and now counts as wrong again."""

    note: Note
    is_new: bool


def record_note(*, fields: NoteFields, source: Note.Source, actor: Actor, now: datetime) -> Recorded:
    """This will keep one note and ask for similar questions, or count a known one as wrong again."""
    return record_notes(entries=[fields], source=source, actor=actor, now=now)[0]


def record_notes(
    *, entries: Sequence[NoteFields], source: Note.Source, actor: Actor, now: datetime
) -> list[Recorded]:
    """This will keep all the notes or none, in the order given, with a number of queries that does not grow
    with them (but for students who are new).

    Raises InvalidInput for a student code that cannot be one.
    """
    with transaction.atomic():
        students = _students(entries, actor, now)
        known = _known(entries, students)
        fresh: dict[tuple[int, str], Note] = {}
        repeated: dict[tuple[int, str], Note] = {}
        outcome: list[Recorded] = []
        for fields in entries:
            place = (students[fields.student].pk, fields.fingerprint)
            note = known.get(place) or fresh.get(place)
            if note is None:
                note = fresh[place] = _new_note(fields, students[fields.student], source, now)
                outcome.append(Recorded(note, True))
                continue
            note.again_count += 1
            note.last_wrong_at = now
            if place in known:
                repeated[place] = note
            outcome.append(Recorded(note, False))
        _save(list(fresh.values()), list(repeated.values()), actor, now)
        _leave_record(outcome, source, actor)
    return outcome


def _students(entries: Iterable[NoteFields], actor: Actor, now: datetime) -> dict[str, Student]:
    """The students by the code each entry names, locked so that one student's captures are in a line."""
    codes = {fields.student for fields in entries}
    rows = (
        Student.objects.select_for_update(of=("self",))
        .filter(Q(code__in=codes) | Q(user__username__in=codes))
        .select_related("user")
        .order_by("pk")
    )
    found: dict[str, Student] = {}
    for row in rows:
        if row.user is not None:
            found.setdefault(row.user.username, row)
        found[row.code] = row
    for code in sorted(codes - found.keys()):
        found[code] = student_by_code(code=code, actor=actor, now=now)
    return found


def _known(entries: Iterable[NoteFields], students: dict[str, Student]) -> dict[tuple[int, str], Note]:
    prints = {fields.fingerprint for fields in entries}
    owners = {student.pk for student in students.values()}
    rows = Note.objects.filter(student__in=owners, fingerprint__in=prints)
    return {(note.student_id, note.fingerprint): note for note in rows}


def _new_note(fields: NoteFields, student: Student, source: Note.Source, now: datetime) -> Note:
    values = asdict(fields) | {"student": student, "choices": list(fields.choices)}
    return Note(**values, fingerprint=fields.fingerprint, source=source, created_at=now, last_wrong_at=now)


def _save(fresh: list[Note], repeated: list[Note], actor: Actor, now: datetime) -> None:
    Note.objects.bulk_create(fresh)
    if repeated:
        Note.objects.bulk_update(repeated, ["again_count", "last_wrong_at"])
    if fresh:
        stages.ask_for_generation(notes=fresh, actor=actor, now=now)


def _leave_record(outcome: list[Recorded], source: Note.Source, actor: Actor) -> None:
    if len(outcome) == 1:
        only = outcome[0]
        action = Action.NOTE_RECORDED if only.is_new else Action.NOTE_WRONG_AGAIN
        record(
            actor=actor, action=action, subject=only.note, student=only.note.student_id, source=str(source)
        )
        return
    fresh = sum(row.is_new for row in outcome)
    record(
        actor=actor,
        action=Action.NOTES_IMPORTED,
        subject="notes",
        new=fresh,
        again=len(outcome) - fresh,
        source=str(source),
    )
