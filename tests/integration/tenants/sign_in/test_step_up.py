"""`stepped_up`: what is asked, that it loses nothing, and that nobody gets by without it."""

from __future__ import annotations

import html
import re
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from eduai import urls as site
from tenants import tenancy
from tenants.models import AuditRecord, Role, User
from tenants.sign_in.step_up import stepped_up
from tests.cast import PASSWORD, member, student
from tests.signing_in import codes_of, secret_of, signed_in


@stepped_up
def precious(request: HttpRequest) -> HttpResponse:
    """Says what it was sent."""
    return HttpResponse(f"{request.method} {request.POST.getlist('reason')} {request.GET.get('q', '')}")


urlpatterns = [path("precious/", precious, name="health-live"), *site.urlpatterns]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500
pytestmark = pytest.mark.urls(__name__)


def later(client: Client, academy: Any, minutes: float = 6) -> Client:
    """The same visit, some minutes after the person last showed who they are."""
    with tenancy.use(academy):
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] = time.time() - 60 * minutes
        session.save()
    return client


def unused(academy: Any, user: User) -> str:
    with tenancy.use(academy):
        return codes_of(user)[1]


def test_within_five_minutes_nothing_is_asked_and_afterwards_it_is(kim: User, haneul: Any) -> None:
    """S-15 (ASVS 7.5.3)."""
    client = signed_in(haneul, "kim")
    assert client.get("/precious/").status_code == 200
    assert later(client, haneul, 4.9).get("/precious/").status_code == 200

    asked = later(client, haneul, 5.1).get("/precious/?q=x")
    assert asked.status_code == 403
    assert "한 번 더 확인할게요" in asked.content.decode()


def test_brackets_without_an_end_are_a_wrong_answer(kim: User, haneul: Any) -> None:
    client = later(signed_in(haneul, "kim"), haneul)
    asked = client.post("/precious/", {"again_credential": "[" * 200_000})
    assert (asked.status_code, "맞지 않아요" in asked.content.decode()) == (403, True)


def test_what_was_typed_comes_along_and_the_right_code_goes_on(kim: User, haneul: Any) -> None:
    client = later(signed_in(haneul, "kim"), haneul)
    typed = {"reason": ['<b>"학부모 요청"</b>', "둘째"]}
    page = client.post("/precious/", typed)
    kept = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    sent = [(name, html.unescape(value)) for name, value in kept if name != "csrfmiddlewaretoken"]
    assert [value for name, value in sent if name == "reason"] == typed["reason"]

    fields = {"reason": typed["reason"], "again_then": "POST"}
    wrong = client.post("/precious/", fields | {"again_code": "000000"})
    assert wrong.status_code == 403
    assert "맞지 않아요" in wrong.content.decode()
    done = client.post("/precious/", fields | {"again_code": unused(haneul, kim)})
    assert (done.status_code, done.content.decode()) == (200, f"POST {typed['reason']} ")
    assert client.post("/precious/", typed).status_code == 200


def test_a_page_that_was_only_opened_is_opened_after_the_code(kim: User, haneul: Any) -> None:
    client = later(signed_in(haneul, "kim"), haneul)
    page = client.get("/precious/?q=x").content.decode()
    assert 'name="again_then" value="GET"' in page

    done = client.post("/precious/?q=x", {"again_then": "GET", "again_code": unused(haneul, kim)})
    assert (done.status_code, done.headers["Location"]) == (302, "/precious/?q=x")
    assert client.get("/precious/?q=x").content.decode() == "GET [] x"


def test_who_has_a_second_factor_does_not_get_by_with_the_password(kim: User, haneul: Any) -> None:
    client = later(signed_in(haneul, "kim"), haneul)

    assert client.post("/precious/", {"again_then": "POST", "again_password": PASSWORD}).status_code == 403
    assert client.get("/precious/").status_code == 403


def test_who_has_a_password_alone_is_asked_for_that(db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        student("S001", signs_in=True)
        member(Role.GUARDIAN, "parent")
    client = later(signed_in(haneul, "S001"), haneul)

    assert client.get("/precious/").status_code == 403
    for wrong in ("nonsense", ""):
        assert client.post("/precious/", {"again_then": "POST", "again_password": wrong}).status_code == 403
    done = client.post("/precious/", {"again_then": "POST", "again_password": PASSWORD})
    assert done.status_code == 200


def test_guessing_here_is_counted_too(kim: User, haneul: Any) -> None:
    client = later(signed_in(haneul, "kim"), haneul)
    given = {"again_then": "POST", "again_code": "000000"}
    answers = [client.post("/precious/", given) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert int(answers[5].headers["Retry-After"]) > 0


def test_an_action_of_the_panel_waits_for_the_code_and_is_then_done(kim: User, haneul: Any) -> None:
    """A stolen visit of a director, six minutes old, takes nobody's second factor away."""
    with tenancy.use(haneul):
        boss = member(Role.DIRECTOR, "boss")
        secret_of(boss)
        before = AuditRecord.objects.first().pk
    desk = later(signed_in(haneul, "boss"), haneul)
    body = {"action": "reset_second_factor", "_selected_action": [kim.pk]}
    assert desk.post("/admin/tenants/user/", body).status_code == 403
    with tenancy.use(haneul):
        assert AuditRecord.objects.first().pk == before

    done = desk.post("/admin/tenants/user/", body | {"again_then": "POST", "again_code": unused(haneul, boss)})
    assert done.status_code == 302
    with tenancy.use(haneul):
        assert AuditRecord.objects.first().action == "factor.reset"


@pytest.mark.parametrize("address", ["/account/factor/", "/account/passkeys/"])
def test_ones_own_keys_are_changed_by_oneself_alone(kim: User, haneul: Any, address: str) -> None:
    client = signed_in(haneul, "kim")
    assert client.get(address).status_code == 200

    assert later(client, haneul).get(address).status_code == 403
    assert client.post("/account/recovery-codes/").status_code == 403
