"""A rendered stem, taken apart for the readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bench.judge.positions import level

FONTS = re.compile(r"\\(?:mathrm|text|textrm|rm|overline|mathbf)\s*\{([^{}]*)\}")
NUMBER = r"([+-]?\d+(?:\.\d+)?)"


@dataclass(frozen=True)
class Stem:
    """`frame` is the Korean with each formula replaced by `M`, blanks gone; `maths` are the
    formulas in order; `flat` is all of it without blanks, `$`, fonts and braces around numbers."""

    frame: str
    maths: tuple[str, ...]
    flat: str

    def fits(self, pattern: str) -> re.Match[str] | None:
        """The frame as a whole against `pattern`."""
        return re.fullmatch(pattern, self.frame)

    def finds(self, pattern: str) -> re.Match[str] | None:
        """The flat text as a whole against `pattern`; `#` stands for a number group, `,` may be missing."""
        return re.fullmatch(re.sub(r",(?![\d\]])", ",?", pattern).replace("#", NUMBER) + r"[.?]?", self.flat)


def take_apart(text: str) -> Stem:
    """The stem's three views. A thousands comma inside a number is dropped from `flat`."""
    text = level(text)
    maths = tuple(part.strip() for part in re.findall(r"\$(.*?)\$", text, re.S))
    frame = re.sub(r"\s+", "", re.sub(r"\$.*?\$", "M", text, flags=re.S))
    flat = FONTS.sub(r"\1", FONTS.sub(r"\1", text.replace("$", "")))
    flat = re.sub(r"\{\s*([+-]?\d+(?:\.\d+)?)\s*\}", r"\1", flat)
    flat = flat.replace(r"\ ", "").replace(r"^\circ", "°").replace("{,}", "")
    flat = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", flat)
    return Stem(frame, maths, re.sub(r"\s+", "", flat))


def exact(found: re.Match[str], *groups: int) -> list[Fraction]:
    """The named groups (all, where none is named) as exact numbers."""
    return [Fraction(found[group]) for group in groups or range(1, (found.re.groups) + 1)]
