"""The monthly review: what stands out among the looks, by a report that a person who is not in it signs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import localtime

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants.access_findings import FAILED, MASS, OFTEN, findings
from tenants.actors import SYSTEM, person
from tenants.models import AccessRecord, AccessReview, AuditRecord, Guardianship, Role, User
from tenants.services import access_review
from tenants.services.access_review import (
    ALONE,
    MOST_AT_ONCE,
    last_period,
    make_due_reviews,
    make_review,
    overdue,
    period_of,
    sign_review,
)
from tenants.services.retention import periods
from tests.cast import NOW, member, student

pytestmark = pytest.mark.usefixtures("in_haneul")

PERIOD = period_of(day=date(2026, 10, 15))
SINCE, UNTIL = PERIOD.moments
NOON = datetime(2026, 10, 15, 3, 0, tzinfo=UTC)  # by Korean clocks
DONE = "모두 업무상 필요한 접속이었습니다."


def look(user: User | None = None, *, at: datetime = NOON, task: str = "view", **more: Any) -> AccessRecord:
    """A look at that moment, as the middleware would have left it."""
    students = more.pop("students", [1])
    values = {"actor": f"user:{user.pk}" if user else "visitor", "role": user.role if user else "visitor"}
    values |= {"place": "test", "many": len(students), "address": "203.0.113.5"} | more
    row = AccessRecord(at=at, task=task, students=students, **values)
    row.save(force_insert=True)
    return row


def found(kind: str) -> list[tuple[str, int, list[int], str]]:
    rows = findings(since=SINCE, until=UNTIL)
    return [(row.actor, row.count, row.students, row.address) for row in rows if row.kind == kind]


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)])
def test_a_look_between_ten_at_night_and_six_in_the_morning_stands_out(hour: int, night: bool) -> None:
    """L-34: night access, by Korean clocks."""
    teacher = member(Role.TEACHER)
    look(teacher, at=datetime(2026, 10, 15, hour, 30, tzinfo=UTC) - timedelta(hours=9), students=[3])
    assert found("night") == [(f"user:{teacher.pk}", 1, [3], "")] * night


def test_a_guardian_at_night_does_not_stand_out_and_neither_does_another_month() -> None:
    late = datetime(2026, 10, 15, 14, 0, tzinfo=UTC)
    look(member(Role.GUARDIAN), at=late)
    look(member(Role.TEACHER), at=late + timedelta(days=31))
    assert found("night") == []


def test_a_hundred_students_at_once_and_every_file_stand_out() -> None:
    """L-34: mass lists and downloads."""
    teacher, director = member(Role.TEACHER), member(Role.DIRECTOR)
    look(teacher, task="list", students=[], many=MASS - 1)
    assert found("mass") == []
    look(teacher, task="list", students=[], many=MASS)
    look(director, task="download", students=[], many=0)
    assert sorted(found("mass")) == sorted((f"user:{user.pk}", 1, [], "") for user in (teacher, director))


def test_five_failed_log_ins_from_one_place_stand_out() -> None:
    """L-34: at a known name and at unknown ones."""
    teacher = member(Role.TEACHER)
    for at in range(FAILED):
        look(task="login.failed", students=[], facts={"user": teacher.pk})
        look(task="login.failed", students=[], facts={"name": f"hash-{at}"}, address="198.51.100.1")
        look(task="login.failed", students=[], facts={"name": "x"}, address=f"198.51.100.{at + 10}")
    assert found("failed") == [
        (f"user:{teacher.pk}", FAILED, [], "203.0.113.5"),
        ("visitor", FAILED, [], "198.51.100.1"),
    ]


@pytest.mark.parametrize("how", ["the same account", "the same e-mail"])
def test_who_looks_at_their_own_child_stands_out(how: str) -> None:
    """L-34: a teacher who is the guardian, by the account or by the e-mail address of two."""
    child, teacher, guardian = student(), member(Role.TEACHER), member(Role.GUARDIAN)
    if how == "the same account":
        guardian = teacher
    else:
        User.objects.filter(pk=teacher.pk).update(email="Kim@example.kr")
        User.objects.filter(pk=guardian.pk).update(email="kim@example.kr")
    Guardianship.objects.create(guardian=guardian, student=child, verified_at=NOW)
    look(teacher, students=[child.pk + 1])
    assert found("own_child") == []
    look(teacher, students=[child.pk, child.pk + 1])
    assert found("own_child") == [(f"user:{teacher.pk}", 1, [child.pk], "")]


def test_people_without_an_e_mail_address_are_not_taken_for_each_other() -> None:
    child, teacher, guardian = student(), member(Role.TEACHER), member(Role.GUARDIAN)
    Guardianship.objects.create(guardian=guardian, student=child, verified_at=NOW)
    look(teacher, students=[child.pk])
    assert found("own_child") == []


@pytest.mark.parametrize(
    ("times", "others", "stands_out"), [(OFTEN, 1, True), (OFTEN - 1, 1, False), (OFTEN, 10, False)]
)
def test_who_looks_at_one_student_far_more_often_than_at_others_stands_out(
    times: int, others: int, stands_out: bool
) -> None:
    """L-34: thirty times and three times as often as at another."""
    teacher = member(Role.TEACHER)
    for _ in range(times):
        look(teacher, students=[1])
    for _ in range(others):
        look(teacher, students=[2])
    assert found("often") == [(f"user:{teacher.pk}", times, [1], "")] * stands_out


def test_a_log_in_from_an_address_that_was_not_used_for_ninety_days_stands_out() -> None:
    """L-34: for who signed in before; a newcomer has no usual address."""
    teacher, newcomer = member(Role.TEACHER), member(Role.ASSISTANT)
    look(teacher, task="login", students=[], at=SINCE - timedelta(days=30), address="203.0.113.5")
    look(teacher, task="login", students=[], at=SINCE - timedelta(days=91), address="203.0.113.6")
    for address in ("203.0.113.5", "203.0.113.6"):
        look(teacher, task="login", students=[], address=address)
        look(newcomer, task="login", students=[], address=address)
    assert found("new_address") == [(f"user:{teacher.pk}", 1, [], "203.0.113.6")]


def test_each_finding_leads_to_its_rows_in_the_log(haneul: Any) -> None:
    teacher, director = member(Role.TEACHER), member(Role.DIRECTOR)
    look(teacher, task="download")
    look(director)
    look(teacher, at=NOON + timedelta(days=60))
    (finding,) = findings(since=SINCE, until=UNTIL)
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(director)
    rows = client.get(finding.link).context["cl"].result_list
    assert [(row.actor, row.task) for row in rows] == [(f"user:{teacher.pk}", "download")]


# --- the report ----------------------------------------------------------------------------------------------
LATER = UNTIL + timedelta(days=1)


def report() -> AccessReview:
    return make_review(period=PERIOD, actor=SYSTEM, now=LATER)


def test_the_report_is_written_once_a_month_for_the_month_that_is_over() -> None:
    look(member(Role.TEACHER), task="download")
    assert [make_due_reviews(actor=SYSTEM, now=LATER) for _ in range(2)] == [1, 0]
    review = AccessReview.objects.get()
    assert (review.month, [row["kind"] for row in review.findings]) == (date(2026, 10, 1), ["mass", "unsealed"])
    assert AuditRecord.objects.filter(action="access.review_made").count() == 1


def began() -> datetime:
    """When the academy's record began, by the database's clock; from the first entry on."""
    member(Role.TEACHER, "first")
    return AuditRecord.objects.get(seq=1).at


def test_reports_that_an_outage_missed_are_written_later_the_newest_first_and_a_few_a_night() -> None:
    """L-34: every month since the academy began has its report; what was there is not written again."""
    first = period_of(day=localtime(began()).date())
    months = [first]
    while len(months) < 6:
        months.append(period_of(day=months[-1].until))
    look(member(Role.TEACHER), task="download", at=months[1].moments[0] + timedelta(hours=12))
    make_review(period=months[3], actor=SYSTEM, now=months[4].moments[0])
    now = months[5].moments[1] + timedelta(hours=5)
    assert [make_due_reviews(actor=SYSTEM, now=now) for _ in range(3)] == [MOST_AT_ONCE, 2, 0]
    made = AccessReview.objects.order_by("pk").values_list("month", flat=True)
    assert [day for day in made if day >= first.first] == [months[number].first for number in (3, 5, 4, 2, 1, 0)]
    assert not AccessReview.objects.filter(month__lt=first.first).exists()
    late = AccessReview.objects.get(month=months[1].first)
    assert "mass" in [row["kind"] for row in late.findings] and late.made_at == now


def test_no_report_is_written_on_months_whose_log_is_gone(settings: Any) -> None:
    """L-33: it would say that nobody looked."""
    settings.EDUAI_ACCESS_REVIEW = "quarterly"
    now = began() + timedelta(days=5 * 365)
    while make_due_reviews(actor=SYSTEM, now=now):
        pass
    oldest = AccessReview.objects.order_by("month")[0].month
    kept_since = localtime(now - timedelta(days=periods()["access_log"])).date()
    assert period_of(day=oldest) == period_of(day=kept_since)


def test_the_cycle_is_a_setting(settings: Any) -> None:
    """L-34: monthly, where nothing else is set."""
    day = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)
    assert (last_period(now=day).first, last_period(now=day).until) == (date(2026, 12, 1), date(2027, 1, 1))
    settings.EDUAI_ACCESS_REVIEW = "quarterly"
    assert (last_period(now=day).first, last_period(now=day).until) == (date(2026, 10, 1), date(2027, 1, 1))


def test_a_person_who_is_not_in_the_report_signs_it() -> None:
    """L-34, L-36: the reviewer is named, and independent."""
    director, teacher = member(Role.DIRECTOR), member(Role.TEACHER)
    look(director, task="download")
    review = report()
    for user in (director, member(Role.ASSISTANT), member(Role.GUARDIAN)):
        with pytest.raises(NotAllowed):
            sign_review(review=review, conclusion=DONE, actor=person(user), now=LATER)
    with pytest.raises(NotAllowed):
        sign_review(review=review, conclusion=DONE, actor=SYSTEM, now=LATER)
    with pytest.raises(InvalidInput, match="conclusion"):
        sign_review(review=review, conclusion=" 네. ", actor=person(teacher), now=LATER)
    review.refresh_from_db()
    assert (review.reviewer, review.reviewed_at) == (None, None)

    sign_review(review=review, conclusion=DONE, actor=person(teacher), now=LATER)
    review.refresh_from_db()
    assert (review.reviewer, review.reviewed_at, review.conclusion) == (teacher, LATER, DONE)
    assert AuditRecord.objects.first().action == "access.reviewed"
    with pytest.raises(Conflict):
        sign_review(review=review, conclusion=DONE, actor=person(teacher), now=LATER)
    with pytest.raises(Conflict):
        report()


@pytest.mark.parametrize("other", ["", "gone", "in it too"])
def test_where_nobody_else_could_sign_one_who_is_in_the_report_does_and_it_is_said(haneul: Any, other: str) -> None:
    """L-34: an academy of one director is not late for ever; as soon as somebody else can, they do."""
    director = member(Role.DIRECTOR)
    look(director, task="download")
    if other:
        teacher = member(Role.TEACHER)
        User.objects.filter(pk=teacher.pk).update(is_active=other != "gone")
        look(teacher, task="download")
    review = report()
    address = f"/admin/tenants/accessreview/{review.pk}/change/"
    assert "그 사실도 보고서와 기록에 남습니다" in panel(director).get(address).content.decode()
    another = member(Role.TEACHER, "another")
    with pytest.raises(NotAllowed):
        sign_review(review=review, conclusion=DONE, actor=person(director), now=LATER)
    User.objects.filter(pk=another.pk).update(is_active=False)
    signed = sign_review(review=review, conclusion=DONE, actor=person(director), now=LATER)
    assert signed.reviewer == director and signed.conclusion.startswith(DONE) and ALONE in signed.conclusion
    assert '"alone":true' in AuditRecord.objects.latest("seq").facts


def test_who_was_tried_to_be_signed_in_as_may_sign() -> None:
    teacher = member(Role.TEACHER)
    for _ in range(FAILED):
        look(task="login.failed", students=[], facts={"user": teacher.pk})
    assert sign_review(review=report(), conclusion=DONE, actor=person(teacher), now=LATER).reviewer == teacher


def test_a_report_that_was_written_anew_is_read_again_before_it_is_signed() -> None:
    old, teacher = report(), member(Role.TEACHER)
    make_review(period=PERIOD, actor=SYSTEM, now=LATER + timedelta(hours=1))
    with pytest.raises(Conflict, match="다시"):
        sign_review(review=old, conclusion=DONE, actor=person(teacher), now=LATER)


def test_a_report_that_waits_two_weeks_or_is_missing_is_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    """L-34: also where the task never ran; an academy that is new owes none."""
    late = UNTIL + timedelta(days=14, hours=1)
    assert overdue(now=late) == []
    member(Role.TEACHER)
    monkeypatch.setattr(access_review, "_has_a_past", lambda before: True)  # the record's clock is the database's
    assert (overdue(now=late), overdue(now=late - timedelta(hours=2))) == ([PERIOD.first], [])
    review = make_review(period=PERIOD, actor=SYSTEM, now=LATER)
    assert overdue(now=LATER + timedelta(days=13)) == []
    assert overdue(now=LATER + timedelta(days=15)) == [PERIOD.first]
    sign_review(review=review, conclusion=DONE, actor=person(member(Role.DIRECTOR)), now=LATER)
    assert overdue(now=LATER + timedelta(days=15)) == []


# --- the panel and the verb ----------------------------------------------------------------------------------
def panel(user: User) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    return client


def test_the_report_is_read_and_signed_in_the_panel_and_what_was_typed_stays(haneul: Any) -> None:
    director, teacher = member(Role.DIRECTOR), member(Role.TEACHER)
    look(director, task="download")
    review = report()
    address = f"/admin/tenants/accessreview/{review.pk}/change/"
    AccessReview.objects.update(made_at=clock.now())
    assert "접속 기록 점검이 늦었습니다" not in panel(teacher).get("/admin/").content.decode()
    AccessReview.objects.update(made_at=NOW - timedelta(days=100))
    assert "접속 기록 점검이 늦었습니다" in panel(teacher).get("/admin/").content.decode()

    own = panel(director).get(address).content.decode()
    assert "본인의 접속이 있어" in own and "내 이름으로 점검 마치기" not in own
    assert panel(director).post(address, {"decision": "sign", "conclusion": DONE}).status_code == 400
    short = panel(teacher).post(address, {"decision": "sign", "conclusion": "네"})
    assert (short.status_code, "5자 이상" in short.content.decode(), ">네</textarea>" in short.content.decode()) == (
        400, True, True)  # fmt: skip
    assert panel(teacher).post(address, {"decision": "sign", "conclusion": DONE}).status_code == 302
    signed = panel(director).get(address).content.decode()
    assert str(teacher) in signed and DONE in signed
    assert "접속 기록 점검이 늦었습니다" not in panel(teacher).get("/admin/").content.decode()


def test_the_verb_writes_the_report_and_says_what_stands_out(capsys: Any) -> None:
    teacher = member(Role.TEACHER)
    look(teacher, students=[7], at=NOON + timedelta(hours=11))
    call_command("review_access", "haneul", "--month", "2026-10")
    assert f"night: user:{teacher.pk}  × 1" in capsys.readouterr().out
    assert AccessRecord.objects.first().students == [7]
    with pytest.raises(CommandError, match="month"):
        call_command("review_access", "haneul", "--month", "10월")
