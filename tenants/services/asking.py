"""A notice as it stands on a screen, and the answer to exactly what stood there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from eduai.lib.errors import Conflict, InvalidInput
from tenants.actors import SYSTEM, Actor
from tenants.ages import answers_alone
from tenants.models import ConsentEvent, Guardianship, NoticeVersion, Purpose, Role, Student
from tenants.notice_texts import LABELS, Audience
from tenants.services.consent import record_consent
from tenants.services.notices import current_notices, passages, publish_first_notices, shown_hash

CHANGED = "그사이 고지 내용이 바뀌었습니다. 바뀐 내용을 읽고 다시 답해 주세요."
ANSWERS = {
    "give": ConsentEvent.Kind.GIVEN,
    "refuse": ConsentEvent.Kind.REFUSED,
    "withdraw": ConsentEvent.Kind.WITHDRAWN,
}
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notice: the item's name where it has one, and its words in pieces, each with whether it is to be
    emphasised (개인정보 보호법 시행령 제17조 제3항).
    """

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One purpose as it is put before somebody. `shown` is the hash of these very words and of their facts."""

    purpose: Purpose
    notice: NoticeVersion
    audience: Audience
    shown: str
    lines: tuple[Line, ...]

    @property
    def separate(self) -> bool:
        """Whether it stands on a screen of its own (제28조의8 제1항 제1호의 "별도의 동의")."""
        return self.purpose == Purpose.OVERSEAS


def audience_for(*, reader: Role, student: Student, at: datetime) -> Audience:
    """Which of a notice's two texts this reader is shown: a child below 14 that for children (제22조의2 제3항)."""
    child = reader == Role.STUDENT and not answers_alone(birth_date=student.birth_date, at=at)
    return Audience.CHILD if child else Audience.ADULT


def ask(*, purposes: Collection[Purpose], audience: Audience, now: datetime) -> dict[Purpose, Asked]:
    """What is put before somebody for each of these purposes, in their order. The product's own notice stands in for
    one that the academy has not written.
    """
    publish_first_notices(actor=SYSTEM, now=now)
    notices = current_notices()
    return {purpose: _asked(purpose, notices[purpose], audience) for purpose in purposes if purpose in notices}


def answer(
    *,
    student: Student,
    purpose: Purpose,
    word: str,
    shown: str,
    audience: Audience,
    actor: Actor,
    now: datetime,
    channel: str = "web",
    address: str | None = None,
    guardianship: Guardianship | None = None,
) -> ConsentEvent:
    """This will record the answer `word` (give, refuse or withdraw) to the notice whose hash the form carried.

    Raises InvalidInput for another word, Conflict where other words stand there by now, and whatever `record_consent`
    raises. Nobody has to read again in order to withdraw.
    """
    kind = ANSWERS.get(word)
    if kind is None:
        raise InvalidInput("답을 골라 주세요.", field=str(purpose))
    notice = current_notices().get(purpose)
    if notice is None:
        raise InvalidInput("고지문이 없습니다.", field=str(purpose))
    if kind != ConsentEvent.Kind.WITHDRAWN and shown != shown_hash(notice=notice, audience=audience):
        raise Conflict(CHANGED, field=str(purpose))
    return record_consent(
        student=student,
        purpose=purpose,
        kind=kind,
        channel=channel,
        actor=actor,
        now=now,
        notice=notice,
        audience=audience,
        guardianship=guardianship,
        address=address,
    )


def sentences(*, events: Collection[ConsentEvent]) -> list[str]:
    """What was answered, a line for each, as a receipt tells it."""
    return [f"{Purpose(event.purpose).label}: {ConsentEvent.Kind(event.kind).label}" for event in events]


def require_current(*, shown: Mapping[Purpose, str], audience: Audience) -> None:
    """This will pass where each of these hashes is that of the words as they stand. Raises Conflict otherwise."""
    notices = current_notices()
    for purpose, known in shown.items():
        if purpose not in notices or known != shown_hash(notice=notices[purpose], audience=audience):
            raise Conflict(CHANGED, field=str(purpose))


def _asked(purpose: Purpose, notice: NoticeVersion, audience: Audience) -> Asked:
    return Asked(purpose, notice, audience, shown_hash(notice=notice, audience=audience), _lines(notice, audience))


def _lines(notice: NoticeVersion, audience: Audience) -> tuple[Line, ...]:
    rows: list[list[Piece]] = [[]]
    for text, strong in passages(notice=notice, audience=audience):
        for number, part in enumerate(text.split("\n")):
            if number:
                rows.append([])
            if part:
                rows[-1].append((part, strong))
    return tuple(_labelled(row) for row in rows if row)


def _labelled(row: list[Piece]) -> Line:
    first, strong = row[0]
    for label in LABELS.values():
        if not strong and first.startswith(f"{label}:"):
            rest = first.removeprefix(f"{label}:")
            return Line(f"{label}:", (*([(rest, False)] if rest else []), *row[1:]))
    return Line("", tuple(row))
