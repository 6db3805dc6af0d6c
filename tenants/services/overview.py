"""What was answered for a student, what it comes to, and what is still open, as people are shown it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tenants.ages import answers_alone
from tenants.models import ConsentEvent, Evidence, Guardianship, Purpose, Role, Student, User
from tenants.notice_texts import Audience
from tenants.services.asking import Asked, ask, audience_for
from tenants.services.notices import words
from tenants.services.standing import Decision, Why, decide_each

Kind = ConsentEvent.Kind

WHY: dict[str, str] = {
    Why.CONSENT: "동의에 따라 쓰고 있습니다.",
    Why.SERVICE: "수업에 필요해서 쓰고 있습니다. 거부하면 더는 보관하지 않습니다.",
    Why.REFUSED: "쓰지 않습니다.",
    Why.NOT_ASKED: "쓰지 않습니다. 아직 동의가 없습니다.",
    Why.FACTS_CHANGED: "쓰지 않습니다. 고지 내용이 바뀌어 다시 답을 받아야 합니다.",
    Why.SUSPENDED: "쓰지 않습니다. 처리를 멈춰 달라고 했습니다.",
    Why.ERASED: "쓰지 않습니다. 기록을 지웠습니다.",
    Why.PROCESSOR: "쓰지 않습니다. 학원이 받는 곳을 아직 승인하지 않았습니다.",
    Why.MINOR: "쓰지 않습니다. 받는 곳이 만 14세 미만의 자료를 받지 않습니다.",
}

# What a yes comes to that no longer counts. Collection goes on without one, for the lessons.
AGAIN = (Why.FACTS_CHANGED, Why.SERVICE)


@dataclass(frozen=True, slots=True)
class Topic:
    """One student and purpose: the notice as this reader sees it, what it comes to, the reader's own newest answer,
    and every answer, the newest first.
    """

    student: Student
    purpose: Purpose
    asked: Asked
    decision: Decision
    own: ConsentEvent | None
    history: tuple[ConsentEvent, ...]
    may_answer: bool

    @property
    def comes_to(self) -> str:
        """Whether the data are used, and why, in one sentence."""
        return WHY[self.decision.why]

    @property
    def changed(self) -> bool:
        """Whether the own answer was to facts that have changed since."""
        return self.own is not None and self.own.notice.facts_hash != self.asked.notice.facts_hash

    @property
    def given(self) -> bool:
        """Whether the own answer is a yes to the facts as they stand: there is nothing but withdrawing it."""
        return self.own is not None and self.own.kind == Kind.GIVEN and not self.changed

    @property
    def withdrawable(self) -> bool:
        """Whether there is a yes to take back, void by now or not."""
        return self.own is not None and self.own.kind == Kind.GIVEN

    @property
    def open(self) -> bool:
        """Whether this reader has not answered yet, or to something else."""
        return self.may_answer and (self.own is None or (self.changed and self.own.kind != Kind.REFUSED))


def topics(
    *, students: Collection[Student], reader: User, now: datetime, purposes: Collection[Purpose] = tuple(Purpose)
) -> list[Topic]:
    """Everything that this reader is asked or may read about these students, student by student. As many queries for
    many as for one.
    """
    role = Role(reader.role)
    people = list(students)
    asked = {
        audience: ask(purposes=purposes, audience=audience, now=now)
        for audience in {audience_for(reader=role, student=student, at=now) for student in people}
    }
    decided = decide_each(students=people, purposes=list(purposes), at=now)
    events = _events(people, purposes)
    found = []
    for student in people:
        questions = asked[audience_for(reader=role, student=student, at=now)]
        for purpose in purposes:
            history = tuple(events[student.pk, str(purpose)])
            found.append(
                Topic(
                    student=student,
                    purpose=purpose,
                    asked=questions[purpose],
                    decision=decided[student.pk, str(purpose)],
                    own=next((event for event in history if _is_own(event, reader)), None),
                    history=history,
                    may_answer=_may_answer(student, reader, now),
                )
            )
    return found


def unanswered(*, student: Student, now: datetime) -> list[Purpose]:
    """What neither the student nor a guardian has answered yet, for the line on the first page; from 14 on also a yes
    to facts that have changed since, which the student answers again. One query, and as many as `decide_each` asks.
    """
    said = set(ConsentEvent.objects.filter(student=student).values_list("purpose", "kind"))
    answered = {purpose for purpose, _ in said}
    given = [purpose for purpose in Purpose if (purpose, Kind.GIVEN) in said]
    if given and answers_alone(birth_date=student.birth_date, at=now):
        decided = decide_each(students=[student], purposes=given, at=now)
        answered -= {purpose for purpose in given if decided[student.pk, str(purpose)].why in AGAIN}
    return [purpose for purpose in Purpose if purpose not in answered]


def words_shown(*, event: ConsentEvent) -> str:
    """The words that stood before the one who gave this answer."""
    return words(notice=event.notice, audience=Audience(event.audience or Audience.ADULT))


def speakers(*, student: Student) -> list[Guardianship]:
    """The student's guardians, former ones included, with what proves each."""
    rows = Guardianship.objects.filter(student=student).select_related("guardian", "evidence", "verified_by")
    return list(rows.order_by("-verified_at", "-pk"))


def evidence_of(*, student: Student) -> list[Evidence]:
    """The evidence on file about this student, the newest first."""
    return list(Evidence.objects.filter(student=student).select_related("added_by"))


def _events(students: Collection[Student], purposes: Collection[Purpose]) -> dict[tuple[int, str], list[ConsentEvent]]:
    rows = ConsentEvent.objects.filter(student__in=students, purpose__in=purposes)
    found: dict[tuple[int, str], list[ConsentEvent]] = defaultdict(list)
    rows = rows.select_related("notice", "actor", "guardianship__guardian", "evidence").defer("guardianship__contact")
    for event in rows.order_by("-id"):
        found[event.student_id, event.purpose].append(event)
    return found


def _is_own(event: ConsentEvent, reader: User) -> bool:
    link = event.guardianship
    if reader.role == Role.GUARDIAN:
        return link is not None and link.guardian_id == reader.pk
    return link is None


def _may_answer(student: Student, reader: User, now: datetime) -> bool:
    """A guardian below 14; the student themself always, below 14 with an answer that waits for the guardian."""
    if reader.role == Role.GUARDIAN:
        return not answers_alone(birth_date=student.birth_date, at=now)
    return student.user_id == reader.pk
