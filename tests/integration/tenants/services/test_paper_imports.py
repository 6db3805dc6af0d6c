"""Files of papers that end midway: every wrong line is named, and no scan stays without the answer it proves."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from eduai.lib.errors import InvalidInput
from tenants.actors import SYSTEM
from tenants.models import ConsentEvent, Evidence, Student
from tenants.services.notices import publish_first_notices
from tenants.services.paper_imports import import_papers, read_papers
from tests.cast import CHILD, NOW, student
from tests.integration.tenants.test_consent_desk import HEADER, SINCE, packed, scan, table

ONE = "S001,overseas,동의,2026-11-02,김보호,a.png"
TWO = "S001,photo,동의,2026-11-02,김보호,b.png"


@pytest.fixture
def child(in_haneul: Any) -> Student:
    publish_first_notices(actor=SYSTEM, now=SINCE)
    return student("S001", signs_in=True, born=CHILD)


def take(lines: SimpleUploadedFile, scans: SimpleUploadedFile) -> None:
    import_papers(table=lines.read(), scans=scans.read(), actor=SYSTEM, now=NOW)


def test_a_line_with_too_few_columns_is_named(child: Student) -> None:
    plan = read_papers(table=HEADER.encode() + b"S001\nS001,overseas\n,\n", scans=b"", actor=SYSTEM, now=NOW)
    assert [(line, said.partition(":")[0]) for line, said in plan.errors] == [
        (2, "purpose"),
        (3, "answer"),
        (4, "student"),
    ]


def damaged(archive: SimpleUploadedFile, name: str) -> SimpleUploadedFile:
    """The ZIP with the packed bytes of one file overwritten."""
    data = bytearray(archive.read())
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entry = opened.getinfo(name)
    begin = entry.header_offset + 30 + len(name)
    data[begin : begin + entry.compress_size] = b"\xff" * entry.compress_size
    return SimpleUploadedFile("scans.zip", bytes(data), "application/zip")


def test_a_damaged_zip_takes_the_whole_import_back(child: Student) -> None:
    scans = damaged(packed(zipfile.ZIP_DEFLATED, a_png=scan(), b_png=scan("grey")), "b.png")
    with pytest.raises(InvalidInput) as caught:
        take(table(ONE, TWO), scans)
    assert caught.value.sentence == "3번째 줄, b.png: 압축을 풀 수 없습니다."
    assert (ConsentEvent.objects.count(), Evidence.objects.count()) == (0, 1)
    assert not Evidence.objects.exclude(file="").exists()


def test_whatever_breaks_an_import_its_scans_are_thrown_away(child: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("tenants.services.paper_imports.record_paper", broken)
    with pytest.raises(OperationalError):
        take(table(ONE), packed(a_png=scan()))
    assert Evidence.objects.count() == 1
    assert not Evidence.objects.exclude(file="").exists()


def named(name: bytes, *, flag: int = 0) -> SimpleUploadedFile:
    """A ZIP of one scan, with the very bytes of its name as another program wrote them."""
    stands_in = "x" * len(name)
    data = packed(zipfile.ZIP_STORED, **{stands_in: scan()}).read().replace(stands_in.encode(), name)
    if flag:
        raw = bytearray(data)
        raw[7] |= flag >> 8
        raw[raw.index(b"PK\x01\x02") + 9] |= flag >> 8
        data = bytes(raw)
    return SimpleUploadedFile("scans.zip", data, "application/zip")


KOREAN = "동의서/하늘이 창.png"


@pytest.mark.parametrize("line", [KOREAN, unicodedata.normalize("NFD", KOREAN)], ids=["composed", "in jamo"])
@pytest.mark.parametrize(
    ("name", "flag"),
    [
        (KOREAN.encode("cp949"), 0),
        (KOREAN.encode(), 0),
        (KOREAN.encode(), 0x800),
        (unicodedata.normalize("NFD", KOREAN).encode(), 0),
        (unicodedata.normalize("NFD", KOREAN).encode(), 0x800),
    ],
    ids=["Windows", "UTF-8 unsaid", "UTF-8", "Mac unsaid", "Mac"],
)
def test_a_korean_name_is_found_however_the_zip_writes_it(child: Student, name: bytes, flag: int, line: str) -> None:
    take(table(ONE.replace("a.png", line)), named(name, flag=flag))
    assert (ConsentEvent.objects.count(), Evidence.objects.exclude(file="").count()) == (1, 1)


def test_a_name_that_is_no_korean_stays_as_the_zip_has_it(child: Student) -> None:
    take(table(ONE.replace("a.png", "é.png")), named("é.png".encode("cp437")))
    assert Evidence.objects.exclude(file="").count() == 1


def test_one_name_written_two_ways_is_one_name(child: Student) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(KOREAN, scan())
        archive.writestr(unicodedata.normalize("NFD", KOREAN), scan("grey"))
    plan_of = {"table": table(ONE).read(), "scans": kept.getvalue(), "actor": SYSTEM, "now": NOW}
    with pytest.raises(InvalidInput, match="같은 이름이 두 번"):
        read_papers(**plan_of)
