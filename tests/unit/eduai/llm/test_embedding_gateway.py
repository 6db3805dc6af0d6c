"""The way to an embedding server: who is asked what before the texts leave, and what the books say afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eduai.llm.breaker import LocalBreaker
from eduai.llm.embeddings.gateway import Gateway
from eduai.llm.embeddings.openai import OpenAIEmbedder
from eduai.llm.embeddings.tei import TEIEmbedder
from eduai.llm.embeddings.types import EmbeddingRequest, Texts
from eduai.llm.errors import BreakerOpen, BudgetExhausted, LLMError, NotRedactable, NotReleased, ValidationRejected
from eduai.llm.types import Place
from tests.servers import tei
from tests.servers.openai import OpenAIServer
from tests.servers.tei import TEIServer
from tests.unit.eduai.llm.doubles import Blackener, Books, Guard, release

HOME, OVERSEAS = Place.ON_PREMISES, Place.OVERSEAS


def asked(text: str = "김서연의 문제", *places: Place, expires_at: datetime | None = None) -> EmbeddingRequest:
    slip = release(*(places or tuple(Place)), expires_at=expires_at)
    return EmbeddingRequest(slip, "embedding", Texts((text,)))


def gateway(embedder: Any, books: Books, guard: Guard | None = None) -> Gateway:
    return Gateway(embedder, ledger=books, confirm=guard or Guard(), redact=Blackener(), breaker=LocalBreaker())


def at_home(server: TEIServer, books: Books, guard: Guard | None = None) -> Gateway:
    return gateway(TEIEmbedder(url=server.url, model=tei.MODEL), books, guard)


def overseas(server: OpenAIServer, books: Books) -> Gateway:
    return gateway(OpenAIEmbedder(url=server.base_url, model="", api_key="k", pseudonym=str), books)


def test_at_home_the_text_goes_as_it_is_and_is_booked() -> None:
    books = Books()
    with TEIServer() as server:
        done = at_home(server, books).embed(asked(), deadline_seconds=30)
    assert server.embeds[0].json["inputs"] == ["김서연의 문제"]
    assert books.entries == [("reserved", "tei"), ("settled", "tei", "served")]
    assert (books.usages, books.reserved[0].max_tokens) == ([done.usage], 0)
    assert books.reserved[0].prompt_tokens >= done.usage.prompt_tokens
    assert (books.reserved[0].task, books.reserved[0].model) == ("embedding", tei.MODEL)


def test_overseas_the_text_is_redacted_first() -> None:
    with OpenAIServer() as server:
        overseas(server, Books()).embed(asked(), deadline_seconds=30)
    assert server.requests[0].json["input"] == ["[QXRKTB학생]의 문제"]


def test_an_unsure_text_stays_here_and_costs_nothing() -> None:
    books = Books()
    with OpenAIServer() as server:
        with pytest.raises(NotRedactable):
            overseas(server, books).embed(asked("모호한 문제"), deadline_seconds=30)
        assert (server.connections, books.entries) == (0, [])


@pytest.mark.parametrize("why", ["place", "expired"])
def test_without_a_release_nothing_is_sent_and_nothing_reserved(why: str) -> None:
    books = Books()
    past = datetime.now(UTC) - timedelta(seconds=1) if why == "expired" else None
    with OpenAIServer() as server:
        places = tuple(Place) if why == "expired" else (HOME,)
        with pytest.raises(NotReleased):
            overseas(server, books).embed(asked("문제", *places, expires_at=past), deadline_seconds=30)
        assert (server.connections, books.entries) == (0, [])


def test_a_consent_withdrawn_before_the_bytes_leave_keeps_them() -> None:
    books, guard = Books(), Guard()
    guard.withdraw()
    with TEIServer() as server:
        with pytest.raises(NotReleased):
            at_home(server, books, guard).embed(asked(), deadline_seconds=30)
        assert server.embeds == []
    assert books.entries[-1] == ("failed", "tei", "not_released")


def test_an_empty_budget_is_asked_before_the_server() -> None:
    with TEIServer() as server:
        with pytest.raises(BudgetExhausted):
            at_home(server, Books("tei")).embed(asked(), deadline_seconds=30)
        assert server.connections == 0


def test_a_dead_server_is_left_alone_after_a_few_failures() -> None:
    books = Books()
    with TEIServer() as server:
        way = at_home(server, books)
        server.fail("424")
        for _ in range(3):
            with pytest.raises(LLMError):
                way.embed(asked(), deadline_seconds=30)
        with pytest.raises(BreakerOpen):
            way.embed(asked(), deadline_seconds=30)
        assert len(server.embeds) == 3
    assert books.entries[-1] == ("failed", "tei", "breaker_open")


def test_a_text_that_is_refused_says_nothing_against_the_server() -> None:
    with TEIServer() as server:
        way = at_home(server, Books())
        server.fail("422_json")
        for _ in range(6):
            with pytest.raises(ValidationRejected):
                way.embed(asked(), deadline_seconds=30)
        server.heal()
        assert way.embed(asked(), deadline_seconds=30).dimensions == 1024
