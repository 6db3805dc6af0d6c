"""Every `=` between numbers in a text that a model wrote, checked before anybody reads it."""

from __future__ import annotations

import re
from itertools import pairwise

from questions.engine.grading import grade

_EQUALS = re.compile(r"(?<![<>!=:≠])=(?!=)")
_COMMAND = re.compile(r"\\(?:left|right|displaystyle|,|;|!|quad|qquad)(?![A-Za-z])")
_WORD_COMMAND = re.compile(r"\\(?:text|mathrm|textrm)\s*\{([^{}]*)\}")
# A counter or a unit between a number and what follows it: 3개 + 4개, 24 g ÷ 8.
_UNIT = re.compile(
    r"(?<=\d)\s*(?:[가-힣]{1,3}|%|(?:mm|cm|km|kg|mg|mL|ml|dL|kL|m|g|L)(?:\^\{?[23]\}?|[²³])?)"
    r"(?=\s*(?:[+\-−×*÷/)=]|\\|$))"
)
_WORD = r"(?<![A-Za-z\d\\])(?!(?:sin|cos|tan|log|ln|lim|mm|cm|km|kg|mg|ml|mL|dL|kL)(?![A-Za-z]))[A-Za-z]{2,}"
_LEFT_END = re.compile(rf".*(?:[가-힣;:→⇒⇔?!]|{_WORD}|,(?!\d{{3}}(?!\d))|\.\s)", re.DOTALL)
_RIGHT_END = re.compile(rf"[가-힣;→⇒⇔?!]|{_WORD}|,(?!\d{{3}}(?!\d))|\.(?!\d)")
_OPERATOR = re.compile(r"[+*/×÷^_)]|[-−]\s")
_BRACKETED = re.compile(r"(?<=\d)\s*\(\s*(?:%|[A-Za-z²³]{1,3}|[가-힣]{1,4})\s*\)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_LETTER = re.compile(r"(?<!\\)(?<![A-Za-z\\])[A-Za-z]+")
_NAMED = re.compile(r"\\[A-Za-z]+")


def false_equality(text: str) -> str:
    """The first `=` between numbers in the text that does not hold or cannot be read, quoted; empty where all hold.

    An `=` with a letter on a side (`x = 5`, `3x + 5 = 20`) states what a letter is and is left alone.
    """
    for line in text.splitlines():
        parts = _EQUALS.split(_plain(line))
        for left, right in pairwise(parts):
            fault = _fault(_tail(left), _head(right))
            if fault:
                return fault
    return ""


def _plain(line: str) -> str:
    return _COMMAND.sub("", _WORD_COMMAND.sub(r"\1", line)).replace("$", "").replace("\\%", "%")


def _tail(left: str) -> str:
    """What stands before the sign, back to the last word."""
    unit = re.search(r"\d\s*[가-힣]{1,3}\s*$", left)
    body = _UNIT.sub("", left) if unit else left
    bare = _UNIT.sub("", body) if re.search(r"\d\s*[가-힣]{1,3}\s*[+\-−×*÷/]", body) else body
    kept = _LEFT_END.sub("", bare).strip()
    if _OPERATOR.match(kept):
        return ""  # the sum began with a word or a product of letters
    return kept + _korean_unit(left) if unit and re.fullmatch(r"[\d.,]+", kept) else kept


def _korean_unit(left: str) -> str:
    found = re.search(r"(?<=\d)\s*([가-힣]{1,3})\s*$", left)
    return found[1] if found else ""


def _head(right: str) -> str:
    """What stands behind the sign, up to the first word."""
    if re.match(r"\s*[\d.,]+\s*[가-힣]{1,3}\s*$", right):
        return right.strip()
    bare = _UNIT.sub("", right) if re.search(r"\d\s*[가-힣]{1,3}\s*[+\-−×*÷/]", right) else right
    found = _RIGHT_END.search(_BRACKETED.sub("", bare))
    kept = _BRACKETED.sub("", bare)
    return (kept[: found.start()] if found else kept).strip()


def _fault(left: str, right: str) -> str:
    if not (_has_number(left) and _has_number(right)) or _has_letter(left) or _has_letter(right):
        return ""
    verdict = grade(right, left).verdict
    if verdict == "unreadable":
        verdict = grade(_UNIT.sub("", right), _UNIT.sub("", left)).verdict
    if verdict == "incorrect" and "%" in left + right:
        verdict = grade(_PERCENT.sub(r"(\1/100)", right), _PERCENT.sub(r"(\1/100)", left)).verdict
    if verdict == "correct":
        return ""
    shown = f"{left} = {right}"
    return f"{shown}: 성립하지 않습니다" if verdict == "incorrect" else f"{shown}: 확인할 수 없는 식입니다"


def _has_number(side: str) -> bool:
    return bool(re.search(r"\d", side))


def _has_letter(side: str) -> bool:
    return bool(_LETTER.search(_NAMED.sub(" ", _UNIT.sub("", side))))
