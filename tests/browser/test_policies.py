"""What the content security policy lets run: all of ours, on every page, and nothing that somebody typed (S-18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.template.loaders import locmem
from django.urls import reverse

from tenants import tenancy
from tenants.models import Role, Student, User
from tests.browser.conftest import Site
from tests.browser.test_pages import scene
from tests.cast import guards, member, note

pytestmark = pytest.mark.browser

LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", (told) => refused.push(`${told.effectiveDirective} ${told.blockedURI}`));
"""
PAYLOAD = (
    "<img src=x onerror=\"window.hit='handler'\"><script>window.hit='script'</script>"
    "<style>h1 { color: rgb(1, 2, 3) !important }</style><base href=https://evil.example/>"
    "<iframe srcdoc=\"<script>parent.hit='frame'</script>\"></iframe>"
    "<svg onload=\"window.hit='svg'\"></svg><a id=trap href=\"javascript:window.hit='link'\">눌러요</a>"
)


def refusals(page: Any, address: str) -> list[str]:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return [f"{address}: {said}" for said in page.evaluate("window.refused")]


def panel_pages(site: Site) -> Iterator[str]:
    """Each list of the panel and its first row, its first page, and what stands beside these."""
    yield from (reverse("admin:index"), reverse("admin:password_change"), "/admin/questions/", "/admin/nothing-here/")
    with tenancy.use(site.academy):
        for model in admin.site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield reverse(f"{name}_changelist")
            row = model._default_manager.first()
            if row is not None:
                yield reverse(f"{name}_change", args=[row.pk])


def listening(page: Any) -> Any:
    page.add_init_script(LISTEN)
    return page


@pytest.fixture
def peopled(site: Site) -> dict[str, str]:
    """A student with a note at every stage and a guardian; the student's pages by name."""
    with tenancy.use(site.academy):
        member(Role.STUDENT, "S001")
    site.sign_in(Role.STUDENT)
    return scene(site)


def test_no_page_of_a_student_or_guardian_meets_its_own_policy(site: Site) -> None:
    page = listening(site.sign_in(Role.STUDENT))
    found = [said for address in ["/practice/", *scene(site).values()] for said in refusals(page, site.base + address)]
    with tenancy.use(site.academy):
        guardian = member(Role.GUARDIAN)
        guards(guardian, Student.objects.get(code="S001"))
    page = listening(site.sign_in(Role.GUARDIAN))
    found += refusals(page, site.base + "/consents/")

    assert found == []


def test_no_page_of_the_panel_meets_its_own_policy(site: Site) -> None:
    site.sign_in(Role.STUDENT)
    scene(site)
    page = listening(site.sign_in(Role.DIRECTOR))
    found = [said for address in panel_pages(site) for said in refusals(page, site.base + address)]
    site.troubles[:] = [trouble for trouble in site.troubles if "status of 40" not in trouble]

    assert found == []


def test_no_page_that_anybody_may_open_meets_its_own_policy(site: Site) -> None:
    page = listening(site.open("/login/"))
    port = site.base.rpartition(":")[2]
    addresses = [f"{site.base}{path}" for path in ("/login/", "/admin/login/", "/api/v1/docs", "/nothing-here")]
    found = [said for address in [*addresses, f"http://localhost:{port}/"] for said in refusals(page, address)]
    page.goto(site.base + "/api/v1/docs")
    page.get_by_text("/api/v1/notes").first.wait_for()
    site.troubles[:] = [trouble for trouble in site.troubles if "status of 404" not in trouble]

    assert found == []


@pytest.fixture
def unescaped(monkeypatch: pytest.MonkeyPatch) -> None:
    """As though somebody had marked a note's text as safe in the note's page."""
    from django.template import engines

    loader = engines["django"].engine.template_loaders[0]
    broken = "{% extends 'base.html' %}{% block content %}<h1>오답</h1><div>{{ note.stem|safe }}</div>{% endblock %}"
    templates = locmem.Loader(engines["django"].engine, {"questions/note.html": broken})
    inner = getattr(loader, "loaders", None)
    if inner is not None:
        loader.reset()
        monkeypatch.setattr(loader, "loaders", [templates, *inner])
        monkeypatch.setattr(loader, "get_template_cache", {})
    else:
        monkeypatch.setattr(engines["django"].engine, "template_loaders", [templates, loader])


@pytest.mark.usefixtures("unescaped")
def test_markup_in_a_note_does_not_run_even_where_a_page_forgot_to_escape_it(site: Site) -> None:
    """S-06, S-18."""
    page = listening(site.sign_in(Role.STUDENT))
    with tenancy.use(site.academy):
        kept = note(stem=f"일차방정식을 푸시오. {PAYLOAD}")
        assert User.objects.filter(role=Role.STUDENT).exists()
    page.goto(f"{site.base}/notes/{kept.pk}")
    page.locator("#trap").click()
    page.wait_for_function("window.refused.length >= 4")

    assert page.locator("#trap").count() == 1  # the markup did stand in the page
    assert page.evaluate("window.hit") is None
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"
    assert page.evaluate("document.baseURI").startswith(site.base)
    told = " ".join(page.evaluate("window.refused"))
    assert all(part in told for part in ("script-src-attr", "script-src-elem", "style-src-elem", "base-uri"))
    site.troubles.clear()
