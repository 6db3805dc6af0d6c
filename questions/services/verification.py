"""Verification: a blueprint is executed, and what it makes gets a certificate or goes nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from eduai.llm.errors import LLMError
from eduai.llm.router import Router
from eduai.llm.types import Prompt, Release, Schema
from questions import stages
from questions.engine import codec, prompts, types, variants, wire
from questions.engine.gates import Solve
from questions.messages import messages_of
from questions.models import Blueprint, Certificate, GateRecord, GenerationJob, Variant
from tenants import dispatch
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.database.connections import give_back
from tenants.dispatch import Claim
from tenants.services import usage
from tenants.services.consent import release
from tenants.services.routing import ladder

Clock = Callable[[], datetime]
State = Blueprint.State

SOLVE_TASK = stages.SENT_FOR[stages.Kind.VERIFY_BLIND]
SOLVE_TOKENS = 600
SOLVE_SECONDS = 25
SAVING_SECONDS = 5


def verify_blueprint(*, claim: Claim, clock: Clock) -> None:
    """This will make the blueprint's variants and certify each, by computation alone.

    Where only the second solve is missing and a model is there that did not write it, that model is asked next.
    """
    blueprint = _begin(claim, clock())
    if blueprint is None:
        return
    batch = _make(blueprint, solve=None)
    if _needs_second_solve(batch) and _second_models(blueprint):
        with transaction.atomic():
            if dispatch.hold(claim):
                stages.ask_for_second_solve(blueprint=blueprint)
                dispatch.finish(claim)
        return
    _save(claim, blueprint, batch, clock())


def verify_with_second_model(*, claim: Claim, router: Router, clock: Clock) -> None:
    """As `verify_blueprint`, with a model that did not write the blueprint solving each variant blind.

    Where it cannot be asked, the gate says `not_verified`; it never says yes by default.
    """
    blueprint = _begin(claim, clock())
    if blueprint is None:
        return
    try:
        given = release(student=blueprint.note.student, purpose=SOLVE_TASK, now=clock())
    except LLMError:
        _save(claim, blueprint, _make(blueprint, solve=None), clock())
        return
    give_back()
    with usage.attributed(job=blueprint.job_id, fence=claim.fence):
        batch = _make(blueprint, solve=_solver(claim, blueprint, given, router, clock))
    _save(claim, blueprint, batch, clock())


def _begin(claim: Claim, now: datetime) -> Blueprint | None:
    """The blueprint to verify; closes what a dead worker's solver left open. None when there is nothing to do."""
    with transaction.atomic():
        if not dispatch.hold(claim):
            return None
        blueprint = Blueprint.objects.select_related("note__student", "job").filter(pk=claim.job).first()
        if blueprint is None or blueprint.state not in (State.DRAFTED, State.APPROVED):
            dispatch.finish(claim)
            return None
        usage.close_abandoned(job=blueprint.job_id, task=SOLVE_TASK, before_fence=claim.fence)
    return blueprint


def _make(blueprint: Blueprint, *, solve: Solve | None) -> types.Batch:
    """The next variants of the family, none that the note has already. The seed follows from the blueprint,
    so a run that is repeated after a crash makes the same ones.
    """
    siblings = Variant.objects.filter(blueprint__note=blueprint.note_id)
    taken = list(siblings.values_list("fingerprint", flat=True))
    give_back()
    return variants.make(
        blueprint.note.for_engine(),
        codec.load_blueprint(blueprint.body),
        count=blueprint.job.wanted,
        seed=(blueprint.pk.int + len(taken)) % 2**31,
        taken=taken,
        solve=solve,
    )


def _needs_second_solve(batch: types.Batch) -> bool:
    """Whether a certificate failed for nothing but a missing second solve."""
    return not batch.variants and any(
        all(row.verdict is types.Verdict.PASS or row.gate == "resolve" for row in certificate.gates)
        and any(row.gate == "resolve" and row.verdict is types.Verdict.NOT_VERIFIED for row in certificate.gates)
        for certificate in batch.rejected
    )


def _second_models(blueprint: Blueprint) -> list[str]:
    """The configured models that did not write this blueprint."""
    return [name for name in ladder(task=SOLVE_TASK) if not blueprint.author.startswith(name)]


def _solver(claim: Claim, blueprint: Blueprint, given: Release, router: Router, clock: Clock) -> Solve:
    def solve(stem: str, choices: tuple[str, ...]) -> wire.BlindSolution | None:
        seconds = min(SOLVE_SECONDS, claim.seconds_left(clock()) - SAVING_SECONDS)
        if seconds <= 0:
            return None
        prompt = Prompt(
            release=given,
            task=SOLVE_TASK,
            version=prompts.VERSION,
            messages=messages_of(prompts.blind_solve_messages(stem, choices, secrets.token_hex(8))),
            schema=Schema("blind_solve", wire.SCHEMA_TEXTS["blind_solve"]),
            max_tokens=SOLVE_TOKENS,
            temperature=0.2,
        )
        start = min(ladder(task=SOLVE_TASK).index(name) for name in _second_models(blueprint))
        try:
            done = router.complete(prompt, deadline_seconds=seconds, start=start).completion
            if blueprint.author.split("-")[0] == done.backend.split("-")[0]:
                return None
            return wire.read_blind_solution(done.text, solver=done.backend)
        except (LLMError, wire.WireError):
            return None

    return solve


def _save(claim: Claim, blueprint: Blueprint, batch: types.Batch, now: datetime) -> None:
    with transaction.atomic():
        if not dispatch.hold(claim):
            return
        blueprint.state = Blueprint.objects.select_for_update().get(pk=blueprint.pk).state
        if blueprint.state == State.APPROVED:
            _add_to_approved(blueprint, batch, now)
        elif blueprint.state != State.DRAFTED:
            pass  # somebody was quicker: there is nothing left to verify
        elif batch.variants:
            _open_for_review(blueprint, batch, now)
        else:
            _fail(blueprint, batch, now)
        dispatch.finish(claim)


def _open_for_review(blueprint: Blueprint, batch: types.Batch, now: datetime) -> None:
    saved = _keep(blueprint, batch.variants, Variant.State.IN_REVIEW, now)
    blueprint.state = State.IN_REVIEW
    blueprint.reason = batch.refused.reason if batch.refused else ""
    blueprint.save(update_fields=["state", "reason"])
    if blueprint.edited_from_id:
        # Only where nobody decided meanwhile: what a student has been given is not taken away again.
        Blueprint.objects.filter(pk=blueprint.edited_from_id, state=State.IN_REVIEW).update(state=State.REPLACED)
    job = blueprint.job
    job.state, job.reason_code, job.reason, job.updated_at = GenerationJob.State.DONE, "", "", now
    job.save(update_fields=["state", "reason_code", "reason", "updated_at"])
    record(actor=SYSTEM, action=Action.BLUEPRINT_VERIFIED, subject=blueprint, variants=saved)


def _add_to_approved(blueprint: Blueprint, batch: types.Batch, now: datetime) -> None:
    """Approving a blueprint approved what it computes; each new variant still has its own certificate."""
    known = set(Variant.objects.filter(blueprint__note=blueprint.note_id).values_list("fingerprint", flat=True))
    fit = [
        variant
        for variant in batch.variants
        if (variant.certificate.result is types.CertificateResult.PASSED or blueprint.accepts_unverified)
        and variants.fingerprint(variant.draw) not in known
    ]
    saved = _keep(blueprint, fit, Variant.State.APPROVED, now)
    record(actor=SYSTEM, action=Action.BLUEPRINT_VERIFIED, subject=blueprint, variants=saved)


def _fail(blueprint: Blueprint, batch: types.Batch, now: datetime) -> None:
    refused = batch.refused or types.Refusal("no_variant", "조건에 맞는 변형 문제를 만들지 못했습니다.")
    for certificate in batch.rejected[:1]:
        _keep_certificate(blueprint, None, certificate, now)
    blueprint.state, blueprint.reason = State.FAILED, refused.reason
    blueprint.save(update_fields=["state", "reason"])
    record(actor=SYSTEM, action=Action.BLUEPRINT_FAILED, subject=blueprint, code=refused.code)
    if blueprint.edited_from_id is None:
        stages.ask_next_author(job=blueprint.job, code=refused.code[:40], reason=refused.reason, now=now)


def _keep(blueprint: Blueprint, made: Sequence[types.Variant], state: Variant.State, now: datetime) -> int:
    form = codec.load_blueprint(blueprint.body).answer
    first = blueprint.variants.count() + 1
    for number, item in enumerate(made, start=first):
        draw = item.draw
        variant = Variant.objects.create(
            blueprint=blueprint,
            number=number,
            stem=draw.stem,
            choices=list(draw.choices),
            key=draw.key,
            answer=draw.answer,
            expected=draw.expected,
            kind=types.AnswerKind.CHOICE.value if draw.choices else form.kind.value,
            form=form.form,
            unit=form.unit,
            solution=draw.solution,
            parameters=codec.dump_values(draw.values),
            fingerprint=variants.fingerprint(draw),
            state=state,
            created_at=now,
        )
        _keep_certificate(blueprint, variant, item.certificate, now)
    return len(made)


def _keep_certificate(blueprint: Blueprint, variant: Variant | None, proof: types.Certificate, now: datetime) -> None:
    certificate = Certificate.objects.create(
        blueprint=blueprint, variant=variant, result=proof.result.value, made_at=now
    )
    GateRecord.objects.bulk_create(
        GateRecord(
            certificate=certificate,
            gate=row.gate,
            verdict=row.verdict.value,
            evidence=row.evidence,
            milliseconds=row.milliseconds,
        )
        for row in proof.gates
    )
