"""A note that nothing can compute, over real workers and sockets: one model writes, another solves, or it waits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from questions.engine.prompts.examples import TENSE
from questions.models import Blueprint, GateRecord, Note
from questions.services.notes import record_note
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import AuditRecord, Student, UsageRow
from tests.cast import blueprint_of, consents, fields, job_of, student, variants_of
from tests.servers.author import asked_text, schema_of
from tests.servers.openai import OpenAIServer
from tests.servers.tgi import TGIServer

ITEM = json.loads(TENSE.wire)
ENGLISH = {
    "stem": "다음 빈칸에 들어갈 말로 알맞은 것은?\nHe ____ his homework last night.",
    "choices": ["finishes", "finished", "has finished", "will finish"],
    "answer": "②",
    "student_answer": "has finished",
    "subject": "영어",
    "grade": "중2",
    "concept": "영어.시제.과거",
}
WRONG_KEY = ITEM | {
    "key": "has built",
    "wrong": [{"text": "built", "why": "과거형이다."}, ITEM["wrong"][0], ITEM["wrong"][2]],
}


def writing(*items: dict[str, Any]) -> Callable[[dict[str, Any]], str]:
    """A model that writes these items, one a call, the last one for ever."""
    left = list(items)

    def answer(request: dict[str, Any]) -> str:
        return json.dumps(left.pop(0) if len(left) > 1 else left[0], ensure_ascii=False)

    return answer


def knowing(key: str) -> Callable[[dict[str, Any]], str]:
    """A model that solves blind and writes nothing of use."""

    def answer(request: dict[str, Any]) -> str:
        schema = schema_of(request) or {}
        if "picks" not in schema.get("properties", {}):
            return "{}"
        lines = [line for line in asked_text(request).splitlines() if line.startswith("option ")]
        options = dict(line.removeprefix("option ").split(": ", 1) for line in lines)
        picks = [number for number, text in options.items() if text == key]
        return json.dumps({"working": ["two years ago"], "answer": key, "picks": picks, "doubt": "none"})

    return answer


@pytest.fixture
def openai() -> Iterator[OpenAIServer]:
    with OpenAIServer(knowing("built")) as server:
        yield server


@pytest.fixture
def run(start_workers: Callable[..., Any], openai: OpenAIServer, settings: Any) -> Callable[..., Any]:
    """Workers over a TGI that writes these items and the OpenAI that solves."""

    def start(tgi: TGIServer) -> Any:
        settings.EDUAI_TGI_URLS, settings.OPENAI_API_KEY = [tgi.url], "openai-key"
        return start_workers(
            EDUAI_TGI_URLS=tgi.url,
            EDUAI_TGI_API_KEY="tgi-key",
            OPENAI_API_KEY="openai-key",
            EDUAI_OPENAI_BASE_URL=f"{openai.url}/v1",
            EDUAI_RETRY_SECONDS="1",
        )

    return start


def english_note() -> Note:
    return record_note(
        fields=fields(**ENGLISH), source=Note.Source.TYPED, actor=SYSTEM, now=datetime.now(UTC)
    ).note  # fmt: skip


def give_consent(who: Student) -> None:
    consents(who, now=datetime.now(UTC))


def is_in_review(note: Note) -> bool:
    return Blueprint.objects.filter(note=note, state="in_review").exists()


def test_the_own_server_writes_an_item_and_the_model_overseas_solves_it_with_consent(
    run: Callable[..., Any], haneul: Any, openai: OpenAIServer
) -> None:
    with TGIServer(writing(ITEM)) as tgi, tenancy.use(haneul):
        workers = run(tgi)
        give_consent(student())
        note = english_note()
        workers.wait_for(lambda: is_in_review(note), what="the item and its second solve")

        (variant,) = variants_of(note)
        assert blueprint_of(note).author == "tgi-0"
        assert variant.certificate.result == "passed"
        assert variant.choices[variant.key] == "built"
        assert list(UsageRow.objects.order_by("reserved_at").values_list("task", "backend", "state")) == [
            ("similar_question", "tgi-0", "settled"),
            ("blind_solve", "openai", "settled"),
            ("blind_solve", "openai", "settled"),
        ]
        places = [row.facts for row in AuditRecord.objects.filter(action="data.sent").order_by("pk")]
        assert ['"place":"overseas"' in facts for facts in places] == [False, True, True]
    for request in openai.requests:
        asked = asked_text(request.json)
        assert "two years ago" in asked and "homework" not in asked
        assert "S001" not in asked


def test_without_consent_the_item_waits_with_the_reason_and_not_one_byte_goes_overseas(
    run: Callable[..., Any], haneul: Any, openai: OpenAIServer
) -> None:
    with TGIServer(writing(ITEM)) as tgi, tenancy.use(haneul):
        workers = run(tgi)
        who = student()
        note = english_note()
        workers.wait_for(lambda: job_of(note).state == "waiting", what="the item to wait")

        assert blueprint_of(note).state == "drafted"
        assert "openai: 해외 이전 동의 없음" in job_of(note).reason
        assert variants_of(note) == [] and openai.connections == 0

        give_consent(who)
        workers.wait_for(lambda: is_in_review(note), what="the second solve after consent")
        assert len([row for row in tgi.requests if row.method == "POST"]) == 1
    assert openai.connections > 0


def test_a_wrong_key_is_refused_and_the_mended_item_is_served(
    run: Callable[..., Any], haneul: Any, openai: OpenAIServer
) -> None:
    with TGIServer(writing(WRONG_KEY, ITEM)) as tgi, tenancy.use(haneul):
        workers = run(tgi)
        give_consent(student())
        note = english_note()
        workers.wait_for(lambda: is_in_review(note), what="the mended item")

        first, second = Blueprint.objects.filter(note=note).order_by("created_at")
        assert (first.state, second.state) == ("failed", "in_review")
        refused = GateRecord.objects.get(certificate__blueprint=first, gate="resolve")
        assert refused.verdict == "fail" and "built" in refused.evidence
        repair = [row for row in tgi.requests if row.method == "POST"][1].json["messages"][-1]["content"]
        assert repair.count("\n") == 2 and "resolve: " in repair
        (variant,) = variants_of(note)
        assert variant.expected == "built"
