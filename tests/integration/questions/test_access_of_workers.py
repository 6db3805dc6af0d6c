"""Operators' verbs and workers leave access records too: whose data they took up, and on whose behalf."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import Explanation
from questions.origins import WAYS, record_work
from questions.services.notes import record_note
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint
from questions.stages import Kind
from questions.tasks import HANDLERS
from tenants import dispatch, doors
from tenants.actors import person
from tenants.doors import Rule
from tenants.models import AccessRecord, Role, Student
from tenants.services import subject_erasure
from tests.cast import NOW, actor, blueprint_of, fields, job_of, note, scan, student, variants_of, verified

pytestmark = pytest.mark.usefixtures("in_haneul")


def told(task: str = "") -> list[tuple[str, str, str, list[int]]]:
    rows = AccessRecord.objects.filter(**({"task": task} if task else {})).order_by("pk")
    return [(row.actor, row.task, row.place, row.students) for row in rows]


def test_verbs_that_touch_students_name_them_and_who_is_at_the_machine(tmp_path: Path) -> None:
    """A-06: management commands, with their actor."""
    csv = tmp_path / "notes.csv"
    csv.write_text("student,stem,answer\nS001,$x+1=2$의 해는?,1\nS002,$x+1=3$의 해는?,2\n", encoding="utf-8")
    call_command("import_notes", "haneul", csv)
    first, second = Student.objects.order_by("code").values_list("pk", flat=True)
    call_command("record_consent", "haneul", "S001", "overseas", "--refuse")
    guardian = ("--role", "guardian", "--name", "보호자", "--ward", "S002", "--method", "paper")
    call_command("add_person", "haneul", "kim-g", *guardian, "--evidence", scan(tmp_path))
    call_command("add_person", "haneul", "kim-t", "--role", "teacher", "--name", "선생님")
    with pytest.raises(CommandError, match="-0000-"):
        call_command("generate", "haneul", "--note", "00000000-0000-0000-0000-000000000000")
    call_command("generate", "haneul")

    assert told() == [
        ("command:import_notes", "change", "manage.py import_notes", [first, second]),
        ("command:record_consent", "change", "manage.py record_consent", [first]),
        ("command:add_person", "change", "manage.py add_person", [second]),
        ("command:add_person", "change", "manage.py add_person", []),
        ("command:generate", "process", "manage.py generate", [first, second]),
    ]
    assert {row.role for row in AccessRecord.objects.all()} == {"command"}
    assert all(row.facts["shell"] for row in AccessRecord.objects.all())


def test_a_verb_that_touches_students_in_silence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doors.COMMANDS, "embed_notes", Rule.SHOWS)
    with pytest.raises(RuntimeError, match="say whose"):
        call_command("embed_notes", "haneul")


def test_a_worker_names_the_student_and_who_asked(haneul: Any) -> None:
    """A-06 (ASVS 8.3.3): the actor is who asked for the work, not the worker."""
    asked_by = actor(Role.TEACHER)
    kept = record_note(fields=fields(), source="typed", actor=asked_by, now=NOW).note
    verified(kept)

    assert told() == [
        (asked_by.label, "process", "eduai.work:generation.twin", [kept.student_id]),
        (asked_by.label, "process", "eduai.work:verification", [kept.student_id]),
    ]
    assert {row.role for row in AccessRecord.objects.all()} == {"worker"}


def claim(kind: str, job: Any) -> dispatch.Claim:
    return dispatch.Claim(1, 1, kind, job, 1, 1, NOW)


def test_every_kind_of_work_leads_back_to_a_student() -> None:
    child = student(signs_in=True)
    kept = note()
    approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
    attempt = answer_variant(variant=variants_of(kept)[0], given="-999", actor=person(child.user), now=NOW).attempt
    why = Explanation.objects.filter(attempt=attempt).first() or Explanation.objects.create(
        attempt=attempt, asked_at=NOW
    )
    jobs = {
        Kind.TWIN: job_of(kept).pk,
        Kind.MODEL: job_of(kept).pk,
        Kind.VERIFY: blueprint_of(kept).pk,
        Kind.VERIFY_BLIND: blueprint_of(kept).pk,
        Kind.EXPLAIN: why.pk,
        Kind.VECTOR: kept.vectors.get().pk,
        Kind.VECTOR_REMOTE: kept.vectors.get().pk,
        subject_erasure.KIND: UUID(int=child.pk),
    }
    before = AccessRecord.objects.count()
    for kind, job in jobs.items():
        with CaptureQueriesContext(connection) as queries:
            record_work(claim(kind, job))
        assert len(queries) == 2, kind

    assert HANDLERS.keys() == WAYS.keys()
    assert set(Kind) - jobs.keys() == {Kind.SHADOW}
    rows = AccessRecord.objects.order_by("pk")[before:]
    assert {tuple(row.students) for row in rows} == {(child.pk,)}
    assert {row.actor for row in rows} == {"system", f"user:{child.user.pk}"}


def test_work_whose_row_is_gone_leaves_nothing() -> None:
    for kind in WAYS:
        record_work(claim(kind, UUID(int=2**62) if kind == subject_erasure.KIND else uuid4()))
    assert told() == []
