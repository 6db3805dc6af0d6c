"""Whose answer counts for a student, and to whom data may go at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from eduai.llm.types import Place
from tenants import processors
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, ConsentEvent, Evidence, Guardianship, Role
from tenants.services.consent import may_go
from tenants.services.evidence import add_evidence, remove_evidence
from tenants.services.guardians import end_guardianship
from tenants.services.processors import accept_processor, allow_minors, end_minors, end_processor
from tenants.services.standing import Why
from tests.cast import CHILD, GROWN, NOW, accept_overseas, consents, guards, member, proof, scan, student
from tests.integration.tenants.services.answering import BOTH, Kind, describe, places, publish, says, why


@pytest.fixture
def permitted(in_haneul: object) -> None:
    """That the overseas processor was accepted, for children too."""
    accept_overseas()
    paper = proof(Evidence.Kind.CONTRACT)
    allow_minors(processor=processors.overseas(), contract="2026-1", evidence=paper, actor=SYSTEM, now=NOW)


@pytest.mark.usefixtures("permitted")
class TestWhoSpeaks:
    def test_a_childs_own_yes_stays_pending_and_opens_nothing(self) -> None:
        """L-14."""
        who = student(born=CHILD, signs_in=True)

        assert says(who, person(who.user)).kind == "pending"
        assert (places(who), why(who)) == ({"on_premises"}, Why.NOT_ASKED)
        assert AuditRecord.objects.first().action == "consent.pending"

    def test_somebody_of_unknown_age_is_a_child(self) -> None:
        """L-13."""
        who = student(born=None, signs_in=True)

        assert says(who, person(who.user)).kind == "pending"

    def test_only_a_verified_guardian_answers_for_a_child(self) -> None:
        """L-14."""
        who, guardian = student(born=CHILD), member(Role.GUARDIAN)
        with pytest.raises(NotAllowed):
            says(who, person(guardian))
        Guardianship.objects.create(guardian=guardian, student=who, verified_at=NOW)
        with pytest.raises(NotAllowed):
            says(who, person(guardian))
        assert not ConsentEvent.objects.exists()

        guards(guardian, who)
        event = says(who, person(guardian))
        assert (event.kind, event.guardianship.guardian, places(who)) == ("given", guardian, BOTH)

    def test_a_guardian_of_one_child_does_not_answer_for_a_sibling(self) -> None:
        """L-16."""
        one, other, guardian = student("S001", born=CHILD), student("S002", born=CHILD), member(Role.GUARDIAN)
        link = guards(guardian, one)

        for actor, more in (
            (person(guardian), {}),
            (person(guardian), {"guardianship": link}),
            (SYSTEM, {"guardianship": link}),
        ):
            with pytest.raises(NotAllowed):
                says(other, actor, evidence=proof(who=other), **more)
        assert not ConsentEvent.objects.exists()

    def test_a_guardianship_that_ended_speaks_no_more_and_its_yes_is_void(self) -> None:
        """L-16."""
        who, guardian = student(born=CHILD), member(Role.GUARDIAN)
        link = guards(guardian, who)
        says(who, person(guardian))
        end_guardianship(guardianship=link, actor=SYSTEM, now=NOW)

        assert places(who) == {"on_premises"}
        for actor in (person(guardian), SYSTEM):
            with pytest.raises(NotAllowed):
                says(who, actor, guardianship=link, evidence=proof(who=who))

    def test_a_guardians_yes_is_taken_back_by_the_child_while_its_facts_are_changed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """L-20: the yes would count again once the facts are as they were."""
        who, guardian = student(born=CHILD, signs_in=True), member(Role.GUARDIAN)
        guards(guardian, who)
        with pytest.raises(InvalidInput, match="동의한 기록이 없어"):
            says(who, person(who.user), Kind.WITHDRAWN)
        says(who, person(guardian))
        before = describe(monkeypatch)
        describe(monkeypatch, retention="전송 후 최대 90일")
        assert says(who, person(who.user), Kind.WITHDRAWN).kind == "withdrawn"
        describe(monkeypatch, retention=before.retention)
        assert (places(who), why(who)) == ({"on_premises"}, Why.REFUSED)

    def test_where_two_guardians_disagree_the_no_holds_until_it_is_taken_back(self) -> None:
        """L-16."""
        who = student(born=CHILD)
        mother, father = member(Role.GUARDIAN, "mother"), member(Role.GUARDIAN, "father")
        for guardian in (mother, father):
            guards(guardian, who)
        says(who, person(father), Kind.REFUSED)
        says(who, person(mother))
        assert (places(who), why(who)) == ({"on_premises"}, Why.REFUSED)

        says(who, person(father))
        assert places(who) == BOTH

    @pytest.mark.parametrize("born", [CHILD, None])
    def test_a_childs_own_no_holds_until_a_guardian_says_yes_again(self, born: date | None) -> None:
        who, guardian = student(born=born, signs_in=True), member(Role.GUARDIAN)
        guards(guardian, who)
        says(who, person(guardian))
        says(who, person(who.user), Kind.WITHDRAWN)
        assert places(who) == {"on_premises"}
        says(who, person(who.user))
        assert places(who) == {"on_premises"}

        says(who, person(guardian))
        assert places(who) == BOTH

    def test_a_paper_without_evidence_stays_pending(self) -> None:
        """C-08."""
        who, child, guardian = student(), student("S002", born=CHILD), member(Role.GUARDIAN)
        director, link = person(member(Role.DIRECTOR)), guards(guardian, child)

        assert says(who, director).kind == says(child, director, guardianship=link).kind == "pending"
        assert places(who) == places(child) == {"on_premises"}
        assert says(who, director, evidence=proof(who=who)).kind == "given"
        assert says(child, director, guardianship=link, evidence=proof(who=child)).kind == "given"
        assert places(who) == places(child) == BOTH

    def test_a_childs_paper_is_a_guardians_or_stays_pending(self) -> None:
        """L-14, C-08."""
        who = student(born=CHILD)

        assert says(who, SYSTEM, evidence=proof(who=who)).kind == "pending"

    def test_evidence_of_somebody_else_a_vendors_contract_and_a_removed_file_prove_no_answer(self) -> None:
        """L-16, C-08: only what is on file about this very student."""
        who, other = student(), student("S002")
        contract, removed = proof(Evidence.Kind.CONTRACT, who), proof(who=who)
        remove_evidence(evidence=removed, actor=SYSTEM)

        for evidence, why_not in (
            (proof(who=other), "이 학생의 증빙이 아닙니다"),
            (proof(), "이 학생의 증빙이 아닙니다"),
            (proof(Evidence.Kind.CONTRACT), "이 학생의 증빙이 아닙니다"),
            (contract, "계약서는"),
            (removed, "증빙 파일이 없습니다"),
        ):
            with pytest.raises(InvalidInput, match=why_not):
                says(who, SYSTEM, evidence=evidence)
        assert not ConsentEvent.objects.exists()
        words = add_evidence(kind=Evidence.Kind.CALL, student=who, words="전화로 동의함", actor=SYSTEM, now=NOW)
        assert says(who, SYSTEM, evidence=words).kind == says(who, SYSTEM, evidence=proof(who=who)).kind == "given"

    def test_on_the_birthday_the_old_yes_stays_and_the_guardian_answers_no_more(self) -> None:
        """L-13, L-17."""
        who, guardian = student(born=date(2012, 11, 22), signs_in=True), member(Role.GUARDIAN)
        guards(guardian, who)
        birthday = datetime(2026, 11, 21, 15, tzinfo=UTC)
        before = birthday - timedelta(microseconds=1)
        assert says(who, person(who.user), now=before).kind == "pending"
        says(who, person(guardian), now=before)

        assert places(who, before) == places(who, birthday) == BOTH
        for kind in (Kind.GIVEN, Kind.WITHDRAWN):
            with pytest.raises(NotAllowed, match="만 14세부터"):
                says(who, person(guardian), kind, now=birthday)
        says(who, person(who.user), Kind.WITHDRAWN, now=birthday)
        assert places(who, birthday) == {"on_premises"}
        assert says(who, person(who.user), now=birthday).kind == "given"
        assert places(who, birthday) == BOTH

    def test_a_corrected_birth_date_takes_the_yes_of_the_one_who_had_no_say(self) -> None:
        """L-13."""
        who = student(signs_in=True)
        says(who, person(who.user))
        assert places(who) == BOTH

        who.birth_date = CHILD
        assert places(who) == {"on_premises"}
        who.birth_date = GROWN
        assert places(who) == BOTH


@pytest.mark.usefixtures("in_haneul")
class TestWhoReceives:
    def test_nothing_goes_overseas_before_an_officer_has_accepted_the_recipient(self) -> None:
        """L-01."""
        who = student()
        consents(who)
        end_processor(processor=processors.overseas(), actor=SYSTEM, now=NOW)
        assert (places(who), why(who)) == ({"on_premises"}, Why.PROCESSOR)
        assert may_go(students=[who.pk], place=Place.OVERSEAS) == set()

        director = person(member(Role.DIRECTOR))
        accept_processor(processor=processors.overseas(), contract="2026-2", actor=director, now=NOW)
        assert places(who) == BOTH

    def test_a_described_anew_recipient_is_closed_until_it_is_accepted_anew(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """L-01."""
        who = student()
        consents(who)
        anew = describe(monkeypatch, retention="전송 후 최대 90일")
        publish()
        says(who, SYSTEM, evidence=proof(who=who))
        assert (places(who), why(who)) == ({"on_premises"}, Why.PROCESSOR)

        accept_processor(processor=anew, contract="2026-2", actor=SYSTEM, now=NOW)
        assert places(who) == BOTH

    def test_only_the_academys_officer_accepts_and_only_what_was_before_them(self) -> None:
        """L-01."""
        for role in (Role.TEACHER, Role.ASSISTANT, Role.GUARDIAN, Role.STUDENT):
            with pytest.raises(NotAllowed):
                accept_processor(processor=processors.OPENAI, contract="1", actor=person(member(role)), now=NOW)
        with pytest.raises(InvalidInput, match="계약서"):
            accept_processor(processor=processors.OPENAI, contract=" ", actor=SYSTEM, now=NOW)
        with pytest.raises(Conflict, match="설명이 바뀌었습니다"):
            accept_processor(processor=processors.OPENAI, contract="1", actor=SYSTEM, now=NOW, shown="0" * 64)
        unknown = replace(processors.OPENAI, code="fake")
        with pytest.raises(InvalidInput, match="등록되어 있지 않습니다"):
            accept_processor(processor=unknown, contract="1", actor=SYSTEM, now=NOW)

    def test_a_childs_note_stays_here_without_the_vendors_written_permission(self) -> None:
        """L-19."""
        who, guardian = student(born=CHILD), member(Role.GUARDIAN)
        guards(guardian, who)
        says(who, person(guardian))
        assert (places(who), why(who)) == ({"on_premises"}, Why.MINOR)

        allow_minors(
            processor=processors.OPENAI,
            contract="1",
            evidence=proof(Evidence.Kind.CONTRACT),
            actor=SYSTEM,
            now=NOW,
        )
        assert places(who) == BOTH
        end_minors(processor=processors.OPENAI, actor=SYSTEM, now=NOW)
        assert places(who) == {"on_premises"}

    def test_the_permission_is_a_contract_with_somebody_accepted_and_ends_with_them(self) -> None:
        """L-19."""
        with pytest.raises(Conflict, match="먼저"):
            allow_minors(
                processor=processors.OPENAI,
                contract="1",
                evidence=proof(Evidence.Kind.CONTRACT),
                actor=SYSTEM,
                now=NOW,
            )
        accept_overseas()
        with pytest.raises(InvalidInput, match="서면 허락"):
            allow_minors(processor=processors.OPENAI, contract="1", evidence=proof(), actor=SYSTEM, now=NOW)

    def test_the_command_accepts_and_ends(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """L-01, L-19."""
        who = student()
        consents(who)
        call_command("accept_processor", "haneul", "openai", "--end")
        assert why(who) == Why.PROCESSOR
        with pytest.raises(CommandError, match="서면 허락"):
            call_command("accept_processor", "haneul", "openai", "--contract", "2", "--minors")
        with pytest.raises(CommandError, match="계약서 버전"):
            call_command("accept_processor", "haneul", "openai")
        assert why(who) == Why.PROCESSOR
        paper = scan(tmp_path)
        call_command("accept_processor", "haneul", "openai", "--contract", "2", "--minors", "--evidence", paper)

        assert places(who) == BOTH
        assert "OpenAI, L.L.C. (미국)" in capsys.readouterr().out
