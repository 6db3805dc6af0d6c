"""The child of `cleaned`: limits itself for good, reads one file, writes one answer."""

from __future__ import annotations

import json
import resource
import sys

from eduai.lib.scans.cleaning import ScanRefused
from eduai.lib.scans.papers import checked
from eduai.lib.scans.pictures import redrawn

MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 15
OPEN_FILES = 32


def limit() -> None:
    """Bounds this process: its memory, its processor time, its open files; no core dumps, no files, no children."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Bytes from standard input; a line of JSON and the clean bytes to standard output."""
    limit()
    data = sys.stdin.buffer.read()
    try:
        kind, clean = ("application/pdf", checked(data)) if data[:5] == b"%PDF-" else ("image/jpeg", redrawn(data))
        said, body = {"content_type": kind}, clean
    except ScanRefused as refusal:
        said, body = {"why": refusal.why}, b""
    except MemoryError:
        said, body = {"why": "large"}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
