"""What a request is about is one of the student's own things in one spelling, or the request is not kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from eduai.lib.errors import Conflict, InvalidInput
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint
from tenants.actors import person
from tenants.models import RightsRequest, Role, Student
from tenants.services.paper_requests import enter_request
from tenants.services.rights import complete_request, refuse_request, request_right
from tenants.services.subject_erasure import erase_subject
from tests.cast import NOW, actor, member, note, proof, student, variants_of, verified

Kind, State = RightsRequest.Kind, RightsRequest.State
GROWN = date(2010, 1, 1)


def pupil_called(code: str) -> Student:
    kept = student(code, signs_in=True)
    Student.objects.filter(pk=kept.pk).update(birth_date=GROWN)
    kept.refresh_from_db()
    return kept


def things_of(pupil: Student) -> dict[str, str]:
    """A note, an answer that was graded, a question, and a request that was refused, by how `about` names them."""
    kept = note(student=pupil.code)
    approve_blueprint(blueprint=verified(kept), actor=person(member(Role.TEACHER, f"for-{pupil.code}")), now=NOW)
    variant = variants_of(kept)[0]
    attempt = answer_variant(variant=variant, given="-999", actor=person(pupil.user), now=NOW).attempt
    refused = asked(pupil, Kind.ACCESS)
    director = person(member(Role.DIRECTOR, f"over-{pupil.code}"))
    refuse_request(request=refused, reason="없습니다.", actor=director, now=NOW)
    return {
        "note": f"note.{kept.pk}.student_answer",
        "attempt": f"attempt:{attempt.pk}",
        "variant": f"variant:{variant.pk}",
        "request": f"request:{refused.pk}",
    }


def asked(pupil: Student, kind: str, about: str = "") -> RightsRequest:
    return request_right(
        student=pupil, kind=kind, about=about, details="다시 봐 주세요", actor=person(pupil.user), now=NOW
    )


@pytest.fixture
def pupil(in_haneul: Any) -> Student:
    return pupil_called("S001")


MATTERS = [
    (Kind.CORRECTION, "note"),
    (Kind.EXPLANATION, "attempt"),
    (Kind.HUMAN_REVIEW, "attempt"),
    (Kind.HUMAN_REVIEW, "variant"),
    (Kind.OBJECTION, "request"),
]


@pytest.mark.parametrize(("kind", "what"), MATTERS)
def test_ones_own_thing_is_asked_about_and_anothers_is_not(pupil: Student, kind: str, what: str) -> None:
    """L-28: each with its twin, and nothing is kept of what is refused."""
    own, foreign = things_of(pupil)[what], things_of(pupil_called("S002"))[what]
    before = RightsRequest.objects.count()
    gone = foreign.replace(foreign.replace(".", ":").split(":")[1], str(uuid4()))
    for about in (foreign, gone, f"{what}:", f"{what}:x", own + "\x00", "김하늘 010-1234-5678", own + "x" * 80):
        with pytest.raises(InvalidInput) as refused:
            asked(pupil, kind, about)
        assert refused.value.field == "about"
    assert RightsRequest.objects.count() == before
    assert asked(pupil, kind, own).about == own


@pytest.mark.parametrize(("kind", "what"), [pair for pair in MATTERS if pair[0] != Kind.EXPLANATION])
def test_another_spelling_of_the_same_thing_is_the_same_request(pupil: Student, kind: str, what: str) -> None:
    own = things_of(pupil)[what]
    number = own.replace(".", ":").split(":")[1]
    asked(pupil, kind, own)
    for spelling in (number.upper(), number.replace("-", ""), f"{{{number}}}"):
        with pytest.raises(Conflict):
            asked(pupil, kind, own.replace(number, spelling))
    assert RightsRequest.objects.filter(kind=kind).count() == 1


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.ERASURE])
def test_what_is_about_everything_keeps_no_word_of_it_and_is_asked_once(pupil: Student, kind: str) -> None:
    assert asked(pupil, kind, "export:x").about == ""
    for number in range(5):
        with pytest.raises(Conflict):
            asked(pupil, kind, f"{number}")
    assert RightsRequest.objects.count() == 1


def test_what_has_no_field_is_corrected_by_its_words_and_asked_once(pupil: Student) -> None:
    assert asked(pupil, Kind.CORRECTION, "other").about == ""
    with pytest.raises(Conflict):
        asked(pupil, Kind.CORRECTION)
    for about in ("student.code", "user.password", "attempt.x", "other2", "\x00"):
        with pytest.raises(InvalidInput):
            asked(pupil, Kind.CORRECTION, about)
    assert asked(pupil, Kind.CORRECTION, "student.name").about == "student.name"


@pytest.mark.parametrize("about", ["", "request:x", "request:{open}", "open"])
def test_an_objection_without_a_refusal_is_not_kept(pupil: Student, about: str) -> None:
    """L-29: else whoever refused could decide about it."""
    waiting = asked(pupil, Kind.ERASURE)
    with pytest.raises(InvalidInput, match="무엇에 이의가"):
        asked(pupil, Kind.OBJECTION, about.format(open=waiting.pk))
    assert not RightsRequest.objects.filter(kind=Kind.OBJECTION).exists()


def test_what_comes_on_paper_is_looked_at_as_well(pupil: Student) -> None:
    things, director = things_of(pupil), actor(Role.DIRECTOR)
    entry = {
        "student": pupil, "kind": Kind.HUMAN_REVIEW, "evidence": proof(who=pupil), "identified_by": "id_card",
        "actor": director, "now": NOW,
    }  # fmt: skip
    with pytest.raises(InvalidInput):
        enter_request(about=f"attempt:{uuid4()}", **entry)
    assert enter_request(about=things["attempt"], **entry).about == things["attempt"]


@pytest.mark.parametrize("about", ["request:x", "request:", "x"])
def test_an_objection_that_was_kept_with_anything_else_can_still_be_answered(pupil: Student, about: str) -> None:
    row = RightsRequest.objects.create(
        student=pupil, subject="s", kind=Kind.OBJECTION, about=about, received_at=NOW, due_on=NOW.date()
    )
    done = complete_request(request=row, answer="다시 살폈습니다.", actor=actor(Role.DIRECTOR), now=NOW)
    assert done.state == State.DONE


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.CORRECTION])
def test_a_copy_that_is_none_is_not_there(pupil: Student, kind: str) -> None:
    row = RightsRequest.objects.create(
        student=pupil, subject="s", kind=kind, about="export:x", received_at=NOW, due_on=NOW.date()
    )
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(pupil.user)
    assert client.post("/rights/", {"do": "download", "request": str(row.pk)}).status_code == 404


def test_an_erasure_leaves_nothing_of_what_a_request_was_about(pupil: Student) -> None:
    """L-24."""
    asked(pupil, Kind.CORRECTION, things_of(pupil)["note"])
    erase_subject(student=pupil, actor=actor(Role.DIRECTOR), now=NOW, reason="요청")
    assert set(RightsRequest.objects.values_list("student", "about", "details")) == {(None, "", None)}
