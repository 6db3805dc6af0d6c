"""Pages where something is set: an own e-mail address by a link, and how long the academy keeps what."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from questions.tasks import do
from tenants import dispatch, tenancy
from tenants.models import Role, User
from tenants.services.retention import periods
from tests.browser.conftest import PHONE, Site
from tests.browser.looks import troubles_of
from tests.cast import CHILD, student

pytestmark = pytest.mark.browser

NEW = "kim@example.com"


def sent_link(site: Site) -> str:
    """The link in the message that left, as a path of this site."""
    with tenancy.use(site.academy):
        for claim in dispatch.claim("engine", 20):
            do(claim)
    assert mail.outbox[-1].to == [NEW]
    found = re.search(r"/account/address/\?token=\S+", mail.outbox[-1].body)
    assert found is not None
    return found[0]


def test_a_guardian_gives_an_address_mistypes_it_opens_the_link_and_removes_it(site: Site) -> None:
    phone = site.sign_in(Role.GUARDIAN, size=PHONE)
    phone.goto(site.base + "/account/address/")
    assert phone.get_by_text("아직 주소가 없어요.").is_visible()
    assert troubles_of(phone) == []
    field = phone.get_by_label("알림을 받을 이메일 주소")
    field.fill("kim@example")
    phone.get_by_role("button", name="확인 링크 받기").click()
    phone.locator("#address-error").wait_for()
    assert field.input_value() == "kim@example"
    site.forgive("400")

    field.fill(NEW)
    phone.get_by_role("button", name="확인 링크 받기").click()
    phone.locator(".notice", has_text="확인 링크를 보냈어요.").wait_for()
    phone.goto(site.base + "/account/address/")
    assert phone.get_by_text(f"{NEW} 주소로 보낸 링크를 아직 열지 않았어요.").is_visible()

    phone.goto(site.base + sent_link(site))
    assert troubles_of(phone) == []
    phone.get_by_role("button", name="이 주소 쓰기").click()
    phone.locator(".notice", has_text="이제 이 이메일 주소로 알려 드려요.").wait_for()
    with tenancy.use(site.academy):
        assert User.objects.get(role=Role.GUARDIAN).email == NEW

    phone.goto(site.base + "/account/address/")
    phone.get_by_role("button", name="주소 지우기").click()
    phone.locator(".notice", has_text="이메일 주소를 지웠어요.").wait_for()
    with tenancy.use(site.academy):
        assert User.objects.get(role=Role.GUARDIAN).email == ""


def test_a_child_is_told_who_is_written_to_instead(site: Site) -> None:
    with tenancy.use(site.academy):
        student("S001", signs_in=True, born=CHILD)
    phone = site.sign_in(Role.STUDENT, size=PHONE)
    phone.goto(site.base + "/account/address/")
    assert phone.get_by_text("그전에는 보호자에게 알립니다.").is_visible()
    assert phone.get_by_role("button", name="확인 링크 받기").count() == 0
    assert troubles_of(phone) == []


def test_a_director_sets_how_long_notes_are_kept_and_a_shorter_time_asks_first(site: Site) -> None:
    desk = site.sign_in(Role.DIRECTOR)
    desk.goto(site.base + "/admin/")
    desk.get_by_role("link", name="보유 기간과 파기").first.click()
    desk.wait_for_url("**/retention/")
    card = desk.locator("#of-learning").locator("..")
    title = card.locator("h2").inner_text()
    days = int(card.get_by_label("보관할 날수").input_value())

    card.get_by_label("보관할 날수").fill("열흘")
    card.get_by_role("button").click()
    card.get_by_role("alert").wait_for()
    assert "숫자로" in card.get_by_role("alert").inner_text()
    site.forgive("400")

    card.get_by_label("보관할 날수").fill(str(days - 1))
    card.get_by_role("button").click()
    card.get_by_text("되돌릴 수 없습니다").wait_for()
    with tenancy.use(site.academy):
        assert days - 1 not in periods().values()
    card.get_by_role("button", name="줄이기").click()
    desk.get_by_text(f"{title}: 이제 {days - 1}일 동안 보관합니다.").wait_for()
    with tenancy.use(site.academy):
        assert days - 1 in periods().values()
    desk.goto(site.base + "/privacy")
    assert troubles_of(desk) == []
