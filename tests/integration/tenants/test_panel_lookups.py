"""An address of the panel narrows a list only as the list's own filters do: what is not shown cannot be asked about."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.test import Client

from tenants import tenancy
from tenants.models import Role
from tenants.panel import ShowsStudents
from tests.cast import member
from tests.signing_in import secret_of, signed_in

USERS = "/admin/tenants/user/"


@pytest.fixture
def panel(db: None, haneul: Any) -> Client:
    """A director of 하늘 in the panel."""
    with tenancy.use(haneul):
        secret_of(member(Role.DIRECTOR, "lee"))
    return signed_in(haneul, "lee")


@pytest.mark.parametrize(
    "asked", ["password__startswith=argon2", "password__regex=%24argon2", "password=x", "visits__gte=0", "id__gte=1"]
)
def test_the_list_of_people_answers_no_question_about_what_it_does_not_show(panel: Client, asked: str) -> None:
    """L-37: a hash that can be asked about letter by letter is a hash that is read."""
    refused = panel.get(f"{USERS}?{asked}")

    assert refused.status_code == 400
    assert "lee" not in refused.content.decode()


def test_the_filters_that_a_list_offers_still_filter(panel: Client, haneul: Any) -> None:
    with tenancy.use(haneul):
        member(Role.TEACHER, "kim")
    found = panel.get(f"{USERS}?role__exact=teacher").context_data["cl"].result_list

    assert [user.username for user in found] == ["kim"]


def test_the_links_of_the_reports_on_the_access_log_still_open(panel: Client) -> None:
    """L-34: from a finding to the rows that it is about."""
    log, hours = (
        "/admin/tenants/accessrecord/",
        "at__gte=2026-11-01T00:00:00%2B09:00&at__lt=2026-12-01T00:00:00%2B09:00",
    )

    assert panel.get(f"{log}?actor=user:1&address=203.0.113.5&many=1&{hours}").status_code == 200
    assert panel.get(f"{log}?task=login.failed&{hours}").status_code == 200
    assert panel.get(f"{log}?id__gte=1&id__lte=9").status_code == 200
    assert panel.get(f"{log}?id__regex=1").status_code == 400


def test_no_list_of_the_panel_answers_about_a_column_outside_its_filters(panel: Client) -> None:
    """Each list with each column of its table and of those it leads to, in five ways of asking."""
    answered, request = [], panel.get(USERS).wsgi_request
    for model, page in admin.site._registry.items():
        if not isinstance(page, ShowsStudents):
            continue
        columns = [field.name for field in model._meta.get_fields() if field.name not in offered(page)]
        columns += [f"{field.name}__pk" for field in model._meta.get_fields() if field.is_relation]
        for column in set(columns) - {name.partition("__")[0] for name in page.linked_lookups}:
            for how in ("", "__exact", "__startswith", "__gte", "__in"):
                if page.lookup_allowed(column + how, "x", request):
                    answered.append(f"{model._meta.label}: {column}{how}")

    assert answered == []


def offered(page: Any) -> set[str]:
    """The columns that a list's own filters ask about."""
    return {
        str(one.parameter_name if isinstance(one, type) and issubclass(one, SimpleListFilter) else one).partition("__")[
            0
        ]
        for one in page.list_filter
    }
