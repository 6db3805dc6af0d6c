"""Every address, page of the panel, verb and task says what it shows of people; one that does not fails the build."""

from __future__ import annotations

from types import ModuleType

import pytest
from django.contrib import admin
from django.urls import path
from unfold.admin import ModelAdmin

from tenants import doors
from tenants.doors import Rule
from tests.contracts.test_declared import addresses, stray

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
