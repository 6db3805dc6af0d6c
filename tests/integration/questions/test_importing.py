"""Files of notes: CSV and XLSX, all or nothing, every wrong row by its number."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from questions.concepts import PATH
from questions.importing import InvalidFile, read_notes
from questions.models import Note

HEADER = "student,stem,choices,answer,solution,student_answer,cause,subject,grade,concept,book,page,number\n"
ROW = 'S001,"$3x+5=20$의 해는?",,5,,25/3,concept,math,중1,중1.일차방정식.풀이,쎈,12,3\n'
MOST = 100_000


def read(text: str, name: str = "notes.csv") -> list[object]:
    return list(read_notes(name=name, content=text.encode(), most_bytes=MOST))


def test_a_csv_is_read_in_the_files_order() -> None:
    notes = read(HEADER + ROW + ROW.replace("20", "23"))

    assert [note.stem for note in notes] == ["$3x+5=20$의 해는?", "$3x+5=23$의 해는?"]


def test_a_csv_from_a_korean_spreadsheet_is_read() -> None:
    assert len(read_notes(name="a.csv", content=(HEADER + ROW).encode("cp949"), most_bytes=MOST)) == 1


def test_an_xlsx_is_read_with_numbers_as_text() -> None:
    book = Workbook()
    book.active.append(["student", "stem", "answer", "choices"])
    book.active.append(["S001", "$x+1=3$의 해는?", 2, "1|2|3"])
    content = io.BytesIO()
    book.save(content)

    (note,) = read_notes(name="오답.xlsx", content=content.getvalue(), most_bytes=MOST)

    assert (note.answer, note.choices) == ("2", ("1", "2", "3"))


def test_every_wrong_row_is_named() -> None:
    with pytest.raises(InvalidFile) as refusal:
        read(HEADER + ROW + ROW.replace(",5,", ",,") + ROW.replace("S001", ""))

    assert refusal.value.rows == (
        (3, "answer: 정답은 꼭 필요합니다."),
        (4, "student: 학생은 꼭 필요합니다."),
    )


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "빈 파일"),
        (HEADER.encode(), "a.csv", "한 건도 없습니다"),
        (b"student,stem\nS1,x\n", "a.csv", "꼭 필요한 열이 없습니다: answer"),
        (b"student,stem,answer,note\n", "a.csv", "모르는 열 note"),
        (b"student,stem,answer\nS1,a,b,c\n", "a.csv", "2행: 제목보다 칸이 많습니다"),
        (b'student,stem,answer\nS1,"a,b\n', "a.csv", "따옴표"),
        (b"\xff\xfe\x00\xd8\x81", "a.csv", "인코딩"),
        (b"PK\x03\x04 not a zip", "a.xlsx", "XLSX 파일을 열 수 없습니다"),
        (b"x" * (MOST + 1), "a.csv", "너무 큽니다"),
        (b"x", "a.pdf", ".csv 또는 .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_cause(content: bytes, name: str, said: str) -> None:
    with pytest.raises(InvalidFile) as refusal:
        read_notes(name=name, content=content, most_bytes=MOST)

    assert said in refusal.value.sentence


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_xlsx_is_refused_or_read_and_never_breaks() -> None:
    book = Workbook()
    book.active.append(["student", "stem", "answer"])
    for number in range(20):
        book.active.append([f"S{number}", "$x+1=3$의 해는?", 2])
    stream = io.BytesIO()
    book.save(stream)
    whole, chance = stream.getvalue(), random.Random(7)
    refused = 0
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_notes(name="a.xlsx", content=bytes(damaged), most_bytes=MOST)
        except InvalidFile:
            refused += 1

    assert refused > 100


def test_the_command_keeps_all_of_the_sample_notes(in_haneul: object, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_notes", "haneul", str(PATH.parent / "notes_ko.csv"))

    assert Note.objects.count() >= 60
    assert "새 오답" in capsys.readouterr().out


def test_the_command_keeps_nothing_of_a_file_with_one_wrong_row(in_haneul: object, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(HEADER + ROW + ROW.replace(",5,", ",,"), encoding="utf-8")

    with pytest.raises(CommandError, match="3행 answer"):
        call_command("import_notes", "haneul", str(path))

    assert not Note.objects.exists()


def test_the_command_says_which_academy_or_file_is_missing(db: None, in_haneul: object) -> None:
    with pytest.raises(CommandError, match="'nowhere' 주소를 쓰는 학원이 없습니다"):
        call_command("import_notes", "nowhere", "a.csv")
    with pytest.raises(CommandError, match="파일을 읽을 수 없습니다"):
        call_command("import_notes", "haneul", "/does/not/exist.csv")
