"""Lines of the logs hold no address that opens something: whoever reads a log is not whom a link was sent to."""

from __future__ import annotations

import logging
import re

SECRETS = re.compile(r"(guardians/)[^\s\"'?#/<>]+")
HIDDEN = "-hidden-"


def masked(text: str) -> str:
    """The text with what opens something taken out."""
    return SECRETS.sub(rf"\g<1>{HIDDEN}", text)


class Masked(logging.Formatter):
    """Writes whole lines without secrets, a traceback's own lines included."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
