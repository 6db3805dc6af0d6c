"""Who left goes a year later as a whole, and who is with us again does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from eduai.lib import clock
from eduai.lib.errors import Conflict, NotAllowed
from questions.models import Note, PracticeAttempt
from tenants.actors import SYSTEM
from tenants.korean_days import day_of, midnight
from tenants.models import AuditRecord, Destruction, RightsRequest, Role, Student
from tenants.services import subject_erasure
from tenants.services.leaving import set_left
from tenants.services.retention import gone_on, purge
from tenants.services.unfinished import unfinished
from tests.cast import NOW, actor, note, verified

SECOND = timedelta(microseconds=1)


def test_a_student_whose_erasure_does_not_end_keeps_nobody_else_from_it(
    in_haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-30."""
    first, second = note().student, note(student="S002").student
    for number, student in enumerate((first, second)):
        set_left(student=student, left=True, actor=SYSTEM, now=NOW + timedelta(hours=number))
    ends = subject_erasure._finish

    def not_the_first(student: Any, *rest: Any) -> Any:
        if student.pk == first.pk:
            raise Conflict("계속 더해지고 있습니다.")
        return ends(student, *rest)

    monkeypatch.setattr(subject_erasure, "_finish", not_the_first)
    assert purge(kind="learning", actor=SYSTEM, now=NOW + timedelta(days=400)) == 1
    assert [row.student_id for row in Note.objects.all()] == [first.pk]


def test_everything_of_a_student_goes_a_year_after_they_left_and_not_a_day_before(in_haneul: Any) -> None:
    """L-30: 수강 종료 후 1년."""
    gone, stays = note().student, note(student="S002").student
    set_left(student=gone, left=True, actor=SYSTEM, now=NOW)
    over = midnight(gone_on(days=365, counted_from=day_of(NOW)))
    assert purge(kind="learning", actor=SYSTEM, now=over - SECOND) == 0
    assert Note.objects.count() == 2
    assert purge(kind="learning", actor=SYSTEM, now=over) == 1
    assert list(Note.objects.values_list("student", flat=True)) == [stays.pk]
    gone.refresh_from_db()
    assert gone.erased_at is not None and gone.code != "S001"
    assert purge(kind="learning", actor=SYSTEM, now=over + timedelta(days=1)) == 0
    assert Destruction.objects.filter(kind="learning", many=1).count() == 1


def test_a_new_note_says_that_somebody_who_left_is_taught_again(in_haneul: Any) -> None:
    """L-30."""
    student = note().student
    set_left(student=student, left=True, actor=SYSTEM, now=NOW)
    note(stem="일차방정식 $2x = 8$의 해를 구하시오.", answer="4")
    student.refresh_from_db()
    assert student.left_at is None and AuditRecord.objects.filter(action="student.left").count() == 2
    assert purge(kind="learning", actor=SYSTEM, now=NOW + timedelta(days=400)) == 0
    assert Note.objects.count() == 2


@pytest.mark.parametrize("what", ["note", "request"])
def test_who_comes_back_while_the_purge_waits_for_them_is_kept(
    in_haneul: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """L-30: the purge had chosen them, and waits while somebody saves a note of theirs or what they ask for."""
    back, gone = note().student, note(student="S002").student
    for student in (back, gone):
        set_left(student=student, left=True, actor=SYSTEM, now=NOW)
    waits = subject_erasure.wait_for_senders

    def while_something_comes(student: Any) -> None:
        if student.pk == back.pk and what == "note":
            note(stem="일차방정식 $2x = 8$의 해를 구하시오.", answer="4")
        elif student.pk == back.pk:
            values = {"kind": "access", "received_at": NOW, "due_on": NOW.date()}
            RightsRequest.objects.create(student=student, subject=f"student:{student.pk}", **values)
        waits(student)

    monkeypatch.setattr(subject_erasure, "wait_for_senders", while_something_comes)
    assert purge(kind="learning", actor=SYSTEM, now=NOW + timedelta(days=400)) == 1
    assert set(Note.objects.values_list("student", flat=True)) == {back.pk}
    marked = [Student.objects.get(pk=student.pk).erased_at is not None for student in (back, gone)]
    assert marked == [False, True]


@pytest.mark.parametrize("what", ["note", "attempt", "request"])
def test_who_left_and_has_something_newer_is_kept_and_stands_on_the_desk(in_haneul: Any, what: str) -> None:
    """L-30: until somebody says which it is; a student with nothing newer goes."""
    kept, gone = note(), note(student="S002").student
    over, later = NOW + timedelta(days=400), NOW + timedelta(days=1)
    for student in (kept.student, gone):
        set_left(student=student, left=True, actor=SYSTEM, now=NOW)
    if what == "note":
        Note.objects.filter(pk=kept.pk).update(last_wrong_at=later)
    elif what == "attempt":
        variant = verified(kept).variants.first()
        PracticeAttempt.objects.create(student=kept.student, variant=variant, given="1", outcome="incorrect", at=later)
    else:
        values = {"kind": "access", "received_at": NOW, "due_on": NOW.date()}
        RightsRequest.objects.create(student=kept.student, subject=f"student:{kept.student_id}", **values)
    assert purge(kind="learning", actor=SYSTEM, now=over) == 1
    assert list(Note.objects.values_list("pk", flat=True)) == [kept.pk]
    assert [f"student:{kept.student_id} " in line for line in unfinished(now=over)] == [True]
    set_left(student=kept.student, left=False, actor=SYSTEM, now=over)
    assert unfinished(now=over) == []


def test_who_was_taught_after_they_left_leaves_anew_and_goes_a_year_after_that(in_haneul: Any) -> None:
    """L-30: as the director's first page asks for; who was not taught since keeps their day."""
    kept, quiet = note(), note(student="S002").student
    for student in (kept.student, quiet):
        set_left(student=student, left=True, actor=SYSTEM, now=NOW)
    Note.objects.filter(pk=kept.pk).update(last_wrong_at=NOW + timedelta(days=1))
    anew = NOW + timedelta(days=400)
    assert len(unfinished(now=anew)) == 1
    before = AuditRecord.objects.filter(action="student.left").count()
    days = [set_left(student=student, left=True, actor=SYSTEM, now=anew).left_at for student in (kept.student, quiet)]
    assert days == [anew, NOW] and unfinished(now=anew) == []
    assert AuditRecord.objects.filter(action="student.left").count() == before + 1
    assert purge(kind="learning", actor=SYSTEM, now=anew + timedelta(days=364)) == 1
    assert list(Note.objects.values_list("pk", flat=True)) == [kept.pk]
    assert purge(kind="learning", actor=SYSTEM, now=anew + timedelta(days=367)) == 1 and not Note.objects.exists()


def test_who_comes_back_is_kept(in_haneul: Any, capsys: Any) -> None:
    note()
    call_command("student_left", "haneul", "S001")
    assert "모두 지웁니다" in capsys.readouterr().out
    call_command("student_left", "haneul", "S001", "--back")
    assert purge(kind="learning", actor=SYSTEM, now=clock.now() + timedelta(days=400)) == 0
    assert Note.objects.count() == 1
    assert AuditRecord.objects.filter(action="student.left").count() == 2
    with pytest.raises(NotAllowed):
        set_left(student=Note.objects.get().student, left=True, actor=actor(Role.TEACHER), now=NOW)
