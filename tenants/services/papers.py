"""Answers on paper: who signed, what was answered, and the scan that proves it, entered by staff."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.actors import SYSTEM, Actor
from tenants.ages import answers_alone, begin_of, day_in_korea
from tenants.consent_rows import paper_channel
from tenants.consent_rows import signed_on as signed_day
from tenants.models import ConsentEvent, Evidence, Guardianship, NoticeVersion, Purpose, Role, Student, User
from tenants.person_names import checked_name_or_none
from tenants.sending_lock import wait_for_senders
from tenants.services.asking import ANSWERS
from tenants.services.consent import record_consent
from tenants.services.evidence import add_evidence, remove_evidence
from tenants.services.guardians import valid, verify_guardian
from tenants.services.notices import every_notice, notices_on, publish_first_notices
from tenants.services.people import add_person

Kind = ConsentEvent.Kind
EARLIEST = date(2000, 1, 1)


def enter_paper(
    *,
    student: Student,
    answers: Mapping[Purpose, str],
    signed_on: date,
    guardian_name: str,
    upload: File[bytes] | None,
    actor: Actor,
    now: datetime,
) -> list[ConsentEvent]:
    """This will keep the scan and record what a signed paper says, as one. Without a scan a yes stays pending, and a
    guardian who is not known yet stays unknown. Where it cannot be recorded, the scan is thrown away.

    Raises NotAllowed, and InvalidInput for a day that cannot be, an answer that is none or that a later one has
    overtaken, or a scan that cannot be kept.
    """
    access.require(actor, "tenants.record_consent")
    publish_first_notices(actor=SYSTEM, now=now)
    check_paper(
        student=student,
        answers=answers,
        signed_on=signed_on,
        guardian_name=guardian_name,
        notices=every_notice(),
        now=now,
    )
    paper = (
        add_evidence(kind=Evidence.Kind.PAPER, student=student, upload=upload, actor=actor, now=now) if upload else None
    )
    with ExitStack() as undo:
        if paper is not None:
            undo.callback(remove_evidence, evidence=paper, actor=actor)
        with transaction.atomic():
            events = record_paper(
                student=student,
                answers=answers,
                signed_on=signed_on,
                guardian_name=guardian_name,
                paper=paper,
                actor=actor,
                now=now,
            )
        undo.pop_all()
    return events


def check_paper(
    *,
    student: Student,
    answers: Mapping[Purpose, str],
    signed_on: date,
    guardian_name: str,
    notices: Sequence[NoticeVersion],
    now: datetime,
) -> None:
    """This will pass for a paper that can be entered: of whoever could answer on the day of signing, and where it says
    yes, to the facts that held on that day and still do. `notices` is every version. Raises InvalidInput that names
    the field.
    """
    if not answers:
        raise InvalidInput("적어도 한 가지 목적의 답을 골라 주세요.", field="answers")
    wrong = [word for word in answers.values() if word not in ANSWERS]
    if wrong:
        raise InvalidInput(f"답은 give, refuse, withdraw 가운데 하나입니다: {wrong[0]}", field="answers")
    if signed_on > day_in_korea(now):
        raise InvalidInput("서명한 날이 오늘보다 뒤입니다.", field="date")
    if signed_on < (student.birth_date or EARLIEST):
        raise InvalidInput("서명한 날이 학생이 태어나기 전입니다. 다시 확인해 주세요.", field="date")
    name = checked_name_or_none(guardian_name, field="guardian", title="보호자 이름")
    alone = answers_alone(birth_date=student.birth_date, at=begin_of(signed_on))
    if not name and not alone:
        sentence = "서명한 날 만 14세 미만이거나 생년월일을 모르는 학생은 보호자 이름이 필요합니다."
        raise InvalidInput(sentence, field="guardian")
    if name and alone:
        sentence = "서명한 날 만 14세가 된 학생은 직접 답합니다. 학생이 서명했으면 보호자 이름을 비워 주세요."
        raise InvalidInput(sentence, field="guardian")
    for purpose, word in answers.items():
        if ANSWERS[word] == Kind.GIVEN:
            _require_its_facts(purpose, signed_on, notices)


def record_paper(
    *,
    student: Student,
    answers: Mapping[Purpose, str],
    signed_on: date,
    guardian_name: str,
    paper: Evidence | None,
    actor: Actor,
    now: datetime,
) -> list[ConsentEvent]:
    """This will record a paper's answers, in the caller's transaction, with evidence that is on file already: each to
    the notice of the day of signing. Raises InvalidInput for an answer that a later one has overtaken.
    """
    wait_for_senders(student)
    notices = every_notice()
    link = None
    if not answers_alone(birth_date=student.birth_date, at=begin_of(signed_on)):
        link = _guardian(student, checked_name_or_none(guardian_name, field="guardian"), paper, actor, now)
    given = {purpose for purpose in answers if ANSWERS[answers[purpose]] == Kind.GIVEN}
    _require_no_later_no(given, student, link, signed_on)
    _require_no_later_yes(answers.keys() - given, student, link, signed_on)
    return [
        record_consent(
            student=student,
            purpose=purpose,
            kind=ANSWERS[word],
            channel=paper_channel(signed_on=signed_on),
            notice=next(reversed(notices_on(day=signed_on, purpose=purpose, known=notices)), None),
            signed_on=signed_on,
            actor=actor,
            now=now,
            guardianship=link,
            evidence=paper,
        )
        for purpose, word in answers.items()
    ]


def _require_its_facts(purpose: Purpose, day: date, notices: Sequence[NoticeVersion]) -> None:
    """The paper can only have asked for what the notices in force on its day said: each says what holds now."""
    current = [row for row in notices if row.purpose == purpose][-1:]
    then = notices_on(day=day, purpose=purpose, known=notices)
    if not then:
        sentence = f"{purpose.label}: 서명한 날에는 고지문이 없었습니다. 지금 고지문에 새로 서명을 받아 주세요."
        raise InvalidInput(sentence, field="date")
    if {row.facts_hash for row in then} != {row.facts_hash for row in current}:
        sentence = f"{purpose.label}: 서명한 날이나 그 뒤에 고지 내용이 바뀌었습니다. 새 고지문에 서명을 받아 주세요."
        raise InvalidInput(sentence, field="date")


def _require_no_later_no(purposes: Collection[Purpose], student: Student, link: Guardianship | None, day: date) -> None:
    """No yes of a paper comes after a no that was said since: by the same speaker, or for a child by anybody whose no
    this yes would outweigh, which is everybody but another verified guardian.
    """
    said = ConsentEvent.objects.filter(student=student, purpose__in=purposes, kind__in=(Kind.REFUSED, Kind.WITHDRAWN))
    others = Guardianship.objects.filter(valid(), student=student)
    if link is None:
        said = said.filter(guardianship=None)
    else:
        said = said.exclude(guardianship__in=others.exclude(guardian=link.guardian_id))
    for event in said:
        paper = signed_day(event=event)
        # Of two papers of one day the one that was entered later counts; a click on that day may have been after it.
        if (paper > day) if paper else (day_in_korea(event.at) >= day):
            told = "서명한 날이나 그 뒤에 거부하거나 철회했습니다. 새로 서명을 받아 주세요."
            raise InvalidInput(f"{Purpose(event.purpose).label}: {told}", field="date")


def _require_no_later_yes(
    purposes: Collection[Purpose], student: Student, link: Guardianship | None, day: date
) -> None:
    """No no of a paper undoes a yes that was said after that day: by the same speaker or by the student who is 14 since
    then, and where nobody knows whose paper it is by whoever speaks. Of one day the no counts.
    """
    said = ConsentEvent.objects.filter(student=student, purpose__in=purposes, kind=Kind.GIVEN)
    speaks = Q(guardianship__in=Guardianship.objects.filter(valid(), student=student))
    if link is not None:
        speaks = Q(guardianship__guardian=link.guardian_id)
    for event in said.filter(Q(guardianship=None) | speaks):
        if (signed_day(event=event) or day_in_korea(event.at)) > day:
            told = "서명한 날 뒤에 다시 동의했습니다. 그 뒤에 뜻이 바뀌었으면 새로 서명을 받아 주세요."
            raise InvalidInput(f"{Purpose(event.purpose).label}: {told}", field="date")


def _guardian(student: Student, name: str, paper: Evidence | None, actor: Actor, now: datetime) -> Guardianship | None:
    """The guardianship of the one who signed: known by that name already, else made and verified by this paper (시행령
    제17조의2 제1항 제4호). None without a paper: nothing proves who answered.
    """
    links = Guardianship.objects.filter(valid(), student=student).select_related("guardian")
    known = next((link for link in links if link.guardian.first_name == name), None)
    if known is not None or paper is None:
        return known
    return verify_guardian(
        guardian=_somebody(name, now),
        student=student,
        method=Guardianship.Method.PAPER,
        evidence=paper,
        actor=actor,
        now=now,
    )


def _somebody(name: str, now: datetime) -> User:
    """A guardian whom no password lets in: the director gives one where they want to sign in."""
    username = f"guardian-{secrets.token_hex(5)}"
    password = secrets.token_urlsafe(32)
    return add_person(username=username, password=password, role=Role.GUARDIAN, name=name, actor=SYSTEM, now=now)
