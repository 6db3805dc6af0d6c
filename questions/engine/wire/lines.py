"""The small syntaxes inside the wire form: names, given lines, formulas as models write them, bare particles."""

from __future__ import annotations

import re

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
RESERVED = frozenset(
    [
        "x",
        "y",
        "z",
        "e",
        "i",
        "pi",
        "oo",
        "empty",
        "and",
        "or",
        "not",
        "if",
        "else",
        "for",
        "in",
        "range",
        "sum",
        "abs",
        "min",
        "max",
        "gcd",
        "lcm",
        "floor",
        "ceil",
        "factorial",
        "comb",
        "perm",
        "is_int",
        "sqrt",
        "log",
        "ln",
        "sin",
        "cos",
        "tan",
        "round",
        "mod",
        "True",
        "False",
        "None",
        "lambda",
    ]
)
"""Names a parameter may not take: letters that small models also print, and the words of the formula language."""

_GIVEN_LINE = re.compile(r"\s*(?P<name>\w+)\s*=\s*(?P<value>.+?)\s+in\s+(?P<range>.+?)\s*;?\s*")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "·": "*", "≤": "<= ", "≥": ">= ", "≠": "!= "})
_LONE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_BARE = re.compile(
    r"(?P<before>(?<!\\)\}|\$)(?P<particle>으로|을|를|은|는|이|가|과|와|로)(?=[\s.,?!)]|의\s|는\s|도\s|부터|$)"
)
_PAIRS = {
    "을": "을/를", "를": "을/를", "은": "은/는", "는": "은/는", "이": "이/가", "가": "이/가",
    "과": "과/와", "와": "과/와", "으로": "으로/로", "로": "으로/로",
}  # fmt: skip


def read_given_line(line: str) -> dict[str, str] | None:
    """`a = 3 in 2..9` as name, value and range; None where the line has another shape."""
    found = _GIVEN_LINE.fullmatch(line)
    return dict(found.groupdict()) if found else None


def clean_formula(text: str, *, condition: bool = False) -> str:
    """The formula without a `$` wrap and a trailing `;`, with × ÷ − as ASCII; in a condition `=` compares."""
    plain = text.strip().rstrip(";").strip()
    if len(plain) > 1 and plain[0] == plain[-1] == "$":
        plain = plain[1:-1].strip()
    plain = plain.translate(_SIGNS).replace("^", "**")
    return _LONE_EQUALS.sub("==", plain) if condition else plain


def with_particles(line: str) -> str:
    """The line with a bare particle after a placeholder or a formula made choosable: `{b}를` → `{b}{을/를}`.

    Only before a blank, a mark or the end: in `{n}가지` and `{k}일` the syllable belongs to a word. A `$` that
    opens a formula is no end of one.
    """
    pieces, last, dollars = [], 0, 0
    for found in _BARE.finditer(line):
        dollars += line.count("$", last, found.end("before"))
        inside = dollars % 2 == 1
        pieces.append(line[last : found.start("particle")])
        pieces.append(found["particle"] if inside else "{" + _PAIRS[found["particle"]] + "}")
        dollars += line.count("$", found.end("before"), found.end())
        last = found.end()
    return "".join(pieces) + line[last:]
