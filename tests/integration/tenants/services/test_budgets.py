"""Money of an academy's model calls: set aside before, counted after, and never more than the limit."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate

from eduai.lib import clock
from eduai.lib.errors import InvalidInput, NotAllowed
from eduai.llm.errors import BudgetExhausted, UnknownPrice
from eduai.llm.pricing import Price, PriceTable
from eduai.llm.types import Attempt, Place, Usage
from questions.tasks import close_lost_calls, close_lost_calls_here
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import AuditRecord, Budget, Role, UsageRow
from tenants.services.budgets import set_budget
from tenants.services.usage import AcademyLedger, attributed, close_abandoned, close_lost
from tests.cast import actor
from tests.waiting import until

TASKS = ("similar_question", "blind_solve")
Period = Budget.Period


def attempt(task: str = "similar_question", place: Place = Place.OVERSEAS, model: str = "gpt-4.1-mini") -> Attempt:
    """At most 100,000 tokens in and 50,000 out: 0.04 + 0.08 dollars of gpt-4.1-mini, 168 won at 1,400."""
    name = "openai" if place is Place.OVERSEAS else "tgi-0"
    return Attempt("1", task, name, model, place, uuid.uuid4().hex, 100_000, 50_000)


def limit(won: int | None, task: str = "", period: Budget.Period = Period.DAY) -> Budget | None:
    amount = None if won is None else Decimal(won)
    return set_budget(task=task, period=period, limit_krw=amount, tasks=TASKS, actor=SYSTEM)


def counters(task: str = "") -> tuple[Decimal, Decimal]:
    budget = Budget.objects.get(task=task)
    return budget.held_krw, budget.spent_krw


class TestReserving:
    def test_what_a_call_can_cost_is_held_and_what_it_did_cost_is_spent(self, in_haneul: Any) -> None:
        limit(1000)
        ledger, call = AcademyLedger(), attempt()
        ledger.reserve(call)
        assert counters() == (168, 0)
        ledger.settle(call, Usage(10_000, 5_000), 900.0, "served")
        assert counters() == (0, Decimal("16.8"))
        row = UsageRow.objects.get()
        assert (row.cost_krw, row.cost_usd, row.reserved_krw) == (Decimal("16.8"), Decimal("0.012"), 168)

    def test_a_call_that_does_not_fit_is_refused_and_leaves_nothing(self, in_haneul: Any) -> None:
        limit(300)
        ledger = AcademyLedger()
        ledger.reserve(attempt())
        with pytest.raises(BudgetExhausted, match="예산"):
            ledger.reserve(attempt())
        assert counters() == (168, 0)
        assert UsageRow.objects.count() == 1

    def test_a_limit_is_met_exactly(self, in_haneul: Any) -> None:
        limit(336)
        ledger = AcademyLedger()
        ledger.reserve(attempt())
        ledger.reserve(attempt())
        with pytest.raises(BudgetExhausted):
            ledger.reserve(attempt())

    def test_the_budget_of_a_task_and_of_all_tasks_both_count(self, in_haneul: Any) -> None:
        limit(10_000)
        limit(200, "blind_solve", Period.MONTH)
        ledger = AcademyLedger()
        ledger.reserve(attempt("blind_solve"))
        with pytest.raises(BudgetExhausted) as caught:
            ledger.reserve(attempt("blind_solve"))
        assert caught.value.detail == "month:blind_solve"
        ledger.reserve(attempt("similar_question"))
        assert (counters(), counters("blind_solve")) == ((336, 0), (168, 0))

    def test_a_model_without_a_price_is_not_called(self, in_haneul: Any) -> None:
        with pytest.raises(UnknownPrice):
            AcademyLedger().reserve(attempt(model="gpt-unheard-of"))
        assert not UsageRow.objects.exists()

    def test_the_gpu_server_costs_its_seconds_of_the_months_price(self, in_haneul: Any, settings: Any) -> None:
        settings.EDUAI_GPU_MONTHLY_KRW = Decimal("2629746")  # one won a second
        settings.EDUAI_MODEL_DEADLINE_SECONDS = 45
        limit(100)
        ledger, call = AcademyLedger(), attempt(place=Place.ON_PREMISES)
        ledger.reserve(call)
        assert counters() == (45, 0)
        ledger.settle(call, Usage(10, 10, gpu_seconds=1.5), 9000.0, "served")
        assert counters() == (0, Decimal("1.5"))
        assert UsageRow.objects.get().cost_usd is None


class TestEndsOtherThanServed:
    def test_a_call_that_cost_nothing_gives_everything_back(self, in_haneul: Any) -> None:
        limit(1000)
        ledger, call = AcademyLedger(), attempt()
        ledger.reserve(call)
        ledger.fail(call, "connect_failed")
        assert counters() == (0, 0)

    def test_a_call_that_may_have_cost_something_counts_in_full(self, in_haneul: Any) -> None:
        limit(1000)
        ledger, call = AcademyLedger(), attempt()
        ledger.reserve(call)
        ledger.fail(call, "deadline_exceeded")
        assert counters() == (0, 168)

    def test_what_a_dead_worker_had_open_is_unknown_and_counts_once(self, in_haneul: Any) -> None:
        limit(1000)
        job = uuid.uuid4()
        call = attempt()
        with attributed(job=job, fence=3):
            AcademyLedger().reserve(call)
        assert close_abandoned(job=job, task="similar_question", before_fence=4) == 1
        assert close_abandoned(job=job, task="similar_question", before_fence=4) == 0
        AcademyLedger().settle(call, Usage(1, 1), 10.0, "served")  # the worker was slow and not dead
        assert counters() == (0, 168)
        row = UsageRow.objects.get()
        assert (row.state, row.code, row.cost_krw) == ("unknown", "worker_lost", 168)


class TestPeriods:
    def test_a_new_day_begins_with_nothing_and_the_month_goes_on(self, in_haneul: Any) -> None:
        limit(200)
        limit(400, period=Period.MONTH)
        AcademyLedger().reserve(attempt())
        yesterday = localdate(clock.now()) - timedelta(days=1)
        Budget.objects.filter(period=Period.DAY).update(started=yesterday)
        AcademyLedger().reserve(attempt())
        day, month = Budget.objects.get(period=Period.DAY), Budget.objects.get(period=Period.MONTH)
        assert (day.started, day.held_krw, month.held_krw) == (localdate(clock.now()), 168, 336)

    def test_a_call_of_yesterday_moves_no_counter_of_today(self, in_haneul: Any) -> None:
        limit(1000)
        call = attempt()
        AcademyLedger().reserve(call)
        UsageRow.objects.update(reserved_at=clock.now() - timedelta(days=1))
        AcademyLedger().settle(call, Usage(10_000, 5_000), 10.0, "served")
        assert counters() == (168, 0)

    def test_a_worker_whose_clock_is_wrong_holds_and_gives_back_in_the_same_period(self, in_haneul: Any) -> None:
        limit(1000)
        for off in (timedelta(days=-1), timedelta(days=1), timedelta(0)):
            call = replace(attempt(), at=clock.now() + off)
            AcademyLedger().reserve(call)
            AcademyLedger().settle(call, Usage(10_000, 5_000), 10.0, "served")
        assert counters() == (0, Decimal("50.4"))

    def test_an_answer_that_comes_after_midnight_is_paid_at_the_price_of_the_day_it_was_asked(
        self, in_haneul: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = clock.now() - timedelta(days=1)
        day = localdate(asked)
        old = Price("gpt-4.1-mini", Decimal(1), Decimal(1), day, day)
        new = Price("gpt-4.1-mini", Decimal(9), Decimal(9), day + timedelta(days=1))
        for prices in ([old], [old, new]):
            monkeypatch.setattr("tenants.services.usage.LIST_PRICES", PriceTable(prices))
            call = replace(attempt(), at=asked)
            AcademyLedger().reserve(call)
            AcademyLedger().settle(call, Usage(10_000, 5_000), 10.0, "served")
            assert UsageRow.objects.get(request_id=call.request_id).cost_usd == Decimal("0.015")


class TestLostCalls:
    def test_a_reservation_that_no_job_closes_is_unknown_after_an_hour_and_counts(self, in_haneul: Any) -> None:
        limit(1000)
        lost, open_call = attempt(), attempt()
        for call in (lost, open_call):
            AcademyLedger().reserve(call)
        now = clock.now()
        UsageRow.objects.filter(request_id=lost.request_id).update(reserved_at=now - timedelta(minutes=61))
        day = localdate(now - timedelta(minutes=61))
        Budget.objects.update(started=day)
        assert (close_lost(now=now), close_lost(now=now)) == (1, 0)
        row = UsageRow.objects.get(request_id=lost.request_id)
        assert (row.state, row.code, row.cost_krw) == ("unknown", "worker_lost", 168)
        assert counters() == (168, 168)
        assert UsageRow.objects.get(request_id=open_call.request_id).state == "reserved"

    def test_the_worker_looks_in_every_academy(
        self, committed_db: None, haneul: Any, bada: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for academy in (haneul, bada):
            with tenancy.use(academy):
                AcademyLedger().reserve(attempt())
                UsageRow.objects.update(reserved_at=clock.now() - timedelta(hours=2))
        asked: list[Any] = []
        monkeypatch.setattr(close_lost_calls_here, "apply_async", lambda academy, **_: asked.append(academy))
        assert close_lost_calls() == 2
        assert asked == [haneul, bada]
        for academy in asked:
            with tenancy.use(academy):
                assert close_lost_calls_here() == 1


class TestSettingInTheMiddle:
    def test_a_new_budget_knows_what_its_period_has_cost_and_holds_so_far(self, in_haneul: Any) -> None:
        done, open_call, other = attempt(), attempt(), attempt("blind_solve")
        for call in (done, open_call, other):
            AcademyLedger().reserve(call)
        AcademyLedger().settle(done, Usage(10_000, 5_000), 10.0, "served")
        limit(1000)
        limit(500, "blind_solve", Period.MONTH)
        assert (counters(), counters("blind_solve")) == ((336, Decimal("16.8")), (168, 0))
        AcademyLedger().fail(open_call, "connect_failed")
        AcademyLedger().settle(other, Usage(10_000, 5_000), 10.0, "served")
        assert (counters(), counters("blind_solve")) == ((0, Decimal("33.6")), (0, Decimal("16.8")))

    def test_a_new_budget_counts_nothing_of_an_earlier_period(self, in_haneul: Any) -> None:
        done, open_call = attempt(), attempt()
        for call in (done, open_call):
            AcademyLedger().reserve(call)
        AcademyLedger().settle(done, Usage(10_000, 5_000), 10.0, "served")
        UsageRow.objects.update(reserved_at=clock.now() - timedelta(days=1))
        limit(1000)
        AcademyLedger().fail(open_call, "deadline_exceeded")
        assert counters() == (0, 0)

    def test_a_new_limit_that_is_spent_already_stops_the_next_call(self, in_haneul: Any) -> None:
        call = attempt()
        AcademyLedger().reserve(call)
        AcademyLedger().settle(call, Usage(10_000, 5_000), 10.0, "served")
        limit(180)
        with pytest.raises(BudgetExhausted):
            AcademyLedger().reserve(attempt())

    def test_a_changed_limit_leaves_the_counters_alone_and_a_lifted_one_comes_back_with_them(
        self, in_haneul: Any
    ) -> None:
        limit(1000)
        call = attempt()
        AcademyLedger().reserve(call)
        limit(2000)
        assert counters() == (168, 0)
        limit(None)
        limit(1000)
        AcademyLedger().settle(call, Usage(10_000, 5_000), 10.0, "served")
        assert counters() == (0, Decimal("16.8"))


class TestSetting:
    def test_a_limit_can_be_changed_and_lifted_and_each_leaves_a_record(self, in_haneul: Any) -> None:
        limit(100)
        with pytest.raises(BudgetExhausted):
            AcademyLedger().reserve(attempt())
        limit(200)
        AcademyLedger().reserve(attempt())
        limit(None)
        AcademyLedger().reserve(attempt())
        assert AuditRecord.objects.filter(action="budget.changed").count() == 3

    @pytest.mark.parametrize(("task", "won"), [("similar_questions", 5), ("", -1), ("", 10**9 + 1)])
    def test_what_is_no_task_or_no_amount_is_refused(self, in_haneul: Any, task: str, won: int) -> None:
        with pytest.raises(InvalidInput):
            limit(won, task)
        assert not Budget.objects.exists()

    def test_only_the_director_sets_one(self, in_haneul: Any) -> None:
        for role, may in [(Role.TEACHER, False), (Role.STUDENT, False), (Role.DIRECTOR, True)]:
            asked = {"task": "", "period": Period.DAY, "limit_krw": Decimal(5), "tasks": TASKS, "actor": actor(role)}
            if may:
                assert set_budget(**asked) is not None
            else:
                with pytest.raises(NotAllowed):
                    set_budget(**asked)
                assert not Budget.objects.exists()


@pytest.fixture
def at_once(committed_db: None, haneul: Any) -> Iterator[Callable[[Callable[[], object], int], None]]:
    """Runs something in so many threads at the same moment, each with a connection of its own in 하늘."""

    def run(work: Callable[[], object], many: int) -> None:
        barrier = threading.Barrier(many)

        def one() -> None:
            try:
                with tenancy.use(haneul):
                    barrier.wait(20)
                    work()
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for _ in range(many)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)

    yield run


def test_a_call_that_comes_while_a_budget_is_being_made_is_counted_by_it(committed_db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        AcademyLedger().reserve(attempt())

    def call() -> None:
        with tenancy.use(haneul):
            AcademyLedger().reserve(attempt())
        connection.close()

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'tenants_budget'::regclass")
            return bool(cursor.fetchone()[0])

    with tenancy.use(haneul):
        with transaction.atomic():
            limit(1000)
            caller = threading.Thread(target=call)
            caller.start()
            until(waits, what="the call's wait for the budget")
        caller.join(30)
        assert counters() == (336, 0)


def test_thirty_two_calls_at_once_overspend_nothing(at_once: Any, haneul: Any) -> None:
    with tenancy.use(haneul):
        limit(5 * 168)
        limit(1000, "similar_question", Period.MONTH)
    outcomes: list[bool] = []

    def call() -> None:
        ledger = AcademyLedger()
        for _ in range(3):
            one = attempt()
            try:
                ledger.reserve(one)
            except BudgetExhausted:
                outcomes.append(False)
            else:
                outcomes.append(True)
                ledger.settle(one, Usage(100_000, 50_000), 1.0, "served")

    at_once(call, 32)
    with tenancy.use(haneul):
        assert (outcomes.count(True), len(outcomes)) == (5, 96)
        assert (counters(), counters("similar_question")) == ((0, 840), (0, 840))
        assert UsageRow.objects.filter(state="settled").count() == 5
