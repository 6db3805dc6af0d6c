#!/usr/bin/env python3
"""Checks the export of an academy's audit record. One file, Python's standard library, no Django, no database.

    python verifier.py EXPORT [--academy NAME ...] [--checkpoints FILE_OR_FOLDER ...] [--key HEX ...]

Ends with 0 when the record is whole, 1 when it is not (the first bad record is named), 2 when nothing could be read.
The export is UTF-8 text, one JSON object a line, each line written in one way only: the keys in the order below, no
spaces, no escapes but those that JSON demands, "\\n" at the end.

    {"format":"eduai-audit-1","academy":"a_…","first":1,"start":"000…"}          the first line
    {"seq":1,"at":"…Z","actor":"…","action":"…","subject":"…","facts":"…","prev":"…","hash":"…"}  each
    {"records":2,"seq":2,"hash":"…","sha256":"…"}                                the last line

A record's `hash` is the SHA-256, in lower-case hexadecimal, of seven texts with "\\n" between them: number, time,
actor, action, subject, facts and `prev`, which is the hash of the record before (64 zeros before the first). So no
record can change without all later ones changing. The last line holds the number and the hash that the database keeps
as the newest, and the SHA-256 of all lines above it.

Nothing of a record is ever destroyed: one that begins later than 1 had its oldest part cut off. That the newest part
was, or everything from some record on was made anew, cannot be seen in the export. For this there are checkpoints:
lines that the installation signed and wrote to another place while it ran.

    {"academy":"a_…","seq":2,"hash":"…","at":"…","key":"…","signature":"…"}

The academy's name stands in the first line and in no hash. So whoever checks names it with --academy, together with
names it had elsewhere; their checkpoints count, and without, the first line is believed. Where checkpoints are given
and none is of this academy, the record is not called whole.

`signature` is Ed25519 (RFC 8032) over "eduai checkpoint 1\\n" and the line without its signature. Whoever checks knows
the installation's public key from an earlier day; without --key no signature is checked. With it, those of the newest
checkpoint that agrees and of the first that does not.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "eduai-audit-1"
HEADER = ("format", "academy", "first", "start")
RECORD = ("seq", "at", "actor", "action", "subject", "facts", "prev", "hash")
TRAILER = ("records", "seq", "hash", "sha256")
POINT = ("academy", "seq", "hash", "at", "key", "signature")
ZEROS = "0" * 64
SIGNED = b"eduai checkpoint 1\n"
UNREADABLE = (ValueError, TypeError, AttributeError, RecursionError)

read = json.JSONDecoder().decode
write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Broken(Exception):
    """What is wrong first: the record's number (0: the file itself), what kind of fault, and a sentence."""

    def __init__(self, number: int, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.number, self.kind, self.sentence = number, kind, sentence


class Report(NamedTuple):
    """Whose record it is, the last number read, up to where checkpoints vouch, and the first fault or None."""

    academy: str
    last: int
    vouched: int
    broken: Broken | None

    def __str__(self) -> str:
        if self.broken:
            return f"broken at record {self.broken.number}: {self.broken.kind}: {self.broken.sentence}"
        return f"whole: records 1 to {self.last} of {self.academy!r}, by checkpoints up to {self.vouched}"


def verify(
    lines: Iterable[bytes], points: Iterable[bytes] = (), keys: Iterable[str] = (), academies: Iterable[str] = ()
) -> Report:
    """The report on lines of an export and of checkpoints (bytes), for public keys (hexadecimal) and expected names."""
    chain, parsed, vouched, damaged = Chain(academies), list[dict[str, Any]](), 0, None
    for line in points:
        try:
            parsed.append(parsed_point(line))
        except Broken as broken:
            damaged = damaged or broken
    chain.wanted = {point["seq"]: "" for point in parsed}
    try:
        chain.follow(iter(lines))
    except Broken as broken:
        chain.broken = broken
    try:
        vouched = compare(chain, sorted(parsed, key=lambda point: point["seq"]), frozenset(keys))
    except Broken as broken:
        if chain.broken is None or broken.number < chain.broken.number:
            chain.broken = broken
    return Report(chain.academy, chain.last, vouched, chain.broken or damaged)


class Chain:
    """One walk along an export. `wanted` holds the numbers that checkpoints name, and gets their hashes."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.wanted: dict[int, str] = {}
        self.broken: Broken | None = None
        self.academy, self.last = "", 0

    def follow(self, lines: Iterator[bytes]) -> None:
        """Go through all lines. Raises Broken at the first that does not follow."""
        line = next(lines, b"")
        header = parsed_line(line, HEADER, 0)
        if header["format"] != FORMAT or type(header["academy"]) is not str:
            raise Broken(0, "form", f"the first line does not begin an export in the format {FORMAT}")
        self.academy = header["academy"]
        self.names = self.names or frozenset([self.academy])
        if self.academy not in self.names:
            raise Broken(0, "academy", f"the record is of {self.academy!r}, not of {', '.join(sorted(self.names))}")
        if (type(header["first"]), header["first"], header["start"]) != (int, 1, ZEROS):
            raise Broken(1, "start", f"the record begins at {header['first']!r}: what was before is missing")
        whole = hashlib.sha256(line)
        head, trailer = self._records(lines, whole)
        self._end(trailer, head, whole.hexdigest())
        if next(lines, None) is not None:
            raise Broken(0, "form", "there are lines after the last one")

    def _records(self, lines: Iterator[bytes], whole: Any) -> tuple[str, bytes]:
        number, before, wanted, sha256 = 0, ZEROS, self.wanted, hashlib.sha256
        for line in lines:
            if line.startswith(b'{"records":'):
                return before, line
            number += 1
            try:
                text = line.decode()
                row = read(text)
                seq, at, actor, action, subject, facts, prev, own = row.values()
                said = "\n".join((str(seq), at, actor, action, subject, facts, prev)).encode()
                if tuple(row) != RECORD or write(row) + "\n" != text:
                    raise ValueError
            except UNREADABLE:
                raise Broken(number, "form", "the line is not written as the format demands") from None
            if seq != number:
                raise Broken(number, "number", f"the record is missing, or another stands here: number {seq}")
            if prev != before:
                raise Broken(number, "link", "the record does not name the hash of the one before")
            if sha256(said).hexdigest() != own:
                raise Broken(number, "hash", "the record's content does not give its hash")
            if number in wanted:
                wanted[number] = own
            whole.update(line)
            before, self.last = own, number
        raise Broken(number + 1, "end", "the export ends without its last line")

    def _end(self, line: bytes, head: str, digest: str) -> None:
        records, seq, newest, sha256 = parsed_line(line, TRAILER, self.last + 1).values()
        if (seq, newest) != (self.last, head):
            raise Broken(self.last + 1, "head", f"the newest record should be number {seq}")
        if (records, sha256) != (self.last, digest):
            raise Broken(0, "file", "the digest of the lines is another: the file was damaged outside its records")


def compare(chain: Chain, points: list[dict[str, Any]], keys: frozenset[str]) -> int:
    """Up to which number the checkpoints agree. Raises Broken where one contradicts or is forged, or none applies."""
    agreed, newest = 0, None
    for point in points:
        if point["academy"] not in chain.names or point["seq"] < 1:
            continue
        if point["seq"] > chain.last:
            if chain.broken is None:
                check_signature(point, keys)
                raise Broken(chain.last + 1, "checkpoint", f"missing: on {point['at']} there were {point['seq']}")
            break
        if chain.wanted[point["seq"]] != point["hash"]:
            check_signature(point, keys)
            first, seq = min(agreed + 1, point["seq"]), point["seq"]
            raise Broken(first, "checkpoint", f"records {first} to {seq} are not those of {point['at']}")
        agreed, newest = point["seq"], point
    if newest is not None:
        check_signature(newest, keys)
    elif points and chain.broken is None:
        raise Broken(1, "checkpoint", f"none of the {len(points)} checkpoints is of {', '.join(sorted(chain.names))}")
    return agreed


def check_signature(point: dict[str, Any], keys: frozenset[str]) -> None:
    """Raises Broken unless the checkpoint is signed with one of the keys. Without keys, nothing is checked."""
    said = SIGNED + write({name: point[name] for name in POINT[:-1]}).encode()
    try:
        good = point["key"] in keys and ed25519(bytes.fromhex(point["key"]), said, bytes.fromhex(point["signature"]))
    except UNREADABLE:
        good = False
    if keys and not good:
        raise Broken(point["seq"], "signature", f"the checkpoint of {point['at']} was not signed with a known key")


def parsed_line(line: bytes, fields: tuple[str, ...], number: int, kind: str = "form") -> dict[str, Any]:
    """A line's object. Raises Broken unless it has these fields and is written in the one way."""
    try:
        row: dict[str, Any] = read(line.decode())
        if tuple(row) == fields and (write(row) + "\n").encode() == line:
            return row
    except UNREADABLE:
        pass
    raise Broken(number, kind, f"the line is not written as the format demands: {line[:60]!r}")


def parsed_point(line: bytes) -> dict[str, Any]:
    """A checkpoint's object. Raises Broken for a line that is none."""
    point = parsed_line(line, POINT, 0, "checkpoint-form")
    if [type(value) for value in point.values()] == [str, int, str, str, str, str]:
        return point
    raise Broken(0, "checkpoint-form", f"not a checkpoint: {line[:60]!r}")


# Ed25519, checking only (RFC 8032, 5.1.7): points on the curve as (x, y, z, x*y/z).
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def ed25519(key: bytes, said: bytes, signature: bytes) -> bool:
    """Whether the signature of these bytes was made with the secret half of this public key."""
    if len(key) != 32 or len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    point, nonce = unpacked(key), unpacked(signature[:32])
    if scalar >= ORDER or point is None or nonce is None:
        return False
    asked = int.from_bytes(hashlib.sha512(signature[:32] + key + said).digest(), "little") % ORDER
    left, right = times(scalar, BASE), plus(nonce, times(asked, point))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def unpacked(packed: bytes) -> Point | None:
    """The point that 32 bytes stand for; None where there is none."""
    y, sign = int.from_bytes(packed, "little") & (2**255 - 1), packed[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P)


def plus(one: Point, other: Point) -> Point:
    """The sum of two points."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar: int, point: Point) -> Point:
    """The point, added to itself so many times."""
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = plus(total, point)
        point, scalar = plus(point, point), scalar >> 1
    return total


BASE = unpacked((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def lines_of(paths: Iterable[str | Path]) -> Iterator[bytes]:
    """The lines of checkpoint files, and of all files in folders of them (.json and .jsonl, in order of name)."""
    for path in map(Path, paths):
        for file in sorted(path.rglob("*.json*")) if path.is_dir() else [path]:
            yield from file.read_bytes().splitlines(keepends=True)


def main(arguments: list[str]) -> int:
    """The command line; the exit status."""
    parser = argparse.ArgumentParser(description="Check the export of an audit record.")
    parser.add_argument("export")
    parser.add_argument("--academy", nargs="+", default=[], metavar="NAME", help="whose record it should be")
    parser.add_argument("--checkpoints", nargs="+", default=[], metavar="PATH", help="files, or folders of them")
    parser.add_argument("--key", nargs="+", default=[], metavar="HEX", help="public keys of the installation")
    options = parser.parse_args(arguments)
    try:
        with open(options.export, "rb") as file:
            report = verify(file, lines_of(options.checkpoints), options.key, options.academy)
    except OSError as error:
        print(f"unreadable: {error}", file=sys.stderr)
        return 2
    print(report)
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
