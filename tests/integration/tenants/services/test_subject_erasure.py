"""Erasing one student: a word planted in every place is found nowhere afterwards, and nobody else's row has changed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import redis
from django.conf import settings as ours
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from questions import tasks
from questions.engine import twins
from questions.models import Blueprint, Decision, Note
from tenants import access, dispatch, personal, tenancy
from tenants.actors import SYSTEM, person
from tenants.erased import is_erased
from tenants.models import (
    AuditRecord,
    ConsentEvent,
    Destruction,
    Guardianship,
    KeptAnswer,
    RightsRequest,
    Role,
    Student,
    UsageRow,
    User,
)
from tenants.services.subject_erasure import erase_subject
from tests import cast
from tests.cast import NOW, PASSWORD, member
from tests.database import superuser
from tests.integration.planting import Rows, digest, planted

CROW, SPARROW = "까마귀", "참새떼"
CODE = "KKM-0907"
WORDS = (CROW, CODE, CODE.lower())


@pytest.fixture
def two(committed_db: None, haneul: Any, settings: Any, tmp_path: Path) -> Iterator[tuple[Rows, Rows]]:
    """Two students of 하늘 with a row in every table; the first has a session of their own and one of a teacher's."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with tenancy.use(haneul):
        rows = planted(CODE, CROW), planted("CHS-1111", SPARROW)
    signed_in(haneul, f"{CODE}-login")
    teacher = signed_in(haneul, "a-teacher")
    with tenancy.use(haneul):
        session = teacher.session
        session["_messages"] = f"{CODE} 학생을 저장했습니다."
        session.save()
        yield rows


def signed_in(academy: Any, username: str) -> Client:
    client = Client(headers={"host": f"{academy.slug}.localhost"})
    with tenancy.use(academy):
        client.force_login(User.objects.get(username=username), backend="tenants.access.RoleBackend")
    return client


def erase(rows: Rows, **changes: Any) -> Any:
    given = {"student": rows[Student], "actor": SYSTEM, "now": clock.now(), "reason": f"{CROW} 학생의 요청"}
    return erase_subject(**(given | changes))


def found(words: tuple[str, ...] = WORDS) -> dict[str, int]:
    """Where the words are: every row of every table of the academy and of `public`, Redis, and the files."""
    places: dict[str, int] = {}
    with superuser(connection.settings_dict["NAME"]) as owner:
        tables = owner.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', %s)", [connection.schema_name]
        ).fetchall()
        for schema, table in tables:
            for word in words:
                query = f'SELECT count(*) FROM "{schema}"."{table}" t WHERE strpos(lower(t::text), lower(%s)) > 0'
                (many,) = owner.execute(query.encode(), [word]).fetchone() or (0,)
                places[f"{table} {word}"] = many
    with redis.Redis.from_url(ours.REDIS_URL) as server:
        for key in server.keys("*"):
            told = key + (server.dump(key) or b"")
            places[f"redis {key!r}"] = sum(told.count(word.encode()) for word in words)
    for path in Path(ours.MEDIA_ROOT).rglob("*"):
        told = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        places[str(path)] = sum(told.count(word.encode()) for word in words)
    return {place: many for place, many in places.items() if many}


def test_before_the_erasure_the_words_are_everywhere(two: tuple[Rows, Rows]) -> None:
    tables = {place.split()[0] for place in found()}
    for model, told in personal.mapped():
        texts = [row for row in model._meta.concrete_fields if row.get_internal_type() in ("TextField", "JSONField")]
        if texts and not told.stays:
            assert model._meta.db_table in tables
    assert {"redis", "tenants_keptanswer", "django_admin_log"} <= tables
    assert any("evidence" in place for place in found())


def test_an_erasure_leaves_no_word_anywhere_and_nobody_elses_row_changed(
    two: tuple[Rows, Rows], caplog: pytest.LogCaptureFixture
) -> None:
    """L-24."""
    caplog.set_level("DEBUG")
    other = digest(two[1])
    done = erase(two[0])
    assert found() == {}
    assert not any(word in caplog.text for word in WORDS)
    assert done.left == {}
    assert done.removed["subjectexport"] == 1
    assert digest(two[1]) == other
    assert found((SPARROW,)) != {}


def test_what_the_law_keeps_names_the_student_by_a_number_alone(two: tuple[Rows, Rows]) -> None:
    """L-24, L-30."""
    event = two[0][ConsentEvent]
    before = ConsentEvent.objects.filter(pk=event.pk).values_list().get()
    erase(two[0])
    assert ConsentEvent.objects.filter(pk=event.pk).values_list().get() == before
    student = Student.objects.get(pk=two[0][Student].pk)
    assert (student.name, student.grade, student.birth_date, student.user) == ("", "", None, None)
    assert is_erased(student=student) and CODE not in student.code
    child, guardian = User.objects.get(pk=two[0][User].pk), User.objects.get(pk=two[0]["guardian"].pk)
    assert [(user.is_active, user.email, user.first_name) for user in (child, guardian)] == [(False, "", "")] * 2
    assert not child.has_usable_password()
    assert Guardianship.objects.get(pk=two[0][Guardianship].pk).ended_at is not None
    request = RightsRequest.objects.get(pk=two[0][RightsRequest].pk)
    assert (request.student, request.subject, request.details, request.answer) == (
        None,
        f"student:{student.pk}",
        None,
        None,
    )


def test_the_destruction_log_and_the_record_count_what_went(two: tuple[Rows, Rows]) -> None:
    """L-21, L-30: kind, number, reason; no word of the reason that names the student."""
    erase(two[0])
    rows = Destruction.objects.filter(subject=f"student:{two[0][Student].pk}")
    told: Counter[str] = Counter()
    for kind, many in rows.values_list("kind", "many"):
        told[kind] += many
    assert (told["note"], told["file"], told["student"], told["user"]) == (1, 2, 1, 2)
    assert set(rows.values_list("reason", flat=True)) == {"erasure"}
    begun, ended = AuditRecord.objects.filter(action__startswith="subject.").order_by("seq")
    assert "○○ 학생의 요청" in begun.facts and (begun.action, ended.action) == ("subject.erasing", "subject.erased")


def test_links_of_calls_and_answers_to_partners_are_cut(two: tuple[Rows, Rows]) -> None:
    note = two[0][Note].pk
    erase(two[0])
    assert UsageRow.objects.filter(request_id__startswith="call-", job=None).count() == 1
    assert KeptAnswer.objects.filter(key=f"of-{note}").values_list("status", "body").get() == (410, None)
    assert not KeptAnswer.objects.filter(key__contains=CODE).exists()


def test_the_students_and_a_teachers_session_with_their_name_end_and_others_go_on(
    two: tuple[Rows, Rows], haneul: Any
) -> None:
    other = signed_in(haneul, "CHS-1111-login")
    erase(two[0])
    assert other.get("/").status_code == 200
    with tenancy.use(haneul):
        assert not Client(headers={"host": "haneul.localhost"}).login(username=f"{CODE}-login", password=PASSWORD)


def test_a_guardian_with_another_ward_keeps_the_account(two: tuple[Rows, Rows]) -> None:
    guardian = two[0]["guardian"]
    Guardianship.objects.create(guardian=guardian, student=two[1][Student], verified_at=NOW)
    erase(two[0])
    guardian.refresh_from_db()
    assert (guardian.is_active, guardian.username) == (True, f"{CODE}-guardian")


def test_decisions_go_for_an_erased_student_alone(two: tuple[Rows, Rows]) -> None:
    """The application may add decisions and nothing more; the database removes those of a marked student."""
    other = two[1][Student]
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_decisions(%s)", [other.pk])
        assert cursor.fetchone() == (0,)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Decision.objects.filter(pk=two[0][Decision].pk)._raw_delete("default")
    erase(two[0])
    assert [row.pk for row in Decision.objects.all()] == [two[1][Decision].pk]


def test_who_may_not_erase_changes_nothing(two: tuple[Rows, Rows]) -> None:
    before = digest(two[0]), AuditRecord.objects.count()
    teacher = person(User.objects.get(role=Role.TEACHER))
    with pytest.raises(NotAllowed):
        erase(two[0], actor=teacher)
    with pytest.raises(InvalidInput, match="까닭"):
        erase(two[0], reason="  ")
    assert (digest(two[0]), AuditRecord.objects.count()) == before
    erase(two[0], actor=person(member(Role.DIRECTOR)))
    with pytest.raises(Conflict, match="이미"):
        erase(two[0])


class Killed(BaseException):
    """A process that is gone in the middle of a statement."""


@pytest.mark.parametrize("after", [3, 9, 20, 35, 50, 70, 90, 110, 130])
def test_an_erasure_killed_anywhere_is_ended_by_a_worker(two: tuple[Rows, Rows], haneul: Any, after: int) -> None:
    """L-24, L-30."""
    said = 0

    def until_killed(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal said
        said += 1
        if said > after:
            raise Killed
        return execute(sql, params, many, context)

    with pytest.raises(Killed), connection.execute_wrapper(until_killed):
        erase(two[0])
    student = Student.objects.get(pk=two[0][Student].pk)
    if student.erased_at is None:
        assert CROW in student.name
        erase(two[0])
    else:
        assert not access.students_visible_to(SYSTEM).filter(pk=student.pk).exists()
        claim = due(student)
        tasks.do(claim)
    with tenancy.use(haneul):
        assert found() == {}
        assert dict(Destruction.objects.values_list("kind", "many"))["note"] == 1


def due(student: Student) -> Any:
    """The work that goes on with the student's erasure, as a worker claims it once it is due."""
    with superuser(connection.settings_dict["NAME"]) as owner:
        owner.execute("UPDATE public.tenants_dispatch SET due_at = now() WHERE job = %s", [UUID(int=student.pk)])
    return next(claim for claim in dispatch.claim("engine", 100) if claim.kind == "subject.erasure")


def test_a_question_that_is_being_written_meanwhile_is_not_saved(
    two: tuple[Rows, Rows], haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The erasure takes the work away: what its author brings home has nowhere to go."""
    kept = cast.note(student=CODE, student_answer=CROW)
    claim = next(claim for claim in dispatch.claim("engine", 100) if claim.job == cast.job_of(kept).pk)
    written = twins.author

    def meanwhile(note: Any) -> Any:
        erase(two[0])
        return written(note)

    monkeypatch.setattr(twins, "author", meanwhile)
    tasks.do(claim)
    with tenancy.use(haneul):
        assert not Blueprint.objects.filter(note__student=two[0][Student]).exists()
        assert found() == {}


def test_a_note_that_arrives_meanwhile_is_refused_and_waiting_work_is_gone(two: tuple[Rows, Rows]) -> None:
    cast.note(student=CODE)
    student = two[0][Student]
    Student.objects.filter(pk=student.pk).update(erased_at=NOW)
    with pytest.raises(InvalidInput, match="지우고 있어"):
        cast.note(student=CODE, stem="일차방정식 $2x = 8$의 해를 구하시오.", answer="4")
    erase(two[0])
    assert [claim for claim in dispatch.claim("engine", 100) if claim.kind != "subject.erasure"] == []


def test_two_erasures_at_once_end_once(two: tuple[Rows, Rows], haneul: Any) -> None:
    ended: list[str] = []

    def again() -> None:
        with tenancy.use(haneul):
            try:
                erase(two[0])
                ended.append("erased")
            except Conflict:
                ended.append("already")
            finally:
                connection.close()

    threads = [threading.Thread(target=again) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["already", "erased"]
    assert found() == {}
    assert AuditRecord.objects.filter(action="subject.erased").count() == 1


def test_the_command_erases_only_with_yes_and_tells_counts(
    two: tuple[Rows, Rows], haneul: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase_student", "haneul", CODE, reason="asked")
    assert Note.objects.filter(student=two[0][Student]).exists()
    call_command("erase_student", "haneul", CODE, reason="asked", yes=True)
    told = capsys.readouterr().out
    assert f"student:{two[0][Student].pk}: " in told and "note 1" in told and CROW not in told
    with pytest.raises(CommandError, match="없습니다"):
        call_command("erase_student", "haneul", CODE, reason="asked", yes=True)


def test_a_name_that_staff_wrote_elsewhere_is_told(two: tuple[Rows, Rows]) -> None:
    """Other people's rows are not changed; the one who erases hears where to look."""
    Note.objects.filter(pk=two[1][Note].pk).update(solution=f"{CROW}처럼 풀어 보자")
    done = erase(two[0])
    assert done.left == {"questions_note.solution": 1}


def test_an_erasure_takes_as_many_statements_for_many_notes_as_for_one(two: tuple[Rows, Rows]) -> None:
    note = two[0][Note]
    for number in range(30):
        values = {row.name: getattr(note, row.name) for row in Note._meta.fields if row.name != "id"}
        Note.objects.create(**values | {"fingerprint": str(number)})
    Session.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        done = erase(two[0])
    with CaptureQueriesContext(connection) as one:
        erase(two[1])
    assert done.removed["note"] == 31
    assert len(many) == len(one)
