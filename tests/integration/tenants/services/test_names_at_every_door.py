"""Every door where somebody types a person's name keeps to one rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eduai.lib.errors import InvalidInput
from tenants.actors import SYSTEM
from tenants.models import ConsentEvent, GuardianInvitation, Message, Purpose, Role, Student, User
from tenants.services.correction import correct_student
from tenants.services.papers import enter_paper
from tenants.services.people import add_person, add_student
from tests.cast import CHILD, NOW, actor, student
from tests.integration.tenants.services.test_invitations import child, invited

__all__ = ("child",)  # a fixture

MARKUP = "<b>박 엄마"


def person_added(name: str) -> None:
    add_person(username="mum", password="맑은 하늘 높은 구름 7", role=Role.GUARDIAN, name=name, actor=SYSTEM, now=NOW)


def student_added(name: str) -> None:
    add_student(code="S009", name=name, actor=SYSTEM, now=NOW)


def student_corrected(name: str) -> None:
    correct_student(student=student(), field="name", value=name, actor=SYSTEM, now=NOW)


def paper_entered(name: str) -> None:
    enter_paper(
        student=student(born=CHILD),
        answers={Purpose.PHOTO: "refuse"},
        signed_on=NOW.date(),
        guardian_name=name,
        upload=None,
        actor=actor(Role.DIRECTOR),
        now=NOW,
    )


DOORS = (person_added, student_added, student_corrected, paper_entered)


@pytest.mark.parametrize("door", DOORS)
def test_markup_is_refused_and_nothing_is_kept(in_haneul: Any, door: Callable[[str], None]) -> None:
    with pytest.raises(InvalidInput):
        door(MARKUP)
    assert not User.objects.filter(first_name__contains="박").exists()
    assert not Student.objects.filter(name__contains="박").exists()


@pytest.mark.parametrize("door", DOORS[:3])
def test_a_name_as_people_have_it_is_kept(in_haneul: Any, door: Callable[[str], None]) -> None:
    door("박  엄마")
    names = {*User.objects.values_list("first_name", flat=True), *Student.objects.values_list("name", flat=True)}
    assert "박 엄마" in names


def test_a_paper_with_a_name_as_people_have_it_is_entered(in_haneul: Any) -> None:
    paper_entered("박  엄마")
    assert ConsentEvent.objects.get().kind == "refused"


@pytest.mark.parametrize("name", ["<b>박 엄마", "박\u202e엄마", "=박엄마", "박엄마 https://example.com", "...", " "])
def test_a_name_that_is_markup_or_cannot_be_seen_is_refused_by_field_and_asks_nobody(child: Student, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        invited(child, name=name)
    assert refused.value.field == "name"
    assert (GuardianInvitation.objects.count(), Message.objects.count()) == (0, 0)


def test_names_as_people_have_them_are_asked(child: Student) -> None:
    assert [invited(child, name=name).name for name in ("박  엄마", "Anne-Marie O’Brien")] == [
        "박 엄마",
        "Anne-Marie O'Brien",
    ]
