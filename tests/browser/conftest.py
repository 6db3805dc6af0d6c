"""A real Chromium on a real server of the test database.

`site` is the server; `site.sign_in(role)` opens a page as somebody of the cast. Every page that a test opens is
listened to: a console error, an exception or a missing file fails the test when it ends.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tenants import tenancy
from tenants.models import Role, User
from tenants.sign_in.marks import TWO_KEYS
from tests.cast import PASSWORD, member, student
from tests.signing_in import codes_of, secret_of

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
)
SCREENSHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


@dataclass
class Site:
    """The server of one test, and what went wrong on its pages."""

    browser: Any
    academy: Any
    base: str
    troubles: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)
    used: set[tuple[int, str]] = field(default_factory=set)

    def open(self, path: str = "/", size: dict[str, int] | None = None) -> Any:
        """A page of a browser of its own, at `path`."""
        size = size or DESKTOP
        phone = size["width"] < 600
        context = self.browser.new_context(
            viewport=size, locale="ko-KR", timezone_id="Asia/Seoul", is_mobile=phone, has_touch=phone,
            device_scale_factor=2 if phone else 1,
        )  # fmt: skip
        context.set_default_timeout(8000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        page.goto(self.base + path)
        return page

    def sign_in(self, role: Role, *, size: dict[str, int] | None = None) -> Any:
        """A page as somebody of that role, on their first page; made where the academy has none yet."""
        with tenancy.use(self.academy):
            user = User.objects.filter(role=role).first() or _somebody(role)
            if role in TWO_KEYS:
                secret_of(user)
        page = self.open("/login/", size)
        page.get_by_label("아이디").fill(user.username)
        page.get_by_label("비밀번호").fill(PASSWORD)
        page.get_by_role("button", name="들어가기").click()
        if role in TWO_KEYS:
            page.wait_for_url("**/login/second/")
            page.get_by_label("인증 번호").fill(self.code(user))
            page.get_by_role("button", name="확인", exact=True).click()
        page.wait_for_url(lambda address: "/login/" not in address)
        return page

    def code(self, user: User) -> str:
        """A one-time code of somebody's that no page of this test was given yet; who has none gets an app."""
        with tenancy.use(self.academy):
            code = next(code for code in codes_of(user) if (user.pk, code) not in self.used)
        self.used.add((user.pk, code))
        return code

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def forgive(self, part: str) -> None:
        """For a refusal that the test asked for: the browser notes every 4xx in its console."""
        left = [trouble for trouble in self.troubles if part not in trouble]
        assert len(left) < len(self.troubles), f"nothing to forgive: {self.troubles}"
        self.troubles[:] = left


def _somebody(role: Role) -> User:
    return student("S001", signs_in=True).user if role == Role.STUDENT else member(role)


def _chromium(playwright: Any) -> str | None:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


@pytest.fixture
def browser(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Chromium for one test. Playwright keeps an event loop running in this thread for as long as it is open, so
    it is opened after the database and the server, closed before them, and not kept for the tests that follow.
    """
    from django.db import connections
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = _chromium(playwright)
        if path is None:
            pytest.skip("No Chromium was found: apt install chromium, or playwright install chromium.")
        # Django would refuse the ORM in a thread that has a loop.
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET])
        yield running
        running.close()
        # Where a loop runs, Django keeps connections apart from the thread's own: nobody else would close these
        # before the database is cloned again.
        connections.close_all()


@pytest.fixture
def site(live_server: Any, browser: Any, haneul: Any) -> Iterator[Site]:
    """Academy 하늘's own address on a server of this test's database."""
    port = live_server.url.rpartition(":")[2]
    made = Site(browser, haneul, f"http://haneul.localhost:{port}")
    yield made
    for context in made.contexts:
        context.close()
    assert made.troubles == []


@pytest.fixture
def picture(tmp_path: Path) -> Any:
    """Takes a screenshot; into docs/screenshots with EDUAI_SCREENSHOTS=1, else where it is thrown away."""
    folder = SCREENSHOTS if os.environ.get("EDUAI_SCREENSHOTS") == "1" else tmp_path

    def take(page: Any, name: str) -> Path:
        page.wait_for_function("document.fonts.status === 'loaded'")
        path = folder / f"{name}.png"
        page.screenshot(path=str(path))
        return path

    return take
