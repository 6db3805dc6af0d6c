"""A guardian is told where they answered from: nobody types an address into an account."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tenants.actors import Actor, person
from tenants.models import Guardianship, Message, RightsRequest, Role, Student, User
from tenants.services.confirmations import confirm_guardian
from tenants.services.guardians import end_guardianship, reached_at
from tenants.services.rights import request_right
from tenants.services.rights_desk import erase_as_asked
from tenants.services.standing import standing
from tests.cast import NOW, guards, member
from tests.integration.tenants.services.test_confirmations import OTHER, waiting_link
from tests.integration.tenants.services.test_invitations import (
    ACCOUNT,
    CONTACT,
    EACH,
    Purpose,
    answered,
    child,
    director,
    invited,
    phone,
    sent_link,
)

__all__ = ("child", "phone")  # fixtures


@pytest.fixture
def mother(child: Student, phone: Client) -> Guardianship:
    """Asked by the director, and answered by the link."""
    invited(child)
    answered(phone, sent_link(), EACH, username="mother", password=ACCOUNT["password"])
    return Guardianship.objects.get(guardian__username="mother")


def told(kind: str) -> list[str]:
    return [row.recipient for row in Message.objects.filter(kind=kind)]


def test_a_guardian_who_came_by_a_link_hears_of_the_next_one(child: Student, mother: Guardianship) -> None:
    """L-16: though their account has no address."""
    assert not User.objects.exclude(email="").exists()
    waiting_link(child, Client(headers={"host": "haneul.localhost"}))
    assert told("guardian_waiting") == [CONTACT]


def test_the_contact_is_sealed_and_stays_when_a_director_confirms(child: Student, phone: Client) -> None:
    """L-41."""
    link = waiting_link(child, phone)
    confirm_guardian(guardianship=link, actor=director(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM tenants_guardianship")
        (sealed,) = cursor.fetchone()
    assert OTHER.encode() not in bytes(sealed)
    assert Guardianship.objects.get().contact == OTHER


def test_what_may_be_sent_is_decided_without_opening_a_contact(child: Student, mother: Guardianship) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_guardianship SET contact = '\\x0101'")
    assert standing(student=child, purpose=Purpose.PHOTO) is not None


def test_it_goes_when_the_guardianship_ends(mother: Guardianship) -> None:
    end_guardianship(guardianship=mother, actor=director(), now=NOW)
    assert (mother.contact, Guardianship.objects.get().contact) == (None, None)


def test_who_asked_for_an_erasure_is_told_there_and_it_goes_with_the_rest(child: Student, mother: Guardianship) -> None:
    """L-24."""
    row = request_right(student=child, kind=RightsRequest.Kind.ERASURE, actor=by(mother), now=NOW)
    erase_as_asked(request=row, actor=director(), now=NOW)
    assert told("rights_answer") == [CONTACT]
    assert not Guardianship.objects.filter(contact__isnull=False).exists()


def by(link: Guardianship) -> Actor:
    return person(link.guardian)


@pytest.mark.parametrize(
    ("contact", "email", "where"),
    [(CONTACT, "", {CONTACT}), (CONTACT, OTHER, {CONTACT}), (None, OTHER, {OTHER}), (None, "", set())],
)
def test_the_contact_comes_before_an_accounts_address(
    child: Student, contact: str | None, email: str, where: set[str]
) -> None:
    user: Any = member(Role.GUARDIAN)
    guards(user, child)
    User.objects.filter(pk=user.pk).update(email=email)
    Guardianship.objects.update(contact=contact)
    assert reached_at(links=Guardianship.objects.all()) == where
