"""What is asked about data, who may ask it, by which day it is answered, and what an answer says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants.actors import SYSTEM, Actor, person
from tenants.models import AuditRecord, Guardianship, Message, RightsRequest, Role, Student, User
from tenants.services.reminders import remind_of_requests
from tenants.services.rights import (
    ALONE,
    OBJECTION,
    complete_request,
    due_on,
    extend_request,
    open_requests,
    overdue_requests,
    refuse_request,
    request_right,
    requests_visible_to,
    subjects_of,
    withdraw_request,
)
from tests.cast import NOW, actor, guards, member, student

Kind, State = RightsRequest.Kind, RightsRequest.State
ADULT, CHILD = date(2011, 5, 5), date(2014, 5, 5)


def born(day: date | None, code: str = "S001") -> Student:
    kept = student(code, signs_in=True)
    Student.objects.filter(pk=kept.pk).update(birth_date=day)
    kept.refresh_from_db()
    return kept


def guardian_of(child: Student, username: str = "mum", *, delegated: bool = False) -> Actor:
    user = member(Role.GUARDIAN, username)
    link = guards(user, child)
    Guardianship.objects.filter(pk=link.pk).update(delegated_at=NOW if delegated else None)
    return person(user)


def asked(child: Student, by: Actor, kind: str = Kind.ACCESS, **more: Any) -> RightsRequest:
    return request_right(student=child, kind=kind, actor=by, now=NOW, **more)


def actions() -> list[str]:
    return list(AuditRecord.objects.order_by("seq").values_list("action", flat=True))


# --- by which day ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.CORRECTION, Kind.ERASURE, Kind.SUSPENSION])
def test_access_correction_erasure_and_suspension_are_answered_within_ten_days(kind: str) -> None:
    """L-22 to L-24: 시행령 제41조 제4항, 제43조 제3항, 제44조 제2항."""
    assert due_on(kind=kind, received=datetime(2026, 11, 20, 3, tzinfo=UTC)) == date(2026, 11, 30)


@pytest.mark.parametrize("kind", [Kind.EXPLANATION, Kind.HUMAN_REVIEW])
def test_automated_decisions_are_answered_within_thirty_days_and_twice_thirty_more(in_haneul: Any, kind: str) -> None:
    """L-26: 시행령 제44조의4."""
    child, director = born(ADULT), actor(Role.DIRECTOR)
    row = asked(child, person(child.user), kind)  # Saturday 21 November
    assert row.due_on == date(2026, 12, 21)
    for due in (date(2027, 1, 20), date(2027, 2, 19)):
        assert (
            extend_request(request=row, reason="담당 선생님이 자리를 비웠습니다.", actor=director, now=NOW).due_on
            == due
        )
    with pytest.raises(Conflict, match="더 늘릴 수 없습니다"):
        extend_request(request=row, reason="더 늦어집니다.", actor=director, now=NOW)
    row.refresh_from_db()
    assert (row.extended, row.due_on, actions().count("rights.extended")) == (2, date(2027, 2, 19), 2)


def test_what_has_ten_days_is_not_extended_and_nothing_is_extended_after_its_day(in_haneul: Any) -> None:
    child, director = born(ADULT), actor(Role.DIRECTOR)
    ten, thirty = (asked(child, person(child.user), kind) for kind in (Kind.ACCESS, Kind.EXPLANATION))
    with pytest.raises(Conflict, match="더 늘릴 수 없습니다"):
        extend_request(request=ten, reason="늦어집니다.", actor=director, now=NOW)
    with pytest.raises(Conflict, match="기한이 지난"):
        extend_request(request=thirty, reason="늦어집니다.", actor=director, now=NOW + timedelta(days=32))
    with pytest.raises(InvalidInput):
        extend_request(request=thirty, reason=" ", actor=director, now=NOW)


def test_the_desk_has_what_is_due_first_and_what_is_late_by_itself(in_haneul: Any) -> None:
    child = born(ADULT)
    later = asked(child, person(child.user), Kind.EXPLANATION)
    sooner = asked(child, person(child.user))
    assert list(open_requests()) == [sooner, later]
    last_moment = datetime(2026, 12, 1, 14, 59, 59, tzinfo=UTC)
    assert sooner.due_on == date(2026, 12, 1)
    assert list(overdue_requests(now=last_moment)) == []
    assert list(overdue_requests(now=last_moment + timedelta(seconds=1))) == [sooner]


def test_a_reminder_is_left_three_days_before_and_once(in_haneul: Any) -> None:
    child = born(ADULT)
    asked(child, person(child.user))
    assert remind_of_requests(now=datetime(2026, 11, 27, 14, 59, tzinfo=UTC)) == 0
    assert [remind_of_requests(now=datetime(2026, 11, 27, 15, 0, tzinfo=UTC)) for _ in range(2)] == [1, 0]
    assert actions().count("rights.reminded") == 1


def test_directors_who_can_be_reached_are_told_how_many_and_by_when_and_nothing_else(in_haneul: Any) -> None:
    child, director, other = born(ADULT), member(Role.DIRECTOR, "one"), member(Role.DIRECTOR, "two")
    User.objects.filter(pk=director.pk).update(email="one@example.com")
    asked(child, person(child.user), Kind.CORRECTION, details="이름은 김하늘입니다")
    asked(child, person(child.user))
    remind_of_requests(now=datetime(2026, 11, 29, 3, 0, tzinfo=UTC))
    told = Message.objects.get()
    assert told.recipient == "one@example.com" and told.subject == "답할 개인정보 요청이 2건 있습니다"
    assert "2026.12.01" in told.body and "하늘" not in told.body and other.email == ""


def test_a_director_who_cannot_be_written_to_keeps_nobody_from_being_reminded(in_haneul: Any) -> None:
    """L-22."""
    child = born(ADULT)
    for username, address in (("one", "원장님"), ("two", "two@example.com")):
        director = member(Role.DIRECTOR, username)
        User.objects.filter(pk=director.pk).update(email=address)
    asked(child, person(child.user))
    assert remind_of_requests(now=datetime(2026, 11, 29, 3, 0, tzinfo=UTC)) == 1
    assert Message.objects.get().recipient == "two@example.com" and actions().count("rights.reminded") == 1


# --- who ---------------------------------------------------------------------------------------------------------
def test_from_the_fourteenth_birthday_on_a_student_asks_and_the_guardian_where_they_let_them(in_haneul: Any) -> None:
    """L-17: the guardian's view of the rights is cut at the birthday in Korea unless the student delegates."""
    child = born(date(2012, 11, 28))
    mum = guardian_of(child)
    eve, birthday = datetime(2026, 11, 27, 14, 59, 59, tzinfo=UTC), datetime(2026, 11, 27, 15, tzinfo=UTC)
    request_right(student=child, kind=Kind.ACCESS, actor=mum, now=eve)

    found = {
        (who.label == mum.label, at): subjects_of(actor=who, now=at).exists()
        for who in (person(child.user), mum)
        for at in (eve, birthday)
    }
    assert found == {(False, eve): False, (False, birthday): True, (True, eve): True, (True, birthday): False}
    assert requests_visible_to(actor=mum, now=eve).count() == 1
    assert requests_visible_to(actor=mum, now=birthday).count() == 0
    assert requests_visible_to(actor=person(child.user), now=birthday).count() == 1
    with pytest.raises(NotAllowed):
        request_right(student=child, kind=Kind.ERASURE, actor=mum, now=birthday)

    Guardianship.objects.update(delegated_at=birthday)
    assert subjects_of(actor=mum, now=birthday).get() == child
    assert requests_visible_to(actor=mum, now=birthday).count() == 1


def test_an_unknown_birth_date_is_a_childs(in_haneul: Any) -> None:
    child = born(None)
    assert not subjects_of(actor=person(child.user), now=NOW).exists()
    assert subjects_of(actor=guardian_of(child), now=NOW).get() == child


@pytest.mark.parametrize("who", ["nobody", "other guardian", "unverified", "ended", "student", "teacher", "director"])
def test_nobody_else_asks_and_nothing_is_kept(in_haneul: Any, who: str) -> None:
    """L-28: without being identified as the person or their agent, nothing is asked and nothing is told."""
    child, other = born(CHILD), born(CHILD, "S002")
    mum = guardian_of(child)
    if who == "unverified":
        Guardianship.objects.update(verified_at=None)
    if who == "ended":
        Guardianship.objects.update(ended_at=NOW)
    one = {
        "nobody": lambda: SYSTEM,
        "other guardian": lambda: guardian_of(other, "dad"),
        "student": lambda: person(other.user),
        "teacher": lambda: actor(Role.TEACHER),
        "director": lambda: actor(Role.DIRECTOR),
    }.get(who, lambda: mum)()
    before = AuditRecord.objects.count()
    said = set()
    for subject in (child, Student(pk=987654)):
        with pytest.raises(NotAllowed) as refused:
            asked(subject, one)
        said.add(refused.value.sentence)
    assert len(said) == 1  # the same words whether there is such a student or not
    assert not RightsRequest.objects.exists()
    assert AuditRecord.objects.count() == before


def test_a_verified_guardian_asks_for_a_child_and_it_is_recorded_without_its_words(in_haneul: Any) -> None:
    child = born(CHILD)
    mum = guardian_of(child)
    row = asked(child, mum, Kind.CORRECTION, details="이름은 김하늘입니다", about="student.name")
    assert (row.state, row.subject, row.due_on) == (State.RECEIVED, f"student:{child.pk}", date(2026, 12, 1))
    assert row.identified_by == f"guardianship:{Guardianship.objects.get().pk}"
    newest = AuditRecord.objects.latest("seq")
    assert (newest.action, newest.actor) == ("rights.asked", mum.label) and "하늘" not in newest.facts
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM tenants_rightsrequest")
        assert "하늘".encode() not in bytes(cursor.fetchone()[0])


def test_the_same_is_not_asked_twice_while_it_is_open(in_haneul: Any) -> None:
    child = born(ADULT)
    first = asked(child, person(child.user))
    with pytest.raises(Conflict, match=r"2026\.12\.01까지 답합니다"):
        asked(child, person(child.user))
    withdraw_request(request=first, actor=person(child.user), now=NOW)
    assert asked(child, person(child.user)).state == State.RECEIVED


# --- answers -----------------------------------------------------------------------------------------------------
def test_every_refusal_says_why_and_how_to_object(in_haneul: Any) -> None:
    """L-29: 개인정보 보호법 제38조 제5항."""
    child, director = born(ADULT), actor(Role.DIRECTOR)
    about = ""
    for kind in (Kind.CORRECTION, Kind.ERASURE, Kind.EXPLANATION, Kind.HUMAN_REVIEW, Kind.ACCESS):
        row = asked(child, person(child.user), kind, details="고쳐 주세요")
        with pytest.raises(InvalidInput):
            refuse_request(request=row, reason="  ", actor=director, now=NOW)
        done = refuse_request(request=row, reason="다른 법이 보관하게 합니다.", actor=director, now=NOW)
        assert done.state == State.REFUSED
        assert done.answer == f"다른 법이 보관하게 합니다.\n\n{OBJECTION}"
        about = f"request:{row.pk}"
    again = asked(child, person(child.user), Kind.OBJECTION, details="다시 봐 주세요", about=about)
    other = person(member(Role.DIRECTOR, "second"))
    assert refuse_request(request=again, reason="같습니다.", actor=other, now=NOW).answer.endswith(OBJECTION)
    assert "118" in OBJECTION and "1833-6972" in OBJECTION


def test_an_objection_is_answered_by_somebody_else(in_haneul: Any) -> None:
    """L-29."""
    child, director = born(ADULT), actor(Role.DIRECTOR)
    first = asked(child, person(child.user))
    refuse_request(request=first, reason="없습니다.", actor=director, now=NOW)
    objection = asked(child, person(child.user), Kind.OBJECTION, details="다시 봐 주세요", about=f"request:{first.pk}")
    member(Role.TEACHER, "a-teacher")
    with pytest.raises(Conflict, match="다른 담당자"):
        refuse_request(request=objection, reason="같습니다.", actor=director, now=NOW)
    second = person(member(Role.DIRECTOR, "second"))
    assert complete_request(request=objection, answer="다시 살폈습니다.", actor=second, now=NOW).state == State.DONE


def objected(child: Student, director: Actor) -> RightsRequest:
    first = asked(child, person(child.user))
    refuse_request(request=first, reason="없습니다.", actor=director, now=NOW)
    return asked(child, person(child.user), Kind.OBJECTION, details="다시 봐 주세요", about=f"request:{first.pk}")


def test_a_teacher_answers_an_objection_and_nothing_else_of_the_directors(in_haneul: Any) -> None:
    """L-29: so that an academy with one director has somebody else who looks."""
    child, director, teacher = born(ADULT), actor(Role.DIRECTOR), actor(Role.TEACHER)
    objection = objected(child, director)
    with pytest.raises(NotAllowed):
        complete_request(request=objection, answer="했습니다.", actor=actor(Role.ASSISTANT), now=NOW)
    done = complete_request(request=objection, answer="다시 살폈습니다.", actor=teacher, now=NOW)
    assert (done.state, done.answer, done.answered_by) == (State.DONE, "다시 살폈습니다.", teacher.user)
    assert '"alone":false' in AuditRecord.objects.latest("seq").facts


def test_where_nobody_else_is_there_the_director_answers_and_it_is_said(in_haneul: Any) -> None:
    """L-29: whoever left the academy could not look either."""
    child, director, teacher = born(ADULT), actor(Role.DIRECTOR), member(Role.TEACHER, "left")
    objection = objected(child, director)
    with pytest.raises(Conflict, match="다른 담당자"):
        complete_request(request=objection, answer="다시 살폈습니다.", actor=director, now=NOW)
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    done = complete_request(request=objection, answer="다시 살폈습니다.", actor=director, now=NOW)
    assert done.state == State.DONE and done.answer == f"다시 살폈습니다.\n\n{ALONE}"
    assert '"alone":true' in AuditRecord.objects.latest("seq").facts


def test_only_who_may_answers_and_only_once(in_haneul: Any) -> None:
    child = born(ADULT)
    row = asked(child, person(child.user))
    for other in (actor(Role.TEACHER), actor(Role.ASSISTANT), person(child.user)):
        with pytest.raises(NotAllowed):
            complete_request(request=row, answer="했습니다.", actor=other, now=NOW)
    assert RightsRequest.objects.get().state == State.RECEIVED
    director = actor(Role.DIRECTOR)
    complete_request(request=row, answer="했습니다.", actor=director, now=NOW + timedelta(days=20))
    assert '"late":true' in AuditRecord.objects.latest("seq").facts
    with pytest.raises(Conflict):
        refuse_request(request=row, reason="아니요.", actor=director, now=NOW)


def test_a_pause_takes_effect_when_it_is_asked_for_and_ends_when_that_is_asked_for(in_haneul: Any) -> None:
    """L-22, L-27: no one has to be waited for."""
    child = born(CHILD)
    mum = guardian_of(child)
    row = asked(child, mum, Kind.SUSPENSION)
    assert row.state == State.DONE and "바로 멈췄습니다" in row.answer
    assert Student.objects.get(pk=child.pk).suspended_at == NOW
    ended = asked(child, mum, Kind.RESUMPTION)
    assert ended.state == State.DONE
    assert Student.objects.get(pk=child.pk).suspended_at is None
    assert actions()[-4:] == ["student.suspended", "rights.asked", "student.resumed", "rights.asked"]
