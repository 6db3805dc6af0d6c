"""What somebody typed at the consents' desk is there again after a refusal, or they are told that a file is not."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenants import processors
from tenants.actors import SYSTEM
from tenants.models import ConsentEvent, Evidence, ProcessorDecision, Role, Student, User
from tenants.services.notices import publish_first_notices
from tenants.services.processors import end_processor
from tests.cast import CHILD, NOW, member, student
from tests.integration.tenants.test_consent_desk import PAPER, SINCE, desk, upload
from tests.signing_in import codes_of, secret_of

FORGOTTEN = "스캔을 다시 골라 주세요"
PROCESSORS = "/admin/tenants/consentevent/processors/"


@pytest.fixture
def child(in_haneul: Any) -> Student:
    publish_first_notices(actor=SYSTEM, now=SINCE)
    return student("S001", signs_in=True, born=CHILD)


@pytest.fixture
def director(in_haneul: Any) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    user = member(Role.DIRECTOR)
    secret_of(user)
    client.force_login(User.objects.get(pk=user.pk))
    return client


def six_minutes_later(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 360}]
    session.save()


def test_a_paper_whose_proof_had_grown_old_is_typed_once(child: Student, director: Client) -> None:
    """The second factor is asked for again, and then everything but the file stands in the form."""
    six_minutes_later(director)
    refused = director.post(desk(child), PAPER | {"scan": upload()})
    page = refused.content.decode()
    assert refused.status_code == 400 and "본인 확인하고 이어서 넣기" in page
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert {name: carried[name] for name in ("guardian", "date", "answer_photo")} == {
        name: PAPER[name] for name in ("guardian", "date", "answer_photo")
    }
    form = {**PAPER, "do": "again"}
    assert "한 번 더 확인할게요" in director.post(desk(child), form).content.decode()
    shown = director.post(
        desk(child), form | {"again_then": "POST", "again_code": codes_of(User.objects.get(role=Role.DIRECTOR))[1]}
    )
    page = shown.content.decode()
    assert shown.status_code == 200 and FORGOTTEN in page
    assert 'value="김보호"' in page and 'value="2026-11-02"' in page and '<option value="refuse" selected>' in page
    assert ConsentEvent.objects.count() == 0


def test_after_a_refusal_the_desk_says_that_the_scan_is_to_be_chosen_again(child: Student, director: Client) -> None:
    """Else the answers would be kept without what proves them."""
    assert FORGOTTEN not in director.get(desk(child)).content.decode()
    page = director.post(desk(child), PAPER | {"date": "2099-01-01", "scan": upload()}).content.decode()
    assert FORGOTTEN in page
    assert re.search(r'name="date"[^>]*aria-invalid="true" aria-describedby="what-is-wrong"', page)


def test_who_is_asked_for_their_code_with_a_file_learns_that_it_is_not_kept(child: Student, director: Client) -> None:
    six_minutes_later(director)
    files = {"table": SimpleUploadedFile("a.csv", b"student", "text/csv")}
    assert "파일은 남지 않으니" in director.post("/admin/tenants/consentevent/import/", files).content.decode()
    assert "파일은 남지 않으니" not in director.get("/admin/tenants/consentevent/import/").content.decode()


def test_a_processors_contract_is_kept_in_the_form_and_never_cut(child: Student, director: Client) -> None:
    openai = processors.overseas()
    body = {"processor": openai.code, "do": "minors", "contract": "DPA 7"}
    page = director.post(PROCESSORS, body).content.decode()
    assert page.count('value="DPA 7"') == 1
    refused = director.post(PROCESSORS, body | {"contract": "7" * 61, "permission": upload()})
    assert refused.status_code == 400 and "60자 안에서" in refused.content.decode()
    end_processor(processor=openai, actor=SYSTEM, now=NOW)
    body = {"processor": openai.code, "do": "accept", "shown": openai.facts_hash, "contract": "7" * 61}
    page = director.post(PROCESSORS, body).content.decode()
    assert page.count(f'value="{"7" * 61}"') == 1
    assert not ProcessorDecision.objects.filter(contract__startswith="7").exists() and not Evidence.objects.exists()


def test_every_field_for_a_file_says_how_much_it_takes(child: Student, director: Client) -> None:
    """The browser refuses a larger one before it is sent; the server, which must, loses the form with it."""
    entry = f"/admin/tenants/rightsrequest/enter/{child.pk}/"
    for place in (desk(child), PROCESSORS, "/admin/tenants/consentevent/import/", entry):
        fields = re.findall(r"<input type=\"file\"[^>]*>", director.get(place).content.decode())
        assert fields and all(re.search(r'data-most="[1-9]\d{4,}"', field) for field in fields), place


def test_an_answers_way_is_told_in_words(child: Student, director: Client) -> None:
    director.post(desk(child), PAPER | {"scan": upload()})
    page = director.get(desk(child)).content.decode()
    assert page.count("종이 (2026.11.02 서명)") == 2 and "paper:" not in page
