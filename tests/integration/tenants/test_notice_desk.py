"""The panel where the overseas notice and the recipient's description part: said, filled in, and put right."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tenants.actors import SYSTEM
from tenants.models import Purpose, Role
from tenants.notice_texts import FIRST_FACTS, child_text, registered_facts
from tenants.services.notices import publish_first_notices
from tests.cast import NOW, member
from tests.integration.tenants.services.answering import describe


@pytest.fixture
def director(in_haneul: Any) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(member(Role.DIRECTOR))
    return client


def test_a_recipient_described_anew_is_told_to_the_director_and_the_form_holds_its_words(
    director: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """L-01, L-05: until the new version is published nothing goes, and the desk says why."""
    desk, editor = "/admin/tenants/consentevent/processors/", "/admin/tenants/noticeversion/write/overseas/"
    publish_first_notices(actor=SYSTEM, now=NOW)
    sentence = "설명과 다릅니다: 받는 자의 연락처, 보유·이용 기간"
    assert all("설명과 다릅니다" not in director.get(place).content.decode() for place in (desk, editor))

    describe(monkeypatch, retention="전송 후 최대 90일", contact="kr@openai.com")
    for place in (desk, editor):
        assert sentence in director.get(place).content.decode()
    page = director.get(editor).content.decode()
    assert page.count("전송 후 최대 90일") == 3  # the fact and both texts
    call_command("accept_processor", "haneul", "openai", "--contract", "2")
    told = capsys.readouterr().out
    assert "고지문이 이 설명과 다릅니다: 받는 자의 연락처, 보유·이용 기간" in told

    facts = {**FIRST_FACTS[Purpose.OVERSEAS], **registered_facts()}
    body = {f"fact_{name}": value for name, value in facts.items()} | {"do": "publish"}
    body["child_text"] = child_text(Purpose.OVERSEAS, facts)
    assert director.post(editor, body).status_code == 302
    assert all("설명과 다릅니다" not in director.get(place).content.decode() for place in (desk, editor))
