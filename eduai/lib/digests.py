"""One way to take the digest of a value: SHA-256 of its canonical JSON."""

from __future__ import annotations

import hashlib
import json


def digest(value: object) -> str:
    """SHA-256 in hexadecimal of the value as JSON with sorted keys and no spaces; dates and ids as their text."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
