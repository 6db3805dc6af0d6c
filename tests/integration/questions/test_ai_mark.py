"""Each generated text says how it came about, and keeps saying so when a teacher changed it (L-48, L-50)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questions.models import Blueprint, Explanation, Variant
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint, edit_blueprint
from tenants.actors import SYSTEM, person
from tenants.models import Role, User
from tenants.services.partners import SCOPES, issue_api_key
from tests.cast import NOW, actor, member, note, student, variants_of, verified

COMPUTED, GENERATED = "프로그램이 자동으로 만든 내용", "AI가 생성한 내용"


def client(user: User | None = None, **headers: str) -> Client:
    made = Client(headers={"host": "haneul.localhost", **headers})
    if user is not None:
        made.force_login(user)
    return made


@pytest.fixture
def practised(in_haneul: Any) -> tuple[User, Variant]:
    """A student with an approved question, as a model would have written it."""
    child = student(signs_in=True)
    blueprint = verified(note())
    Blueprint.objects.filter(pk=blueprint.pk).update(author="tgi-1")
    approve_blueprint(blueprint=blueprint, actor=actor(Role.TEACHER), now=NOW)
    return child.user, variants_of(blueprint.note)[0]


def test_a_question_and_its_solution_and_an_explanation_are_marked_on_the_students_pages(
    practised: tuple[User, Variant],
) -> None:
    user, variant = practised
    question = client(user).get(f"/practice/{variant.pk}").content.decode()
    attempt = answer_variant(variant=variant, given="-999", actor=person(user), now=NOW).attempt
    Explanation.objects.update_or_create(
        attempt=attempt, defaults={"state": "shown", "diagnosis": "부호", "author": "tgi-1", "asked_at": NOW}
    )
    answered = client(user).get(f"/practice/answers/{attempt.pk}").content.decode()

    assert question.count(GENERATED) == 1
    assert answered.count(GENERATED) == 3
    assert (
        'data-digital-source-type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"' in question
    )


def test_what_the_built_in_author_computed_is_not_called_ai(in_haneul: Any) -> None:
    blueprint = verified(note())
    approve_blueprint(blueprint=blueprint, actor=actor(Role.TEACHER), now=NOW)
    user = member(Role.STUDENT, "reader")
    from tenants.models import Student

    Student.objects.filter(pk=blueprint.note.student_id).update(user=user)
    page = client(user).get(f"/practice/{variants_of(blueprint.note)[0].pk}").content.decode()

    assert COMPUTED in page and GENERATED not in page and "AI가" not in page


def test_the_review_desk_marks_each_variant_and_the_lists_do_too(practised: tuple[User, Variant]) -> None:
    _, variant = practised
    director = client(member(Role.DIRECTOR))
    desk = director.get(f"/admin/questions/blueprint/{variant.blueprint_id}/change/").content.decode()
    rows = director.get("/admin/questions/variant/").content.decode()

    assert desk.count(f">{GENERATED}<") == variant.blueprint.variants.count()
    assert rows.count(f">{GENERATED}<") == Variant.objects.count()


def test_a_partner_is_told_how_each_question_came_about(practised: tuple[User, Variant]) -> None:
    _, variant = practised
    _, key = issue_api_key(name="p", scopes=SCOPES, actor=SYSTEM, now=NOW)
    answer = client(authorization=f"Bearer {key}").get(f"/api/v1/notes/{variant.blueprint.note_id}/questions").json()

    assert {(row["ai_generated"], row["generated_by"], row["ai_mark"]) for row in answer["results"]} == {
        (True, "ai", GENERATED)
    }


def test_a_teachers_change_adds_to_the_mark_and_does_not_take_it_away(in_haneul: Any) -> None:
    blueprint = verified(note())
    Blueprint.objects.filter(pk=blueprint.pk).update(author="openai")
    blueprint.refresh_from_db()
    from questions.engine import codec

    written = codec.load_written(blueprint.body)
    edited = edit_blueprint(
        blueprint=blueprint,
        stem="다음 " + "\n".join(written.stem),
        solution="\n".join(written.solution),
        conditions="\n".join(written.conditions),
        actor=actor(Role.TEACHER),
        now=NOW,
    )

    assert (blueprint.provenance.code, blueprint.provenance.mark) == ("ai", GENERATED)
    assert (edited.provenance.code, edited.provenance.mark) == ("ai_edited", f"{GENERATED} · 선생님이 고침")
    assert edited.provenance.facts()["ai_generated"] is True
