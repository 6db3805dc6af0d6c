"""A program's decision is explained, a person looks again, and what they find counts; data are corrected as asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.lib.josa import attach
from questions.models import Blueprint, Decision, DueConcept, Note, PracticeAttempt, Variant
from questions.services.decisions import decide_again, explain
from questions.services.practice import answer_variant, approved_variants
from questions.services.review import approve_blueprint
from tenants.actors import SYSTEM, Actor, person
from tenants.models import AuditRecord, RightsRequest, Role, Student, User
from tenants.services.correction import apply_correction
from tenants.services.rights import request_right
from tests.cast import NOW, actor, member, note, student, variants_of, verified

Kind = RightsRequest.Kind


@pytest.fixture
def pupil(in_haneul: Any) -> Student:
    kept = student("S001", signs_in=True)
    Student.objects.update(birth_date=date(2010, 1, 1))
    kept.refresh_from_db()
    return kept


@pytest.fixture
def graded(pupil: Student) -> PracticeAttempt:
    """A wrong answer to the first of three approved questions, and a right one to the second an hour later."""
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    first, second, _ = variants_of(kept)
    answered = answer_variant(variant=first, given="1/7", actor=person(pupil.user), now=NOW)
    later = NOW + timedelta(hours=1)
    answer_variant(variant=second, given=second.expected, actor=person(pupil.user), now=later)
    return answered.attempt


def asked(pupil: Student, kind: str, about: str, details: str = "") -> RightsRequest:
    return request_right(student=pupil, kind=kind, about=about, details=details, actor=person(pupil.user), now=NOW)


def row_about(pupil: Student, about: str) -> RightsRequest:
    """A request for a correction as it may stand in a table that was written before `about` was looked at."""
    return RightsRequest.objects.create(
        student=pupil, subject="s", kind=Kind.CORRECTION, about=about, received_at=NOW, due_on=NOW.date()
    )


def teacher() -> Actor:
    return person(member(Role.TEACHER, "second-teacher"))


# --- explained -----------------------------------------------------------------------------------------------------
def test_a_grading_is_explained_at_once_with_result_data_criteria_and_procedure(graded: PracticeAttempt) -> None:
    """L-26: 시행령 제44조의3."""
    row = asked(graded.student, Kind.EXPLANATION, f"attempt:{graded.pk}")
    assert row.state == "done" and row.answered_at == NOW
    lines = dict(line.split(": ", 1) for line in row.answer.splitlines())
    assert list(lines) == ["결과", "사용한 정보", "기준", "절차"]
    assert lines["결과"] == "틀림" and "1/7" in lines["사용한 정보"]
    assert "같은 값이나 식" in lines["기준"] and "프로그램이 계산해" in lines["절차"]


def test_a_generated_question_is_explained_with_its_checks_and_who_approved_it(graded: PracticeAttempt) -> None:
    """L-26."""
    row = asked(graded.student, Kind.EXPLANATION, f"variant:{graded.variant_id}")
    for part in ("내장 작성기가 쓰고", "정답이 하나뿐인지: 확인함", "2026.11.21에 선생님 한 사람이 승인했습니다."):
        assert part in row.answer, part
    assert row.answer.count("확인함") == 9


@pytest.mark.parametrize("about", ["attempt:{other}", "variant:{other}", "attempt:x", "note:1", "nothing"])
@pytest.mark.parametrize("kind", [Kind.EXPLANATION, Kind.HUMAN_REVIEW])
def test_nothing_is_said_of_what_is_not_ones_own(graded: PracticeAttempt, kind: str, about: str) -> None:
    """L-28."""
    other = student("S002", signs_in=True)
    Student.objects.filter(pk=other.pk).update(birth_date=date(2010, 1, 1))
    numbers = {"attempt": graded.pk, "variant": graded.variant_id}
    with pytest.raises(InvalidInput, match="어떤 결과에 대한"):
        asked(other, kind, about.format(other=numbers.get(about.partition(":")[0])))
    assert not RightsRequest.objects.exists()


def test_the_key_of_a_question_that_is_still_to_be_practised_is_told_to_staff_alone(graded: PracticeAttempt) -> None:
    """L-26: an answer that could not be read costs nothing and tells nothing; the one that counts does."""
    pupil, third = graded.student, variants_of(graded.variant.blueprint.note)[2]
    unread = answer_variant(variant=third, given="???", actor=person(pupil.user), now=NOW).attempt
    assert unread.outcome == "unreadable"
    kept = asked(pupil, Kind.EXPLANATION, f"attempt:{unread.pk}").answer
    assert third.answer not in kept.replace("???", "") and "아직 연습할 문제" in kept
    assert f"정답({third.answer})" in explain(student=pupil, about=f"attempt:{unread.pk}", to_staff=True)
    answer_variant(variant=third, given="-999", actor=person(pupil.user), now=NOW + timedelta(hours=2))
    assert f"정답({third.answer})" in asked(pupil, Kind.EXPLANATION, f"attempt:{unread.pk}").answer


def test_the_day_of_an_approval_is_koreas(pupil: Student) -> None:
    """L-26: 23:30 UTC is the next day's morning in Korea."""
    night = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=night)
    told = explain(student=pupil, about=f"variant:{variants_of(kept)[0].pk}")
    assert "2026.11.22에 선생님 한 사람이 승인했습니다." in told


# --- looked at again -----------------------------------------------------------------------------------------------
def test_what_a_teacher_decides_counts_and_the_due_date_follows(graded: PracticeAttempt) -> None:
    """L-26: a person's decision takes the place of the program's."""
    before = DueConcept.objects.get(student=graded.student)
    assert (before.wrong_streak, before.right_streak) == (0, 1)
    row = asked(graded.student, Kind.HUMAN_REVIEW, f"attempt:{graded.pk}", "분수로 썼어요")
    assert row.state == "received" and row.due_on == date(2026, 12, 21)
    done = decide_again(request=row, verdict="correct", comment="같은 값입니다.", actor=(who := teacher()), now=NOW)

    graded.refresh_from_db()
    assert (graded.outcome, graded.decided_by) == ("correct", who.user)
    assert DueConcept.objects.get(student=graded.student).right_streak == 2
    assert done.answer == "선생님이 직접 다시 보았습니다. 맞은 답으로 바꾸었습니다. 같은 값입니다."
    assert (done.state, done.answered_by) == ("done", who.user)
    actions = list(AuditRecord.objects.order_by("-seq").values_list("action", "actor")[:2])
    assert actions == [("rights.done", who.label), ("practice.regraded", who.label)]
    assert "선생님이 다시 보고 정했습니다" in asked(graded.student, Kind.EXPLANATION, f"attempt:{graded.pk}").answer


def test_a_teacher_may_find_the_program_right_and_take_a_question_away(graded: PracticeAttempt) -> None:
    kept = asked(graded.student, Kind.HUMAN_REVIEW, f"attempt:{graded.pk}")
    assert (
        "틀린 답이 맞습니다"
        in decide_again(request=kept, verdict="incorrect", comment="", actor=teacher(), now=NOW).answer
    )
    graded.refresh_from_db()
    assert graded.outcome == "incorrect"
    gone = asked(graded.student, Kind.HUMAN_REVIEW, f"variant:{graded.variant_id}")
    decide_again(request=gone, verdict="withdraw", comment="", actor=actor_again(), now=NOW)
    assert not approved_variants(student=graded.student).filter(pk=graded.variant_id).exists()
    assert AuditRecord.objects.filter(action="variant.withdrawn").count() == 1


def actor_again() -> Actor:
    return person(member(Role.TEACHER, "third-teacher"))


def test_nobody_but_a_teacher_judges_again_and_nothing_changes_meanwhile(graded: PracticeAttempt) -> None:
    row = asked(graded.student, Kind.HUMAN_REVIEW, f"attempt:{graded.pk}")
    for who in (actor(Role.ASSISTANT), person(graded.student.user)):
        with pytest.raises(NotAllowed):
            decide_again(request=row, verdict="correct", comment="", actor=who, now=NOW)
    for verdict in ("keep", "unreadable", ""):
        with pytest.raises(InvalidInput):
            decide_again(request=row, verdict=verdict, comment="", actor=teacher_named(verdict), now=NOW)
    with pytest.raises(InvalidInput):  # a program is no person
        decide_again(request=row, verdict="correct", comment="", actor=SYSTEM, now=NOW)
    graded.refresh_from_db()
    assert (graded.outcome, graded.decided_by) == ("incorrect", None)
    decide_again(request=row, verdict="correct", comment="", actor=teacher(), now=NOW)
    with pytest.raises(Conflict):
        decide_again(request=row, verdict="incorrect", comment="", actor=actor_again(), now=NOW)
    graded.refresh_from_db()
    assert graded.outcome == "correct"


def teacher_named(name: str) -> Actor:
    return person(member(Role.TEACHER, f"teacher-{name or 'none'}"))


def test_no_generated_question_reaches_a_student_without_a_person(pupil: Student) -> None:
    """L-26: it is no fully automated decision: an approval has a person's number, and only approved ones are shown."""
    kept = note()
    blueprint = verified(kept)
    assert Variant.objects.filter(blueprint=blueprint).count() == 3
    assert not approved_variants(student=pupil).exists()
    with pytest.raises(InvalidInput, match="사람의 이름"):
        approve_blueprint(blueprint=blueprint, actor=SYSTEM, now=NOW)
    blueprint.refresh_from_db()
    assert blueprint.state == "in_review" and not approved_variants(student=pupil).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(blueprint=blueprint, kind="approved", actor=None, at=NOW)
    approve_blueprint(blueprint=blueprint, actor=teacher(), now=NOW)
    for shown in Blueprint.objects.filter(state="approved"):
        assert shown.decisions.filter(kind="approved", actor__role="teacher").exists()
    assert approved_variants(student=pupil).count() == 3


# --- corrected -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("about", "value", "title"),
    [
        ("student.name", "  김  바른 ", "이름"),
        ("student.birth_date", "2011-02-03", "생년월일"),
        ("student.grade", "중3", "학년"),
    ],
)
def test_a_students_data_are_corrected_and_the_record_names_the_field_alone(
    pupil: Student, about: str, value: str, title: str
) -> None:
    """L-24: 개인정보 보호법 제36조."""
    row = asked(pupil, Kind.CORRECTION, about, "바르게 고쳐 주세요")
    done = apply_correction(request=row, value=value, actor=actor(Role.DIRECTOR), now=NOW)
    assert (done.state, done.answer) == ("done", f"{attach(title, '을/를')} 고쳤습니다.")
    pupil.refresh_from_db()
    field = about.partition(".")[2]
    expected = {"name": "김 바른", "birth_date": date(2011, 2, 3), "grade": "중3"}[field]
    assert getattr(pupil, field) == expected
    record = AuditRecord.objects.get(action="student.corrected")
    assert record.facts == f'{{"field":"{field}"}}'


def test_a_corrected_name_is_the_accounts_name_too(pupil: Student) -> None:
    """L-24: what is wrong is corrected wherever it stands; a birth date leaves the account, and nobody else's goes."""
    other = student("S777", signs_in=True)
    User.objects.filter(pk=pupil.user_id).update(first_name="바르", last_name="김")
    for field, value, expected in (("birth_date", "2011-02-03", "바르 김"), ("name", "김바름", "김바름")):
        row = asked(pupil, Kind.CORRECTION, f"student.{field}", "바르게 고쳐 주세요")
        apply_correction(request=row, value=value, actor=SYSTEM, now=NOW)
        assert User.objects.get(pk=pupil.user_id).get_full_name() == expected
    assert User.objects.get(pk=other.user_id).get_full_name() == "S777"


def test_what_stands_beside_a_note_is_corrected_and_the_question_is_not(pupil: Student) -> None:
    kept, director = note(), actor(Role.DIRECTOR)
    row = asked(pupil, Kind.CORRECTION, f"note.{kept.pk}.student_answer", "25/4라고 썼어요")
    apply_correction(request=row, value="25/4", actor=director, now=NOW)
    assert Note.objects.get().student_answer == "25/4"
    for about in (f"note.{kept.pk}.stem", f"note.{kept.pk}.answer", f"note.{kept.pk}.student"):
        with pytest.raises(InvalidInput, match="고칠 수 없습니다"):
            asked(pupil, Kind.CORRECTION, about, "고쳐 주세요")
        with pytest.raises(InvalidInput, match="고칠 수 없습니다"):
            apply_correction(request=row_about(pupil, about), value="다른 것", actor=director, now=NOW)
    other = note(student="S002")
    about = f"note.{other.pk}.student_answer"
    with pytest.raises(InvalidInput, match="찾을 수 없습니다"):
        asked(pupil, Kind.CORRECTION, about, "고쳐 주세요")
    with pytest.raises(InvalidInput, match="찾을 수 없습니다"):
        apply_correction(request=row_about(pupil, about), value="1", actor=director, now=NOW)
    other.refresh_from_db()
    assert other.student_answer == "25/3"


@pytest.mark.parametrize(
    ("about", "value"),
    [
        ("student.name", ""),
        ("student.name", "가" * 61),
        ("student.birth_date", "어제"),
        ("student.birth_date", "2027-01-01"),
        ("student.birth_date", "1899-01-01"),
        ("student.code", "S009"),
        ("student.suspended_at", "2026-01-01"),
        ("user.password", "x"),
        ("", "x"),
    ],
)
def test_what_cannot_be_is_refused_and_the_request_stays_open(pupil: Student, about: str, value: str) -> None:
    row = row_about(pupil, about)
    before = Student.objects.values().get()
    with pytest.raises(InvalidInput):
        apply_correction(request=row, value=value, actor=actor(Role.DIRECTOR), now=NOW)
    row.refresh_from_db()
    assert row.state == "received" and Student.objects.values().get() == before
    with pytest.raises(NotAllowed):
        apply_correction(request=row, value=value, actor=teacher(), now=NOW)
