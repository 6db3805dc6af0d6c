"""Somebody gives the address at which they are told what concerns them; it counts once its link was opened by them."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.core import mail
from django.core.cache import cache
from django.test import Client

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from questions.tasks import do
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, Message, Role, User
from tenants.services.own_address import MOST_PER_HOUR, ask_address, confirm_address, may_have_address
from tenants.services.retention import purge
from tests.cast import CHILD, GROWN, NOW, member, student
from tests.integration.tenants.sign_in.test_step_up import later

SITE = "http://haneul.localhost/"
NEW = "kim@example.com"


@pytest.fixture
def mother(in_haneul: Any) -> User:
    cache.clear()
    return member(Role.GUARDIAN, "mother")


@pytest.fixture
def client(mother: User) -> Client:
    found = Client(headers={"host": "haneul.localhost"})
    found.login(username="mother", password="correct horse battery")
    return found


def asked(user: User, address: str = NEW, now: Any = NOW) -> str:
    """The token of the link that really left."""
    ask_address(user=user, address=address, site=SITE, actor=person(user), now=now)
    for claim in dispatch.claim("engine", 10):
        do(claim)
    found = re.search(r"account/address/\?token=(\S+)", mail.outbox[-1].body)
    assert found is not None and mail.outbox[-1].to == [address]
    return found[1]


def now_at(user: User) -> str:
    return User.objects.get(pk=user.pk).email


def test_an_address_counts_once_its_link_was_opened_and_once_only(mother: User) -> None:
    token = asked(mother)
    assert now_at(mother) == ""
    assert EmailConfirmation.objects.get().key == hashlib.sha256(token.encode()).hexdigest()

    confirm_address(user=mother, token=token, actor=person(mother), now=NOW + timedelta(hours=23))

    assert now_at(mother) == NEW
    assert (EmailAddress.objects.count(), EmailConfirmation.objects.count(), Message.objects.count()) == (0, 0, 0)
    assert AuditRecord.objects.filter(action="person.address_changed").count() == 1
    assert NEW not in repr(list(AuditRecord.objects.values_list("facts", flat=True)))
    with pytest.raises(InvalidInput):
        confirm_address(user=mother, token=token, actor=person(mother), now=NOW + timedelta(hours=23))


def test_a_link_of_somebody_else_a_wrong_one_and_one_a_day_old_change_nothing(mother: User) -> None:
    token, other = asked(mother), member(Role.GUARDIAN, "other")
    tries = ((other, token, NOW), (mother, "x", NOW), (mother, "", NOW), (mother, token, NOW + timedelta(days=1)))
    for who, given, at in tries:
        with pytest.raises(InvalidInput):
            confirm_address(user=who, token=given, actor=person(who), now=at)
    for who in (person(other), SYSTEM):
        with pytest.raises(NotAllowed):
            confirm_address(user=mother, token=token, actor=who, now=NOW)
        with pytest.raises(NotAllowed):
            ask_address(user=mother, address="x@example.com", site=SITE, actor=who, now=NOW)
    assert (now_at(mother), now_at(other)) == ("", "")
    assert asked(mother, "newer@example.com") != token  # a newer link ends the older one
    with pytest.raises(InvalidInput):
        confirm_address(user=mother, token=token, actor=person(mother), now=NOW)


def test_the_former_address_is_told_of_the_change(mother: User) -> None:
    for address in ("old@example.com", NEW):
        confirm_address(user=mother, token=asked(mother, address), actor=person(mother), now=NOW)
    told = Message.objects.get(kind="own_address_changed")
    assert told.recipient == "old@example.com" and NEW not in told.body


@pytest.mark.parametrize("typed", ["", "kim", "010-1234-5678", "a@b", "a b@example.com", "a@example.com\nBcc: x@y.kr"])
def test_what_is_no_address_is_refused_by_field(mother: User, typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask_address(user=mother, address=typed, site=SITE, actor=person(mother), now=NOW)
    assert refused.value.field == "address" and Message.objects.count() == 0


def test_nobody_is_sent_many_links(mother: User) -> None:
    for number in range(MOST_PER_HOUR):
        who = member(Role.GUARDIAN, f"g{number}")
        ask_address(user=who, address=NEW, site=SITE, actor=person(who), now=NOW)
    with pytest.raises(Conflict):
        ask_address(user=mother, address=NEW.upper(), site=SITE, actor=person(mother), now=NOW)


def test_a_child_gives_no_address_and_who_is_14_may(in_haneul: Any) -> None:
    """L-13: whoever is younger is told by way of the guardian."""
    young, old = (student(code, signs_in=True, born=born).user for code, born in (("S1", CHILD), ("S2", GROWN)))
    assert young is not None and old is not None
    assert (may_have_address(user=young, now=NOW), may_have_address(user=old, now=NOW)) == (False, True)
    with pytest.raises(NotAllowed):
        ask_address(user=young, address=NEW, site=SITE, actor=person(young), now=NOW)
    assert Message.objects.count() == 0


def test_an_address_that_nobody_confirms_goes_after_its_day_with_its_message(mother: User) -> None:
    asked(mother)
    assert purge(kind="unconfirmed_addresses", actor=SYSTEM, now=NOW + timedelta(days=1)) == 0
    assert purge(kind="unconfirmed_addresses", actor=SYSTEM, now=NOW + timedelta(days=2)) == 1
    assert (EmailAddress.objects.count(), Message.objects.count()) == (0, 0)


def test_the_page_asks_confirms_and_removes(client: Client, mother: User) -> None:
    assert "넣기" in client.get("/account/").content.decode()
    wrong = client.post("/account/address/", {"address": "kim"})
    assert wrong.status_code == 400 and 'value="kim"' in wrong.content.decode()
    token = asked(mother, now=clock.now())
    page = client.get(f"/account/address/?token={token}").content.decode()
    assert "이 주소 쓰기" in page and now_at(mother) == ""  # a mail's scanner opens it, too
    assert client.post("/account/address/", {"token": token}).status_code == 302
    assert now_at(mother) == NEW
    assert client.post("/account/address/", {"remove": "1"}).status_code == 302
    assert now_at(mother) == ""


def test_it_asks_again_who_one_is(client: Client, mother: User) -> None:
    """S-15."""
    later(client, tenancy.require())
    for path in ("/account/address/", "/account/address/?token=x"):
        assert client.get(path).status_code == 403
    assert client.post("/account/address/", {"address": NEW}).status_code == 403
    assert (EmailAddress.objects.count(), Message.objects.count()) == (0, 0)
