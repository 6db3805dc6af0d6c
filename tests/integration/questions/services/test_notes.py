"""Capture: one note, the same note again, and many at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduai.lib.errors import InvalidInput
from questions.models import GenerationJob, Note
from questions.note_fields import InvalidNote, read_fields
from questions.services.notes import record_note, record_notes
from tenants.actors import SYSTEM, Actor, command, partner
from tenants.models import AuditRecord, ConsentEvent, Purpose, Role, Student
from tenants.services.partners import issue_api_key
from tenants.services.people import add_student
from tests.cast import GROWN, LINEAR, NOW, actor, consents, fields, member, note, student

pytestmark = pytest.mark.usefixtures("in_haneul")


def test_a_new_note_is_kept_with_a_job_and_a_record() -> None:
    kept = note()

    assert (kept.stem, kept.answer, kept.again_count) == (LINEAR["stem"], "5", 0)
    assert GenerationJob.objects.get(note=kept).state == "queued"
    newest = AuditRecord.objects.first()
    assert (newest.action, newest.subject) == ("note.recorded", f"note:{kept.pk}")
    assert LINEAR["stem"] not in newest.facts


def test_the_same_question_again_counts_and_is_no_second_note() -> None:
    first = note()
    again = record_note(
        fields=fields(stem="일차방정식  $3x+5=20$의 해를 구하시오."), source=Note.Source.API, actor=SYSTEM, now=NOW
    )

    assert not again.is_new
    assert again.note.pk == first.pk
    assert Note.objects.get().again_count == 1
    assert GenerationJob.objects.count() == 1


def test_another_student_with_the_same_question_has_a_note_of_their_own() -> None:
    note()
    note(student="S002")

    assert Note.objects.count() == 2
    assert set(Student.objects.values_list("code", flat=True)) == {"S001", "S002"}


def test_a_question_twice_in_one_file_counts_once_more() -> None:
    outcome = record_notes(entries=[fields(), fields()], source=Note.Source.IMPORTED, actor=SYSTEM, now=NOW)

    assert [row.is_new for row in outcome] == [True, False]
    assert Note.objects.get().again_count == 1


def test_many_notes_need_no_more_queries_than_a_few() -> None:
    record_notes(entries=[fields()], source=Note.Source.IMPORTED, actor=SYSTEM, now=NOW)

    def queries(numbers: range) -> int:
        entries = [fields(stem=f"$x + {number} = 20$의 해는?") for number in numbers]
        with CaptureQueriesContext(connection) as context:
            record_notes(entries=entries, source=Note.Source.IMPORTED, actor=SYSTEM, now=NOW)
        return len(context)

    assert queries(range(100, 102)) == queries(range(200, 260))


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"stem": ""}, "stem", "꼭 필요합니다"),
        ({"stem": "$3x + 5 = 20의 해"}, "stem", "짝이 맞지 않습니다"),
        ({"stem": "가" * 4001}, "stem", "4000자까지"),
        ({"answer": None}, "answer", "꼭 필요합니다"),
        ({"answer": ["5"]}, "answer", "글자여야 합니다"),
        ({"student": "\x00"}, "student", "제어 문자"),
        ({"choices": ["하나"]}, "choices", "2개 이상"),
        ({"choices": "가|가"}, "choices", "같은 선택지"),
        ({"choices": 5}, "choices", "목록이거나"),
        ({"stems": "오타"}, "stems", "없는 항목"),
        ({"answer": "\ud800"}, "answer", "제어 문자"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_field_and_cause(change: dict[str, object], field: str, said: str) -> None:
    with pytest.raises(InvalidNote) as refusal:
        read_fields(LINEAR | change)

    assert said in refusal.value.problems[field]
    assert refusal.value.problems[field].startswith(f"{field}:")


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(InvalidNote) as refusal:
        read_fields({"stem": "$", "choices": "가"})

    assert set(refusal.value.problems) == {"student", "stem", "answer", "choices"}


def test_nothing_is_kept_when_a_student_code_cannot_be_one() -> None:
    entries = [fields(), fields(student="줄\n바꿈")]

    with pytest.raises(InvalidInput) as refusal:
        record_notes(entries=entries, source=Note.Source.API, actor=SYSTEM, now=NOW)

    assert refusal.value.field == "student"
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("who", "by_user_name"),
    [
        (lambda: command("import_notes"), True),
        (lambda: actor(Role.TEACHER), True),
        (lambda: actor(Role.STUDENT), False),
        (lambda: partner(issue_api_key(name="p", scopes=("notes:write",), actor=SYSTEM, now=NOW)[0]), False),
    ],
    ids=["command", "teacher", "student", "partner"],
)
def test_a_user_name_stands_for_a_student_where_staff_or_a_command_writes_it_and_nowhere_else(
    who: Callable[[], Actor], by_user_name: bool
) -> None:
    """A partner's own code that happens to be somebody's user name is another student."""
    hers = add_student(code="S001", user=member(Role.STUDENT, "1042"), birth_date=GROWN, actor=SYSTEM, now=NOW)

    acts = who()
    for code in ("1042", "S001"):
        record_note(fields=fields(student=code), source=Note.Source.API, actor=acts, now=NOW)
    kept = dict(Note.objects.values_list("student__code", "again_count"))
    assert kept == ({"S001": 1} if by_user_name else {"1042": 0, "S001": 0})
    assert Student.objects.get(user__username="1042") == hers


def test_who_refused_collection_has_no_note_kept_and_who_agrees_again_has() -> None:
    refuser = student("S001")

    def answer(kind: ConsentEvent.Kind) -> None:
        consents(refuser, kind, Purpose.COLLECTION)

    answer(ConsentEvent.Kind.REFUSED)
    with pytest.raises(InvalidInput, match="S001 학생은 개인정보 수집·이용에 동의하지 않아"):
        record_notes(entries=[fields(student="S002"), fields()], source=Note.Source.IMPORTED, actor=SYSTEM, now=NOW)
    assert not Note.objects.exists()
    assert list(Student.objects.values_list("code", flat=True)) == ["S001"]

    answer(ConsentEvent.Kind.GIVEN)
    assert note().student == refuser
