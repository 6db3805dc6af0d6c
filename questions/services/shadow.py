"""The shadow: a second model answers a note that another one served. Counted and compared, never shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from eduai.llm.errors import LLMError
from eduai.llm.router import Routed, Router
from eduai.llm.types import Prompt, Schema
from questions import pauses, stages
from questions.authoring import MAX_TOKENS, Form, form_for
from questions.engine import codec, prompts, types, variants, wire
from questions.messages import messages_of
from questions.models import Certificate, ShadowAnswer
from tenants import dispatch
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.database.connections import give_back
from tenants.dispatch import Claim
from tenants.services import usage
from tenants.services.consent import release

Clock = Callable[[], datetime]
State = ShadowAnswer.State
Result = ShadowAnswer.Result

TASK = stages.SENT_FOR[stages.Kind.SHADOW]
TRIED = 3
SAVING_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """How often each backend's work passed the gates on the same notes; counts of notes."""

    served: str
    shadow: str
    notes: int
    served_passed: int
    shadow_passed: int


def answer_in_shadow(*, claim: Claim, router: Router, clock: Clock) -> None:
    """This will have the shadow backend write for the note what the other wrote, certify it, and keep the outcome.

    Asked once: a server that is away, or a consent that is missing, ends it as failed. Nobody waits for it.
    """
    row = _begin(claim)
    if row is None:
        return
    note = row.attempt.job.note
    try:
        given = release(student=note.student, purpose=TASK, now=clock())
        give_back()
        form = form_for(note.for_engine(), repairs=0)
        prompt = Prompt(
            release=given,
            task=TASK,
            version=prompts.VERSION,
            messages=messages_of(form.turns),
            schema=Schema(form.schema, wire.SCHEMA_TEXTS[form.schema]),
            max_tokens=MAX_TOKENS[form.schema],
        )
        seconds = min(settings.EDUAI_MODEL_DEADLINE_SECONDS, claim.seconds_left(clock()) - SAVING_SECONDS)
        with usage.attributed(job=row.pk, fence=claim.fence):
            routed = router.complete(prompt, deadline_seconds=max(seconds, 1), only=row.backend)
    except LLMError as error:
        _save(claim, row, State.FAILED, error.code)
        return
    code = _judge(row, form, routed, note.for_engine())
    _save(claim, row, State.ANSWERED, code)


def give_up(*, job: UUID) -> None:
    """This will close a shadow that was tried too often; `job` is its id."""
    with transaction.atomic():
        closed = ShadowAnswer.objects.filter(pk=job, state=State.ASKED).update(state=State.FAILED, code="gave_up")
        if closed:
            usage.close_abandoned(job=job, task=TASK, before_fence=usage.ANY_FENCE)
            record(actor=SYSTEM, action=Action.SHADOW_ANSWERED, subject=f"shadowanswer:{job}", code="gave_up")


def comparisons() -> list[Comparison]:
    """Each pair of a serving and a shadow backend: on how many notes both answered, and whose work passed the gates.

    Two queries. The serving side counts what its certificates say; conditional work counts as not passed.
    """
    answered = ShadowAnswer.objects.filter(state=State.ANSWERED).values_list(
        "attempt__author", "backend", "result", "attempt__job"
    )
    rows = list(answered)
    passed = _passed_jobs({job for *_, job in rows})
    pairs = Counter((served, shadow) for served, shadow, _, _ in rows)
    return [
        Comparison(
            served,
            shadow,
            many,
            sum(job in passed for a, b, _, job in rows if (a, b) == (served, shadow)),
            sum(result == Result.PASSED for a, b, result, _ in rows if (a, b) == (served, shadow)),
        )
        for (served, shadow), many in sorted(pairs.items())
    ]


def _passed_jobs(jobs: Iterable[UUID]) -> set[UUID]:
    certified = Certificate.objects.filter(blueprint__job__in=jobs, variant__isnull=False)
    counted = certified.values("blueprint__job", "result").annotate(many=Count("id"))
    results: dict[UUID, set[str]] = {}
    for row in counted:
        results.setdefault(row["blueprint__job"], set()).add(row["result"])
    return {job for job, found in results.items() if found == {Result.PASSED.value}}


def _begin(claim: Claim) -> ShadowAnswer | None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return None
        rows = ShadowAnswer.objects.select_related("attempt__job__note__student")
        row = rows.filter(pk=claim.job, state=State.ASKED).first()
        if row is None:
            dispatch.finish(claim)
            return None
        usage.close_abandoned(job=row.pk, task=TASK, before_fence=claim.fence)
    return row


def _judge(row: ShadowAnswer, form: Form, routed: Routed, note: types.Note) -> str:
    """Reads and certifies what was written, without a second model; the code of what is wrong, empty for nothing."""
    row.model, row.milliseconds = routed.completion.model, routed.completion.milliseconds
    try:
        written = form.read(routed.completion.text, routed.completion.backend)
    except wire.WireError:
        row.result = Result.FAILED
        return "unreadable_blueprint"
    row.body = codec.dump(written)
    if isinstance(written, types.DirectItem):
        return ""  # only another model's blind solve could certify it
    batch = variants.make(note, written, count=TRIED)
    found = {variant.certificate.result for variant in batch.variants}
    worst = types.CertificateResult.CONDITIONAL
    row.result = Result.FAILED if not found else Result.CONDITIONAL if worst in found else Result.PASSED
    return batch.refused.code[:40] if batch.refused else ""


def _save(claim: Claim, row: ShadowAnswer, state: str, code: str) -> None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        row.state, row.code = state, code[:40]
        row.save()
        dispatch.finish(claim)
        record(actor=SYSTEM, action=Action.SHADOW_ANSWERED, subject=row, code=row.code, result=row.result)
