"""Handing a person their data: everything on the map, as JSON and CSV in an archive that one password opens
(개인정보 보호법 제35조; 시행령 제41조). The password is told once, when it is asked for, and never travels with it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from eduai.lib import sealed_zip
from eduai.lib.errors import Conflict, EduError, InvalidInput, NotAllowed
from tenants import dispatch, personal, subject_data, tenancy
from tenants.access_log import Task, record_access
from tenants.actors import SYSTEM, Actor
from tenants.audit import Action, record
from tenants.dispatch import Claim
from tenants.korean_days import KST, day_of
from tenants.models import Student, SubjectExport
from tenants.nameless import nameless
from tenants.services import retention, rights

KIND = "subject.export"
dispatch.register(KIND, "engine")

State = SubjectExport.State
Clock = Callable[[], datetime]
LIFE = timedelta(days=7)
# More rows than this are made in the background.
AT_ONCE = 2_000
LEASE_SECONDS = 600.0
SOON, LEFT_TO_A_WORKER = timedelta(seconds=5), timedelta(minutes=10)
READ_ME = """{academy}에서 보관하는 {student} 학생의 자료입니다. ({made_at:%Y년 %m월 %d일})

subject.json   모든 자료와 동의 내용, 이용 목적, 보유 기간, 열람 기록
csv/           같은 자료를 표로 나눈 것 (엑셀로 열 수 있습니다)

'표시' 칸에 'AI가 생성한 내용'이라고 적힌 글은 인공지능이 만든 것입니다.
{left_out}
"""


class ExportGone(EduError):
    """The file was removed after its week, or is not made yet."""

    code = "export_gone"


@dataclass(frozen=True, slots=True)
class Asked:
    """An export, and the password that opens it: to be shown once and kept nowhere. `at_once` says that who asked makes
    the file, and a worker only where they did not.
    """

    export: SubjectExport
    password: str
    at_once: bool


def export_subject(*, student: Student, actor: Actor, now: datetime, reason: str, wait: bool = False) -> Asked:
    """This will make a file of everything of one student: at once where it is little or `wait` is given, else in the
    background, with progress on the row. The file is gone after seven days.

    Raises NotAllowed for somebody who is neither trusted with exports nor exercises the student's rights, InvalidInput
    without a reason, Conflict for a student who is being erased.
    """
    asked = ask_for_export(student=student, actor=actor, now=now, reason=reason, wait=wait)
    make_if_small(asked=asked, actor=actor, now=now)
    return asked


def ask_for_export(*, student: Student, actor: Actor, now: datetime, reason: str, wait: bool = False) -> Asked:
    """This will ask for a file of everything of one student, in the caller's transaction where there is one: a large
    one of a worker, a small one of `make_if_small`, and of a worker where that did not come to it.

    Raises as `export_subject`.
    """
    _require(actor, student, now)
    if not reason.strip():
        raise InvalidInput("reason: 내보내는 까닭을 적어 주세요.", field="reason")
    if student.erased_at is not None:
        raise Conflict("지운 학생이라 내보낼 자료가 없습니다.", field="student")
    return _ask(student, actor, now, reason.strip(), wait or _rows_of(student) <= AT_ONCE)


def make_if_small(*, asked: Asked, actor: Actor, now: datetime) -> None:
    """This will make the file that was asked for if it is to be made at once. Outside the transaction that asked for
    it: that one holds the chain's head, and everybody in the academy would wait for the file.
    """
    if asked.at_once:
        _make(asked.export, actor, now)


def make_export(*, claim: Claim, clock: Clock) -> None:
    """This will make the file of an export that was asked for in the background."""
    with transaction.atomic():
        if not dispatch.hold(claim):
            return
        dispatch.extend(claim, LEASE_SECONDS)
    export = SubjectExport.objects.select_related("student").filter(pk=claim.job, state=State.ASKED).first()
    if export is not None:
        _make(export, SYSTEM, clock())
    dispatch.finish(claim)


def give_up(*, job: UUID) -> None:
    """This will close an export that was tried too often; its password is forgotten."""
    with transaction.atomic():
        closed = SubjectExport.objects.filter(pk=job, state=State.ASKED).update(state=State.FAILED, password=None)
        if closed:
            record(actor=SYSTEM, action=Action.SUBJECT_EXPORT_FAILED, subject=f"subjectexport:{job}")


def open_export(*, export: SubjectExport, actor: Actor, now: datetime, reason: str, address: str = "") -> bytes:
    """The file, still sealed with its password. Who took it, from where and why stands in the access log.

    Raises NotAllowed, and ExportGone for one that is not made, over, or lost.
    """
    _require(actor, export.student, now)
    if export.state != State.MADE or now >= export.expires_at or not default_storage.exists(export.file):
        raise ExportGone("내려받을 파일이 없습니다. 만든 지 7일이 지났거나 아직 만드는 중입니다.")
    with default_storage.open(export.file) as file:
        content = bytes(file.read())
    record_access(
        actor=actor,
        task=Task.DOWNLOAD,
        place="subject-export",
        students=[export.student_id],
        address=address,
        reason=nameless(reason, about=export.student),
        export=str(export.pk),
    )
    return content


def _require(actor: Actor, student: Student, now: datetime) -> None:
    user = actor.user
    if user is None or user.has_perm("tenants.export_subject"):
        return
    if not rights.subjects_of(actor=actor, now=now).filter(pk=student.pk).exists():
        raise NotAllowed("이 학생의 자료를 내보낼 권한이 없습니다.")


def _ask(student: Student, actor: Actor, now: datetime, reason: str, at_once: bool) -> Asked:
    password, number = sealed_zip.new_password(), uuid4()
    due_at = now + (LEFT_TO_A_WORKER if at_once else SOON)
    with transaction.atomic():
        export = SubjectExport.objects.create(
            id=number,
            student=student,
            asked_by=actor.label,
            password=password,
            file=f"exports/{number}.zip",
            asked_at=now,
            expires_at=now + LIFE,
        )
        dispatch.enqueue(kind=KIND, job=number, due_at=due_at)
        masked = nameless(reason, about=student)
        record(actor=actor, action=Action.SUBJECT_EXPORT_ASKED, subject=export, student=student.pk, reason=masked)
    return Asked(export, password, at_once)


def _rows_of(student: Student) -> int:
    """How many rows there are of the student, one query a table."""
    paths = [(model, told.student) for model, told in personal.mapped() if told.student]
    return sum(model._base_manager.filter(**{path: student.pk}).count() for model, path in paths)


def _make(export: SubjectExport, actor: Actor, now: datetime) -> None:
    content = _archive(export, now)
    default_storage.delete(export.file)
    saved = default_storage.save(export.file, ContentFile(content))
    if saved != export.file:  # somebody else has just made it; no row would know of this one
        default_storage.delete(saved)
        export.refresh_from_db()
        return
    with transaction.atomic():
        row = SubjectExport.objects.select_for_update().filter(pk=export.pk, file=export.file).first()
        if row is None:  # erased meanwhile
            default_storage.delete(export.file)
            raise Conflict("그사이 이 학생의 자료를 지웠습니다.", field="student")
        export.state, export.password, export.made_at = State.MADE, None, now
        export.size, export.sha256 = len(content), hashlib.sha256(content).hexdigest()
        export.save(update_fields=["state", "password", "made_at", "size", "sha256"])
        facts = {"student": export.student_id, "size": export.size, "sha256": export.sha256}
        record(actor=actor, action=Action.SUBJECT_EXPORTED, subject=export, **facts)


def _archive(export: SubjectExport, now: datetime) -> bytes:
    tables = subject_data.tables_of(export.student, partial(_progress, export))
    academy = tenancy.require()
    told = subject_data.document(export.student, academy, tables, retention.periods(), now)
    read_me = READ_ME.format(
        academy=academy.name, student=export.student.code, made_at=day_of(now), left_out="\n".join(told["left_out"])
    )
    entries = [("README.txt", read_me.encode()), ("subject.json", subject_data.as_json(told))]
    entries += [(f"csv/{table.name}.csv", subject_data.as_csv(table)) for table in subject_data.spread(told, tables)]
    written = io.BytesIO()
    sealed_zip.write(written, entries, password=export.password or "", now=now.astimezone(KST))
    return written.getvalue()


def _progress(export: SubjectExport, done: int, total: int) -> None:
    SubjectExport.objects.filter(pk=export.pk).update(done=done, total=total)
