"""Every address, page of the panel, verb and task says what it shows of people; one that does not fails the build."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from django.contrib import admin
from django.urls import path
from unfold.admin import ModelAdmin

from eduai.celery import app
from tenants import doors
from tenants.doors import Rule
from tests.contracts.test_declared import addresses, stray

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Django's own: what is left of an address after every page, and a redirect to `change/`.
NAMELESS = {"admin:(?P<url>.*)$", "admin:<path:object_id>/"}


def without_a_rule(urlconf: str | ModuleType) -> set[str]:
    found = addresses(urlconf) - NAMELESS
    return {name for name in found for method in METHODS if doors.rule_of(name, method) is None}


def test_every_address_says_what_it_shows_under_every_method() -> None:
    """L-32: the map of addresses is walked, the panel's included."""
    assert without_a_rule("eduai.urls") == set()
    assert without_a_rule("eduai.public_urls") == set()


def test_every_verb_and_every_task_says_what_it_touches() -> None:
    """A-06: management commands and Celery tasks are doors too."""
    app.loader.import_default_modules()
    verbs = {path.stem for path in ROOT.glob("*/management/commands/*.py") if not path.stem.startswith("_")}

    assert doors.COMMANDS.keys() == verbs
    assert doors.TASKS.keys() == {name for name in app.tasks if not name.startswith("celery.")}


def test_every_verb_that_touches_students_says_whose() -> None:
    shows = {verb for verb, rule in doors.COMMANDS.items() if rule is Rule.SHOWS}
    says = {path.stem for path in ROOT.glob("*/management/commands/*.py") if "self.touched(" in path.read_text("utf-8")}

    assert shows - says == {"export_academy"}  # its service does, whoever calls it
    assert says - shows == {"usage_report"}


def test_the_table_names_no_address_that_is_gone() -> None:
    known = addresses("eduai.urls") | addresses("eduai.public_urls")

    assert {name.rpartition(" ")[2] for name in doors.ADDRESSES} - known == set()


def test_every_page_of_the_panel_says_whose_data_it_shows() -> None:
    silent = {model._meta.label for model, page in admin.site._registry.items() if not hasattr(page, "student_path")}

    assert silent == {"auth.Group"}
    assert doors.rule_of("admin:tenants_student_change") is Rule.SHOWS
    assert doors.rule_of("admin:tenants_apikey_change") is Rule.NOTHING


def test_an_address_without_a_rule_would_be_noticed() -> None:
    new = ModuleType("with_a_new_address")
    vars(new)["urlpatterns"] = [path("more", stray, name="more")]

    assert without_a_rule(new) == {"more"}


def test_a_page_of_the_panel_without_a_rule_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from tenants.models import AccessReview

    class Silent(ModelAdmin):
        pass

    monkeypatch.setitem(admin.site._registry, AccessReview, Silent(AccessReview, admin.site))

    assert doors.rule_of("admin:tenants_accessreview_change") is None
