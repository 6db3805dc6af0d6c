"""Explanation: a model says where a wrong answer went wrong, and the engine checks it before the student reads it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from eduai.llm.errors import DeadlineExceeded, LLMError
from eduai.llm.router import Router
from eduai.llm.types import Prompt, Release, Schema
from questions import pauses, stages
from questions.engine import explaining, grading, prompts, types, wire
from questions.messages import messages_of
from questions.models import Explanation, PracticeAttempt
from questions.strangers import words_of_others
from tenants import dispatch
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.database.connections import give_back
from tenants.dispatch import Claim
from tenants.services import usage
from tenants.services.consent import release

Clock = Callable[[], datetime]
State = Explanation.State

TASK = stages.SENT_FOR[stages.Kind.EXPLAIN]
MAX_TOKENS = 700
REPAIRS = 1
SAVING_SECONDS = 5
GAVE_UP = "여러 번 시도했지만 설명을 받지 못했습니다."


def explain_answer(*, claim: Claim, router: Router, clock: Clock) -> None:
    """This will ask a model to explain a wrong answer, and keep what it said: `shown` where every check holds, else
    `refused` with the reason. A server that is away is asked again later; a missing consent is not waited for.
    """
    row = _begin(claim)
    if row is None:
        return
    note = _note_of(row.attempt)
    student = row.attempt.student
    try:
        given = release(student=student, purpose=TASK, now=clock())
        give_back()
        with usage.attributed(job=row.pk, fence=claim.fence):
            said, author, problem = _converse(note, given, router, lambda: claim.seconds_left(clock()))
    except LLMError as error:
        _failed(claim, row, error, clock())
        return
    if said is not None and not problem:
        own = "\n".join((note.stem, note.solution, note.answer, note.student_answer, *note.choices))
        problem = words_of_others(student=student, own=own, texts=(said.diagnosis, *said.steps, said.remember))
    _save(claim, row, said, author, problem)


def give_up(*, job: UUID, reason: str) -> None:
    """This will close an explanation that was tried too often in vain; `job` is its id."""
    with transaction.atomic():
        row = Explanation.objects.select_for_update().filter(pk=job, state=State.ASKED).first()
        if row is None:
            return
        row.state, row.reason = State.REFUSED, GAVE_UP
        row.save(update_fields=["state", "reason"])
        usage.close_abandoned(job=row.pk, task=TASK, before_fence=usage.ANY_FENCE)
        record(actor=SYSTEM, action=Action.EXPLANATION_REFUSED, subject=row, cause=reason)


def _begin(claim: Claim) -> Explanation | None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return None
        rows = Explanation.objects.select_related("attempt__variant", "attempt__student")
        row = rows.filter(pk=claim.job, state=State.ASKED).first()
        if row is None:
            dispatch.finish(claim)
            return None
        usage.close_abandoned(job=row.pk, task=TASK, before_fence=claim.fence)
    return row


def _note_of(attempt: PracticeAttempt) -> types.Note:
    """The question that was answered, as a note: the variant with the student's own answer, never who it was."""
    variant, given = attempt.variant, attempt.given
    picked = grading.picked_option(given, tuple(variant.choices)) if variant.choices else ""
    return types.Note(
        id=str(variant.pk),
        stem=variant.stem,
        answer=variant.answer,
        choices=tuple(variant.choices),
        solution=variant.solution,
        student_answer=picked or given,
    )


def _converse(
    note: types.Note, given: Release, router: Router, seconds_left: Callable[[], float]
) -> tuple[wire.Explanation | None, str, str]:
    """What the model said, its backend, and what is wrong with it even after one repair (empty: nothing)."""
    turns = prompts.explanation_messages(note, secrets.token_hex(8))
    said: wire.Explanation | None = None
    author, problems = "", tuple[str, ...]()
    for _ in range(REPAIRS + 1):
        seconds = min(settings.EDUAI_MODEL_DEADLINE_SECONDS, seconds_left() - SAVING_SECONDS)
        if seconds <= 0:
            raise DeadlineExceeded(author)
        prompt = Prompt(
            release=given,
            task=TASK,
            version=prompts.VERSION,
            messages=messages_of(turns),
            schema=Schema("explanation", wire.SCHEMA_TEXTS["explanation"]),
            max_tokens=MAX_TOKENS,
            temperature=0.2,
        )
        done = router.complete(prompt, deadline_seconds=seconds).completion
        author = done.backend
        said, problems = _read(done.text, note)
        if not problems:
            break
        turns = prompts.repair_messages(turns, done.text, problems)
    return said, author, "; ".join(problems)


def _read(text: str, note: types.Note) -> tuple[wire.Explanation | None, tuple[str, ...]]:
    try:
        said = wire.read_explanation(text)
    except wire.WireError as error:
        return None, error.problems
    problem = explaining.problem(said, note)
    return said, (problem,) if problem else ()


def _failed(claim: Claim, row: Explanation, error: LLMError, now: datetime) -> None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        if error.retryable:
            dispatch.reschedule(claim, now + timedelta(seconds=settings.EDUAI_RETRY_SECONDS) * claim.attempts)
            return
        row.state, row.reason = State.REFUSED, error.sentence
        row.save(update_fields=["state", "reason"])
        dispatch.finish(claim)
        record(actor=SYSTEM, action=Action.EXPLANATION_REFUSED, subject=row, cause=error.code)


def _save(claim: Claim, row: Explanation, said: wire.Explanation | None, author: str, problem: str) -> None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        row.author, row.prompt_version, row.reason = author, prompts.VERSION, problem
        row.state = State.SHOWN if said is not None and not problem else State.REFUSED
        if said is not None:
            row.diagnosis, row.mistake, row.remember = said.diagnosis, said.mistake, said.remember
            row.steps = list(said.steps)
        row.save()
        dispatch.finish(claim)
        done = Action.EXPLANATION_SHOWN if row.state == State.SHOWN else Action.EXPLANATION_REFUSED
        record(actor=SYSTEM, action=done, subject=row, author=author)
