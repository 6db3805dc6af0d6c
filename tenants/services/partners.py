"""Issuing and revoking partners' keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from eduai.lib.errors import InvalidInput
from eduai.lib.josa import attach
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import ApiKey

PREFIX = "eduai_live"
LONGEST_NAME = 60
SCOPES = ("notes:write", "notes:read", "questions:read")


def issue_api_key(*, name: str, scopes: Sequence[str], actor: Actor, now: datetime) -> tuple[ApiKey, str]:
    """This will make a key and return it with its text, which is shown once and never kept.

    Raises InvalidInput for no scope or an unknown one, and for a name that is empty or too long.
    """
    access.require(actor, "tenants.issue_key")
    if not 1 <= len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"name: 이름은 1자 이상 {LONGEST_NAME}자 이하여야 합니다.", field="name")
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        given = ", ".join(unknown) or "(없음)"
        raise InvalidInput(f"scope: {attach(given, '은/는')} 없는 권한입니다. 가능: {', '.join(SCOPES)}", field="scope")
    key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    with transaction.atomic():
        api_key = ApiKey.objects.create(
            key_id=key_id, secret_hash=_hash(secret), name=name, scopes=sorted(set(scopes)), created_at=now
        )
        record(actor=actor, action=Action.KEY_ISSUED, subject=f"key:{key_id}", scopes=api_key.scopes)
    return api_key, f"{PREFIX}_{key_id}_{secret}"


def revoke_api_key(*, api_key: ApiKey, actor: Actor, now: datetime) -> None:
    """This will make the key useless from the next request on."""
    access.require(actor, "tenants.issue_key")
    with transaction.atomic():
        ApiKey.objects.filter(pk=api_key.pk, revoked_at=None).update(revoked_at=now)
        subject = f"key:{api_key.key_id}"
        record(actor=actor, action=Action.KEY_REVOKED, subject=subject, before=api_key.scopes, after=[])


def api_key_from(text: str) -> ApiKey | None:
    """The live key that this text is, compared in constant time; None for anything else."""
    if not text.startswith(f"{PREFIX}_"):
        return None
    key_id, _, secret = text.removeprefix(f"{PREFIX}_").partition("_")
    api_key = ApiKey.objects.filter(key_id=key_id, revoked_at=None).first()
    expected = api_key.secret_hash if api_key else "0" * 64
    return api_key if hmac.compare_digest(expected, _hash(secret)) else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
