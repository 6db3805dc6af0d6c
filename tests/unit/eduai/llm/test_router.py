from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eduai.llm.base import Policy, Provider
from eduai.llm.breaker import BreakerSettings, LocalBreaker, Permit, Verdict
from eduai.llm.errors import (
    BudgetExhausted,
    ConnectFailed,
    DeadlineExceeded,
    GenerationFailed,
    LLMError,
    MalformedAnswer,
    Misconfigured,
    NoBackend,
    NotReleased,
    Overloaded,
    Truncated,
    ValidationRejected,
)
from eduai.llm.providers.scripted import Reply, ScriptedProvider
from eduai.llm.router import Router
from eduai.llm.types import Attempt, Decision, Place, Prompt, Rung, Usage
from tests.unit.eduai.llm.doubles import Blackener, Books, Guard, Rungs, prompt

Replicas = dict[str, Sequence[Provider]]


def local(*replies: Reply, name: str = "tgi-0", capacity: int = 64) -> ScriptedProvider:
    return ScriptedProvider(replies, name=name, place=Place.ON_PREMISES, model="llama", capacity=capacity)


def overseas(*replies: Reply) -> ScriptedProvider:
    return ScriptedProvider(replies, name="openai", place=Place.OVERSEAS, model="gpt")


def router(providers: Replicas, books: Books | None = None, **options: Any) -> Router:
    options.setdefault("policy", Rungs(*providers))
    options.setdefault("breaker", LocalBreaker())
    options.setdefault("confirm", Guard())
    options.setdefault("redact", Blackener())
    return Router(providers, ledger=books if books is not None else Books(), **options)


def both() -> Prompt:
    return prompt(Place.ON_PREMISES, Place.OVERSEAS)


def test_the_cheapest_backend_serves_and_the_books_say_so() -> None:
    books, cheap, dear = Books(), local("five"), overseas("never")
    routed = router({"tgi": [cheap], "openai": [dear]}, books).complete(both(), deadline_seconds=5)
    assert routed.completion.text == "five"
    assert (routed.rung, routed.decisions) == (0, (Decision("tgi-0", True, "served"),))
    assert dear.history == []
    assert books.entries == [("reserved", "tgi-0"), ("settled", "tgi-0", "served")]
    (kept,) = books.reserved
    assert (kept.scope, kept.task, kept.backend, kept.model) == (
        "a_000000000001",
        "similar_question",
        "tgi-0",
        "llama",
    )
    assert (kept.place, kept.max_tokens, kept.prompt_tokens) == (Place.ON_PREMISES, 400, both().token_bound())


@pytest.mark.parametrize(
    "failure",
    [ConnectFailed(), GenerationFailed(), DeadlineExceeded(), Overloaded(), Misconfigured(), MalformedAnswer()],
    ids=lambda failure: str(failure.code),
)
def test_a_servers_fault_leads_to_the_next_rung(failure: LLMError) -> None:
    books = Books()
    routed = router({"tgi": [local(failure)], "openai": [overseas("five")]}, books).complete(both(), deadline_seconds=5)
    assert routed.decisions == (Decision("tgi-0", False, failure.code), Decision("openai", True, "served"))
    assert routed.rung == 1
    assert books.entries[1] == ("failed", "tgi-0", failure.code)
    assert books.entries[2:] == [("reserved", "openai"), ("settled", "openai", "served")]


@pytest.mark.parametrize("fault", [ValidationRejected(), Truncated(usage=Usage(10, 400))])
def test_a_fault_of_the_prompt_is_not_paid_for_again_elsewhere(fault: LLMError) -> None:
    dear = overseas("never")
    with pytest.raises(type(fault)) as caught:
        router({"tgi": [local(fault)], "openai": [dear]}).complete(both(), deadline_seconds=5)
    assert dear.history == []
    assert caught.value.decisions == (Decision("tgi-0", False, fault.code),)


def test_a_wasted_answer_is_settled_with_what_it_used() -> None:
    books = Books()
    with pytest.raises(Truncated):
        router({"tgi": [local(Truncated(usage=Usage(10, 400)))]}, books).complete(prompt(), deadline_seconds=5)
    assert books.entries == [("reserved", "tgi-0"), ("settled", "tgi-0", "truncated")]
    assert books.usages == [Usage(10, 400)]


@pytest.mark.parametrize("failure", [ConnectFailed(), Overloaded(), GenerationFailed(), Misconfigured()])
def test_without_consent_for_overseas_openai_is_not_touched_even_when_all_else_is_down(
    failure: LLMError,
) -> None:
    dear, guard, books = overseas("never"), Guard(), Books()
    chosen = router({"tgi": [local(failure)], "openai": [dear]}, books, confirm=guard)
    with pytest.raises(NoBackend) as caught:
        chosen.complete(prompt(Place.ON_PREMISES), deadline_seconds=5)
    assert dear.history == []
    assert guard.places == [Place.ON_PREMISES]
    assert ("reserved", "openai") not in books.entries
    assert caught.value.decisions == (
        Decision("tgi-0", False, failure.code),
        Decision("openai", False, "not_released"),
    )
    assert caught.value.retryable is failure.retryable


def test_an_expired_release_reaches_nobody_and_one_that_has_not_reaches_the_model() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    asked = prompt(Place.ON_PREMISES, expires_at=noon)
    provider, books = local("five"), Books()
    early = router({"tgi": [provider]}, books, clock=lambda: noon - timedelta(seconds=1))
    late = router({"tgi": [provider]}, books, clock=lambda: noon)
    with pytest.raises(NotReleased) as caught:
        late.complete(asked, deadline_seconds=5)
    assert (provider.history, books.entries) == ([], [])
    assert caught.value.decisions == (Decision("tgi-0", False, "not_released"),)
    assert early.complete(asked, deadline_seconds=5).completion.text == "five"


def test_consent_withdrawn_while_a_server_fails_stops_the_next_one() -> None:
    guard, books = Guard(), Books()

    def fail(asked: Prompt) -> str:
        guard.withdraw()
        raise GenerationFailed("tgi-0")

    dear = overseas("never")
    with pytest.raises(NoBackend) as caught:
        router({"tgi": [local(fail)], "openai": [dear]}, books, confirm=guard).complete(both(), deadline_seconds=5)
    assert dear.history == []
    assert caught.value.decisions[1] == Decision("openai", False, "not_released")
    assert books.entries[-1] == ("failed", "openai", "not_released")


class Order:
    """Notes which question is asked, in order; each part answers yes."""

    def __init__(self, asked: list[str]) -> None:
        self.asked = asked
        self.breaker = LocalBreaker()

    def acquire(self, backend: str, lease_seconds: float) -> Permit:
        self.asked.append("health")
        return self.breaker.acquire(backend, lease_seconds)

    def report(self, permit: Permit, verdict: Verdict) -> None:
        self.asked.append(verdict)
        self.breaker.report(permit, verdict)

    def ready(self, backend: str) -> bool:
        return self.breaker.ready(backend)

    def state(self, backend: str) -> Any:
        return self.breaker.state(backend)


def test_the_questions_are_asked_in_order_release_budget_health_capacity_share() -> None:
    asked: list[str] = []

    class OrderedBooks(Books):
        def reserve(self, attempt: Attempt) -> None:
            asked.append("budget")
            super().reserve(attempt)

    class OrderedProvider(ScriptedProvider):
        @property
        def capacity(self) -> int:
            asked.append("capacity")
            return 64

        @capacity.setter
        def capacity(self, value: int) -> None: ...

    def draw() -> float:
        asked.append("share")
        return 0.0

    def clock() -> datetime:
        asked.append("release")
        return datetime.now(UTC)

    router(
        {"tgi": [OrderedProvider(["five"])]},
        OrderedBooks(),
        policy=Rungs(Rung("tgi", share=0.5)),
        breaker=Order(asked),
        clock=clock,
        draw=draw,
    ).complete(prompt(), deadline_seconds=5)
    assert asked == ["release", "budget", "health", "capacity", "share", "success"]


def test_a_broke_backend_is_passed_over_and_broke_everywhere_is_said_so() -> None:
    providers: Replicas = {"tgi": [local("five", "six")], "openai": [overseas("seven")]}
    routed = router(providers, Books("tgi-0")).complete(both(), deadline_seconds=5)
    assert routed.decisions[0] == Decision("tgi-0", False, "budget_exhausted")
    assert routed.completion.text == "seven"
    with pytest.raises(BudgetExhausted) as caught:
        router(providers, Books("tgi-0")).complete(prompt(Place.ON_PREMISES), deadline_seconds=5)
    assert [decision.reason for decision in caught.value.decisions] == ["budget_exhausted", "not_released"]


def test_after_three_failures_the_backend_is_left_alone_and_costs_nothing() -> None:
    failing, books = local(*[ConnectFailed()] * 3, "never"), Books()
    chosen = router({"tgi": [failing], "openai": [overseas(*["five"] * 4)]}, books)
    for _ in range(4):
        routed = chosen.complete(both(), deadline_seconds=5)
    assert len(failing.history) == 3
    assert routed.decisions[0] == Decision("tgi-0", False, "breaker_open")
    assert books.entries[-4:-2] == [("reserved", "tgi-0"), ("failed", "tgi-0", "breaker_open")]


@pytest.mark.parametrize("harmless", [Overloaded(), ValidationRejected(), Truncated()])
def test_a_server_that_says_no_is_not_taken_for_ill(harmless: LLMError) -> None:
    breaker = LocalBreaker(BreakerSettings(consecutive=1))
    with pytest.raises(LLMError):
        router({"tgi": [local(harmless)]}, breaker=breaker).complete(prompt(), deadline_seconds=5)
    assert breaker.state("tgi-0") == "closed"


def test_a_withdrawn_consent_is_not_held_against_the_server_that_was_about_to_be_probed() -> None:
    now, guard = [0.0], Guard()
    breaker = LocalBreaker(BreakerSettings(consecutive=1), clock=lambda: now[0])
    breaker.report(breaker.acquire("tgi-0", 1), "failure")
    now[0] = 10.0
    guard.withdraw()
    with pytest.raises(NotReleased):
        router({"tgi": [local("x")]}, breaker=breaker, confirm=guard).complete(prompt(), deadline_seconds=5)
    served = router({"tgi": [local("five")]}, breaker=breaker).complete(prompt(), deadline_seconds=5)
    assert served.completion.text == "five"
    assert breaker.state("tgi-0") == "closed"


def test_replicas_take_turns_and_a_dead_one_is_asked_last() -> None:
    replicas = [local(*["x"] * 9, name=f"tgi-{number}") for number in range(3)]
    now = [0.0]
    breaker = LocalBreaker(BreakerSettings(consecutive=1, cooldown=5), clock=lambda: now[0])
    chosen = router({"tgi": replicas}, breaker=breaker)
    for _ in range(6):
        chosen.complete(prompt(), deadline_seconds=5)
    assert [len(replica.history) for replica in replicas] == [2, 2, 2]
    breaker.report(breaker.acquire("tgi-1", 60), "failure")
    for _ in range(6):
        assert len(chosen.complete(prompt(), deadline_seconds=5).decisions) == 1
    assert [len(replica.history) for replica in replicas] == [5, 2, 5]
    now[0] = 5.0  # a probe is due: the next calls reach it, or it would never come back
    for _ in range(3):
        chosen.complete(prompt(), deadline_seconds=5)
    assert [len(replica.history) for replica in replicas] == [6, 3, 6]
    assert breaker.state("tgi-1") == "closed"


def test_a_failing_replica_is_replaced_by_its_neighbour_on_the_same_rung() -> None:
    replicas = [local(ConnectFailed(), name="tgi-0"), local("five", "six", name="tgi-1")]
    chosen = router({"tgi": replicas, "openai": [overseas("never")]})
    served = [chosen.complete(both(), deadline_seconds=5) for _ in range(2)]
    assert [(routed.rung, routed.completion.backend) for routed in served] == [(0, "tgi-1"), (0, "tgi-1")]
    assert [len(routed.decisions) for routed in served] == [1, 2]


class Holding:
    """A provider that keeps its callers until told to let go, and counts them."""

    place = Place.ON_PREMISES
    model = "llama"

    def __init__(self, name: str, capacity: int) -> None:
        self.name, self.capacity = name, capacity
        self.inside = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.calls = 0

    def complete(self, asked: Prompt, **options: Any) -> Any:
        self.calls += 1
        self.inside.release()
        self.let_go.wait(10)
        return ScriptedProvider(["five"], name=self.name).complete(asked, **options)


@contextmanager
def busy(chosen: Router, provider: Holding, callers: int) -> Iterator[None]:
    threads = [threading.Thread(target=lambda: chosen.complete(prompt(), deadline_seconds=10)) for _ in range(callers)]
    for thread in threads:
        thread.start()
        assert provider.inside.acquire(timeout=5)
    yield
    provider.let_go.set()
    for thread in threads:
        thread.join(5)


def test_a_full_replica_is_passed_over_for_the_least_loaded_and_then_for_the_next_rung() -> None:
    books, small = Books(), Holding("tgi-0", capacity=2)
    spare = ScriptedProvider(["six"], name="compatible")
    chosen = router({"tgi": [small], "compatible": [spare]}, books)
    with busy(chosen, small, callers=2):
        routed = chosen.complete(prompt(), deadline_seconds=5)
    assert routed.decisions[0] == Decision("tgi-0", False, "at_capacity")
    assert routed.completion.text == "six"
    assert ("failed", "tgi-0", "at_capacity") in books.entries
    assert small.calls == 2


def test_slots_are_given_back() -> None:
    provider = local(ConnectFailed(), "five", "six", capacity=1)
    chosen = router({"tgi": [provider]}, breaker=LocalBreaker(BreakerSettings(consecutive=9)))
    with pytest.raises(NoBackend):
        chosen.complete(prompt(), deadline_seconds=5)
    assert [chosen.complete(prompt(), deadline_seconds=5).completion.text for _ in range(2)] == ["five", "six"]


def test_authors_that_failed_their_gates_are_skipped() -> None:
    cheap, dear = local("never"), overseas("five")
    routed = router({"tgi": [cheap], "openai": [dear]}).complete(both(), deadline_seconds=5, start=1)
    assert (routed.rung, cheap.history) == (1, [])
    with pytest.raises(NoBackend) as caught:
        router({"tgi": [cheap]}).complete(both(), deadline_seconds=5, start=1)
    assert (caught.value.decisions, caught.value.retryable) == ((), False)


def test_a_ladder_that_names_an_unknown_backend_uses_the_others() -> None:
    policy: Policy = Rungs("llamafarm", "tgi")
    routed = router({"tgi": [local("five")]}, policy=policy).complete(prompt(), deadline_seconds=5)
    assert routed.decisions == (Decision("llamafarm", False, "unknown_backend"), Decision("tgi-0", True, "served"))


def test_an_earlier_rung_gets_half_of_the_time_and_the_last_permitted_one_all() -> None:
    given: dict[str, float] = {}

    class Timed(ScriptedProvider):
        def complete(self, asked: Prompt, **options: Any) -> Any:
            given[self.name] = options["deadline"].remaining()
            return super().complete(asked, **options)

    providers: Replicas = {
        "tgi": [Timed([ConnectFailed()] * 2, name="tgi-0")],
        "openai": [Timed(["five"], name="openai", place=Place.OVERSEAS)],
    }
    router(providers).complete(both(), deadline_seconds=8)
    assert given == {"tgi-0": pytest.approx(4, abs=0.2), "openai": pytest.approx(8, abs=0.2)}
    with pytest.raises(NoBackend):
        router(providers).complete(prompt(Place.ON_PREMISES), deadline_seconds=8)
    assert given["tgi-0"] == pytest.approx(8, abs=0.2)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_call_closes_its_reservation_and_gives_its_slot_back(
    error: type[BaseException],
) -> None:
    def interrupted(asked: Prompt) -> str:
        raise error

    books, provider = Books(), local(interrupted, "five", capacity=1)
    chosen = router({"tgi": [provider]}, books)
    with pytest.raises(error):
        chosen.complete(prompt(), deadline_seconds=5)
    assert books.entries == [("reserved", "tgi-0"), ("failed", "tgi-0", "interrupted")]
    assert chosen.complete(prompt(), deadline_seconds=5).completion.text == "five"


def test_the_wait_asked_for_by_the_servers_is_handed_on() -> None:
    errors: list[Callable[[], LLMError]] = [lambda: Overloaded(retry_after=7), lambda: Overloaded(retry_after=3)]
    replicas = [local(make(), name=f"tgi-{number}") for number, make in enumerate(errors)]
    with pytest.raises(NoBackend) as caught:
        router({"tgi": replicas}).complete(prompt(), deadline_seconds=5)
    assert (caught.value.retry_after, caught.value.retryable) == (3, True)
