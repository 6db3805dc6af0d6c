"""`make codes`: what an authentication app would show for the demo's staff, for those who try it without a phone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from collections.abc import Mapping
from typing import Any

PERIOD = 30


def code_at(secret: str, moment: float) -> str:
    """The one-time code of a base32 secret (RFC 6238: SHA-1, six digits, thirty seconds)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", int(moment) // PERIOD), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def lines(demo: Mapping[str, Any], moment: float) -> list[str]:
    """A line for each person of the demo who signs in with a code, and how long the codes last."""
    found = [
        f"{academy['slug']:<8} {user['role']:<10} {user['username']:<18} {code_at(user['totp_secret'], moment)}"
        for academy in demo.get("academies", ())
        for user in academy.get("users", ())
        if user.get("totp_secret")
    ]
    if not found:
        return ["There is no demo here yet: `make run` makes it."]
    return [*found, f"New ones in {PERIOD - int(moment) % PERIOD} s; each counts once."]
