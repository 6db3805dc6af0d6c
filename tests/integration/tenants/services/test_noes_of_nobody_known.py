"""The no of somebody whom nobody has confirmed yet, at the end of a mistyped link perhaps: what it does and when."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tenants.actors import person
from tenants.models import Guardianship, Purpose, Role, Student
from tenants.services import consent
from tenants.services.confirmations import confirm_guardian
from tenants.services.guardians import end_guardianship
from tenants.services.standing import Why, decide
from tests.cast import NOW, consents, guards, member
from tests.integration.tenants.services.test_confirmations import waiting_link
from tests.integration.tenants.services.test_invitations import child, director, phone

__all__ = ("child", "phone")  # fixtures

NO = {"training": "refuse", "collection": "refuse"}
TRAINING, COLLECTION = Purpose.TRAINING, Purpose.COLLECTION


@pytest.fixture
def taken_back(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(consent, "WHEN_WITHDRAWN", [lambda who, purpose: heard.append(str(purpose))])
    return heard


@pytest.fixture
def mother(child: Student) -> Guardianship:
    """Verified, and agreed."""
    link = guards(member(Role.GUARDIAN, "mother"), child)
    for purpose in (TRAINING, COLLECTION):
        consents(child, purpose=purpose, by=link)
    return link


def why(of: Student) -> list[str]:
    return [decide(student=of, purpose=purpose, at=NOW).why for purpose in (TRAINING, COLLECTION)]


def test_it_neither_outweighs_a_verified_guardians_yes_nor_removes_anything(
    child: Student, phone: Client, mother: Guardianship, taken_back: list[str]
) -> None:
    """L-16, L-21."""
    waiting_link(child, phone, NO)
    assert (why(child), taken_back) == ([Why.CONSENT, Why.CONSENT], [])


def test_from_the_directors_word_on_it_is_a_guardians(
    child: Student, phone: Client, mother: Guardianship, taken_back: list[str]
) -> None:
    """L-16: where two guardians disagree the no holds, and what was made on the yes goes then."""
    link = waiting_link(child, phone, NO)
    assert confirm_guardian(guardianship=link, actor=director(), now=NOW) == []
    assert why(child) == [Why.REFUSED, Why.REFUSED]
    assert sorted(taken_back) == ["collection", "training"]


def test_of_whom_the_director_declines_it_does_nothing(
    child: Student, phone: Client, mother: Guardianship, taken_back: list[str]
) -> None:
    link = waiting_link(child, phone, NO)
    end_guardianship(guardianship=link, actor=director(), now=NOW)
    assert (why(child), taken_back) == ([Why.CONSENT, Why.CONSENT], [])


def test_where_no_guardian_has_agreed_it_holds(child: Student, phone: Client, taken_back: list[str]) -> None:
    """The twin: it may well be the father's."""
    waiting_link(child, phone, NO)
    assert why(child) == [Why.REFUSED, Why.REFUSED]
    assert sorted(taken_back) == ["collection", "training"]


def test_the_childs_and_a_guardians_no_take_back_as_before(
    child: Student, mother: Guardianship, taken_back: list[str]
) -> None:
    """L-20, L-21."""
    own: Any = {"student": child, "channel": "web", "actor": person(child.user), "now": NOW}
    consent.record_consent(purpose=TRAINING, kind=consent.Kind.REFUSED, **own)
    assert (why(child), taken_back) == ([Why.REFUSED, Why.CONSENT], ["training"])
    consents(child, consent.Kind.WITHDRAWN, COLLECTION, by=mother)
    assert (why(child), taken_back) == ([Why.REFUSED, Why.REFUSED], ["training", "collection"])
