"""Requests about data that came on paper or at the desk: the scan, who it was, and the day from which they count."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.files import File

from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.korean_days import day_of, midnight
from tenants.models import Evidence, RightsRequest, Student
from tenants.services.evidence import add_evidence
from tenants.services.guardians import require_evidence
from tenants.services.rights import checked_request, keep_request

# How somebody was identified whose request came on paper (시행령 제46조).
IDENTIFIED = {
    "id_card": "신분증을 보고 확인",
    "signature": "보관한 동의서의 서명과 견주어 확인",
    "call_back": "등록된 번호로 전화해 확인",
}
# Any day of the past year: a year that was mistyped is always further back, or to come.
OLDEST = timedelta(days=364)


def enter_scanned_request(
    *,
    student: Student,
    kind: str,
    upload: File[bytes] | None,
    identified_by: str,
    received_on: date,
    actor: Actor,
    now: datetime,
    details: str = "",
    about: str = "",
) -> RightsRequest:
    """This will keep the scan of a request as evidence about the student, and the request. What cannot be entered
    leaves no scan behind.

    Raises as `enter_request`, and InvalidInput without a scan or for one that cannot be kept.
    """
    access.require(actor, "tenants.answer_rights")
    _require_identified(identified_by)
    _moment(received_on, now)
    checked_request(student=student, kind=kind, details=details, about=about)
    if upload is None:
        raise InvalidInput("요청서의 스캔이나 사진을 골라 주세요.", field="evidence")
    paper = add_evidence(kind=Evidence.Kind.PAPER, student=student, upload=upload, actor=actor, now=now)
    return enter_request(
        student=student,
        kind=kind,
        evidence=paper,
        identified_by=identified_by,
        received_on=received_on,
        details=details,
        about=about,
        actor=actor,
        now=now,
    )


def enter_request(
    *,
    student: Student,
    kind: str,
    evidence: Evidence,
    identified_by: str,
    actor: Actor,
    now: datetime,
    received_on: date | None = None,
    details: str = "",
    about: str = "",
) -> RightsRequest:
    """This will keep a request that came on paper, with what proves it and how the person was identified (시행령
    제46조). Its days count from the day in Korea on which the academy received it; today where none is said.

    Raises NotAllowed without the right to answer requests, InvalidInput where it is not said how, for evidence that is
    not on file about this very student, and for a day to come or a year ago; Conflict where the same is asked already.
    """
    access.require(actor, "tenants.answer_rights")
    _require_identified(identified_by)
    require_evidence(student=student, evidence=evidence)
    received = now if received_on is None else _moment(received_on, now)
    values: dict[str, object] = {"channel": "paper", "identified_by": identified_by, "evidence": evidence}
    return keep_request(
        student=student,
        kind=kind,
        details=details,
        about=about,
        received=received,
        values=values,
        at_once=False,
        actor=actor,
        now=now,
    )


def first_day(*, now: datetime) -> date:
    """The earliest day on which a request may have been received that is entered now."""
    return day_of(now) - OLDEST


def _require_identified(identified_by: str) -> None:
    if identified_by not in IDENTIFIED:
        raise InvalidInput("요청한 사람을 어떻게 확인했는지 골라 주세요.", field="identified_by")


def _moment(day: date, now: datetime) -> datetime:
    """When it was received: on an earlier day, as that day began."""
    today = day_of(now)
    if day > today:
        raise InvalidInput("받은 날이 오늘보다 뒤입니다.", field="received_on")
    if day < first_day(now=now):
        sentence = f"받은 날은 {first_day(now=now):%Y.%m.%d}부터 오늘까지입니다. 해를 잘못 적지 않았는지 확인해 주세요."
        raise InvalidInput(sentence, field="received_on")
    return now if day == today else midnight(day)
