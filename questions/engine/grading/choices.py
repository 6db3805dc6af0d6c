"""Finds out which options an answer picks: by mark (③, 3번, (3)), or by the option's own text or value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from questions.engine.grading import words

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
_MARKED: Final = re.compile(
    r"(?:보기|선택지|option|choice|number|no\.?)?\s*"
    r"(?:\(\s*(\d{1,2})\s*\)|(\d{1,2})\s*(?:번|\)|\.)|#(\d{1,2}))\s*(?:보기|선택지)?"
    r"|(?:보기|선택지|option|choice|number|no\.?)\s*(\d{1,2})",
    re.IGNORECASE,
)
_SAID: Final = re.compile(r"([일이삼사오])(?=\s*번)")
_SPOKEN: Final = {sign: str(number) for number, sign in enumerate("일이삼사오", 1)}
_RINGED: Final = re.compile(r"([①-⑩])\s*(?=번)")
_OTHER_RINGS: Final = str.maketrans("❶❷❸❹❺❻❼❽❾❿⓵⓶⓷⓸⓹⓺⓻⓼⓽⓾", _CIRCLED * 2)
_BARE: Final = re.compile(r"\d{1,2}")
_LETTER: Final = re.compile(r"\(?([A-Ja-j])\)?\.?")
_LEADING: Final = re.compile(r"^\s*(?:[①-⑩]|\(\d{1,2}\)|\d{1,2}[.)])\s*(?=\S)")


def picks(text: str, choices: Sequence[str]) -> frozenset[int] | None:
    """The zero-based options that a text picks by mark or by text; None where it names none of them.

    A bare digit means the option of that text where there is one, otherwise the option of that number.
    """
    exact = _by_text(text, choices)
    if exact is not None:
        return frozenset({exact})
    found = set()
    for part in re.split(r"\s*[,;·/]\s*|\s*(?:와|과|및|그리고)\s*|(?<=[①-⑩])\s*(?=[①-⑩])", text.strip()):
        one = _one(part, choices)
        if one is None:
            return None
        found.add(one)
    return frozenset(found)


def picked_option(text: str, choices: Sequence[str]) -> str:
    """The text of the one option that an answer picks; empty where it picks none or several."""
    found = picks(text, choices) or frozenset()
    return choices[min(found)] if len(found) == 1 else ""


def numbered(text: str, choices: Sequence[str]) -> int | None:
    """The option that a bare digit names by its number, or None."""
    match = _BARE.fullmatch(text.strip())
    return int(match[0]) - 1 if match and 1 <= int(match[0]) <= len(choices) else None


def _one(part: str, choices: Sequence[str]) -> int | None:
    part = _RINGED.sub(lambda match: str(_CIRCLED.index(match[1]) + 1), part.strip().translate(_OTHER_RINGS))
    part = _SAID.sub(lambda match: _SPOKEN[match[1]], part)
    place = _CIRCLED.find(part) if len(part) == 1 else -1
    if place < 0:
        match = _MARKED.fullmatch(part)
        letter = _LETTER.fullmatch(part)
        if match:
            place = int(next(filter(None, match.groups()))) - 1
        elif (text := _by_text(part, choices)) is not None:
            place = text
        elif (number := numbered(part, choices)) is not None:
            place = number
        elif letter and not any(_LETTER.fullmatch(choice.strip()) for choice in choices):
            place = ord(letter[1].lower()) - ord("a")
        elif _LEADING.match(part):
            return _agreeing(part, choices)
    return place if 0 <= place < len(choices) else None


def _agreeing(part: str, choices: Sequence[str]) -> int | None:
    """`③ 12`: a mark with the option's text behind it, which must agree."""
    mark = _LEADING.match(part)
    if mark is None:
        return None
    place = _one(mark[0].strip(), choices)
    return place if place is not None and _by_text(part[mark.end() :], choices) == place else None


def _by_text(text: str, choices: Sequence[str]) -> int | None:
    wanted = words.listed(text)
    found = [i for i, choice in enumerate(choices) if words.listed(_LEADING.sub("", choice)) == wanted]
    return found[0] if len(found) == 1 else None
