"""Envelope encryption: a data key seals values, a key-encryption key seals data keys. AES-256-GCM throughout.

A sealed value is one byte of format, twelve random bytes of nonce, and the ciphertext with its tag. What it belongs
to (academy, table, column) goes in as associated data, so that a value moved elsewhere does not open.
"""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"\x01"
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces of 96 bits
KEY_BYTES = 32
LEAST_SECRET = 32


class SealBroken(Exception):
    """A sealed value that this key does not open: another key, another place, or changed bytes."""


def key_from_secret(secret: str) -> bytes:
    """A key-encryption key from an installation's secret, by HKDF-SHA256 (RFC 5869).

    Raises ValueError for a secret of fewer than 32 characters.
    """
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"An encryption secret has at least {LEAST_SECRET} characters.")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"eduai key-encryption key").derive(secret.encode())


def new_key() -> bytes:
    """Thirty-two random bytes."""
    return os.urandom(KEY_BYTES)


def name_of(key: bytes) -> str:
    """Sixteen hexadecimal digits that tell which key it is, and nothing about it."""
    return hashlib.sha256(b"eduai key name" + key).hexdigest()[:16]


def seal(key: bytes, value: bytes, belongs_to: str) -> bytes:
    """The value, sealed; it opens with the same key for the same `belongs_to`."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, value, belongs_to.encode())


def unseal(key: bytes, sealed: bytes, belongs_to: str) -> bytes:
    """What `seal` sealed. Raises SealBroken for everything else."""
    start = len(FORMAT) + NONCE_BYTES
    if sealed[: len(FORMAT)] != FORMAT or len(sealed) < start:
        raise SealBroken("The value is not sealed in a known form.")
    try:
        return AESGCM(key).decrypt(sealed[len(FORMAT) : start], sealed[start:], belongs_to.encode())
    except InvalidTag as error:
        raise SealBroken(f"The value of {belongs_to} does not open with this key.") from error
