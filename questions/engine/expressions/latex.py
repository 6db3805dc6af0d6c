r"""Cuts up LaTeX: `\frac12`, `\sqrt[3]{x}`, `\left( \right)`, `\{1, 2\}`, `0.\dot{3}`, `\text{또는}`."""

from __future__ import annotations

import re
from typing import Final

from questions.engine.expressions.lexemes import (
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    SEPARATORS,
    Token,
    letters,
    refuse,
)
from questions.engine.expressions.limits import ExpressionError, check_length

_DROPPED: Final = frozenset(
    (
        *("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle"),
        *("quad", "qquad", ",", ";", "!", ":", " ", "limits", "nonumber", "hspace", "$"),
        *("angle", "triangle", "overline", "bar", "vec", "overrightarrow"),
    )
)
_OPERATORS: Final = {
    **dict.fromkeys(("times", "cdot", "ast", "cdotp"), "*"),
    **dict.fromkeys(("div",), "/"),
    **dict.fromkeys(("le", "leq", "leqslant", "leqq"), "<="),
    **dict.fromkeys(("ge", "geq", "geqslant", "geqq"), ">="),
    **dict.fromkeys(("ne", "neq"), "!="),
    **dict.fromkeys(("mid", "vert", "lvert", "rvert", "|"), "|"),
    **dict.fromkeys(("lparen",), "("),
    **dict.fromkeys(("rparen",), ")"),
    "lt": "<",
    "gt": ">",
    "approx": "≈",
    "pm": "±",
    "mp": "∓",
    "cup": "∪",
    "in": "∈",
    "{": "{",
    "}": "}",
    "lbrace": "{",
    "rbrace": "}",
    "%": "%",
    "colon": ":",
    "degree": "°",
    **dict.fromkeys(("langle",), "("),
    **dict.fromkeys(("rangle",), ")"),
    "prime": "'",
    "lor": "or",
    "vee": "or",
    "land": "and",
    "wedge": "and",
}
_FRACTIONS: Final = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
_CONSTANTS: Final = {"pi": "pi", "infty": "oo", "emptyset": "empty", "varnothing": "empty"}
_TEXT: Final = frozenset(("text", "textbf", "textrm", "mathrm", "mbox", "textit", "mathbf", "textnormal", "rm"))
_MATRICES: Final = frozenset(("matrix", "pmatrix", "bmatrix", "array", "vmatrix"))
_ROUNDED: Final = {"lfloor": "floor", "lceil": "ceil"}
_COMMAND: Final = re.compile(r"\\(quad|[A-Za-z]+|.)", re.DOTALL)
_DOTTED: Final = re.compile(r"(\d*)\.(\d*?)((?:\\dot\s*(?:\{\d\}|\d))(?:\d*\\dot\s*(?:\{\d\}|\d))?)(?![\d])")
_BARRED: Final = re.compile(r"(\d*)\.(\d*)\\(?:overline|bar)\s*(?:\{\s*(\d+)\s*\}|(\d))")
_NUMBER: Final = re.compile(r"\d+(?:(?:\{,\}|,)\d{3}(?!\d))*(?:\.\d+)?|\.\d+")
_DEGREE: Final = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ)")
_DERIVATIVE: Final = re.compile(r"\\[dt]?frac\s*\{\s*d\s*([a-z])\s*\}\s*\{\s*d\s*x\s*\}")
_BRACED: Final = re.compile(r"\s*\{([^{}]*)\}")
_SIGNS: Final = {
    "−": "-",
    "×": "*",
    "÷": "/",
    "·": "*",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "±": "±",
    "°": "°",
    "≈": "≈",
    "≒": "≈",
}
_PLAIN: Final = frozenset("+-*/=<>()[],;:|!^_'")


def latex_tokens(text: str, *, grouped: bool = True) -> list[Token]:
    """The tokens of LaTeX mathematics. `grouped` reads `1,234` outside brackets as one number.

    Raises ExpressionError (`limit`, `syntax`): an unknown command is refused, never skipped.
    """
    check_length(text)
    return _Cutter(text, grouped).cut()


class _Cutter:
    def __init__(self, text: str, grouped: bool) -> None:
        self.text = text
        self.grouped = grouped
        self.at = 0
        self.brackets = 0
        self.tokens: list[Token] = []
        self.spaced = False
        self.tables = 0
        self.singles = 0  # how many one-sign arguments a command still takes (\frac12)

    def cut(self) -> list[Token]:
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign.isspace() or sign == "~" or (sign == "&" and not self.tables):
                self.spaced = True
                self.at += 1
                continue
            self.next(sign)
            self.spaced = False
        self.put("end", "", 0)
        return self.tokens

    def put(self, kind: str, value: str, length: int) -> None:
        self.tokens.append(Token(kind, value, self.at, self.spaced))
        self.at += length

    def next(self, sign: str) -> None:
        if derivative := _DERIVATIVE.match(self.text, self.at):
            self.put("letter", f"{derivative[1]}'", len(derivative[0]))
        elif sign == "\\":
            self.command()
        elif sign == "&":
            self.put("operator", "&", 1)
        elif sign in "{}":
            self.singles = 0
            self.put("open" if sign == "{" else "close", sign, 1)
        elif degree := _DEGREE.match(self.text, self.at):
            self.put("operator", "°", len(degree[0]))
        elif sign.isascii() and (sign.isdigit() or sign == "."):
            self.number()
        elif sign.isascii() and sign.isalpha():
            run = re.compile("[A-Za-z]+").match(self.text, self.at)
            assert run is not None
            length = 1 if self.singles else len(run[0])
            self.singles -= bool(self.singles)
            self.tokens.extend(letters(run[0][:length], self.at, self.spaced))
            self.at += length
        else:
            self.sign(sign)

    def sign(self, sign: str) -> None:
        if sign in _SIGNS:
            self.put("operator", _SIGNS[sign], 1)
        elif sign in _PLAIN:
            pair = self.text[self.at : self.at + 2]
            if pair in ("<=", ">=", "!=", "=="):
                self.put("operator", pair if pair != "==" else "=", 2)
                return
            self.brackets += (sign in "([") - (sign in ")]")
            self.put("operator", sign, 1)
        elif sign in GREEK:
            self.put("letter", GREEK[sign], 1)
        elif sign in CONSTANTS:
            self.put("constant", CONSTANTS[sign], 1)
        elif word := re.compile("[가-힣]+").match(self.text, self.at):
            self.words(word[0], len(word[0]))
        else:
            raise refuse(sign, self.at)

    def number(self) -> None:
        barred = _BARRED.match(self.text, self.at)
        if barred:
            self.put("repeating", f"{barred[1]}.{barred[2]}.{barred[3] or barred[4]}", len(barred[0]))
            return
        dotted = _DOTTED.match(self.text, self.at)
        if dotted:
            cycle = re.sub(r"\D", "", dotted[3])
            self.put("repeating", f"{dotted[1]}.{dotted[2]}.{cycle}", len(dotted[0]))
            return
        if self.singles:
            self.singles -= 1
            self.put("number", self.text[self.at], 1)
            return
        match = _NUMBER.match(self.text, self.at)
        if match is None:
            raise refuse(self.text[self.at], self.at)
        whole = match[0].replace("{,}", "")
        if "," in whole and (self.brackets or not self.grouped or not re.match(r"\d{1,3},", whole)):
            if re.search(r",0\d\d", whole):
                raise ExpressionError("syntax", "a thousands separator inside brackets", self.at)
            whole = whole.partition(",")[0]
            self.put("number", whole, len(whole))
            return
        self.put("number", whole.replace(",", ""), len(match[0]))

    def command(self) -> None:
        match = _COMMAND.match(self.text, self.at)
        if match is None:
            raise refuse("\\", self.at)
        name, length = match[1], len(match[0])
        if name in _DROPPED:
            self.dropped(name, length)
        elif name in _FRACTIONS:
            self.put("command", "frac", length)
            self.singles = 2
        elif name == "binom":
            self.put("command", "binom", length)
            self.singles = 2
        elif name in ("sum", "prod", "det"):
            self.put("function" if name == "det" else "command", name, length)
        elif name in ("lfloor", "lceil", "rfloor", "rceil"):
            self.rounded(name, length)
        elif name == "operatorname":
            self.operator_name(length)
        elif name == "sqrt":
            self.put("command", "sqrt", length)
            self.singles = 0 if self.text[self.at : self.at + 1] == "[" else 1
        elif name in _OPERATORS:
            value = _OPERATORS[name]
            self.brackets += (value in "({") - (value in ")}")
            self.put("operator", value, length)
        elif name in _CONSTANTS or name in FUNCTIONS or name in GREEK.values():
            kind = "constant" if name in _CONSTANTS else "function" if name in FUNCTIONS else "letter"
            self.put(kind, _CONSTANTS.get(name) or FUNCTIONS.get(name) or name, length)
        elif name in _TEXT:
            self.text_command(length)
        elif name in ("begin", "end"):
            self.environment(name, length)
        elif name == "\\":
            self.put("operator", ";", length)
        else:
            raise refuse("\\" + name, self.at)

    def rounded(self, name: str, length: int) -> None:
        """`\\lfloor x \\rfloor` is floor(x)."""
        if name in _ROUNDED:
            self.put("function", _ROUNDED[name], 0)
        self.put("operator", "(" if name in _ROUNDED else ")", length)

    def operator_name(self, length: int) -> None:
        inside = _BRACED.match(self.text, self.at + length)
        name, _, base = inside[1].strip().partition("_") if inside else ("", "", "")
        if inside is None or name not in FUNCTIONS or (base and not (name == "log" and len(base) == 1)):
            raise refuse("\\operatorname", self.at)
        self.put("function", FUNCTIONS[name], 0 if base else length + len(inside[0]))
        if base:
            self.put("operator", "_", 0)
            self.put("number" if base.isdigit() else "letter", base, length + len(inside[0]))

    def dropped(self, name: str, length: int) -> None:
        after = self.text[self.at + length : self.at + length + 1]
        self.at += length
        if name in ("left", "right") and after == ".":
            raise refuse("\\" + name + ".", self.at)

    def text_command(self, length: int) -> None:
        inside = _BRACED.match(self.text, self.at + length)
        if inside is None:
            raise refuse(self.text[self.at : self.at + length], self.at)
        self.words(inside[1].strip(), length + len(inside[0]))

    def words(self, words: str, length: int) -> None:
        if not words:
            self.at += length
        elif words in SEPARATORS:
            self.put("operator", SEPARATORS[words], length)
        elif letter := re.fullmatch(r"\(?([A-Za-z])\)?", words):
            self.put("letter", letter[1], length)
        else:
            self.put("text", words, length)

    def environment(self, name: str, length: int) -> None:
        inside = _BRACED.match(self.text, self.at + length)
        kind = inside[1].strip() if inside else ""
        if inside is None or kind not in _MATRICES | {"cases"}:
            raise refuse(f"\\{name}{{{kind}}}", self.at)
        if kind == "cases":
            self.at += length + len(inside[0])
            return
        self.tables += 1 if name == "begin" else -1
        length += len(inside[0])
        if name == "begin" and kind == "array":
            columns = _BRACED.match(self.text, self.at + length)
            length += len(columns[0]) if columns else 0
        if kind == "vmatrix" and name == "begin":
            self.put("function", "det", 0)
        self.put(*(("command", "rows") if name == "begin" else ("operator", "end rows")), length)
