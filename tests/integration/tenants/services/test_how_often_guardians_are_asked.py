"""How many invitations leave in an hour: nobody is sent many, and who mistypes is not locked out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.actors import Actor, person
from tenants.models import AccessRecord, GuardianInvitation, Message, Student
from tenants.services.invitations import (
    MOST_PER_HOUR,
    MOST_TO_ONE_CONTACT,
    MOST_WITH_TAKEN_BACK,
    cancel_invitation,
)
from tests.cast import CHILD, NOW, student
from tests.integration.tenants.services.test_invitations import CONTACT, child, director, invited, phone, sent_link

__all__ = ("child", "phone")  # fixtures


def mistyped(child: Student, contact: str, by: Actor | None = None) -> None:
    asked = invited(child, contact, by=by)
    cancel_invitation(student=child, invitation_id=asked.pk, actor=by or director(), now=NOW)


def test_a_director_who_mistypes_many_contacts_and_takes_them_back_is_not_locked_out(child: Student) -> None:
    for number in range(MOST_PER_HOUR + 4):
        mistyped(child, f"wrong{number}@example.com")
    assert invited(child).pk
    assert Message.objects.count() == 1


def test_one_contact_is_not_asked_again_and_again_whatever_is_taken_back(child: Student) -> None:
    for _ in range(MOST_TO_ONE_CONTACT):
        mistyped(child, CONTACT)
    for who in (child, student("S002", born=CHILD)):
        with pytest.raises(Conflict) as refused:
            invited(who, CONTACT.upper())
        assert refused.value.field == "contact"
    assert Message.objects.count() == 0
    assert invited(child, "other@example.com").pk


def test_what_was_opened_or_taken_back_by_the_student_is_counted(child: Student, phone: Client) -> None:
    for number in range(MOST_PER_HOUR - 1):
        mistyped(child, f"own{number}@example.com", by=person(child.user))
    opened = invited(child, "opened@example.com")
    assert phone.get(sent_link()).status_code == 200
    assert AccessRecord.objects.filter(place="guardian-invitation").count() == 1
    cancel_invitation(student=child, invitation_id=opened.pk, actor=director(), now=NOW)
    with pytest.raises(Conflict):
        invited(child)
    assert GuardianInvitation.objects.count() == 0


def test_there_is_an_end_to_taking_back_as_well(child: Student) -> None:
    for number in range(MOST_WITH_TAKEN_BACK):
        mistyped(child, f"many{number}@example.com")
    with pytest.raises(Conflict):
        invited(child)


def test_the_counts_name_no_contact(child: Student) -> None:
    invited(child)
    keys: Any = [key.decode() for key in cache._cache.get_client().scan_iter("*invitation*")]
    assert keys and not any("parent" in key for key in keys)
    assert any(f"{tenancy.require().pk}" in key for key in keys)
