"""The one number that a printed answer states."""

from __future__ import annotations

import re
from fractions import Fraction

from bench.judge.sources.steps import Unreadable

LATEX = re.compile(r"(-?)\s*(\d*)\s*\\d?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}")
NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s*/\s*\d+)?|-?\.\d+")
UNIT = re.compile(r"(?:[A-Za-z]+(?:\^?[23]|[²³])?|[가-힣]+|[%￦₩€£°㎝㎞㎏㎡㎠㎥]|[A-Za-z]+/[A-Za-z]+)?\.?")


def printed_number(text: str) -> Fraction:
    """`$12.50`, `1,200원`, `$\\frac{3}{4}$`, `51.0`; raises Unreadable for anything that is not one number."""
    text = text.replace("−", "-").replace("{,}", ",").strip()
    latex = LATEX.search(text)
    if latex:
        sign, whole, top, bottom = latex.groups()
        number = Fraction(int(whole or 0)) + Fraction(int(top), int(bottom))
        rest = text[: latex.start()] + text[latex.end() :]
        found = -number if sign else number
    else:
        match = NUMBER.search(text)
        if match is None:
            raise Unreadable(f"{text!r} is no number")
        top_text, _, bottom_text = match.group().replace(",", "").replace(" ", "").partition("/")
        found = Fraction(top_text) / int(bottom_text or 1)
        rest = text[: match.start()] + text[match.end() :]
    if not UNIT.fullmatch(re.sub(r"[\s${}]", "", rest)):
        raise Unreadable(f"{text!r} is more than a number")
    return found
