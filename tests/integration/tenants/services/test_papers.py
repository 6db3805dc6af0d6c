"""A paper counts for what stood on it on the day it was signed, of whoever could answer on that day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from eduai.lib.errors import InvalidInput
from tenants.actors import SYSTEM
from tenants.files import names_of_files
from tenants.models import ConsentEvent, Evidence, Guardianship, NoticeVersion, Purpose, Student
from tenants.services.notices import current_notice, publish_first_notices, publish_notice
from tenants.services.papers import check_paper, enter_paper, every_notice, record_paper
from tenants.services.standing import Why, decide, standing
from tests.cast import CHILD, GROWN, NOW, consents, proof, scan, student

Kind = ConsentEvent.Kind
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
SIGNED = date(2026, 11, 10)
TRAINING = Purpose.TRAINING
# 14 on 12 November 2026, nine days before NOW.
JUST_14 = date(2012, 11, 12)


@pytest.fixture(autouse=True)
def notices(in_haneul: Any) -> None:
    publish_first_notices(actor=SYSTEM, now=SINCE)


def enter(who: Student, word: str = "give", on: date = SIGNED, guardian: str = "") -> ConsentEvent:
    """A paper with its scan about training, checked and entered now."""
    what: dict[str, Any] = {"student": who, "answers": {TRAINING: word}, "signed_on": on, "guardian_name": guardian}
    check_paper(**what, notices=every_notice(), now=NOW)
    (event,) = record_paper(**what, paper=proof(who=who), actor=SYSTEM, now=NOW)
    return event


def changed(at: datetime, **facts: str) -> NoticeVersion:
    """The next version, published then: with other facts, or with another text alone."""
    notice = current_notice(purpose=TRAINING)
    assert notice is not None
    text, child_text = notice.text, notice.child_text
    for name, value in facts.items():
        text, child_text = text.replace(notice.facts[name], value), child_text.replace(notice.facts[name], value)
    text += "" if facts else "\n고맙습니다."
    return publish_notice(
        purpose=TRAINING, facts=notice.facts | facts, text=text, child_text=child_text, actor=SYSTEM, now=at
    )


@pytest.mark.parametrize("day", [SIGNED, date(2026, 11, 15)])
def test_a_paper_says_yes_to_no_facts_that_came_later_or_on_its_day(day: date) -> None:
    """L-06, C-08: the notice changed on 15 November."""
    who = student()
    changed(datetime(2026, 11, 15, 3, tzinfo=UTC), retention="10년")
    with pytest.raises(InvalidInput) as refused:
        enter(who, on=day)
    assert (refused.value.field, ConsentEvent.objects.count()) == ("date", 0)

    assert enter(who, "refuse", on=day).kind == Kind.REFUSED
    assert enter(who, on=date(2026, 11, 16)).notice.number == 2
    assert standing(student=who, purpose=TRAINING) is not None


def test_a_paper_is_bound_to_the_notice_of_its_day_and_another_text_alone_keeps_it() -> None:
    """C-06."""
    who = student()
    changed(datetime(2026, 11, 15, 3, tzinfo=UTC))
    assert enter(who).notice.number == 1
    assert standing(student=who, purpose=TRAINING) is not None


def test_a_paper_from_before_any_notice_says_yes_to_nothing() -> None:
    who = student()
    with pytest.raises(InvalidInput):
        enter(who, on=date(2026, 10, 31))
    assert enter(who, "refuse", on=date(2026, 10, 31)).kind == Kind.REFUSED


@pytest.mark.parametrize("day", [10, 15])
def test_an_old_paper_does_not_bring_back_what_was_taken_back_since_or_that_day(day: int) -> None:
    """C-01: signed before the withdrawal on the web, entered after it."""
    who = student()
    consents(who, purpose=TRAINING, now=SINCE)
    consents(who, Kind.WITHDRAWN, TRAINING, now=datetime(2026, 11, 15, 3, tzinfo=UTC))
    with pytest.raises(InvalidInput) as refused:
        enter(who, on=date(2026, 11, day))
    assert refused.value.field == "date"
    assert decide(student=who, purpose=TRAINING, at=NOW).why is Why.REFUSED

    enter(who, on=date(2026, 11, 16))
    assert standing(student=who, purpose=TRAINING) is not None


def test_a_guardians_old_paper_does_not_outweigh_what_the_child_said_since() -> None:
    who = student(born=CHILD)
    ConsentEvent.objects.create(
        student=who, purpose=TRAINING, notice=current_notice(purpose=TRAINING), kind=Kind.REFUSED, channel="web", at=NOW
    )
    with pytest.raises(InvalidInput):
        enter(who, guardian="김보호")
    assert not Guardianship.objects.filter(student=who, guardian__first_name="김보호").count() > 1
    assert decide(student=who, purpose=TRAINING, at=NOW).why is Why.REFUSED


def test_papers_that_were_entered_late_count_by_the_days_they_were_signed() -> None:
    who = student(born=CHILD)
    enter(who, "refuse", on=date(2026, 11, 5), guardian="김보호")
    enter(who, on=date(2026, 11, 10), guardian="김보호")
    assert standing(student=who, purpose=TRAINING) is not None
    enter(who, "withdraw", on=date(2026, 11, 12), guardian="김보호")
    with pytest.raises(InvalidInput):
        enter(who, on=date(2026, 11, 11), guardian="김보호")


@pytest.mark.parametrize("word", ["refuse", "withdraw"])
def test_an_old_papers_no_does_not_undo_what_the_same_person_agreed_to_since(word: str) -> None:
    """C-01: it would take with it what was made on the yes. By another, or on the day of the yes, it counts."""
    who = student(born=CHILD)
    enter(who, on=date(2026, 11, 12), guardian="김보호")
    with pytest.raises(InvalidInput, match="다시 동의했습니다") as refused:
        enter(who, word, on=date(2026, 11, 11), guardian="김보호")
    assert (refused.value.field, ConsentEvent.objects.count()) == ("date", 1)
    assert standing(student=who, purpose=TRAINING) is not None

    enter(who, word, on=date(2026, 11, 12), guardian="김보호")
    assert decide(student=who, purpose=TRAINING, at=NOW).why is Why.REFUSED
    enter(who, on=date(2026, 11, 14), guardian="김보호")
    enter(who, "refuse", on=date(2026, 11, 11), guardian="이보호")
    assert decide(student=who, purpose=TRAINING, at=NOW).why is Why.REFUSED


def test_an_old_papers_no_undoes_no_later_yes_of_the_student_who_is_14_since_or_of_a_known_guardian() -> None:
    """L-13: and a paper of somebody whom nobody knows comes after no later yes of a guardian."""
    grown, child = student(born=JUST_14), student("S002", born=CHILD)
    enter(grown, on=date(2026, 11, 13))
    enter(child, on=date(2026, 11, 13), guardian="김보호")
    unknown: dict[str, Any] = {"answers": {TRAINING: "refuse"}, "guardian_name": "박보호", "paper": None}
    with pytest.raises(InvalidInput):
        enter(grown, "refuse", on=date(2026, 11, 10), guardian="김보호")
    with pytest.raises(InvalidInput):
        record_paper(student=child, **unknown, signed_on=date(2026, 11, 10), actor=SYSTEM, now=NOW)
    assert standing(student=grown, purpose=TRAINING) is not None
    assert standing(student=child, purpose=TRAINING) is not None
    record_paper(student=child, **unknown, signed_on=date(2026, 11, 14), actor=SYSTEM, now=NOW)
    assert decide(student=child, purpose=TRAINING, at=NOW).why is Why.REFUSED


def test_another_guardians_no_does_not_keep_a_paper_out_and_outweighs_it() -> None:
    """L-16."""
    who = student(born=CHILD)
    enter(who, "refuse", on=date(2026, 11, 12), guardian="이보호")
    assert enter(who, guardian="김보호").kind == Kind.GIVEN
    assert decide(student=who, purpose=TRAINING, at=NOW).why is Why.REFUSED


@pytest.mark.parametrize(("born", "day"), [(GROWN, date(2008, 3, 1)), (GROWN, date.min), (None, date.min)])
def test_a_day_before_the_student_was_born_is_refused_with_a_sentence(born: date | None, day: date) -> None:
    with pytest.raises(InvalidInput) as refused:
        enter(student(born=born), "refuse", on=day, guardian="" if born else "김보호")
    assert refused.value.field == "date"


def test_a_paper_that_cannot_be_recorded_leaves_no_scan(
    tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """C-08: a no came after it."""
    settings.MEDIA_ROOT = tmp_path
    who = student()
    consents(who, Kind.REFUSED, TRAINING, now=datetime(2026, 11, 15, 3, tzinfo=UTC))
    what: dict[str, Any] = {"student": who, "answers": {TRAINING: "give"}, "guardian_name": "", "actor": SYSTEM}
    page = Path(scan(tmp_path)).read_bytes()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(InvalidInput):
        enter_paper(**what, signed_on=SIGNED, upload=ContentFile(page), now=NOW)
    assert not Evidence.objects.exclude(file="").exclude(file="evidence/signed").exists()
    assert list(names_of_files()) == []

    enter_paper(**what, signed_on=date(2026, 11, 16), upload=ContentFile(page), now=NOW)
    assert standing(student=who, purpose=TRAINING) is not None
    assert len(list(names_of_files())) == 1


@pytest.mark.parametrize("born", [GROWN, JUST_14])
def test_a_guardians_paper_is_no_yes_of_a_student_who_was_14_that_day(born: date) -> None:
    """L-13: from the birthday on the student signs."""
    who = student(born=born)
    with pytest.raises(InvalidInput) as refused:
        enter(who, on=date(2026, 11, 12), guardian="김보호")
    assert (refused.value.field, ConsentEvent.objects.count()) == ("guardian", 0)

    event = enter(who, on=date(2026, 11, 12))
    assert (event.kind, event.guardianship) == (Kind.GIVEN, None)
    assert standing(student=who, purpose=TRAINING) is not None


def test_a_guardians_paper_from_before_the_birthday_stays_the_guardians() -> None:
    """L-13: entered after it; the student's own answer comes before it."""
    who = student(born=JUST_14)
    with pytest.raises(InvalidInput) as refused:
        enter(who, on=date(2026, 11, 11))  # the student could not sign alone on that day
    assert refused.value.field == "guardian"

    event = enter(who, on=date(2026, 11, 11), guardian="김보호")
    assert event.guardianship is not None
    assert (event.kind, event.guardianship.guardian.first_name) == (Kind.GIVEN, "김보호")
    assert standing(student=who, purpose=TRAINING) == event

    enter(who, "refuse", on=date(2026, 11, 13))
    assert decide(student=who, purpose=TRAINING, at=NOW).why is Why.REFUSED
