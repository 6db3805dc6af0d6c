"""A guardian is asked by name and contact alone, answers each purpose by the link they were sent, and is told so."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from eduai.lib.errors import Conflict, NotAllowed
from questions.tasks import do
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM, Actor, person
from tenants.models import (
    AccessRecord,
    AuditRecord,
    ConsentEvent,
    Destruction,
    Evidence,
    GuardianInvitation,
    Guardianship,
    Message,
    Purpose,
    Role,
    Student,
    User,
)
from tenants.services.evidence import open_evidence
from tenants.services.invitations import invite_guardian, remove_unanswered_invitations
from tenants.services.notices import current_notice, publish_notice
from tenants.services.standing import standing
from tests.cast import CHILD, GROWN, NOW, actor, member, student

CONTACT = "parent@example.com"
SITE = "http://haneul.localhost/"
PASSWORD = "맑은 하늘 높은 구름 7"
Kind = ConsentEvent.Kind


def invited(
    child: Student, contact: str = CONTACT, name: str = "김보호", by: Actor | None = None
) -> GuardianInvitation:
    """Asked by the director, where nothing else is said."""
    return invite_guardian(student=child, name=name, contact=contact, site=SITE, actor=by or director(), now=NOW)


def director() -> Actor:
    return person(User.objects.filter(role=Role.DIRECTOR).first() or member(Role.DIRECTOR))


def sent_link() -> str:
    """The link of the newest message, read from the mail that really left."""
    for claim in dispatch.claim("engine", 10):
        do(claim)
    found = re.search(r"http://haneul\.localhost(/guardians/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


@pytest.fixture
def child(in_haneul: Any, settings: Any) -> Student:
    cache.clear()
    settings.EDUAI_INVITATION_DAYS = 10_000  # from NOW to whenever this runs
    row = student("S001", signs_in=True, born=CHILD)
    row.name = "김하늘"
    row.save()
    return row


@pytest.fixture
def phone() -> Client:
    return Client(headers={"host": "haneul.localhost"})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def answered(phone: Client, link: str, words: dict[str, str], **account: str) -> Any:
    """The three screens of the link, filled in: what each screen says is carried to the next, as a browser does."""
    body: dict[str, str] = {}
    page = phone.get(link).content.decode()
    for step in ("1", "2", "3"):
        here = re.findall(r'type="radio" name="answer_(\w+)" value="give"', page)
        body |= {f"shown_{purpose}": hidden(page, f"shown_{purpose}") for purpose in here}
        body |= {f"answer_{purpose}": words[purpose] for purpose in here if purpose in words}
        response = phone.post(link, body | {"step": step} | (account if step == "3" else {}))
        page = response.content.decode()
    return response


EACH = {"collection": "give", "training": "refuse", "photo": "give", "overseas": "give"}
ACCOUNT = {"username": "kim-parent", "password": PASSWORD}


def test_only_the_guardians_name_and_contact_are_kept_and_they_are_sealed(child: Student) -> None:
    """L-15: 개인정보 보호법 제22조의2 제2항."""
    invitation = invited(child)
    assert {field.name for field in GuardianInvitation._meta.fields} == {
        *("id", "student", "name", "contact", "method", "token_hash", "asked_at", "expires_at"),
        *("asked_by", "by_director"),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM tenants_guardianinvitation")
        sealed = b"".join(map(bytes, cursor.fetchone()))
    assert not any(word.encode() in sealed for word in ("김보호", CONTACT))
    assert (invitation.method, len(invitation.token_hash)) == (Guardianship.Method.MAIL, 64)


def test_the_link_holds_256_random_bits_and_the_table_their_hash_alone(child: Student) -> None:
    invited(child)
    token = sent_link().removeprefix("/guardians/")
    assert len(token) == 43
    assert token not in repr(list(GuardianInvitation.objects.values()))
    assert mail.outbox[-1].to == [CONTACT]


def test_a_guardian_reads_answers_each_purpose_and_gets_an_account_and_a_receipt(child: Student, phone: Client) -> None:
    """L-14, 시행령 제17조의2 제1항 제5호: asked by mail, answered by its link, with evidence."""
    invited(child)
    response = answered(phone, sent_link(), EACH, **ACCOUNT)

    assert (response.status_code, response["Location"]) == (302, "/consents/")
    link = Guardianship.objects.get(student=child)
    assert (link.guardian.username, link.guardian.role, link.guardian.first_name) == (
        "kim-parent",
        Role.GUARDIAN,
        "김보호",
    )
    assert (link.method, link.verified_at is not None) == (Guardianship.Method.MAIL, True)
    events = ConsentEvent.objects.order_by("id").values_list("purpose", "kind", "guardianship", "audience", "channel")
    assert list(events) == [
        ("collection", "given", link.pk, "adult", "web"),
        ("overseas", "given", link.pk, "adult", "web"),
        ("training", "refused", link.pk, "adult", "web"),
        ("photo", "given", link.pk, "adult", "web"),
    ]
    assert standing(student=child, purpose=Purpose.OVERSEAS) is not None
    assert standing(student=child, purpose=Purpose.TRAINING) is None
    assert GuardianInvitation.objects.count() == 0

    for claim in dispatch.claim("engine", 10):
        do(claim)
    receipt = mail.outbox[-1]
    assert receipt.to == [CONTACT]
    for words in ("김보호 님", "김하늘 학생", "http://haneul.localhost/consents/", "동의 답변"):
        assert words in receipt.body + receipt.subject
    assert phone.get("/consents/").status_code == 200
    with tenancy.use(tenancy.require()):
        assert phone.login(username="kim-parent", password=PASSWORD)


def test_the_evidence_tells_who_was_asked_where_and_to_which_words_each_answer_was(
    child: Student, phone: Client
) -> None:
    """C-06: the hashes are those of the words that stood on the screen."""
    invited(child)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    proof = Evidence.objects.get(student=child)
    told = open_evidence(evidence=proof, actor=SYSTEM).data.decode()

    assert proof.kind == Evidence.Kind.MAIL
    assert f"보호자: 김보호 ({CONTACT})" in told
    for event in ConsentEvent.objects.all():
        assert event.shown_hash
        assert event.shown_hash in told


def test_overseas_stands_alone_on_a_screen_of_its_own(child: Student, phone: Client) -> None:
    """L-05: 제28조의8 제1항 제1호, 별도의 동의."""
    invited(child)
    link = sent_link()
    first = phone.get(link).content.decode()
    second = phone.post(link, {"step": "1"}).content.decode()
    third = phone.post(link, {"step": "2"}).content.decode()
    asked = [re.findall(r'type="radio" name="answer_(\w+)" value="give"', page) for page in (first, second, third)]
    assert asked == [["collection", "training", "photo"], ["overseas"], []]


def test_nothing_is_ticked_beforehand_and_nothing_answers_for_all(child: Student, phone: Client) -> None:
    """L-07: each consent separately (제22조 제1항)."""
    invited(child)
    link = sent_link()
    for page in (phone.get(link), phone.post(link, {"step": "1"})):
        text = page.content.decode()
        assert " checked" not in text
        assert "모두 동의" not in text
        assert "전체 동의" not in text
        assert 'type="checkbox"' not in text


def test_saying_no_to_everything_takes_as_many_clicks_and_opens_the_same_account(child: Student, phone: Client) -> None:
    """L-09, L-12: 제22조 제5항; a no is one radio beside the yes."""
    invited(child)
    response = answered(phone, sent_link(), dict.fromkeys(EACH, "refuse"), **ACCOUNT)
    assert response.status_code == 302
    assert set(ConsentEvent.objects.values_list("kind", flat=True)) == {Kind.REFUSED}
    assert Guardianship.objects.filter(student=child).count() == 1


def test_what_is_not_answered_stays_open_and_nothing_at_all_is_no_answer(child: Student, phone: Client) -> None:
    invited(child)
    link = sent_link()
    response = answered(phone, link, {}, **ACCOUNT)
    assert response.status_code == 400
    assert "적어도 하나에는 답해 주세요" in response.content.decode()
    assert (User.objects.filter(role=Role.GUARDIAN).count(), ConsentEvent.objects.count()) == (0, 0)

    assert answered(phone, link, {"overseas": "refuse"}, **ACCOUNT).status_code == 302
    assert list(ConsentEvent.objects.values_list("purpose", "kind")) == [("overseas", "refused")]


@pytest.mark.parametrize("how", ["wrong", "used", "expired", "of another academy"])
def test_a_link_that_is_no_good_gets_one_and_the_same_page(child: Student, phone: Client, bada: Any, how: str) -> None:
    invited(child)
    link = sent_link()
    if how == "wrong":
        link = link[:-1] + ("a" if link[-1] != "a" else "b")
    elif how == "used":
        assert answered(phone, link, EACH, **ACCOUNT).status_code == 302
        phone.logout()
    elif how == "expired":
        GuardianInvitation.objects.update(expires_at=NOW)
    else:
        phone = Client(headers={"host": "bada.localhost"})
    before = ConsentEvent.objects.count()
    responses = [phone.get(link), phone.post(link, {"step": "3", "answer_photo": "give", "shown_photo": "", **ACCOUNT})]

    nothing = Client(headers={"host": "bada.localhost" if how == "of another academy" else "haneul.localhost"})
    same = nothing.get("/guardians/" + "x" * 43).content
    for response in responses:
        assert response.status_code == 404
        assert response.content == same
    assert "김하늘" not in same.decode()
    assert ConsentEvent.objects.count() == before


def test_the_link_stands_in_no_record(child: Student, phone: Client) -> None:
    invited(child)
    link = sent_link()
    phone.get(link)
    answered(phone, link, EACH, **ACCOUNT)
    token = link.removeprefix("/guardians/")
    assert AccessRecord.objects.filter(place="guardian-invitation").exists()
    assert token not in repr(list(AccessRecord.objects.values())) + repr(list(AuditRecord.objects.values()))


def test_a_link_that_is_guessed_at_is_slowed_down(child: Student, phone: Client) -> None:
    for _ in range(60):
        assert phone.get("/guardians/guess").status_code == 404
    assert phone.get("/guardians/guess").status_code == 429


def test_the_page_tells_its_address_to_nothing_that_it_loads(child: Student, phone: Client) -> None:
    invited(child)
    answers = [phone.get(sent_link()), phone.get("/guardians/guess")]
    assert [(answer.status_code, answer["Referrer-Policy"]) for answer in answers] == [
        (200, "strict-origin"),
        (404, "strict-origin"),
    ]


def test_a_link_answers_once_however_often_it_is_sent(child: Student, phone: Client) -> None:
    invited(child)
    link = sent_link()
    answered(phone, link, EACH, **ACCOUNT)
    again = Client(headers={"host": "haneul.localhost"})
    assert again.get(link).status_code == 404
    assert (Guardianship.objects.count(), ConsentEvent.objects.count()) == (1, 4)


def test_words_that_change_between_reading_and_sending_are_asked_again(child: Student, phone: Client) -> None:
    """L-06, C-06: the form carries the hash of what stood there."""
    invited(child)
    link = sent_link()
    page = phone.get(link).content.decode()
    body = {f"shown_{p}": hidden(page, f"shown_{p}") for p in ("collection", "training", "photo")}
    body |= {"answer_training": "give", "answer_photo": "give", "step": "3", **ACCOUNT}
    notice = current_notice(purpose=Purpose.TRAINING)
    assert notice is not None
    facts = notice.facts | {"retention": "10년"}
    text = notice.text.replace(notice.facts["retention"], "10년")
    publish_notice(
        purpose=Purpose.TRAINING, facts=facts, text=text, child_text=notice.child_text, actor=SYSTEM, now=NOW
    )

    response = phone.post(link, body)
    shown = response.content.decode()
    assert response.status_code == 400
    assert "바뀐 내용을 읽고 다시 답해 주세요" in shown
    assert "10년" in shown
    checked = re.findall(r'name="answer_(\w+)" value="(\w+)" checked', shown)
    assert checked == [("photo", "give")]  # what was answered to other words is open again, the rest is not lost
    assert (User.objects.filter(role=Role.GUARDIAN).count(), ConsentEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("account", "field"),
    [
        ({"username": "", "password": PASSWORD}, "아이디를 적어 주세요"),
        ({"username": "kim", "password": "1234"}, "비밀번호"),
        ({"username": "S001", "password": PASSWORD}, "이미 쓰이고 있습니다"),
    ],
)
def test_a_bad_account_keeps_what_was_answered(
    child: Student, phone: Client, account: dict[str, str], field: str
) -> None:
    invited(child)
    response = answered(phone, sent_link(), EACH, **account)
    page = response.content.decode()
    assert response.status_code == 400
    assert field in page
    assert [hidden(page, f"answer_{purpose}") for purpose in EACH] == list(EACH.values())
    assert ConsentEvent.objects.count() == 0
    assert Evidence.objects.filter(student=child).count() == 0


def test_a_guardian_who_is_signed_in_answers_for_another_child_with_the_same_account(
    child: Student, phone: Client
) -> None:
    invited(child)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    sibling = student("S002", born=CHILD)
    invited(sibling)
    assert answered(phone, sent_link(), EACH).status_code == 302
    assert set(Guardianship.objects.values_list("student__code", "guardian__username")) == {
        ("S001", "kim-parent"),
        ("S002", "kim-parent"),
    }


def test_the_child_does_not_answer_on_the_guardians_page(child: Student, phone: Client) -> None:
    invited(child)
    link = sent_link()
    phone.force_login(child.user)
    assert phone.get(link).status_code == 403
    assert phone.post(link, {"step": "3", "answer_photo": "give", "shown_photo": "", **ACCOUNT}).status_code == 403
    assert ConsentEvent.objects.count() == 0


def test_what_nobody_answers_is_removed_with_its_message_and_the_removal_is_noted(child: Student) -> None:
    """L-15: the name and the contact go after N days without an answer."""
    kept = invited(student("S009", born=CHILD), "other@example.com")
    gone = invited(child)
    GuardianInvitation.objects.filter(pk=gone.pk).update(expires_at=NOW + timedelta(days=7))

    assert remove_unanswered_invitations(now=NOW + timedelta(days=7, seconds=-1)) == 0
    assert remove_unanswered_invitations(now=NOW + timedelta(days=7)) == 1
    assert list(GuardianInvitation.objects.all()) == [kept]
    assert [message.recipient for message in Message.objects.all()] == ["other@example.com"]
    assert list(Destruction.objects.order_by("kind").values_list("kind", "reason", "many")) == [
        ("guardianinvitation", "unanswered", 1),
        ("message", "unanswered", 1),
    ]
    assert AuditRecord.objects.filter(action="invitations.removed").count() == 1
    assert remove_unanswered_invitations(now=NOW + timedelta(days=8)) == 0


def test_removing_takes_the_same_queries_for_one_and_for_five(
    child: Student, django_assert_num_queries: Any, settings: Any
) -> None:
    for number in range(5):
        invited(student(f"T{number}", born=CHILD), f"p{number}@example.com")
    GuardianInvitation.objects.update(expires_at=NOW)
    with django_assert_num_queries(11):
        assert remove_unanswered_invitations(now=NOW) == 5


def test_a_student_invites_for_themself_staff_for_anybody_and_nobody_else_does(child: Student) -> None:
    other = student("S002", signs_in=True, born=CHILD)
    for who in (person(other.user), actor(Role.GUARDIAN), actor(Role.ASSISTANT)):
        with pytest.raises(NotAllowed):
            invite_guardian(student=child, name="김보호", contact=CONTACT, site=SITE, actor=who, now=NOW)
    assert (GuardianInvitation.objects.count(), Message.objects.count()) == (0, 0)
    for who in (person(child.user), actor(Role.TEACHER), person(member(Role.DIRECTOR))):
        invite_guardian(student=child, name="김보호", contact=CONTACT, site=SITE, actor=who, now=NOW)
    assert GuardianInvitation.objects.count() == 3
    with pytest.raises(Conflict):  # enough were asked
        invited(child)


def test_who_answers_alone_needs_no_guardian(in_haneul: Any) -> None:
    with pytest.raises(Conflict):
        invited(student("S003", born=GROWN))
    assert Message.objects.count() == 0


def test_the_record_holds_neither_name_nor_contact(child: Student, phone: Client) -> None:
    invited(child)
    answered(phone, sent_link(), EACH, **ACCOUNT)
    told = repr(list(AuditRecord.objects.values_list("facts", "subject", "actor")))
    for word in ("김보호", CONTACT, "김하늘"):
        assert word not in told
