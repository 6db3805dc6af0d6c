"""What proves a consent: taken in, made harmless, sealed with the academy's key, and handed out under a record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from eduai.lib.envelope import SealBroken
from eduai.lib.errors import Conflict, EduError, InvalidInput
from eduai.lib.identifiers import refuse_identifiers
from eduai.lib.scans import Clean, ScanRefused, cleaned
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.erased import require_not_erased
from tenants.models import Evidence, Student
from tenants.models.encrypted import opened, sealed
from tenants.sending_lock import wait_for_senders

WORDS_TYPE: Final = "text/plain; charset=utf-8"
MOST_WORDS: Final = 2_000
SENTENCES: Final = {
    "unknown": "JPG, PNG, WebP 사진이나 PDF 파일만 올릴 수 있습니다. 아이폰 사진(HEIC)은 JPG로 바꾸어 올려 주세요.",
    "broken": "파일이 끝까지 열리지 않습니다. 다시 찍거나 스캔해서 올려 주세요.",
    "large": "사진이 너무 큽니다. 5천만 화소보다 작게 다시 찍어 주세요.",
    "moving": "움직이는 사진은 올릴 수 없습니다. 한 장짜리 사진을 올려 주세요.",
    "active": "PDF 안에 실행되는 내용이나 다른 파일, 암호가 들어 있습니다. 종이를 사진으로 찍어 올려 주세요.",
    "slow": "파일을 확인하지 못했습니다. 사진을 더 작게 해서 다시 올려 주세요.",
}


# The files that the present evidence_transaction has written.
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


class EvidenceUnreadable(EduError):
    """The file is gone, was changed, or its key is lost."""

    code = "evidence_unreadable"


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    """One piece of evidence in clear bytes, and the name it is saved under."""

    evidence: Evidence
    data: bytes

    @property
    def file_name(self) -> str:
        """Tells nothing about the student."""
        endings = {"image/jpeg": "jpg", "application/pdf": "pdf"}
        return f"evidence-{self.evidence.pk}.{endings.get(self.evidence.content_type, 'txt')}"


def add_evidence(
    *,
    kind: str,
    student: Student | None,
    actor: Actor,
    now: datetime,
    upload: File[bytes] | None = None,
    words: str = "",
    typed: str | None = None,
) -> Evidence:
    """This will keep a photograph, a PDF or a few words as evidence, sealed in the academy's folder, and record it.

    Photographs are drawn anew (no place, no camera); the file's name and declared type are not looked at. Call it
    before a transaction (a child process reads the file), words also in an `evidence_transaction`. `typed` is what
    somebody typed of words that a program wrote, whose hashes and times may look like any number.
    Raises InvalidInput (field `evidence`) for a file that is too large, of another kind or could act, Conflict when the
    academy's room is used up or the student is being erased, NotAllowed without `record_consent`.
    """
    access.require(actor, "tenants.record_consent")
    clean = _clean(upload, words.strip(), typed)
    evidence = Evidence(
        kind=Evidence.Kind(kind),
        student=student,
        content_type=clean.content_type,
        size=len(clean.data),
        sha256=hashlib.sha256(clean.data).hexdigest(),
        added_by=actor.user,
        added_at=now,
    )
    _keep(evidence, clean.data, actor)
    return evidence


@contextmanager
def evidence_transaction() -> Iterator[None]:
    """A transaction in which evidence may be kept: where it does not commit, the files are deleted that were written in
    it. For what cannot be kept beforehand, and only as the outermost transaction.
    """
    written: list[str] = []
    before = _written.set(written)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    finally:
        _written.reset(before)


def open_evidence(*, evidence: Evidence, actor: Actor) -> OpenedEvidence:
    """This will open one piece of evidence and record who looked.

    Raises NotAllowed without `record_consent`, EvidenceUnreadable when the file is gone, changed or another one.
    """
    access.require(actor, "tenants.record_consent")
    data = _read(evidence)
    with transaction.atomic():
        record(actor=actor, action=Action.EVIDENCE_OPENED, subject=evidence, student=evidence.student_id)
    return OpenedEvidence(evidence, data)


def remove_evidence(*, evidence: Evidence, actor: Actor) -> None:
    """This will delete the file of one piece of evidence once the transaction has committed; the row stays with its
    hash, because the consent ledger names it.
    """
    with transaction.atomic():
        name = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk).file  # a new key may have moved it
        evidence.file = ""
        evidence.save(update_fields=["file"])
        if name:
            transaction.on_commit(lambda: default_storage.delete(name))
        record(actor=actor, action=Action.EVIDENCE_REMOVED, subject=evidence, student=evidence.student_id)


def _clean(upload: File[bytes] | None, words: str, typed: str | None) -> Clean:
    if upload is None:
        if not 1 <= len(words) <= MOST_WORDS:
            raise InvalidInput(f"증빙: 파일을 고르거나 {MOST_WORDS:,}자 안에서 내용을 적어 주세요.", field="evidence")
        refuse_identifiers(evidence=words if typed is None else typed)
        return Clean(WORDS_TYPE, words.encode())
    most = settings.EDUAI_EVIDENCE_MAX_BYTES
    data = upload.read(most + 1)
    if len(data) > most:
        raise InvalidInput(f"증빙: 파일은 {most // 1024**2}MB보다 작아야 합니다.", field="evidence")
    try:
        return cleaned(data)
    except ScanRefused as refusal:
        raise InvalidInput(f"증빙: {SENTENCES[refusal.why]}", field="evidence", code=f"file_{refusal.why}") from refusal


def _keep(evidence: Evidence, data: bytes, actor: Actor) -> None:
    """The row, the file and the record, or none of them."""
    with transaction.atomic():
        if evidence.student is not None:
            wait_for_senders(evidence.student)
            require_not_erased(student=evidence.student)
        used = Evidence.objects.exclude(file="").aggregate(bytes=Sum("size"))["bytes"] or 0
        if used + evidence.size > settings.EDUAI_EVIDENCE_QUOTA_BYTES:
            raise Conflict("증빙: 학원의 증빙 보관 공간이 가득 찼습니다. 운영자에게 알려 주세요.", field="evidence")
        evidence.file = default_storage.save(
            f"evidence/{evidence.pk.hex}", ContentFile(sealed(data, seal_of(evidence=evidence)))
        )
        if (written := _written.get()) is not None:
            written.append(evidence.file)
        try:
            evidence.save(force_insert=True)
            record(
                actor=actor,
                action=Action.EVIDENCE_ADDED,
                subject=evidence,
                kind=str(evidence.kind),
                student=evidence.student_id,
                sha256=evidence.sha256,
            )
        except BaseException:
            default_storage.delete(evidence.file)
            raise


def _read(evidence: Evidence) -> bytes:
    if not evidence.file:
        raise EvidenceUnreadable("증빙 파일은 지워졌습니다.")
    try:
        with default_storage.open(evidence.file) as kept:
            data = opened(kept.read(), seal_of(evidence=evidence))
    except (OSError, SealBroken) as error:
        raise EvidenceUnreadable("증빙 파일을 열 수 없습니다. 운영자에게 알려 주세요.") from error
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        raise EvidenceUnreadable("증빙 파일이 저장할 때와 다릅니다. 운영자에게 알려 주세요.")
    return data


def seal_of(*, evidence: Evidence) -> str:
    """What the seal belongs to: this piece of evidence and no other."""
    return f"evidence file/{evidence.pk}"
