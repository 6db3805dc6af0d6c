"""Practice: approved variants of one's own, graded by meaning, due again by FSRS."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eduai.lib.errors import InvalidInput, NotAllowed
from questions.models import DueConcept, PracticeAttempt, Variant
from questions.services.practice import answer_variant, next_variant, stuck_concepts
from questions.services.review import approve_blueprint
from tenants.actors import Actor, person
from tenants.models import AuditRecord, Role, Student
from tests.cast import NOW, actor, note, student, verified

pytestmark = pytest.mark.usefixtures("in_haneul")


@pytest.fixture
def pupil(in_haneul: object) -> Student:
    """A student who signs in, with three approved variants of 3x + 5 = 20."""
    who = student("S001", signs_in=True)
    approve_blueprint(blueprint=verified(note()), actor=actor(Role.TEACHER), now=NOW)
    return who


def me(pupil: Student) -> Actor:
    assert pupil.user is not None
    return person(pupil.user)


def answer(pupil: Student, given: str, at: object = NOW) -> PracticeAttempt:
    variant = next_variant(student=pupil, now=at)
    assert variant is not None
    return answer_variant(
        variant=variant, given=given.replace("KEY", variant.expected), actor=me(pupil), now=at
    ).attempt


@pytest.mark.parametrize("given", ["KEY", "x = KEY", "x=KEY", " KEY ", "KEY.0", "+KEY"])
def test_an_answer_counts_by_what_it_means(pupil: Student, given: str) -> None:
    assert answer(pupil, given).outcome == "correct"


def test_a_wrong_answer_is_wrong_and_comes_back_soon(pupil: Student) -> None:
    assert answer(pupil, "-999").outcome == "incorrect"

    due = DueConcept.objects.get()
    assert NOW < due.due_at <= NOW + timedelta(minutes=15)
    assert (due.right_streak, due.wrong_streak) == (0, 1)


def test_a_right_answer_comes_back_later_each_time_on_an_unseen_variant(pupil: Student) -> None:
    at, gaps, seen = NOW, [], set()
    for _ in range(3):
        seen.add(answer(pupil, "KEY", at).variant_id)
        due_at = DueConcept.objects.get().due_at
        gaps.append(due_at - at)
        at = due_at

    assert len(seen) == 3
    assert gaps[0] == timedelta(days=1)
    assert gaps == sorted(gaps) and gaps[2] > gaps[1]


def test_nothing_is_offered_before_it_is_due(pupil: Student) -> None:
    answer(pupil, "KEY")

    assert next_variant(student=pupil, now=NOW + timedelta(hours=1)) is None
    assert next_variant(student=pupil, now=NOW + timedelta(days=2)) is not None


def test_an_unreadable_answer_costs_nothing_and_may_be_given_again(pupil: Student) -> None:
    variant = next_variant(student=pupil, now=NOW)

    assert answer(pupil, "x = (((").outcome == "unreadable"
    assert not DueConcept.objects.exists()
    assert next_variant(student=pupil, now=NOW) == variant


@pytest.mark.parametrize("given", ["", "   ", "1" * 501])
def test_an_empty_or_overlong_answer_is_refused(pupil: Student, given: str) -> None:
    variant = next_variant(student=pupil, now=NOW)

    with pytest.raises(InvalidInput):
        answer_variant(variant=variant, given=given, actor=me(pupil), now=NOW)

    assert not PracticeAttempt.objects.exists()


def test_another_students_variant_cannot_be_answered(pupil: Student) -> None:
    stranger = student("S002", signs_in=True)
    variant = Variant.objects.first()

    with pytest.raises(NotAllowed):
        answer_variant(variant=variant, given="1", actor=me(stranger), now=NOW)

    assert next_variant(student=stranger, now=NOW) is None
    assert not PracticeAttempt.objects.exists()


def test_a_variant_that_is_not_approved_cannot_be_answered(pupil: Student) -> None:
    Variant.objects.update(state="in_review")

    assert next_variant(student=pupil, now=NOW) is None
    with pytest.raises(NotAllowed):
        answer_variant(variant=Variant.objects.first(), given="1", actor=me(pupil), now=NOW)


def test_three_wrong_in_a_row_raise_a_flag(pupil: Student) -> None:
    at = NOW
    for _ in range(3):
        answer(pupil, "-999", at)
        at = DueConcept.objects.get().due_at

    assert [row.student for row in stuck_concepts()] == [pupil]


def test_when_all_are_used_up_more_are_made_and_need_no_second_approval(pupil: Student) -> None:
    at = NOW
    for _ in range(3):
        attempt = answer(pupil, "KEY", at)
        at = DueConcept.objects.get().due_at
    assert next_variant(student=pupil, now=at) is None

    verified(attempt.variant.blueprint.note)

    assert next_variant(student=pupil, now=at) is not None
    assert Variant.objects.filter(state="approved").count() == 6
    assert Variant.objects.values("fingerprint").distinct().count() == 6


def test_each_answer_leaves_a_record_without_the_students_words(pupil: Student) -> None:
    answer(pupil, "-999")

    newest = AuditRecord.objects.first()
    assert newest.action == "practice.answered"
    assert "-999" not in newest.facts
