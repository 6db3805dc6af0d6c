"""Two at once: whoever comes second waits, is told so or is answered like the first; nobody gets an error of ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from eduai.lib.errors import Conflict, EduError
from questions.models import Blueprint, Decision, DueConcept, GenerationJob, Note, PracticeAttempt, Variant
from questions.services.generation import request_generation
from questions.services.notes import record_notes
from questions.services.practice import answer_variant, approved_variants
from questions.services.review import approve_blueprint, edit_blueprint, reject_blueprint
from questions.services.verification import verify_blueprint
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM, Actor, command, person
from tenants.models import AuditRecord, ConsentEvent, NoticeVersion, Purpose, Role, Student
from tenants.notice_texts import FIRST_FACTS, adult_text, child_text
from tenants.services.notices import publish_notice
from tests.cast import NOW, actor, consents, fields, note, student, variants_of, verified


@pytest.fixture
def here(committed_db: None, haneul: Any) -> Iterator[Any]:
    """하늘, entered, with what is written seen by other threads."""
    with tenancy.use(haneul):
        yield haneul


def at_once(academy: Any, *acts: Callable[[], Any]) -> list[Any]:
    """What each of the acts returned or raised, all started at the same moment in threads of their own."""
    start = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with tenancy.use(academy):
                Student.objects.count()  # so that nobody is still connecting when the others are done
                start.wait(10)
                outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def record(*entries: Any) -> Any:
    return record_notes(entries=entries, source=Note.Source.API, actor=SYSTEM, now=NOW)


def test_one_new_students_note_from_eight_senders_is_one_note(here: Any) -> None:
    outcomes = at_once(here, *[lambda: record(fields(student="new")) for _ in range(8)])

    assert not [error for error in outcomes if isinstance(error, Exception)]
    assert Note.objects.get().again_count == 7
    assert sorted(row.is_new for (row,) in outcomes) == [False] * 7 + [True]
    assert AuditRecord.objects.filter(action="student.added").count() == 1
    assert GenerationJob.objects.count() == 1


def test_files_of_the_same_new_students_in_another_order_do_not_block_each_other(here: Any) -> None:
    student("old")
    forward = [fields(student=f"new-{number}") for number in range(12)]
    backward = [*forward[::-1], fields(student="old")]
    outcomes = at_once(here, *[lambda rows=rows: record(*rows) for rows in (forward, backward) * 3])

    assert not [error for error in outcomes if isinstance(error, Exception)]
    assert dict(Note.objects.values_list("student__code", "again_count")) == {
        **{f"new-{number}": 5 for number in range(12)},
        "old": 2,
    }
    assert AuditRecord.objects.filter(action="student.added").count() == 13


def test_two_requests_for_questions_make_one_job(here: Any) -> None:
    kept = note()
    verified(kept)
    outcomes = at_once(here, *[lambda: request_generation(note=kept, actor=command("test"), now=NOW) for _ in range(4)])

    assert sorted(type(outcome) is Conflict for outcome in outcomes) == [False, True, True, True]
    assert GenerationJob.objects.filter(state="queued").count() == 1


def test_two_teachers_decide_once(here: Any) -> None:
    blueprint, teacher = verified(note()), actor(Role.TEACHER)

    def approve() -> Decision:
        return approve_blueprint(blueprint=blueprint, actor=teacher, now=NOW)

    def reject() -> Decision:
        return reject_blueprint(blueprint=blueprint, code="other", actor=teacher, now=NOW)

    outcomes = at_once(here, approve, reject, approve, reject)

    assert sorted(type(outcome) is Conflict for outcome in outcomes) == [False, True, True, True]
    decision = Decision.objects.get()
    assert Blueprint.objects.get().state == decision.kind
    assert set(Variant.objects.values_list("state", flat=True)) == {decision.kind}


def test_an_answer_tapped_four_times_counts_once(here: Any) -> None:
    pupil = student("S001", signs_in=True)
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    variant, me = variants_of(kept)[0], person(pupil.user)
    outcomes = at_once(
        here, *[lambda: answer_variant(variant=variant, given="-999", actor=me, now=NOW) for _ in range(4)]
    )

    assert {outcome.attempt.pk for outcome in outcomes} == {PracticeAttempt.objects.get().pk}
    assert {outcome.due_at for outcome in outcomes} == {DueConcept.objects.get().due_at}
    assert DueConcept.objects.get().wrong_streak == 1
    assert AuditRecord.objects.filter(action="practice.answered").count() == 1


def test_two_variants_of_one_concept_answered_at_once_both_count(here: Any) -> None:
    pupil = student("S001", signs_in=True)
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    me = person(pupil.user)
    outcomes = at_once(
        here,
        *[
            lambda variant=variant: answer_variant(variant=variant, given="-999", actor=me, now=NOW)
            for variant in variants_of(kept)
        ],
    )

    assert not [error for error in outcomes if isinstance(error, Exception)]
    assert DueConcept.objects.get().wrong_streak == 3


def test_two_notices_at_once_are_one_notice_and_a_conflict(here: Any) -> None:
    facts = dict(FIRST_FACTS[Purpose.OVERSEAS])
    texts = {"text": adult_text(Purpose.OVERSEAS, facts), "child_text": child_text(Purpose.OVERSEAS, facts)}
    outcomes = at_once(
        here, *[lambda: publish_notice(purpose=Purpose.OVERSEAS, facts=facts, **texts, actor=SYSTEM, now=NOW)] * 3
    )

    assert {type(outcome) for outcome in outcomes} <= {NoticeVersion, Conflict}
    numbers = list(NoticeVersion.objects.filter(purpose="overseas").order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_first_answers_of_two_families_at_once_are_both_kept(here: Any) -> None:
    children = [student("S001"), student("S002")]

    def give(child: Student) -> ConsentEvent:
        return consents(child)

    outcomes = at_once(here, *[lambda child=child: give(child) for child in children])

    assert not [error for error in outcomes if isinstance(error, EduError | Exception)]
    assert NoticeVersion.objects.count() == len(Purpose)


def edit(blueprint: Blueprint, teacher: Actor) -> Blueprint:
    body = blueprint.body
    return edit_blueprint(
        blueprint=blueprint,
        stem="\n".join(body["stem"]),
        solution="양변에서 상수항을 옮깁니다.",
        conditions="\n".join(body["conditions"]),
        actor=teacher,
        now=NOW,
    )


@pytest.mark.usefixtures("in_haneul")
class TestADecisionDuringVerification:
    def test_what_was_approved_meanwhile_stays_with_the_student(self) -> None:
        blueprint, teacher = verified(note()), actor(Role.TEACHER)
        edited = edit(blueprint, teacher)
        approve_blueprint(blueprint=blueprint, actor=teacher, now=NOW)
        verified(blueprint.note)

        assert Blueprint.objects.get(pk=blueprint.pk).state == "approved"
        assert Blueprint.objects.get(pk=edited.pk).state == "in_review"
        assert approved_variants(student=blueprint.note.student).count() == 3

    def test_what_was_rejected_meanwhile_stays_rejected(self) -> None:
        blueprint, teacher = verified(note()), actor(Role.TEACHER)
        edit(blueprint, teacher)
        reject_blueprint(blueprint=blueprint, code="other", actor=teacher, now=NOW)
        verified(blueprint.note)

        assert Blueprint.objects.get(pk=blueprint.pk).state == "rejected"

    def test_a_second_verification_of_the_same_blueprint_makes_nothing_twice(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = note()
        approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
        blueprint = Blueprint.objects.get()
        from questions import stages
        from questions.engine import variants

        stages.ask_for_verification(blueprint=blueprint)
        stages.ask_for_second_solve(blueprint=blueprint)
        (first,), (second,) = dispatch.claim("engine"), dispatch.claim("models")
        make = variants.make

        def made_while_the_other_saves(*args: Any, **options: Any) -> Any:
            batch = make(*args, **options)
            monkeypatch.setattr(variants, "make", make)
            verify_blueprint(claim=first, clock=lambda: NOW)
            return batch

        monkeypatch.setattr(variants, "make", made_while_the_other_saves)
        verify_blueprint(claim=second, clock=lambda: NOW + timedelta(seconds=1))

        assert Variant.objects.count() == 6
        assert Variant.objects.values("fingerprint").distinct().count() == 6
