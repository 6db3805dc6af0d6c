"""Guardians: verified in one of seven ways, ended, and let in by students from 14 on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants import access
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, Evidence, Guardianship, Role
from tenants.services.evidence import remove_evidence
from tenants.services.guardians import PROVED_BY, delegate, end_guardianship, undelegate, verify_guardian
from tests.cast import CHILD, GROWN, NOW, guards, member, proof, student

pytestmark = pytest.mark.usefixtures("in_haneul")
Method = Guardianship.Method


def verify(guardian: Any, who: Any, method: str, evidence: Evidence, actor: Any = SYSTEM) -> Guardianship:
    return verify_guardian(guardian=guardian, student=who, method=method, evidence=evidence, actor=actor, now=NOW)


@pytest.mark.parametrize("method", Method)
def test_each_of_the_seven_ways_needs_its_own_evidence(method: str) -> None:
    """L-14 (시행령 제17조의2 제1항)."""
    who, guardian = student(born=CHILD), member(Role.GUARDIAN)
    for kind in Evidence.Kind:
        if kind not in PROVED_BY[method]:
            with pytest.raises(InvalidInput, match="맞지 않는 증빙"):
                verify(guardian, who, method, proof(kind, who))
    assert not Guardianship.objects.exists()

    link = verify(guardian, who, method, proof(PROVED_BY[method][0], who))
    assert (link.method, link.verified_at, link.evidence.kind) == (method, NOW, PROVED_BY[method][0])
    assert link.evidence.sha256 in AuditRecord.objects.first().facts


def test_a_way_that_is_none_of_them_somebody_else_s_paper_and_mere_words_verify_nobody() -> None:
    """L-14."""
    who, other, guardian = student(born=CHILD), student("S002", born=CHILD), member(Role.GUARDIAN)
    words = proof(who=who)
    words.content_type = "text/plain; charset=utf-8"
    for method, evidence in (("fax", proof(who=who)), (Method.PAPER, proof(who=other)), (Method.PAPER, words)):
        with pytest.raises(InvalidInput):
            verify(guardian, who, method, evidence)
    with pytest.raises(InvalidInput, match="보호자 계정이 아닙니다"):
        verify(member(Role.TEACHER), who, Method.PAPER, proof(who=who))

    assert not Guardianship.objects.exists()


@pytest.mark.parametrize("method", Method)
def test_what_is_on_file_about_nobody_a_contract_and_a_removed_file_verify_no_guardian(method: str) -> None:
    """L-14: only what is on file about this very student."""
    who, guardian, kind = student(born=CHILD), member(Role.GUARDIAN), PROVED_BY[method][0]
    removed = proof(kind, who)
    remove_evidence(evidence=removed, actor=SYSTEM)
    for evidence in (
        proof(kind),
        proof(kind, student("S002", born=CHILD)),
        proof(Evidence.Kind.CONTRACT, who),
        removed,
    ):
        with pytest.raises(InvalidInput):
            verify(guardian, who, method, evidence)
    assert not Guardianship.objects.exists()

    assert verify(guardian, who, method, proof(kind, who)).verified_at == NOW


def test_nobody_verifies_themself() -> None:
    who, guardian = student(born=CHILD), member(Role.GUARDIAN)
    for actor in (person(guardian), person(member(Role.TEACHER))):
        with pytest.raises(NotAllowed):
            verify(guardian, who, Method.PAPER, proof(who=who), actor)
    director = member(Role.DIRECTOR)

    assert verify(guardian, who, Method.PAPER, proof(who=who), person(director)).verified_by == director


def test_a_guardianship_ends_once_and_can_be_verified_anew() -> None:
    """L-16."""
    who, guardian = student(born=CHILD), member(Role.GUARDIAN)
    link = guards(guardian, who)
    end_guardianship(guardianship=link, actor=SYSTEM, now=NOW)

    assert not access.students_visible_to(person(guardian)).exists()
    with pytest.raises(Conflict):
        end_guardianship(guardianship=link, actor=SYSTEM, now=NOW)
    assert guards(guardian, who).pk != link.pk
    assert list(access.students_visible_to(person(guardian))) == [who]


def test_from_the_birthday_on_a_guardian_sees_a_student_only_while_the_student_lets_them(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """L-13, L-17: in one query, however many wards there are."""
    who, guardian = student(born=date(2012, 11, 22), signs_in=True), member(Role.GUARDIAN)
    link, birthday = guards(guardian, who), datetime(2026, 11, 21, 15, tzinfo=UTC)
    younger, unknown = student("S002", born=CHILD), student("S003", born=None)
    for ward in (younger, unknown):
        guards(guardian, ward)

    def seen(at: datetime) -> list[str]:
        monkeypatch.setattr("eduai.lib.clock.now", lambda: at)
        with django_assert_num_queries(1):
            return [ward.code for ward in access.students_visible_to(person(guardian))]

    assert seen(birthday - timedelta(microseconds=1)) == ["S001", "S002", "S003"]
    assert seen(birthday) == ["S002", "S003"]
    delegate(guardianship=link, actor=person(who.user), now=birthday)
    assert seen(birthday) == ["S001", "S002", "S003"]
    undelegate(guardianship=link, actor=person(who.user), now=birthday)
    assert seen(birthday) == ["S002", "S003"]


def test_the_student_alone_lets_a_guardian_in_and_a_child_does_not() -> None:
    """L-17."""
    who, child, guardian = (
        student(born=GROWN, signs_in=True),
        student("S002", born=CHILD, signs_in=True),
        member(Role.GUARDIAN),
    )
    link, childs = guards(guardian, who), guards(guardian, child)
    for actor in (person(guardian), person(child.user), person(member(Role.DIRECTOR)), SYSTEM):
        with pytest.raises(NotAllowed, match="본인만"):
            delegate(guardianship=link, actor=actor, now=NOW)
    with pytest.raises(NotAllowed, match="만 14세부터"):
        delegate(guardianship=childs, actor=person(child.user), now=NOW)
    end_guardianship(guardianship=link, actor=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        delegate(guardianship=link, actor=person(who.user), now=NOW)

    assert not Guardianship.objects.exclude(delegated_at=None).exists()
