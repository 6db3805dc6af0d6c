"""Notices in the database: versions, the two texts' hash, and those from before there were texts for children."""

from __future__ import annotations

import pytest

from eduai.lib.digests import digest
from eduai.lib.errors import InvalidInput, NotAllowed
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, NoticeVersion, Purpose, Role
from tenants.notice_texts import FIRST_FACTS, LABELS, REGISTERED, Audience, adult_text, child_text
from tenants.services.consent import standing
from tenants.services.notices import (
    current_notice,
    facts_hash,
    passages,
    publish_first_notices,
    publish_notice,
    told_otherwise,
    words,
)
from tenants.services.standing import Why
from tests.cast import NOW, consents, member, student
from tests.integration.tenants.services.answering import BOTH, places, publish, why

pytestmark = pytest.mark.usefixtures("in_haneul")
PHOTO = Purpose.PHOTO
FACTS = dict(FIRST_FACTS[PHOTO])
TEXTS = {"text": adult_text(PHOTO, FACTS), "child_text": child_text(PHOTO, FACTS)}


def test_a_notice_keeps_its_facts_both_texts_and_a_hash_of_each() -> None:
    """L-03, L-18."""
    notice = publish_notice(purpose=PHOTO, facts=FACTS, **TEXTS, actor=SYSTEM, now=NOW)

    assert (notice.number, notice.facts_hash) == (1, facts_hash(FACTS))
    assert notice.text_hash == digest([TEXTS["text"], TEXTS["child_text"]])
    assert (
        words(notice=notice, audience=Audience.CHILD)
        == TEXTS["child_text"]
        != words(notice=notice, audience=Audience.ADULT)
    )
    assert notice.text_hash in AuditRecord.objects.first().facts


def test_an_incomplete_notice_is_not_published() -> None:
    """L-03."""
    with pytest.raises(InvalidInput, match="어린이용 설명"):
        publish_notice(purpose=PHOTO, facts=FACTS, text=TEXTS["text"], child_text="", actor=SYSTEM, now=NOW)

    assert current_notice(purpose=PHOTO) is None


def test_only_the_director_publishes() -> None:
    director = person(member(Role.DIRECTOR))
    for role in (Role.TEACHER, Role.ASSISTANT, Role.STUDENT, Role.GUARDIAN):
        with pytest.raises(NotAllowed):
            publish_notice(purpose=PHOTO, facts=FACTS, **TEXTS, actor=person(member(role)), now=NOW)

    assert publish_notice(purpose=PHOTO, facts=FACTS, **TEXTS, actor=director, now=NOW).number == 1


def old_notice(facts: dict[str, str]) -> NoticeVersion:
    """One from before there were texts for children."""
    return NoticeVersion.objects.create(
        purpose=Purpose.OVERSEAS,
        number=1,
        facts=facts,
        facts_hash=facts_hash(facts),
        text="예전 글",
        published_at=NOW,
    )


def test_an_old_notice_gets_a_text_for_children_and_consents_to_it_hold() -> None:
    """L-18, L-06: the next version has the same facts."""
    who, facts = student(), {**FIRST_FACTS[Purpose.OVERSEAS], "refusal": "거부할 수 있습니다."}
    old = old_notice(facts)
    assert words(notice=old, audience=Audience.CHILD) == child_text(Purpose.OVERSEAS, facts)
    consents(who)
    publish_first_notices(actor=SYSTEM, now=NOW)

    newest = current_notice(purpose=Purpose.OVERSEAS)
    assert (newest.number, newest.facts_hash) == (2, old.facts_hash)
    assert newest.child_text == words(notice=old, audience=Audience.CHILD)
    assert standing(student=who, purpose=Purpose.OVERSEAS) is not None
    assert NoticeVersion.objects.count() == len(Purpose) + 1


def test_an_old_notice_that_tells_of_another_use_stays_closed_until_the_director_publishes_the_right_one() -> None:
    """L-05: a yes to less than is done there is none."""
    who = student()
    old_notice({**FIRST_FACTS[Purpose.OVERSEAS], "purpose": "유사문제 초안 작성"})
    consents(who)
    assert told_otherwise() == ("이용 목적",)
    assert (places(who), why(who)) == ({"on_premises"}, Why.FACTS_CHANGED)
    assert standing(student=who, purpose=Purpose.OVERSEAS) is None

    publish()
    assert told_otherwise() == ()
    assert (places(who), why(who)) == ({"on_premises"}, Why.FACTS_CHANGED)
    consents(who)
    assert (places(who), why(who)) == (BOTH, Why.CONSENT)


@pytest.mark.parametrize("name", REGISTERED)
def test_a_notice_about_another_recipient_is_not_published(name: str) -> None:
    """L-05."""
    with pytest.raises(InvalidInput, match=LABELS[name]) as refused:
        publish(**{name: "다르게 적은 것"})

    assert (refused.value.field, current_notice(purpose=Purpose.OVERSEAS)) == (name, None)
    publish(**{name: f"  {FIRST_FACTS[Purpose.OVERSEAS][name]} "})
    assert told_otherwise() == ()


def test_first_notices_are_published_once() -> None:
    for _ in range(2):
        publish_first_notices(actor=SYSTEM, now=NOW)

    assert NoticeVersion.objects.count() == len(Purpose)


def test_what_is_to_stand_out_is_told_apart_in_the_published_words() -> None:
    """L-08."""
    notice = publish_notice(purpose=PHOTO, facts=FACTS, **TEXTS, actor=SYSTEM, now=NOW)

    strong = [piece for piece, is_strong in passages(notice=notice, audience=Audience.ADULT) if is_strong]
    assert strong == [FACTS["retention"]]
    assert [piece for piece, is_strong in passages(notice=notice, audience=Audience.CHILD) if is_strong] == strong
