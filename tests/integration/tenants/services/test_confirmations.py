"""A link proves who holds a contact, not who they are to the child: a director confirms that first."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from questions.tasks import do
from tenants import access, dispatch
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, ConsentEvent, Guardianship, Message, Purpose, Role, Student, User
from tenants.services.confirmations import confirm_guardian
from tenants.services.evidence import open_evidence
from tenants.services.guardians import end_guardianship
from tenants.services.invitations import GuardianInvitation, invite_guardian
from tenants.services.notices import current_notice, publish_notice
from tenants.services.standing import Why, decide, standing
from tests.cast import GROWN, NOW, actor, consents, guards, member
from tests.integration.tenants.services.test_invitations import (
    ACCOUNT,
    CONTACT,
    EACH,
    SITE,
    answered,
    child,
    director,
    invited,
    phone,
    sent_link,
)

__all__ = ("child", "phone")  # fixtures

OTHER = "second.address@example.com"
Kind = ConsentEvent.Kind


def waiting_link(of: Student, phone: Client, words: dict[str, str] = EACH) -> Guardianship:
    """Somebody answered by the link that the child had asked for."""
    invited(of, OTHER, by=person(of.user))
    assert answered(phone, sent_link(), words, **ACCOUNT).status_code == 302
    return Guardianship.objects.get(student=of, guardian__username=ACCOUNT["username"])


def given() -> list[tuple[str, str]]:
    return list(ConsentEvent.objects.filter(kind=Kind.GIVEN).order_by("id").values_list("purpose", "channel"))


@pytest.mark.parametrize("asker", [Role.STUDENT, Role.TEACHER])
def test_whoever_opens_a_link_that_no_director_sent_allows_nothing_and_sees_nothing(
    child: Student, phone: Client, asker: Role
) -> None:
    """L-14: a child with a second address of their own, or a teacher, makes nobody a guardian."""
    invited(child, OTHER, by=person(child.user) if asker == Role.STUDENT else actor(asker))
    assert answered(phone, sent_link(), EACH, **ACCOUNT).status_code == 302

    link = Guardianship.objects.get(student=child)
    assert (link.verified_at, link.verified_by, link.evidence is not None) == (None, None, True)
    assert sorted(ConsentEvent.objects.values_list("purpose", "kind")) == [
        ("collection", "pending"),
        ("overseas", "pending"),
        ("photo", "pending"),
        ("training", "refused"),
    ]
    assert all(standing(student=child, purpose=purpose) is None for purpose in Purpose)
    assert list(access.students_visible_to(person(link.guardian))) == []
    assert phone.post(f"/consents/{child.pk}/overseas", {"answer": "give"}).status_code == 404
    assert AuditRecord.objects.filter(action="guardianship.waiting").count() == 1
    assert not AuditRecord.objects.filter(action="guardianship.verified").exists()


def test_the_same_link_from_the_director_verifies_at_once_and_says_who_did(child: Student, phone: Client) -> None:
    invited(child, OTHER)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    link = Guardianship.objects.get(student=child)
    assert (link.verified_at is not None, link.verified_by) == (True, director().user)
    assert [purpose for purpose, _ in given()] == ["collection", "overseas", "photo"]


def test_who_became_a_director_since_has_confirmed_nobody_whom_they_asked_before(child: Student, phone: Client) -> None:
    """L-14: a teacher types a contact in without a second factor."""
    teacher = member(Role.TEACHER)
    invited(child, OTHER, by=person(teacher))
    User.objects.filter(pk=teacher.pk).update(role=Role.DIRECTOR)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    assert Guardianship.objects.get(student=child).verified_at is None
    assert given() == []


def test_who_is_no_longer_a_director_has_confirmed_nobody(child: Student, phone: Client) -> None:
    invited(child, OTHER)
    User.objects.filter(role=Role.DIRECTOR).update(role=Role.TEACHER)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    assert Guardianship.objects.get(student=child).verified_at is None
    assert given() == []


def test_when_a_director_confirms_each_waiting_yes_counts_with_the_words_that_were_shown(
    child: Student, phone: Client
) -> None:
    """L-14, C-06."""
    link = waiting_link(child, phone)
    shown = dict(ConsentEvent.objects.filter(kind=Kind.PENDING).values_list("purpose", "shown_hash"))

    events = confirm_guardian(guardianship=link, actor=director(), now=NOW)

    link.refresh_from_db()
    assert (link.verified_at, link.verified_by) == (NOW, director().user)
    assert {event.purpose: event.shown_hash for event in events} == shown
    assert {(event.kind, event.channel, event.guardianship, event.evidence) for event in events} == {
        ("given", "confirmed", link, link.evidence)
    }
    assert ConsentEvent.objects.filter(kind=Kind.PENDING).count() == 3  # the ledger keeps what was
    assert standing(student=child, purpose=Purpose.OVERSEAS) is not None
    assert standing(student=child, purpose=Purpose.TRAINING) is None
    assert list(access.students_visible_to(person(link.guardian))) == [child]
    with pytest.raises(Conflict):
        confirm_guardian(guardianship=link, actor=director(), now=NOW)


def test_what_has_changed_since_is_asked_again(child: Student, phone: Client) -> None:
    """L-06."""
    link = waiting_link(child, phone)
    notice = current_notice(purpose=Purpose.PHOTO)
    assert notice is not None
    old = notice.facts["retention"]
    texts = {"text": notice.text.replace(old, "10년"), "child_text": notice.child_text.replace(old, "10년")}
    publish_notice(purpose=Purpose.PHOTO, facts=notice.facts | {"retention": "10년"}, **texts, actor=SYSTEM, now=NOW)

    events = confirm_guardian(guardianship=link, actor=director(), now=NOW)

    assert [event.purpose for event in events] == ["collection", "overseas"]


def test_a_no_that_came_after_the_waiting_yes_still_stands(child: Student, phone: Client) -> None:
    """C-01: confirming somebody brings no withdrawn consent back."""
    link = waiting_link(child, phone)
    consents(child, Kind.REFUSED)

    events = confirm_guardian(guardianship=link, actor=director(), now=NOW)

    assert [event.purpose for event in events] == ["collection", "photo"]
    assert decide(student=child, purpose=Purpose.OVERSEAS, at=NOW).why is Why.REFUSED


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT, Role.GUARDIAN, Role.STUDENT])
def test_nobody_but_a_director_confirms(child: Student, phone: Client, role: Role) -> None:
    link = waiting_link(child, phone)
    with pytest.raises(NotAllowed):
        confirm_guardian(guardianship=link, actor=actor(role), now=NOW)
    link.refresh_from_db()
    assert (link.verified_at, given()) == (None, [])


def test_of_somebody_who_is_14_by_now_nobody_is_confirmed(child: Student, phone: Client) -> None:
    link = waiting_link(child, phone)
    Student.objects.update(birth_date=GROWN)
    link.student.refresh_from_db()
    with pytest.raises(Conflict):
        confirm_guardian(guardianship=link, actor=director(), now=NOW)
    assert given() == []


def test_whom_the_director_declines_is_not_confirmed_later(child: Student, phone: Client) -> None:
    link = waiting_link(child, phone)
    end_guardianship(guardianship=link, actor=director(), now=NOW)
    with pytest.raises(Conflict):
        confirm_guardian(guardianship=link, actor=director(), now=NOW)
    assert given() == []


@pytest.mark.parametrize("who", ["the child", "a teacher", "another student", "a teacher's user name"])
def test_a_contact_of_a_student_or_of_staff_is_no_guardians(child: Student, who: str) -> None:
    if who == "the child":
        User.objects.filter(pk=child.user_id).update(email=OTHER)
    elif who == "a teacher":
        User.objects.filter(pk=member(Role.TEACHER).pk).update(email=OTHER)
    elif who == "another student":
        User.objects.filter(pk=member(Role.STUDENT, "S002").pk).update(email=OTHER)
    else:
        member(Role.TEACHER, OTHER)
    for by in (person(child.user), director()):
        with pytest.raises(InvalidInput) as refused:
            invite_guardian(student=child, name="김보호", contact=OTHER.upper(), site=SITE, actor=by, now=NOW)
        assert refused.value.field == "contact"
    assert (GuardianInvitation.objects.count(), Message.objects.count()) == (0, 0)


def test_a_contact_that_cannot_be_reached_is_refused_at_once(child: Student) -> None:
    with pytest.raises(InvalidInput) as refused:
        invited(child, "010-1234-5678")  # no gateway is set up
    assert refused.value.field == "contact"
    assert GuardianInvitation.objects.count() == 0


def test_a_guardians_own_contact_may_be_asked_for_a_sibling(child: Student) -> None:
    User.objects.filter(pk=member(Role.GUARDIAN).pk).update(email=CONTACT)
    invited(child, CONTACT, by=person(child.user))
    assert Message.objects.get().recipient == CONTACT


def test_a_verified_guardian_hears_of_the_other_and_their_no_still_weighs_more(child: Student, phone: Client) -> None:
    mother = member(Role.GUARDIAN)
    User.objects.filter(pk=mother.pk).update(email="mother@example.com")
    consents(child, Kind.REFUSED, by=guards(mother, child))
    link = waiting_link(child, phone)
    for claim in dispatch.claim("engine", 10):
        do(claim)
    news = [message for message in mail.outbox if message.to == ["mother@example.com"]]
    assert ["보호자라고 답한 사람이 더 있습니다" in message.subject for message in news] == [True]
    assert OTHER not in news[0].body + news[0].subject

    confirm_guardian(guardianship=link, actor=director(), now=NOW)
    assert decide(student=child, purpose=Purpose.OVERSEAS, at=NOW).why is Why.REFUSED


def test_a_verified_guardian_whom_the_child_asks_again_stays_verified(child: Student, phone: Client) -> None:
    invited(child)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    invited(child, CONTACT, by=person(child.user))
    answered(phone, sent_link(), EACH | {"training": "give"})
    assert Guardianship.objects.get(student=child).verified_at is not None
    assert standing(student=child, purpose=Purpose.TRAINING) is not None


def test_the_receipt_and_the_evidence_tell_that_it_waits_and_who_gave_the_contact(
    child: Student, phone: Client
) -> None:
    link = waiting_link(child, phone)
    for claim in dispatch.claim("engine", 10):
        do(claim)
    assert "확인한 때부터 효력" in mail.outbox[-1].body
    assert link.evidence is not None
    told = open_evidence(evidence=link.evidence, actor=SYSTEM).data.decode()
    assert f"(student {child.user_id})" in told
    assert OTHER in told


def test_on_the_panel_asking_and_confirming_ask_again_who_it_is(child: Student, phone: Client) -> None:
    """S-15."""
    link = waiting_link(child, phone)
    desk = Client(headers={"host": "haneul.localhost"})
    desk.force_login(director().user)
    place = f"/admin/tenants/consentevent/of/{child.pk}/"
    page = desk.get(place).content.decode()
    assert "보호자가 맞습니다" in page
    confirm = {"do": "confirm", "guardianship": str(link.pk)}
    invite = {"do": "invite", "name": "김보호", "contact": "new@example.com"}
    stale(desk)
    for body in (confirm, invite, confirm | {"do": "decline"}):
        assert desk.post(place, body).status_code == 403
    link.refresh_from_db()
    assert (link.verified_at, link.ended_at, GuardianInvitation.objects.count(), given()) == (None, None, 0, [])

    desk.force_login(director().user)
    assert desk.post(place, invite).status_code == 302
    assert GuardianInvitation.objects.get().asked_by == director().user
    assert desk.post(place, confirm).status_code == 302
    assert [channel for _, channel in given()] == ["confirmed"] * 3
    assert "보호자가 맞습니다" not in desk.get(place).content.decode()
    assert desk.post(place, confirm).status_code == 400


@pytest.mark.parametrize("number", ["", "x", "999999999999999999999", "\x00"])
def test_a_guardianship_that_waits_for_nothing_is_answered_with_a_sentence(child: Student, number: str) -> None:
    desk = Client(headers={"host": "haneul.localhost"})
    desk.force_login(director().user)
    for word in ("confirm", "decline"):
        body = {"do": word, "guardianship": number}
        response = desk.post(f"/admin/tenants/consentevent/of/{child.pk}/", body)
        assert response.status_code == 400
        assert "이미 확인했거나" in response.content.decode()


def test_on_the_panel_a_teacher_confirms_and_declines_nobody(child: Student, phone: Client) -> None:
    link = waiting_link(child, phone)
    desk = Client(headers={"host": "haneul.localhost"})
    desk.force_login(member(Role.TEACHER))
    place = f"/admin/tenants/consentevent/of/{child.pk}/"
    assert "보호자가 맞습니다" not in desk.get(place).content.decode()
    for word in ("confirm", "decline"):
        assert desk.post(place, {"do": word, "guardianship": str(link.pk)}).status_code == 400
    link.refresh_from_db()
    assert (link.verified_at, link.ended_at, given()) == (None, None, [])


def stale(client: Any) -> None:
    """Ten minutes pass since they showed who they are."""
    session = client.session
    session["account_authentication_methods"] = [
        row | {"at": row["at"] - 600} for row in session["account_authentication_methods"]
    ]
    session.save()
