"""Quick readings of a printed answer: which option it names, which number it is."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from questions.engine.domains import read_number

_CIRCLED = "①②③④⑤"
_OPTION_NUMBER = re.compile(r"\(?([1-5])\)?\s*번?")
_AROUND = re.compile(r"^(?:초속|분속|시속|약)\s*|\s*(?:후|전|뒤)$|\s*\(중근\)$")
_SINGLE_LETTER = re.compile(r"^[a-zA-Z]\s*=\s*(?=-?[\d\\])")
_LATEX_FRACTION = re.compile(r"(-?)\\[dt]?frac\{(-?\d{1,15})\}\{(\d{1,15})\}")


def chosen_options(answer: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The options that a printed answer may mean; empty for an open question.

    A circled number or `3번` names a place; a bare `3` may be a place or an option's text, so both are returned.
    """
    if not choices:
        return ()
    text = answer.strip()
    exact = tuple(choice for choice in choices if choice.strip() == text)
    if text[:1] in _CIRCLED and text:
        place = _CIRCLED.index(text[0])
        return (choices[place],) if place < len(choices) else ()
    number = _OPTION_NUMBER.fullmatch(text)
    if number:
        place = int(number[1]) - 1
        named = (choices[place],) if place < len(choices) else ()
        return named if text.endswith("번") else tuple(dict.fromkeys(exact + named))
    return exact or (answer,)


def printed_number(text: str, unit: str = "") -> Fraction | None:
    """The number of a plainly printed answer (`6`, `6%` with unit `%`, `$\\frac{1}{9}$`); None for anything else.

    `초속 25m` and `3년 후` are the number with its unit; `x = 3 (중근)` is 3.
    """
    plain = unicodedata.normalize("NFKC", text).replace("$", "").strip().rstrip(".")
    plain = _SINGLE_LETTER.sub("", _AROUND.sub("", plain).strip())
    if unit and plain.endswith(unit):
        plain = plain[: -len(unit)].strip()
    fraction = _LATEX_FRACTION.fullmatch(plain)
    if fraction:
        value = Fraction(int(fraction[2]), int(fraction[3])) if int(fraction[3]) else None
        return -value if value is not None and fraction[1] else value
    return read_number(plain)
