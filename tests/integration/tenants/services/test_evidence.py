"""Evidence of consents: made harmless, sealed, handed out to few and under a record (S-14, L-41)."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from tenants import tenancy
from tenants.actors import Actor, person
from tenants.files import names_of_files
from tenants.models import AccessRecord, AuditRecord, Evidence, Role, Student, User
from tenants.services.evidence import EvidenceUnreadable, add_evidence, open_evidence, remove_evidence
from tests.cast import NOW, actor, member, student

PAPER = Evidence.Kind.PAPER


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def director(in_haneul: Any) -> Iterator[Actor]:
    yield actor(Role.DIRECTOR)


def photograph(name: str = "동의서.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type)


def files_on_disk(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def newest_record() -> AuditRecord:
    return AuditRecord.objects.first()


def test_a_photograph_is_kept_sealed_under_a_name_of_its_own_and_opens_again(director: Actor, settings: Any) -> None:
    child = student()
    kept = add_evidence(kind=PAPER, student=child, upload=photograph(), actor=director, now=NOW)

    opened = open_evidence(evidence=Evidence.objects.get(pk=kept.pk), actor=director)
    assert (kept.content_type, kept.size) == ("image/jpeg", len(opened.data))
    assert kept.sha256 == hashlib.sha256(opened.data).hexdigest()
    assert opened.data[:3] == b"\xff\xd8\xff" and b"SECRET" not in opened.data
    (file,) = files_on_disk(settings)
    assert file.name == kept.pk.hex and file.parent.name == "evidence"
    assert b"\xff\xd8\xff" not in file.read_bytes()


def test_adding_opening_and_removing_each_leave_a_record_without_words(
    director: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    child = student()
    kept = add_evidence(kind=PAPER, student=child, upload=photograph("김하늘.jpg"), actor=director, now=NOW)
    added = newest_record()
    open_evidence(evidence=kept, actor=director)
    looked = newest_record()
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence=kept, actor=director)

    assert [added.action, looked.action, newest_record().action] == [
        "evidence.added",
        "evidence.opened",
        "evidence.removed",
    ]
    assert json.loads(added.facts) == {"kind": "paper", "sha256": kept.sha256, "student": child.pk}
    assert looked.actor == director.label and "김하늘" not in added.facts
    assert list(names_of_files()) == [] and Evidence.objects.get().sha256 == kept.sha256
    with pytest.raises(EvidenceUnreadable, match="지워졌습니다"):
        open_evidence(evidence=kept, actor=director)


def test_words_of_a_call_are_evidence_too(director: Actor) -> None:
    kept = add_evidence(kind=Evidence.Kind.CALL, student=None, words=" 어머니와 통화 ", actor=director, now=NOW)

    opened = open_evidence(evidence=kept, actor=director)
    assert opened.data.decode() == "어머니와 통화"
    assert opened.file_name == f"evidence-{kept.pk}.txt"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jpg", b"<script>alert(1)</script>", "JPG, PNG, WebP"),
        ("a.svg", b"<svg onload='alert(1)'/>", "JPG, PNG, WebP"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /S /JavaScript >>\nendobj\n%%EOF", "실행되는 내용"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 30, "열리지 않습니다|JPG, PNG, WebP"),
        ("a.jpg", b"", "JPG, PNG, WebP"),
    ],
)
def test_what_is_no_harmless_scan_is_refused_with_a_sentence_and_nothing_is_kept(
    director: Actor, settings: Any, name: str, data: bytes, said: str
) -> None:
    before = AuditRecord.objects.count()
    with pytest.raises(InvalidInput, match=said) as caught:
        add_evidence(kind=PAPER, student=None, upload=SimpleUploadedFile(name, data), actor=director, now=NOW)

    assert caught.value.field == "evidence" and caught.value.sentence.startswith("증빙: ")
    assert files_on_disk(settings) == [] and not Evidence.objects.exists()
    assert AuditRecord.objects.count() == before


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x", "/tmp/x.jpg", "a\x00.jpg", "x" * 400 + ".jpg"])
def test_a_files_name_leads_nowhere(director: Actor, settings: Any, name: str) -> None:
    upload = photograph()
    upload._name = name
    kept = add_evidence(kind=PAPER, student=None, upload=upload, actor=director, now=NOW)

    assert kept.file == f"evidence/{kept.pk.hex}"
    assert [path.name for path in files_on_disk(settings)] == [kept.pk.hex]


def test_a_link_in_place_of_a_file_opens_nothing(director: Actor, settings: Any, tmp_path: Path) -> None:
    kept = add_evidence(kind=PAPER, student=None, upload=photograph(), actor=director, now=NOW)
    (file,) = files_on_disk(settings)
    (tmp_path / "outside").write_bytes(b"secret of the machine")
    file.unlink()
    file.symlink_to(tmp_path / "outside")

    with pytest.raises(EvidenceUnreadable):
        open_evidence(evidence=kept, actor=director)


def test_a_file_that_was_changed_lost_or_swapped_does_not_open(director: Actor, settings: Any) -> None:
    one, two = (add_evidence(kind=PAPER, student=None, upload=photograph(), actor=director, now=NOW) for _ in range(2))
    places = {path.name: path for path in files_on_disk(settings)}
    first, second = places[one.pk.hex], places[two.pk.hex]
    first.write_bytes(second.read_bytes())
    second.unlink()

    for evidence in (one, two):
        with pytest.raises(EvidenceUnreadable, match="운영자"):
            open_evidence(evidence=evidence, actor=director)


def test_a_file_of_another_academy_does_not_open_here(db: None, haneul: Any, bada: Any) -> None:
    from tenants.actors import SYSTEM

    with tenancy.use(haneul):
        ours = add_evidence(kind=PAPER, student=None, upload=photograph(), actor=SYSTEM, now=NOW)
        with default_storage.open(ours.file) as file:
            data = file.read()
    with tenancy.use(bada):
        add_evidence(kind=PAPER, student=None, upload=photograph(), actor=SYSTEM, now=NOW)
        Path(default_storage.path(ours.file)).write_bytes(data)
        with pytest.raises(EvidenceUnreadable):
            open_evidence(evidence=ours, actor=SYSTEM)


def test_a_file_is_bounded_and_so_is_the_academys_room(director: Actor, settings: Any) -> None:
    settings.EDUAI_EVIDENCE_MAX_BYTES = 1024**2
    with pytest.raises(InvalidInput, match="1MB보다 작아야"):
        add_evidence(
            kind=PAPER, student=None, upload=SimpleUploadedFile("a", b"\xff" * (1024**2 + 1)), actor=director, now=NOW
        )
    kept = add_evidence(kind=PAPER, student=None, upload=photograph(), actor=director, now=NOW)
    settings.EDUAI_EVIDENCE_QUOTA_BYTES = 2 * kept.size
    add_evidence(kind=PAPER, student=None, upload=photograph(), actor=director, now=NOW)
    with pytest.raises(Conflict, match="가득 찼습니다"):
        add_evidence(kind=PAPER, student=None, upload=photograph(), actor=director, now=NOW)

    assert len(files_on_disk(settings)) == Evidence.objects.count() == 2


def test_a_row_that_cannot_be_kept_leaves_no_file(director: Actor, settings: Any) -> None:
    child = student()
    User.objects.filter(pk=director.user.pk).delete()
    with pytest.raises(Exception, match="tenants_user"), transaction.atomic():
        add_evidence(kind=PAPER, student=child, upload=photograph(), actor=director, now=NOW)
        from django.db import connection

        connection.check_constraints()

    assert not Evidence.objects.exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT, Role.STUDENT, Role.GUARDIAN])
def test_who_records_no_consents_neither_adds_nor_opens(director: Actor, settings: Any, role: Role) -> None:
    kept = add_evidence(kind=PAPER, student=None, upload=photograph(), actor=director, now=NOW)
    other = actor(role)
    before = AuditRecord.objects.count()
    with pytest.raises(NotAllowed):
        add_evidence(kind=PAPER, student=None, upload=photograph(), actor=other, now=NOW)
    with pytest.raises(NotAllowed):
        open_evidence(evidence=kept, actor=other)

    assert len(files_on_disk(settings)) == 1 and AuditRecord.objects.count() == before


def test_the_page_hands_it_out_as_a_download_that_nothing_keeps_or_runs(in_haneul: Any) -> None:
    user = member(Role.DIRECTOR)
    kept = add_evidence(
        kind=PAPER, student=None, upload=photograph(), actor=Actor(f"user:{user.pk}", user=user), now=NOW
    )
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    form = client.get(f"/evidence/{kept.pk}")
    assert (form.status_code, "내려받는 사유" in form.content.decode()) == (200, True)
    silent = client.post(f"/evidence/{kept.pk}", {"reason": "왜"})
    assert (silent.status_code, silent["Content-Type"].partition(";")[0]) == (400, "text/html")
    answer = client.post(f"/evidence/{kept.pk}", {"reason": "보호자 문의 확인"})
    looked = AccessRecord.objects.filter(place="evidence", task="download")
    assert [row.reason for row in looked] == ["보호자 문의 확인"]

    assert answer.status_code == 200 and hashlib.sha256(answer.content).hexdigest() == kept.sha256
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{kept.pk}.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]

    session = client.session
    old = time.time() - 301
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": old}]
    session.save()
    again = client.post(f"/evidence/{kept.pk}", {"reason": "보호자 문의 확인"})
    assert (again.status_code, "한 번 더 확인" in again.content.decode(), looked.count()) == (403, True, 1)


def test_a_reason_for_opening_evidence_names_nobody_in_the_log(in_haneul: Any) -> None:
    """A-07: the log is never changed, so a name in it would outlive the student's erasure."""
    child, user = student("KKM-0907"), member(Role.DIRECTOR)
    Student.objects.filter(pk=child.pk).update(name="까마귀")
    kept = add_evidence(kind=PAPER, student=child, upload=photograph(), actor=person(user), now=NOW)
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(user)
    assert client.post(f"/evidence/{kept.pk}", {"reason": "까마귀(KKM-0907) 어머니 문의"}).status_code == 200
    looked = AccessRecord.objects.get(place="evidence", task="download")
    assert (looked.reason, looked.students) == ("○○(○○) 어머니 문의", [child.pk])
