"""Review: what a teacher's word does, and what it cannot do."""

from __future__ import annotations

import pytest

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from questions.models import Blueprint, Certificate, Decision, Variant
from questions.services.practice import approved_variants
from questions.services.review import approve_blueprint, edit_blueprint, reject_blueprint
from tenants.actors import Actor
from tenants.models import AuditRecord, Role, Student
from tests.cast import NOW, actor, blueprint_of, note, verified

pytestmark = pytest.mark.usefixtures("in_haneul")


@pytest.fixture
def waiting(in_haneul: object) -> Blueprint:
    return verified(note())


@pytest.fixture
def teacher(in_haneul: object) -> Actor:
    return actor(Role.TEACHER)


def seen_by_student() -> int:
    return approved_variants(student=Student.objects.get(code="S001")).count()


def test_approving_gives_the_variants_to_the_student(waiting: Blueprint, teacher: Actor) -> None:
    assert seen_by_student() == 0

    approve_blueprint(blueprint=waiting, actor=teacher, now=NOW)

    assert seen_by_student() == 3
    assert Decision.objects.get().actor == teacher.user
    assert AuditRecord.objects.first().action == "blueprint.approved"


def test_rejecting_needs_a_coded_reason_and_shows_the_student_nothing(waiting: Blueprint, teacher: Actor) -> None:
    with pytest.raises(InvalidInput, match="반려 이유"):
        reject_blueprint(blueprint=waiting, code="", actor=teacher, now=NOW)
    assert Blueprint.objects.get().state == "in_review"

    reject_blueprint(blueprint=waiting, code="too_easy", comment="더 어렵게", actor=teacher, now=NOW)

    assert (Blueprint.objects.get().state, Decision.objects.get().code) == ("rejected", "too_easy")
    assert seen_by_student() == 0
    assert "더 어렵게" not in AuditRecord.objects.first().facts


def test_the_second_to_decide_is_told_so(waiting: Blueprint, teacher: Actor) -> None:
    approve_blueprint(blueprint=waiting, actor=teacher, now=NOW)

    with pytest.raises(Conflict, match="이미 처리된"):
        reject_blueprint(blueprint=waiting, code="other", actor=teacher, now=NOW)

    assert seen_by_student() == 3


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.ASSISTANT])
def test_who_may_not_decide_changes_nothing(waiting: Blueprint, role: Role) -> None:
    with pytest.raises(NotAllowed):
        approve_blueprint(blueprint=waiting, actor=actor(role), now=NOW)

    assert seen_by_student() == 0
    assert not Decision.objects.exists()


def test_an_unverified_variant_needs_an_explicit_word(waiting: Blueprint, teacher: Actor) -> None:
    Certificate.objects.update(result="conditional")

    with pytest.raises(InvalidInput, match="미검증"):
        approve_blueprint(blueprint=waiting, actor=teacher, now=NOW)
    assert seen_by_student() == 0

    approve_blueprint(blueprint=waiting, actor=teacher, now=NOW, accept_unverified=True)
    assert seen_by_student() == 3


def test_only_the_verified_ones_are_approved_without_it(waiting: Blueprint, teacher: Actor) -> None:
    Certificate.objects.filter(variant__number=1).update(result="conditional")

    approve_blueprint(blueprint=waiting, actor=teacher, now=NOW)

    assert list(Variant.objects.order_by("number").values_list("state", flat=True)) == [
        "in_review",
        "approved",
        "approved",
    ]


def test_an_edit_is_verified_again_and_takes_the_first_ones_place(waiting: Blueprint, teacher: Actor) -> None:
    kept = waiting.note
    stem = "\n".join(waiting.body["stem"])

    edited = edit_blueprint(
        blueprint=waiting,
        stem=stem,
        solution="양변에서 상수항을 옮깁니다.\n따라서 $x = {s}$",
        conditions="\n".join([*waiting.body["conditions"], "s < 10"]),
        actor=teacher,
        now=NOW,
    )
    assert Blueprint.objects.get(pk=waiting.pk).state == "in_review"
    verified(kept)

    assert Blueprint.objects.get(pk=waiting.pk).state == "replaced"
    assert Blueprint.objects.get(pk=edited.pk).state == "in_review"
    assert all("양변에서" in variant.solution for variant in edited.variants.all())


def test_an_edit_that_fails_its_gates_leaves_the_first_one_in_review(waiting: Blueprint, teacher: Actor) -> None:
    edited = edit_blueprint(
        blueprint=waiting,
        stem="다음 그림에서 방정식의 해를 구하시오.",
        solution="",
        conditions="",
        actor=teacher,
        now=NOW,
    )
    verified(waiting.note)

    assert Blueprint.objects.get(pk=edited.pk).state == "failed"
    assert Blueprint.objects.get(pk=edited.pk).reason
    assert Blueprint.objects.get(pk=waiting.pk).state == "in_review"


def test_an_edit_that_changes_nothing_or_empties_the_question_is_refused(waiting: Blueprint, teacher: Actor) -> None:
    body = waiting.body
    same = {name: "\n".join(body[name]) for name in ("stem", "solution", "conditions")}

    with pytest.raises(InvalidInput, match="바뀐 내용이 없습니다"):
        edit_blueprint(blueprint=waiting, **same, actor=teacher, now=NOW)
    with pytest.raises(InvalidInput, match="비어 있습니다"):
        edit_blueprint(blueprint=waiting, **same | {"stem": " \n"}, actor=teacher, now=NOW)

    assert blueprint_of(waiting.note) == waiting
