"""What somebody takes home of an answer: who asked what of whom, in which words, and what was answered, signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from tenants import tenancy
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import ConsentEvent, Purpose
from tenants.models.encrypted import Opened, every_key, newest_key
from tenants.notice_texts import LABELS
from tenants.receipts import public, signed
from tenants.services.overview import words_shown

SCHEMA = "EduAI consent receipt 1, structured after ISO/IEC TS 27560:2023"


def make_receipt(*, event: ConsentEvent, actor: Actor, now: datetime) -> dict[str, Any]:
    """This will make the signed receipt of an answer and record that it was taken. It names nobody: people are numbers
    of the academy's own.
    """
    receipt = {
        "header": {"id": f"{tenancy.require().pk}-{event.pk}", "schema": SCHEMA, "made": _text(now), "language": "ko"},
        "processing": _processing(event),
        "parties": _parties(event),
        "events": [_event(row) for row in _history(event)],
    }
    with transaction.atomic():
        record(actor=actor, action=Action.RECEIPT_MADE, subject=event, student=event.student_id)
    return signed(receipt, _signing(newest_key()))


def public_keys() -> list[str]:
    """The keys by which anybody checks the academy's receipts, the newest first: a receipt names the one it was signed
    with, and stays genuine after the academy's data key was replaced.
    """
    return [public(_signing(key)) for key in every_key()]


def _signing(key: Opened) -> Ed25519PrivateKey:
    """The signing key out of one of the academy's data keys: it moves with the academy, and is nowhere in clear."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"eduai consent receipts")
    return Ed25519PrivateKey.from_private_bytes(derived.derive(key.key))


def _processing(event: ConsentEvent) -> dict[str, Any]:
    notice = event.notice
    return {
        "purpose": {"code": event.purpose, "name": str(Purpose(event.purpose).label)},
        "facts": {LABELS.get(name, name): value for name, value in notice.facts.items()},
        "notice": {
            "version": notice.number,
            "published": _text(notice.published_at),
            "text": words_shown(event=event),
            "audience": event.audience,
            "facts_sha256": notice.facts_hash,
            "shown_sha256": event.shown_hash,
        },
        "withdrawal": "언제든 동의한 것과 같은 방법으로 철회할 수 있습니다.",
    }


def _parties(event: ConsentEvent) -> dict[str, Any]:
    link = event.guardianship
    parties: dict[str, Any] = {
        "controller": tenancy.require().name,
        "subject": f"student:{event.student_id}",
        "answered_by": f"guardian:{link.guardian_id}" if link else "student",
    }
    if link is not None:
        parties["guardian_verified"] = {
            "method": link.method,
            "at": _text(link.verified_at) if link.verified_at else "",
            "evidence_sha256": link.evidence.sha256 if link.evidence else "",
        }
    return parties


def _history(event: ConsentEvent) -> list[ConsentEvent]:
    """The answers up to this one, of the same student about the same purpose."""
    rows = ConsentEvent.objects.filter(student=event.student_id, purpose=event.purpose, pk__lte=event.pk)
    return list(rows.select_related("notice", "evidence").order_by("id"))


def _event(row: ConsentEvent) -> dict[str, Any]:
    return {
        "id": row.pk,
        "purpose": row.purpose,
        "answer": row.kind,
        "at": _text(row.at),
        "by": f"guardianship:{row.guardianship_id}" if row.guardianship_id else "student",
        "channel": row.channel,
        "notice_version": row.notice.number,
        "evidence_sha256": row.evidence.sha256 if row.evidence else "",
    }


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
