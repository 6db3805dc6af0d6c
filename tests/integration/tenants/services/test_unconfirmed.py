"""Who answered as a guardian and waits: they read what they said, take it back, and are removed if nobody confirms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from tenants.actors import SYSTEM, person
from tenants.korean_days import day_of, midnight
from tenants.models import (
    AccessRecord,
    AuditRecord,
    ConsentEvent,
    Destruction,
    Guardianship,
    Message,
    Purpose,
    Role,
    Student,
    User,
)
from tenants.services.confirmations import confirm_guardian
from tenants.services.guardians import end_guardianship, keep_waiting
from tenants.services.retention import gone_on, purge
from tenants.services.standing import standing
from tenants.services.unconfirmed import own_answers, take_back
from tests.cast import CHILD, NOW, consents, guards, member, proof, student
from tests.integration.tenants.services.test_confirmations import waiting_link
from tests.integration.tenants.services.test_invitations import child, director, phone

__all__ = ("child", "phone")  # fixtures

Kind = ConsentEvent.Kind
SECOND = timedelta(microseconds=1)


def pending(link: Guardianship, purpose: str) -> ConsentEvent:
    return ConsentEvent.objects.get(guardianship=link, purpose=purpose, kind=Kind.PENDING)


def over(link: Guardianship) -> Any:
    """The midnight at which a waiting one's thirty days are over."""
    assert link.evidence is not None
    return midnight(gone_on(days=30, counted_from=day_of(link.evidence.added_at)))


def test_a_waiting_one_reads_what_they_said_and_nothing_of_the_childs(child: Student, phone: Client) -> None:
    """L-14: 확인되지 않은 사람에게는 아이의 것이 보이지 않는다."""
    mother = guards(member(Role.GUARDIAN, "mother"), child)
    consents(child, purpose=Purpose.TRAINING, by=mother)
    link = waiting_link(child, phone)

    page = phone.get("/consents/").content.decode()

    assert page.count("동의함 (확인을 기다림)") == 3 and page.count("동의를 거둡니다") == 3
    assert "학원이 보호자인지 확인하고 있습니다" in page
    for word in (child.name, child.code, "mother", "동의에 따라 쓰고 있습니다"):
        assert word not in page, word
    assert {event.guardianship_id for event, _ in own_answers(guardian=link.guardian)} == {link.pk}
    looked = AccessRecord.objects.filter(actor=f"user:{link.guardian_id}", task="list").latest("at")
    assert looked.students == [child.pk]


def test_a_yes_that_was_taken_back_does_not_count_when_a_director_confirms(child: Student, phone: Client) -> None:
    """L-14, L-18: the twin, a yes that stayed, does."""
    link = waiting_link(child, phone)
    event = pending(link, "overseas")

    assert phone.post("/consents/waiting", {"event": event.pk}).status_code == 302
    newest = ConsentEvent.objects.filter(guardianship=link, purpose="overseas").latest("id")
    assert (newest.kind, newest.shown_hash, newest.actor) == (Kind.REFUSED, event.shown_hash, link.guardian)
    assert phone.get("/consents/").content.decode().count("동의를 거둡니다") == 2

    given = confirm_guardian(guardianship=link, actor=director(), now=clock.now())
    assert {row.purpose for row in given} == {"collection", "photo"}
    assert standing(student=child, purpose=Purpose.OVERSEAS) is None
    assert standing(student=child, purpose=Purpose.PHOTO) is not None


def test_nothing_else_is_taken_back_this_way(child: Student, phone: Client) -> None:
    """Somebody else's, one's own no, one that was taken back, one of a confirmed guardian, and no number at all."""
    link = waiting_link(child, phone)
    event, refused = pending(link, "photo"), ConsentEvent.objects.get(guardianship=link, purpose="training")
    stranger = member(Role.GUARDIAN, "stranger")
    for who, number in ((stranger, event.pk), (link.guardian, refused.pk), (link.guardian, 0)):
        with pytest.raises(InvalidInput):
            take_back(event_id=number, actor=person(who), now=NOW)
    arabic = "".join(chr(0x0660 + int(digit)) for digit in str(event.pk))
    for typed in ("", "x", "9" * 40, arabic):
        assert phone.post("/consents/waiting", {"event": typed}).status_code == 400
    take_back(event_id=event.pk, actor=person(link.guardian), now=clock.now())
    before = ConsentEvent.objects.count()
    with pytest.raises(InvalidInput):
        take_back(event_id=event.pk, actor=person(link.guardian), now=clock.now())
    confirm_guardian(guardianship=link, actor=director(), now=clock.now())
    with pytest.raises(InvalidInput):
        take_back(event_id=pending(link, "overseas").pk, actor=person(link.guardian), now=clock.now())
    assert ConsentEvent.objects.filter(kind=Kind.REFUSED).count() == 2 and before == 5
    assert own_answers(guardian=link.guardian) == []


def test_whom_a_director_declined_reads_and_takes_back_nothing_more(child: Student, phone: Client) -> None:
    link = waiting_link(child, phone)
    event = pending(link, "photo")
    end_guardianship(guardianship=link, actor=director(), now=clock.now())
    assert "동의를 거둡니다" not in phone.get("/consents/").content.decode()
    assert phone.post("/consents/waiting", {"event": event.pk}).status_code == 400
    assert ConsentEvent.objects.filter(guardianship=link).count() == 4


def test_one_whom_nobody_confirms_is_removed_when_the_time_is_over_and_not_before(
    child: Student, phone: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """L-15: name, contact, account, the paper on which they stood and the receipt; the log says how many went."""
    link = waiting_link(child, phone)
    assert link.evidence is not None and Message.objects.filter(kind="receipt").count() == 1
    file, account = link.evidence.file, link.guardian
    assert purge(kind="unconfirmed_guardians", actor=SYSTEM, now=over(link) - SECOND) == 0
    assert Guardianship.objects.get(pk=link.pk).ended_at is None and User.objects.filter(username="kim-parent").exists()

    with django_capture_on_commit_callbacks(execute=True):
        assert purge(kind="unconfirmed_guardians", actor=SYSTEM, now=over(link)) == 1

    link.refresh_from_db()
    account.refresh_from_db()
    assert (link.ended_at is not None, link.contact) == (True, None)
    assert (account.first_name, account.email, account.is_active) == ("", "", False)
    assert account.username.startswith("erased-") and not account.has_usable_password()
    assert not default_storage.exists(file) and not Message.objects.filter(kind="receipt").exists()
    assert phone.get("/consents/").status_code == 302  # their visit is over
    gone = Destruction.objects.get(kind="unconfirmed_guardians")
    assert (gone.reason, gone.many) == ("period", 1)
    assert AuditRecord.objects.filter(action="guardianship.ended").count() == 1
    assert ConsentEvent.objects.filter(guardianship=link).count() == 4  # the ledger keeps what was, under a number
    assert purge(kind="unconfirmed_guardians", actor=SYSTEM, now=over(link) + timedelta(days=9)) == 0


def test_who_was_confirmed_stays_and_who_guards_another_keeps_the_account(child: Student, phone: Client) -> None:
    """The twins of the removal."""
    link = waiting_link(child, phone)
    brother = student("S007", born=CHILD)
    paper = proof(who=brother)
    held = {"method": Guardianship.Method.PAPER, "evidence": paper, "contact": "x@example.com"}
    second = keep_waiting(guardian=link.guardian, student=brother, **held, actor=SYSTEM, now=NOW)
    confirm_guardian(guardianship=link, actor=director(), now=clock.now())

    assert purge(kind="unconfirmed_guardians", actor=SYSTEM, now=over(link) + timedelta(days=400)) == 1

    second.refresh_from_db()
    link.refresh_from_db()
    assert (second.ended_at is not None, second.contact) == (True, None)
    assert link.ended_at is None and link.contact is not None
    assert User.objects.get(pk=link.guardian_id).username == "kim-parent"
