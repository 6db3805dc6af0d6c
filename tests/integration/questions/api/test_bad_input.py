"""The partners' API under bad input: a problem that names field and cause, nothing half-kept, never a 500."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.models import Note
from questions.services.notes import record_notes
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import KeptAnswer
from tenants.services.partners import SCOPES, issue_api_key
from tests.cast import LINEAR, NOW, fields

PROBLEM = "application/problem+json"


@pytest.fixture
def partner(db: None, haneul: Any) -> Client:
    with tenancy.use(haneul):
        text = issue_api_key(name="test", scopes=SCOPES, actor=SYSTEM, now=NOW)[1]
    return Client(
        raise_request_exception=False, headers={"host": "haneul.localhost", "authorization": f"Bearer {text}"}
    )


def post(partner: Client, body: str | bytes, content_type: str = "application/json", **headers: str) -> Any:
    return partner.post("/api/v1/notes", body, content_type=content_type, headers=headers)


def text_of(**changes: Any) -> str:
    return json.dumps(LINEAR | changes)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[" * 100_000, "너무 깊습니다"),
        ('{"a":' * 50_000, "너무 깊습니다"),
        ('{"\\ud800": 1}', "없는 항목입니다"),
        (json.dumps({"k" * 100_000: 1}), "없는 항목입니다"),
        ('{"student":"S001","student":"S002","stem":"q","answer":"1"}', "student: 같은 항목이 두 번"),
        ('{"student":"S001","stem":"q","answer":1e999}', "1e999: 너무 큰 수"),
        ('{"student":"S001","stem":"q","answer":' + "9" * 5000 + "}", "너무 큰 수"),
        ('{"student":"S001","stem":"q","answer":NaN}', "NaN: JSON에 없는 수"),
        (b'{"student":"\xff"}', "UTF-8이 아닙니다 (13번째 바이트)"),
        (text_of() + "x", "JSON이 아닙니다 (1행"),
        ("", "학생은 꼭 필요합니다"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_body_that_is_no_note_is_told_why(partner: Client, haneul: Any, body: str | bytes, said: str) -> None:
    answer = post(partner, body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert said in answer.json()["detail"]
    assert len(answer.content) < 2000
    with tenancy.use(haneul):
        assert not Note.objects.exists()


def test_a_body_in_utf_8_is_read_whatever_its_label_says(partner: Client) -> None:
    label = "application/json; charset=utf-16"
    assert partner.generic("POST", "/api/v1/notes", text_of(), content_type=label).status_code == 201
    assert post(partner, b"\xef\xbb\xbf" + text_of().encode()).status_code == 201


@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "k"}])
def test_a_body_above_the_limit_is_too_large_and_one_below_is_not(
    partner: Client, haneul: Any, headers: dict[str, str]
) -> None:
    answer = post(partner, text_of(stem="가" * 1_000_000), **headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (413, PROBLEM)
    assert "2MB" in answer.json()["detail"]
    assert post(partner, text_of(stem="가" * 100_000), **headers).status_code == 400
    with tenancy.use(haneul):
        assert not KeptAnswer.objects.exists()


def cursor(text: str) -> str:
    return "cursor=" + base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=ten", "page_size"),
        ("page_size=１０", "page_size"),
        ("page_size=99999999999999999999", "page_size"),
        ("cursor=", "cursor"),
        ("cursor=abc", "cursor"),
        ("cursor=%F0%9F%98%80", "cursor"),
        (cursor("garbage"), "cursor"),
        (cursor("2026-11-21T03:00:00+00:00 not-an-id"), "cursor"),
        (cursor("2026-11-21T03:00:00 00000000-0000-0000-0000-000000000000"), "cursor"),
        (cursor("0001-01-01T00:00:00+23:59 00000000-0000-0000-0000-000000000000"), "cursor"),
    ],
)
def test_a_page_that_cannot_be_is_refused_by_the_parameters_name(partner: Client, query: str, field: str) -> None:
    answer = partner.get(f"/api/v1/notes?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert [row["field"] for row in answer.json()["errors"]] == [field]


def test_pages_reach_every_note_also_where_an_import_gave_all_the_same_moment(partner: Client, haneul: Any) -> None:
    with tenancy.use(haneul):
        entries = [fields(stem=f"$x + {number} = 20$의 해는?") for number in range(1150)]
        record_notes(entries=entries, source=Note.Source.IMPORTED, actor=SYSTEM, now=NOW)

    seen: list[str] = []
    page = partner.get("/api/v1/notes?page_size=500").json()
    assert len(page["results"]) == 100
    for _ in range(12):
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        page = partner.get(page["next"]).json()

    assert len(seen) == len(set(seen)) == 1150


def test_the_head_of_a_page_may_be_asked_for_by_who_may_read_it(partner: Client) -> None:
    assert partner.head("/api/v1/notes").status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/schema?version=%0d%0aX:y", "/api/v1/schema?version=%01", "/api/v1/docs?version=%0a"]
)
def test_the_schema_takes_no_words_from_the_address(partner: Client, path: str) -> None:
    assert partner.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/notes?cursor=%00", "/api/v1/schema?lang=%00", "/api"])
def test_every_refusal_under_api_is_a_problem(partner: Client, path: str) -> None:
    answer = partner.get(path)

    assert answer.status_code in (400, 404)
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json()["detail"]


@pytest.mark.parametrize(("host", "status"), [("nowhere.localhost", 404), ("evil.com", 400), ("localhost", 404)])
def test_an_address_of_no_academy_is_a_problem_for_programs(db: None, host: str, status: int) -> None:
    answer = Client(headers={"host": host}).get("/api/v1/notes")

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["detail"]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
bodies = st.dictionaries(st.sampled_from([*LINEAR, "choices", "solution", "page"]) | st.text(max_size=8), values)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(body=bodies.map(lambda extra: LINEAR | extra) | values)
def test_whatever_json_is_sent_is_kept_or_refused_with_its_field(partner: Client, body: Any) -> None:
    answer = post(partner, json.dumps(body))

    assert answer.status_code in (201, 400)
    if answer.status_code == 400:
        assert answer.headers["Content-Type"] == PROBLEM
        assert answer.json()["detail"]
