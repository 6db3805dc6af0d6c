"""What a checkpoint says, and the installation's signature below it. The format is the verifier's."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tenants import verifier


def checkpoint_line(*, academy: str, seq: int, digest: str, at: datetime) -> bytes:
    """One signed line: that the newest record of the academy (its schema) was number `seq` with that hash."""
    key = _signing_keys()[0]
    said = {
        "academy": academy,
        "seq": seq,
        "hash": digest,
        "at": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "key": _name(key),
    }
    signature = key.sign(verifier.SIGNED + verifier.write(said).encode())
    return (verifier.write(said | {"signature": signature.hex()}) + "\n").encode()


def public_keys() -> list[str]:
    """The keys that check the installation's checkpoints, the present one first; one for each encryption key."""
    return [_name(key) for key in _signing_keys()]


def _signing_keys() -> list[Ed25519PrivateKey]:
    secrets = settings.EDUAI_ENCRYPTION_KEYS
    return [Ed25519PrivateKey.from_private_bytes(_derived(secret)) for secret in secrets]


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"eduai checkpoint key").derive(secret.encode())


def _name(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
