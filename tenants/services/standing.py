"""Whether a student's data may be used for a purpose now: worked out from the ledger each time it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from eduai.lib import clock
from eduai.llm.types import Place
from tenants import processors
from tenants.ages import answers_alone
from tenants.consent_rows import spoken_at
from tenants.models import ConsentEvent, NoticeVersion, Purpose, Student
from tenants.notice_texts import unlike_recipient
from tenants.services.processors import Acceptance, acceptance
from tenants.weighing import Answer, Said, Weighed, weigh

Kind = ConsentEvent.Kind


class Why(StrEnum):
    """Why data may be used, or may not."""

    CONSENT = "consent"
    SERVICE = "service"
    """No consent is needed: the contract carries it (개인정보 보호법 제15조 제1항 제4호)."""
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    FACTS_CHANGED = "facts_changed"
    SUSPENDED = "suspended"
    ERASED = "erased"
    PROCESSOR = "processor"
    """No officer has accepted the recipient as it is described now."""
    MINOR = "minor"
    """Below 14 or of unknown age, and the recipient's written permission for children is not on file."""


ALLOWING = (Why.CONSENT, Why.SERVICE)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one student and purpose; `event` is the primary key of the answer it rests on."""

    why: Why
    event: int | None = None

    @property
    def allowed(self) -> bool:
        return self.why in ALLOWING


def decide(*, student: Student, purpose: Purpose, at: datetime) -> Decision:
    """Whether this student's data may be used for the purpose at that instant. Reads the ledger, the facts as they
    stand and, for overseas, what was decided about the recipient: three queries at most.
    """
    return decide_each(students=[student], purposes=(purpose,), at=at)[student.pk, purpose]


def decide_each(
    *, students: Iterable[Student], purposes: Sequence[Purpose], at: datetime
) -> dict[tuple[int, str], Decision]:
    """The same for several students and purposes, with as many queries as for one."""
    people = list(students)
    answers = _answers([person.pk for person in people], purposes)
    facts = _facts_in_force()
    accepted = acceptance(processor=processors.overseas()) if Purpose.OVERSEAS in purposes else Acceptance()
    found = {}
    for person in people:
        for purpose in purposes:
            weighed = weigh(
                answers[person.pk, purpose],
                birth_date=person.birth_date,
                at=at,
                facts_hash=facts.get(purpose, ""),
            )
            found[person.pk, str(purpose)] = _decided(person, purpose, weighed, accepted, at)
    return found


def standing(*, student: Student, purpose: Purpose, at: datetime | None = None) -> ConsentEvent | None:
    """The consent in force: the yes to the facts as they stand now, of whoever may say it, that no no outweighs.

    It tells what was answered. Whether data may go, which asks more than consent, is `decide`'s.
    """
    weighed = _weighed(student, purpose, at or clock.now())
    if weighed.said is not Said.YES or weighed.answer is None:
        return None
    return ConsentEvent.objects.select_related("notice").get(pk=weighed.answer.id)


def may_withdraw(*, student: Student, purpose: Purpose, at: datetime) -> bool:
    """Whether there is a yes to take back: one in force, or that would be again if its facts were told once more."""
    return _weighed(student, purpose, at).said in (Said.YES, Said.CHANGED)


def refused_collection(*, students: Collection[Student] | QuerySet[Student], at: datetime | None = None) -> set[int]:
    """Which of these students' data may not be kept, by primary key: collection was refused or withdrawn, by the one
    whose answer counts now.
    """
    decided = decide_each(students=students, purposes=(Purpose.COLLECTION,), at=at or clock.now())
    return {student for (student, _), decision in decided.items() if decision.why is Why.REFUSED}


def may_go(*, students: Collection[int], place: Place, at: datetime | None = None) -> set[int]:
    """Which of these students' data `release` would let go to `place` now, by primary key. At most four queries, for
    asking; the slip itself is made when the work is taken up.
    """
    wanted = [Purpose.COLLECTION, *([Purpose.OVERSEAS] if place is Place.OVERSEAS else [])]
    people = Student.objects.filter(pk__in=set(students))
    decided = decide_each(students=people, purposes=wanted, at=at or clock.now())
    refused = {student for (student, _), decision in decided.items() if not decision.allowed}
    return {student for student, _ in decided} - refused


def _decided(student: Student, purpose: Purpose, weighed: Weighed, accepted: Acceptance, at: datetime) -> Decision:
    event = weighed.answer.id if weighed.answer else None
    barrier = _barrier(student, purpose, weighed, accepted, at)
    if barrier is not None:
        return Decision(barrier, event)
    if purpose == Purpose.COLLECTION and weighed.said is not Said.YES:
        return Decision(Why.SERVICE)
    return Decision(Why.CONSENT, event)


def _barrier(student: Student, purpose: Purpose, weighed: Weighed, accepted: Acceptance, at: datetime) -> Why | None:
    """What keeps this from being allowed, the plainest reason first. Collection rests on the contract: there only a no
    keeps it.
    """
    if student.erased_at is not None:
        return Why.ERASED
    if student.suspended_at is not None:
        return Why.SUSPENDED
    if weighed.said is Said.NO:
        return Why.REFUSED
    if purpose == Purpose.COLLECTION or weighed.said is Said.YES:
        return _barrier_of_recipient(student, accepted, at) if purpose == Purpose.OVERSEAS else None
    return Why.FACTS_CHANGED if weighed.said is Said.CHANGED else Why.NOT_ASKED


def _barrier_of_recipient(student: Student, accepted: Acceptance, at: datetime) -> Why | None:
    if not accepted.accepted:
        return Why.PROCESSOR
    if not accepted.minors and not answers_alone(birth_date=student.birth_date, at=at):
        return Why.MINOR
    return None


def _weighed(student: Student, purpose: Purpose, at: datetime) -> Weighed:
    answers = _answers([student.pk], (purpose,))[student.pk, purpose]
    facts = _facts_in_force().get(purpose, "")
    return weigh(answers, birth_date=student.birth_date, at=at, facts_hash=facts)


def _facts_in_force() -> dict[str, str]:
    """The hash of the newest facts by purpose. A notice about another recipient than the registered one is none that
    data may go on: a yes to it counts as one to facts that have changed.
    """
    rows = NoticeVersion.objects.order_by("purpose", "-number").distinct("purpose")
    newest = rows.values_list("purpose", "facts_hash", "facts")
    return {purpose: known for purpose, known, facts in newest if not unlike_recipient(Purpose(purpose), facts)}


def _answers(students: Sequence[int], purposes: Sequence[Purpose]) -> dict[tuple[int, str], list[Answer]]:
    """The answers that count for something, oldest first, by student and purpose."""
    rows = (
        ConsentEvent.objects.filter(student__in=students, purpose__in=purposes)
        .exclude(kind=Kind.PENDING)
        .select_related("notice", "guardianship")
        .defer("guardianship__contact")  # sealed, and nothing that is sent depends on it
        .order_by("id")
    )
    found: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    for row in rows:
        found[row.student_id, row.purpose].append(_answer(row))
    return found


def _answer(row: ConsentEvent) -> Answer:
    link = row.guardianship
    return Answer(
        id=row.pk,
        yes=row.kind == Kind.GIVEN,
        at=spoken_at(event=row),
        facts_hash=row.notice.facts_hash,
        guardian=link.guardian_id if link else None,
        verified=bool(link and link.verified_at and link.method and link.evidence_id),
        ended_at=link.ended_at if link else None,
    )
