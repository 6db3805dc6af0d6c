"""Models and money in the panel: figures of a month, budgets and roads set by the director and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from eduai.lib import clock
from eduai.llm.types import Place
from tenants import tenancy
from tenants.models import AccessRecord, Budget, Role, RoutePolicy
from tests.integration.questions.admin.test_dashboard import panel
from tests.integration.tenants.services.test_spending import IN_TIME, call

PAGE = "/admin/tenants/budget/"


@pytest.fixture
def director(db: None, haneul: Any, settings: Any) -> Client:
    settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
    settings.OPENAI_API_KEY = "sk-test"
    return panel(haneul, Role.DIRECTOR)


def said(answer: Any) -> str:
    return answer.content.decode()


def test_a_month_is_shown_with_its_costs_and_can_be_had_as_a_file(director: Client, haneul: Any) -> None:
    with tenancy.use(haneul):
        call(Place.OVERSEAS)
        call(Place.ON_PREMISES)
    page = said(director.get(PAGE, {"month": "2026-11"}))
    assert "50.0%" in page and "3원" in page
    file = director.post(f"{PAGE}?month=2026-11", {"change": "file", "reason": "11월 비용 정산"})
    assert file["Content-Type"].startswith("text/csv")
    assert "similar_question,openai,gpt-4.1-mini,1,1,1000,1000" in file.content.decode("utf-8-sig")


@pytest.mark.parametrize("reason", ["", "정산", " . . . . . ", "x" * 201])
def test_a_file_is_not_had_without_a_reason_and_leaves_its_reason_in_the_log(
    director: Client, haneul: Any, reason: str
) -> None:
    """L-34: downloads ask for a typed reason."""
    refused = director.post(PAGE, {"change": "file", "reason": reason})
    assert (refused.status_code, refused["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "내려받는 사유를" in said(refused) and f'value="{reason}"' in said(refused)
    with tenancy.use(haneul):
        assert not AccessRecord.objects.filter(task="download").exists()
    assert director.post(PAGE, {"change": "file", "reason": "11월 비용 정산"})["Content-Type"].startswith("text/csv")
    with tenancy.use(haneul):
        (record,) = AccessRecord.objects.filter(task="download")
    assert (record.reason, record.role, record.many) == ("11월 비용 정산", "director", 0)


def test_the_page_asks_the_same_number_of_queries_whatever_there_is(director: Client, haneul: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            director.get(PAGE, {"month": "2026-11"})
        return len(found)

    director.get(PAGE)
    before = queries()
    with tenancy.use(haneul):
        for _ in range(4):
            call(Place.OVERSEAS)
            call(Place.ON_PREMISES, at=IN_TIME.replace(day=3))
    assert queries() == before


def test_a_month_without_calls_says_what_to_do_next(director: Client) -> None:
    page = said(director.get(PAGE, {"month": "2020-01"}))
    assert "이 달에는 모델을 쓰지 않았습니다" in page
    assert "정해 둔 예산이 없습니다" in page
    for odd in ("nonsense", "0001-01", "9999-12"):
        assert "사용량과 비용" in said(director.get(PAGE, {"month": odd}))


@pytest.mark.parametrize(("began", "shown"), [(timedelta(0), "쓴 금액 900.0원"), (timedelta(days=1), "쓴 금액 0.0원")])
def test_what_yesterday_cost_is_not_shown_against_todays_budget(
    director: Client, haneul: Any, began: timedelta, shown: str
) -> None:
    with tenancy.use(haneul):
        Budget.objects.create(
            period=Budget.Period.DAY, limit_krw=1000, started=localdate(clock.now()) - began, spent_krw=900
        )
    assert shown in said(director.get(PAGE))


def test_a_budget_is_set_changed_and_lifted(director: Client, haneul: Any) -> None:
    ask = {"change": "budget", "task": "blind_solve", "period": "month"}
    director.post(PAGE, ask | {"limit_krw": "30,000"})
    with tenancy.use(haneul):
        assert Budget.objects.get().limit_krw == 30_000
    assert "30,000원" in said(director.get(PAGE))
    director.post(PAGE, ask | {"limit_krw": ""})
    with tenancy.use(haneul):
        assert not Budget.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"change": "budget", "task": "", "period": "day", "limit_krw": "many"},
        {"change": "budget", "task": "", "period": "year", "limit_krw": "5"},
        {"change": "budget", "task": "chat", "period": "day", "limit_krw": "5"},
        {"change": "budget", "task": "", "period": "day", "limit_krw": "-1"},
        {"change": "budget", "task": "", "period": "day", "limit_krw": "NaN"},
        {"change": "road", "task": ""},
        {"change": "road", "task": "", "tgi-place": "first", "tgi-share": "100"},
        {"change": "road", "task": "", "tgi-place": "1", "tgi-share": "most"},
        {"change": "road", "task": "", "tgi-place": "1", "tgi-share": "101"},
        {"change": "road", "task": "", "tgi-place": "1", "tgi-share": "nan"},
        {"change": "road", "task": "chat", "tgi-place": "1", "tgi-share": "100"},
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_changes_nothing(
    director: Client, haneul: Any, body: dict[str, str]
) -> None:
    answer = director.post(PAGE, body, follow=True)
    assert answer.status_code == 400
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    with tenancy.use(haneul):
        assert not Budget.objects.exists() and not RoutePolicy.objects.exists()


def test_what_was_typed_and_refused_stands_in_the_form_again(director: Client) -> None:
    budget = {"change": "budget", "task": "similar_question", "period": "month", "limit_krw": "약 5만"}
    page = director.post(PAGE, budget).content.decode()
    assert 'value="약 5만"' in page
    for chosen in ('<option value="similar_question" selected>', '<option value="month" selected>'):
        assert page.count(chosen) == 1, chosen
    road = {"change": "road", "task": "blind_solve", "tgi-place": "1", "tgi-share": "101", "tgi-hardest": "40"}
    page = director.post(PAGE, road).content.decode()
    assert page.count('name="tgi-share" value="101"') == 1 and page.count('name="tgi-hardest" value="40"') == 1
    assert page.count("<details open>") == 2  # the first, and the one that was refused


def test_a_road_is_set_in_the_order_given(director: Client, haneul: Any) -> None:
    body = {
        "change": "road",
        "task": "similar_question",
        "openai-place": "2",
        "openai-share": "100",
        "openai-hardest": "100",
        "tgi-place": "1",
        "tgi-share": "30",
        "tgi-hardest": "60",
        "shadow": "tgi",
        "shadow-share": "10",
    }
    assert "모델 순서를 바꿨습니다" in said(director.post(PAGE, body, follow=True))
    with tenancy.use(haneul):
        policy = RoutePolicy.objects.get()
    assert policy.rungs == [
        {"backend": "tgi", "share": 0.3, "hardest": 0.6},
        {"backend": "openai", "share": 1.0, "hardest": 1.0},
    ]
    assert (policy.task, policy.shadow, policy.shadow_share) == ("similar_question", "tgi", 0.1)


def test_a_teacher_neither_sees_nor_sets_it(db: None, haneul: Any) -> None:
    client = panel(haneul, Role.TEACHER)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"change": "budget", "period": "day", "limit_krw": "5"}).status_code == 403
    with tenancy.use(haneul):
        assert not Budget.objects.exists()


def test_nothing_else_can_be_asked_of_the_page(director: Client) -> None:
    assert director.post(PAGE, {"change": "everything"}).status_code == 404
