"""What every answer tells the browser (S-18), and production's settings under Django's own checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from tenants.models import Role
from tests.cast import member

ROOT = Path(__file__).resolve().parents[3]
HOST = {"host": "haneul.localhost"}


def policy_of(answer: Any) -> dict[str, list[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


@pytest.fixture
def signed_in(in_haneul: Any) -> Client:
    client = Client(headers=HOST)
    client.force_login(member(Role.DIRECTOR))
    return client


PAGES = ["/login/", "/admin/", "/consents/", "/nothing-here", "/api/v1/notes", "/api/v1/docs", "/health/live"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_that_nobody_embeds_keeps_or_guesses_it(signed_in: Client, path: str) -> None:
    answer = signed_in.get(path)

    assert policy_of(answer)["frame-ancestors"] == ["'none'"] and answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"] and "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_no_policy_lets_inline_scripts_or_style_elements_run_and_the_panel_alone_evaluates(
    signed_in: Client, path: str
) -> None:
    policy = policy_of(signed_in.get(path))
    scripts = policy.get("script-src", policy["default-src"])

    assert policy["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in scripts + policy.get("style-src", [])
    assert ("'unsafe-eval'" in scripts) == path.startswith("/admin/")
    assert ("style-src-attr" in policy) == path.startswith("/admin/")
    assert all(source.startswith("'") or source == "data:" for row in policy.values() for source in row)


def test_programs_are_told_that_nothing_is_for_a_browser(in_haneul: Any) -> None:
    answer = Client(headers=HOST).get("/api/v1/notes")

    assert policy_of(answer) == {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}


def test_a_file_of_the_site_may_be_kept(db: None) -> None:
    answer = Client(headers=HOST).get("/static/app.css")

    assert answer.status_code == 200 and "no-store" not in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_nonce_is_in_the_policy_of_the_page_that_asks_for_one_and_differs_each_time(db: None) -> None:
    from django.http import HttpResponse

    from eduai.headers import Headers

    def page(request: Any) -> HttpResponse:
        return HttpResponse(str(request.csp_nonce))

    answers = [Headers(page)(RequestFactory().get("/")) for _ in range(2)]
    nonces = [answer.content.decode() for answer in answers]

    assert nonces[0] != nonces[1] and len(nonces[0]) == 24
    for nonce, answer in zip(nonces, answers, strict=True):
        assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]


def test_the_panels_colours_are_those_of_its_settings() -> None:
    wanted = admin.site._get_colors("COLORS", RequestFactory().get("/"))
    lines = {f"--color-{name}-{step}: {value};" for name, steps in wanted.items() for step, value in steps.items()}
    text = (ROOT / "eduai" / "static" / "panel-colors.css").read_text(encoding="utf-8")

    assert set(re.findall(r"--color-[^;]+;", text)) == lines


def test_no_template_of_ours_holds_a_script_or_style_or_handler_inline() -> None:
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        inline = re.findall(r"<style|\son[a-z]+=|javascript:|<script(?![^>]*(?:src=|application/json))", text)
        bare = re.findall(r"style=", text) if path.parent.name != "admin" else []
        found += [f"{path.name}: {part}" for part in inline + bare]

    assert found == []


def production(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    secret = "a-secret-of-production-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "eduai.settings.production",
        "EDUAI_SECRET_KEY": secret,
        "EDUAI_ENCRYPTION_KEY": secret[::-1],
        "DATABASE_URL": "postgresql://app@127.0.0.1:1/nothing",
        "REDIS_URL": "rediss://127.0.0.1:1/0",
        "EDUAI_BASE_DOMAIN": "eduai.example",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_djangos_checks_of_a_deployment_have_nothing_to_say() -> None:
    done = production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


REDIRECT = """
import django; django.setup()
from django.test import RequestFactory
from django.http import HttpResponse
from django.conf import settings
from eduai.headers import Headers
from django.middleware.security import SecurityMiddleware
site = Headers(SecurityMiddleware(lambda request: HttpResponse("ok")))
plain = site(RequestFactory().post("/api/v1/notes?x=1", headers={"host": "haneul.eduai.example"}))
safe = site(RequestFactory().get("/", headers={"host": "haneul.eduai.example"}, secure=True))
print(plain.status_code, plain["Location"], safe.status_code, safe["Strict-Transport-Security"],
      settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
      settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE,
      settings.DEBUG, sep="|")
"""


def test_production_sends_plain_http_on_and_keeps_to_https_and_its_cookies_belong_to_one_host() -> None:
    """L-43."""
    done = production("-c", REDIRECT)
    said = done.stdout.strip().split("|")

    assert said[:3] == ["308", "https://haneul.eduai.example/api/v1/notes?x=1", "200"], done.stderr
    assert said[3] == "max-age=31536000; includeSubDomains; preload"
    assert all(name.startswith("__Host-") for name in said[4:6])
    assert said[6:] == ["True", "True", "True", "Lax", "False"]
