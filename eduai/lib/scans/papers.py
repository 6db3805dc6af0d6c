"""A scanned PDF is let through only where nothing in it can act: no scripts, no programs, no files, no locks.

Names are looked for in the whole file and in everything that unpacks, whatever the file's own index says: a reader
may believe another index. What cannot be looked into is refused.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from eduai.lib.scans.cleaning import ScanRefused

MOST_UNPACKED: Final = 96 * 1024 * 1024
MOST_STREAMS: Final = 2_000
ACTIVE: Final = frozenset(
    {
        *(
            b"JavaScript",
            b"Launch",
            b"SubmitForm",
            b"ImportData",
            b"GoToR",
            b"GoToE",
            b"EmbeddedFile",
            b"EmbeddedFiles",
        ),
        *(b"Filespec", b"FileAttachment", b"RichMedia", b"Rendition", b"Movie", b"OnInstantiate", b"Encrypt", b"Crypt"),
        *(b"AcroForm", b"Collection"),
    }
)
SHORT: Final = frozenset({b"JS", b"URI", b"XFA", b"3D"})
"""Looked for among objects alone: three letters turn up by chance in packed pixels."""
PICTURES: Final = frozenset({b"DCTDecode", b"DCT", b"JPXDecode", b"CCITTFaxDecode", b"CCF", b"JBIG2Decode"})
PACKED: Final = frozenset({b"FlateDecode", b"Fl"})
PARAMETERS: Final = frozenset({b"DecodeParms", b"DP"})
"""By which what was unpacked is read as something else: of pixels and indexes, never of objects."""
_NAME: Final = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
_HEX: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_FILTER: Final = re.compile(rb"/Filter\s*(\[(?:\s*/[A-Za-z0-9]+)*\s*\]|/[A-Za-z0-9]+)(?=[\s/>])")
_MARKUP: Final = re.compile(rb"<(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)
_END, _END_OF_STREAM, _END_OF_ZIP = b"%%EOF", b"endstream", b"PK\x05\x06"


def checked(data: bytes) -> bytes:
    """The file itself. Raises ScanRefused: `broken` without the end mark of a PDF or with anything but white space
    behind it, `active` for what may act or cannot be looked into, `large` for what unpacks to too much.
    """
    end = data.rfind(_END)
    if end < 0 or data[end + len(_END) :].strip(b"\r\n\t \x00"):
        raise ScanRefused("broken")
    outside, streams = _parts(data)
    if len(streams) > MOST_STREAMS or _MARKUP.search(outside) or _END_OF_ZIP in data[-66_000:]:
        raise ScanRefused("active")
    _refuse(outside, ACTIVE | SHORT)
    left = MOST_UNPACKED
    for head, body in streams:
        said = _plain(head)
        names = set(_NAME.findall(said))
        holds_objects = b"ObjStm" in names or names >= {b"N", b"First"}
        if holds_objects and names & PARAMETERS:
            raise ScanRefused("active")
        unpacked = _unpacked(said, body, left)
        left -= len(unpacked)
        _refuse(body, ACTIVE | SHORT if holds_objects and b"Filter" not in names else ACTIVE)
        _refuse(unpacked, ACTIVE | SHORT if holds_objects else ACTIVE)
    return data


def _parts(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """All that stands outside of streams, and each stream with all that stands before it, back to the stream before:
    where its own dictionary begins a reader may see otherwise.
    """
    outside: list[bytes] = []
    streams: list[tuple[bytes, bytes]] = []
    at = 0
    for mark in _STREAM.finditer(data):
        if mark.start() < at:
            continue
        before = data[at : mark.start()]
        end = data.find(_END_OF_STREAM, mark.end())
        end = len(data) if end < 0 else end
        outside.append(before)
        streams.append((before, data[mark.end() : end]))
        at = min(len(data), end + len(_END_OF_STREAM))
    return b"\n".join([*outside, data[at:]]), streams


def _unpacked(head: bytes, body: bytes, most: int) -> bytes:
    """What the stream unpacks to, also where it does not say that it is packed. Raises ScanRefused: `active` for
    other ways to pack, or one that is written elsewhere, `broken` where it ends before its end, `large` above `most`
    bytes.
    """
    written = _FILTER.findall(head)
    filters = [name for named in written for name in _NAME.findall(named)]
    told = sum(name == b"Filter" for name in _NAME.findall(head))
    if told != len(written) or len(filters) > 1 or not set(filters) <= PICTURES | PACKED:
        raise ScanRefused("active")
    packer = zlib.decompressobj()
    try:
        found = packer.decompress(body, most + 1)
    except zlib.error as error:
        if PACKED.isdisjoint(filters):
            return b""
        raise ScanRefused("broken") from error
    if len(found) > most:
        raise ScanRefused("large")
    if not packer.eof and not PACKED.isdisjoint(filters):
        raise ScanRefused("broken")
    return found


def _refuse(text: bytes, names: frozenset[bytes]) -> None:
    if not names.isdisjoint(_NAME.findall(_plain(text))):
        raise ScanRefused("active")


def _plain(text: bytes) -> bytes:
    """With `#4A` written as the letter it stands for."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), text)
