"""Signing in as people do it: the second factor set up and used, a passkey of the browser's own, the lock and the
question in between, on a computer and on a phone.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from tenants import tenancy
from tenants.models import Role, User
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.looks import focus_is_seen, troubles_of
from tests.cast import PASSWORD, member
from tests.signing_in import code_at, secret_of

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["computer", "phone"])
# As a laptop's own: it asks for a finger, which is given at once.
LAPTOP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def kim(site: Site, *, codes: bool = False) -> User:
    with tenancy.use(site.academy):
        user = member(Role.TEACHER, "kim")
        if codes:
            secret_of(user)
    return user


def give_password(page: Any, password: str = PASSWORD) -> None:
    page.get_by_label("아이디").fill("kim")
    page.get_by_label("비밀번호").fill(password)
    page.get_by_role("button", name="들어가기").click()


def with_fingerprint(page: Any) -> Any:
    """A browser that has a fingerprint reader; the session through which it is asked what it keeps."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": LAPTOP})
    return lambda: devtools.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]


def aged(site: Site, page: Any) -> None:
    """The visit, six minutes after the person last showed who they are."""
    from importlib import import_module

    from django.conf import settings

    name = next(row["value"] for row in page.context.cookies() if row["name"] == settings.SESSION_COOKIE_NAME)
    with tenancy.use(site.academy):
        session = import_module(settings.SESSION_ENGINE).SessionStore(name)
        for record in session["account_authentication_methods"]:
            record["at"] = time.time() - 360
        session.save()


@SIZES
def test_a_teacher_sets_up_the_app_and_comes_in_with_it(site: Site, size: dict[str, int]) -> None:
    """S-15, L-39: from the first password to the desk and, in another browser, with the code of the moment."""
    user = kim(site)
    page = site.open("/login/?next=/admin/", size)
    found = troubles_of(page)
    assert focus_is_seen(page)
    give_password(page)
    page.get_by_role("heading", name="인증 앱 등록").wait_for()
    found += troubles_of(page)
    assert page.locator(".qr svg").bounding_box()["width"] > 180
    page.goto(f"{site.base}/admin/")
    page.get_by_role("heading", name="인증 앱 등록").wait_for()

    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("여섯 자리 번호").fill("12345")
    page.get_by_role("button", name="등록하기").click()
    page.get_by_role("alert").wait_for()
    found += troubles_of(page)
    assert page.locator("#secret").inner_text().replace(" ", "") == secret
    code = code_at(secret, time.time())
    page.get_by_label("여섯 자리 번호").fill(code)
    page.get_by_role("button", name="등록하기").click()
    page.get_by_role("heading", name="복구 코드를 적어 두세요").wait_for()
    found += troubles_of(page)
    assert page.locator(".codes code").count() == 10
    page.get_by_role("link", name="적어 두었어요").click()
    page.wait_for_url("**/admin/")

    site.used.add((user.pk, code))
    again = site.open("/login/?next=/account/", size)
    give_password(again)
    again.get_by_role("heading", name="두 번째 확인").wait_for()
    found += troubles_of(again)
    again.get_by_label("인증 번호").fill(site.code(user))
    again.get_by_role("button", name="확인", exact=True).click()
    again.get_by_role("heading", name="내 로그인").wait_for()
    found += troubles_of(again)

    assert found == []
    site.forgive("400 (Bad Request)")


def test_a_passkey_is_made_and_used_in_a_real_browser(site: Site) -> None:
    """S-15: bound to the academy's own address, and no code is typed."""
    kim(site)
    page = site.open("/login/")
    keys = with_fingerprint(page)
    give_password(page)
    page.get_by_role("link", name="패스키 등록").click()
    page.get_by_role("heading", name="패스키 등록").wait_for()
    found = troubles_of(page)
    page.get_by_label("이름").fill("교무실 노트북")
    page.get_by_role("button", name="이 기기에 패스키 만들기").click()
    page.get_by_role("heading", name="복구 코드를 적어 두세요").wait_for()
    assert [key["rpId"] for key in keys()] == ["haneul.localhost"]
    page.get_by_role("link", name="적어 두었어요").click()
    page.wait_for_url("**/admin/")

    page.goto(f"{site.base}/account/")
    page.get_by_text("교무실 노트북").wait_for()
    page.get_by_role("button", name="로그아웃", exact=True).click()
    give_password(page)
    page.get_by_role("button", name="패스키로 확인").click()
    page.wait_for_url("**/admin/")
    assert keys()[0]["signCount"] >= 2

    aged(site, page)
    page.goto(f"{site.base}/account/factor/")
    page.get_by_role("heading", name="한 번 더 확인할게요").wait_for()
    found += troubles_of(page)
    page.get_by_role("button", name="패스키로 확인").click()
    page.get_by_role("heading", name="인증 앱 등록").wait_for()

    assert found == []
    site.forgive("403 (Forbidden)")


def test_a_browser_without_the_passkey_says_so_and_the_code_still_counts(site: Site) -> None:
    kim(site)
    page = site.open("/login/")
    with_fingerprint(page)
    give_password(page)
    page.get_by_role("link", name="패스키 등록").click()
    page.get_by_role("button", name="이 기기에 패스키 만들기").click()
    page.get_by_role("heading", name="복구 코드를 적어 두세요").wait_for()
    recovery = page.locator(".codes code").first.inner_text()

    other = site.open("/login/", PHONE)
    with_fingerprint(other)
    give_password(other)
    other.get_by_role("button", name="패스키로 확인").click()
    other.get_by_text("패스키를 확인하지 못했어요").wait_for()
    assert troubles_of(other) == []
    other.get_by_label("인증 번호").fill(recovery)
    other.get_by_role("button", name="확인", exact=True).click()
    other.wait_for_url("**/admin/")


def test_the_lock_says_how_long_and_keeps_the_name(site: Site) -> None:
    """L-38."""
    kim(site)
    page = site.open("/login/", PHONE)
    for _ in range(6):
        give_password(page, "wrong one")
        page.get_by_role("alert").wait_for()
    page.get_by_text("여러 번 틀려서 잠시 쉬어 가요").wait_for()

    assert troubles_of(page) == []
    assert page.get_by_label("아이디").input_value() == "kim"
    site.forgive("429 (Too Many Requests)")


@SIZES
def test_the_question_in_between_keeps_what_was_chosen(site: Site, size: dict[str, int]) -> None:
    """S-15: a director resets a colleague's factor six minutes after signing in."""
    user = kim(site, codes=True)
    page = site.sign_in(Role.DIRECTOR, size=size)
    with tenancy.use(site.academy):
        boss = User.objects.get(role=Role.DIRECTOR)
    page.goto(f"{site.base}/admin/tenants/user/")
    page.locator(f"input[name=_selected_action][value='{user.pk}']").check(force=True)
    page.locator("select[name=action]").select_option("reset_second_factor")
    aged(site, page)
    page.locator("button[name=index]").click()
    page.get_by_role("heading", name="한 번 더 확인할게요").wait_for()
    found = troubles_of(page)
    page.get_by_label("인증 번호").fill(site.code(boss))
    page.get_by_role("button", name="확인", exact=True).click()
    page.get_by_text("새로 등록합니다").first.wait_for()

    assert found == []
    site.forgive("403 (Forbidden)")
