"""What the matchers report: a stretch of the view, what it is, and whether that is sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["number", "telephone", "email", "address", "school", "person", "text"]

KINDS: Final[tuple[Kind, ...]] = ("number", "telephone", "email", "address", "school", "person", "text")


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` to `end` of the view is a `kind`; an unsure one is not replaced, it keeps the text at home.

    Of two that overlap the one with the greater `weight` stays, then with the greater `rank`, then the longer one.
    """

    kind: Kind
    start: int
    end: int
    sure: bool = True
    weight: int = 5
    rank: int = 0
