"""Lines of the logs hold no address that opens something, and nobody forges one: whoever reads a log is not whom a link
was sent to, and what is typed ends no line.
"""

from __future__ import annotations

import logging
import re

SECRETS = re.compile(r"(guardians/)[^\s\"'?#/<>]+")
HIDDEN = "-hidden-"
# What moves a terminal's cursor, ends a line for some readers, or turns the direction of writing.
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
GOES_ON = "\n  | "


def masked(text: str) -> str:
    """The text with what opens something taken out."""
    return SECRETS.sub(rf"\g<1>{HIDDEN}", text)


def plain(text: str) -> str:
    """The text with controls written out and every line after the first marked as going on (OWASP ASVS 16.4.1)."""
    shown = CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text.replace("\r\n", "\n"))
    return shown.replace("\n", GOES_ON)


class Masked(logging.Formatter):
    """Writes whole records without secrets, one line each; a traceback's own lines are marked as going on."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(masked(super().format(record)))
