"""Consent: the ledger, the release slip, and the last check before the bytes."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.llm.errors import NotReleased
from eduai.llm.types import Place
from tenants import tenancy
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, ConsentEvent, Purpose, Role, Student
from tenants.services.consent import confirm, record_consent, release, standing
from tenants.services.notices import FIRST_NOTICES, facts_hash, publish_notice
from tenants.services.people import verify_guardian
from tests.cast import NOW, member, student
from tests.waiting import until

Kind = ConsentEvent.Kind
OVERSEAS = Purpose.OVERSEAS


def answer(who: Student, kind: ConsentEvent.Kind = Kind.GIVEN, purpose: Purpose = OVERSEAS) -> ConsentEvent:
    return record_consent(student=who, purpose=purpose, kind=kind, channel="test", actor=SYSTEM, now=NOW)


def places(who: Student) -> set[str]:
    return set(release(student=who, purpose="similar_question", now=NOW).places)


@pytest.mark.usefixtures("in_haneul")
class TestTheLedger:
    def test_without_an_answer_the_academys_own_machines_are_all(self) -> None:
        assert places(student()) == {"on_premises"}

    def test_a_yes_opens_the_way_overseas_and_a_withdrawal_closes_it(self) -> None:
        who = student()
        answer(who)
        assert places(who) == {"on_premises", "overseas"}

        answer(who, Kind.WITHDRAWN)
        assert places(who) == {"on_premises"}

    def test_one_students_yes_is_not_anothers(self) -> None:
        answer(student("S001"))

        assert places(student("S002")) == {"on_premises"}

    def test_a_changed_recipient_voids_the_yes_and_a_new_yes_counts(self) -> None:
        who = student()
        answer(who)
        facts = FIRST_NOTICES[OVERSEAS] | {"recipient": "Another Company"}
        publish_notice(purpose=OVERSEAS, facts=facts, actor=SYSTEM, now=NOW)

        assert standing(student=who, purpose=OVERSEAS) is None
        answer(who)
        assert standing(student=who, purpose=OVERSEAS) is not None

    def test_a_yes_counts_for_the_facts_that_were_shown_and_for_no_others(self) -> None:
        who = student()
        shown = answer(who).notice.facts_hash
        facts = FIRST_NOTICES[OVERSEAS] | {"country": "어딘가"}
        publish_notice(purpose=OVERSEAS, facts=facts, actor=SYSTEM, now=NOW)

        def give(shown: str) -> ConsentEvent:
            return record_consent(
                student=who, purpose=OVERSEAS, kind=Kind.GIVEN, channel="web", actor=SYSTEM, now=NOW, shown=shown
            )

        with pytest.raises(Conflict, match="고지 내용이 바뀌었습니다"):
            give(shown)
        assert places(who) == {"on_premises"}
        give(facts_hash(facts))
        assert places(who) == {"on_premises", "overseas"}

    def test_a_notice_without_a_fact_that_the_law_asks_for_is_not_published(self) -> None:
        facts = {name: text for name, text in FIRST_NOTICES[OVERSEAS].items() if name != "country"}

        with pytest.raises(InvalidInput, match="country"):
            publish_notice(purpose=OVERSEAS, facts=facts, actor=SYSTEM, now=NOW)

    def test_refusing_collection_releases_nothing_anywhere(self) -> None:
        who = student()
        answer(who)
        answer(who, Kind.REFUSED, Purpose.COLLECTION)

        with pytest.raises(NotReleased):
            release(student=who, purpose="similar_question", now=NOW)

    def test_a_withdrawal_of_what_was_never_given_is_refused(self) -> None:
        with pytest.raises(InvalidInput):
            answer(student(), Kind.WITHDRAWN)

        assert not ConsentEvent.objects.exists()

    def test_answers_leave_records_and_cannot_be_changed_or_deleted(self) -> None:
        event = answer(student())

        assert AuditRecord.objects.first().action == "consent.given"
        for attempt in (lambda: ConsentEvent.objects.update(kind="refused"), event.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        assert ConsentEvent.objects.get().kind == "given"

    def test_only_a_verified_guardian_answers_for_a_ward(self) -> None:
        who, guardian = student(), member(Role.GUARDIAN)
        with pytest.raises(NotAllowed):
            record_consent(
                student=who, purpose=OVERSEAS, kind=Kind.GIVEN, channel="web", actor=person(guardian), now=NOW
            )

        verify_guardian(guardian=guardian, student=who, actor=SYSTEM, now=NOW)
        record_consent(student=who, purpose=OVERSEAS, kind=Kind.GIVEN, channel="web", actor=person(guardian), now=NOW)
        assert places(who) == {"on_premises", "overseas"}

    def test_a_teacher_may_not_answer_for_a_student(self) -> None:
        with pytest.raises(NotAllowed):
            record_consent(
                student=student(),
                purpose=OVERSEAS,
                kind=Kind.GIVEN,
                channel="web",
                actor=person(member(Role.TEACHER)),
                now=NOW,
            )

        assert not ConsentEvent.objects.exists()

    def test_the_command_goes_through_the_same_service(self, capsys: pytest.CaptureFixture[str]) -> None:
        who = student("S007")
        call_command("record_consent", "haneul", "S007", "overseas", "--give")
        assert places(who) == {"on_premises", "overseas"}
        call_command("record_consent", "haneul", "S007", "overseas", "--withdraw")
        assert places(who) == {"on_premises"}

        with pytest.raises(CommandError, match="'S999' 학생이 없습니다"):
            call_command("record_consent", "haneul", "S999", "overseas", "--give")


class TestTheLastCheck:
    def test_what_is_written_was_allowed_when_it_was_written(self, in_haneul: object) -> None:
        who = student()
        answer(who)
        given = release(student=who, purpose="similar_question", now=clock.now())

        with confirm(given, Place.OVERSEAS):
            pass

        newest = AuditRecord.objects.first()
        assert (newest.action, newest.subject) == ("data.sent", f"student:{who.pk}")

    def test_a_slip_from_before_the_withdrawal_sends_nothing(self, in_haneul: object) -> None:
        who = student()
        answer(who)
        given = release(student=who, purpose="similar_question", now=clock.now())
        answer(who, Kind.WITHDRAWN)

        with pytest.raises(NotReleased), confirm(given, Place.OVERSEAS):
            pytest.fail("the guarded write was reached")
        with confirm(given, Place.ON_PREMISES):
            pass

    def test_an_expired_slip_sends_nothing(self, in_haneul: object) -> None:
        given = release(student=student(), purpose="similar_question", now=clock.now() - timedelta(hours=1))

        with pytest.raises(NotReleased), confirm(given, Place.ON_PREMISES):
            pytest.fail("the guarded write was reached")

    def test_a_withdrawal_waits_for_the_write_in_progress(self, committed_db: None, haneul: object) -> None:
        with tenancy.use(haneul):
            who = student()
            answer(who)
            given = release(student=who, purpose="similar_question", now=clock.now())
        withdrawn = threading.Event()

        def withdraw() -> None:
            with tenancy.use(haneul):
                answer(who, Kind.WITHDRAWN)
            withdrawn.set()
            connection.close()

        thread = threading.Thread(target=withdraw)
        with confirm(given, Place.OVERSEAS):
            thread.start()
            until(lambda: waiting_for_lock(haneul), what="the withdrawal's wait")
            assert not withdrawn.is_set()
        thread.join(10)

        assert withdrawn.is_set()
        with pytest.raises(NotReleased), confirm(given, Place.OVERSEAS):
            pytest.fail("the guarded write was reached")


def waiting_for_lock(academy: object) -> bool:
    with tenancy.use(academy), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])
