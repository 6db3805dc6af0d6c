"""Short ways to answer and to ask what the answers come to, for the tests of consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tenants import processors
from tenants.actors import SYSTEM, Actor
from tenants.models import ConsentEvent, Purpose, Student
from tenants.notice_texts import FIRST_FACTS, adult_text, child_text, registered_facts
from tenants.processors import Processor
from tenants.services.consent import record_consent, release
from tenants.services.notices import publish_notice
from tenants.services.standing import Why, decide
from tests.cast import NOW

Kind = ConsentEvent.Kind
OVERSEAS = Purpose.OVERSEAS
BOTH = {"on_premises", "overseas"}


def says(who: Student, actor: Actor, kind: ConsentEvent.Kind = Kind.GIVEN, **more: Any) -> ConsentEvent:
    """An answer on the web by whoever acts."""
    given = {"purpose": OVERSEAS, "channel": "web", "now": NOW} | more
    return record_consent(student=who, kind=kind, actor=actor, **given)


def places(who: Student, at: datetime = NOW) -> set[str]:
    return set(release(student=who, purpose="similar_question", now=at).places)


def why(who: Student, purpose: Purpose = OVERSEAS, at: datetime = NOW) -> Why:
    return decide(student=who, purpose=purpose, at=at).why


def describe(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Processor:
    """The recipient overseas as it is described from now on, with these facts changed."""
    anew = replace(processors.overseas(), **changes)
    monkeypatch.setattr(processors, "PROCESSORS", (processors.OWN_MODELS, anew))
    return anew


def publish(**changes: str) -> None:
    """The next overseas notice, about the recipient as it is described now, with these facts changed."""
    facts = {**FIRST_FACTS[OVERSEAS], **registered_facts(), **changes}
    texts = {"text": adult_text(OVERSEAS, facts), "child_text": child_text(OVERSEAS, facts)}
    publish_notice(purpose=OVERSEAS, facts=facts, **texts, actor=SYSTEM, now=NOW)
