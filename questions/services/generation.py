"""Generation: authors write blueprints or direct items, cheapest first. No transaction is open while one works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from eduai.lib.errors import Conflict
from eduai.llm.errors import DeadlineExceeded, LLMError, NotReleased
from eduai.llm.router import Routed, Router
from eduai.llm.types import Decision, Prompt, Release, Schema
from questions import pauses, stages
from questions.authoring import MAX_TOKENS, Form, Written, form_for
from questions.difficulty import difficulty
from questions.engine import codec, prompts, twins, types, wire
from questions.messages import messages_of
from questions.models import Blueprint, GateRecord, GenerationAttempt, GenerationJob, Note
from questions.reasons import explained
from tenants import access, dispatch
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.database.connections import give_back
from tenants.dispatch import Claim
from tenants.services import usage
from tenants.services.consent import release
from tenants.services.routing import ladder
from tenants.services.suspension import require_processing

Outcome = GenerationAttempt.Outcome
State = GenerationJob.State
Clock = Callable[[], datetime]

TASK = stages.SENT_FOR[stages.Kind.MODEL]
GAVE_UP = "여러 번 시도했지만 만들지 못했습니다. 선생님이 직접 확인해 주세요."
REPAIRS = 2
SAVING_SECONDS = 5  # of the lease, kept for saving the result
LONGEST_WAIT = timedelta(minutes=10)
# What is wrong with the note itself: no other author can mend it, so the teacher is asked at once.
NOTE_AT_FAULT = frozenset({"answer_disagrees", "missing_figure", "choices_unsound"})


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that has been written down and may now be made."""

    job: GenerationJob
    note: Note
    attempt: GenerationAttempt


def request_generation(*, note: Note, actor: Actor, now: datetime, wanted: int = 0) -> GenerationJob:
    """This will ask for similar questions to a note.

    Raises NotAllowed, Conflict while an earlier request is still being worked on, and Suspended.
    """
    access.require(actor, "questions.request_generation")
    with transaction.atomic():
        locked = Note.objects.select_for_update(of=("self",)).select_related("student").get(pk=note.pk)
        require_processing(student=locked.student)
        if GenerationJob.objects.filter(note=note, state__in=GenerationJob.LIVE).exists():
            raise Conflict("이 오답의 유사문제를 이미 만들고 있습니다.")
        job = stages.ask_for_generation(notes=[note], actor=actor, now=now, wanted=wanted)[0]
        record(actor=actor, action=Action.GENERATION_ASKED, subject=job, note=note.pk)
    return job


def author_twin(*, claim: Claim, clock: Clock) -> None:
    """This will let the built-in author write the job's blueprint, without any model."""
    begun = _begin(claim, author="twin", now=clock())
    if begun is None:
        return
    started = clock()
    written = twins.author(begun.note.for_engine())
    spent = (clock() - started).total_seconds() * 1000
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        begun.job.rung = 1
        begun.attempt.milliseconds = spent
        if isinstance(written, types.Refusal):
            _refused(begun, written, clock())
        else:
            _authored(begun, written, clock())
        dispatch.finish(claim)


def author_with_model(*, claim: Claim, router: Router, clock: Clock) -> None:
    """This will let the next model on the ladder write the job's blueprint or direct item, where the student's consent
    lets the note go. When nothing can serve now, the job waits with its reason and is tried again.
    """
    begun = _begin(claim, author="model", now=clock())
    if begun is None:
        return
    give_back()
    try:
        given = release(student=begun.note.student, purpose=TASK, now=clock())
        with usage.attributed(job=begun.job.id, fence=claim.fence):
            written, routed = _converse(begun, given, router, lambda: claim.seconds_left(clock()))
    except LLMError as error:
        _model_failed(claim, begun, error, clock())
        return
    except wire.WireError as error:
        _model_wrote_nonsense(claim, begun, error, clock())
        return
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        _note_routing(begun, routed)
        _authored(begun, written, clock())
        if routed.shadow:
            stages.ask_for_shadow(attempt=begun.attempt, backend=routed.shadow, now=clock())
        dispatch.finish(claim)


def give_up(*, kind: str, job: UUID, reason: str, now: datetime) -> None:
    """This will leave to the teacher what workers tried too often in vain. `job` is the job's id, or for a
    verification the blueprint's.
    """
    with transaction.atomic():
        drafted = Blueprint.objects.filter(pk=job, state=Blueprint.State.DRAFTED)
        stuck = drafted.update(state=Blueprint.State.FAILED, reason=GAVE_UP)
        owner = Q(pk=job) if kind in (stages.Kind.TWIN, stages.Kind.MODEL) else Q(blueprints=job)
        row = GenerationJob.objects.filter(owner).first()
        if row is None or not (stuck or row.state in GenerationJob.LIVE):
            return
        if row.state in GenerationJob.LIVE:
            _close_lost(row)
            row.rung = 0
            stages.ask_next_author(job=row, code="gave_up", reason=GAVE_UP, now=now)
        usage.close_abandoned(job=row.pk, task=stages.SENT_FOR.get(kind, ""), before_fence=usage.ANY_FENCE)
        record(actor=SYSTEM, action=Action.GENERATION_ABANDONED, subject=row, kind=kind, cause=reason)


def _close_lost(job: GenerationJob) -> int:
    return job.attempts.filter(outcome=Outcome.STARTED).update(outcome=Outcome.UNKNOWN, code="worker_lost")


def _begin(claim: Claim, *, author: str, now: datetime) -> Begun | None:
    """Write the attempt down before it is made; close what a dead worker left. None when the claim is lost."""
    with transaction.atomic():
        if not pauses.hold(claim):
            return None
        job = GenerationJob.objects.select_related("note__student").get(pk=claim.job)
        if job.state not in GenerationJob.LIVE:
            dispatch.finish(claim)
            return None
        lost = _close_lost(job)
        usage.close_abandoned(job=job.id, task=TASK, before_fence=claim.fence)
        attempt = GenerationAttempt.objects.create(
            job=job,
            number=job.attempts.count() + 1,
            fence=claim.fence,
            author=author,
            prompt_version="" if author == "twin" else prompts.VERSION,
            started_at=now,
        )
        job.state, job.updated_at = State.WORKING, now
        job.save(update_fields=["state", "updated_at"])
        record(actor=SYSTEM, action=Action.GENERATION_STARTED, subject=job, attempt=attempt.number, lost=lost)
    return Begun(job, job.note, attempt)


def _converse(
    begun: Begun, given: Release, router: Router, seconds_left: Callable[[], float]
) -> tuple[Written, Routed]:
    """Ask for the form and, where it cannot be read, say what is wrong and ask again, twice at most.

    All rounds together stay within the lease: a worker that outlived it would have been doubled.
    """
    form = _form(begun)
    turns = form.turns
    for repairs_left in range(form.repairs, -1, -1):
        prompt = Prompt(
            release=given,
            task=TASK,
            version=prompts.VERSION,
            messages=messages_of(turns),
            schema=Schema(form.schema, wire.SCHEMA_TEXTS[form.schema]),
            max_tokens=MAX_TOKENS[form.schema],
            temperature=0.2 if repairs_left == REPAIRS else 0.7,
        )
        seconds = min(settings.EDUAI_MODEL_DEADLINE_SECONDS, seconds_left() - SAVING_SECONDS)
        if seconds <= 0:
            raise DeadlineExceeded(begun.attempt.author)
        routed = router.complete(
            prompt, deadline_seconds=seconds, start=begun.job.rung - 1, difficulty=difficulty(begun.note)
        )
        try:
            written = form.read(routed.completion.text, routed.completion.backend)
        except wire.WireError as error:
            if not repairs_left:
                raise
            turns = prompts.repair_messages(turns, routed.completion.text, error.problems)
        else:
            return written, routed
    raise AssertionError("the last round returns or raises")


def _form(begun: Begun) -> Form:
    """The form for this note. What the author at this rung wrote before and the gates refused is shown to it again
    with their evidence, in one of its two rounds of repair.
    """
    form = form_for(begun.note.for_engine(), repairs=REPAIRS)
    refused = _sent_back(begun.job)
    if refused is None:
        return form
    return replace(form, turns=_told(form.turns, refused, begun.job), repairs=REPAIRS - 1)


def _sent_back(job: GenerationJob) -> Blueprint | None:
    """What the author at the job's rung wrote and the gates refused, if it is its turn again."""
    last = job.blueprints.filter(edited_from=None).order_by("-created_at").first()
    names = _model_at(job.rung)
    if last is None or last.state != Blueprint.State.FAILED or not names or not last.author.startswith(names):
        return None
    return last


def _model_at(rung: int) -> str:
    """The name of the model at a job's rung (0 is the built-in author); empty beyond the ladder."""
    names = ladder(task=TASK)
    return names[rung - 1] if 1 <= rung <= len(names) else ""


def _told(turns: prompts.Messages, refused: Blueprint, job: GenerationJob) -> prompts.Messages:
    written = codec.load_written(refused.body)
    text = wire.write_written(written)
    failed = GateRecord.objects.filter(certificate__blueprint=refused, verdict=types.Verdict.FAIL.value).order_by("id")
    problems = [prompts.gate_problem(row.gate, row.evidence) for row in failed]
    return prompts.repair_messages(turns, text, problems or [prompts.gate_problem(job.reason_code, refused.reason)])


def _authored(begun: Begun, written: Written, now: datetime) -> None:
    blueprint = Blueprint.objects.create(
        note=begun.note,
        job=begun.job,
        author=written.author,
        family="" if isinstance(written, types.DirectItem) else written.family,
        body=codec.dump(written),
        created_at=now,
    )
    begun.attempt.outcome = Outcome.AUTHORED
    begun.attempt.save()
    begun.job.updated_at = now
    begun.job.save(update_fields=["rung", "updated_at"])
    stages.ask_for_verification(blueprint=blueprint)
    record(
        actor=SYSTEM,
        action=Action.GENERATION_AUTHORED,
        subject=begun.job,
        blueprint=blueprint.pk,
        author=written.author,
    )


def _refused(begun: Begun, refusal: types.Refusal, now: datetime) -> None:
    begun.attempt.outcome = Outcome.REFUSED
    begun.attempt.code, begun.attempt.reason = refusal.code[:40], refusal.reason
    begun.attempt.save()
    if refusal.code in NOTE_AT_FAULT:
        begun.job.rung = 0  # nobody else is asked
    stages.ask_next_author(job=begun.job, code=refusal.code[:40], reason=refusal.reason, now=now)
    record(actor=SYSTEM, action=Action.GENERATION_REFUSED, subject=begun.job, code=refusal.code)


def _model_failed(claim: Claim, begun: Begun, error: LLMError, now: datetime) -> None:
    """A model could not be asked. It is tried again later where that can help, or when consent can change."""
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        begun.attempt.outcome = Outcome.FAILED
        begun.attempt.code, begun.attempt.reason = error.code[:40], error.sentence
        begun.attempt.decisions = _decisions(error.decisions)
        begun.attempt.save()
        if error.retryable or isinstance(error, NotReleased):
            due_at = now + _wait_after(begun)
            begun.job.state, begun.job.updated_at = State.WAITING, now
            begun.job.reason_code, begun.job.reason = error.code[:40], explained(error)
            begun.job.save(update_fields=["state", "reason_code", "reason", "updated_at"])
            dispatch.reschedule(claim, due_at, counted=False)
            record(actor=SYSTEM, action=Action.GENERATION_WAITING, subject=begun.job, code=error.code)
            return
        dispatch.finish(claim)
        begun.job.rung = len(ladder(task=TASK)) + 1
        stages.ask_next_author(job=begun.job, code=error.code[:40], reason=explained(error), now=now)
        record(actor=SYSTEM, action=Action.GENERATION_REFUSED, subject=begun.job, code=error.code)


def _wait_after(begun: Begun) -> timedelta:
    """Doubling, whatever it waits for: a consent that arrives makes its jobs due at once (`stages`)."""
    first = timedelta(seconds=settings.EDUAI_RETRY_SECONDS)
    tries = begun.job.attempts.filter(outcome=Outcome.FAILED).count()
    return min(first * (1 << min(tries - 1, 10)), LONGEST_WAIT)


def _model_wrote_nonsense(claim: Claim, begun: Begun, error: wire.WireError, now: datetime) -> None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        reason = "모델이 쓴 문제를 읽을 수 없어 쓰지 않았습니다."
        begun.attempt.outcome = Outcome.FAILED
        begun.attempt.code, begun.attempt.reason = "unreadable_blueprint", "; ".join(error.problems)
        begun.attempt.save()
        dispatch.finish(claim)
        begun.job.rung += 1
        stages.ask_next_author(job=begun.job, code="unreadable_blueprint", reason=reason, now=now)
        record(actor=SYSTEM, action=Action.GENERATION_REFUSED, subject=begun.job, code="unreadable_blueprint")


def _note_routing(begun: Begun, routed: Routed) -> None:
    done = routed.completion
    begun.attempt.author, begun.attempt.model = done.backend, done.model
    begun.attempt.milliseconds = done.milliseconds
    begun.attempt.decisions = _decisions(routed.decisions)
    begun.job.rung = routed.rung + 2  # 0 is the built-in author, and the router counts from the first model


def _decisions(decisions: Sequence[Decision]) -> list[dict[str, object]]:
    return [asdict(decision) for decision in decisions]
