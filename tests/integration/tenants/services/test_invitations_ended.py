"""How an invitation ends without an answer, and what a failed answer leaves: nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from eduai.lib.errors import InvalidInput, NotAllowed
from eduai.lib.identifiers import IdentifierFound, refuse_identifiers
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, Destruction, Evidence, GuardianInvitation, Message, Role, Student, User
from tenants.services import invitations
from tenants.services.invitations import MOST_WAITING, cancel_invitation, invite_guardian
from tests.cast import CHILD, NOW, member, student
from tests.integration.tenants.services.test_invitations import ACCOUNT, EACH, answered, invited, sent_link

HOST = {"host": "haneul.localhost"}


@pytest.fixture
def child(in_haneul: Any, settings: Any) -> Student:
    cache.clear()
    settings.EDUAI_INVITATION_DAYS = 10_000
    return student("S001", signs_in=True, born=CHILD)


@pytest.fixture
def phone() -> Client:
    return Client(headers=HOST)


def files() -> set[Path]:
    return {path for path in Path(configured.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_wrong_links_from_an_address_shut_no_right_one_out(child: Student, phone: Client) -> None:
    invited(child)
    link = sent_link()
    for _ in range(60):
        assert phone.get("/guardians/guess").status_code == 404
    assert phone.get("/guardians/guess").status_code == 429
    for _ in range(61):
        assert phone.get(link).status_code == 200


@pytest.mark.parametrize(
    "digest",
    [
        "51d5eb045d7ecf57edcfc8952c88ccec5fdac36205b9fd77abf4207263818404",
        "42748d4ed6d8bfa93dd241dff3e3bf253dd19f97b8509317814838b9f42bbec4",
        "ae56d249b7b5b6629bbe4af6e2f52b9411178720017c3120cf35f27ece223720",
        "aed4910073059890a7f7b9735188c2384cdcdc013b37c7900ef45bfbac40ca2d",
    ],
)
def test_a_link_whose_hash_looks_like_somebodys_number_can_be_answered(
    child: Student, phone: Client, monkeypatch: pytest.MonkeyPatch, digest: str
) -> None:
    """One in some thousand does; what the guardian's name and contact hold is looked at as before (L-11)."""
    monkeypatch.setattr(invitations, "_hash", lambda _token: digest)
    with pytest.raises(IdentifierFound):
        refuse_identifiers(words=f"링크의 해시: {digest}")
    invited(child)
    assert answered(phone, sent_link(), EACH, **ACCOUNT).status_code == 302
    with pytest.raises(InvalidInput):
        invited(child, name="900101-1234568", contact="other@example.com")


def test_staff_take_a_mistyped_invitation_back_and_may_ask_again(child: Student) -> None:
    asks: dict[str, Any] = {"student": child, "name": "김보호", "site": "http://haneul.localhost/", "actor": SYSTEM}
    waiting = [
        invite_guardian(contact=f"wrong{number}@example.com", now=NOW + timedelta(seconds=number), **asks)
        for number in range(MOST_WAITING)
    ]
    link = sent_link()
    teacher = member(Role.TEACHER)
    desk = Client(headers=HOST)
    desk.force_login(teacher)
    path = f"/admin/tenants/consentevent/of/{child.pk}/"
    assert desk.get(path).content.decode().count('value="cancel"') == MOST_WAITING

    asked = {"do": "cancel", "invitation": str(waiting[-1].pk)}
    assert desk.post(path, asked).status_code == 302
    assert GuardianInvitation.objects.count() == MOST_WAITING - 1
    assert Message.objects.count() == MOST_WAITING - 1
    assert Client(headers=HOST).get(link).status_code == 404
    gone = Destruction.objects.order_by("kind").values_list("kind", "many")
    assert list(gone) == [("guardianinvitation", 1), ("message", 1)]
    newest = AuditRecord.objects.filter(action="invitation.cancelled").get()
    assert (newest.actor, newest.subject) == (person(teacher).label, f"guardianinvitation:{waiting[-1].pk}")
    assert invite_guardian(contact="right@example.com", now=NOW, **asks).pk

    again = desk.post(path, asked)
    assert (again.status_code, "이미 끝났습니다" in again.content.decode()) == (400, True)


def test_nobody_takes_another_students_invitation_back(child: Student) -> None:
    invitation = invited(child)
    other = student("S002", signs_in=True, born=CHILD)
    given: dict[str, Any] = {"invitation_id": invitation.pk, "now": NOW}
    with pytest.raises(InvalidInput):
        cancel_invitation(student=other, actor=SYSTEM, **given)
    for actor in (person(other.user), person(member(Role.GUARDIAN))):
        with pytest.raises(NotAllowed):
            cancel_invitation(student=child, actor=actor, **given)
    assert GuardianInvitation.objects.count() == 1


def test_an_answer_that_fails_leaves_no_file_of_the_guardians_contact(
    child: Student, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited(child)
    link = sent_link()
    before = files()

    def broken(*_: object) -> None:
        assert Evidence.objects.count() == 1
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(invitations, "_send_receipt", broken)
        with pytest.raises(OperationalError):
            answered(phone, link, EACH, **ACCOUNT)
    assert files() == before
    assert (Evidence.objects.count(), User.objects.filter(role=Role.GUARDIAN).count()) == (0, 0)

    assert answered(phone, link, EACH, **ACCOUNT).status_code == 302
    assert len(files() - before) == 1


def test_one_link_finds_out_few_user_names(child: Student, phone: Client) -> None:
    member(Role.TEACHER, "a-teacher")
    invited(child)
    link = sent_link()
    taken = {**ACCOUNT, "username": "a-teacher"}
    told = [answered(phone, link, EACH, **taken).content.decode() for _ in range(12)]
    assert ["이미 쓰이고" in page for page in told] == [True] * 10 + [False] * 2
    free = answered(phone, link, EACH, **ACCOUNT)
    assert free.status_code == 400
    assert "내일 다시" in free.content.decode()
    assert not User.objects.filter(role=Role.GUARDIAN).exists()
