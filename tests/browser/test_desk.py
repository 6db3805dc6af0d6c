"""The teacher's panel: the desk by keyboard, what is not verified, dark, and the first page."""

from __future__ import annotations

from typing import Any

import pytest

from questions.models import Blueprint, Certificate, GateRecord
from tenants import tenancy
from tenants.models import Role
from tests.browser.conftest import Site
from tests.browser.looks import focus_is_seen
from tests.cast import note, verified

pytestmark = pytest.mark.browser

NINE = ["형식", "원문 일치", "계산", "정답 하나", "다시 풀기", "중복 아님", "난이도", "우리말", "안전"]


def waiting(site: Site, count: int) -> list[Blueprint]:
    with tenancy.use(site.academy):
        return [
            verified(note(stem=f"일차방정식 $3x + {add} = {add + 21}$의 해를 구하시오.", answer="7", student="S009"))
            for add in range(2, 2 + count)
        ]


def desk_of(site: Site, page: Any, blueprint: Blueprint) -> None:
    page.goto(f"{site.base}/admin/questions/blueprint/{blueprint.pk}/change/")


def states(site: Site) -> list[str]:
    with tenancy.use(site.academy):
        return list(Blueprint.objects.order_by("created_at").values_list("state", flat=True))


def test_the_desk_works_without_a_mouse_and_a_letter_alone_decides_nothing(site: Site) -> None:
    first, second = waiting(site, 2)
    page = site.sign_in(Role.TEACHER)
    desk_of(site, page, first)

    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.value") == "approve" and focus_is_seen(page)
    assert states(site) == ["in_review", "in_review"]
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{second.pk}/change/")
    page.keyboard.press("r")
    page.get_by_label("이유").select_option(label="너무 쉬움")
    page.get_by_label("메모").fill("a r e n")  # letters in a field are letters
    page.keyboard.press("Enter")
    page.get_by_text("반려했습니다.").wait_for()
    assert states(site) == ["in_review", "rejected"]
    page.wait_for_url(f"**/{first.pk}/change/")

    page.keyboard.press("e")
    assert page.get_by_label("문제", exact=True).input_value().startswith("일차방정식 ${")
    page.keyboard.press("Escape")
    assert not page.get_by_label("문제", exact=True).is_visible()


def test_the_certificate_is_one_row_of_chips_with_the_evidence_below(site: Site) -> None:
    (blueprint,) = waiting(site, 1)
    page = site.sign_in(Role.TEACHER)
    desk_of(site, page, blueprint)
    chips = page.locator("article").first.locator(".gate")

    assert [text.split("✓")[0].strip() for text in chips.all_inner_texts()] == NINE
    assert len({round(chips.nth(place).bounding_box()["y"]) for place in range(9)}) == 1
    evidence = page.locator("article").first.locator(".evidence")
    assert not evidence.is_visible()
    page.locator("article .certificate summary").first.press("Enter")
    assert evidence.get_by_role("row").filter(has_text="다시 풀기").is_visible()


def test_a_variant_that_is_not_verified_says_so_and_is_approved_only_when_ticked(site: Site) -> None:
    (blueprint,) = waiting(site, 1)
    with tenancy.use(site.academy):
        Certificate.objects.filter(blueprint=blueprint).update(result="conditional")
        GateRecord.objects.filter(certificate__blueprint=blueprint, gate="resolve").update(verdict="not_verified")
    page = site.sign_in(Role.TEACHER)
    desk_of(site, page, blueprint)

    assert page.locator("article h2").first.inner_text().endswith("미검증")
    assert page.locator(".gate.not_verified").first.inner_text() == "다시 풀기 미검증"
    page.get_by_role("button", name="승인").click()
    page.get_by_text("남은 변형 문제가 모두 미검증입니다").wait_for()
    assert states(site) == ["in_review"]
    page.get_by_label("미검증 변형 3개도 직접 확인했고").check()
    page.get_by_role("button", name="승인").click()
    page.get_by_text("승인했습니다.").wait_for()
    assert states(site) == ["approved"]


READ = ".desk p, .desk dd, .desk dt, .desk h2, .gate, .act, .board p, .board .hint, .board dd"
CONTRAST = """(selector) => [...document.querySelectorAll(selector)].map((place) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  let under = place;
  while (under && getComputedStyle(under).backgroundColor.endsWith(', 0)')) under = under.parentElement;
  const light = [luminance(getComputedStyle(place).color), luminance(getComputedStyle(under).backgroundColor)].sort();
  return (Math.max(...light) + 0.05) / (Math.min(...light) + 0.05);
})"""


def test_the_desk_and_the_first_page_can_be_read_in_light_and_dark(site: Site) -> None:
    (blueprint,) = waiting(site, 1)
    page = site.sign_in(Role.TEACHER)
    for theme in ("light", "dark"):
        page.evaluate("(theme) => localStorage.setItem('adminTheme', JSON.stringify(theme))", theme)
        for address in (f"/admin/questions/blueprint/{blueprint.pk}/change/", "/admin/"):
            page.goto(site.base + address)
            assert page.locator("html.dark").count() == (theme == "dark")
            shades = page.evaluate(CONTRAST, READ)
            assert len(shades) >= 8 and min(shades) >= 4.5, (theme, address)


def test_the_first_page_says_what_waits_and_the_lists_say_what_to_do_when_empty(site: Site) -> None:
    page = site.sign_in(Role.TEACHER)
    assert page.get_by_text("모두 검토했습니다.").is_visible()
    assert page.get_by_text("자동으로 만들지 못한 오답이 없습니다.").is_visible()
    page.get_by_role("link", name="유사문제 검토").click()
    page.get_by_text("검토를 기다리는 유사문제가 없습니다.").wait_for()
    page.locator("#nav-sidebar").get_by_text("오답노트", exact=True).click()
    page.get_by_text("학생이 오답을 적거나, 파일로 가져오거나").wait_for()

    waiting(site, 1)
    page.goto(site.base + "/admin/")
    assert page.get_by_role("heading", name="검토를 기다리는 유사문제 1").is_visible()
    assert page.locator(".board .rows .katex").count() == 1
