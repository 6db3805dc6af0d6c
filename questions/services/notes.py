"""Capture: keeping wrong-answer notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from eduai.lib.errors import InvalidInput
from questions import note_fields, stages
from questions.models import Note
from questions.note_fields import NoteFields
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Student
from tenants.services.consent import refused_collection
from tenants.services.leaving import came_back
from tenants.services.matters import uuid_of
from tenants.services.people import students_by_code
from tenants.services.suspension import require_processing

# What of a note its writer may have corrected.
CORRECTED = ("student_answer", "cause", "grade", "book", "page", "number")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A note after capture; `is_new` is false where it was known and now counts as wrong again."""

    note: Note
    is_new: bool


def record_note(*, fields: NoteFields, source: Note.Source, actor: Actor, now: datetime) -> Recorded:
    """This will keep one note and ask for similar questions, or count a known one as wrong again."""
    return record_notes(entries=[fields], source=source, actor=actor, now=now)[0]


def record_notes(*, entries: Sequence[NoteFields], source: Note.Source, actor: Actor, now: datetime) -> list[Recorded]:
    """This will keep all the notes or none, in the order given, with a number of queries that does not grow
    with them (but for students who are new).

    Raises InvalidInput for a student code that cannot be one, and for a student whose data may not be kept;
    Suspended for one whose data are not processed for now.
    """
    with transaction.atomic():
        students, added = students_by_code(codes={fields.student for fields in entries}, actor=actor, now=now)
        _require_collection(students.values())
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
        for student in added:
            record(actor=actor, action=Action.STUDENT_ADDED, subject=student)
        came_back(students=students.values(), actor=actor, now=now)
        _leave_record(outcome, source, actor)
    return outcome


def correct_note(*, student: Student, field: str, value: str, actor: Actor, now: datetime) -> str:
    """This will correct what a student wrote beside a question: their answer, the cause, the book. Returns what, in
    words. The question itself is not corrected: its similar questions were made from it.

    Raises NotAllowed, and InvalidInput for another field, a note of somebody else, and a text that is too long.
    """
    access.require(actor, "questions.add_note")
    number, column = _column(field)
    title, limit = note_fields.LABELS.get(column, ""), note_fields.LIMITS.get(column, 0)
    text = " ".join(value.split())
    if len(text) > limit or note_fields.CONTROL.search(text):
        raise InvalidInput(f"{title}: {limit}자까지 적을 수 있습니다.", field="value")
    with transaction.atomic():
        note = _own(Note.objects.select_for_update(), student, number)
        setattr(note, column, text)
        note.save(update_fields=[column])
        record(actor=actor, action=Action.NOTE_CORRECTED, subject=note, field=column)
    return f"오답노트의 {title}"


def correctable(*, student: Student, rest: str) -> str:
    """What `matters.FIND` calls: a note of this student and what may be corrected beside it, in one spelling.

    Raises InvalidInput for anything else.
    """
    number, column = _column(rest)
    return f"{_own(Note.objects.all(), student, number).pk}.{column}"


def _column(field: str) -> tuple[str, str]:
    number, _, column = field.partition(".")
    if column not in CORRECTED:
        raise InvalidInput("문제와 정답은 고칠 수 없습니다. 지운 뒤 다시 적어 주세요.", field="about")
    return number, column


def _own(notes: QuerySet[Note], student: Student, number: str) -> Note:
    note = notes.filter(student=student, pk=uuid_of(text=number)).first()
    if note is None:
        raise InvalidInput("이 학생의 오답노트를 찾을 수 없습니다.", field="about")
    return note


def _require_collection(students: Collection[Student]) -> None:
    """The notice promises that a refusal keeps notes out."""
    refused = refused_collection(students=students)
    for student in students:
        require_processing(student=student)
        if student.pk in refused:
            raise InvalidInput(
                f"student: {student.code} 학생은 개인정보 수집·이용에 동의하지 않아 오답을 보관할 수 없습니다.",
                field="student",
            )


def _known(entries: Sequence[NoteFields], students: dict[str, Student]) -> dict[tuple[int, str], Note]:
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
        stages.ask_for_vectors(notes=fresh, now=now, wait=stages.VECTOR_WAIT)


def _leave_record(outcome: list[Recorded], source: Note.Source, actor: Actor) -> None:
    if len(outcome) == 1:
        only = outcome[0]
        action = Action.NOTE_RECORDED if only.is_new else Action.NOTE_WRONG_AGAIN
        record(actor=actor, action=action, subject=only.note, student=only.note.student_id, source=str(source))
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
