"""Numbers that no text may hold: registration, passport, licence, card and account numbers.

A registration number may be kept only where a statute says so (개인정보 보호법 제24조의2), and none says so of a
wrong-answer note. What looks like one is decided by the evidence that redaction weighs; a telephone number is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from eduai.lib.errors import InvalidInput
from eduai.lib.redaction import Redactor, Roster

FEWEST: Final = 8
SENTENCE: Final = (
    "주민등록번호나 여권·면허·카드·계좌 번호처럼 보이는 숫자가 들어 있습니다. 그 숫자를 지우고 다시 보내 주세요. "
    "저장하지 않았습니다."
)
# Our own numbers and partners': their random digits may look like anything.
_UUID: Final = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)
_WORDS: Final = frozenset("영공일이삼사오육륙칠팔구둘셋넷OoIl")


class IdentifierFound(InvalidInput):
    """A text holds a number that may not be kept; the sentence repeats none of it."""

    code = "identifier"


def has_identifier(text: str) -> bool:
    """Whether a text surely holds such a number, however it is spaced or written."""
    text = _UUID.sub(" ", text)
    digits = sum(1 for letter in text if letter.isnumeric() or letter in _WORDS)
    if digits < FEWEST:
        return False
    masked = _redactor().redact([text]).masked[0]
    return any(each.kind == "number" for each in masked)


def is_identifier_as_code(code: str) -> bool:
    """The same of a code that an academy or partner gave: one with letters (`S20260001`) is a code."""
    return not any(letter.isalpha() for letter in code) and has_identifier(code)


def refuse_identifiers(**texts: str) -> None:
    """Raises IdentifierFound for the first of the fields whose text holds such a number."""
    for field, text in texts.items():
        if has_identifier(text):
            raise IdentifierFound(f"{field}: {SENTENCE}", field=field)


@cache
def _redactor() -> Redactor:
    """For nobody's roster: numbers are known by themselves."""
    return Redactor(Roster())
