"""A reader of WinZip's AES archives, written from the specification and not from our writer."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zipfile
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def opened(content: bytes, password: str) -> dict[str, bytes]:
    """The entries by name. Raises ValueError for a wrong password or a changed byte."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if (entry.compress_type, entry.flag_bits & 1) != (99, 1):
                raise ValueError("not encrypted")
            names, extras = struct.unpack("<HH", content[entry.header_offset + 26 : entry.header_offset + 30])
            start = entry.header_offset + 30 + names + extras
            found[entry.filename] = _unsealed(content[start : start + entry.compress_size], password)
    return found


def _unsealed(sealed: bytes, password: str) -> bytes:
    salt, check, text, seal = sealed[:16], sealed[16:18], sealed[18:-10], sealed[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 66)
    if keys[64:] != check or hmac.new(keys[32:64], text, "sha1").digest()[:10] != seal:
        raise ValueError("wrong password")
    cipher = Cipher(algorithms.AES256(keys[:32]), modes.ECB()).encryptor()
    stream = cipher.update(b"".join(number.to_bytes(16, "little") for number in range(1, len(text) // 16 + 2)))
    return zlib.decompress(bytes(a ^ b for a, b in zip(text, stream, strict=False)), -15)
