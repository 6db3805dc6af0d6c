"""A guardian's rights from press to answer, on a phone and at the director's desk: a copy, a pause, an erasure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from questions.models import Blueprint, Note
from tenants import tenancy
from tenants.models import RightsRequest, Role, Student, User
from tests.archives import opened
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.looks import troubles_of
from tests.cast import CHILD, guards, job_of, member, note, scan, student, verified

pytestmark = pytest.mark.browser

NAME, WROTE = "남궁카나리", "카나리아-7431"


def family(site: Site, *codes: str) -> Any:
    """The guardian of these children, signed in on a phone, on the page about their data."""
    with tenancy.use(site.academy):
        guardian = member(Role.GUARDIAN, "mum")
        for code in codes:
            guards(guardian, student(code, signs_in=True, born=CHILD))
        Student.objects.filter(code=codes[0]).update(name=NAME)
    phone = site.sign_in(Role.GUARDIAN, size=PHONE)
    phone.goto(site.base + "/rights/")
    return phone


def at_the_desk(site: Site) -> Any:
    """The newest open request, on the director's desk."""
    desk = site.sign_in(Role.DIRECTOR)
    desk.get_by_role("link", name="요청 보기").click()
    desk.wait_for_url("**/admin/tenants/rightsrequest/")
    desk.locator("a[href*='/rightsrequest/'][href*='/change/']").first.click()
    desk.wait_for_url("**/change/**")
    return desk


def hits(site: Site, word: str) -> dict[str, int]:
    """In how many rows of which column of the academy a word still stands."""
    found = {}
    with tenancy.use(site.academy), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'bytea')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s', [f"%{word}%"])
            if many := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = many
    return found


def test_a_guardian_asks_for_a_copy_staff_make_it_and_the_guardian_opens_it(site: Site, tmp_path: Path) -> None:
    phone = family(site, "S001")
    with tenancy.use(site.academy):
        note(student_answer=WROTE)
    assert troubles_of(phone) == []
    phone.get_by_role("button", name="사본 받기").click()
    phone.locator(".notice", has_text="사본 받기 요청을 받았습니다.").wait_for()
    assert phone.get_by_text("까지 답합니다").is_visible()

    desk = at_the_desk(site)
    desk.get_by_role("button", name="사본 만들어 주기").click()
    desk.get_by_text("답했습니다.").wait_for()

    phone.reload()
    assert troubles_of(phone) == []
    password = re.search(r"여는 암호: (\S+)", phone.locator(".requests").inner_text())
    assert password is not None
    with phone.expect_download() as download:
        phone.get_by_role("button", name="내려받기").click()
    path = tmp_path / "copy.zip"
    download.value.save_as(path)
    files = opened(path.read_bytes(), password[1])
    text = b"".join(files.values()).decode(errors="ignore")
    assert NAME in text and WROTE in text
    with pytest.raises(ValueError, match="password"):
        opened(path.read_bytes(), "another")


def test_a_guardian_pauses_and_nothing_is_made_until_it_goes_on(site: Site) -> None:
    phone = family(site, "S001")
    with tenancy.use(site.academy):
        kept = note()
    phone.get_by_role("button", name="잠시 멈추기").click()
    phone.locator(".notice", has_text="바로 멈췄습니다.").wait_for()
    assert phone.get_by_text("부터 멈춰 있습니다").is_visible()
    with tenancy.use(site.academy):
        with pytest.raises(Blueprint.DoesNotExist):
            verified(kept)
        assert job_of(kept).reason_code == "suspended"
    pupil = site.sign_in(Role.STUDENT, size=PHONE)
    assert pupil.get_by_role("heading", level=1).inner_text() == "지금은 잠시 멈춰 있어요"
    assert troubles_of(pupil) == []

    phone.get_by_role("button", name="다시 시작").click()
    phone.locator(".notice", has_text="다시 시작했습니다.").wait_for()
    with tenancy.use(site.academy):
        assert verified(kept).state == Blueprint.State.IN_REVIEW
    pupil.reload()
    assert pupil.get_by_role("heading", level=1).inner_text() == "문제를 준비하고 있어요"


def test_a_guardian_asks_for_erasure_the_director_does_it_and_nothing_is_left(site: Site) -> None:
    phone = family(site, "S001", "S002")
    with tenancy.use(site.academy):
        note(student_answer=WROTE)
        note(student="S002")
    assert hits(site, WROTE) and hits(site, NAME)
    phone.get_by_role("region", name=NAME).get_by_role("button", name="모두 지우기").click()
    phone.locator(".notice", has_text="모두 지우기 요청을 받았습니다.").wait_for()

    desk = at_the_desk(site)
    assert desk.get_by_text("되돌릴 수 없습니다").first.is_visible()
    desk.get_by_role("button", name="되돌릴 수 없게 지우기").click()
    desk.get_by_text("답했습니다.").wait_for()

    phone.reload()
    gone = phone.get_by_role("region", name="지운 학생")
    assert "모두 지웠습니다." in gone.inner_text()
    assert NAME not in phone.content() and phone.get_by_role("region", name="S002").is_visible()
    assert troubles_of(phone) == []
    assert (hits(site, WROTE), hits(site, NAME)) == ({}, {})
    with tenancy.use(site.academy):
        assert list(Note.objects.values_list("student__code", flat=True)) == ["S002"]
        assert RightsRequest.objects.get().student is None
        assert not User.objects.filter(username="S001").exists()


def test_the_public_page_can_be_read_on_a_phone(site: Site, picture: Any) -> None:
    page = site.open("/privacy", PHONE)
    assert page.get_by_role("heading", level=1).inner_text().endswith("개인정보 처리방침")
    assert troubles_of(page) == []
    picture(page, "privacy")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_director_enters_a_request_that_came_on_paper(site: Site, tmp_path: Path, size: dict[str, int]) -> None:
    """L-28: nothing that was typed is lost where something is missing, but the scan, which a browser does not keep."""
    with tenancy.use(site.academy):
        child = student("S001", born=CHILD)
    desk = site.sign_in(Role.DIRECTOR, size=size)
    desk.goto(site.base + "/admin/tenants/rightsrequest/")
    desk.get_by_role("link", name="종이로 온 요청 적기").click()
    desk.get_by_label("학생 코드나 이름").fill("S001")
    desk.get_by_role("button", name="찾기").click()
    desk.get_by_label("무엇을 요청하나요?").select_option(label="정정")
    desk.get_by_label("요청한 사람을").select_option(label="신분증을 보고 확인")
    desk.get_by_label("요청서 스캔").set_input_files(scan(tmp_path))
    desk.get_by_role("button", name="요청 저장").click()
    desk.get_by_role("alert").get_by_text("어떻게 고칠지").wait_for()
    site.forgive("400 (Bad Request)")
    assert desk.get_by_label("요청한 사람을").input_value() == "id_card"
    assert desk.evaluate("document.documentElement.scrollWidth") == size["width"]

    desk.get_by_label("무엇에 대한 요청인가요?").select_option(label="학년")
    desk.get_by_label("요청서에 적힌 내용").fill("중2입니다")
    desk.get_by_label("요청서 스캔").set_input_files(scan(tmp_path))
    desk.get_by_role("button", name="요청 저장").click()
    desk.get_by_text("요청을 받았습니다.").wait_for()
    assert desk.get_by_text("종이로 냄 (신분증을 보고 확인)").is_visible()
    with tenancy.use(site.academy):
        row = RightsRequest.objects.get()
        assert (row.student, row.about, row.channel) == (child, "student.grade", "paper")
        assert row.evidence is not None and row.evidence.student == child
