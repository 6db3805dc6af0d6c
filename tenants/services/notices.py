"""The notices that people are shown, with their facts as data."""

from __future__ import annotations

import contextlib
import hashlib
import json
from datetime import datetime

from django.db import IntegrityError, transaction

from eduai.lib.errors import Conflict, InvalidInput
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import NoticeVersion, Purpose

# What each article asks a notice to say: 개인정보 보호법 제15조 제2항, and 제28조의8 제2항 for overseas.
REQUIRED_FACTS: dict[str, tuple[str, ...]] = {
    Purpose.COLLECTION: ("purpose", "items", "retention", "refusal"),
    Purpose.OVERSEAS: (
        "items",
        "country",
        "method",
        "recipient",
        "contact",
        "purpose",
        "retention",
        "refusal",
    ),
    Purpose.TRAINING: ("purpose", "items", "retention", "refusal"),
    Purpose.PHOTO: ("purpose", "items", "retention", "refusal"),
}

FIRST_NOTICES: dict[str, dict[str, str]] = {
    Purpose.COLLECTION: {
        "purpose": "오답 분석과 유사문제 제공",
        "items": "학생 코드, 오답노트의 문제와 답, 풀이 기록",
        "retention": "수강 종료 후 1년",
        "refusal": "거부할 수 있으며, 거부하면 오답노트를 보관하지 않습니다.",
    },
    Purpose.OVERSEAS: {
        "items": "오답노트의 문제, 정답, 학생이 쓴 답 (이름과 학교는 보내지 않습니다)",
        "country": "미국",
        "method": "유사문제를 만들 때 암호화된 통신으로 전송",
        "recipient": "OpenAI, L.L.C.",
        "contact": "privacy@openai.com",
        "purpose": "유사문제 초안 작성",
        "retention": "전송 후 최대 30일",
        "refusal": "거부할 수 있으며, 거부해도 학원 서버에서 만드는 유사문제는 그대로 이용할 수 있습니다.",
    },
    Purpose.TRAINING: {
        "purpose": "학원 자체 모델의 학습",
        "items": "승인된 유사문제와 그 바탕이 된 오답노트의 문제",
        "retention": "동의 철회 시까지",
        "refusal": "거부할 수 있으며, 서비스 이용에는 영향이 없습니다.",
    },
    Purpose.PHOTO: {
        "purpose": "사진으로 오답 등록",
        "items": "문제를 찍은 사진",
        "retention": "글로 옮긴 것을 확인한 뒤 30일",
        "refusal": "거부할 수 있으며, 직접 입력해 등록할 수 있습니다.",
    },
}


def publish_notice(*, purpose: Purpose, facts: dict[str, str], actor: Actor, now: datetime) -> NoticeVersion:
    """This will publish the next version of a purpose's notice. Consents to other facts no longer count.

    Raises InvalidInput when a fact that the law asks for is missing or empty, and Conflict when another one
    was published at the same moment.
    """
    missing = [name for name in REQUIRED_FACTS[purpose] if not facts.get(name, "").strip()]
    if missing:
        raise InvalidInput(f"고지문에 빠진 항목이 있습니다: {', '.join(missing)}", field="facts")
    number = NoticeVersion.objects.filter(purpose=purpose).count() + 1
    return _publish(purpose, number, facts, actor, now)


def _publish(purpose: Purpose, number: int, facts: dict[str, str], actor: Actor, now: datetime) -> NoticeVersion:
    with transaction.atomic():
        try:
            with transaction.atomic():
                notice = NoticeVersion.objects.create(
                    purpose=purpose,
                    number=number,
                    facts=facts,
                    facts_hash=facts_hash(facts),
                    text="\n".join(facts[name] for name in REQUIRED_FACTS[purpose]),
                    published_at=now,
                )
        except IntegrityError as error:
            sentence = "다른 고지문이 방금 게시되었습니다. 그것부터 확인해 주세요."
            raise Conflict(sentence, field="purpose") from error
        record(actor=actor, action=Action.NOTICE_PUBLISHED, subject=notice, hash=notice.facts_hash)
    return notice


def current_notice(*, purpose: Purpose) -> NoticeVersion | None:
    """The newest notice of that purpose; None before the first."""
    return NoticeVersion.objects.filter(purpose=purpose).order_by("-number").first()


def publish_first_notices(*, actor: Actor, now: datetime) -> None:
    """This will publish the product's own notice for each purpose that has none yet."""
    for purpose in Purpose:
        if current_notice(purpose=purpose) is None:
            with contextlib.suppress(Conflict):  # somebody else has just done it
                _publish(purpose, 1, FIRST_NOTICES[purpose], actor, now)


def facts_hash(facts: dict[str, str]) -> str:
    """SHA-256 of the facts in canonical JSON: a typo in prose does not change it, a new recipient does."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
