"""Every fault of a model server, over real sockets, becomes the right error, in time."""

from __future__ import annotations

import pickle
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from eduai.llm.deadline import Deadline
from eduai.llm.errors import (
    ConnectFailed,
    ConnectionLost,
    ContentRefused,
    DeadlineExceeded,
    GenerationFailed,
    LLMError,
    MalformedAnswer,
    Misconfigured,
    Overloaded,
    QuotaExhausted,
    Refused5xx,
    Truncated,
    ValidationRejected,
)
from eduai.llm.providers.chat import ChatProvider
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.providers.openai import OpenAIProvider
from eduai.llm.providers.tgi import TGIProvider
from eduai.llm.types import Place
from tests.servers.openai import OpenAIServer
from tests.servers.standin import StandIn
from tests.servers.tgi import TGIServer
from tests.unit.eduai.llm.doubles import Guard, prompt

Pair = tuple[ChatProvider, StandIn]

# Far above what a loaded machine needs, and far below the deadline that a call would otherwise sit out.
AT_ONCE = 10.0
PATIENT = 30.0


def _tgi() -> tuple[StandIn, Callable[[StandIn], ChatProvider]]:
    return TGIServer(), lambda server: TGIProvider(name="tgi-0", url=server.url, model="m")


def _openai() -> tuple[StandIn, Callable[[StandIn], ChatProvider]]:
    return OpenAIServer(), lambda server: OpenAIProvider(
        url=f"{server.url}/v1", model="m", api_key="k", pseudonym=str.upper
    )


def _compatible() -> tuple[StandIn, Callable[[StandIn], ChatProvider]]:
    return OpenAIServer(compatible=True), lambda server: CompatibleProvider(url=f"{server.url}/v1", model="m")


KINDS = {"tgi": _tgi, "openai": _openai, "compatible": _compatible}


@pytest.fixture(scope="module", params=KINDS)
def running(request: pytest.FixtureRequest) -> Iterator[Pair]:
    server, build = KINDS[request.param]()
    manager: AbstractContextManager[StandIn] = server
    with manager:
        provider = build(server)
        _ask(provider)  # the SDK is imported on the first call, which is not the fault's time
        yield provider, server


@pytest.fixture
def pair(running: Pair) -> Iterator[Pair]:
    running[1].heal()
    running[1].requests.clear()
    yield running
    running[1].heal()


def _ask(provider: ChatProvider, seconds: float = PATIENT, max_tokens: int = 400) -> str:
    asked = prompt(Place.ON_PREMISES, Place.OVERSEAS, max_tokens=max_tokens)
    return provider.complete(asked, deadline=Deadline(seconds), request_id="call-1", confirm=Guard()).text


def _error(provider: ChatProvider, seconds: float = PATIENT, **options: int) -> LLMError:
    with pytest.raises(LLMError) as caught:
        _ask(provider, seconds, **options)
    assert caught.value.backend == provider.name
    assert pickle.loads(pickle.dumps(caught.value)).__dict__ == caught.value.__dict__  # noqa: S301  our own bytes
    return caught.value


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", Overloaded),
        ("422_json", ValidationRejected),
        ("422_text", ValidationRejected),
        ("424", GenerationFailed),
        ("500", Refused5xx),
        ("503", Refused5xx),
        ("401", Misconfigured),
        ("redirect", Misconfigured),
        ("half_answer", ConnectionLost),
        ("bad_json", MalformedAnswer),
        ("html_200", MalformedAnswer),
        ("refuse", ConnectFailed),
    ],
)
def test_a_fault_becomes_its_error_at_once(pair: Pair, fault: str, kind: type[LLMError]) -> None:
    provider, server = pair
    server.fail(fault)
    started = time.monotonic()
    assert type(_error(provider)) is kind
    assert time.monotonic() - started < AT_ONCE


@pytest.mark.parametrize("fault", ["black_hole", "drip"])
def test_the_deadline_ends_a_call_to_a_silent_or_dripping_server_and_hangs_up(pair: Pair, fault: str) -> None:
    provider, server = pair
    server.fail(fault)
    dropped = server.dropped
    started = time.monotonic()
    assert type(_error(provider, seconds=1.0)) is DeadlineExceeded
    assert 0.95 <= time.monotonic() - started < 5.0, "a server that drips would be read to its end"
    assert server.wait_for(lambda: server.dropped == dropped + 1), "the GPU would go on for nobody"


def test_a_healthy_server_answers_after_a_fault_on_the_same_client(pair: Pair) -> None:
    provider, server = pair
    server.fail("half_answer", times=1)
    _error(provider)
    assert _ask(provider).startswith("{")


def test_a_slow_answer_within_the_deadline_is_served(pair: Pair) -> None:
    provider, server = pair
    server.fail("slow:0.2")
    assert _ask(provider).startswith("{")


def test_a_503_is_tried_once_more_and_not_twice(pair: Pair) -> None:
    provider, server = pair
    server.fail("503", times=1)
    assert _ask(provider).startswith("{")
    assert len(server.requests) == 2
    server.fail("503")
    _error(provider)
    assert len(server.requests) == 4


@pytest.mark.parametrize("fault", ["424", "429", "500", "422_json", "half_answer", "bad_json"])
def test_what_may_have_cost_tokens_is_not_repeated(pair: Pair, fault: str) -> None:
    provider, server = pair
    server.fail(fault)
    _error(provider)
    assert len(server.requests) == 1


def test_no_second_try_when_it_would_pass_the_deadline(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    provider, server = pair
    server.fail("503")
    monkeypatch.setattr("eduai.llm.calling.RETRY_WAIT_SECONDS", 2 * PATIENT)
    started = time.monotonic()
    assert type(_error(provider)) is Refused5xx
    assert time.monotonic() - started < AT_ONCE
    assert len(server.requests) == 1


def test_an_answer_cut_at_the_limit_is_an_error_that_still_counts_its_tokens(pair: Pair) -> None:
    provider, _ = pair
    error = _error(provider, max_tokens=2)
    assert type(error) is Truncated
    assert error.usage is not None
    assert error.usage.completion_tokens == 2


def test_openai_without_money_is_told_from_openai_under_load() -> None:
    server, build = _openai()
    with server:
        provider = build(server)
        server.fail("429_quota")
        assert type(_error(provider)) is QuotaExhausted
        server.fail("429")
        error = _error(provider)
        assert (type(error), error.retry_after, error.retryable) == (Overloaded, 7.0, True)


@pytest.mark.parametrize("fault", ["refusal", "content_filter"])
def test_a_model_that_declines_is_no_malformed_answer(fault: str) -> None:
    server, build = _openai()
    with server:
        server.fail(fault)
        assert type(_error(build(server))) is ContentRefused


def test_a_model_without_temperature_is_asked_again_without_it_once_and_for_all() -> None:
    server, build = _openai()
    with server:
        provider = build(server)
        server.fail("400_temperature", times=1)
        assert _ask(provider).startswith("{")
        assert _ask(provider).startswith("{")
    assert ["temperature" in request.json for request in server.requests] == [True, False, False]


@pytest.mark.parametrize(
    "body",
    ["[]", "3", "{}", '{"choices": []}', '{"choices": [{"message": null}]}', '{"choices": 3}', "[" * 100_000],
    ids=["list", "number", "empty", "no choice", "no message", "choices no list", "deep"],
)
def test_json_of_another_shape_is_a_malformed_answer(pair: Pair, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.servers.standin import Reply

    provider, server = pair
    monkeypatch.setattr(server, "answer_to", lambda request: Reply(200, body))
    assert type(_error(provider)) is MalformedAnswer


@pytest.mark.parametrize("text", ["", "  ", "a\u0000b", "a\u000cfrac"])
def test_empty_content_and_control_characters_are_refused(text: str) -> None:
    with OpenAIServer(lambda request: text, compatible=True) as server:
        assert type(_error(CompatibleProvider(url=f"{server.url}/v1", model="m"))) is MalformedAnswer


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eduai.llm.transport.MAX_ANSWER_BYTES", 10_000)
    with OpenAIServer(lambda request: "x" * 20_000, compatible=True) as server:
        provider = CompatibleProvider(url=f"{server.url}/v1", model="m")
        assert type(_error(provider, max_tokens=9_000)) is MalformedAnswer


def test_a_host_name_that_nobody_knows_is_a_failed_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*details: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert type(_error(TGIProvider(name="tgi-0", url="http://gpu.local:8080", model="m"))) is ConnectFailed


def test_a_resolver_that_hangs_does_not_outlast_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *details, **options: over.wait(PATIENT) and [])
    started = time.monotonic()
    error = _error(TGIProvider(name="tgi-0", url="http://gpu.local:8080", model="m"), seconds=0.5)
    over.set()
    assert type(error) is DeadlineExceeded
    assert 0.45 <= time.monotonic() - started < AT_ONCE


def test_a_host_name_that_is_known_is_reached() -> None:
    with TGIServer() as server:
        provider = TGIProvider(name="tgi-0", url=f"http://localhost:{server.port}", model="m")
        assert _ask(provider).startswith("{")
