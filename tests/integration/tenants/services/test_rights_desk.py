"""Doing what was asked happens for a request that still stands, and is called done only when it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput
from questions.models import Note
from tenants import tenancy
from tenants.actors import Actor, person
from tenants.models import AuditRecord, Message, RightsRequest, Role, Student, SubjectExport, User
from tenants.services import subject_access, subject_erasure
from tenants.services.rights import complete_request, refuse_request, request_right, withdraw_request
from tenants.services.rights_desk import ERASED, NamesLeft, answer_after_looking, erase_as_asked, hand_out
from tests.cast import CHILD, NOW, actor, guards, member, note, student
from tests.database import superuser

Kind = RightsRequest.Kind
CROW = "까마귀"


class Gone(BaseException):
    """A process that is gone."""


@pytest.fixture
def child(in_haneul: Any) -> Student:
    kept = student("S001", born=CHILD)
    Student.objects.filter(pk=kept.pk).update(name=CROW)
    note()
    return Student.objects.get(pk=kept.pk)


@pytest.fixture
def mum(child: Student) -> Actor:
    user = member(Role.GUARDIAN, "mum")
    User.objects.filter(pk=user.pk).update(email="mum@example.com")
    guards(user, child)
    return person(User.objects.get(pk=user.pk))


@pytest.fixture
def director(in_haneul: Any) -> Actor:
    return actor(Role.DIRECTOR)


def asked(child: Student, mum: Actor, kind: str) -> RightsRequest:
    return request_right(student=child, kind=kind, actor=mum, now=NOW)


def kept() -> tuple[int, int, object]:
    return Note.objects.count(), SubjectExport.objects.count(), Student.objects.get().erased_at


@pytest.mark.parametrize("closed", ["withdrawn", "refused"])
@pytest.mark.parametrize(("kind", "does"), [(Kind.ERASURE, erase_as_asked), (Kind.ACCESS, hand_out)])
def test_nothing_is_done_for_a_request_that_was_withdrawn_or_refused(
    child: Student, mum: Actor, director: Actor, closed: str, kind: str, does: Any
) -> None:
    """L-24: not by a press on a page that was opened before."""
    row = asked(child, mum, kind)
    stale = RightsRequest.objects.get(pk=row.pk)
    if closed == "withdrawn":
        withdraw_request(request=row, actor=mum, now=NOW)
    else:
        refuse_request(request=row, reason="다른 법이 보관하게 합니다.", actor=director, now=NOW)
    before = kept(), AuditRecord.objects.count(), Message.objects.count()
    for request in (stale, RightsRequest.objects.get(pk=row.pk)):
        with pytest.raises(Conflict):
            does(request=request, actor=director, now=clock.now())
    assert (kept(), AuditRecord.objects.count(), Message.objects.count()) == before
    assert RightsRequest.objects.get().state == closed
    again = asked(child, mum, kind)
    does(request=again, actor=director, now=clock.now())
    again.refresh_from_db()
    assert again.state == "done" and kept() != before[0]


def test_an_erasure_that_has_begun_can_neither_be_withdrawn_nor_answered_otherwise_and_is_finished(
    child: Student, mum: Actor, director: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-24: the process dies right after the mark; the request stands as begun."""
    row = asked(child, mum, Kind.ERASURE)

    def dies(*_: Any) -> None:
        raise Gone

    with monkeypatch.context() as broken:
        broken.setattr(subject_erasure, "_finish", dies)
        with pytest.raises(Gone):
            erase_as_asked(request=row, actor=director, now=clock.now())
    row.refresh_from_db()
    assert row.state == "in_hand" and Student.objects.get().erased_at is not None
    for answer in (
        lambda: refuse_request(request=row, reason="아니요.", actor=director, now=NOW),
        lambda: complete_request(request=row, answer="했습니다.", actor=director, now=NOW),
        lambda: answer_after_looking(request=row, answer="했습니다.", actor=director, now=NOW),
    ):
        with pytest.raises(Conflict):
            answer()
    assert RightsRequest.objects.get().state == "in_hand" and Note.objects.count() == 1
    erase_as_asked(request=row, actor=director, now=clock.now())
    row.refresh_from_db()
    assert (row.state, row.answer, Note.objects.count()) == ("done", ERASED, 0)


def test_an_erasure_is_not_called_done_by_words_alone(child: Student, mum: Actor, director: Actor) -> None:
    """L-24: a form that was made by hand closes no request whose data are still there."""
    row = asked(child, mum, Kind.ERASURE)
    before = kept(), AuditRecord.objects.count()
    with pytest.raises(InvalidInput, match="말로 끝낼 수 없습니다"):
        complete_request(request=row, answer="모두 지웠습니다.", actor=director, now=NOW)
    assert (kept(), AuditRecord.objects.count()) == before and RightsRequest.objects.get().state == "received"
    assert refuse_request(request=row, reason="분쟁 중입니다.", actor=director, now=NOW).state == "refused"


def test_a_request_whose_erasure_has_begun_is_not_taken_back(child: Student, mum: Actor) -> None:
    row = asked(child, mum, Kind.ERASURE)
    RightsRequest.objects.update(state="in_hand")
    with pytest.raises(Conflict, match="처리하기 시작한"):
        withdraw_request(request=row, actor=mum, now=NOW)
    assert RightsRequest.objects.get().state == "in_hand"


def test_an_erasure_is_not_called_done_while_somebody_elses_row_names_the_student(
    child: Student, mum: Actor, director: Actor
) -> None:
    """L-24: the director hears where, looks, and answers in their own words."""
    other = note(student="S002")
    Note.objects.filter(pk=other.pk).update(solution=f"{CROW}처럼 풀어 보자")
    row = asked(child, mum, Kind.ERASURE)
    for _ in range(2):
        with pytest.raises(NamesLeft, match=r"questions_note\.solution\) 1건"):
            erase_as_asked(request=row, actor=director, now=clock.now())
        row.refresh_from_db()
        assert (row.state, row.answer) == ("in_hand", None)
    assert Note.objects.get() == other
    assert [ERASED in body for body in Message.objects.values_list("body", flat=True)] == [False]
    with pytest.raises(InvalidInput, match="어떻게 했는지"):
        answer_after_looking(request=row, answer=" ", actor=director, now=NOW)
    done = answer_after_looking(request=row, answer="다른 풀이에서도 이름을 지웠습니다.", actor=director, now=NOW)
    assert (done.state, done.answer) == ("done", "다른 풀이에서도 이름을 지웠습니다.")


def test_an_erasure_is_answered_where_the_one_who_asked_cannot_be_written_to(
    child: Student, mum: Actor, director: Actor
) -> None:
    """L-24: the answer stands on the page; what is no address holds nothing up."""
    asked(child, mum, Kind.ERASURE)
    User.objects.filter(username="mum").update(email="엄마")
    done = erase_as_asked(request=RightsRequest.objects.get(), actor=director, now=clock.now())
    assert (done.state, done.answer, Message.objects.count()) == ("done", ERASED, 0)


# --- the copy ----------------------------------------------------------------------------------------------------
def test_nobody_waits_for_the_file_of_a_copy_and_what_cannot_be_written_is_left_to_a_worker(
    committed_db: None, haneul: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-08: the chain's head, which every writer takes, is free while the archive is made."""
    settings.MEDIA_ROOT = tmp_path / "files"
    archive, free = subject_access._archive, []

    def with_a_look_at_the_head(*of: Any) -> bytes:
        with superuser(connection.settings_dict["NAME"]) as other:
            head = f'SELECT seq FROM "{haneul.schema_name}".tenants_audithead FOR UPDATE NOWAIT'
            free.append(other.execute(head.encode()).fetchone())
        if len(free) == 2:
            raise OSError("no space left")
        return archive(*of)

    monkeypatch.setattr(subject_access, "_archive", with_a_look_at_the_head)
    with tenancy.use(haneul):
        child, user, director = student("S001", born=CHILD), member(Role.GUARDIAN, "mum"), actor(Role.DIRECTOR)
        guards(user, child)
        states = []
        for _ in range(2):
            row = request_right(student=child, kind=Kind.ACCESS, actor=person(user), now=NOW)
            assert hand_out(request=row, actor=director, now=clock.now()).state == "done"
            made = SubjectExport.objects.latest("asked_at")
            states.append((made.state, default_storage.exists(made.file), bool(made.password)))
        assert len(free) == 2 and all(free)
        assert states == [("made", True, False), ("asked", False, True)]
