"""The identity of a question: what it asks and what it expects, independent of how it is spelled."""

from __future__ import annotations

import hashlib

from questions.engine.texts.normalising import normal_text
from questions.engine.types import Draw


def fingerprint(draw: Draw) -> str:
    """32 hex digits, equal for draws whose normalised stem and answer are equal, whatever the options' order."""
    content = f"{normal_text(draw.stem)}\n{draw.expected}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
