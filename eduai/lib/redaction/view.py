"""A text as it is read by the matchers: compatibility forms folded, what is invisible left out, offsets kept.

Unicode's NFKC (UAX #15) is taken cluster by cluster, so that every character of the view knows which stretch of the
text it came from. Decomposed Hangul is one syllable again. A single circled or raised digit keeps its form: ① numbers
an option and ² is a power; two of them side by side are digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_INVISIBLE: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20e3\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_JAMO: Final = "\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
INVISIBLE: Final = re.compile(f"[{_INVISIBLE}]+")
DECOMPOSED: Final = re.compile(f"[{_JAMO}][{_JAMO}\u302e\u302f{_INVISIBLE}]*")
SMUGGLED: Final = re.compile("[\U000e0020-\U000e007f]+")
_PLAIN: Final = re.compile(r"[\t\n\r -~가-힣]*")
_ENCIRCLED: Final = re.compile("[①-⑨⓪⓿⓵-⓽❶-❾➀-➈➊-➒⁰¹²³⁴-⁹₀-₉]")


@dataclass(frozen=True, slots=True)
class View:
    """`text` to match on; its character number i stands for the original's `starts[i]` to `ends[i]`."""

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the view, not empty, lies in the original."""
        return self.starts[start], self.ends[end - 1]


def view_of(text: str) -> View:
    """The view of a text. Never longer to make than the text is long."""
    if _PLAIN.fullmatch(text):
        return View(text, range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, cluster in _clusters(text):
        for letter in cluster:
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return View("".join(letters), tuple(starts), tuple(ends))


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """(start, end, as read) of every cluster, in order."""
    kept = [
        (index, letter) for index, letter in enumerate(text) if " " <= letter < "\x7f" or not INVISIBLE.match(letter)
    ]
    found: list[tuple[int, int, str]] = []
    at, size = 0, len(kept)
    while at < size:
        after = at + 1
        while after < size and after - at < 32 and _joins(kept[after][1], kept[after - 1][1]):
            after += 1
        cluster = "".join(letter for _, letter in kept[at:after])
        circled = _ENCIRCLED.fullmatch(cluster) is not None
        beside = kept[max(0, at - 1) : at] + kept[after : after + 1] if circled else []
        alone = circled and not any(_ENCIRCLED.match(letter) for _, letter in beside)
        read = cluster if alone or cluster < "\x7f" else _fold(cluster)
        found.append((kept[at][0], kept[after - 1][0] + 1, read))
        at = after
    return found


def _joins(letter: str, before: str) -> bool:
    """Whether a letter is written onto the one before it: a mark, a vowel or final of decomposed Hangul."""
    if letter < "\u0300":
        return False
    if "\u1160" <= letter <= "\u11ff":
        return "\u1100" <= before <= "\u11ff" or "가" <= before <= "힣"
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter) == "Mn"


@lru_cache(maxsize=4096)
def _fold(cluster: str) -> str:
    """NFKC of one cluster without marks; digits of every script as 0 to 9; single letters ㄱ to ㅣ as they are."""
    if len(cluster) == 1 and "\u3131" <= cluster <= "\u318e":
        return cluster
    folded = unicodedata.normalize("NFKC", cluster)
    return "".join(_digit(letter) for letter in folded if unicodedata.category(letter) != "Mn")


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None or letter < "\u0080" else str(value)
