"""What the answers of everybody who may speak for a student come to. Pure: no database, no clock.

Below 14 (an unknown birth date is a child's) guardians speak who were verified, with evidence (개인정보 보호법
제22조의2): one guardian's no outweighs another's yes, and a no of somebody else, the child or a former guardian,
stands until a guardian's later yes. Who was never verified might be anybody, and outweighs no guardian's yes. From
the birthday on what was given stays, and the student's own answer comes before all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tenants.ages import answers_from


class Said(StrEnum):
    """What the answers come to."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"
    CHANGED = "changed"
    """A yes, but to facts that have changed since."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the ledger that is not pending. `guardian` is None for the student's own; `verified` and `ended_at`
    are those of the guardianship that spoke.
    """

    id: int
    yes: bool
    at: datetime
    facts_hash: str
    guardian: int | None = None
    verified: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome, and the answer that decided it, if one did."""

    said: Said
    answer: Answer | None = None


def weigh(answers: Sequence[Answer], *, birth_date: date | None, at: datetime, facts_hash: str) -> Weighed:
    """What the answers, oldest first, come to at that instant, where `facts_hash` is of the facts as they stand."""
    birthday = answers_from(birth_date)
    own = [each for each in answers if each.guardian is None]
    if birthday is not None and birthday <= at:
        own_since = [each for each in own if birthday <= each.at]
        if own_since:
            return _as_it_stands(own_since[-1], facts_hash)
    speaking, silent = [], [*own]
    for each in _newest_of_each(answers):
        may_speak = each.verified and (each.ended_at is None or (birthday is not None and birthday <= each.ended_at))
        # A yes that a guardian gave when the student was 14 already was never theirs to give.
        too_late = birthday is not None and birthday <= each.at
        (speaking if may_speak and not (each.yes and too_late) else silent).append(each)
    return _weigh_child(speaking, silent, facts_hash)


def _weigh_child(speaking: Sequence[Answer], silent: Sequence[Answer], facts_hash: str) -> Weighed:
    refusals = [each for each in speaking if not each.yes]
    if refusals:
        return Weighed(Said.NO, refusals[-1])
    consents = [each for each in speaking if each.yes]
    standing = [each for each in consents if each.facts_hash == facts_hash]
    newest = max(standing or consents, key=lambda each: each.id, default=None)
    against = [each for each in silent if not each.yes and (newest is None or newest.id < each.id)]
    others = [each for each in against if newest is None or each.guardian is None or each.verified]
    if others:
        return Weighed(Said.NO, max(others, key=lambda each: each.id))
    return _as_it_stands(newest, facts_hash) if newest else Weighed(Said.NOTHING)


def _as_it_stands(answer: Answer, facts_hash: str) -> Weighed:
    if not answer.yes:
        return Weighed(Said.NO, answer)
    return Weighed(Said.YES if answer.facts_hash == facts_hash else Said.CHANGED, answer)


def _newest_of_each(answers: Iterable[Answer]) -> list[Answer]:
    """Each guardian's newest answer, oldest of them first."""
    newest = {each.guardian: each for each in answers if each.guardian is not None}
    return sorted(newest.values(), key=lambda each: each.id)
