"""The second route: numbers are found by their place in the stem, and the note's own function is applied.

A stem becomes a *mask* (every number a `#`, particles levelled, blanks gone). Where a variant's mask is the
mask of its note, only numbers changed, and the n-th number of one stands where the n-th of the other stood.
"""

from __future__ import annotations

import re
from fractions import Fraction

NUMBER = re.compile(r"(?<![\d.])(?:[+-]\s*)?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?:[+-]\s*)?\d+(?:\.\d+)?")
PARTICLES = {
    "으로": "로", "이라": "라", "이고": "고", "이다": "다", "이며": "며", "이면": "면", "이나": "나",
    "과": "와", "을": "를", "은": "는", "이": "가",
}  # fmt: skip
SPELLINGS = {
    "−": "-", "\u2013": "-", "×": r"\times", "÷": r"\div", "≤": r"\le", "≥": r"\ge", r"\leq": r"\le",
    r"\geq": r"\ge", r"\left": "", r"\right": "", r"\,": "", r"\%": "%", "°": r"^\circ", "％": "%",
    "\N{SUPERSCRIPT TWO}": "^2", "\N{SUPERSCRIPT THREE}": "^3",
}  # fmt: skip
LE = re.compile(r"\\(leqslant|leq)(?![a-z])")
GE = re.compile(r"\\(geqslant|geq)(?![a-z])")
COMMAND_ONLY = re.compile(r"\\(left|right)(?![a-z])")


def level(text: str) -> str:
    """One spelling for signs, comparison marks, degrees and brackets; the meaning stays."""
    text = LE.sub(r"\\le", GE.sub(r"\\ge", COMMAND_ONLY.sub("", text)))
    for spelling, plain in SPELLINGS.items():
        if spelling not in (r"\left", r"\right", r"\leq", r"\geq"):
            text = text.replace(spelling, plain)
    return text


def _bare(text: str) -> str:
    """The stem without `$` and braces, a blank in their place so that neighbouring numbers stay apart."""
    return re.sub(r"[{}$]", " ", level(text))


def mask(text: str) -> str:
    """The stem with every number replaced by `#`."""
    masked = NUMBER.sub("#", _bare(text))
    for long_form, short_form in PARTICLES.items():
        masked = masked.replace(long_form, short_form)
    return re.sub(r"\s+", "", masked)


def numbers(text: str) -> list[Fraction]:
    """Every number of the stem in reading order, with the sign that stands directly before it."""
    return [Fraction(re.sub(r"[\s,+]", "", found)) for found in NUMBER.findall(_bare(text))]
