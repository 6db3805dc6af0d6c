"""Consent: the ledger, the release slip, and the last check before the bytes."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.llm.errors import NotReleased
from eduai.llm.types import Place, Recipient
from tenants import tenancy
from tenants.actors import SYSTEM, person
from tenants.ages import day_in_korea
from tenants.models import AuditRecord, ConsentEvent, Guardianship, Purpose, Role, User
from tenants.notice_texts import FIRST_FACTS, REGISTERED, Audience, adult_text, child_text
from tenants.services import consent
from tenants.services.consent import confirm, may_go, refused_collection, release, standing
from tenants.services.notices import current_notice, facts_hash, publish_notice, shown_hash, words
from tenants.services.standing import Why
from tests.cast import CHILD, NOW, accept_overseas, consents, guards, member, proof, scan, student
from tests.integration.tenants.services.answering import BOTH, OVERSEAS, Kind, describe, places, publish, says, why
from tests.waiting import until

OWN_SERVER = Recipient("tgi-0", Place.ON_PREMISES, "http://127.0.0.1:8080")
OVERSEAS_SERVER = Recipient("openai", Place.OVERSEAS, "https://api.openai.com")


@pytest.mark.usefixtures("in_haneul")
class TestTheLedger:
    def test_without_an_answer_the_academys_own_machines_are_all(self) -> None:
        assert places(student()) == {"on_premises"}

    def test_a_yes_opens_the_way_overseas_and_a_withdrawal_closes_it(self) -> None:
        who = student()
        consents(who)
        assert places(who) == BOTH

        consents(who, Kind.WITHDRAWN)
        assert places(who) == {"on_premises"}

    def test_one_students_yes_is_not_anothers(self) -> None:
        consents(student("S001"))

        assert places(student("S002")) == {"on_premises"}

    def test_a_changed_recipient_voids_the_yes_and_a_new_yes_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """L-06."""
        who = student()
        consents(who)
        describe(monkeypatch, name="Another Company")
        assert (standing(student=who, purpose=OVERSEAS), places(who)) == (None, {"on_premises"})
        publish()

        assert (standing(student=who, purpose=OVERSEAS), why(who)) == (None, Why.FACTS_CHANGED)
        consents(who)
        assert standing(student=who, purpose=OVERSEAS) is not None

    @pytest.mark.parametrize("changed", ["refusal", "sensitive_items"])
    def test_each_changed_fact_voids_the_yes(self, changed: str) -> None:
        """L-06."""
        who = student()
        consents(who)
        publish(**{changed: "다르게 적은 것"})

        assert places(who) == {"on_premises"}
        consents(who)
        assert places(who) == BOTH

    @pytest.mark.parametrize("changed", REGISTERED)
    def test_each_fact_of_a_recipient_described_anew_voids_the_yes_before_and_after_it_is_published(
        self, changed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """L-05, L-06: the notice is about the one who is called, or nothing goes."""
        who = student()
        consents(who)
        assert places(who) == BOTH
        describe(monkeypatch, **{REGISTERED[changed]: "다르게 적은 것"})
        accept_overseas()
        assert (places(who), why(who)) == ({"on_premises"}, Why.FACTS_CHANGED)
        assert may_go(students=[who.pk], place=Place.OVERSEAS) == set()
        consents(who)  # a new yes to the old words is none to the new recipient
        assert (places(who), why(who)) == ({"on_premises"}, Why.FACTS_CHANGED)

        publish()
        assert (places(who), why(who)) == ({"on_premises"}, Why.FACTS_CHANGED)
        consents(who)
        assert places(who) == BOTH

    def test_a_corrected_typo_keeps_the_yes(self) -> None:
        """L-06."""
        who = student()
        consents(who)
        facts = dict(FIRST_FACTS[OVERSEAS])
        texts = {"text": adult_text(OVERSEAS, facts) + "\n감사합니다.", "child_text": child_text(OVERSEAS, facts)}
        publish_notice(purpose=OVERSEAS, facts=facts, **texts, actor=SYSTEM, now=NOW)

        assert places(who) == BOTH

    def test_a_yes_counts_for_the_facts_that_were_shown_and_for_no_others(self) -> None:
        """L-06."""
        who = student(signs_in=True)
        shown = consents(who).notice.facts_hash
        publish(refusal="거부할 수 있습니다.")

        with pytest.raises(Conflict, match="고지 내용이 바뀌었습니다"):
            says(who, person(who.user), shown=shown)
        assert places(who) == {"on_premises"}
        says(who, person(who.user), shown=facts_hash({**FIRST_FACTS[OVERSEAS], "refusal": "거부할 수 있습니다."}))
        assert places(who) == BOTH

    def test_a_version_that_somebody_still_had_open_is_answered_where_only_its_prose_has_changed(self) -> None:
        """C-06: the event holds the version that was on the screen, not the newest."""
        who = student(signs_in=True)
        consents(who)
        old = current_notice(purpose=OVERSEAS)
        facts = dict(FIRST_FACTS[OVERSEAS])
        texts = {"text": adult_text(OVERSEAS, facts) + "\n감사합니다.", "child_text": child_text(OVERSEAS, facts)}
        publish_notice(purpose=OVERSEAS, facts=facts, **texts, actor=SYSTEM, now=NOW)

        event = says(who, person(who.user), notice=old)
        assert (event.notice, event.shown_hash) == (old, shown_hash(notice=old, audience=Audience.ADULT))
        publish(refusal="거부할 수 있습니다.")
        with pytest.raises(Conflict):
            says(who, person(who.user), notice=old)

    def test_the_row_holds_the_hash_of_the_very_words_and_for_whom_they_were(self) -> None:
        """C-06, L-03, L-18."""
        who = student(born=CHILD, signs_in=True)
        event = says(who, person(who.user), audience=Audience.CHILD, address="203.0.113.9")

        kept = ConsentEvent.objects.get(pk=event.pk)
        assert kept.shown_hash == shown_hash(notice=kept.notice, audience=Audience.CHILD)
        assert kept.shown_hash != shown_hash(notice=kept.notice, audience=Audience.ADULT)
        assert words(notice=kept.notice, audience=Audience.CHILD) == kept.notice.child_text
        assert (kept.audience, kept.address, kept.actor) == ("child", "203.0.113.9", who.user)

    def test_refusing_collection_releases_nothing_anywhere(self) -> None:
        who = student()
        consents(who)
        consents(who, Kind.REFUSED, Purpose.COLLECTION)

        with pytest.raises(NotReleased, match="동의하지 않아"):
            release(student=who, purpose="similar_question", now=NOW)
        assert refused_collection(students=[who]) == {who.pk}
        assert may_go(students=[who.pk], place=Place.ON_PREMISES) == set()

    @pytest.mark.parametrize("column", ["suspended_at", "erased_at"])
    def test_nothing_of_somebody_suspended_or_erased_is_released(self, column: str) -> None:
        """L-22."""
        who = student()
        consents(who)
        setattr(who, column, NOW)
        who.save()

        with pytest.raises(NotReleased):
            release(student=who, purpose="similar_question", now=NOW)
        assert may_go(students=[who.pk], place=Place.ON_PREMISES) == set()

    def test_a_withdrawal_of_what_was_never_given_is_refused(self) -> None:
        with pytest.raises(InvalidInput):
            consents(student(), Kind.WITHDRAWN)

        assert not ConsentEvent.objects.exists()

    def test_a_yes_that_a_changed_notice_voided_can_still_be_withdrawn(self) -> None:
        who = student()
        consents(who)
        publish(refusal="거부할 수 있습니다.")

        assert consents(who, Kind.WITHDRAWN).kind == "withdrawn"

    def test_answers_leave_records_and_cannot_be_changed_or_deleted(self) -> None:
        """C-03."""
        event = consents(student())

        assert AuditRecord.objects.first().action == "consent.given"
        for attempt in (lambda: ConsentEvent.objects.update(kind="refused"), event.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        assert ConsentEvent.objects.get().kind == "given"

    def test_a_teacher_may_not_answer_for_a_student(self) -> None:
        who = student()
        with pytest.raises(NotAllowed):
            says(who, person(member(Role.TEACHER)), evidence=proof(who=who))

        assert not ConsentEvent.objects.exists()

    def test_the_command_goes_through_the_same_service(self, tmp_path: Path) -> None:
        who = student("S007")
        give = ("record_consent", "haneul", "S007", "overseas", "--give", "--evidence", scan(tmp_path))
        with pytest.raises(CommandError, match="--signed-on"):
            call_command(*give)
        call_command(*give, "--signed-on", day_in_korea(clock.now()).isoformat())
        assert places(who) == BOTH
        call_command("record_consent", "haneul", "S007", "overseas", "--withdraw")
        assert places(who) == {"on_premises"}

        with pytest.raises(CommandError, match="'S999' 학생이 없습니다"):
            call_command("record_consent", "haneul", "S999", "overseas", "--give")

    def test_by_command_too_an_old_paper_brings_nothing_back(self, tmp_path: Path) -> None:
        """C-01: the withdrawal of that day came after it, or may have."""
        who = student("S007")
        consents(who, now=clock.now())
        consents(who, Kind.WITHDRAWN, now=clock.now())
        today = day_in_korea(clock.now())
        for day in (today, today - timedelta(days=9)):
            with pytest.raises(CommandError, match="서명"):
                call_command(
                    *("record_consent", "haneul", "S007", "overseas", "--give"),
                    *("--evidence", scan(tmp_path), "--signed-on", day.isoformat()),
                )
        assert places(who) == {"on_premises"}

    def test_a_guardian_whom_nobody_confirmed_is_no_guardian_of_a_command(self, tmp_path: Path) -> None:
        child = student("S007", born=CHILD)
        Guardianship.objects.create(guardian=member(Role.GUARDIAN, "father"), student=child)
        day = day_in_korea(clock.now()).isoformat()
        paper = ("--evidence", scan(tmp_path), "--signed-on", day)
        with pytest.raises(CommandError, match="--guardian"):
            call_command("record_consent", "haneul", "S007", "photo", "--give", "--guardian", "father", *paper)
        guards(User.objects.get(username="father"), child)
        call_command("record_consent", "haneul", "S007", "photo", "--give", "--guardian", "father", *paper)
        assert ConsentEvent.objects.get().channel == f"paper:{day}"
        assert standing(student=child, purpose=Purpose.PHOTO) is not None

    def test_who_keeps_something_hears_of_a_yes_and_of_every_no(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """L-21: the hooks run in the transaction of the answer."""
        heard: list[tuple[str, ...]] = []
        monkeypatch.setattr(consent, "WHEN_GIVEN", [lambda who: heard.append(("given", who.code))])
        monkeypatch.setattr(consent, "WHEN_WITHDRAWN", [lambda who, purpose: heard.append((who.code, purpose))])
        who = student()
        says(who, SYSTEM)
        assert heard == []
        for kind in (Kind.GIVEN, Kind.WITHDRAWN, Kind.REFUSED):
            consents(who, kind)

        assert heard == [("given", "S001"), ("S001", "overseas"), ("S001", "overseas")]

    def test_many_students_cost_as_many_queries_as_one(self, django_assert_num_queries: Any) -> None:
        everybody = [student(f"S{number:03}") for number in range(12)]
        for who in everybody[::2]:
            consents(who)
        wanted = [who.pk for who in everybody]

        with django_assert_num_queries(4):
            assert may_go(students=wanted, place=Place.OVERSEAS) == set(wanted[::2])
        with django_assert_num_queries(3):
            assert may_go(students=wanted, place=Place.ON_PREMISES) == set(wanted)


class TestTheLastCheck:
    def test_what_is_written_was_allowed_when_it_was_written(self, in_haneul: object) -> None:
        who = student()
        consents(who)
        given = release(student=who, purpose="similar_question", now=clock.now())

        with confirm(given, OVERSEAS_SERVER):
            pass

        newest = AuditRecord.objects.first()
        assert (newest.action, newest.subject) == ("data.sent", f"student:{who.pk}")

    def test_a_slip_from_before_the_withdrawal_sends_nothing(self, in_haneul: object) -> None:
        who = student()
        consents(who)
        given = release(student=who, purpose="similar_question", now=clock.now())
        consents(who, Kind.WITHDRAWN)

        with pytest.raises(NotReleased), confirm(given, OVERSEAS_SERVER):
            pytest.fail("the guarded write was reached")
        with confirm(given, OWN_SERVER):
            pass

    def test_an_expired_slip_sends_nothing(self, in_haneul: object) -> None:
        given = release(student=student(), purpose="similar_question", now=clock.now() - timedelta(hours=1))

        with pytest.raises(NotReleased), confirm(given, OWN_SERVER):
            pytest.fail("the guarded write was reached")

    def test_a_withdrawal_waits_for_the_write_in_progress(self, committed_db: None, haneul: object) -> None:
        with tenancy.use(haneul):
            who = student()
            consents(who)
            given = release(student=who, purpose="similar_question", now=clock.now())
        withdrawn = threading.Event()

        def withdraw() -> None:
            with tenancy.use(haneul):
                consents(who, Kind.WITHDRAWN)
            withdrawn.set()
            connection.close()

        thread = threading.Thread(target=withdraw)
        with confirm(given, OVERSEAS_SERVER):
            thread.start()
            until(lambda: waiting_for_lock(haneul), what="the withdrawal's wait")
            assert not withdrawn.is_set()
        thread.join(10)

        assert withdrawn.is_set()
        with pytest.raises(NotReleased), confirm(given, OVERSEAS_SERVER):
            pytest.fail("the guarded write was reached")


def waiting_for_lock(academy: object) -> bool:
    with tenancy.use(academy), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])
