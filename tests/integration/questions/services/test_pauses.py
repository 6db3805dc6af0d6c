"""While a student's data are not processed nothing is made, sent, scheduled or handed out; afterwards it goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from questions import pauses, stages
from questions.access import blueprints_in_review
from questions.models import Blueprint, Explanation, GenerationJob, Note, NoteVector, PracticeAttempt, Variant
from questions.services.generation import request_generation
from questions.services.notes import record_note
from questions.services.practice import answer_variant, next_variant, stuck_concepts
from questions.services.review import approve_blueprint
from questions.services.similarity import nearest
from questions.tasks import HANDLERS, do
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, Dispatch, Role, Student
from tenants.services.partners import issue_api_key
from tenants.services.suspension import PAUSED_SENTENCE, Suspended, resume, suspend
from tests.cast import NOW, actor, blueprint_of, fields, job_of, note, student, variants_of, verified


def paused(code: str = "S001") -> Student:
    kept = Student.objects.get(code=code)
    suspend(student=kept, actor=SYSTEM, now=NOW)
    return kept


def worked() -> list[str]:
    """Does all the engine's work that is due, without the models'."""
    done = []
    while claims := dispatch.claim("engine", 100):
        for claim in claims:
            do(claim)
            done.append(claim.kind)
    return [kind for kind in done if kind != "vector"]


def due(academy: Any, kind: str) -> list[Any]:
    with tenancy.dispatcher(academy.database):
        rows = Dispatch.objects.filter(academy=academy.pk, kind=kind, state="ready")
        return list(rows.values_list("due_at", "attempts"))


def test_every_kind_of_work_knows_whose_it_is() -> None:
    """L-22: a new kind of work on students fails until it says whose it is."""
    assert set(stages.Kind) <= pauses.OWNERS.keys()
    # A message tells people of a pause, a copy and an erasure are asked for by them; these go on.
    assert HANDLERS.keys() - pauses.OWNERS.keys() == {"message", "subject.erasure", "subject.export"}


def test_work_that_was_asked_for_waits_with_its_reason_and_is_taken_up_when_the_pause_ends(in_haneul: Any) -> None:
    """L-22."""
    kept = note()
    who = paused()
    assert worked() == ["generation.twin"]
    job = job_of(kept)
    assert (job.state, job.reason_code, job.reason) == ("waiting", "suspended", PAUSED_SENTENCE)
    assert not Blueprint.objects.exists() and job.attempts.count() == 0
    ((_, attempts),) = due(in_haneul, "generation.twin")
    assert attempts == 0
    assert worked() == []

    resume(student=who, actor=SYSTEM, now=NOW)
    assert worked() == ["generation.twin", "verification"]
    assert job_of(kept).state == "done" and blueprint_of(kept).state == "in_review"


def test_a_draft_waits_for_its_gates_and_passes_them_afterwards(in_haneul: Any) -> None:
    kept = note()
    (claim,) = dispatch.claim("engine", 1)
    do(claim)
    who = paused()
    assert worked() == ["verification"]
    assert (job_of(kept).state, blueprint_of(kept).state) == ("waiting", "drafted")
    assert not Variant.objects.exists()
    resume(student=who, actor=SYSTEM, now=NOW)
    worked()
    assert blueprint_of(kept).state == "in_review"


def test_a_result_that_comes_in_during_the_pause_is_not_kept(in_haneul: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = note()
    (claim,) = dispatch.claim("engine", 1)

    def authored(note: Any) -> Any:
        paused()
        return real(note)

    from questions.engine import twins

    real = twins.author
    monkeypatch.setattr(twins, "author", authored)
    do(claim)
    assert not Blueprint.objects.exists() and job_of(kept).reason_code == "suspended"
    monkeypatch.setattr(twins, "author", real)
    resume(student=Student.objects.get(), actor=SYSTEM, now=NOW)
    worked()
    assert blueprint_of(kept).state == "in_review"


def test_vectors_wait_and_a_paused_students_notes_are_like_nobodys(in_haneul: Any) -> None:
    first, second = note(), note(student="S002")
    NoteVector.objects.update(asked_at=NOW)
    rows = list(NoteVector.objects.values_list("pk", flat=True))
    paused()
    dispatch.enqueue_many(kind="vector", jobs=rows)
    worked()
    assert dict(NoteVector.objects.values_list("note__student__code", "state")) == {"S001": "asked", "S002": "made"}
    resume(student=Student.objects.get(code="S001"), actor=SYSTEM, now=NOW)
    worked()
    assert set(NoteVector.objects.values_list("state", flat=True)) == {"made"}
    assert [found.note for found in nearest(note=second, limit=5)] == [first]
    paused()
    assert nearest(note=second, limit=5) == []


def test_an_explanation_waits_and_is_due_when_the_pause_ends(in_haneul: Any) -> None:
    approved = verified(note())
    variant = approved.variants.first()
    attempt = PracticeAttempt.objects.create(
        student=Student.objects.get(), variant=variant, given="1", outcome="incorrect", at=NOW
    )
    row = Explanation.objects.create(attempt=attempt, asked_at=NOW)
    dispatch.enqueue(kind="explanation", job=row.pk)
    who = paused()
    (claim,) = dispatch.claim("models", 10)
    do(claim)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("asked", "") and dispatch.claim("models", 10) == []
    resume(student=who, actor=SYSTEM, now=NOW)
    assert [claim.job for claim in dispatch.claim("models", 10)] == [row.pk]


def test_nothing_new_comes_in_and_nothing_is_decided(in_haneul: Any) -> None:
    kept, teacher = note(), actor(Role.TEACHER)
    blueprint = verified(kept)
    paused()
    before = (Note.objects.count(), GenerationJob.objects.count(), AuditRecord.objects.count())
    for act in (
        lambda: record_note(
            fields=fields(stem="$2x = 6$의 해를 구하시오.", answer="3"), source="api", actor=SYSTEM, now=NOW
        ),
        lambda: record_note(fields=fields(), source="api", actor=SYSTEM, now=NOW),
        lambda: request_generation(note=kept, actor=teacher, now=NOW),
        lambda: approve_blueprint(blueprint=blueprint, actor=teacher, now=NOW),
    ):
        with pytest.raises(Suspended):
            act()
    assert (Note.objects.count(), GenerationJob.objects.count(), AuditRecord.objects.count()) == before
    assert not blueprints_in_review().exists()
    resume(student=Student.objects.get(), actor=SYSTEM, now=NOW)
    assert list(blueprints_in_review()) == [blueprint]
    approve_blueprint(blueprint=blueprint, actor=teacher, now=NOW)


def test_another_student_is_not_paused_with_them(in_haneul: Any) -> None:
    note()
    paused()
    other = note(student="S002")
    worked()
    assert blueprint_of(other).state == "in_review"


# --- what people see --------------------------------------------------------------------------------------------
@pytest.fixture
def practising(in_haneul: Any) -> Variant:
    student("S001", signs_in=True)
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    return variants_of(kept)[0]


def test_practice_stops_and_no_date_moves(practising: Variant) -> None:
    who = paused()
    pupil = person(who.user)
    assert next_variant(student=who, now=NOW) is None
    with pytest.raises(Suspended):
        answer_variant(variant=practising, given=practising.expected, actor=pupil, now=NOW)
    assert not PracticeAttempt.objects.exists() and not stuck_concepts().exists()
    resume(student=who, actor=SYSTEM, now=NOW)
    assert next_variant(student=who, now=NOW) is not None
    answer_variant(variant=practising, given=practising.expected, actor=pupil, now=NOW + timedelta(minutes=1))


def test_a_students_pages_say_it_kindly(practising: Variant) -> None:
    who, client = paused(), Client(headers={"host": "haneul.localhost"})
    client.force_login(who.user)
    assert "지금은 잠시 멈춰 있어요" in client.get("/").content.decode()
    for path in ("/practice/", f"/practice/{practising.pk}", "/notes/new"):
        assert client.get(path).headers["Location"] == "/"
    assert client.post(f"/practice/{practising.pk}", {"answer": "1"}).headers["Location"] == "/"
    assert client.get(f"/notes/{Note.objects.get().pk}").status_code == 200  # what they wrote stays theirs to read
    resume(student=who, actor=SYSTEM, now=NOW)
    assert client.get(f"/practice/{practising.pk}").status_code == 200


def test_a_partner_is_told_by_problem_details_and_handed_nothing(practising: Variant) -> None:
    """L-22."""
    other = note(student="S002")
    _, key = issue_api_key(name="p", scopes=["notes:read", "notes:write", "questions:read"], actor=SYSTEM, now=NOW)
    client = Client(headers={"host": "haneul.localhost", "authorization": f"Bearer {key}"})
    mine = Note.objects.get(student__code="S001")
    asked = [f"/api/v1/notes/{mine.pk}", f"/api/v1/notes/{mine.pk}/questions"]
    assert [client.get(path).status_code for path in asked] == [200, 200]
    paused()
    for path in asked:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
        assert (answer.json()["code"], answer.json()["detail"]) == ("suspended", PAUSED_SENTENCE)
    listed = client.get("/api/v1/notes").json()["results"]
    assert [row["id"] for row in listed] == [str(other.pk)]
    sent = {"student": "S001", "stem": "$4x = 8$의 해를 구하시오.", "answer": "2"}
    answer = client.post("/api/v1/notes", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "suspended")
    assert Note.objects.count() == 2
