"""What a month's calls were and cost, the share that went overseas, and when a server pays for itself."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduai.lib.errors import InvalidInput
from eduai.llm.types import Attempt, Place, Usage
from tenants import tenancy
from tenants.models import AccessRecord, UsageRow
from tenants.services.spending import break_even, by_day, month, month_of, openai_tokens, spending, table
from tenants.services.usage import AcademyLedger

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
UNTIL = datetime(2026, 12, 1, tzinfo=UTC)
IN_TIME = datetime(2026, 11, 20, 3, tzinfo=UTC)


def call(place: Place, *, outcome: str = "served", tokens: int = 1000, at: datetime = IN_TIME) -> None:
    """One call of 1,000 tokens in and as many out: 0.002 dollars of gpt-4.1-mini, 2.8 won at 1,400."""
    name, model = ("openai", "gpt-4.1-mini") if place is Place.OVERSEAS else ("tgi-0", "llama")
    attempt = Attempt("1", "similar_question", name, model, place, uuid.uuid4().hex, tokens, tokens)
    ledger = AcademyLedger()
    ledger.reserve(attempt)
    if outcome == "served":
        ledger.settle(attempt, Usage(tokens, tokens, None if place is Place.OVERSEAS else 2.0), 1.0, "served")
    else:
        ledger.fail(attempt, outcome)
    UsageRow.objects.filter(request_id=attempt.request_id).update(reserved_at=at)


@pytest.fixture
def november(in_haneul: Any, settings: Any) -> None:
    """Three calls served at home and one overseas, one that may have cost something, one that never left."""
    settings.EDUAI_GPU_MONTHLY_KRW = Decimal("2629746")  # one won a second
    for _ in range(3):
        call(Place.ON_PREMISES)
    call(Place.OVERSEAS)
    call(Place.OVERSEAS, outcome="deadline_exceeded")
    call(Place.OVERSEAS, outcome="connect_failed")
    call(Place.OVERSEAS, at=UNTIL)
    call(Place.OVERSEAS, at=SINCE - timedelta(seconds=1))


def test_a_months_lines_count_what_reached_a_server_and_what_was_served(november: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = spending(since=SINCE, until=UNTIL, accepted=4)
    assert len(queries) == 1
    assert [(line.backend, line.calls, line.served, line.cost_krw) for line in found.lines] == [
        ("openai", 2, 1, Decimal("5.6")),
        ("tgi-0", 3, 3, Decimal("6")),
    ]
    assert (found.cost_krw, found.fallback_share, found.krw_per_accepted) == (Decimal("11.6"), 0.25, Decimal("2.9"))
    assert table(found=found)[1][:5] == ["similar_question", "openai", "gpt-4.1-mini", 2, 1]


def test_the_days_of_a_month_tell_home_from_overseas(november: None) -> None:
    (day,) = by_day(since=SINCE, until=UNTIL)
    assert (day.home_krw, day.overseas_krw, day.served) == (Decimal("6"), Decimal("5.6"), 4)


def test_the_server_pays_for_itself_where_the_same_calls_at_openai_would_cost_as_much(november: None) -> None:
    even = break_even(found=spending(since=SINCE, until=UNTIL, accepted=0))
    assert (even.api_krw, even.calls, even.calls_a_month) == (Decimal("2.8"), 939_195, 4)  # ⌈2,629,746 ÷ 2.8⌉


def test_a_part_of_a_call_is_a_call_more(in_haneul: Any, settings: Any) -> None:
    settings.EDUAI_GPU_MONTHLY_KRW = Decimal(100)
    call(Place.OVERSEAS)
    assert break_even(found=spending(since=SINCE, until=UNTIL, accepted=0)).calls == 36  # 100 ÷ 2.8 = 35.7…


def test_a_months_mean_call_has_the_price_of_its_last_day_and_not_of_the_day_after(
    in_haneul: Any, settings: Any
) -> None:
    settings.EDUAI_OPENAI_MODEL = "gpt-5.4-nano"  # listed until 31 March 2027
    since, until = month(named="2027-03")
    call(Place.OVERSEAS, at=since)
    assert break_even(found=spending(since=since, until=until, accepted=0)).api_krw == Decimal("2.03")


@pytest.mark.parametrize("text", ["2026-13", "nonsense", "", "0001-01", "9999-12"])
def test_a_month_that_is_none_or_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="YYYY-MM"):
        month(named=text)


def test_a_month_is_the_academys_own() -> None:
    since, until = month(named="2026-12")
    assert (since, until) == (datetime(2026, 11, 30, 15, tzinfo=UTC), datetime(2026, 12, 31, 15, tzinfo=UTC))
    assert month_of(moment=datetime(2026, 12, 31, 14, 59, tzinfo=UTC)) == (since, until)
    assert month_of(moment=until) == month(named="2027-01")


def test_nothing_is_divided_by_nothing(in_haneul: Any) -> None:
    found = spending(since=SINCE, until=UNTIL, accepted=0)
    even = break_even(found=found)
    assert (found.lines, found.fallback_share, found.krw_per_accepted) == ((), None, None)
    assert (even.api_krw, even.calls, even.calls_a_month) == (None, None, 0)


def test_our_side_of_openais_bill(november: None) -> None:
    assert openai_tokens(since=SINCE, until=UNTIL) == {"gpt-4.1-mini": (2, 1000, 1000)}


class TestCommand:
    def run(self, capsys: Any, *options: str) -> str:
        call_command("usage_report", "haneul", "--month", "2026-11", *options)
        return str(capsys.readouterr().out)

    @pytest.fixture(autouse=True)
    def _month(self, db: None, haneul: Any, settings: Any) -> None:
        with tenancy.use(haneul):
            call(Place.OVERSEAS)

    def test_it_says_what_was_called_and_what_it_cost(self, capsys: Any, settings: Any) -> None:
        settings.EDUAI_GPU_MONTHLY_KRW = Decimal(280)
        said = self.run(capsys)
        assert "openai (gpt-4.1-mini): 호출 1, 성공 1, 토큰 1,000 + 1,000, 2.80원" in said
        assert "OpenAI 비율 100.0%" in said
        assert "손익분기: 한 달 100회" in said

    def test_its_file_is_not_written_without_a_reason(self, capsys: Any, tmp_path: Any, haneul: Any) -> None:
        """L-34: the reason is in the access log."""
        file = tmp_path / "usage.csv"
        with pytest.raises(CommandError, match="사유"):
            self.run(capsys, "--csv", str(file), "--reason", "정산")
        assert not file.exists()
        self.run(capsys, "--csv", str(file), "--reason", "11월 비용 정산")
        with tenancy.use(haneul):
            (record,) = AccessRecord.objects.all()
        assert (record.actor, record.task, record.reason) == ("command:usage_report", "download", "11월 비용 정산")
        assert file.exists()

    def test_its_lines_can_be_had_as_csv(self, capsys: Any, tmp_path: Any) -> None:
        why = ("--reason", "11월 비용 정산")
        told = self.run(capsys, "--csv", "-", *why)
        assert "similar_question,openai,gpt-4.1-mini,1,1,1000,1000,0.0,2.8000" in told
        file = tmp_path / "usage.csv"
        self.run(capsys, "--csv", str(file), *why)
        assert file.read_text("utf-8-sig").splitlines()[0].startswith("task,backend,model,calls")

    def test_openais_own_export_is_held_against_the_books(self, capsys: Any, tmp_path: Any) -> None:
        file = tmp_path / "export.csv"
        file.write_text(
            "start_time,model,num_model_requests,input_tokens,output_tokens\n"
            "1763596800,gpt-4.1-mini-2025-04-14,1,1000,900\n1763596800,gpt-4o-2024-08-06,2,5,5\n1763683200,,0,0,0\n"
        )
        said = self.run(capsys, "--openai-csv", str(file))
        assert "gpt-4.1-mini: 우리 (1, 1000, 1000) · OpenAI (1, 1000, 900) · 우리가 더 많음" in said
        assert "gpt-4o-2024-08-06: 우리 기록에 없는 모델입니다." in said

    @pytest.mark.parametrize(
        ("text", "cause"),
        [("a,b\n1,2\n", "model 열이 없습니다"), ("model,n_requests,input_tokens,output_tokens\nm,x,1,1\n", "2번째 줄")],
    )
    def test_a_file_that_is_something_else_is_named(self, text: str, cause: str, tmp_path: Any, capsys: Any) -> None:
        file = tmp_path / "export.csv"
        file.write_text(text)
        with pytest.raises(CommandError, match=cause):
            self.run(capsys, "--openai-csv", str(file))
        with pytest.raises(CommandError, match="읽을 수 없습니다"):
            self.run(capsys, "--openai-csv", str(tmp_path / "absent.csv"))

    def test_a_month_is_a_month(self) -> None:
        with pytest.raises(CommandError, match="YYYY-MM"):
            call_command("usage_report", "haneul", "--month", "2026-13")
