"""Files of papers that end midway: every wrong line is named, and no scan stays without the answer it proves."""

from __future__ import annotations

import io
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
