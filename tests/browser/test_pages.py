"""Every page of a student and a guardian on a phone: nothing too wide, too small, unlabelled or unset."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache

from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import Role, Student, User
from tenants.services.academies import open_academy
from tests.browser.conftest import PHONE, Site
from tests.browser.looks import focus_is_seen, troubles_of
from tests.cast import NOW, actor, guards, note, variants_of, verified
from tests.signing_in import code_at

pytestmark = pytest.mark.browser

LONG = (
    r"연립방정식 $\begin{cases}\frac{2x+1}{3}-\frac{y-2}{4}=\frac{17}{12}\\ 0.3(x+2y)-0.5(2x-y)=1.4\end{cases}$의 해가"
    r" $ax^2+bx+c=a\left(x+\frac{b}{2a}\right)^2-\frac{b^2-4ac}{4a}$의 꼭짓점일 때 구하시오."
)


def scene(site: Site) -> dict[str, str]:
    """A student with a note at every stage; the addresses of their pages by name."""
    with tenancy.use(site.academy):
        ready, waiting = note(), note(stem="일차방정식 $4x - 3 = 21$의 해를 구하시오.", answer="6")
        long = note(stem=LONG, answer=r"$x=\frac{1}{2}$, $y=-\frac{3}{4}$", student_answer="x=1/2, y=3/4" * 6)
        blueprint = verified(ready)
        approve_blueprint(blueprint=blueprint, actor=actor(Role.TEACHER), now=NOW)
        variant = variants_of(ready)[0]
    return {
        "home": "/",
        "new note": "/notes/new",
        "note that is ready": f"/notes/{ready.pk}",
        "note that waits": f"/notes/{waiting.pk}",
        "long note": f"/notes/{long.pk}",
        "question": f"/practice/{variant.pk}",
    }


def look_at(page: Any, name: str) -> list[str]:
    return [f"{name}: {trouble}" for trouble in troubles_of(page)]


def test_every_page_of_a_student_fits_a_phone_and_can_be_read_by_anybody(site: Site) -> None:
    page = site.open("/login/", PHONE)
    found = look_at(page, "login")
    page = site.sign_in(Role.STUDENT, size=PHONE)
    found += look_at(page, "empty home")
    page.goto(site.base + "/practice/")
    found += look_at(page, "nothing to practise")
    for name, address in scene(site).items():
        page.goto(site.base + address)
        found += look_at(page, name)

    page.get_by_role("textbox", name="답").fill("3+(")
    page.get_by_role("button", name="제출").click()
    page.get_by_text("답을 읽을 수 없어요").wait_for()
    found += look_at(page, "unreadable answer")
    page.get_by_role("textbox", name="답").fill("5/7")
    page.get_by_role("button", name="제출").click()
    page.get_by_text("아쉬워요").wait_for()
    found += look_at(page, "answered")
    page.goto(site.base + "/practice/")
    found += look_at(page, "practised for now")
    assert found == []


def test_a_form_with_mistakes_and_a_page_that_is_not_there_can_be_read_too(site: Site) -> None:
    page = site.sign_in(Role.STUDENT, size=PHONE)
    page.goto(site.base + "/notes/new")
    page.get_by_role("textbox", name="문제").fill("달러 $ 하나")
    page.get_by_role("button", name="저장하고 유사문제 만들기").click()
    page.get_by_role("alert").wait_for()

    assert page.get_by_role("textbox", name="문제").input_value() == "달러 $ 하나"
    assert page.locator("#stem").get_attribute("aria-describedby").split()[-1] == "stem-error"
    assert "짝이 맞지 않습니다" in page.locator("#stem-error").inner_text()
    found = look_at(page, "wrong form")
    site.forgive("400 (Bad Request)")
    page.goto(site.base + "/nothing-here")
    found += look_at(page, "not found")
    site.forgive("404 (Not Found)")
    page.goto(site.base + "/admin/")
    assert page.get_by_text("이 화면은 선생님만 볼 수 있으니").is_visible()
    assert found + look_at(page, "teachers only") == []


def test_what_has_the_focus_is_seen_all_the_way_through_a_question(site: Site) -> None:
    page = site.sign_in(Role.STUDENT, size=PHONE)
    page.goto(site.base + scene(site)["question"])
    names = []
    for _ in range(20):
        page.keyboard.press("Tab")
        assert focus_is_seen(page), page.evaluate("document.activeElement.outerHTML")
        names.append(page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()"))
        if names[-1] == "제출":
            break
    assert names[0] == "본문으로 건너뛰기" and "루트" in names and names[-1] == "제출"


def test_a_guardian_reads_what_is_sent_and_gives_and_withdraws_on_a_phone(site: Site) -> None:
    page = site.sign_in(Role.GUARDIAN, size=PHONE)
    assert page.get_by_text("연결된 학생이 없습니다").is_visible()
    found = look_at(page, "no ward")
    with tenancy.use(site.academy):
        note()
        guardian = User.objects.get(role=Role.GUARDIAN)
        guards(guardian, Student.objects.get())
    page.goto(site.base + "/consents/")
    assert page.get_by_text("아직 답하지 않음").count() == 4
    found += look_at(page, "consents")
    for answer in ("동의합니다", "동의를 철회합니다", "동의하지 않습니다"):
        page.get_by_role("link", name="국외 이전").click()
        assert "OpenAI, L.L.C." in page.get_by_label("알려 드리는 내용").inner_text()
        found += look_at(page, answer)
        page.get_by_role("button", name=answer).click()
        page.wait_for_url("**/consents/")
    assert found + look_at(page, "withdrawn") == []


def test_what_these_tests_look_for_is_seen_on_a_bad_page(browser: Any) -> None:
    page = browser.new_page(viewport=PHONE)
    page.set_content(
        "<h1>하나</h1><h1>둘</h1><main><input><button style='padding:0;border:0;font-size:8px'>x</button>"
        "<p class='math'>$x^2$</p><div style='width:700px'>넓다</div></main>"
    )
    found = " ".join(troubles_of(page))

    for trouble in (
        "Korean",
        "2 first headings",
        "no title",
        "without a label: <input>",
        "too small",
        "too wide",
        "not set",
    ):
        assert trouble in found, trouble
    page.set_content(
        "<html lang='ko'><title>쪽</title><h1>하나</h1><main><label>답 <input style='height:30px'></label>"
        "<p class='math'>5</p></main></html>"
    )
    assert troubles_of(page) == []


def test_an_academy_is_opened_and_entered_on_a_phone(site: Site, settings: Any) -> None:
    settings.EDUAI_SIGN_UP = True
    with tenancy.platform():
        for who in ("127.0.0.1", "everybody"):
            cache.delete(f"rate:sign-up:{who}")
    page = site.open("/login/", PHONE)
    page.goto(site.base.replace("haneul.", "") + "/signup")
    found = look_at(page, "sign up")
    page.get_by_label("학원 이름").fill("별빛 수학")
    page.get_by_label("학원 주소").fill("byeolbit")
    page.get_by_label("원장 비밀번호").fill("tjdhvmgksmf-29")
    page.get_by_role("button", name="학원 만들기").click()
    page.get_by_role("heading", name="학원을 만들었습니다").wait_for()
    found += look_at(page, "signed up")
    page.get_by_role("link", name="byeolbit").click()
    page.wait_for_url("**/login/?next=*")

    assert found == []


def test_operators_see_and_suspend_academies(site: Site) -> None:
    opened = open_academy(name="운영", slug="ops", operates=True, actor=SYSTEM, now=NOW)
    page = site.open("/login/", PHONE)
    page.goto(site.base.replace("haneul.", "ops.") + "/login/")
    page.get_by_label("아이디").fill(opened.first.username)
    page.get_by_label("비밀번호").fill(opened.password)
    page.get_by_role("button", name="들어가기").click()
    page.get_by_role("heading", name="인증 앱 등록").wait_for()
    found = look_at(page, "setting up a second factor")
    page.get_by_label("여섯 자리 번호").fill(
        code_at(page.locator("#secret").inner_text().replace(" ", ""), time.time())
    )
    page.get_by_role("button", name="등록하기").click()
    page.get_by_role("heading", name="복구 코드를 적어 두세요").wait_for()
    found += look_at(page, "recovery codes")
    page.get_by_role("link", name="적어 두었어요").click()
    page.get_by_role("heading", name="바다").wait_for()
    found += look_at(page, "operators")
    page.locator("section", has_text="바다").get_by_role("button", name="이용 중지").click()
    page.get_by_text("바다: 중지").wait_for()

    assert found == []
