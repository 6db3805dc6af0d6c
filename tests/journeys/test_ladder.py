"""The ladder over real sockets: the academy's own model, the fallback overseas, and nothing without consent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from questions.models import Blueprint, GenerationJob, Note
from questions.stages import Kind
from tenants import dispatch, tenancy
from tenants.models import AuditRecord, Student, UsageRow
from tests.cast import LINEAR, blueprint_of, consents, job_of, student, variants_of
from tests.servers.openai import OpenAIServer
from tests.servers.tgi import TGIServer


@pytest.fixture
def tgi() -> Iterator[TGIServer]:
    with TGIServer() as server:
        yield server


@pytest.fixture
def openai() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


def addresses(tgi: TGIServer, openai: OpenAIServer) -> dict[str, str]:
    return {
        "EDUAI_TGI_URLS": tgi.url,
        "EDUAI_TGI_API_KEY": "tgi-key",
        "OPENAI_API_KEY": "openai-key",
        "EDUAI_OPENAI_BASE_URL": f"{openai.url}/v1",
        "EDUAI_RETRY_SECONDS": "1",
    }


@pytest.fixture(autouse=True)
def same_ladder_here(settings: Any, tgi: TGIServer, openai: OpenAIServer) -> None:
    """The test's own process reads the ladder too."""
    settings.EDUAI_TGI_URLS, settings.OPENAI_API_KEY = [tgi.url], "openai-key"


def note_for_the_models(who: Student) -> Note:
    """A note at the models' rung, as the built-in author leaves it when it refuses."""
    now = datetime.now(UTC)
    values = {name: text for name, text in LINEAR.items() if name != "student"}
    kept = Note.objects.create(
        **values, student=who, source="typed", fingerprint="f", created_at=now, last_wrong_at=now
    )
    job = GenerationJob.objects.create(note=kept, wanted=3, rung=1, asked_by="system", created_at=now, updated_at=now)
    dispatch.enqueue(kind=Kind.MODEL, job=job.pk)
    return kept


def give_consent(who: Student) -> None:
    consents(who, now=datetime.now(UTC))


def is_in_review(note: Note) -> bool:
    return Blueprint.objects.filter(note=note, state="in_review").exists()


def test_the_academys_own_model_writes_what_the_built_in_author_could_not(
    start_workers: Callable[..., Any], haneul: Any, tgi: TGIServer, openai: OpenAIServer
) -> None:
    workers = start_workers(**addresses(tgi, openai))
    with tenancy.use(haneul):
        note = note_for_the_models(student())
        workers.wait_for(lambda: is_in_review(note), what="the variants of TGI's blueprint")

        assert blueprint_of(note).author == "tgi-0"
        assert len(variants_of(note)) == 3
        assert UsageRow.objects.get().state == "settled"
        attempt = job_of(note).attempts.get()
        assert attempt.decisions == [{"backend": "tgi-0", "chosen": True, "reason": "served"}]
        sent = AuditRecord.objects.filter(action="data.sent").get()
        assert '"place":"on_premises"' in sent.facts
    (request,) = [row for row in tgi.requests if row.method == "POST"]
    assert request.headers["authorization"] == "Bearer tgi-key"
    assert request.json["response_format"]["type"] == "json_object"
    assert openai.connections == 0


def test_with_consent_the_fallback_overseas_serves_while_the_own_server_is_down(
    start_workers: Callable[..., Any], haneul: Any, tgi: TGIServer, openai: OpenAIServer
) -> None:
    tgi.fail("refuse")
    workers = start_workers(**addresses(tgi, openai))
    with tenancy.use(haneul):
        who = student()
        give_consent(who)
        note = note_for_the_models(who)
        workers.wait_for(lambda: is_in_review(note), what="the variants of OpenAI's blueprint")

        assert blueprint_of(note).author == "openai"
        decisions = job_of(note).attempts.get().decisions
        assert [(row["backend"], row["reason"]) for row in decisions] == [
            ("tgi-0", "connect_failed"),
            ("openai", "served"),
        ]
        states = list(UsageRow.objects.order_by("reserved_at").values_list("backend", "state"))
        assert states == [("tgi-0", "failed"), ("openai", "settled")]
        assert UsageRow.objects.get(backend="openai").cost_usd > 0
    assert openai.connections > 0
    for request in openai.requests:
        assert b"S001" not in request.body


def test_without_consent_not_one_byte_goes_overseas_and_the_job_waits_with_its_reason(
    start_workers: Callable[..., Any], haneul: Any, tgi: TGIServer, openai: OpenAIServer
) -> None:
    tgi.fail("refuse")
    workers = start_workers(**addresses(tgi, openai))
    with tenancy.use(haneul):
        who = student()
        note = note_for_the_models(who)
        workers.wait_for(lambda: job_of(note).attempts.filter(outcome="failed").count() >= 3, what="three tries")

        job = job_of(note)
        assert job.state == "waiting"
        assert "tgi-0: 연결할 수 없음" in job.reason
        assert "openai: 해외 이전 동의 없음" in job.reason
        assert openai.connections == 0

        give_consent(who)
        workers.wait_for(lambda: is_in_review(note), what="the variants after consent")
        assert blueprint_of(note).author == "openai"
    assert openai.connections > 0


def test_a_worker_that_dies_in_the_middle_of_a_call_is_replaced_and_nothing_is_doubled(
    start_workers: Callable[..., Any], haneul: Any, tgi: TGIServer, openai: OpenAIServer
) -> None:
    tgi.fail("slow:60", times=1)
    workers = start_workers(EDUAI_MODELS_LEASE_SECONDS="9", **addresses(tgi, openai))
    with tenancy.use(haneul):
        note = note_for_the_models(student())
        workers.wait_for(lambda: any(row.method == "POST" for row in tgi.requests), what="the call")
        workers.kill("models")
        workers.start("models")
        workers.wait_for(lambda: is_in_review(note), what="the variants after the lease")

        rows = list(UsageRow.objects.order_by("reserved_at").values_list("state", "code"))
        assert rows == [("unknown", "worker_lost"), ("settled", "")]
        outcomes = list(job_of(note).attempts.order_by("number").values_list("outcome", flat=True))
        assert outcomes == ["unknown", "authored"]
        assert Blueprint.objects.filter(note=note).count() == 1
        assert [variant.number for variant in variants_of(note)] == [1, 2, 3]
        assert job_of(note).state == "done"
