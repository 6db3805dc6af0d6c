"""Placeholders: what stands in the text sent, and how an answer gets the words back.

`[QXRKTB학생]` is a code of random letters and a Korean word for what it stands for. The word ends in a vowel, in ㄹ or
in another consonant as the original does, so that the particle behind it stays right. Only the code counts on the way
back: brackets, the word and spaces around it may be lost or changed.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable
from typing import Final

from eduai.lib.redaction.findings import Kind

_LETTERS: Final = "BDFGHJKMNPQRSTVWXZ"
CODE_LENGTH: Final = 6
_WORDS: Final[dict[Kind, tuple[str, str, str]]] = {
    "person": ("친구", "학생", "인물"),
    "number": ("번호", "번호란", "번호줄"),
    "telephone": ("전화", "전화란", "전화줄"),
    "email": ("메일주소", "메일란", "메일"),
    "address": ("주소", "주소란", "주소줄"),
    "school": ("학교", "학교란", "학교줄"),
    "text": ("자료", "자료란", "자료줄"),
}
_PLAIN_WORDS: Final = sorted({word for three in _WORDS.values() for word in three}, key=len, reverse=True)
_EVERY_WORD: Final = "|".join((*_PLAIN_WORDS, *(re.escape(json.dumps(word)[1:-1]) for word in _PLAIN_WORDS)))
_DIGIT_ENDINGS: Final = {"0": 1, "1": 2, "3": 1, "6": 1, "7": 2, "8": 2}


def ending_of(written: str) -> int:
    """How the last sound goes out: 0 in a vowel, 1 in a consonant, 2 in ㄹ; figures as they are read."""
    last = next((letter for letter in reversed(written) if letter.isalnum()), "")
    if "가" <= last <= "힣":
        final = (ord(last) - 0xAC00) % 28
        return 0 if final == 0 else 2 if final == 8 else 1
    return _DIGIT_ENDINGS.get(last, 1 if last.lower() in {"m", "n"} else 2 if last.lower() in {"l", "r"} else 0)


class Placeholders:
    """The placeholders of one call: the same words get the same one, and no code occurs in the texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._taken = "\n".join(texts).upper()
        self._by_words: dict[tuple[Kind, str], str] = {}
        self._words: dict[str, str] = {}

    def stand_for(self, kind: Kind, written: str, read: str) -> str:
        """The placeholder of `written`, which is pronounced as `read`."""
        known = self._by_words.get((kind, written))
        if known is None:
            code = self._fresh()
            known = f"[{code}{_WORDS[kind][ending_of(read)]}]"
            self._by_words[kind, written] = known
            self._words[code] = written
        return known

    def _fresh(self) -> str:
        while True:
            code = "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
            if code not in self._taken and code not in self._words:
                return code

    def restore(self, text: str) -> str:
        """The words instead of every placeholder, whatever a model did to its brackets; JSON stays JSON."""
        if not self._words:
            return text
        quoted = _is_json(text)
        codes = "|".join(self._words)
        pattern = re.compile(
            rf"((?:\\?\[|[［(【〔])?\s?)({codes})(?:\s?(?:{_EVERY_WORD}))?((?:\s?(?:\\?\]|[］)】〕]))?)", re.IGNORECASE
        )
        return pattern.sub(lambda match: self._written(match, quoted), text)

    def _written(self, match: re.Match[str], quoted: bool) -> str:
        before, code, after = match.groups()
        written = self._words[code.upper()]
        inside = json.dumps(written, ensure_ascii=False)[1:-1] if quoted else written
        if before.strip() and after.strip():
            return inside
        return before + inside + after


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
