"""A replica is warmed before it is called, asked after its health when its circuit is probed, and never trusted for
long on hearsay."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from eduai.llm.breaker import BreakerSettings, LocalBreaker
from eduai.llm.errors import NoBackend
from eduai.llm.providers.tgi import TGIProvider
from eduai.llm.replicas import KEY, Replica, SharedBoard, watch
from eduai.llm.types import Decision, Usage
from tests.servers.tgi import TGIServer
from tests.unit.eduai.llm.doubles import FORM, Books, prompt
from tests.unit.eduai.llm.test_router import local, router


@pytest.fixture
def server() -> Iterator[TGIServer]:
    with TGIServer() as running:
        yield running


@pytest.fixture
def board(redis_client: redis.Redis) -> SharedBoard:
    redis_client.delete(KEY)
    return SharedBoard(redis_client)


def tgi(server: TGIServer, name: str = "tgi-0") -> TGIProvider:
    return TGIProvider(name=name, url=server.url, model="m")


def warm_ups(server: TGIServer) -> list[Any]:
    return [each.json["response_format"]["value"] for each in server.requests if each.method == "POST"]


def test_a_replica_that_came_up_compiles_every_grammar_once_and_its_limit_is_known(
    server: TGIServer, board: SharedBoard
) -> None:
    assert watch([tgi(server)], [FORM], board) == {"tgi-0": Replica(True, 128)}
    assert watch([tgi(server)], [FORM], board) == {"tgi-0": Replica(True, 128)}
    assert warm_ups(server) == [FORM.value]


def test_a_replica_that_was_away_is_warmed_again(server: TGIServer, board: SharedBoard) -> None:
    watch([tgi(server)], [FORM], board)
    server.fail("503")
    assert watch([tgi(server)], [FORM], board) == {"tgi-0": Replica(False)}
    server.heal()
    assert watch([tgi(server)], [FORM], board)["tgi-0"].ready
    assert len(warm_ups(server)) == 2


def test_a_replica_that_cannot_compile_a_grammar_is_not_ready(server: TGIServer, board: SharedBoard) -> None:
    class NoGrammar(TGIProvider):
        def warm(self, schema: Any, deadline: Any) -> None:
            server.fail("424", times=1)
            super().warm(schema, deadline)

    assert not watch([NoGrammar(name="tgi-0", url=server.url, model="m")], [FORM], board)["tgi-0"].ready
    assert not board.known()["tgi-0"].ready


def test_a_cold_replica_is_asked_when_nobody_else_is_there(board: SharedBoard) -> None:
    board.write("tgi-0", Replica(False))
    cold, warm = local("cold", name="tgi-0"), local("warm", name="tgi-1")
    routed = router({"tgi": [cold, warm]}, board=board).complete(prompt(), deadline_seconds=5)
    assert routed.completion.text == "warm"
    assert routed.decisions[0] == Decision("tgi-0", False, "warming")
    assert router({"tgi": [cold]}, board=board).complete(prompt(), deadline_seconds=5).completion.text == "cold"


def test_a_servers_own_limit_is_kept(board: SharedBoard) -> None:
    board.write("tgi-0", Replica(True, capacity=1))
    busy: list[object] = []

    def again(asked: Any) -> str:
        with pytest.raises(NoBackend) as caught:
            chosen.complete(prompt(), deadline_seconds=5)
        busy.append(caught.value.decisions)
        return "five"

    chosen = router({"tgi": [local(again, "six")]}, board=board)
    assert chosen.complete(prompt(), deadline_seconds=5).completion.text == "five"
    assert busy == [(Decision("tgi-0", False, "at_capacity"),)]


def test_what_nobody_renewed_is_not_believed(redis_client: redis.Redis) -> None:
    now = [1000.0]
    board = SharedBoard(redis_client, clock=lambda: now[0])
    board.write("tgi-0", Replica(False))
    assert not board.known()["tgi-0"].ready
    now[0] += SharedBoard.VALID_SECONDS
    assert board.known() == {}


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"[]",
        b"\xff",
        b"{}",
        b'{"ready": true, "capacity": "many", "at": 1000}',
        b'{"ready": true, "capacity": Infinity, "at": 1000}',
        b'{"ready": true, "capacity": -1, "at": 1000}',
        b'{"ready": false, "capacity": 1, "at": "now"}',
        b'{"ready": false, "capacity": 1, "at": 2000}',
    ],
)
def test_an_entry_that_cannot_be_read_or_comes_from_a_clock_far_ahead_is_not_believed(
    redis_client: redis.Redis, entry: bytes
) -> None:
    board = SharedBoard(redis_client, clock=lambda: 1000.0)
    board.write("tgi-1", Replica(False))
    redis_client.hset(KEY, "tgi-0", entry)
    assert board.known() == {"tgi-1": Replica(False)}


def test_without_redis_every_replica_may_be_called() -> None:
    away = redis.Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.1)
    assert SharedBoard(away).known() == {}
    assert SharedBoard(None).known() == {}


def test_a_probe_looks_at_the_servers_health_first(server: TGIServer) -> None:
    """A server that swallows requests would hold the probing call for half of its time."""
    server.fail("black_hole")
    breaker, books = LocalBreaker(BreakerSettings(consecutive=1, cooldown=0.001)), Books()
    providers = {"tgi": [tgi(server)], "compatible": [local(*["five"] * 9, name="compatible-0")]}
    chosen = router(providers, books, breaker=breaker)
    chosen.complete(prompt(), deadline_seconds=0.4)  # opens the circuit
    time.sleep(0.002)
    posts = len(warm_ups(server))
    began = time.monotonic()
    assert chosen.complete(prompt(), deadline_seconds=30).completion.text == "five"
    assert time.monotonic() - began < 5
    assert len(warm_ups(server)) == posts
    assert ("settled", "tgi-0", "deadline_exceeded") in books.entries
    assert books.usages[-2] == Usage(0, 0, 0.0), "asking after its health costs nobody's budget anything"
    server.heal()
    time.sleep(0.005)
    assert chosen.complete(prompt(), deadline_seconds=30).completion.backend == "tgi-0"
