"""Answers on paper: who signed, what was answered, and the scan that proves it, entered by staff."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.core.files import File
from django.db import transaction

from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.actors import SYSTEM, Actor
from tenants.ages import answers_alone, day_in_korea
from tenants.models import ConsentEvent, Evidence, Guardianship, Purpose, Role, Student, User
from tenants.services.asking import ANSWERS
from tenants.services.consent import record_consent
from tenants.services.evidence import add_evidence
from tenants.services.guardians import valid, verify_guardian
from tenants.services.people import add_person

LONGEST_NAME = 60


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
    guardian who is not known yet stays unknown.

    Raises NotAllowed, and InvalidInput for a day to come, an answer that is none, or a scan that cannot be kept.
    """
    access.require(actor, "tenants.record_consent")
    check_paper(student=student, answers=answers, signed_on=signed_on, guardian_name=guardian_name, now=now)
    paper = (
        add_evidence(kind=Evidence.Kind.PAPER, student=student, upload=upload, actor=actor, now=now) if upload else None
    )
    with transaction.atomic():
        return record_paper(
            student=student,
            answers=answers,
            signed_on=signed_on,
            guardian_name=guardian_name,
            paper=paper,
            actor=actor,
            now=now,
        )


def check_paper(
    *, student: Student, answers: Mapping[Purpose, str], signed_on: date, guardian_name: str, now: datetime
) -> None:
    """This will pass for a paper that can be entered. Raises InvalidInput that names the field."""
    if not answers:
        raise InvalidInput("적어도 한 가지 목적의 답을 골라 주세요.", field="answers")
    wrong = [word for word in answers.values() if word not in ANSWERS]
    if wrong:
        raise InvalidInput(f"답은 give, refuse, withdraw 가운데 하나입니다: {wrong[0]}", field="answers")
    if signed_on > day_in_korea(now):
        raise InvalidInput("서명한 날이 오늘보다 뒤입니다.", field="date")
    name = " ".join(guardian_name.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"보호자 이름을 {LONGEST_NAME}자 안에서 적어 주세요.", field="guardian")
    if not name and not answers_alone(birth_date=student.birth_date, at=now):
        raise InvalidInput("만 14세 미만이거나 생년월일을 모르는 학생은 보호자 이름이 필요합니다.", field="guardian")


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
    """This will record a paper's answers, in the caller's transaction, with evidence that is on file already."""
    link = None
    if not answers_alone(birth_date=student.birth_date, at=now):
        link = _guardian(student, " ".join(guardian_name.split()), paper, actor, now)
    return [
        record_consent(
            student=student,
            purpose=purpose,
            kind=ANSWERS[word],
            channel=f"paper:{signed_on.isoformat()}",
            actor=actor,
            now=now,
            guardianship=link,
            evidence=paper,
        )
        for purpose, word in answers.items()
    ]


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
