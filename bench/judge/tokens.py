"""LaTeX and typed mathematics as a list of tokens. Nothing is dropped: an unknown mark is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass


class Unreadable(ValueError):
    """The text is not in the judge's language."""


@dataclass(frozen=True)
class Token:
    """`kind` is number, letter, command or mark."""

    kind: str
    text: str


PATTERN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+|\.\d+)"
    r"|(?P<command>\\[A-Za-z]+|\\[{}|])"
    r"|(?P<letter>[A-Za-zα-ω])"
    r"|(?P<mark><=|>=|!=|[-+*/^_=<>(){}\[\],!|'√π:&])"
    r"|(?P<space>\s+)"
)
SYNONYMS = {
    "−": "-", "\u2013": "-", "×": r"\times ", "÷": r"\div ", "·": r"\cdot ", "⋅": r"\cdot ",
    "≤": "<=", "≥": ">=", "≦": "<=", "≧": ">=", "≠": "!=",
    "\N{SUPERSCRIPT TWO}": "^2", "\N{SUPERSCRIPT THREE}": "^3",
    "±": r"\pm ", "°": r"^\circ ", "½": r"\frac{1}{2}", "∞": r"\infty ", "′": "'",
    "**": "^", r"\,": " ", r"\;": " ", r"\!": "", r"\ ": " ", r"\quad": " ", r"\%": "%", "~": " ",
}  # fmt: skip
SILENT = {r"\left", r"\right", r"\displaystyle", r"\limits", r"\big", r"\Big", r"\bigl", r"\bigr"}
COMMANDS = {
    r"\le": "<=", r"\leq": "<=", r"\leqq": "<=", r"\leqslant": "<=", r"\ge": ">=", r"\geq": ">=",
    r"\geqq": ">=", r"\geqslant": ">=", r"\lt": "<", r"\gt": ">", r"\ne": "!=", r"\neq": "!=",
    r"\{": "(", r"\}": ")", r"\lbrace": "(", r"\rbrace": ")", r"\times": "*", r"\cdot": "*", r"\div": "/÷",
    r"\|": "|", r"\lvert": "|", r"\rvert": "|", r"\vert": "|",
}  # fmt: skip
DRESS = re.compile(r"\\(?:mathrm|mathit|mathbf|text|textrm|rm|operatorname)\s*\{([A-Za-z\s]*)\}")
RECURRING = re.compile(r"(\d+)\.(\d*)((?:\\dot\s*\{?\s*\d\s*\}?\s*\d*)+)")
MIXED = re.compile(r"(?<![\^_{}\w.])(\d+)\s*\\d?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}")


def _recurring(found: re.Match[str]) -> str:
    """`0.1\\dot{2}\\dot{7}` as the fraction that it is: everything from the first dot to the last repeats."""
    ones, fixed, dotted = found.groups()
    repeating = re.sub(r"\D", "", dotted)
    if not re.search(r"\\dot\s*\{?\s*\d\s*\}?\s*$", dotted):
        raise Unreadable("digits behind the last dot")
    nines = 10 ** len(fixed) * (10 ** len(repeating) - 1)
    return f"({int(ones + fixed + repeating) - int(ones + fixed)}/{nines})"


def tokenize(text: str) -> list[Token]:
    """Tokens of one formula; raises Unreadable at the first mark outside the language."""
    if len(text) > 600:
        raise Unreadable("too long")
    for spelling, plain in SYNONYMS.items():
        text = text.replace(spelling, plain)
    text = DRESS.sub(r" \1 ", text)
    text = MIXED.sub(r"(\1+\2/\3)", RECURRING.sub(_recurring, text))
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        found = PATTERN.match(text, place)
        if found is None:
            raise Unreadable(f"{text[place]!r} at {place}")
        place = found.end()
        kind, mark = str(found.lastgroup), found.group().strip()
        if kind == "space" or mark in SILENT:
            continue
        if kind == "command" and mark in COMMANDS:
            kind, mark = "mark", COMMANDS[mark]
        tokens.append(Token(kind, mark))
    return tokens
