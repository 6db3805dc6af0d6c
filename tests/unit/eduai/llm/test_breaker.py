"""The breaker's rules, the same for one process and for a fleet over a real Redis."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from eduai.llm.breaker import Breaker, BreakerSettings, LocalBreaker, Permit, SharedBreaker, Verdict
from eduai.llm.errors import BreakerOpen

ROOT = Path(__file__).parents[4]
SETTINGS = BreakerSettings(window=30, volume=10, rate=0.5, consecutive=3, cooldown=5, cooldown_most=15)


class Bench:
    """A breaker and the hands of its clock: `elapse` moves time on by whole seconds."""

    def __init__(self, breaker: Breaker, elapse: Callable[[float], None]) -> None:
        self.breaker = breaker
        self.elapse = elapse

    def run(self, *verdicts: Verdict) -> None:
        for verdict in verdicts:
            self.breaker.report(self.breaker.acquire("tgi-0", 60), verdict)

    def wait(self) -> float | None:
        """Seconds that a caller is asked to wait; None when it may call."""
        try:
            permit = self.breaker.acquire("tgi-0", 60)
        except BreakerOpen as error:
            return error.retry_after
        self.breaker.report(permit, "release")
        return None


def _local() -> Bench:
    now = [1000.0]

    def elapse(seconds: float) -> None:
        now[0] += seconds

    return Bench(LocalBreaker(SETTINGS, clock=lambda: now[0]), elapse)


def _shared(client: redis.Redis) -> Bench:
    """Redis keeps its own time, so time passes by making everything that is stored older."""

    def elapse(seconds: float) -> None:
        key, gone = "eduai:breaker:tgi-0", int(seconds * 1000)
        for name, value in client.hgetall(key).items():
            if name in (b"opened", b"until"):
                client.hset(key, name, int(float(value)) - gone)
            elif name[:1] in b"nf" and name[1:].isdigit():
                client.hdel(key, name)
                client.hset(key, name[:1] + str(int(name[1:]) - gone // 3000).encode(), value)

    return Bench(SharedBreaker(client, SETTINGS), elapse)


@pytest.fixture(params=["local", "shared"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "local":
        return _local()
    return _shared(request.getfixturevalue("redis_client"))


def test_three_failures_in_a_row_open_the_circuit_after_any_number_of_successes(bench: Bench) -> None:
    bench.run(*["success"] * 40, "failure", "failure")
    assert bench.wait() is None
    bench.run("failure")
    assert (bench.breaker.state("tgi-0"), bench.breaker.ready("tgi-0")) == ("open", False)
    assert bench.wait() == pytest.approx(5, abs=0.5)


def test_two_failures_and_a_success_do_not_open_it(bench: Bench) -> None:
    bench.run("failure", "failure", "success", "failure", "failure", "success")
    assert bench.breaker.state("tgi-0") == "closed"


def test_half_of_ten_calls_failing_opens_it_and_of_nine_does_not(bench: Bench) -> None:
    bench.run(*["failure", "success"] * 4, "success")
    assert bench.breaker.state("tgi-0") == "closed"
    bench.run("failure")
    assert bench.breaker.state("tgi-0") == "open"


def test_failures_older_than_the_window_are_forgotten(bench: Bench) -> None:
    bench.run(*["success", "failure"] * 4)
    bench.elapse(33)
    bench.run("success", "failure")
    assert bench.breaker.state("tgi-0") == "closed"


def test_failures_within_the_window_are_remembered(bench: Bench) -> None:
    bench.run(*["success", "failure"] * 4)
    bench.elapse(15)
    bench.run("success", "failure")
    assert bench.breaker.state("tgi-0") == "open"


def test_calls_that_prove_nothing_are_not_counted(bench: Bench) -> None:
    bench.run("failure", "release", "failure", "release", "release")
    assert bench.breaker.state("tgi-0") == "closed"
    bench.run("failure")
    assert bench.breaker.state("tgi-0") == "open"


def test_backends_have_circuits_of_their_own(bench: Bench) -> None:
    bench.run("failure", "failure", "failure")
    assert bench.breaker.acquire("tgi-1", 60).backend == "tgi-1"
    assert bench.breaker.state("tgi-1") == "closed"


def test_after_the_cooldown_one_caller_probes_and_its_success_closes_the_circuit(bench: Bench) -> None:
    bench.run("failure", "failure", "failure")
    bench.elapse(5)
    assert bench.breaker.ready("tgi-0") is True
    probe = bench.breaker.acquire("tgi-0", 60)
    assert (bench.breaker.state("tgi-0"), bench.breaker.ready("tgi-0")) == ("half_open", False)
    assert bench.wait() == pytest.approx(60, abs=0.5)
    bench.breaker.report(probe, "success")
    assert bench.breaker.state("tgi-0") == "closed"
    assert bench.wait() is None


def test_a_failed_probe_doubles_the_cooldown_up_to_its_limit(bench: Bench) -> None:
    bench.run("failure", "failure", "failure")
    for cooldown, following in ((5, 10), (10, 15), (15, 15)):
        bench.elapse(cooldown)
        bench.breaker.report(bench.breaker.acquire("tgi-0", 60), "failure")
        assert bench.wait() == pytest.approx(following, abs=0.5)


def test_a_probe_that_proves_nothing_leaves_the_next_caller_to_probe(bench: Bench) -> None:
    bench.run("failure", "failure", "failure")
    bench.elapse(5)
    first = bench.breaker.acquire("tgi-0", 60)
    bench.breaker.report(first, "release")
    second = bench.breaker.acquire("tgi-0", 60)
    bench.breaker.report(first, "success")
    assert bench.breaker.state("tgi-0") == "half_open"
    bench.breaker.report(second, "success")
    assert bench.breaker.state("tgi-0") == "closed"


def test_the_lease_of_a_probe_whose_worker_died_ends(bench: Bench) -> None:
    bench.run("failure", "failure", "failure")
    bench.elapse(5)
    dead = bench.breaker.acquire("tgi-0", 60)
    bench.elapse(61)
    alive = bench.breaker.acquire("tgi-0", 60)
    bench.breaker.report(dead, "failure")
    assert bench.breaker.state("tgi-0") == "half_open"
    bench.breaker.report(alive, "success")
    assert bench.breaker.state("tgi-0") == "closed"


def test_results_of_calls_from_before_the_opening_change_nothing(bench: Bench) -> None:
    early = [bench.breaker.acquire("tgi-0", 60) for _ in range(6)]
    for permit in early[:3]:
        bench.breaker.report(permit, "failure")
    assert bench.breaker.state("tgi-0") == "open"
    bench.breaker.report(early[3], "success")
    assert bench.breaker.state("tgi-0") == "open"
    bench.elapse(5)
    bench.breaker.report(bench.breaker.acquire("tgi-0", 60), "success")
    for permit in early[3:]:
        bench.breaker.report(permit, "failure")
    assert bench.breaker.state("tgi-0") == "closed"


def test_failures_of_one_worker_are_known_to_the_others(redis_client: redis.Redis) -> None:
    workers = [SharedBreaker(redis_client, SETTINGS) for _ in range(4)]
    for worker in workers[:3]:
        worker.report(worker.acquire("tgi-0", 60), "failure")
    with pytest.raises(BreakerOpen):
        workers[3].acquire("tgi-0", 60)


PROBER = """
import sys, redis
from eduai.llm.breaker import SharedBreaker
from eduai.llm.errors import BreakerOpen
client = redis.Redis(port=int(sys.argv[1]))
breaker = SharedBreaker(client)
client.incr("ready")
client.blpop("start", 30)
try:
    breaker.acquire("tgi-0", 60)
except BreakerOpen:
    client.incr("refused")
else:
    client.incr("probing")
"""


def test_eight_processes_send_exactly_one_probe(redis_client: redis.Redis, redis_port: int) -> None:
    bench = _shared(redis_client)
    bench.run("failure", "failure", "failure")
    bench.elapse(5)
    command = [sys.executable, "-c", PROBER, str(redis_port)]
    workers = [subprocess.Popen(command, cwd=ROOT) for _ in range(8)]
    ready = threading.Event()
    while int(redis_client.get("ready") or 0) < 8 and all(worker.poll() is None for worker in workers):
        ready.wait(0.02)
    redis_client.rpush("start", *range(8))
    assert [worker.wait(30) for worker in workers] == [0] * 8
    assert (redis_client.get("probing"), redis_client.get("refused")) == (b"1", b"7")


def test_threads_of_one_process_send_exactly_one_probe() -> None:
    bench = _local()
    bench.run("failure", "failure", "failure")
    bench.elapse(5)
    start = threading.Barrier(16)
    permits: list[Permit] = []

    def probe() -> None:
        start.wait()
        try:
            permits.append(bench.breaker.acquire("tgi-0", 60))
        except BreakerOpen:
            return

    threads = [threading.Thread(target=probe) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(permits) == 1


def _nowhere() -> redis.Redis:
    return redis.Redis(port=1, socket_connect_timeout=0.2, retry=Retry(NoBackoff(), 0))


def test_without_redis_each_process_keeps_a_breaker_of_its_own_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "eduai.llm.breaker")
    breaker = SharedBreaker(_nowhere(), SETTINGS)
    for _ in range(3):
        breaker.report(breaker.acquire("tgi-0", 60), "failure")
    with pytest.raises(BreakerOpen):
        breaker.acquire("tgi-0", 60)
    assert breaker.state("tgi-0") == "open"
    assert [record.getMessage().split(" (")[0] for record in caplog.records] == ["breaker: Redis is away"]


def test_no_redis_at_all_is_a_breaker_of_the_process_without_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    breaker = SharedBreaker(None, SETTINGS)
    for _ in range(3):
        breaker.report(breaker.acquire("tgi-0", 60), "failure")
    assert breaker.state("tgi-0") == "open"
    assert caplog.records == []


def test_redis_is_used_again_when_it_is_back(
    redis_client: redis.Redis, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "eduai.llm.breaker")
    now = [0.0]
    breaker = SharedBreaker(redis_client, SETTINGS, clock=lambda: now[0])
    permit = breaker.acquire("tgi-0", 60)
    with monkeypatch.context() as patched:
        patched.setattr(breaker, "_script", _nowhere().register_script("return 1"))
        breaker.report(permit, "failure")
        assert breaker.acquire("tgi-0", 60).local is True
    assert breaker.acquire("tgi-0", 60).local is True
    now[0] = SharedBreaker.AWAY_SECONDS + 1
    assert breaker.acquire("tgi-0", 60).local is False
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
