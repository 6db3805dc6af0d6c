"""Many papers at once: a CSV of answers and a ZIP of scans, looked at first, then taken whole or not at all (C-08)."""

from __future__ import annotations

import csv
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction

from eduai.lib.errors import EduError, InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.models import ConsentEvent, Evidence, NoticeVersion, Purpose, Student
from tenants.sending_lock import wait_for_senders
from tenants.services.evidence import add_evidence, remove_evidence
from tenants.services.notices import every_notice
from tenants.services.papers import check_paper, record_paper

COLUMNS = ("student", "purpose", "answer", "date", "guardian", "scan")
MOST_ROWS = 500
MOST_SCANS = 60
MOST_CSV_BYTES = 512 * 1024
MOST_ZIP_BYTES = 24 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
MOST_SCAN_BYTES = 10 * 1024 * 1024
# What reading somebody's ZIP may end with.
UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
# Windows in Korean writes names in CP949 and does not say so; a Mac writes UTF-8, at times without saying so.
HANGUL = re.compile("[가-힣ᄀ-ᇿ㄰-㆏]")
WORDS = {
    "동의": "give",
    "거부": "refuse",
    "철회": "withdraw",
    "give": "give",
    "refuse": "refuse",
    "withdraw": "withdraw",
}
PURPOSES = {**{purpose.value: purpose for purpose in Purpose},
    "수집": Purpose.COLLECTION, "국외": Purpose.OVERSEAS, "학습": Purpose.TRAINING, "사진": Purpose.PHOTO
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file that can be entered; without a scan its yes will stay pending."""

    line: int
    student: Student
    purpose: Purpose
    word: str
    signed_on: date
    guardian: str
    scan: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines are held against: the students, the names of the scans, every version of the notices."""

    students: dict[str, Student]
    inside: frozenset[str]
    notices: list[NoticeVersion]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: its rows, or why it cannot, each reason with its line."""

    rows: tuple[Row, ...]
    errors: tuple[tuple[int, str], ...]

    @property
    def pending(self) -> int:
        """How many of the rows will wait for a scan."""
        return sum(row.word == "give" and not row.scan for row in self.rows)


def read_papers(*, table: bytes, scans: bytes, actor: Actor, now: datetime) -> Plan:
    """What these files say, and everything that is wrong with them, line by line. Writes nothing.

    Raises NotAllowed, and InvalidInput for a file that cannot be read at all or is too large.
    """
    access.require(actor, "tenants.record_consent")
    lines = _lines(table)
    inside = _scans_inside(scans)
    codes = {line.get("student", "") for _, line in lines}
    students = {student.code: student for student in Student.objects.filter(code__in=codes)}
    context = Context(students, inside, every_notice())
    rows: list[Row] = []
    errors: list[tuple[int, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in lines:
        try:
            row = _row(number, line, context, now)
            if (first := seen.setdefault((row.student.code, row.purpose), number)) != number:
                raise InvalidInput(f"같은 학생과 목적이 {first}번째 줄에도 있습니다.", field="purpose")
            rows.append(row)
        except InvalidInput as error:
            errors.append((number, error.sentence))
    return Plan(tuple(rows), tuple(errors))


def import_papers(*, table: bytes, scans: bytes, actor: Actor, now: datetime) -> list[ConsentEvent]:
    """This will keep the scans and enter every row, or nothing. Raises InvalidInput with the first wrong line."""
    plan = read_papers(table=table, scans=scans, actor=actor, now=now)
    if plan.errors:
        line, sentence = plan.errors[0]
        raise InvalidInput(f"{line}번째 줄: {sentence}", field="table")
    with ExitStack() as undo:
        kept = _keep_scans(plan.rows, scans, actor, now, undo)
        with transaction.atomic():
            _wait_for_senders(plan.rows)
            events = [event for row in plan.rows for event in _enter(row, kept, actor, now)]
        undo.pop_all()
    return events


def _wait_for_senders(rows: Iterable[Row]) -> None:
    """Of all the students, in one order, before the first record: a sender waits for the chain with its lock held."""
    students = {row.student.pk: row.student for row in rows}
    for _number, student in sorted(students.items()):
        wait_for_senders(student)


def _enter(row: Row, kept: dict[tuple[int, str], Evidence], actor: Actor, now: datetime) -> list[ConsentEvent]:
    try:
        return record_paper(
            student=row.student,
            answers={row.purpose: row.word},
            signed_on=row.signed_on,
            guardian_name=row.guardian,
            paper=kept.get((row.student.pk, row.scan)),
            actor=actor,
            now=now,
        )
    except EduError as error:
        raise InvalidInput(f"{row.line}번째 줄: {error.sentence}", field="table") from error


def _keep_scans(
    rows: Iterable[Row], scans: bytes, actor: Actor, now: datetime, undo: ExitStack
) -> dict[tuple[int, str], Evidence]:
    """Each student's scans as evidence, before any answer is recorded: a child process reads each file. What is kept
    is thrown away by `undo`, whatever goes wrong from here on.
    """
    kept: dict[tuple[int, str], Evidence] = {}
    wanted = {(row.student.pk, row.scan): row for row in rows if row.scan}
    if not wanted:
        return kept
    with zipfile.ZipFile(io.BytesIO(scans)) as archive:
        inside = {_name_of(entry): entry for entry in archive.infolist()}
        for key, row in wanted.items():
            try:
                upload = ContentFile(archive.read(inside[row.scan]))
                kept[key] = add_evidence(
                    kind=Evidence.Kind.PAPER, student=row.student, upload=upload, actor=actor, now=now
                )
                undo.callback(remove_evidence, evidence=kept[key], actor=actor)
            except (EduError, *UNREADABLE) as error:
                said = error.sentence if isinstance(error, EduError) else "압축을 풀 수 없습니다."
                raise InvalidInput(f"{row.line}번째 줄, {row.scan}: {said}", field="scans") from error
    return kept


def _lines(table: bytes) -> list[tuple[int, dict[str, str]]]:
    """The lines of the CSV with their numbers, the header's being 1. Raises InvalidInput."""
    if len(table) > MOST_CSV_BYTES:
        raise InvalidInput(f"표 파일은 {MOST_CSV_BYTES // 1024}KB보다 작아야 합니다.", field="table")
    try:
        reader = csv.DictReader(io.StringIO(_decoded(table), newline=""), strict=True)
        names = [str(name).strip() for name in reader.fieldnames or ()]
        missing = [name for name in COLUMNS[:4] if name not in names]
        if missing:
            raise InvalidInput(f"표의 첫 줄에 열이 없습니다: {', '.join(missing)}", field="table")
        found = []
        for line in reader:
            clean = {str(name).strip(): value.strip() for name, value in line.items() if isinstance(value, str)}
            found.append((reader.line_num, dict.fromkeys(COLUMNS, "") | clean))
            if len(found) > MOST_ROWS:
                raise InvalidInput(f"한 번에 {MOST_ROWS}줄까지 넣을 수 있습니다.", field="table")
    except csv.Error as error:
        raise InvalidInput("표를 CSV로 읽을 수 없습니다.", field="table") from error
    if not found:
        raise InvalidInput("표에 줄이 없습니다.", field="table")
    return found


def _decoded(table: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = table.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InvalidInput("표의 글자를 읽을 수 없습니다. CSV UTF-8로 저장해 주세요.", field="table")


def _scans_inside(scans: bytes) -> frozenset[str]:
    """The names in the ZIP. Raises InvalidInput for one that is too large, packed too tightly, or locked."""
    if not scans:
        return frozenset()
    if len(scans) > MOST_ZIP_BYTES:
        raise InvalidInput(f"스캔 묶음은 {MOST_ZIP_BYTES // 1024**2}MB보다 작아야 합니다.", field="scans")
    try:
        with zipfile.ZipFile(io.BytesIO(scans)) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
    except UNREADABLE as error:
        raise InvalidInput("스캔 묶음을 ZIP으로 열 수 없습니다.", field="scans") from error
    if len(files) > MOST_SCANS:
        raise InvalidInput(f"스캔은 한 번에 {MOST_SCANS}개까지 넣을 수 있습니다.", field="scans")
    large = [entry for entry in files if entry.file_size > MOST_SCAN_BYTES]
    if large or sum(entry.file_size for entry in files) > MOST_UNPACKED:
        raise InvalidInput("스캔 묶음을 풀면 너무 큽니다. 나누어 넣어 주세요.", field="scans")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in files):
        raise InvalidInput("보통 방식(Deflate)으로 압축한 ZIP만 넣을 수 있습니다.", field="scans")
    if any(entry.flag_bits & 1 for entry in files):
        raise InvalidInput("암호가 걸린 ZIP은 넣을 수 없습니다.", field="scans")
    names = [_name_of(entry) for entry in files]
    if len(set(names)) != len(names):
        raise InvalidInput("스캔 묶음에 같은 이름이 두 번 있습니다.", field="scans")
    return frozenset(names)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """What the file is called, in composed letters. Without the mark of UTF-8 (bit 11) the library reads every name as
    CP437, whatever it was written in.
    """
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        name = _read_again(name)
    return unicodedata.normalize("NFC", name)


def _read_again(name: str) -> str:
    """The name in the first writing that makes Korean of it; as it was where none does."""
    for encoding in ("utf-8", "cp949"):
        try:
            read = name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
        if HANGUL.search(read):
            return read
    return name


def _row(number: int, line: dict[str, str], context: Context, now: datetime) -> Row:
    student, purpose = context.students.get(line["student"]), PURPOSES.get(line["purpose"])
    word, scan = WORDS.get(line["answer"], ""), unicodedata.normalize("NFC", line.get("scan", ""))
    if student is None:
        raise InvalidInput(f"student: '{line['student'][:64]}' 학생이 없습니다.", field="student")
    if purpose is None:
        raise InvalidInput(f"purpose: {', '.join(Purpose.values)} 가운데 하나를 적어 주세요.", field="purpose")
    if not word:
        raise InvalidInput("answer: 동의, 거부, 철회 가운데 하나를 적어 주세요.", field="answer")
    try:
        signed_on = date.fromisoformat(line["date"])
    except ValueError as error:
        raise InvalidInput("date: 날짜를 2026-11-02처럼 적어 주세요.", field="date") from error
    if scan and scan not in context.inside:
        raise InvalidInput(f"scan: 스캔 묶음에 '{scan[:80]}' 파일이 없습니다.", field="scan")
    guardian = line.get("guardian", "")
    check_paper(
        student=student,
        answers={purpose: word},
        signed_on=signed_on,
        guardian_name=guardian,
        notices=context.notices,
        now=now,
    )
    return Row(number, student, purpose, word, signed_on, guardian, scan)
