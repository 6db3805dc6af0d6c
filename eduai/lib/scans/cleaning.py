"""One child process for each file: bytes in, a line of JSON and the clean bytes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECONDS: Final = 20.0
MAX_ANSWER: Final = 64 * 1024 * 1024
_ROOT: Final = Path(__file__).resolve().parents[3]
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class ScanRefused(Exception):
    """The file is not kept; `why` says the reason in one word.

    `unknown` no JPEG, PNG, WebP or PDF; `broken` it cannot be read to its end; `large` too many pixels or pages of
    data; `moving` more than one picture; `active` a PDF that does something, holds files or is locked; `slow` the
    child took too long or grew too big.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Clean:
    """What may be kept."""

    content_type: str
    data: bytes


def cleaned(data: bytes, *, seconds: float = SECONDS) -> Clean:
    """The file as it may be kept. Raises ScanRefused."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "eduai.lib.scans"],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            env={**environment, "OMP_NUM_THREADS": "1"},
            timeout=seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ScanRefused("slow") from error
    head, line, body = done.stdout.partition(b"\n")
    if done.returncode or not line or len(body) > MAX_ANSWER:
        raise ScanRefused("slow")
    said = json.loads(head)
    if "why" in said:
        raise ScanRefused(said["why"])
    return Clean(said["content_type"], body)
