"""Handing one student their data: everything of theirs, nothing of anybody else's, no answer before its time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from questions import tasks
from questions.models import Explanation, Note, PracticeAttempt, Variant
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint
from tenants import dispatch, personal, subject_data, tenancy
from tenants.access_log import Task, record_access
from tenants.actors import SYSTEM, person
from tenants.files import names_of_files
from tenants.models import AccessRecord, AuditRecord, ConsentEvent, Purpose, Role, Student, SubjectExport, User
from tenants.services import subject_access
from tenants.services.consent import record_consent
from tenants.services.retention import purge
from tenants.services.subject_access import ExportGone, ask_for_export, export_subject, make_if_small, open_export
from tenants.services.subject_erasure import erase_subject
from tests import cast
from tests.archives import opened
from tests.cast import NOW, member
from tests.integration.planting import Rows, planted

CROW, SPARROW = "까마귀", "참새떼"
CODE, OTHER = "KKM-0907", "CHS-1111"
REASON = "학생 본인의 열람 요청"


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def two(in_haneul: Any, files: Path) -> tuple[Rows, Rows]:
    """Two students of 하늘 with a row in every table."""
    return planted(CODE, CROW), planted(OTHER, SPARROW)


@pytest.fixture
def practising(in_haneul: Any, files: Path) -> Student:
    """A student with approved questions, of which one was answered wrongly, another explained by a model."""
    child = cast.student("S001", signs_in=True)
    kept = cast.note(student="S001")
    approve_blueprint(blueprint=cast.verified(kept), actor=person(member(Role.TEACHER, "강선생")), now=NOW)
    variant = cast.variants_of(kept)[0]
    attempt = answer_variant(variant=variant, given="-999", actor=person(child.user), now=NOW).attempt
    Explanation.objects.update_or_create(
        attempt=attempt,
        defaults={"state": "shown", "diagnosis": "부호를 바꾸지 않았어요.", "author": "tgi", "asked_at": NOW},
    )
    return child


def taken(student: Student, **changes: Any) -> dict[str, bytes]:
    given = {"student": student, "actor": SYSTEM, "now": NOW, "reason": REASON} | changes
    asked = export_subject(**given)
    return opened(open_export(export=asked.export, actor=SYSTEM, now=NOW, reason=REASON), asked.password)


def document(student: Student) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(taken(student)["subject.json"])
    return told


def test_the_export_holds_every_table_with_the_students_data(two: tuple[Rows, Rows]) -> None:
    """L-23: content of every mapped table, purposes, periods, recipients, and the consents with what was shown."""
    told = document(two[0][Student])
    without = {"tenants_consentevent", "tenants_user_groups", "tenants_user_user_permissions"}
    for model, mapped in personal.mapped():
        if mapped.own or mapped.derived:
            assert model._meta.db_table in {*told["data"], *without}, model
    assert told["data"]["questions_note"]["rows"][0]["stem"] == f"{CROW}stem"
    assert told["data"]["tenants_student"]["rows"][0]["code"] == CODE
    (event,) = told["consents"]
    assert event["text"] == two[0][ConsentEvent].notice.text != ""
    assert "OpenAI, L.L.C." in {row["name"] for row in told["recipients"]}
    assert {row["purpose"] for row in told["purposes"]} >= {"오답 분석과 유사문제 제공"}
    assert len(told["notices"]) == 4
    assert any(row["kind"] == "접속 기록" and row["days"] >= 730 for row in told["retention"])


def test_no_other_persons_data_are_in_it(two: tuple[Rows, Rows]) -> None:
    """L-23, L-45: another student not at all, staff and guardians by role alone."""
    record_access(
        actor=person(member(Role.DIRECTOR, "원장님")), task=Task.VIEW, place="note", students=[two[0][Student].pk]
    )
    inside = taken(two[0][Student])
    for name, content in inside.items():
        for word in (SPARROW, OTHER, "원장님", "a-teacher", f"{CODE}-guardian", f"{CROW}엄마"):
            assert word not in content.decode(), (name, word)
    told = json.loads(inside["subject.json"])
    assert told["accesses"][0] == {"at": told["accesses"][0]["at"], "role": "director", "task": "view", "place": "note"}
    assert told["data"]["tenants_guardianship"]["rows"][0]["guardian"] == "보호자"


def test_looks_at_too_many_to_be_numbered_are_told_beside_the_others(two: tuple[Rows, Rows]) -> None:
    """L-23: the student may be among them; those from before the student was here are not theirs."""
    child = two[0][Student]
    for many in (range(50), range(51), range(200)):
        numbers = [child.pk + number for number in many]
        record_access(actor=SYSTEM, task=Task.DOWNLOAD, place="export_academy", students=numbers)
    early = AccessRecord(actor="system", task="list", place="test", many=99, at=NOW - timedelta(days=1))
    early.save(force_insert=True)
    inside = taken(child)
    told = json.loads(inside["subject.json"])
    assert [row["place"] for row in told["accesses"]] == ["export_academy"]
    assert [(row["role"], row["task"], row["many"]) for row in told["accesses_of_many"]] == [
        ("system", "download", 51),
        ("system", "download", 200),
    ]
    rows = list(csv.DictReader(io.StringIO(inside["csv/accesses_of_many.csv"].decode("utf-8-sig"))))
    assert [row["건수"] for row in rows] == ["51", "200"] and "50명이 넘는" in inside["README.txt"].decode()


def test_what_only_programs_need_stays_inside(two: tuple[Rows, Rows]) -> None:
    """L-45: passwords, hashes, links of invitations, a question's inner form."""
    told = document(two[0][Student])
    for model, mapped in personal.mapped():
        for row in told["data"].get(model._meta.db_table, {"rows": []})["rows"]:
            assert not set(mapped.inside) & set(row), model


def test_a_question_comes_with_its_answer_only_once_it_was_practised(practising: Student) -> None:
    told = document(practising)
    tried = {str(number) for number in PracticeAttempt.objects.values_list("variant", flat=True)}
    rows = told["data"]["questions_variant"]["rows"]
    assert len(rows) == 3 and sum("answer" in row for row in rows) == 1
    for row in rows:
        assert ("answer" in row, "solution" in row) == (row["id"] in tried,) * 2
        assert row["stem"]
    unseen = [row for row in rows if row["id"] not in tried]
    assert {row["note"] for row in unseen} == {"아직 풀지 않은 문제라 정답과 풀이는 드리지 않습니다."}
    kept = json.dumps(told, ensure_ascii=False)
    for variant in Variant.objects.exclude(pk__in=tried):
        assert variant.solution not in kept


def test_what_no_check_has_passed_comes_without_its_text(practising: Student) -> None:
    Variant.objects.update(state="in_review")
    Explanation.objects.update(state="refused")
    told = document(practising)
    assert all(
        "stem" not in row and row["note"].startswith("아직 확인") for row in told["data"]["questions_variant"]["rows"]
    )
    assert "부호를 바꾸지" not in json.dumps(told, ensure_ascii=False)


def test_generated_text_carries_the_mark_in_json_csv_and_the_readme(practising: Student) -> None:
    """C-02: visible words and metadata, in the file itself."""
    inside = taken(practising)
    told = json.loads(inside["subject.json"])
    (explained,) = told["data"]["questions_explanation"]["rows"]
    assert (explained["ai_generated"], explained["ai_mark"]) == (True, "AI가 생성한 내용")
    assert told["data"]["questions_variant"]["rows"][0]["ai_mark"] == "프로그램이 자동으로 만든 내용"
    rows = list(csv.DictReader(io.StringIO(inside["csv/questions_explanation.csv"].decode("utf-8-sig"))))
    assert rows[0]["표시"] == "AI가 생성한 내용"
    assert "AI가 생성한 내용" in inside["README.txt"].decode()


def test_a_cell_that_a_spreadsheet_would_run_is_text_and_numbers_stay(practising: Student) -> None:
    Note.objects.update(student_answer="=HYPERLINK(1)", solution="-x + 3", answer="-3")
    inside = taken(practising)
    (row,) = csv.DictReader(io.StringIO(inside["csv/questions_note.csv"].decode("utf-8-sig")))
    assert (row["학생이 쓴 답"], row["풀이"], row["정답"]) == ("'=HYPERLINK(1)", "'-x + 3", "-3")
    assert json.loads(inside["subject.json"])["data"]["questions_note"]["rows"][0]["student_answer"] == "=HYPERLINK(1)"


def test_the_file_opens_with_its_password_alone_and_the_row_forgets_it(two: tuple[Rows, Rows]) -> None:
    """L-44."""
    asked = export_subject(student=two[0][Student], actor=SYSTEM, now=NOW, reason=REASON)
    content = open_export(export=asked.export, actor=SYSTEM, now=NOW, reason=REASON)
    assert CROW.encode() not in content and len(asked.password) == 24
    with pytest.raises(ValueError, match="wrong password"):
        opened(content, "aaaa-bbbb-cccc-dddd-eeee")
    row = SubjectExport.objects.get(pk=asked.export.pk)
    assert (row.password, row.state, row.sha256) == (None, "made", hashlib.sha256(content).hexdigest())
    assert row.done == row.total > 20


def test_a_download_leaves_an_access_record_with_its_reason_and_no_name(two: tuple[Rows, Rows]) -> None:
    """L-34."""
    child = two[0][Student]
    director = person(member(Role.DIRECTOR))
    asked = export_subject(student=child, actor=director, now=NOW, reason=f"{CROW} 학생의 요청")
    open_export(export=asked.export, actor=director, now=NOW, reason=f"{CODE} 학생에게 전달", address="192.0.2.7")
    look = AccessRecord.objects.latest("pk")
    assert (look.task, look.students, look.address, look.reason) == (
        "download",
        [child.pk],
        "192.0.2.7",
        "○○ 학생에게 전달",
    )
    asked_for = AuditRecord.objects.get(action="subject.export_asked")
    assert "○○ 학생의 요청" in asked_for.facts and CROW not in asked_for.facts


def test_who_may_not_export_gets_nothing_and_leaves_nothing(two: tuple[Rows, Rows]) -> None:
    child = two[0][Student]
    for who in (person(member(Role.TEACHER, "t")), person(two[1][User]), person(two[1]["guardian"])):
        with pytest.raises(NotAllowed):
            export_subject(student=child, actor=who, now=NOW, reason=REASON)
    with pytest.raises(InvalidInput, match="까닭"):
        export_subject(student=child, actor=SYSTEM, now=NOW, reason=" ")
    assert SubjectExport.objects.filter(asked_by__startswith="user").count() == 0
    Student.objects.filter(pk=child.pk).update(birth_date="2010-01-01")
    assert taken(child, actor=person(two[0][User]))["subject.json"]


def test_after_a_week_the_file_is_gone(two: tuple[Rows, Rows]) -> None:
    SubjectExport.objects.all().delete()
    asked = export_subject(student=two[0][Student], actor=SYSTEM, now=NOW, reason=REASON)
    with pytest.raises(ExportGone):
        open_export(export=asked.export, actor=SYSTEM, now=NOW + timedelta(days=7), reason=REASON)
    assert purge(kind="subject_exports", actor=SYSTEM, now=NOW + timedelta(days=6)) == 0
    assert default_storage.exists(asked.export.file)
    assert purge(kind="subject_exports", actor=SYSTEM, now=NOW + timedelta(days=9)) == 1
    assert not default_storage.exists(asked.export.file)


def test_a_large_one_is_made_by_a_worker_and_given_up_forgets_its_password(
    two: tuple[Rows, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject_access, "AT_ONCE", 3)
    asked = export_subject(student=two[0][Student], actor=SYSTEM, now=NOW, reason=REASON)
    with pytest.raises(ExportGone, match="만드는 중"):
        open_export(export=asked.export, actor=SYSTEM, now=NOW, reason=REASON)
    claim = next(claim for claim in dispatch.claim("engine", 100) if claim.job == asked.export.pk)
    tasks.do(claim)
    asked.export.refresh_from_db()
    inside = opened(open_export(export=asked.export, actor=SYSTEM, now=NOW, reason=REASON), asked.password)
    assert CROW in inside["subject.json"].decode()
    again = export_subject(student=two[0][Student], actor=SYSTEM, now=NOW, reason=REASON)
    subject_access.give_up(job=again.export.pk)
    again.export.refresh_from_db()
    assert (again.export.state, again.export.password) == ("failed", None)


def test_a_file_that_two_make_at_once_is_there_once(two: tuple[Rows, Rows], monkeypatch: pytest.MonkeyPatch) -> None:
    """L-24, L-30: a second one under another name would be found by no purge and no erasure."""
    before = set(names_of_files())
    asked = ask_for_export(student=two[0][Student], actor=SYSTEM, now=NOW, reason=REASON, wait=True)
    twin = SubjectExport.objects.get(pk=asked.export.pk)
    content_file, met = subject_access.ContentFile, []

    def meanwhile(content: bytes) -> Any:
        if not met:
            met.append(twin)
            subject_access._make(twin, SYSTEM, NOW)
        return content_file(content)

    monkeypatch.setattr(subject_access, "ContentFile", meanwhile)
    make_if_small(asked=asked, actor=SYSTEM, now=NOW)
    assert met and set(names_of_files()) - before == {asked.export.file}
    row = SubjectExport.objects.get(pk=asked.export.pk)
    content = open_export(export=row, actor=SYSTEM, now=NOW, reason=REASON)
    assert row.sha256 == hashlib.sha256(content).hexdigest() and opened(content, asked.password)
    assert AuditRecord.objects.filter(action="subject.exported").count() == 1


def test_an_erasure_takes_made_files_too_and_nothing_can_be_exported_then(two: tuple[Rows, Rows]) -> None:
    """L-24."""
    child = two[0][Student]
    asked = export_subject(student=child, actor=SYSTEM, now=NOW, reason=REASON)
    assert default_storage.exists(asked.export.file)
    erase_subject(student=child, actor=SYSTEM, now=NOW, reason="asked")
    assert not default_storage.exists(asked.export.file)
    with pytest.raises(Conflict):
        export_subject(student=child, actor=SYSTEM, now=NOW, reason=REASON)


def test_an_export_takes_as_many_queries_for_many_notes_as_for_one(two: tuple[Rows, Rows]) -> None:
    with CaptureQueriesContext(connection) as one:
        subject_data.tables_of(two[0][Student], lambda *_: None)
    note = two[0][Note]
    for number in range(30):
        note.pk, note.fingerprint = None, str(number)
        Note.objects.create(**{row.name: getattr(note, row.name) for row in Note._meta.fields if row.name != "id"})
    with CaptureQueriesContext(connection) as many:
        subject_data.tables_of(two[0][Student], lambda *_: None)
    assert len(many) == len(one) < 60


def test_the_command_writes_the_file_and_prints_the_password_once(
    committed_db: None, haneul: Any, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with tenancy.use(haneul):
        planted(CODE, CROW)
    path = tmp_path / "out.zip"
    call_command("export_student", "haneul", CODE, to=path, reason=REASON)
    password = capsys.readouterr().out.strip().rpartition(" ")[2]
    assert CROW in opened(path.read_bytes(), password)["subject.json"].decode()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="이미"):
        call_command("export_student", "haneul", CODE, to=path, reason=REASON)


def test_consents_tell_the_childrens_words_where_those_were_shown(practising: Student) -> None:
    event = record_consent(
        student=practising, purpose=Purpose.PHOTO, kind=ConsentEvent.Kind.GIVEN, channel="test", actor=SYSTEM, now=NOW
    )
    told = document(practising)["consents"][-1]
    assert told["text"] == (event.notice.child_text if event.audience == "child" else event.notice.text)
    assert told["answer"] == "동의" or told["answer"]
