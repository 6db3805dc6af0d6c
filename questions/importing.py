"""Notes from a CSV or XLSX file: every row is read and checked before any is kept."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from eduai.lib.errors import InvalidInput
from questions.note_fields import FIELDS, REQUIRED, InvalidNote, NoteFields, read_fields

MAX_ROWS = 5000
MAX_COLUMNS = 50
MAX_UNPACKED = 50 * 1024 * 1024
# What zipfile, the XML parser and openpyxl say to a file that is cut off, altered, encrypted or made by no
# spreadsheet: they promise no error of their own.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
SHOWN = 50
Row = tuple[int, dict[str, str]]


class InvalidFile(InvalidInput):
    """A file that cannot be taken; `rows` lists each wrong row's number with its sentence."""

    code = "invalid_file"

    def __init__(self, sentence: str, rows: tuple[tuple[int, str], ...] = ()) -> None:
        super().__init__(sentence, field="file")
        self.rows = rows

    def __reduce__(self) -> tuple[object, ...]:
        return (InvalidFile, (self.sentence, self.rows))


def read_notes(*, name: str, content: bytes, most_bytes: int) -> list[NoteFields]:
    """The notes of a file, by the ending of its name (.csv or .xlsx), in the file's order.

    Row numbers are the file's own, counting the header as 1. Raises InvalidFile naming every wrong row.
    """
    if len(content) > most_bytes:
        raise InvalidFile(f"파일이 너무 큽니다 ({len(content):,}바이트, 최대 {most_bytes:,}바이트).")
    ending = Path(name).suffix.lower()
    if ending == ".csv":
        rows = _csv_rows(content)
    elif ending == ".xlsx":
        rows = _xlsx_rows(content)
    else:
        raise InvalidFile(f"'{name}': .csv 또는 .xlsx 파일만 읽을 수 있습니다.")
    return _checked(rows)


def _checked(rows: Iterator[Row]) -> list[NoteFields]:
    notes: list[NoteFields] = []
    wrong: list[tuple[int, str]] = []
    for number, row in rows:
        if number > MAX_ROWS + 1:
            raise InvalidFile(f"한 번에 {MAX_ROWS:,}행까지 읽을 수 있습니다.")
        try:
            notes.append(read_fields(row))
        except InvalidNote as error:
            wrong.extend((number, sentence) for sentence in error.problems.values())
    if wrong:
        lines = "\n".join(f"{number}행 {sentence}" for number, sentence in wrong[:SHOWN])
        more = f"\n그 밖에 {len(wrong) - SHOWN}건" if len(wrong) > SHOWN else ""
        raise InvalidFile(f"{len(wrong)}건이 잘못되어 아무것도 저장하지 않았습니다.\n{lines}{more}", tuple(wrong))
    if not notes:
        raise InvalidFile("오답이 한 건도 없습니다. 첫 행은 제목, 둘째 행부터 오답을 적어 주세요.")
    return notes


def _csv_rows(content: bytes) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    header: list[str] | None = None
    number = 0
    try:
        for cells in reader:
            number += 1
            if header is None:
                header = _header(cells)
            elif any(cell.strip() for cell in cells):
                yield number, _row(header, cells, number)
    except csv.Error as error:
        raise InvalidFile(f"{number + 1}행을 CSV로 읽을 수 없습니다: 따옴표가 맞는지 확인해 주세요.") from error
    if header is None:
        raise InvalidFile("빈 파일입니다.")


def _decoded(content: bytes) -> str:
    """UTF-8, or CP949 as Korean spreadsheets save it."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidFile("글자 인코딩을 알 수 없습니다. UTF-8로 저장해 주세요.")


def _xlsx_rows(content: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise InvalidFile("압축을 풀면 너무 큰 파일입니다.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        table = [
            list(row)
            for row in book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS)
        ]
    except DAMAGED as error:
        raise InvalidFile("XLSX 파일을 열 수 없습니다. 엑셀에서 다시 저장해 주세요.") from error
    if not table:
        raise InvalidFile("빈 파일입니다.")
    header = _header([_cell(value) for value in table[0]])
    for number, values in enumerate(table[1:], start=2):
        cells = [_cell(value) for value in values]
        if any(cell.strip() for cell in cells):
            yield number, _row(header, cells, number)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    unknown = [name or "(빈 칸)" for name in names if name not in FIELDS]
    missing = [name for name in REQUIRED if name not in names]
    if unknown:
        raise InvalidFile(f"1행(제목): 모르는 열 {', '.join(unknown)}. 쓸 수 있는 열: {', '.join(FIELDS)}")
    if missing:
        raise InvalidFile(f"1행(제목): 꼭 필요한 열이 없습니다: {', '.join(missing)}")
    if len(set(names)) < len(names):
        raise InvalidFile("1행(제목): 같은 열이 두 번 있습니다.")
    return names


def _row(header: list[str], cells: list[str], number: int) -> dict[str, str]:
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra:
        raise InvalidFile(f"{number}행: 제목보다 칸이 많습니다. 쉼표가 든 글은 따옴표로 감싸 주세요.")
    return dict(zip(header, cells, strict=False))
