"""The academy's public page about personal data follows what the product itself goes by."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tenants import processors, tenancy
from tenants.actors import SYSTEM
from tenants.models import Role
from tenants.retention import SCHEDULES
from tenants.services.privacy_policy import policy_of
from tenants.services.retention import set_period
from tests.cast import NOW, accept_overseas, member


def page(slug: str = "haneul") -> str:
    answer = Client(headers={"host": f"{slug}.localhost"}).get("/privacy")
    assert answer.status_code == 200
    return answer.content.decode()


def part(text: str, name: str) -> str:
    """What stands under a heading."""
    return re.split(r"<h2 id=", text.partition(f'<h2 id="{name}">')[2], maxsplit=1)[0]


def test_anybody_reads_who_processes_what_why_where_and_how_long(in_haneul: Any) -> None:
    """L-02: every processor of the registry that the gateway goes by, and no other."""
    text = part(page(), "processors")
    assert re.findall(r"<h3>([^<—]+)", text) == [
        each.name + (" " if each.code == "openai" else "") for each in processors.PROCESSORS
    ]
    for each in processors.PROCESSORS:
        for words in (each.purpose, each.items, each.country, each.method, each.retention, each.contact):
            assert words in text, (each.code, words)
    assert text.count("국외 이전</h3>") == 1


def test_a_processor_that_is_added_is_on_the_page_and_makes_another_version(
    in_haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-02."""
    before = policy_of(academy=in_haneul, now=NOW).version
    new = replace(processors.EDUAI, code="new", name="새 위탁사")
    monkeypatch.setattr(processors, "PROCESSORS", (*processors.PROCESSORS, new))
    assert "새 위탁사" in part(page(), "processors")
    assert policy_of(academy=in_haneul, now=NOW).version != before


def test_it_says_whether_the_academy_uses_the_processor_overseas(in_haneul: Any) -> None:
    """L-01, L-02."""
    overseas = part(page(), "processors").partition("국외 이전</h3>")[2]
    assert "이 학원은 이용하지 않습니다" in overseas
    accept_overseas()
    overseas = part(page(), "processors").partition("국외 이전</h3>")[2]
    assert "이용하고 있습니다" in overseas


def test_what_needs_consent_stands_apart_from_what_has_another_basis(in_haneul: Any) -> None:
    """L-10: 개인정보 보호법 제22조 제3항."""
    text = page()
    asked, unasked = part(text, "consent"), part(text, "no-consent")
    for basis in processors.BASES:
        here, there = (asked, unasked) if basis.consent else (unasked, asked)
        assert here.count(f"<td>{basis.items}</td><td>{basis.purpose}</td>") == 1, basis.code
        assert f"<td>{basis.items}</td><td>{basis.purpose}</td>" not in there, basis.code
        assert basis.legal_basis in here


def test_the_periods_are_those_that_the_purge_goes_by(in_haneul: Any, bada: Any) -> None:
    text = part(page(), "kept")
    assert [title in text for title in (row.title for row in SCHEDULES.values())] == [True] * len(SCHEDULES)
    assert "<td>접속 기록</td><td>접속한 날부터 2년</td>" in text
    assert "<td>보낸 알림</td><td>보낸 날부터 180일</td>" in text
    before = policy_of(academy=in_haneul, now=NOW)
    set_period(kind="messages", days=90, actor=SYSTEM, now=NOW + timedelta(days=9))
    assert "<td>보낸 알림</td><td>보낸 날부터 90일</td>" in part(page(), "kept")
    after = policy_of(academy=in_haneul, now=NOW + timedelta(days=10))
    assert after.version != before.version and f"{after.since}" == "2026-11-30"
    with tenancy.use(bada):
        assert "보낸 날부터 180일" in part(page("bada"), "kept")


def test_automated_decisions_rights_and_the_officer_are_told(in_haneul: Any) -> None:
    """L-26: that it happens, purpose, kinds of data, procedure, under-14s, how to refuse and ask."""
    member(Role.DIRECTOR, "원장김")
    text = page()
    automated = part(text, "automated")
    for title in ("목적", "쓰는 정보", "절차", "만 14세 미만", "거부·설명"):
        assert f"<dt>{title}</dt>" in automated, title
    assert "선생님이 승인해야" in automated
    for words in ("10일 안에", "30일 안에", "이의", "118", "1833-6972", 'href="/rights/"'):
        assert words in part(text, "rights"), words
    assert "원장김" in part(text, "officer")
    assert re.search(r"시행일 2026\.11\.\d\d · 판 [0-9a-f]{8}", text)


def test_the_page_costs_a_fixed_number_of_queries(in_haneul: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        policy_of(academy=in_haneul, now=NOW)
