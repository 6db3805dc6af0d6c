"""From a mistake to practice, as a student on a phone and a teacher at the desk see it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from questions.models import Blueprint, Note, PracticeAttempt
from tenants import tenancy
from tenants.models import Role
from tests.browser.conftest import PHONE, Site
from tests.cast import variants_of, verified

pytestmark = pytest.mark.browser

STEM = "이차방정식 $x^2-5x+6=0$을 푸시오."


def written_down(page: Any) -> None:
    page.get_by_role("link", name="오답 쓰기").first.click()
    page.get_by_role("textbox", name="문제").fill(STEM)
    page.locator("#preview .katex").wait_for()
    page.get_by_role("textbox", name="정답").fill("x=2 또는 x=3")
    assert page.locator("#answer-preview .katex").is_visible()
    page.get_by_role("textbox", name="내가 쓴 답").fill("x=-2 또는 x=-3")
    page.get_by_text("계산 실수예요").click()
    page.get_by_role("button", name="저장하고 유사문제 만들기").click()
    page.wait_for_url(re.compile("/notes/[0-9a-f-]{36}$"))


def answered(page: Any, text: str) -> None:
    page.get_by_role("textbox", name="답").fill(text)
    page.get_by_role("button", name="제출").click()


def approved_at_the_desk(site: Site) -> None:
    desk = site.sign_in(Role.TEACHER)
    assert desk.get_by_role("link", name="유사문제 검토 1").is_visible()
    desk.get_by_role("link", name="검토 시작").click()
    desk.locator("article .stem .katex").nth(2).wait_for()
    assert desk.locator("article .stem .katex").count() == 3
    assert desk.locator("article").first.locator(".gate.pass").count() == 9
    desk.keyboard.press("a")
    desk.keyboard.press("Enter")
    desk.get_by_text("승인했습니다.").wait_for()
    assert desk.get_by_text("검토를 기다리는 유사문제가 없습니다.").is_visible()


def test_a_mistake_becomes_practice_in_front_of_student_and_teacher(site: Site) -> None:
    phone = site.sign_in(Role.STUDENT, size=PHONE)
    assert phone.get_by_role("heading", level=1).inner_text() == "첫 오답을 적어 볼까요?"
    written_down(phone)
    assert phone.get_by_text("유사문제를 만들고 있어요.").is_visible()
    assert phone.locator(".steps [aria-current]").inner_text() == "만들기"
    with tenancy.use(site.academy):
        kept = Note.objects.get(stem=STEM)
        assert verified(kept).state == Blueprint.State.IN_REVIEW
    # Nobody presses anything: the page asks again by itself.
    phone.get_by_text("선생님이 확인하고 있어요.").wait_for()
    assert phone.locator(".steps [aria-current]").inner_text() == "선생님"

    approved_at_the_desk(site)

    phone.goto(site.base + "/")
    assert phone.get_by_role("heading", level=1).inner_text() == "오늘 연습할 개념이 1개 있어요"
    phone.get_by_role("link", name="연습 시작").click()
    phone.locator("#question .katex").first.wait_for()
    answered(phone, "x=1/2 또는 √3")
    phone.get_by_role("heading", name="아쉬워요").wait_for()
    phone.locator(".solution .katex").first.wait_for()
    assert phone.locator(".answers .mine .katex").count() == 1
    assert phone.get_by_text("10분 뒤에 다시 만나요").is_visible()

    with tenancy.use(site.academy):
        tried = PracticeAttempt.objects.get().variant_id
        left = next(variant for variant in variants_of(kept) if variant.pk != tried)
    phone.goto(f"{site.base}/practice/{left.pk}")
    answered(phone, left.expected)
    phone.get_by_role("heading", name="맞았어요!").wait_for()
    assert re.search("이 개념은 .+에 다시 만나요", phone.locator(".verdict").inner_text())
    with tenancy.use(site.academy):
        assert sorted(PracticeAttempt.objects.values_list("outcome", flat=True)) == ["correct", "incorrect"]
