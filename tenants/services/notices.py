"""The notices that people are shown: facts as data, and two texts that say them, for grown-ups and for children."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from eduai.lib.digests import digest
from eduai.lib.errors import Conflict
from tenants import access, notice_texts
from tenants.actors import Actor
from tenants.ages import day_in_korea
from tenants.audit import Action, record
from tenants.models import NoticeVersion, Purpose
from tenants.notice_texts import Audience
from tenants.sending_lock import wait_for_senders


def publish_notice(
    *,
    purpose: Purpose,
    facts: Mapping[str, str],
    text: str,
    child_text: str,
    actor: Actor,
    now: datetime,
) -> NoticeVersion:
    """This will publish the next version of a purpose's notice. Consents to other facts no longer count; where the
    texts alone change, they stay. It waits for sends that are being written.

    Raises NotAllowed, InvalidInput that names what is missing, what tells another recipient overseas than the
    registered one, what the text does not say or what a child would not understand, and Conflict when another one was
    published at the same moment.
    """
    access.require(actor, "tenants.publish_notice")
    notice_texts.check(purpose, facts, text, child_text)
    number = NoticeVersion.objects.filter(purpose=purpose).count() + 1
    return _publish(purpose, number, dict(facts), (text.strip(), child_text.strip()), actor, now)


def _publish(
    purpose: Purpose, number: int, facts: dict[str, str], texts: tuple[str, str], actor: Actor, now: datetime
) -> NoticeVersion:
    text, child_text = texts
    with transaction.atomic():
        wait_for_senders()
        try:
            with transaction.atomic():
                notice = NoticeVersion.objects.create(
                    purpose=purpose,
                    number=number,
                    facts=facts,
                    facts_hash=facts_hash(facts),
                    text=text,
                    child_text=child_text,
                    text_hash=digest(texts),
                    published_at=now,
                )
        except IntegrityError as error:
            sentence = "다른 고지문이 방금 게시되었습니다. 그것부터 확인해 주세요."
            raise Conflict(sentence, field="purpose") from error
        hashes = {"hash": notice.facts_hash, "text_hash": notice.text_hash}
        record(actor=actor, action=Action.NOTICE_PUBLISHED, subject=notice, **hashes)
    return notice


def current_notice(*, purpose: Purpose) -> NoticeVersion | None:
    """The newest notice of that purpose; None before the first."""
    return current_notices().get(purpose)


def current_notices() -> dict[str, NoticeVersion]:
    """The newest notice of each purpose that has one."""
    rows = NoticeVersion.objects.order_by("purpose", "-number").distinct("purpose")
    return {row.purpose: row for row in rows}


def every_notice() -> list[NoticeVersion]:
    """Every version of every purpose, oldest first."""
    return list(NoticeVersion.objects.order_by("purpose", "number"))


def notices_on(*, day: date, purpose: Purpose, known: Sequence[NoticeVersion]) -> list[NoticeVersion]:
    """The versions, out of those `known`, that were in force at some moment of that day in Korea, oldest first."""
    until = [row for row in known if row.purpose == purpose and day_in_korea(row.published_at) <= day]
    before = [row for row in until if day_in_korea(row.published_at) < day]
    return before[-1:] + until[len(before) :]


def told_otherwise() -> tuple[str, ...]:
    """What the overseas notice tells otherwise than the recipient is described now, in words. While it tells anything
    otherwise nothing is sent there: a new version has to be published, and asked about. One query.
    """
    notice = current_notice(purpose=Purpose.OVERSEAS)
    unlike = notice_texts.unlike_recipient(Purpose.OVERSEAS, notice.facts) if notice else ()
    return tuple(notice_texts.LABELS[name] for name in unlike)


def publish_first_notices(*, actor: Actor, now: datetime) -> None:
    """This will publish the product's own notice for each purpose that has none yet, and the next version of one from
    before there were texts for children: the same facts, so that consents to it hold.
    """
    known = current_notices()
    for purpose in Purpose:
        newest = known.get(purpose)
        if newest is not None and newest.text_hash:
            continue
        facts = newest.facts if newest else dict(notice_texts.FIRST_FACTS[purpose])
        texts = (notice_texts.adult_text(purpose, facts), notice_texts.child_text(purpose, facts))
        with contextlib.suppress(Conflict):  # somebody else has just done it
            _publish(purpose, newest.number + 1 if newest else 1, facts, texts, actor, now)


def words(*, notice: NoticeVersion, audience: Audience) -> str:
    """The words of this notice that are put before such a reader. A notice from before there were texts for children
    gets those that its next version will have.
    """
    purpose = Purpose(notice.purpose)
    if notice.text_hash:
        return notice.child_text if audience == Audience.CHILD else notice.text
    made = notice_texts.child_text if audience == Audience.CHILD else notice_texts.adult_text
    return made(purpose, notice.facts)


def passages(*, notice: NoticeVersion, audience: Audience) -> Iterator[tuple[str, bool]]:
    """The same words in pieces, each with whether it is to be emphasised (개인정보 보호법 시행령 제17조 제3항)."""
    facts = {name: notice.facts.get(name, "") for name in notice_texts.emphasised(Purpose(notice.purpose))}
    return notice_texts.marked(words(notice=notice, audience=audience), facts.values())


def shown_hash(*, notice: NoticeVersion, audience: Audience) -> str:
    """SHA-256 of what such a reader has before them: the words, and which facts they belong to."""
    return digest([notice.facts_hash, audience, words(notice=notice, audience=audience)])


def facts_hash(facts: Mapping[str, str]) -> str:
    """SHA-256 of the facts in canonical JSON: a typo in prose does not change it, a new recipient does."""
    return digest(dict(facts))
