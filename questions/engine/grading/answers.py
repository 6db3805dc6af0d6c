"""Reads the text of an answer: which spelling it is in, what wraps it, and what could not be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from questions.engine.expressions import cardinals
from questions.engine.expressions.lexemes import SAID
from questions.engine.expressions.limits import MAX_LENGTH, ExpressionError
from questions.engine.expressions.nodes import Node
from questions.engine.expressions.written import read_latex, read_plain
from questions.engine.grading.prose import stated, without_reason
from questions.engine.grading.units import COUNTERS

_FORBIDDEN: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0000")
_UNSEEN: Final = str.maketrans("", "", "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad")
_BOXED: Final = re.compile(r"^\\boxed\s*\{(.*)\}$", re.DOTALL)
_DELIMITERS: Final = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_SPACED: Final = re.compile(r"-?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_BETWEEN: Final = re.compile(r"(?:[\s,;$]|\\quad|\\[()]|and|or|또는|그리고|\\text\s*\{\s*(?:and|or|또는)\s*\})*")
_PREFIX: Final = re.compile(
    r"^(?:정?답\s*(?:은|:|：|=|->|→)?|(?:answer|ans)\s*[:：=]?(?![A-Za-z])|∴|\\therefore|=(?!=)|[→⇒]|=>(?=\s*[^=]))\s*",
    re.IGNORECASE,
)
_WORDED: Final = re.compile(r"\\(?:text|mathrm|textbf|mbox|textrm|mathbf)\s*\{([^{}]*)\}")
_MIXED: Final = re.compile(r"(\d+)\s*(?:과|와|하고|and)\s*(?:(\d+)\s*/\s*(\d+)|(\d+)\s*분의\s*(\d+))(?![\d/])")
_SPELLED: Final = re.compile(rf"([가-힣]+?|[A-Za-z -]+?)(\s*(?:원|{'|'.join(COUNTERS)})?)")
_SPELLED_FRACTION: Final = re.compile(r"([가-힣]+)분의\s*([가-힣]+)")
_INDEXED: Final = re.compile(r"(?<![A-Za-z\d_\\%])([A-Za-z])_?\{?\d\}?(?![\d.])")
_CLOSE: Final = re.compile(r"(?<![A-Za-z\d_\\%])([A-Za-z])(\d)(?![\d.])")
_SPELLED_DECIMAL: Final = re.compile("([일이삼사오육칠팔구십백천만영]+)점([일이삼사오육칠팔구영]+)")
_SAID_SIGNS: Final = re.compile("(" + "|".join(sorted(SAID, key=len, reverse=True)) + ")")
_SAID_OF: Final = re.compile(r"([A-Za-z])\s*(?:의\s*)?(?:값\s*)?(?:은|는|이|가)\s+(?=[-−+\d√±∓.\\(])")
_SIDE_BY_SIDE: Final = re.compile(
    r"[A-Za-z]\s*=\s*[^=,;\s가-힣]*[A-Za-z\d)}](?:\s+[A-Za-z]\s*=\s*[^=,;\s가-힣]*[A-Za-z\d)}])+"
)
_THIN: Final = re.compile(r",\\!\s*")
_SPACE: Final = re.compile(r"(?<!\\)\\ ")
_THIN_GROUP: Final = re.compile(r"(?<=\d)\\,(?=\d{3}(?!\d))")
_OVER: Final = re.compile(r"\{([^{}]*)\\over(?![A-Za-z])([^{}]*)\}")
_WORDED_ENDING: Final = re.compile(r"\\text\s*\{\s*(?:입니다|이다|이에요|예요)\s*\.?\s*\}$")
_ENDING: Final = re.compile(r"(?:입니다|이다|이에요|예요|임|(?<=[\d)\]}A-Za-z])이?요)[!~]*$")


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
    unseen = (i for i, c in enumerate(text) if c in _FORBIDDEN or (unicodedata.category(c) == "Cc" and not c.isspace()))
    place = next(unseen, None)
    if place is not None:
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
        raise Unreadable(f"보이지 않는 제어 문자가 들어 있어 읽을 수 없습니다.\n{pointed(shown, place)}")
    text = _spaces_folded(_THIN.sub(",", text.translate(_UNSEEN)))
    text = without_reason(_PREFIX.sub("", unicodedata.normalize("NFC", text).strip()))
    said = text[:-1].rstrip() if text.endswith((".", "。")) and not text.endswith("..") else text
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


def _spaces_folded(text: str) -> str:
    """LaTeX's spaces as spaces, none inside a number, and `{1 \\over 2}` as a fraction."""
    text = _THIN_GROUP.sub("", _SPACE.sub(" ", text))
    text = _OVER.sub(r"\\frac{\1}{\2}", text) if "\\over" in text else text
    return _WORDED_ENDING.sub("", text.rstrip())


def _unwrapped(text: str) -> str:
    for opening, closing in _DELIMITERS:
        inside = text[len(opening) : -len(closing)]
        wrapped = len(text) > len(opening) + len(closing) and text.startswith(opening)
        if wrapped and text.endswith(closing) and opening not in inside:
            return inside.strip()
    worded = _WORDED.fullmatch(text)
    match = worded or _BOXED.match(text)
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


def pointed(text: str, place: int = 0) -> str:
    """The text with a caret under the place that could not be read."""
    return f"{text}\n{' ' * place}^"


def single(text: str) -> str:
    """An answer of one value, in which `1과 1/2` is a mixed number."""
    return _MIXED.sub(_mixed, text)


def spelled(text: str) -> str:
    """`일곱`, `일곱 개`, `삼분의 이`, `루트삼`, `영점오` or `seven` in digits; any other text stays as it is."""
    if parts := _SPELLED_FRACTION.fullmatch(text):
        bottom, top = (cardinals.counted(part) for part in parts.groups())
        if bottom is not None and top is not None:
            return f"{top}/{bottom}"
    if decimal := _SPELLED_DECIMAL.fullmatch(text):
        whole = cardinals.counted(decimal[1])
        return text if whole is None else f"{whole}.{''.join(str(cardinals.counted(sign)) for sign in decimal[2])}"
    match = _SPELLED.fullmatch(text)
    number = cardinals.counted(match[1]) if match else None
    return _signs_and_numbers(text) if number is None or match is None else f"{number}{match[2]}"


def indexed(text: str, other: str) -> str:
    """`x1` as x_1, where the other text has that letter with an index too; elsewhere it may be a slip for x²."""
    letters = set(_INDEXED.findall(other))
    return _CLOSE.sub(lambda match: f"{match[1]}_{match[2]}" if match[1] in letters else match[0], text)


def _signs_and_numbers(text: str) -> str:
    """`이루트삼` as 2루트3: number words between the names of signs; any other text stays."""
    parts = _SAID_SIGNS.split(text)
    numbers = [cardinals.counted(part) if part.strip() else None for part in parts[::2]]
    if len(parts) == 1 or any(part.strip() and n is None for part, n in zip(parts[::2], numbers, strict=True)):
        return text
    parts[::2] = [" " if number is None else str(number) for number in numbers]
    return "".join(parts).strip()


def equated(text: str) -> str:
    """`x는 4` as x = 4, and `x=2 y=3` as two equations; any other text stays as it is."""
    text = _SAID_OF.sub(r"\1 = ", text)
    return re.sub(r"\s+(?=[A-Za-z]\s*=)", ", ", text) if _SIDE_BY_SIDE.fullmatch(text) else text


def _mixed(match: re.Match[str]) -> str:
    top, bottom = (match[2], match[3]) if match[2] else (match[5], match[4])
    return f"{match[1]} {top}/{bottom}" if int(top) < int(bottom) else match[0]


def explanation(error: ExpressionError, text: str) -> str:
    """Why a text could not be read, with a caret under the place."""
    return f"읽을 수 없습니다 ({error.sentence}).\n{error.caret(text)}"
