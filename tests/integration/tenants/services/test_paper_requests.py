"""A request on paper: what proves it, who it was, and the day from which its days count."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants.actors import SYSTEM, Actor, person
from tenants.korean_days import midnight
from tenants.models import AuditRecord, Evidence, RightsRequest, Role, Student
from tenants.services.evidence import open_evidence, remove_evidence
from tenants.services.paper_requests import enter_request, enter_scanned_request
from tenants.services.reminders import remind_of_requests
from tenants.services.rights import (
    complete_request,
    extend_request,
    overdue_requests,
    refuse_request,
    request_right,
)
from tests.cast import CHILD, NOW, actor, guards, member, proof, student

Kind, State = RightsRequest.Kind, RightsRequest.State
TODAY = date(2026, 11, 21)


def scan() -> ContentFile[bytes]:
    """A photograph of a paper."""
    written = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(written, "PNG")
    return ContentFile(written.getvalue(), "paper.png")


def entered(child: Student, kind: str = Kind.ACCESS, **changes: Any) -> RightsRequest:
    asked: dict[str, Any] = {"identified_by": "id_card", "received_on": TODAY, "upload": scan(), "now": NOW}
    return enter_scanned_request(student=child, kind=kind, **{**asked, "actor": SYSTEM, **changes})


@pytest.fixture
def child(in_haneul: Any) -> Student:
    return student("S001", born=CHILD)


def test_a_request_on_paper_is_kept_with_its_scan_and_recorded_without_its_words(child: Student) -> None:
    """L-28: who asked was identified, and the paper is on file."""
    director = actor(Role.DIRECTOR)
    row = entered(child, Kind.CORRECTION, about="student.name", details="이름은 김하늘입니다", actor=director)

    assert (row.state, row.channel, row.identified_by) == (State.RECEIVED, "paper", "id_card")
    assert (row.asked_by, row.about, row.received_at, row.due_on) == (None, "student.name", NOW, date(2026, 12, 1))
    assert row.evidence is not None
    assert (row.evidence.student, row.evidence.kind, row.evidence.added_by) == (child, "paper", director.user)
    assert open_evidence(evidence=row.evidence, actor=director).data.startswith(b"\xff\xd8")
    told = AuditRecord.objects.get(action="rights.asked")
    assert (told.actor, told.subject) == (director.label, f"rightsrequest:{row.pk}")
    assert '"channel":"paper"' in told.facts and '"received":"2026-11-21"' in told.facts and "하늘" not in told.facts


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"upload": None}, "evidence"),
        ({"upload": ContentFile(b"MZ no picture")}, "evidence"),
        ({"identified_by": ""}, "identified_by"),
        ({"identified_by": "own_account"}, "identified_by"),
        ({"kind": "everything"}, "kind"),
        ({"kind": Kind.CORRECTION, "details": "  "}, "details"),
        ({"details": "x" * 2001}, "details"),
        ({"details": "900101-1234567"}, "details"),
        ({"kind": Kind.OBJECTION, "details": "다시"}, "about"),
        ({"kind": Kind.CORRECTION, "details": "다시", "about": "student.user"}, "about"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"received_on": TODAY - timedelta(days=365)}, "received_on"),
    ],
)
def test_what_cannot_be_entered_names_its_field_and_leaves_no_scan(
    child: Student, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        entered(child, **{"kind": Kind.ACCESS, **changes})
    assert refused.value.field == field
    assert not RightsRequest.objects.exists() and not Evidence.objects.exists()
    entered(child)
    assert RightsRequest.objects.count() == Evidence.objects.count() == 1


def test_the_same_on_paper_again_is_refused_while_it_is_open(child: Student) -> None:
    entered(child)
    with pytest.raises(Conflict, match=r"2026\.12\.01까지 답합니다"):
        entered(child)
    assert RightsRequest.objects.count() == Evidence.objects.count() == 1
    assert entered(child, Kind.ERASURE).kind == Kind.ERASURE


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT, Role.STUDENT, Role.GUARDIAN])
def test_only_who_answers_requests_enters_them(child: Student, role: Role) -> None:
    by = actor(role)
    with pytest.raises(NotAllowed):
        entered(child, actor=by)
    with pytest.raises(NotAllowed):
        enter_request(
            student=child, kind=Kind.ACCESS, evidence=proof(who=child), identified_by="id_card", actor=by, now=NOW
        )
    assert not RightsRequest.objects.exists()
    assert entered(child, actor=actor(Role.DIRECTOR)).state == State.RECEIVED


def test_only_what_is_on_file_about_this_very_student_proves_a_request(child: Student) -> None:
    """L-28: a paper of somebody else, of nobody, a contract and a file that is gone prove nothing."""
    other, own, gone = student("S002"), proof(who=child), proof(who=child)
    remove_evidence(evidence=gone, actor=SYSTEM)
    asked = {"student": child, "kind": Kind.ERASURE, "identified_by": "id_card", "actor": SYSTEM, "now": NOW}
    for paper in (proof(who=other), proof(), proof(Evidence.Kind.CONTRACT, child), gone):
        with pytest.raises(InvalidInput) as refused:
            enter_request(evidence=paper, **asked)
        assert refused.value.field == "evidence"
    assert not RightsRequest.objects.exists()
    assert enter_request(evidence=own, **asked).evidence == own


# --- the day ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        (Kind.ACCESS, date(2026, 11, 21), date(2026, 12, 1)),
        (Kind.ACCESS, date(2026, 11, 11), date(2026, 11, 23)),  # the tenth day is a Saturday
        (Kind.ERASURE, date(2026, 11, 2), date(2026, 11, 12)),
        (Kind.HUMAN_REVIEW, date(2026, 11, 2), date(2026, 12, 2)),
        (Kind.ACCESS, date(2025, 11, 22), date(2025, 12, 2)),  # the earliest day
    ],
)
def test_its_days_count_from_the_day_in_korea_on_which_it_was_received(
    child: Student, kind: str, received: date, due: date
) -> None:
    """L-22, L-26: 시행령 제41조 제4항, 제44조의4; 민법 제157조."""
    row = entered(child, kind, received_on=received)
    assert row.due_on == due
    assert row.received_at == (NOW if received == TODAY else midnight(received))


def test_today_is_koreas_today_and_not_the_machines(child: Student) -> None:
    late = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)  # half past midnight of the 22nd in Korea
    with pytest.raises(InvalidInput, match="오늘보다 뒤"):
        entered(child, received_on=date(2026, 11, 22), now=late - timedelta(hours=1))
    assert entered(child, received_on=date(2026, 11, 22), now=late).received_at == late


def test_one_that_was_entered_late_is_late_at_once_and_lengthened_from_its_own_day(child: Student) -> None:
    """L-22."""
    row = entered(child, received_on=date(2026, 11, 2))
    assert list(overdue_requests(now=NOW)) == [row] and remind_of_requests(now=NOW) == 1
    review = entered(child, Kind.HUMAN_REVIEW, received_on=date(2026, 11, 2))
    extend_request(request=review, reason="선생님이 자리에 없습니다.", actor=SYSTEM, now=NOW)
    review.refresh_from_db()
    assert review.due_on == date(2027, 1, 4)  # sixty days, and the weekend after New Year


def test_a_pause_on_paper_waits_for_the_academy(child: Student) -> None:
    row = entered(child, Kind.SUSPENSION, identified_by="signature")
    assert Student.objects.get(pk=child.pk).suspended_at is None
    complete_request(request=row, answer="", actor=SYSTEM, now=NOW)
    assert Student.objects.get(pk=child.pk).suspended_at == NOW
    row.refresh_from_db()
    assert row.state == State.DONE and "바로 멈췄습니다" in row.answer


# --- a pause that waits on paper ---------------------------------------------------------------------------------
def test_a_pause_by_press_waits_for_none_on_paper(child: Student) -> None:
    """L-22: it holds at once, whatever lies on the desk; the paper is answered all the same."""
    director, mum = actor(Role.DIRECTOR), member(Role.GUARDIAN, "mum")
    guards(mum, child)
    row = on_paper(child, Kind.SUSPENSION, director)
    pressed = request_right(student=child, kind=Kind.SUSPENSION, actor=person(mum), now=NOW)
    assert pressed.state == "done" and Student.objects.get().suspended_at == NOW
    assert complete_request(request=row, answer="", actor=director, now=NOW).state == "done"
    assert Student.objects.get().suspended_at == NOW
    request_right(student=child, kind=Kind.ACCESS, actor=person(mum), now=NOW)
    with pytest.raises(Conflict, match="이미 받았습니다"):
        request_right(student=child, kind=Kind.ACCESS, actor=person(mum), now=NOW)


@pytest.mark.parametrize(("paper", "press"), [("resumption", "suspension"), ("suspension", "resumption")])
def test_a_paper_undoes_nothing_that_was_pressed_after_it(child: Student, paper: str, press: str) -> None:
    """L-22: the newest wish holds; a paper of today ends no pause of today."""
    director, mum = actor(Role.DIRECTOR), member(Role.GUARDIAN, "mum")
    guards(mum, child)
    before = NOW - timedelta(hours=1)
    Student.objects.update(suspended_at=before if paper == "resumption" else None)
    rows = [on_paper(child, paper, director, now=before)]
    request_right(student=child, kind=press, actor=person(mum), now=NOW)
    paused = Student.objects.get().suspended_at
    if paper == "resumption":
        refuse_request(request=rows[0], reason="다시 확인합니다.", actor=director, now=NOW)
        rows = [on_paper(child, paper, director, now=NOW + timedelta(hours=1))]
    with pytest.raises(Conflict, match="반대로 요청해"):
        complete_request(request=rows[0], answer="", actor=director, now=NOW + timedelta(hours=2))
    assert Student.objects.get().suspended_at == paused
    assert RightsRequest.objects.get(pk=rows[0].pk).state == "received"
    tomorrow = NOW + timedelta(days=1)
    refuse_request(request=rows[0], reason="다시 확인합니다.", actor=director, now=tomorrow)
    anew = on_paper(child, paper, director, now=tomorrow)
    done = complete_request(request=anew, answer="", actor=director, now=tomorrow)
    assert done.state == "done" and (Student.objects.get().suspended_at is None) == (paper == "resumption")


def test_two_papers_of_one_day_are_done_in_the_order_of_the_desk(child: Student) -> None:
    director, paused = actor(Role.DIRECTOR), []
    for kind in (Kind.SUSPENSION, Kind.RESUMPTION):
        complete_request(request=on_paper(child, kind, director), answer="", actor=director, now=NOW)
        paused.append(Student.objects.get().suspended_at is not None)
    assert paused == [True, False]


def on_paper(child: Student, kind: str, director: Actor, now: datetime = NOW) -> RightsRequest:
    values = {"evidence": proof(who=child), "identified_by": "id_card", "actor": director, "now": now}
    return enter_request(student=child, kind=kind, **values)
