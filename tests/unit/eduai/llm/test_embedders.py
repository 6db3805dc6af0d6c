"""What each embedder sends and reads, over real sockets, and what becomes of each fault of its server."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eduai.llm.deadline import Deadline
from eduai.llm.embeddings.http import HTTPEmbedder
from eduai.llm.embeddings.ollama import OllamaEmbedder
from eduai.llm.embeddings.openai import CompatibleEmbedder, OpenAIEmbedder
from eduai.llm.embeddings.tei import TEIEmbedder
from eduai.llm.embeddings.types import Aim, Embedded, EmbeddingRequest, Texts, unit_vectors
from eduai.llm.errors import (
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    GenerationFailed,
    LLMError,
    MalformedAnswer,
    Misconfigured,
    NotReleased,
    Overloaded,
    QuotaExhausted,
    Refused5xx,
    ValidationRejected,
)
from eduai.llm.types import Place
from tests.servers import ollama, tei
from tests.servers.ollama import OllamaServer
from tests.servers.openai import OpenAIServer
from tests.servers.standin import Reply, StandIn
from tests.servers.tei import TEIServer
from tests.unit.eduai.llm.doubles import Guard, release
from tests.unit.eduai.llm.test_dialects import openapi_validator

STEM = "일차방정식 $3x + 5 = 20$의 해를 구하시오."
LONG = "가" * 30_000


def request(*texts: str, places: tuple[Place, ...] = tuple(Place), aim: Aim = Aim.DOCUMENT) -> EmbeddingRequest:
    return EmbeddingRequest(release(*places), "embedding", Texts(texts or (STEM,), aim))


def embed(embedder: HTTPEmbedder, asked: EmbeddingRequest | None = None, *, seconds: float = 30.0) -> Embedded:
    return embedder.embed(asked or request(), deadline=Deadline(seconds), request_id="call-1", confirm=Guard())


def a_tei(server: StandIn) -> HTTPEmbedder:
    return TEIEmbedder(url=server.url, model=tei.MODEL)


def an_ollama(server: StandIn) -> HTTPEmbedder:
    return OllamaEmbedder(url=server.url, model="nomic-embed-text")


def an_openai(server: StandIn) -> HTTPEmbedder:
    return OpenAIEmbedder(url=f"{server.url}/v1", model="", api_key="k", pseudonym=str.upper)


def a_compatible(server: StandIn) -> HTTPEmbedder:
    return CompatibleEmbedder(url=f"{server.url}/v1", model="bge")


KINDS: dict[str, tuple[type[StandIn], Callable[[StandIn], HTTPEmbedder]]] = {
    "tei": (TEIServer, a_tei),
    "ollama": (OllamaServer, an_ollama),
    "openai": (OpenAIServer, an_openai),
    "compatible": (OpenAIServer, a_compatible),
}


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[HTTPEmbedder, StandIn]]:
    kind, build = KINDS[request.param]
    with kind(**({"compatible": True} if request.param == "compatible" else {})) as server:
        yield build(server), server


def error_of(embedder: HTTPEmbedder, seconds: float = 30.0) -> LLMError:
    with pytest.raises(LLMError) as caught:
        embed(embedder, seconds=seconds)
    assert caught.value.backend == embedder.name
    assert pickle.loads(pickle.dumps(caught.value)).__dict__ == caught.value.__dict__  # noqa: S301  our own bytes
    return caught.value


def test_tei_is_asked_as_its_openapi_document_says() -> None:
    with TEIServer() as server:
        done = embed(a_tei(server))
    (sent,) = server.embeds
    openapi_validator("EmbedRequest", "tei_openapi.json").validate(sent.json)
    assert sent.json == {"inputs": [STEM], "normalize": True, "truncate": False}
    assert (done.model, done.dimensions, done.usage.gpu_seconds) == (tei.MODEL, 1024, 0.012)
    assert done.usage.prompt_tokens == 18


def test_the_stand_in_for_tei_keeps_to_the_document() -> None:
    valid = openapi_validator("ErrorResponse", "tei_openapi.json")
    for name, reply in tei.ERRORS.items():
        if isinstance(reply.body, dict):
            valid.validate(reply.body)
            assert name[:3] == str(reply.status)
    with TEIServer() as server:
        embed(a_tei(server))
        answer = server.answer_to(server.embeds[0]).body
        info = server.answer_to(server.requests[0]).body
    openapi_validator("EmbedResponse", "tei_openapi.json").validate(answer)
    openapi_validator("Info", "tei_openapi.json").validate(info)


def test_ollama_gets_the_words_that_its_model_wants_before_a_text() -> None:
    with OllamaServer() as server:
        embed(an_ollama(server))
        embed(an_ollama(server), request(aim=Aim.QUERY))
        done = embed(OllamaEmbedder(url=server.url, model="bge-m3"))
    bodies = [each.json for each in server.requests]
    assert [body["input"] for body in bodies] == [[f"search_document: {STEM}"], [f"search_query: {STEM}"], [STEM]]
    assert bodies[0]["truncate"] is False
    assert (done.dimensions, done.usage.gpu_seconds) == (ollama.DIMENSIONS, pytest.approx(0.014143917))


def test_openai_is_asked_for_vectors_that_an_index_takes_and_knows_no_academy() -> None:
    with OpenAIServer() as server:
        done = embed(
            OpenAIEmbedder(url=server.base_url, model="text-embedding-3-large", api_key="k", pseudonym=str.upper)
        )
        embed(OpenAIEmbedder(url=server.base_url, model="text-embedding-ada-002", api_key="k", pseudonym=str.upper))
    first, second = (each.json for each in server.requests)
    assert first == {
        "model": "text-embedding-3-large",
        "input": [STEM],
        "encoding_format": "float",
        "dimensions": 1536,
        "user": "A_000000000001",
    }
    assert "dimensions" not in second
    assert (done.dimensions, done.usage.prompt_tokens) == (1536, 18)


def test_texts_come_back_in_their_order_at_length_one(pair: tuple[HTTPEmbedder, StandIn]) -> None:
    embedder, _ = pair
    texts = [f"{number}번 문제의 값" for number in range(70)]
    done = embed(embedder, request(*texts))
    assert len(done.vectors) == 70
    for place in (0, 33, 69):
        alone = embed(embedder, request(texts[place])).vectors[0]
        assert done.vectors[place] == alone
        assert alone is not None and sum(number * number for number in alone) == pytest.approx(1)


def test_tei_gets_batches_of_32_and_tokens_of_all_of_them_are_counted() -> None:
    with TEIServer() as server:
        done = embed(a_tei(server), request(*["가나다"] * 70))
    assert [len(each.json["inputs"]) for each in server.embeds] == [32, 32, 6]
    assert done.usage.prompt_tokens == 70 * 3
    assert {each.headers["x-request-id"] for each in server.embeds} == {"call-1"}


def test_a_server_with_a_smaller_limit_gets_smaller_batches() -> None:
    with TEIServer(max_batch=8) as server:
        assert None not in embed(a_tei(server), request(*["가나다"] * 20)).vectors


def test_a_text_that_is_too_long_has_no_vector_and_the_others_have_theirs(pair: tuple[HTTPEmbedder, StandIn]) -> None:
    embedder, _ = pair
    texts = [*(f"{number}번" for number in range(9)), LONG, "끝"]
    done = embed(embedder, request(*texts))
    assert [place for place, vector in enumerate(done.vectors) if vector is None] == [9]
    with pytest.raises(ValidationRejected):
        embed(embedder, request(LONG))


def test_what_ollama_may_cut_in_silence_is_not_sent() -> None:
    with OllamaServer(context=10**6) as server:
        done = embed(an_ollama(server), request(STEM, "나" * 1801))
    assert done.vectors[1] is None
    assert all("나나" not in each.body.decode() for each in server.requests)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", Overloaded),
        ("422_json", ValidationRejected),
        ("500", Refused5xx),
        ("503", Refused5xx),
        ("redirect", Misconfigured),
        ("half_answer", ConnectionLost),
        ("bad_json", MalformedAnswer),
        ("html_200", MalformedAnswer),
        ("refuse", ConnectFailed),
    ],
)
def test_a_fault_becomes_its_error(pair: tuple[HTTPEmbedder, StandIn], fault: str, kind: type[LLMError]) -> None:
    embedder, server = pair
    server.fail(fault)
    assert type(error_of(embedder)) is kind
    server.heal()
    assert embed(embedder).vectors[0] is not None


@pytest.mark.parametrize(
    ("server", "build", "fault", "kind"),
    [
        (TEIServer, a_tei, "400", ValidationRejected),
        (TEIServer, a_tei, "413", ValidationRejected),
        (TEIServer, a_tei, "422_text", ValidationRejected),
        (TEIServer, a_tei, "424", GenerationFailed),
        (TEIServer, a_tei, "401", Misconfigured),
        (OllamaServer, an_ollama, "404", Misconfigured),
        (OpenAIServer, an_openai, "429_quota", QuotaExhausted),
        (OpenAIServer, an_openai, "401", Misconfigured),
    ],
)
def test_a_servers_own_words_become_ours(
    server: type[StandIn], build: Callable[[StandIn], HTTPEmbedder], fault: str, kind: type[LLMError]
) -> None:
    with server() as running:
        running.fail(fault)
        assert type(error_of(build(running))) is kind


@pytest.mark.parametrize("fault", ["black_hole", "drip"])
def test_the_deadline_holds_against_silence_and_drops(pair: tuple[HTTPEmbedder, StandIn], fault: str) -> None:
    embedder, server = pair
    embed(embedder)  # the SDK is imported on the first call
    server.fail(fault)
    started = time.monotonic()
    assert type(error_of(embedder, seconds=0.5)) is DeadlineExceeded
    assert time.monotonic() - started == pytest.approx(0.5, rel=0.3)


def test_without_the_release_nobody_is_even_called(pair: tuple[HTTPEmbedder, StandIn]) -> None:
    embedder, server = pair
    other = tuple(place for place in Place if place is not embedder.place)
    with pytest.raises(NotReleased):
        embed(embedder, request(places=other))
    assert server.connections == 0


def test_a_consent_withdrawn_at_the_last_moment_keeps_the_texts_here(pair: tuple[HTTPEmbedder, StandIn]) -> None:
    embedder, server = pair
    guard = Guard()
    guard.withdraw()
    with pytest.raises(NotReleased):
        embedder.embed(request(), deadline=Deadline(30), request_id="call-1", confirm=guard)
    assert [each for each in server.requests if each.method == "POST"] == []
    assert guard.places == [embedder.place]


def test_every_batch_is_confirmed_on_its_own() -> None:
    guard = Guard()
    with TEIServer() as server:
        a_tei(server).embed(request(*["가"] * 40), deadline=Deadline(30), request_id="c", confirm=guard)
    assert guard.events == ["entered", "left"] * 2


def test_a_tei_server_of_another_model_gets_no_texts() -> None:
    with TEIServer(model="intfloat/multilingual-e5-base") as server:
        error = error_of(a_tei(server))
        assert type(error) is Misconfigured and "multilingual-e5-base" in error.sentence
        assert server.embeds == []


def test_what_the_batches_before_a_refusal_used_is_known() -> None:
    with TEIServer() as server:
        embedder = a_tei(server)
        server.answer_to = _once(server.answer_to)  # type: ignore[method-assign]
        with pytest.raises(Overloaded) as caught:
            embed(embedder, request(*["가나다"] * 40))
    assert caught.value.usage is not None and caught.value.usage.prompt_tokens == 32 * 3


def _once(answer: Callable[[Any], Reply]) -> Callable[[Any], Reply]:
    """The first batch is served, the next finds the server overloaded."""
    served: list[bool] = []

    def reply(asked: Any) -> Reply:
        if asked.path != "/embed":
            return answer(asked)
        served.append(True)
        return answer(asked) if len(served) == 1 else tei.ERRORS["429"]

    return reply


@pytest.mark.parametrize(
    "body",
    [
        "[[0.1, 0.2], [0.3]]",
        "[[0.0, 0.0]]",
        '[["a", 1]]',
        "[[NaN, 1]]",
        "[[1e400, 1]]",
        "[[]]",
        "{}",
        "[[true, 1]]",
        "[null]",
    ],
)
def test_what_is_no_vector_is_refused(body: str) -> None:
    with TEIServer() as server:
        server.fault_reply = lambda fault: Reply(200, body)  # type: ignore[method-assign]
        server.fail("500")
        with pytest.raises(MalformedAnswer):
            embed(a_tei(server), request(*[STEM] * max(1, len(json.loads(body)))))


def test_a_number_beyond_all_floats_is_no_vector() -> None:
    with pytest.raises(MalformedAnswer):
        unit_vectors("x", [[10**400, 1]])


def test_texts_of_nothing_and_requests_without_release_cannot_exist() -> None:
    for texts in ((), ("",), ("문제", " \n")):
        with pytest.raises(ValueError, match="nothing to embed"):
            Texts(texts)
    with pytest.raises(TypeError, match="Release"):
        EmbeddingRequest(None, "embedding", Texts((STEM,)))  # type: ignore[arg-type]
