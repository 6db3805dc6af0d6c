"""How much work a text may cost the grammars that try to read it.

A grammar with several gaps tries every way of laying them over a text, so its work grows with a power of the longest
stretch that a gap can pass. Stems of schoolbooks have no such stretches: 5,000 of them hold at most 163 letters
without a digit and no piece that comes six times in a row. Where a question of theirs is a calculation by rule, its
numbers have at most nine digits; a longer one would be factorised, counted up to or raised to for nothing.
"""

from __future__ import annotations

import re
import time
from typing import Final, cast

import regex

LONGEST_STRETCH: Final = 170
MOST_REPEATS: Final = 12
MOST_DIGITS: Final = 9
SECONDS: Final = 1.0
_LONG_NUMBER: Final = re.compile(rf"\d{{{MOST_DIGITS + 1}}}")
_STRETCH: Final = re.compile(rf"[가-힣A-Z.,'·△]{{{LONGEST_STRETCH + 1}}}")
_REPEATED: Final = re.compile(rf"(.{{1,12}}?)\1{{{MOST_REPEATS}}}", re.DOTALL)


def tangled(text: str) -> bool:
    """Whether a stem (without blanks) is unlike any question, so that no grammar should try it."""
    return bool(_STRETCH.search(text) or _REPEATED.search(text) or _LONG_NUMBER.search(text))


class Allowance:
    """The processor's seconds that all grammars together may take for one text, the making of the grammars apart."""

    __slots__ = ("_left",)

    def __init__(self, seconds: float = SECONDS) -> None:
        self._left = seconds

    def match(self, pattern: regex.Pattern[str], text: str) -> re.Match[str] | None:
        """The pattern's match of the whole text; None also where the allowance is over, or was before it began."""
        if self._left <= 0:
            return None
        start = time.thread_time()
        try:
            found = pattern.fullmatch(text, timeout=self._left)  # by the clock: beside other work it ends sooner
        except TimeoutError:
            self._left = 0.0
            return None
        self._left -= time.thread_time() - start
        return cast("re.Match[str] | None", found)
