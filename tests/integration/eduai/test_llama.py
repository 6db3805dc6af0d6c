"""A real llama.cpp server through the provider for compatible servers: real HTTP, real constrained decoding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eduai.llm.breaker import LocalBreaker
from eduai.llm.deadline import Deadline
from eduai.llm.embeddings.openai import CompatibleEmbedder
from eduai.llm.embeddings.types import EmbeddingRequest, Texts
from eduai.llm.errors import DeadlineExceeded, NoBackend, Refused5xx, Truncated, ValidationRejected
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.router import Router
from eduai.llm.types import Place, Schema
from questions.engine import wire
from tests.servers.llama import CONTEXT, WIDTH, llama_server
from tests.unit.eduai.llm.doubles import FORM, Blackener, Books, Guard, Rungs, prompt, release

pytest.importorskip("xllamacpp", reason="the llama.cpp wheel exists for Linux on x86-64 and aarch64 only")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with llama_server(tmp_path_factory.mktemp("llama")) as url:
        yield url


@pytest.fixture
def llama(address: str) -> CompatibleProvider:
    return CompatibleProvider(url=f"{address}/v1", model="random", name="compatible")


def ask(llama: CompatibleProvider, **changes: Any) -> Any:
    seconds = changes.pop("seconds", 60)
    return llama.complete(
        prompt(Place.ON_PREMISES, **changes), deadline=Deadline(seconds), request_id="r-1", confirm=Guard()
    )


def test_random_weights_keep_to_the_schema_and_are_metered(llama: CompatibleProvider) -> None:
    for _ in range(5):
        try:
            done = ask(llama, max_tokens=1500)
        except (Truncated, Refused5xx):
            continue  # it rambled to the limit, which is a failure and never a question
        answer = json.loads(done.text)
        assert list(answer) == ["reasoning", "answer"]
        assert done.usage.prompt_tokens > 0 and 0 < done.usage.completion_tokens <= 1500
        return
    pytest.fail("none of five answers ended")


@pytest.mark.parametrize("name", sorted(wire.SCHEMA_TEXTS))
def test_the_server_takes_each_of_our_schemas(llama: CompatibleProvider, name: str) -> None:
    schema = Schema(name, wire.SCHEMA_TEXTS[name])
    try:
        done = ask(llama, schema=schema, max_tokens=300)
    except (Truncated, Refused5xx) as error:
        assert error.usage is None or error.usage.completion_tokens == 300
    else:
        assert list(json.loads(done.text)) == list(schema.value["properties"])


def test_an_answer_cut_at_the_limit_is_a_failure(llama: CompatibleProvider) -> None:
    with pytest.raises((Truncated, Refused5xx)):
        ask(llama, max_tokens=5)


def test_a_prompt_beyond_the_context_is_the_prompts_fault(llama: CompatibleProvider) -> None:
    with pytest.raises(ValidationRejected, match="길이"):
        ask(llama, text="x" * (CONTEXT * 2), schema=None)


def test_a_deadline_ends_the_generation_on_the_server_too(llama: CompatibleProvider) -> None:
    with pytest.raises(DeadlineExceeded):
        ask(llama, schema=None, max_tokens=CONTEXT - 200, seconds=0.3)
    # The one slot is free again: the next call does not wait for the four thousand tokens of the last.
    with pytest.raises((Truncated, Refused5xx)):
        ask(llama, max_tokens=5, seconds=5)


def test_the_server_is_there_to_be_looked_at(llama: CompatibleProvider) -> None:
    llama.check(Deadline(5))


def test_through_the_router_what_it_wrote_reaches_the_caller_and_the_books(llama: CompatibleProvider) -> None:
    books = Books()
    router = Router(
        {"compatible": [llama]},
        policy=Rungs("compatible"),
        ledger=books,
        confirm=Guard(),
        redact=Blackener(),
        breaker=LocalBreaker(),
    )
    for _ in range(5):
        try:
            routed = router.complete(prompt(schema=FORM, max_tokens=1500), deadline_seconds=60)
        except (Truncated, NoBackend):
            continue
        assert routed.completion.backend == "compatible"
        assert books.entries[-1] == ("settled", "compatible", "served")
        return
    pytest.fail("none of five answers ended")


def test_its_vectors_are_read_and_metered(tmp_path: Path) -> None:
    with llama_server(tmp_path, embedding=True) as url:
        embedder = CompatibleEmbedder(url=f"{url}/v1", model="random")
        content = Texts(("일차방정식", "이차함수", "일차방정식"))
        asked = EmbeddingRequest(release(Place.ON_PREMISES), "embedding", content)
        done = embedder.embed(asked, deadline=Deadline(30), request_id="r-1", confirm=Guard())
        long = replace(asked, content=Texts(("짧다", "가" * CONTEXT)))
        with_long = embedder.embed(long, deadline=Deadline(30), request_id="r-2", confirm=Guard())
    assert (done.dimensions, len(done.vectors)) == (WIDTH, 3)
    assert done.vectors[0] == pytest.approx(done.vectors[2], abs=1e-5) and done.vectors[0] != done.vectors[1]
    assert done.usage.prompt_tokens >= 3 * 4 * 3  # a byte is a token
    assert with_long.vectors[0] is not None and with_long.vectors[1] is None
