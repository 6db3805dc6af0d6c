"""Reads the text of an answer: which spelling it is in, what wraps it, and what could not be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from questions.engine.expressions.limits import MAX_LENGTH, ExpressionError
from questions.engine.expressions.nodes import Node
from questions.engine.expressions.written import read_latex, read_plain
from questions.engine.grading.prose import stated

_FORBIDDEN: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0000")
_BOXED: Final = re.compile(r"^\\boxed\s*\{(.*)\}$", re.DOTALL)
_DELIMITERS: Final = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_SPACED: Final = re.compile(r"-?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_BETWEEN: Final = re.compile(r"(?:[\s,;$]|\\quad|\\[()]|and|or|또는|그리고|\\text\s*\{\s*(?:and|or|또는)\s*\})*")
_PREFIX: Final = re.compile(r"^(?:정?답\s*(?:은|:|：)?|answer\s*[:：]?|∴|\\therefore)\s*", re.IGNORECASE)
_THIN: Final = re.compile(r",\\!\s*")
_ENDING: Final = re.compile(r"(?:입니다|이다|이에요|예요|임)$")


class Unreadable(Exception):
    """A text that cannot be read as an answer; the message says what and where, with a caret."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read: its tree and whether commas were taken as separators only."""

    node: Node
    latex: bool


def cleaned(text: str) -> str:
    """The answer without wrapping: dollar signs, \\boxed, `답:`, a full stop, 입니다.

    Raises Unreadable for an empty or overlong text and for control or direction signs.
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"{MAX_LENGTH}자를 넘는 답은 읽을 수 없습니다.")
    if any(c in _FORBIDDEN or (unicodedata.category(c) == "Cc" and not c.isspace()) for c in text):
        raise Unreadable("보이지 않는 제어 문자가 들어 있어 읽을 수 없습니다.")
    text = _THIN.sub(",", text)
    text = _PREFIX.sub("", unicodedata.normalize("NFC", text).strip())
    said = text[:-1].rstrip() if text.endswith((".", "。")) else text
    text = _ENDING.sub("", said).rstrip() or text
    text = stated(text)
    text = text.replace(" ", "") if _SPACED.fullmatch(text) else text
    for _ in range(3):
        text = _unwrapped(text)
    text = _boxes(text) or text
    quoted = _QUOTED.fullmatch(text)
    text = quoted[1].strip() if quoted else text
    if text.count("$") % 2 == 0:
        text = text.replace("$", " ").strip()
    if not text:
        raise Unreadable("답이 비어 있습니다.")
    return text


def _unwrapped(text: str) -> str:
    for opening, closing in _DELIMITERS:
        inside = text[len(opening) : -len(closing)]
        wrapped = len(text) > len(opening) + len(closing) and text.startswith(opening)
        if wrapped and text.endswith(closing) and opening not in inside:
            return inside.strip()
    match = _BOXED.match(text)
    return match[1].strip() if match and _balanced(match[1]) else text


def _boxes(text: str) -> str:
    """What stands in \\boxed{…}, several joined by commas; empty where there is no box."""
    found: list[str] = []
    end = 0
    for match in re.finditer(r"\\boxed\s*\{", text):
        if found and not _BETWEEN.fullmatch(text[end : match.start()]):
            return ""
        depth = 1
        for place in range(match.end(), len(text)):
            depth += (text[place] == "{") - (text[place] == "}")
            if depth == 0:
                found.append(text[match.end() : place].strip())
                end = place + 1
                break
    return ", ".join(found)


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def read(text: str, *, grouped: bool = True) -> Reading:
    """The tree of an answer, as LaTeX where it holds a command and as typed text otherwise.

    Raises ExpressionError unless all of it was read. `grouped`: `1,234` is one number.
    """
    latex = "\\" in text or "{,}" in text or re.search(r"[\^_]\s*\{|\}\s*\^", text) is not None
    if latex:
        return Reading(read_latex(text.replace("$", " "), grouped=grouped), True)
    return Reading(read_plain(text.replace("$", " "), grouped=grouped), False)


def explanation(error: ExpressionError, text: str) -> str:
    """Why a text could not be read, with a caret under the place."""
    return f"읽을 수 없습니다 ({error.sentence}).\n{error.caret(text)}"
