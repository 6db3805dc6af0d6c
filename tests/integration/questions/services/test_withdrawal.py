"""What a withdrawal takes with it: rows that existed on that consent alone, of that student alone, and who hears."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from questions.access import golden_decisions
from questions.models import DueConcept, Note, NoteVector, PracticeAttempt, ShadowAnswer
from questions.services.review import approve_blueprint
from tenants import dispatch
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, ConsentEvent, Destruction, Guardianship, Message, Purpose, Role, Student, User
from tenants.services.confirmations import end_guardian
from tenants.services.withdrawal import remove_derived, removed_on_withdrawal, take_back
from tests import cast
from tests.cast import NOW, consents, member
from tests.integration.planting import Rows, planted

Kind = ConsentEvent.Kind


@pytest.fixture
def two(in_haneul: Any, settings: Any, tmp_path: Any) -> tuple[Rows, Rows]:
    """Two students of 하늘 with a row in every table, vectors of OpenAI among them."""
    settings.MEDIA_ROOT = tmp_path / "files"
    rows = planted("KKM-0907", "까마귀"), planted("CHS-1111", "참새떼")
    for each in rows:
        Student.objects.filter(pk=each[Student].pk).update(birth_date=cast.GROWN)
        each[Student].refresh_from_db()
        note = each[Note]
        NoteVector.objects.create(note=note, model="text-embedding-3-small", text_hash="", asked_at=NOW)
        NoteVector.objects.create(note=note, model="intfloat/multilingual-e5-small", text_hash="", asked_at=NOW)
    return rows


def vectors_of(rows: Rows) -> list[str]:
    return sorted(NoteVector.objects.filter(note=rows[Note]).values_list("model", flat=True))


def destroyed(rows: Rows) -> dict[str, int]:
    return {row.kind: row.many for row in removed_on_withdrawal(student=rows[Student])}


def test_withdrawing_the_transfer_overseas_removes_the_vectors_made_there(two: tuple[Rows, Rows]) -> None:
    """L-21; the student's others and another student's stay."""
    before = vectors_of(two[1])
    consents(two[0][Student])
    assert "text-embedding-3-small" in vectors_of(two[0])
    consents(two[0][Student], Kind.WITHDRAWN)
    assert "text-embedding-3-small" not in vectors_of(two[0])
    assert "intfloat/multilingual-e5-small" in vectors_of(two[0])
    assert vectors_of(two[1]) == before
    assert destroyed(two[0]) == {"notevector": 1} and destroyed(two[1]) == {}


def test_with_openai_as_the_embedder_a_later_yes_has_the_vectors_made_again(
    two: tuple[Rows, Rows], settings: Any
) -> None:
    settings.EDUAI_EMBEDDING_KIND, settings.EDUAI_EMBEDDING_MODEL = "openai", ""
    consents(two[0][Student])
    consents(two[0][Student], Kind.WITHDRAWN)
    row = NoteVector.objects.get(note=two[0][Note], model="text-embedding-3-small")
    assert (row.state, row.vector, row.code) == ("refused", None, "not_released")
    consents(two[0][Student])
    row = NoteVector.objects.get(note=two[0][Note], model="text-embedding-3-small")
    assert row.state == "asked"


def test_withdrawing_training_removes_the_comparisons_and_empties_the_golden_set(two: tuple[Rows, Rows]) -> None:
    """L-21: a teacher's decision on the student's question is read for training only while the consent is in force."""
    for rows in two:
        consents(rows[Student], purpose=Purpose.TRAINING)
    assert golden_decisions(at=NOW).count() == 2
    consents(two[0][Student], Kind.WITHDRAWN, Purpose.TRAINING)
    assert [row.blueprint.note for row in golden_decisions(at=NOW)] == [two[1][Note]]
    assert [row.pk for row in ShadowAnswer.objects.all()] == [two[1][ShadowAnswer].pk]
    assert destroyed(two[0]) == {"shadowanswer": 1}


def test_without_a_yes_nothing_is_in_the_golden_set(two: tuple[Rows, Rows]) -> None:
    assert golden_decisions(at=NOW).count() == 0


def test_what_rests_on_no_consent_stays(two: tuple[Rows, Rows]) -> None:
    """L-09: notes and practice go on."""
    consents(two[0][Student], purpose=Purpose.TRAINING)
    consents(two[0][Student], Kind.WITHDRAWN, Purpose.TRAINING)
    for model in (Note, PracticeAttempt, DueConcept):
        assert model._base_manager.filter(pk=two[0][model].pk).exists()
    assert len(vectors_of(two[0])) == len(vectors_of(two[1])) == 3


def test_a_comparison_that_is_under_way_is_not_saved(two: tuple[Rows, Rows]) -> None:
    row = two[0][ShadowAnswer]
    dispatch.enqueue(kind="generation.shadow", job=row.pk)
    claim = next(claim for claim in dispatch.claim("models", 100) if claim.job == row.pk)
    assert dispatch.hold(claim)
    take_back(two[0][Student], Purpose.TRAINING)
    assert not dispatch.hold(claim)


def test_the_student_and_the_guardian_are_told_what_was_removed_and_the_record_counts_it(
    two: tuple[Rows, Rows],
) -> None:
    """L-21: once, to each address, and nothing where nothing was removed."""
    Message.objects.all().delete()
    Guardianship.objects.update(delegated_at=NOW)
    User.objects.filter(pk=two[0]["guardian"].pk).update(email="parent@example.kr")
    take_back(two[0][Student], Purpose.TRAINING)
    told = list(Message.objects.filter(kind="withdrawal"))
    assert sorted(row.recipient for row in told) == ["KKM-0907@example.kr", "parent@example.kr"]
    assert "1건" in told[0].body
    take_back(two[0][Student], Purpose.TRAINING)
    take_back(two[0][Student], Purpose.PHOTO)
    assert Message.objects.filter(kind="withdrawal").count() == 2
    assert [row.facts for row in AuditRecord.objects.filter(action="consent.derived_removed")] == [
        '{"purpose":"training","removed":1}'
    ]


@pytest.mark.parametrize(
    ("born", "delegated", "is_told"),
    [
        (date(2012, 11, 21), False, False),  # 14 on the day of the withdrawal
        (date(2012, 11, 21), True, True),
        (date(2012, 11, 22), False, True),  # 14 tomorrow
        (None, False, True),
    ],
)
def test_from_the_fourteenth_birthday_on_a_guardian_hears_of_it_only_where_the_student_lets_them(
    two: tuple[Rows, Rows], born: date | None, delegated: bool, is_told: bool
) -> None:
    """L-17: the guardian of a child, or of an older one who lets them; the student hears in any case."""
    Message.objects.all().delete()
    User.objects.filter(pk=two[0]["guardian"].pk).update(email="parent@example.kr")
    Guardianship.objects.update(delegated_at=NOW if delegated else None)
    Student.objects.filter(pk=two[0][Student].pk).update(birth_date=born)
    two[0][Student].refresh_from_db()
    remove_derived(student=two[0][Student], purpose=Purpose.TRAINING, actor=SYSTEM, now=NOW)
    told = {row.recipient for row in Message.objects.filter(kind="withdrawal")}
    assert told == {"KKM-0907@example.kr"} | ({"parent@example.kr"} if is_told else set())


def test_a_question_stays_with_its_decision_after_training_is_withdrawn(in_haneul: Any) -> None:
    kept = cast.note(student="S001")
    blueprint = cast.verified(kept)
    approve_blueprint(blueprint=blueprint, actor=person(member(Role.TEACHER)), now=NOW)
    consents(kept.student, purpose=Purpose.TRAINING)
    assert [row.blueprint for row in golden_decisions(at=NOW)] == [blueprint]
    consents(kept.student, Kind.WITHDRAWN, Purpose.TRAINING)
    assert blueprint.decisions.count() == 1 and golden_decisions(at=NOW).count() == 0
    assert not Destruction.objects.exists()


def test_ending_a_guardian_removes_what_was_made_on_their_yes_alone(two: tuple[Rows, Rows]) -> None:
    """L-16, L-21: a child's; where the other guardian agreed as well it stays."""
    Student.objects.update(birth_date=cast.CHILD)
    for rows in two:
        rows[Student].refresh_from_db()
    links = [cast.guards(member(Role.GUARDIAN, f"mother of {rows[Student].code}"), rows[Student]) for rows in two]
    other = cast.guards(member(Role.GUARDIAN, "father"), two[1][Student])
    for rows, link in zip((*two, two[1]), (*links, other), strict=True):
        consents(rows[Student], purpose=Purpose.TRAINING, by=link)
    for link in links:
        end_guardian(guardianship=link, actor=SYSTEM, now=NOW)
    assert [row.pk for row in ShadowAnswer.objects.all()] == [two[1][ShadowAnswer].pk]
    overseas = {"notevector": 1}  # to which nobody has agreed
    assert (destroyed(two[0]), destroyed(two[1])) == ({"shadowanswer": 1} | overseas, overseas)
