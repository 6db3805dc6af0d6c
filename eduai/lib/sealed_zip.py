"""A ZIP whose entries are encrypted with a password: WinZip's AES-256 (AE-2), which 7-Zip, WinZip, Bandizip, 반디집,
Keka and macOS's Archive Utility open. Names and sizes of the entries stay readable, so they must tell nothing.

Format: APPNOTE.TXT 6.3.10 (PKWARE) and "AES Encryption Information: Encryption Specification AE-1 and AE-2" (WinZip).
A library for it exists (pyzipper, MIT) and would bring a second library of ciphers beside `cryptography`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB

SALT, KEY, CHECK, MAC = 16, 32, 2, 10
# The format's own count; a password of `new_password` (100 bits) does not lean on it.
ROUNDS = 1000
BLOCK = 16
_PIECE = 1 << 16
_AES, _DEFLATED = 99, 8
_VERSION = 51
_ENCRYPTED_UTF8 = 0x801
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory at the end says of one entry."""

    head: bytes
    name: bytes
    extra: bytes
    at: int


def new_password() -> str:
    """Five groups of four letters and digits that are not mistaken for each other: 99 random bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


def write(file: IO[bytes], entries: Iterable[tuple[str, bytes]], *, password: str, now: datetime) -> None:
    """This will write an archive of these names and contents that opens with the password alone."""
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, _DEFLATED)
    written: list[_Entry] = []
    for name, content in entries:
        sealed = _seal(_deflated(content), password)
        # AE-2 leaves the checksum out: it would tell about the content.
        sizes = struct.pack("<III", 0, len(sealed), len(content))
        moment = struct.pack("<HH", now.hour << 11 | now.minute << 5 | now.second // 2, _day(now))
        head = struct.pack("<HHH", _VERSION, _ENCRYPTED_UTF8, _AES) + moment + sizes
        entry = _Entry(head, name.encode(), extra, file.tell())
        file.write(b"PK\x03\x04" + head + struct.pack("<HH", len(entry.name), len(extra)) + entry.name + extra)
        file.write(sealed)
        written.append(entry)
    _directory(file, written)


def _day(now: datetime) -> int:
    return (now.year - 1980) << 9 | now.month << 5 | now.day


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _seal(content: bytes, password: str) -> bytes:
    salt = os.urandom(SALT)
    derived = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, ROUNDS, 2 * KEY + CHECK)
    text = _counted(content, derived[:KEY])
    seal = hmac.new(derived[KEY : 2 * KEY], text, hashlib.sha1).digest()[:MAC]
    return salt + derived[2 * KEY :] + text + seal


def _counted(content: bytes, key: bytes) -> bytes:
    """AES in counter mode; the counter begins at 1 and its lowest byte comes first, which no library's mode does."""
    cipher = Cipher(AES256(key), ECB()).encryptor()
    pieces = []
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        first = start // BLOCK + 1
        counters = b"".join(
            number.to_bytes(BLOCK, "little") for number in range(first, first + -(-len(piece) // BLOCK))
        )
        stream = cipher.update(counters)[: len(piece)]
        mixed = int.from_bytes(piece, "big") ^ int.from_bytes(stream, "big")
        pieces.append(mixed.to_bytes(len(piece), "big"))
    return b"".join(pieces)


def _directory(file: IO[bytes], written: list[_Entry]) -> None:
    start = file.tell()
    for entry in written:
        lengths = struct.pack("<HHHHHII", len(entry.name), len(entry.extra), 0, 0, 0, 0, entry.at)
        file.write(b"PK\x01\x02" + struct.pack("<H", _VERSION) + entry.head + lengths + entry.name + entry.extra)
    size = file.tell() - start
    file.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(written), len(written), size, start, 0))
