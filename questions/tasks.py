"""The workers' side: claim a piece of work, enter its academy, let the stage's service do it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction

from eduai.lib import clock
from eduai.llm.embeddings.gateway import Gateway
from eduai.llm.embeddings.types import LocalEmbedder
from eduai.llm.factory import build_embedder, build_router, watch_replicas
from eduai.llm.router import Router
from eduai.llm.types import Schema
from questions.engine import wire
from questions.origins import record_work
from questions.services import explanation, generation, shadow, similarity, verification
from questions.stages import Kind
from tenants import dispatch, messaging, tenancy
from tenants.dispatch import Claim, Dead
from tenants.services import messages, subject_access, subject_erasure
from tenants.services.consent import confirm
from tenants.services.redaction import AcademyRedact
from tenants.services.routing import AcademyPolicy
from tenants.services.usage import AcademyLedger, close_lost
from tenants.tasking import academy_task, fan_out, platform_task

log = logging.getLogger(__name__)

# A worker keeps claiming for this long before it answers Celery, so that one message drains a queue.
DRAIN_SECONDS = 30
# After a fault of ours: not at once, or a poisoned job spins.
FAULT_WAIT = timedelta(seconds=10)
KEPT_FINISHED = timedelta(days=30)
# An hourly task of every academy comes over ten minutes, not at once.
CLOSING_SPREAD = 600
# In one sweep; the rest waits for the next.
MOST_GIVEN_UP = 100


@cache
def router() -> Router:
    """This process's router, with one set of connections to the model servers."""
    return build_router(policy=AcademyPolicy(), ledger=AcademyLedger(), confirm=confirm, redact=AcademyRedact())


@cache
def embedder() -> LocalEmbedder | Gateway:
    """This process's maker of vectors."""
    return build_embedder(ledger=AcademyLedger(), confirm=confirm, redact=AcademyRedact())


HANDLERS: dict[str, Callable[[Claim], None]] = {
    Kind.TWIN: lambda claim: generation.author_twin(claim=claim, clock=clock.now),
    Kind.MODEL: lambda claim: generation.author_with_model(claim=claim, router=router(), clock=clock.now),
    Kind.VERIFY: lambda claim: verification.verify_blueprint(claim=claim, clock=clock.now),
    Kind.VERIFY_BLIND: lambda claim: verification.verify_with_second_model(
        claim=claim, router=router(), clock=clock.now
    ),
    Kind.EXPLAIN: lambda claim: explanation.explain_answer(claim=claim, router=router(), clock=clock.now),
    **dict.fromkeys(
        (Kind.VECTOR, Kind.VECTOR_REMOTE),
        lambda claim: similarity.embed_note(claim=claim, embedder=embedder(), clock=clock.now),
    ),
    messages.KIND: lambda claim: messages.send_message(claim=claim, messenger=messaging.messenger, clock=clock.now),
    subject_access.KIND: lambda claim: subject_access.make_export(claim=claim, clock=clock.now),
    subject_erasure.KIND: lambda claim: subject_erasure.resume_erasure(claim=claim, clock=clock.now),
    Kind.SHADOW: lambda claim: shadow.answer_in_shadow(claim=claim, router=router(), clock=clock.now),
}


@platform_task(name=dispatch.WAKE_TASK)
def work(*, queue: str, **_: Any) -> int:
    """Do what is due on a queue until there is nothing left or the time is up. Returns how much was done."""
    done, until = 0, time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until:
        claims = dispatch.claim(queue, 1, settings.EDUAI_LEASE_SECONDS[queue])
        if not claims:
            return done
        for claim in claims:
            do(claim)
            done += 1
    dispatch.wake(queue)
    return done


def do(claim: Claim) -> None:
    """Run one piece of work in its academy. A fault of ours gives it back for later; tried too often, it dies."""
    with tenancy.use(tenancy.find(claim.academy_id)):
        try:
            record_work(claim)
            HANDLERS[claim.kind](claim)
        except Exception:
            log.exception("%s %s failed at try %d", claim.kind, claim.job, claim.attempts)
            dispatch.reschedule(claim, clock.now() + FAULT_WAIT * claim.attempts)


@platform_task(name="eduai.watch_replicas")
def watch(**_: Any) -> dict[str, bool]:
    """Look after the academy's own model servers: who is there, and whose grammars are compiled."""
    schemas = [Schema(name, text) for name, text in wire.SCHEMA_TEXTS.items()]
    return {name: replica.ready for name, replica in watch_replicas(schemas).items()}


@platform_task(name="eduai.sweep")
def sweep(**_: Any) -> dict[str, int]:
    """Wake workers for whatever is due, and tell the stages what was given up, one piece a transaction."""
    due = dispatch.wake_due()
    for database in tenancy.databases():
        with tenancy.unless_away(database):
            tell_given_up(database)
    return due


def tell_given_up(database: str) -> None:
    """Tell the stages of a database's academies what was given up there, one piece a transaction."""
    for _turn in range(MOST_GIVEN_UP):
        with tenancy.platform(database), transaction.atomic():
            dead = dispatch.take_dead(1)
            for row in dead:
                with tenancy.use(tenancy.find(row.academy_id), closed_too=True):
                    give_up(row)
        if not dead:
            return


def give_up(row: Dead) -> None:
    """Tell the stage that its work was tried too often."""
    if row.kind == Kind.EXPLAIN:
        explanation.give_up(job=row.job, reason=row.reason)
    elif row.kind in (Kind.VECTOR, Kind.VECTOR_REMOTE):
        similarity.give_up(job=row.job, reason=row.reason)
    elif row.kind == Kind.SHADOW:
        shadow.give_up(job=row.job)
    elif row.kind == messages.KIND:
        messages.give_up(job=row.job)
    elif row.kind == subject_access.KIND:
        subject_access.give_up(job=row.job)
    elif row.kind == subject_erasure.KIND:
        log.error("The erasure of %s was tried too often: %s", row.job, row.reason)
    else:
        generation.give_up(kind=row.kind, job=row.job, reason=row.reason, now=clock.now())


@platform_task(name="eduai.close_lost_calls")
def close_lost_calls(**_: Any) -> int:
    """Have every open academy count what dead workers left reserved. Returns how many academies were asked."""
    return fan_out(close_lost_calls_here, spread_seconds=CLOSING_SPREAD, queue="engine", expires=3600)


@academy_task(name="eduai.close_lost_calls_here")
def close_lost_calls_here(**_: Any) -> int:
    """Count in this academy what dead workers left reserved and nobody tried again. Returns how many calls."""
    return close_lost(now=clock.now())


@platform_task(name="eduai.forget_finished")
def forget_finished(**_: Any) -> int:
    """Delete finished work of the shared table that is a month old; the jobs themselves stay with their academies."""
    return dispatch.forget_finished(clock.now() - KEPT_FINISHED)
