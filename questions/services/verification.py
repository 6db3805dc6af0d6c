"""Verification: a blueprint is executed, and what it makes gets a certificate or goes nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduai.llm.errors import BudgetExhausted, DeadlineExceeded, LLMError, NoBackend, NotReleased
from eduai.llm.router import Router
from eduai.llm.types import Completion, Prompt, Schema
from questions import pauses, stages
from questions.engine import codec, direct, prompts, types, variants, wire
from questions.engine.drawing.stored import dump_picture
from questions.engine.gates import Solve
from questions.engine.gates.safety import unsafe
from questions.messages import messages_of
from questions.models import Blueprint, Certificate, GateRecord, GenerationJob, Variant
from questions.reasons import explained
from questions.strangers import words_of_others
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
LONGEST_WAIT = timedelta(minutes=10)
SOLVED_BLIND = frozenset({"resolve", "single_answer"})
NO_SECOND_MODEL = "이 문항을 쓰지 않은 모델이 따로 풀어 보아야 하는데, 설정된 다른 모델이 없어 기다립니다."
UNQUOTABLE = "모델이 쓴 글에 보여 드릴 수 없는 내용이 들어 있어 쓰지 않았습니다."
WAITS_FOR_SOLVER = "다른 모델이 따로 풀어 보기를 기다립니다."


def verify_blueprint(*, claim: Claim, clock: Clock) -> None:
    """This will make the blueprint's variants and certify each, by computation alone.

    Where only the second solve is missing and a model is there that did not write it, that model is asked next. A
    direct item has no other way: it waits until there is one.
    """
    blueprint = _begin(claim, clock())
    if blueprint is None:
        return
    batch = _make(blueprint, solve=None)
    if _needs_second_solve(batch) and _second_models(blueprint):
        with transaction.atomic():
            if pauses.hold(claim):
                stages.ask_for_second_solve(blueprint=blueprint)
                dispatch.finish(claim)
        return
    if _needs_second_solve(batch) and blueprint.is_direct:
        _wait(claim, blueprint, "no_second_model", NO_SECOND_MODEL, clock())
        return
    _save(claim, blueprint, batch, clock())


def verify_with_second_model(*, claim: Claim, router: Router, clock: Clock) -> None:
    """As `verify_blueprint`, with a model that did not write the blueprint solving each variant blind.

    Where it cannot be asked, the gate says `not_verified`; it never says yes by default. A direct item then waits,
    with the reason, as long as waiting can help.
    """
    blueprint = _begin(claim, clock())
    if blueprint is None:
        return
    solver = BlindSolver(claim, blueprint, router, clock)
    with usage.attributed(job=blueprint.job_id, fence=claim.fence):
        batch = _make(blueprint, solve=solver)
    if blueprint.is_direct and _needs_second_solve(batch) and solver.may_answer_later:
        _wait(claim, blueprint, solver.code, f"{WAITS_FOR_SOLVER} {solver.reason}", clock())
        return
    _save(claim, blueprint, batch, clock())


class BlindSolver:
    """A model that did not write the blueprint, asked for one answer at a time; remembers why it gave none."""

    def __init__(self, claim: Claim, blueprint: Blueprint, router: Router, clock: Clock) -> None:
        self.claim, self.blueprint, self.router, self.clock = claim, blueprint, router, clock
        self.code, self.reason, self.may_answer_later = "", "", False

    def __call__(self, stem: str, choices: tuple[str, ...]) -> wire.BlindSolution | None:
        """The solution, or None where no other model could be asked or its answer could not be read."""
        try:
            return self._solution(stem, choices)
        except LLMError as error:
            self.code, self.reason = error.code, explained(error)
            self.may_answer_later = error.retryable or isinstance(error, NotReleased | BudgetExhausted)
        except wire.WireError as error:
            self.code, self.reason, self.may_answer_later = error.code, error.sentence, False
        return None

    def _solution(self, stem: str, choices: tuple[str, ...]) -> wire.BlindSolution:
        failure: LLMError = NoBackend(retryable=True)
        for name in _second_models(self.blueprint):
            try:
                done = self._ask(name, stem, choices)
            except LLMError as error:
                failure = _worth_waiting_for(failure, error)
            else:
                if not _is_author(self.blueprint, done):
                    return wire.read_blind_solution(done.text, solver=done.backend)
        raise failure

    def _ask(self, name: str, stem: str, choices: tuple[str, ...]) -> Completion:
        given = release(student=self.blueprint.note.student, purpose=SOLVE_TASK, now=self.clock())
        give_back()
        seconds = min(SOLVE_SECONDS, self.claim.seconds_left(self.clock()) - SAVING_SECONDS)
        if seconds <= 0:
            raise DeadlineExceeded(name)
        prompt = Prompt(
            release=given,
            task=SOLVE_TASK,
            version=prompts.VERSION,
            messages=messages_of(prompts.blind_solve_messages(stem, choices, secrets.token_hex(8))),
            schema=Schema("blind_solve", wire.SCHEMA_TEXTS["blind_solve"]),
            max_tokens=SOLVE_TOKENS,
            temperature=0.2,
        )
        return self.router.complete(prompt, deadline_seconds=seconds, only=name).completion


def _worth_waiting_for(first: LLMError, second: LLMError) -> LLMError:
    """Of two failures, the one that says more: a consent to be given, then what may pass by itself."""
    return max(
        first, second, key=lambda error: (isinstance(error, NotReleased), error.retryable, bool(error.decisions))
    )


def _is_author(blueprint: Blueprint, done: Completion) -> bool:
    """Whether the same backend, or the same model behind another one, wrote the blueprint."""
    if blueprint.author.split("-")[0] == done.backend.split("-")[0]:
        return True
    wrote = blueprint.job.attempts.filter(outcome="authored", author=blueprint.author).last()
    return bool(wrote and wrote.model and wrote.model == done.model)


def _begin(claim: Claim, now: datetime) -> Blueprint | None:
    """The blueprint to verify; closes what a dead worker's solver left open. None when there is nothing to do."""
    with transaction.atomic():
        if not pauses.hold(claim):
            return None
        blueprint = Blueprint.objects.select_related("note__student", "job").filter(pk=claim.job).first()
        if blueprint is None or blueprint.state not in (State.DRAFTED, State.APPROVED):
            dispatch.finish(claim)
            return None
        usage.close_abandoned(job=blueprint.job_id, task=SOLVE_TASK, before_fence=claim.fence)
    return blueprint


def _make(blueprint: Blueprint, *, solve: Solve | None) -> types.Batch:
    """The next variants of the family, none that the note has already, or the direct item's one. The seed follows
    from the blueprint, so a run that is repeated after a crash makes the same ones.
    """
    siblings = Variant.objects.filter(blueprint__note=blueprint.note_id)
    taken = list(siblings.values_list("fingerprint", flat=True))
    note, written = blueprint.note.for_engine(), codec.load_written(blueprint.body)
    seed = (blueprint.pk.int + len(taken)) % 2**31
    if isinstance(written, types.DirectItem):
        keys = _keys(blueprint.note.student_id, options=len(written.wrong) + 1)
        give_back()
        return direct.make(note, written, seed=seed, taken=taken, keys=keys, solve=solve)
    give_back()
    return variants.make(note, written, count=blueprint.job.wanted, seed=seed, taken=taken, solve=solve)


def _keys(student: int, *, options: int) -> list[int]:
    """Where the keys of the student's other questions with as many options stand."""
    shown = Variant.objects.filter(blueprint__note__student=student, key__isnull=False)
    return [key for choices, key in shown.values_list("choices", "key") if key is not None and len(choices) == options]


def _needs_second_solve(batch: types.Batch) -> bool:
    """Whether a certificate failed for nothing but a missing second solve."""
    return not batch.variants and any(
        not any(row.verdict is types.Verdict.FAIL for row in certificate.gates)
        and {row.gate for row in certificate.gates if row.verdict is types.Verdict.NOT_VERIFIED} <= SOLVED_BLIND
        for certificate in batch.rejected
    )


def _second_models(blueprint: Blueprint) -> list[str]:
    """The configured models that did not write this blueprint."""
    return [name for name in ladder(task=SOLVE_TASK) if not blueprint.author.startswith(name)]


def _wait(claim: Claim, blueprint: Blueprint, code: str, reason: str, now: datetime) -> None:
    """The job says what it waits for; the work is due again later, each time twice as late. A consent that arrives
    makes it due at once (`stages`).
    """
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        first = timedelta(seconds=settings.EDUAI_RETRY_SECONDS)
        waited = now - blueprint.created_at
        job = blueprint.job
        job.state, job.reason_code, job.reason, job.updated_at = GenerationJob.State.WAITING, code[:40], reason, now
        job.save(update_fields=["state", "reason_code", "reason", "updated_at"])
        dispatch.reschedule(claim, now + min(max(first, waited), LONGEST_WAIT), counted=False)
        record(actor=SYSTEM, action=Action.GENERATION_WAITING, subject=job, code=code)


def _save(claim: Claim, blueprint: Blueprint, batch: types.Batch, now: datetime) -> None:
    with transaction.atomic():
        if not pauses.hold(claim):
            return
        blueprint.state = Blueprint.objects.select_for_update().get(pk=blueprint.pk).state
        if blueprint.state == State.APPROVED:
            _add_to_approved(blueprint, batch, now)
        elif blueprint.state != State.DRAFTED:
            pass  # somebody was quicker: there is nothing left to verify
        elif batch.variants and not (foreign := _foreign(blueprint, batch)):
            _open_for_review(blueprint, batch, now)
        else:
            _fail(blueprint, _quotable(blueprint, batch if not batch.variants else _refused(batch, foreign)), now)
        dispatch.finish(claim)


def _foreign(blueprint: Blueprint, batch: types.Batch) -> str:
    """What a model let slip of another student; the built-in author knows nobody."""
    if blueprint.author == "twin":
        return ""
    draws = [variant.draw for variant in batch.variants]
    texts = [text for draw in draws for text in (draw.stem, draw.solution, draw.answer, *draw.choices)]
    return _others_in(blueprint, [*texts, *_reasons(blueprint)])


def _others_in(blueprint: Blueprint, texts: Sequence[str]) -> str:
    note = blueprint.note
    own = "\n".join((note.stem, note.solution, note.answer, note.student_answer, *note.choices))
    return words_of_others(student=note.student, own=own, texts=texts)


def _quotable(blueprint: Blueprint, batch: types.Batch) -> types.Batch:
    """The batch, its reasons without what a model smuggled into them: gates quote the place that they refuse, but for
    the one that looks for such things.
    """
    if blueprint.author == "twin":
        return batch
    body = list(_strings(blueprint.body))
    if not any(map(unsafe, body)) and not _others_in(blueprint, body):
        return batch
    refused = batch.refused
    if refused and refused.code != "safety":
        refused = replace(refused, reason=UNQUOTABLE)
    return replace(batch, refused=refused, rejected=tuple(_without(proof) for proof in batch.rejected[:1]))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _without(proof: types.Certificate) -> types.Certificate:
    kept = (types.Verdict.PASS, types.Verdict.NOT_VERIFIED)
    rows = tuple(
        row if row.gate == "safety" or row.verdict in kept else replace(row, evidence=UNQUOTABLE) for row in proof.gates
    )
    return replace(proof, gates=rows)


def _reasons(blueprint: Blueprint) -> list[str]:
    """What a direct item says of its wrong options, which students read too."""
    written = codec.load_written(blueprint.body)
    return [option.why for option in written.wrong] if isinstance(written, types.DirectItem) else []


def _refused(batch: types.Batch, why: str) -> types.Batch:
    return replace(batch, variants=(), refused=types.Refusal("safety", why))


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
        _hand_on(blueprint, batch, refused, now)


def _hand_on(blueprint: Blueprint, batch: types.Batch, refused: types.Refusal, now: datetime) -> None:
    """Back to the model that wrote it, once, with what the gates found; then on to the next author.

    Where a model twice computes another answer than the note prints, nobody else is asked: the teacher sees both.
    """
    job = blueprint.job
    if blueprint.author != "twin":
        backend = blueprint.author.split("-")[0]
        written = job.blueprints.filter(author__startswith=backend, edited_from=None).count()
        if written == 1 and _can_be_mended(batch):
            job.rung -= 1
        elif refused.code == "answer_disagrees":
            job.rung = 0
    stages.ask_next_author(job=job, code=refused.code[:40], reason=refused.reason, now=now)


def _can_be_mended(batch: types.Batch) -> bool:
    """Whether something is wrong that its author could change, and not only a second solve missing."""
    rows = [row for certificate in batch.rejected for row in certificate.gates]
    return not rows or any(row.verdict is types.Verdict.FAIL for row in rows)


def _keep(blueprint: Blueprint, made: Sequence[types.Variant], state: Variant.State, now: datetime) -> int:
    form = _answer_form(codec.load_written(blueprint.body))
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
            figure=dump_picture(draw.figure),
            fingerprint=variants.fingerprint(draw),
            state=state,
            created_at=now,
        )
        _keep_certificate(blueprint, variant, item.certificate, now)
    return len(made)


def _answer_form(written: types.Blueprint | types.DirectItem) -> types.AnswerForm:
    """How the answer is graded; a direct item's as text."""
    if isinstance(written, types.DirectItem):
        return types.AnswerForm(types.AnswerKind.TEXT, "")
    return written.answer


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
