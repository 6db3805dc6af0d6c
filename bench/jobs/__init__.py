"""Notes through the product's own job path: database, work table, router and models, in an academy of its own.

Needs the embedded services or DATABASE_URL and REDIS_URL, and at least one configured model.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.site import own_academy, running_site
from questions.engine import types

MODEL_VARIABLES = ("EDUAI_TGI_URLS", "EDUAI_COMPATIBLE_URL", "OPENAI_API_KEY")
CALLS_AT_ONCE = 4
ROUNDS = 200


def models_are_configured() -> bool:
    """Whether the environment names a model server."""
    return any(os.environ.get(name, "").strip() for name in MODEL_VARIABLES)


def through_jobs(notes: Sequence[types.Note], count: int, seed: int) -> Mapping[str, types.Batch]:
    """The batch of each note's id, as the product's workers make it. The academy is dropped afterwards.

    `seed` is not used: the product derives its seeds from the blueprints' ids. Only the academy's own machines
    are asked: nobody has consented to more.
    """
    from tenants import tenancy
    from tenants.actors import command

    with running_site(), own_academy("시연") as academy:
        with tenancy.use(academy):
            kept = _record(notes, count, command("demo"))
        _work_off(academy)
        with tenancy.use(academy):
            return {note.id: _batch(kept[note.id]) for note in notes}


def _record(notes: Sequence[types.Note], count: int, actor: Any) -> dict[str, Any]:
    from eduai.lib import clock
    from questions.models import GenerationJob, Note
    from questions.note_fields import read_fields
    from questions.services.notes import record_notes

    names = ("stem", "choices", "answer", "solution", "student_answer", "cause", "subject", "grade", "concept")
    entries = [read_fields({name: getattr(note, name) for name in names} | {"student": "demo"}) for note in notes]
    outcome = record_notes(entries=entries, source=Note.Source.IMPORTED, actor=actor, now=clock.now())
    GenerationJob.objects.update(wanted=count)
    return {note.id: row.note for note, row in zip(notes, outcome, strict=True)}


def _work_off(academy: Any) -> None:
    """Do what workers would do until nothing of this academy is due; what waits for later stays waiting."""
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        for _ in range(ROUNDS):
            done = sum(pool.map(_one_claim, ["engine"] + ["models"] * CALLS_AT_ONCE))
            if not done and not _busy(academy):
                return


def _one_claim(queue: str) -> int:
    from django.conf import settings
    from django.db import connection

    from questions.tasks import do
    from tenants import dispatch

    claims = dispatch.claim(queue, 1, settings.EDUAI_LEASE_SECONDS[queue])
    for claim in claims:
        do(claim)
    connection.close()
    return len(claims)


def _busy(academy: Any) -> bool:
    from questions.models import GenerationJob
    from tenants import tenancy

    with tenancy.use(academy):
        return GenerationJob.objects.filter(state__in=("queued", "working")).exists()


def _batch(note: Any) -> types.Batch:
    from questions.engine import codec
    from questions.models import Blueprint, Variant

    job = note.jobs.latest("created_at")
    blueprint = Blueprint.objects.filter(note=note, state="in_review").first()
    if blueprint is None:
        code, reason = job.reason_code or job.state, job.reason or job.get_state_display()
        return types.Batch(None, refused=types.Refusal(code, reason))
    rows = Variant.objects.filter(blueprint=blueprint).select_related("certificate").order_by("number")
    refused = types.Refusal("fewer", blueprint.reason) if blueprint.reason else None
    written = codec.load_written(blueprint.body)
    return types.Batch(
        written if isinstance(written, types.Blueprint) else None,
        variants=tuple(_variant(row) for row in rows),
        refused=refused,
    )


def _variant(row: Any) -> types.Variant:
    draw = types.Draw(
        values=row.parameters,
        stem=row.stem,
        answer=row.answer,
        expected=row.expected,
        solution=row.solution,
        choices=tuple(row.choices),
        key=row.key,
    )
    gates = tuple(
        types.GateResult(gate.gate, types.Verdict(gate.verdict), gate.evidence, gate.milliseconds)
        for gate in row.certificate.gates.order_by("id")
    )
    result = types.CertificateResult(row.certificate.result)
    return types.Variant(draw, types.Certificate(result, gates))
