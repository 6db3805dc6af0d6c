from __future__ import annotations

from types import SimpleNamespace

import pytest

from eduai.llm import factory
from eduai.llm.errors import LLMError
from eduai.llm.providers.chat import ChatProvider
from eduai.llm.router import Router
from eduai.llm.types import Place
from tests.servers.openai import OpenAIServer
from tests.servers.tgi import TGIServer
from tests.unit.eduai.llm.doubles import Blackener, Books, Guard, Rungs, prompt


def configure(monkeypatch: pytest.MonkeyPatch, **values: object) -> None:
    monkeypatch.setattr(factory, "settings", SimpleNamespace(SECRET_KEY="s" * 50, **values))


def facts() -> dict[str, list[tuple[str, str, str, Place]]]:
    return {
        backend: [(each.name, each.url, each.model, each.place) for each in replicas if isinstance(each, ChatProvider)]
        for backend, replicas in factory.build_providers().items()
    }


def test_nothing_is_set_up_without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, EDUAI_TGI_URLS="", OPENAI_API_KEY=None)
    assert factory.build_providers() == {}


def test_every_address_of_tgi_is_a_replica(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, EDUAI_TGI_URLS="http://gpu1:8080/, http://gpu2:8080", EDUAI_TGI_MODEL="llama")
    assert facts() == {
        "tgi": [
            ("tgi-0", "http://gpu1:8080", "llama", Place.ON_PREMISES),
            ("tgi-1", "http://gpu2:8080", "llama", Place.ON_PREMISES),
        ]
    }


def test_addresses_may_be_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, EDUAI_TGI_URLS=["http://gpu1:8080"])
    assert [name for name, *_ in facts()["tgi"]] == ["tgi-0"]


def test_openai_and_a_compatible_server_are_set_up_where_their_settings_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configure(
        monkeypatch,
        OPENAI_API_KEY="sk-1",
        EDUAI_COMPATIBLE_URL="http://ollama:11434/v1",
        EDUAI_COMPATIBLE_MODEL="qwen3",
    )
    assert facts() == {
        "compatible": [("compatible", "http://ollama:11434/v1", "qwen3", Place.ON_PREMISES)],
        "openai": [("openai", "https://api.openai.com/v1", "gpt-4.1-mini", Place.OVERSEAS)],
    }


def test_openai_is_not_set_up_by_an_address_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, EDUAI_OPENAI_BASE_URL="http://127.0.0.1:1/v1", EDUAI_OPENAI_MODEL="gpt")
    assert factory.build_providers() == {}


def test_an_address_without_http_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, EDUAI_TGI_URLS="gpu1:8080")
    with pytest.raises(ValueError, match="gpu1:8080"):
        factory.build_providers()


def build(monkeypatch: pytest.MonkeyPatch, books: Books, **values: object) -> Router:
    configure(monkeypatch, **values)
    return factory.build_router(Rungs("tgi", "openai"), books, Guard(), Blackener())


def test_the_ladder_runs_over_real_sockets_and_openai_takes_over_where_it_may(
    monkeypatch: pytest.MonkeyPatch, redis_port: int, redis_client: object
) -> None:
    with TGIServer() as tgi, OpenAIServer(api_key="sk-1") as openai:
        books = Books()
        router = build(
            monkeypatch,
            books,
            EDUAI_TGI_URLS=tgi.url,
            OPENAI_API_KEY="sk-1",
            EDUAI_OPENAI_BASE_URL=openai.base_url,
            REDIS_URL=f"redis://127.0.0.1:{redis_port}/0",
        )
        assert router.backends == ("tgi", "openai")
        asked = prompt(Place.ON_PREMISES, Place.OVERSEAS, max_tokens=900)
        assert router.complete(asked, deadline_seconds=5).completion.backend == "tgi-0"
        assert openai.connections == 0
        tgi.fail("refuse")
        assert router.complete(asked, deadline_seconds=5).completion.backend == "openai"
    # A scope as OpenAI sees it: keyed, the same for the same academy, and without its name.
    identifier = openai.requests[0].json["safety_identifier"]
    assert len(identifier) == 64
    assert "a_000000000001" not in openai.requests[0].body.decode()
    assert books.entries[-1] == ("settled", "openai", "served")


def test_openai_gets_no_connection_without_consent_for_overseas_whatever_tgi_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with TGIServer() as tgi, OpenAIServer() as openai:
        router = build(
            monkeypatch,
            Books(),
            EDUAI_TGI_URLS=tgi.url,
            OPENAI_API_KEY="sk-1",
            EDUAI_OPENAI_BASE_URL=openai.base_url,
        )
        for fault in ("424", "500", "429", "html_200", "half_answer", "black_hole", "refuse"):
            tgi.fail(fault)
            with pytest.raises(LLMError) as caught:
                router.complete(prompt(Place.ON_PREMISES), deadline_seconds=0.3)
            assert caught.value.decisions[-1].reason == "not_released"
        assert (openai.connections, openai.requests) == (0, [])
