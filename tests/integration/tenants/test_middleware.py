"""From host to academy: whose page a request gets, and what it gets where there is none."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from tenants import middleware, tenancy
from tenants.models import Academy, Domain, User


def _who(request: Any) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        user = cursor.fetchone()[0]
    here = tenancy.current()
    people = User.objects.count() if here else -1
    return HttpResponse(f"{request.academy.slug if request.academy else 'public'} {user} {people}")


def _broken(request: Any) -> HttpResponse:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _routes(db: None) -> Iterator[None]:
    academy, public = types.ModuleType("academy_urls"), types.ModuleType("public_urls")
    academy.urlpatterns = [path("", _who), path("broken", _broken)]  # type: ignore[attr-defined]
    public.urlpatterns = [path("", _who), path("sign-up", _who)]  # type: ignore[attr-defined]
    with override_settings(
        ROOT_URLCONF=academy,
        PUBLIC_SCHEMA_URLCONF=public,
        MIDDLEWARE=["tenants.middleware.AcademyMiddleware"],
        EDUAI_BASE_DOMAIN="localhost",
        ALLOWED_HOSTS=["*"],
    ):
        yield


def get(host: str, url: str = "/") -> Any:
    return Client(headers={"host": host}, raise_request_exception=False).get(url)


def text(response: Any) -> tuple[int, str]:
    return response.status_code, response.content.decode()


def test_each_academy_answers_at_its_own_host_and_sees_its_own_rows(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(haneul):
        User.objects.create_user("cloud")
    assert text(get("haneul.localhost")) == (200, "haneul r_aaaaaaaaaaaa 1")
    assert text(get("BADA.localhost:8000")) == (200, "bada r_bbbbbbbbbbbb 0")
    assert tenancy.current() is None


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_the_machines_own_address_answers_public_pages_on_public_tables(host: str) -> None:
    assert text(get(host, "/sign-up")) == (200, "public eduai_platform -1")
    assert get("haneul.localhost", "/sign-up").status_code == 404


@pytest.mark.parametrize("host", ["nobody.localhost", "haneul.example.com", "a.haneul.localhost", "10.0.0.1"])
def test_an_unknown_host_gets_a_sentence_and_no_academy(host: str) -> None:
    assert text(get(host)) == (404, middleware.UNKNOWN)


def test_a_domain_of_its_own_leads_to_the_academy(haneul: Academy) -> None:
    with tenancy.platform():
        Domain.objects.create(domain="math.example.com", tenant=haneul)
    assert text(get("math.example.com")) == (200, "haneul r_aaaaaaaaaaaa 0")


@pytest.mark.parametrize(
    ("state", "sentence"), [("suspended", middleware.SUSPENDED), ("preparing", middleware.PREPARING)]
)
def test_a_closed_academy_answers_with_the_reason_and_opens_again(haneul: Academy, state: str, sentence: str) -> None:
    with tenancy.platform():
        Academy.objects.filter(pk=haneul.pk).update(state=state)
    response = get("haneul.localhost")
    assert text(response) == (503, sentence)
    assert response["Retry-After"] == "60"
    with tenancy.platform():
        Academy.objects.filter(pk=haneul.pk).update(state="ready")
    middleware.forget_hosts()
    assert get("haneul.localhost").status_code == 200


def test_a_fault_in_a_page_leaves_the_academy() -> None:
    assert get("haneul.localhost", "/broken").status_code == 500
    assert tenancy.current() is None


def test_a_host_is_looked_up_once_in_a_few_seconds_also_when_unknown() -> None:
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            middleware.academy_of_host("haneul.localhost")
            middleware.academy_of_host("nobody.localhost")
    assert len(queries) == 3  # the directory's edition, and each host


def test_a_change_of_the_directory_is_noticed_and_nothing_else_is_looked_up_again(
    haneul: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "KEPT_SECONDS", 0.0)
    middleware.academy_of_host("haneul.localhost")
    with CaptureQueriesContext(connection) as queries:
        middleware.academy_of_host("haneul.localhost")
    assert len(queries) == 1
    with tenancy.platform():
        Academy.objects.filter(pk=haneul.pk).update(name="새 하늘")
    again = middleware.academy_of_host("haneul.localhost")
    assert again is not None
    assert again.name == "새 하늘"


def test_an_answer_that_was_on_its_way_during_a_suspension_is_not_believed_afterwards(
    haneul: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "KEPT_SECONDS", 0.0)
    look_up = middleware._look_up

    def slow(host: str) -> Academy | None:
        found = look_up(host)
        monkeypatch.setattr(middleware, "_look_up", look_up)
        with tenancy.platform():
            Academy.objects.filter(pk=haneul.pk).update(state="suspended")
        middleware.academy_of_host("bada.localhost")  # another thread sees the new edition meanwhile
        return found

    monkeypatch.setattr(middleware, "_look_up", slow)
    first, then = (middleware.academy_of_host("haneul.localhost") for _ in range(2))
    assert first is not None
    assert then is not None
    assert (first.state, then.state) == ("ready", "suspended")


def test_what_a_page_does_to_its_academy_object_reaches_no_other_request() -> None:
    first = middleware.academy_of_host("haneul.localhost")
    assert first is not None
    first.name = "바뀐 이름"
    again = middleware.academy_of_host("haneul.localhost")
    assert again is not None
    assert again.name == "하늘"


def test_a_flood_of_hosts_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "KEPT_HOSTS", 3)
    for number in range(10):
        middleware.academy_of_host(f"x{number}.localhost")
    assert len(middleware._kept) <= 3
