"""The number of a row, as a form or an address sends it."""

from __future__ import annotations

MOST_DIGITS = 18


def row_number(text: str) -> int:
    """The number; 0, which no row has, for a text that is not a plain number of at most 18 digits (bigint has 19)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0
