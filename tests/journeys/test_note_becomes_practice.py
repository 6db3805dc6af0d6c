"""The whole loop with no model at all: a mistake is written down, becomes a question, and is practised away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from questions.models import Blueprint, DueConcept, Note, PracticeAttempt
from tenants import tenancy
from tenants.models import AuditRecord, Role
from tests.cast import LINEAR, blueprint_of, member, student, variants_of
from tests.signing_in import secret_of, signed_in


def test_a_note_becomes_practice(start_workers: Callable[..., Any], haneul: Any, bada: Any) -> None:
    with tenancy.use(haneul):
        learner = student("S001", signs_in=True)
        secret_of(member(Role.TEACHER, "teacher"))
    workers = start_workers("engine")
    pupil, teacher = signed_in(haneul, "S001"), signed_in(haneul, "teacher")

    typed = {name: LINEAR[name] for name in ("stem", "answer", "student_answer", "cause")}
    answer = pupil.post("/notes/new", typed)
    assert answer.status_code == 302
    with tenancy.use(haneul):
        note = Note.objects.get()
        workers.wait_for(lambda: in_review(note), what="the certified variants")
        blueprint = blueprint_of(note)
        assert len(variants_of(note)) == 3
        assert all(variant.certificate.gates.count() == 9 for variant in variants_of(note))
    assert "선생님이 확인하고 있어요" in pupil.get(f"/notes/{note.pk}").content.decode()
    assert pupil.get("/practice/").status_code == 200  # nothing to practise before a teacher has decided

    desk = f"/admin/questions/blueprint/{blueprint.pk}/change/"
    page = teacher.get(desk).content.decode()
    for shown in (note.stem, "25/3", variants_of_academy(haneul, note)[0].stem.splitlines()[0]):
        assert shown.replace("'", "&#x27;") in page
    assert teacher.post(desk, {"decision": "approve"}).status_code == 302

    question = pupil.get("/practice/").headers["Location"]
    with tenancy.use(haneul):
        variant = next(row for row in variants_of(note) if str(row.pk) in question)
    assert variant.stem.split("$")[0] in pupil.get(question).content.decode()
    done = pupil.post(question, {"answer": f"x = {variant.expected}"}, follow=True)
    assert "맞았어요" in done.content.decode()
    with tenancy.use(haneul):
        attempt = PracticeAttempt.objects.get()
        assert (attempt.student, attempt.outcome) == (learner, "correct")
        assert DueConcept.objects.get(student=learner).due_at > attempt.at
        actions = list(AuditRecord.objects.order_by("seq").values_list("action", flat=True))
    for action in ("note.recorded", "generation.authored", "blueprint.verified", "blueprint.approved"):
        assert action in actions
    with tenancy.use(bada):
        assert not Note.objects.exists()


def in_review(note: Note) -> bool:
    return Blueprint.objects.filter(note=note, state="in_review").exists()


def variants_of_academy(academy: Any, note: Note) -> list[Any]:
    with tenancy.use(academy):
        return variants_of(note)
