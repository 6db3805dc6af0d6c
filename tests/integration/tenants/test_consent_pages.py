"""The pages of consents, as guardians, children and students of 14 and older meet them: read from the page itself."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eduai.lib import clock
from tenants.actors import SYSTEM
from tenants.models import ConsentEvent, GuardianInvitation, Message, Purpose, Role, Student
from tenants.notice_texts import Audience
from tenants.receipts import main
from tenants.services.notices import current_notice, publish_notice, shown_hash, words
from tenants.services.standing import standing
from tests.cast import CHILD, GROWN, consents, guards, member, student

Kind = ConsentEvent.Kind
QUERIES = 11


class Page(HTMLParser):
    """What a page shows: its notice's words, emphasised words, buttons, boxes and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.inside, self.strong = "", 0, 0
        self.emphasised: list[str] = []
        self.buttons: list[tuple[str, str]] = []
        self.inputs: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.shown = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "div" and found.get("class") == "notice-text":
            self.inside, self.shown = 1, found["data-shown"] or ""
        elif tag == "p" and self.inside:
            self.text += "\n" if self.text else ""
        elif tag == "strong" and found.get("class") == "emphasis":
            self.strong = 1
            self.emphasised.append("")
        elif tag == "button":
            self.buttons.append((found.get("value") or "", found.get("class") or ""))
        elif tag == "input":
            self.inputs.append(found)
        elif tag == "a":
            self.links.append(found.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.inside = 0
        elif tag == "strong":
            self.strong = 0

    def handle_data(self, data: str) -> None:
        if self.inside and data != "\n":
            self.text += data
        if self.strong:
            self.emphasised[-1] += data

    def value(self, name: str) -> str:
        return next(found["value"] or "" for found in self.inputs if found.get("name") == name)


@pytest.fixture
def child(in_haneul: Any) -> Student:
    return student("S001", signs_in=True, born=CHILD)


def visitor(user: Any) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    return client


@pytest.fixture
def guardian(child: Student) -> Client:
    user = member(Role.GUARDIAN)
    guards(user, child)
    return visitor(user)


def page_of(client: Client, who: Student, purpose: str) -> Page:
    response = client.get(f"/consents/{who.pk}/{purpose}")
    assert response.status_code == 200
    return Page(response.content.decode())


def answered(client: Client, who: Student, purpose: str, word: str) -> Any:
    page = page_of(client, who, purpose)
    return client.post(f"/consents/{who.pk}/{purpose}", {"answer": word, "shown": page.value("shown")})


@pytest.mark.parametrize("purpose", Purpose.values)
def test_the_words_on_the_screen_are_the_notice_and_their_hash_is_kept(
    guardian: Client, child: Student, purpose: str
) -> None:
    """C-06: what was shown can be shown again, and its hash is that of the words on the page."""
    page = page_of(guardian, child, purpose)
    notice = current_notice(purpose=Purpose(purpose))
    assert notice is not None
    assert page.text == words(notice=notice, audience=Audience.ADULT)
    assert page.shown == page.value("shown") == shown_hash(notice=notice, audience=Audience.ADULT)

    assert answered(guardian, child, purpose, "give").status_code == 302
    event = ConsentEvent.objects.get()
    assert (event.shown_hash, event.audience, event.kind) == (page.shown, "adult", "given")
    again = guardian.get(f"/consents/{child.pk}/{purpose}").content.decode()
    assert "그때 본 글" in again
    assert page.shown[:16] in again


def test_the_items_that_the_decree_names_are_emphasised(guardian: Client, child: Student) -> None:
    """L-08: 시행령 제17조 제3항: retention, recipient and its purpose."""
    page = page_of(guardian, child, "overseas")
    notice = current_notice(purpose=Purpose.OVERSEAS)
    assert notice is not None
    for name in ("recipient", "purpose", "retention"):
        assert notice.facts[name] in page.emphasised
    assert notice.facts["country"] not in page.emphasised
    assert page_of(guardian, child, "collection").emphasised == ["수강 종료 후 1년"]


@pytest.mark.parametrize("purpose", Purpose.values)
def test_nothing_is_ticked_and_a_no_stands_beside_a_yes_as_the_same_button(
    guardian: Client, child: Student, purpose: str
) -> None:
    """L-07, L-12: one purpose to a screen, no box to tick, and refusing is one click as accepting is."""
    page = page_of(guardian, child, purpose)
    assert [found for found in page.inputs if found.get("type") in ("checkbox", "radio")] == []
    assert not any("checked" in found for found in page.inputs)
    answers = [(value, classes) for value, classes in page.buttons if value]
    assert answers == [("give", "button quiet"), ("refuse", "button quiet")]


def test_overseas_has_a_screen_and_an_answer_of_its_own(guardian: Client, child: Student) -> None:
    """L-05: a yes to everything else says nothing about overseas."""
    for purpose in ("collection", "training", "photo"):
        answered(guardian, child, purpose, "give")
    assert standing(student=child, purpose=Purpose.OVERSEAS) is None
    answered(guardian, child, "overseas", "give")
    assert standing(student=child, purpose=Purpose.OVERSEAS) is not None
    assert list(ConsentEvent.objects.order_by("id").values_list("purpose", flat=True)) == [
        *("collection", "training", "photo", "overseas")
    ]


def test_withdrawing_takes_as_many_steps_as_giving(guardian: Client, child: Student) -> None:
    """L-27: the same list, the same screen, the same click (제38조 제4항, 시행령 제41조 제2항)."""

    def steps(word: str) -> int:
        place = Page(guardian.get("/consents/").content.decode())
        link = next(link for link in place.links if link.endswith("/overseas"))
        page = Page(guardian.get(link).content.decode())
        assert word in [value for value, _ in page.buttons]
        assert guardian.post(link, {"answer": word, "shown": page.value("shown")}).status_code == 302
        return 3

    assert steps("give") == steps("withdraw")
    assert list(ConsentEvent.objects.order_by("id").values_list("kind", flat=True)) == ["given", "withdrawn"]


def test_a_changed_fact_asks_again_and_what_is_shown_says_so(guardian: Client, child: Student) -> None:
    """L-06 on the screen: the form carries the hash of what stood there."""
    answered(guardian, child, "training", "give")
    page = page_of(guardian, child, "photo")
    republish(Purpose.TRAINING)
    republish(Purpose.PHOTO)

    listed = guardian.get("/consents/").content.decode()
    assert "내용이 바뀌어 다시 답해야 합니다" in listed
    response = guardian.post(f"/consents/{child.pk}/photo", {"answer": "give", "shown": page.value("shown")})
    assert response.status_code == 400
    assert "바뀐 내용을 읽고 다시 답해 주세요" in response.content.decode()
    assert "3년" in response.content.decode()
    assert ConsentEvent.objects.filter(purpose="photo").count() == 0
    assert standing(student=child, purpose=Purpose.TRAINING) is None


def republish(purpose: Purpose) -> None:
    notice = current_notice(purpose=purpose)
    assert notice is not None
    publish_notice(
        purpose=purpose,
        facts=notice.facts | {"retention": "3년"},
        text=notice.text.replace(notice.facts["retention"], "3년"),
        child_text=notice.child_text,
        actor=SYSTEM,
        now=clock.now(),
    )


def test_a_withdrawal_needs_no_reading_again(guardian: Client, child: Student) -> None:
    answered(guardian, child, "training", "give")
    response = guardian.post(f"/consents/{child.pk}/training", {"answer": "withdraw", "shown": ""})
    assert response.status_code == 302
    assert standing(student=child, purpose=Purpose.TRAINING) is None


def test_a_child_reads_the_childs_words_and_their_yes_waits_for_the_guardian(child: Student) -> None:
    """L-14, L-18: 제22조의2 제3항 and 제1항."""
    own = visitor(child.user)
    page = page_of(own, child, "overseas")
    notice = current_notice(purpose=Purpose.OVERSEAS)
    assert notice is not None
    assert page.text == notice.child_text
    assert notice.text not in page.text
    assert "/consents/ask" in page.links

    answered(own, child, "overseas", "give")
    event = ConsentEvent.objects.get()
    assert (event.kind, event.audience, event.shown_hash) == ("pending", "child", page.shown)
    assert standing(student=child, purpose=Purpose.OVERSEAS) is None
    assert "보호자의 답을 기다려요" in own.get("/consents/").content.decode()


def test_from_14_on_the_student_reads_the_grown_ups_words_and_decides(in_haneul: Any) -> None:
    """L-13, L-17 on the screen."""
    grown = student("S014", signs_in=True, born=GROWN)
    own = visitor(grown.user)
    page = page_of(own, grown, "overseas")
    notice = current_notice(purpose=Purpose.OVERSEAS)
    assert notice is not None
    assert page.text == notice.text
    assert "/consents/ask" not in page.links
    answered(own, grown, "overseas", "give")
    assert ConsentEvent.objects.get().kind == "given"


def test_the_day_before_the_14th_birthday_is_a_childs_and_the_birthday_is_not(in_haneul: Any) -> None:
    """L-13: days are Korea's, whatever the server's."""
    today = timezone.localdate(clock.now())
    for code, born, expected in (
        ("E", today.replace(year=today.year - 14), "adult"),
        ("L", (today.replace(day=1) + timedelta(days=32)).replace(year=today.year - 14, day=28), "child"),
    ):
        who = student(code, signs_in=True, born=born)
        answered(visitor(who.user), who, "photo", "refuse")
        assert ConsentEvent.objects.get(student=who).audience == expected


def test_nothing_is_blocked_for_who_has_not_answered_or_said_no(child: Student) -> None:
    """L-09: 제22조 제5항."""
    own = visitor(child.user)
    first = own.get("/")
    assert first.status_code == 200
    assert "아직 답하지 않은 동의가 4개 있어요" in first.content.decode()
    for purpose in ("overseas", "training", "photo"):
        answered(own, child, purpose, "refuse")
    for path in ("/", "/notes/new", "/consents/"):
        assert own.get(path).status_code == 200
    assert own.get("/practice/").status_code in (200, 302)
    assert "아직 답하지 않은 동의가 1개 있어요" in own.get("/").content.decode()


def test_a_changed_notice_is_counted_again_on_the_first_page(in_haneul: Any) -> None:
    """L-13: for who answers for themselves from 14 on; a no stays a no, and a child's is the guardian's to answer."""
    grown, young = student("S001", signs_in=True, born=GROWN), student("S002", signs_in=True, born=CHILD)
    by = guards(member(Role.GUARDIAN), young)
    clients = {who.pk: visitor(who.user) for who in (grown, young)}
    for purpose in Purpose:
        kind = Kind.REFUSED if purpose == Purpose.TRAINING else Kind.GIVEN
        consents(grown, kind, purpose)
        consents(young, kind, purpose, by=by)

    def told(who: Student) -> str:
        found = re.search("아직 답하지 않은 동의가 [0-9]+개", clients[who.pk].get("/").content.decode())
        return found[0] if found else ""

    assert (told(grown), told(young)) == ("", "")
    for many, purpose in enumerate((Purpose.COLLECTION, Purpose.TRAINING, Purpose.PHOTO)):
        republish(purpose)
        assert (told(grown), told(young)) == (f"아직 답하지 않은 동의가 {max(many, 1)}개", "")
    answered(clients[grown.pk], grown, "photo", "give")
    answered(clients[grown.pk], grown, "collection", "give")
    assert told(grown) == ""


def test_a_guardian_of_one_child_neither_reads_nor_answers_for_another(guardian: Client, child: Student) -> None:
    """L-16: sibling, stranger, and a student for themself alone."""
    other = student("S002", signs_in=True, born=CHILD)
    for client in (guardian, visitor(child.user)):
        for response in (
            client.get(f"/consents/{other.pk}/overseas"),
            client.post(f"/consents/{other.pk}/overseas", {"answer": "give", "shown": ""}),
            client.get("/consents/999999/overseas"),
            client.get(f"/consents/{child.pk}/everything"),
        ):
            assert response.status_code == 404
    assert ConsentEvent.objects.count() == 0


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT])
def test_staff_are_told_where_theirs_is(in_haneul: Any, child: Student, role: Role) -> None:
    client = visitor(member(role))
    assert client.get("/consents/").status_code == 403
    assert client.get(f"/consents/{child.pk}/overseas").status_code == 403
    assert client.get("/consents/ask").status_code == 403


@pytest.mark.parametrize("body", [{}, {"answer": "all"}, {"answer": "give"}, {"answer": "give", "shown": "x" * 9000}])
def test_bad_input_is_answered_with_a_sentence_and_records_nothing(
    guardian: Client, child: Student, body: dict[str, str]
) -> None:
    response = guardian.post(f"/consents/{child.pk}/overseas", body)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert ConsentEvent.objects.count() == 0


def test_a_child_asks_their_guardian_and_nothing_typed_is_lost(child: Student) -> None:
    """L-15: a name and a contact, and no more fields."""
    own = visitor(child.user)
    page = Page(own.get("/consents/ask").content.decode())
    assert {found["name"] for found in page.inputs if found.get("type") != "hidden"} == {"name", "contact"}

    wrong = own.post("/consents/ask", {"name": "김보호", "contact": "없음"})
    assert wrong.status_code == 400
    assert 'value="김보호"' in wrong.content.decode()
    assert 'value="없음"' in wrong.content.decode()
    assert (GuardianInvitation.objects.count(), Message.objects.count()) == (0, 0)

    assert own.post("/consents/ask", {"name": "김보호", "contact": "parent@example.com"}).status_code == 302
    assert GuardianInvitation.objects.get().name == "김보호"
    assert Message.objects.get().recipient == "parent@example.com"


def test_a_list_takes_the_same_queries_for_one_ward_and_for_five(
    guardian: Client, child: Student, django_assert_num_queries: Any
) -> None:
    user = child.guardianships.get().guardian
    guardian.get("/consents/")
    with django_assert_num_queries(QUERIES):
        guardian.get("/consents/")
    for number in range(4):
        guards(user, sibling := student(f"T{number}", born=CHILD))
        consents(sibling, by=sibling.guardianships.get())
    with django_assert_num_queries(QUERIES):
        guardian.get("/consents/")


def test_a_receipt_is_taken_home_and_checked_without_us(
    guardian: Client, child: Student, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """C-07: it verifies offline, and an altered one fails."""
    answered(guardian, child, "overseas", "give")
    event = ConsentEvent.objects.get()
    response = guardian.get(f"/consents/receipts/{event.pk}")
    assert response["Content-Disposition"] == f'attachment; filename="consent-{event.pk}.json"'
    text = response.content.decode()
    key = Client(headers={"host": "haneul.localhost"}).get("/consents/key").content.decode().strip()
    document = json.loads(text)
    receipt = document["receipt"]

    assert set(receipt) == {"header", "processing", "parties", "events"}
    assert "structured after ISO/IEC TS 27560:2023" in receipt["header"]["schema"]
    assert receipt["processing"]["facts"]["받는 자"] == "OpenAI, L.L.C."
    shown = receipt["processing"]["notice"]
    assert shown["text"] == words(notice=event.notice, audience=Audience.ADULT)
    assert shown["shown_sha256"] == event.shown_hash
    assert receipt["events"][-1]["answer"] == "given"
    assert "S001" not in text

    file = tmp_path / "receipt.json"
    file.write_text(text, encoding="utf-8")
    assert main([str(file), "--key", key]) == 0
    assert "overseas given" in capsys.readouterr().out
    for was, becomes in (("given", "refused"), ("OpenAI", "OpenAl"), ("미국", "한국"), (event.shown_hash[:8], "0" * 8)):
        assert was in text
        file.write_text(text.replace(was, becomes, 1), encoding="utf-8")
        assert main([str(file), "--key", key]) == 1
    file.write_text(text, encoding="utf-8")
    other = hashlib.sha256(b"another key").digest()
    assert main([str(file), "--key", base64.b64encode(other).decode()]) == 1


def test_a_receipt_is_for_who_may_see_the_student(guardian: Client, child: Student, in_haneul: Any) -> None:
    event = consents(child, by=child.guardianships.get())
    stranger = visitor(member(Role.GUARDIAN, "stranger"))
    assert stranger.get(f"/consents/receipts/{event.pk}").status_code == 404
    assert guardian.get(f"/consents/receipts/{event.pk}").status_code == 200
    assert visitor(child.user).get(f"/consents/receipts/{event.pk}").status_code == 200
    found = re.findall(r"/consents/receipts/(\d+)", guardian.get(f"/consents/{child.pk}/overseas").content.decode())
    assert found == [str(event.pk)]
