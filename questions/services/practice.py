"""Practice: approved variants, graded by meaning, due again when the concept is about to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from fsrs import Card, Rating, Scheduler

from eduai.lib.errors import InvalidInput, NotAllowed
from questions import stages
from questions.engine import codec, grading, types
from questions.models import Blueprint, DueConcept, Explanation, GenerationJob, Note, PracticeAttempt, Variant
from questions.note_fields import CONTROL
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.erased import require_not_erased
from tenants.models import Student
from tenants.services.suspension import require_processing

Outcome = PracticeAttempt.Outcome

LONGEST_ANSWER = 500
STUCK_AFTER = 3
# A first success comes back after a day and not after FSRS's ten minutes: a pupil's session is over by then.
SCHEDULER = Scheduler(
    learning_steps=(timedelta(minutes=10), timedelta(days=1)),
    relearning_steps=(timedelta(minutes=10),),
    enable_fuzzing=False,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the student is told: the verdict, and where it counts, when the concept is due again."""

    attempt: PracticeAttempt
    due_at: datetime | None


def approved_variants(*, student: Student) -> QuerySet[Variant]:
    """The variants this student may see: approved ones of their own notes; none while their data are not processed."""
    return Variant.objects.filter(
        blueprint__note__student__suspended_at=None,
        state=Variant.State.APPROVED,
        blueprint__state=Blueprint.State.APPROVED,
        blueprint__note__student=student,
    )


def unseen_variants(*, student: Student) -> QuerySet[Variant]:
    """Those of them that the student has not answered yet."""
    tried = _counted(student).filter(variant=OuterRef("pk"))
    return approved_variants(student=student).filter(~Exists(tried))


def _counted(student: Student) -> QuerySet[PracticeAttempt]:
    return PracticeAttempt.objects.filter(student=student).exclude(outcome=Outcome.UNREADABLE)


def next_variant(*, student: Student, now: datetime) -> Variant | None:
    """What to practise now: an unseen variant of the concept that is due the longest, else of a note that has
    not been practised yet. None when nothing is left for now.
    """
    unseen = unseen_variants(student=student).select_related("blueprint__note")
    due = DueConcept.objects.filter(student=student)
    not_yet = set(due.filter(due_at__gt=now).values_list("concept", flat=True))
    due_now = list(due.filter(due_at__lte=now).order_by("due_at").values_list("concept", flat=True))
    candidates = [
        variant
        for variant in unseen.order_by("blueprint__created_at", "number")[:500]
        if concept_of(variant.blueprint.note) not in not_yet
    ]
    order = {concept: place for place, concept in enumerate(due_now)}
    return min(
        candidates,
        key=lambda variant: order.get(concept_of(variant.blueprint.note), len(order)),
        default=None,
    )


def answer_variant(*, variant: Variant, given: str, actor: Actor, now: datetime) -> Answered:
    """This will grade the answer by what it means and move the concept's due date.

    An answer that cannot be read costs nothing and may be given again. One that was read counts once: given
    again (a second tap, a page from before), the first one is what is told. Raises NotAllowed for a variant
    that is not this student's to see, Suspended, and InvalidInput for an answer that is empty, overlong or no text.
    """
    student = _student(actor)
    require_processing(student=student)
    if not approved_variants(student=student).filter(pk=variant.pk).exists():
        raise NotAllowed("이 문제를 찾을 수 없습니다.")
    text = _readable(given)
    grade = grading.grade(
        variant.expected,
        text,
        kind=variant.kind,
        form=variant.form,
        unit=variant.unit,
        choices=tuple(variant.choices),
    )
    with transaction.atomic():
        require_not_erased(student=student)
        first = _counted(student).filter(variant=variant).order_by("at").first()
        if first is not None:
            return Answered(first, _due_at(student, variant.blueprint.note))
        attempt = PracticeAttempt.objects.create(
            student=student,
            variant=variant,
            given=text,
            outcome=Outcome(grade.verdict),
            reason=grade.reason,
            at=now,
        )
        due_at = None
        if attempt.outcome != Outcome.UNREADABLE:
            due_at = _move_due_date(student, variant.blueprint.note, attempt, now)
            if attempt.outcome == Outcome.INCORRECT:
                stages.ask_for_explanation(attempt=attempt, now=now)
            _make_more_when_used_up(student, variant.blueprint, now)
        record(actor=actor, action=Action.PRACTICE_ANSWERED, subject=variant, outcome=str(attempt.outcome))
    return Answered(attempt, due_at)


def concept_of(note: Note) -> str:
    """What the due date is kept for: the note's concept, or the note itself where it names none."""
    return note.concept or f"note:{note.pk}"


def why_wrong(*, attempt: PracticeAttempt) -> str:
    """Why the option that was picked is wrong, where the author of a direct item said so; empty otherwise."""
    variant = attempt.variant
    if attempt.outcome != Outcome.INCORRECT or not variant.blueprint.is_direct:
        return ""
    written = codec.load_written(variant.blueprint.body)
    options = written.wrong if isinstance(written, types.DirectItem) else ()
    picked = grading.picked_option(attempt.given, tuple(variant.choices))
    return next((option.why for option in options if option.text == picked), "")


def explanation_of(*, attempt: PracticeAttempt) -> Explanation | None:
    """What the student may read or wait for about a wrong answer; never one that failed a check."""
    return Explanation.objects.filter(attempt=attempt).exclude(state=Explanation.State.REFUSED).first()


def _student(actor: Actor) -> Student:
    student = Student.objects.filter(user=actor.user).first() if actor.user else None
    if student is None:
        raise NotAllowed("학생 계정으로 로그인해 주세요.")
    return student


def _readable(given: str) -> str:
    text = given.strip()
    if not text:
        raise InvalidInput("답을 입력해 주세요.", field="answer")
    if len(text) > LONGEST_ANSWER:
        raise InvalidInput(f"답은 {LONGEST_ANSWER}자까지 쓸 수 있어요.", field="answer")
    if CONTROL.search(text):
        raise InvalidInput("답에 쓸 수 없는 글자가 들어 있어요.", field="answer")
    return text


def _due_at(student: Student, note: Note) -> datetime | None:
    due = DueConcept.objects.filter(student=student, concept=concept_of(note)).first()
    return due.due_at if due else None


def _move_due_date(student: Student, note: Note, attempt: PracticeAttempt, now: datetime) -> datetime:
    right = attempt.outcome == Outcome.CORRECT
    fresh = Card(card_id=note.pk.int % 2**31, due=now)
    row, _ = DueConcept.objects.select_for_update().get_or_create(
        student=student,
        concept=concept_of(note),
        defaults={"note": note, "card": fresh.to_dict(), "due_at": now},
    )
    card, _ = SCHEDULER.review_card(
        Card.from_dict(row.card), Rating.Good if right else Rating.Again, review_datetime=now
    )
    row.note, row.card, row.due_at = note, card.to_dict(), card.due
    row.right_streak = row.right_streak + 1 if right else 0
    row.wrong_streak = 0 if right else row.wrong_streak + 1
    row.save()
    return card.due


def replay(*, student: Student, note: Note) -> None:
    """This will work the concept's due date out anew from all answers, after one of them was judged again."""
    concept = concept_of(note)
    rows = _counted(student).select_related("variant__blueprint__note").order_by("at")
    answers = [row for row in rows if concept_of(row.variant.blueprint.note) == concept]
    DueConcept.objects.filter(student=student, concept=concept).delete()
    for row in answers:
        _move_due_date(student, row.variant.blueprint.note, row, row.at)


def _make_more_when_used_up(student: Student, blueprint: Blueprint, now: datetime) -> None:
    """A blueprint computes further variants; a direct item is used up, so that a new one is asked for."""
    if unseen_variants(student=student).filter(blueprint=blueprint).exists():
        return
    if not blueprint.is_direct:
        stages.ask_for_verification(blueprint=blueprint)
        return
    note = Note.objects.select_for_update().get(pk=blueprint.note_id)
    if not note.jobs.filter(state__in=GenerationJob.LIVE).exists():
        (job,) = stages.ask_for_generation(notes=[note], actor=SYSTEM, now=now)
        record(actor=SYSTEM, action=Action.GENERATION_ASKED, subject=job, note=note.pk)


def stuck_concepts() -> QuerySet[DueConcept]:
    """Where a student was wrong three times in a row: somebody should sit down with them."""
    return DueConcept.objects.filter(wrong_streak__gte=STUCK_AFTER, student__suspended_at=None).select_related(
        "student", "note"
    )
