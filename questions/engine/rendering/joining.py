"""Joins a value to the text before it the way one writes by hand: signs, coefficients, brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.expressions import Value

_OPERAND_END = re.compile(r"(?:[0-9A-Za-z)}\]|%°²³']|\\pi|\\theta)$")
_TIMES_LEFT = re.compile(r"(?:\\times|\\cdot|\\div|\\pm|\\mp|[*/×÷])\s*$")
_TIMES_RIGHT = re.compile(r"\s*(?:\\times|\\cdot|\\div|[*/×÷])")
_LETTER_RIGHT = re.compile(
    r"(?!(?:mm|cm|km|kg|mg|ml|mL|dL|kL|g|L|t)(?![A-Za-z]))[A-Za-z]|\\left\s*\(|\(|"
    r"\\(?:sqrt|pi|alpha|beta|theta|sin|cos|tan|log|ln|vec|overline)(?![A-Za-z])"
)
_PLAIN_LETTER_RIGHT = re.compile(r"[xyznk](?![A-Za-z])|\((?=[^)]*[xyz])|[√π]")
_PLAIN_LEFT = re.compile(r"[+\-−=<>≤≥×÷*/^√]\s*$|\($|\([^()$]*,\s*$")
_PLAIN_RIGHT = re.compile(r"[xyz](?![A-Za-z])|\^|\s*[+=<>≤≥×÷*/]|\s*[-−](?=[\s\d{(]|$)|\)|,[^()$]*\)")
_ATOM = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]|\\sqrt\{[^{}]*\}|\\pi|√\d+|π")


class RenderingError(ValueError):
    """A text that would be wrong or unreadable with these values; the sentence says which part."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: the text so far, the literal text that follows, inside dollars or not."""

    before: str
    after: str
    math: bool
    slot_follows: bool = False

    @property
    def arithmetic(self) -> bool:
        """Whether plain text around the place is arithmetic, so that a sign needs no dollars."""
        return bool(_PLAIN_LEFT.search(self.before[-40:]) or _PLAIN_RIGHT.match(self.after))

    @property
    def multiplies_right(self) -> bool:
        pattern = _LETTER_RIGHT if self.math else _PLAIN_LETTER_RIGHT
        return bool(pattern.match(self.after))

    @property
    def multiplies_left(self) -> bool:
        return bool(self.before) and bool(_OPERAND_END.search(self.before[-8:]))


def joined(text: str, body: str, value: Value, place: Place) -> str:
    """The text with `body` (the value's spelling) set behind it; the sign before it is taken into account.

    Raises RenderingError for a zero coefficient.
    """
    number = value if isinstance(value, Fraction) else None
    if number is not None and place.multiplies_right and not place.multiplies_left:
        if number == 0:
            raise RenderingError("a coefficient has become 0")
        if abs(number) == 1:
            body = body.replace("1", "", 1)
            return _signed(text, body, place, unit_coefficient=True)
    if place.after.lstrip().startswith("^") and not _ATOM.fullmatch(body):
        return text + _bracketed(body, place)
    if number is None and _is_sum(value):
        return _with_sum(text, body, place)
    if not place.math and "/" in body and (place.multiplies_right or _TIMES_LEFT.search(text)):
        return text + _bracketed(body, place)
    return _signed(text, body, place)


def _is_sum(value: Value) -> bool:
    return bool(getattr(value, "is_Add", False))


def _with_sum(text: str, body: str, place: Place) -> str:
    after_minus = text.rstrip().endswith(("-", "−"))
    multiplied = (
        place.multiplies_right
        or place.slot_follows
        or place.multiplies_left
        or bool(_TIMES_LEFT.search(text))
        or bool(_TIMES_RIGHT.match(place.after))
    )
    if after_minus or multiplied:
        return text + _bracketed(body, place)
    return _signed(text, body, place)


def _signed(text: str, body: str, place: Place, *, unit_coefficient: bool = False) -> str:
    if not body.startswith("-"):
        if place.multiplies_left and body.startswith("\\frac") and text[-1:].isdigit():
            return f"{text} \\times {body}"
        return _spaced(text, body)
    if place.multiplies_left or _TIMES_LEFT.search(text):
        return text + ("-" if unit_coefficient and body == "-" else _bracketed(body, place))
    head = text.rstrip()
    gap = text[len(head) :]
    if head.endswith("+"):
        return f"{head[:-1]}-{gap}{body[1:]}"
    if head.endswith(("-", "−")):
        front = head[:-1]
        binary = bool(_OPERAND_END.search(front.rstrip()[-8:])) if front.strip() else False
        return f"{front}+{gap}{body[1:]}" if binary else front + body[1:]
    return _spaced(text, body)


def _spaced(text: str, body: str) -> str:
    """Keeps a command's name apart from a letter that follows it (`\\times x`)."""
    touches = body[:1].isalpha() and re.search(r"\\[A-Za-z]+$", text[-20:])
    return f"{text} {body}" if touches else text + body


def _bracketed(body: str, place: Place) -> str:
    tall = place.math and "\\frac" in body
    return f"\\left({body}\\right)" if tall else f"({body})"
