"""A director ends what somebody was a guardian by, and a student of 14 or older lets a guardian in or no longer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from eduai.lib import clock
from tenants import access
from tenants.actors import person
from tenants.models import AuditRecord, Guardianship, Purpose, Role, Student, User
from tenants.services.standing import Why, decide
from tests.cast import CHILD, GROWN, consents, guards, member, student
from tests.integration.tenants.services.test_confirmations import stale

HOST = {"host": "haneul.localhost"}
RIGHTS = "/rights/"


def visit(user: User) -> Client:
    client = Client(headers=HOST)
    client.force_login(user)
    return client


@pytest.fixture
def mother(in_haneul: Any) -> User:
    return member(Role.GUARDIAN, "mother")


@pytest.fixture
def link(mother: User) -> Guardianship:
    child = student("S001", signs_in=True, born=CHILD)
    made = guards(mother, child)
    consents(child, by=made, purpose=Purpose.TRAINING)
    return made


def grown_up(link: Guardianship) -> Student:
    Student.objects.filter(pk=link.student_id).update(birth_date=GROWN)
    return Student.objects.get(pk=link.student_id)


def desk(of: Guardianship) -> str:
    return f"/admin/tenants/consentevent/of/{of.student_id}/"


def why(link: Guardianship) -> str:
    return decide(student=link.student, purpose=Purpose.TRAINING, at=clock.now()).why


def sees(user: User) -> list[str]:
    return [row.code for row in access.students_visible_to(person(user))]


def test_a_director_ends_a_guardian_who_sees_and_agrees_to_nothing_from_then_on(
    link: Guardianship, mother: User
) -> None:
    """L-16: with the second factor shown just now."""
    director = visit(member(Role.DIRECTOR))
    assert "보호자 관계 끝내기" in director.get(desk(link)).content.decode()
    press = {"do": "end", "guardianship": str(link.pk)}
    stale(director)
    assert director.post(desk(link), press).status_code == 403
    assert (sees(mother), why(link)) == (["S001"], Why.CONSENT)

    director.force_login(User.objects.get(role=Role.DIRECTOR))
    assert director.post(desk(link), press).status_code == 302
    assert (sees(mother), why(link)) == ([], Why.NOT_ASKED)
    assert AuditRecord.objects.filter(action="guardianship.ended").count() == 1
    assert visit(mother).get(f"/consents/{link.student_id}/training").status_code == 404
    again = director.post(desk(link), press)
    assert (again.status_code, "이미 끝난" in again.content.decode()) == (400, True)
    assert "보호자 관계 끝내기" not in again.content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT])
def test_nobody_but_a_director_ends_one(link: Guardianship, mother: User, role: Role) -> None:
    staff = visit(member(role))
    assert "보호자 관계 끝내기" not in staff.get(desk(link)).content.decode()
    assert staff.post(desk(link), {"do": "end", "guardianship": str(link.pk)}).status_code in (400, 403)
    assert (sees(mother), why(link)) == (["S001"], Why.CONSENT)


@pytest.mark.parametrize("number", ["", "x", "\x00", "9" * 30])
def test_a_guardianship_of_nobody_here_is_answered_with_a_sentence(link: Guardianship, number: str) -> None:
    director = visit(member(Role.DIRECTOR))
    answer = director.post(desk(link), {"do": "end", "guardianship": number})
    assert (answer.status_code, "이미 끝난" in answer.content.decode()) == (400, True)


def test_from_14_on_a_student_lets_their_guardian_in_and_no_longer(link: Guardianship, mother: User) -> None:
    """L-17: one press each."""
    grown = grown_up(link)
    assert sees(mother) == []
    own = visit(grown.user)
    assert "mother 님은 볼 수 없어요" in own.get(RIGHTS).content.decode()

    assert own.post(RIGHTS, {"do": "let_in", "guardianship": str(link.pk)}).status_code == 302
    assert sees(mother) == ["S001"]
    assert "S001" in visit(mother).get(RIGHTS).content.decode()
    assert "mother 님이 보고 있어요" in own.get(RIGHTS).content.decode()

    assert own.post(RIGHTS, {"do": "shut_out", "guardianship": str(link.pk)}).status_code == 302
    assert sees(mother) == []
    assert list(AuditRecord.objects.order_by("-seq").values_list("action", flat=True)[:2]) == [
        "guardianship.undelegated",
        "guardianship.delegated",
    ]


@pytest.mark.parametrize("who", ["the guardian", "another student", "the child"])
def test_nobody_else_lets_a_guardian_in(link: Guardianship, mother: User, who: str) -> None:
    if who != "the child":
        grown_up(link)
    users = {
        "the guardian": mother,
        "another student": student("S002", signs_in=True).user,
        "the child": link.student.user,
    }
    answer = visit(users[who]).post(RIGHTS, {"do": "let_in", "guardianship": str(link.pk)})
    assert answer.status_code in (400, 404)
    link.refresh_from_db()
    assert link.delegated_at is None


def test_a_child_is_not_offered_it_and_one_who_waits_or_was_ended_is_not_named(link: Guardianship) -> None:
    assert "함께 보기" not in visit(link.student.user).get(RIGHTS).content.decode()
    own = visit(grown_up(link).user)
    for change in ({"verified_at": None}, {"ended_at": clock.now()}):
        Guardianship.objects.filter(pk=link.pk).update(verified_at=clock.now(), ended_at=None)
        Guardianship.objects.filter(pk=link.pk).update(**change)
        assert "함께 보기" not in own.get(RIGHTS).content.decode()
        assert own.post(RIGHTS, {"do": "let_in", "guardianship": str(link.pk)}).status_code == 404
