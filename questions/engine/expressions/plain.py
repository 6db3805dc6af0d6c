"""Cuts up what people type: full-width signs, superscripts, ½, √, 또는, thousands separators."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from questions.engine.expressions.lexemes import (
    CALLS,
    CONSTANTS,
    GREEK,
    SAID,
    SEPARATORS,
    Token,
    is_mathematical,
    letters,
    refuse,
)
from questions.engine.expressions.limits import MAX_SCIENTIFIC_EXPONENT, ExpressionError, check_length

_SIGNS: Final = {
    **dict.fromkeys("−–—‐‑﹣ー", "-"),
    **dict.fromkeys("×∙·⋅∗ㆍ・✕✖", "*"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("≤≦⩽", "<="),
    **dict.fromkeys("≥≧⩾", ">="),
    **dict.fromkeys("∅ø", "empty"),
    **dict.fromkeys("ºﾟ˚", "°"),
    **dict.fromkeys("∶", ":"),
    **dict.fromkeys("、", ","),
    **dict.fromkeys("∣", "|"),
    "≠": "!=",
    "≒": "≈",
    "〈": "<",
    "〉": ">",
    "⟨": "(",
    "⟩": ")",
    **dict.fromkeys("′’", "'"),
}
_SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿˣ", "0123456789-+nx", strict=True))
_SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉ₙ", "0123456789n", strict=True))
_LEVEL: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NUMBER: Final = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?![\d.]))?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_DOTTED: Final = re.compile(r"(\d*)\.(\d*?)((?:\d\u0307)(?:\d*\d\u0307)?)(?!\d)")
_CYCLE: Final = r"(?P<one>\d)(?P=one){2,}|(?P<more>\d{2,3})(?P=more)+"
_ENDLESS: Final = re.compile(rf"(\d*)\.(?:(\d*?)(?:{_CYCLE})(?:\.\.\.+|…|⋯)|\((?P<bracketed>\d+)\))")
_CHOSEN: Final = re.compile(r"(?P<whole>\d+|[₀₁₂₃₄₅₆₇₈₉]+)(?P<kind>[CP])(?P<part>\d+|[₀₁₂₃₄₅₆₇₈₉]+)(?![\d.])")
_TIMES: Final = re.compile(r"[xX](?=\s*10\s*(?:\^|\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))")
_BELONGS: Final = re.compile(r"in(?=\s*[{\[])")
_EITHER: Final = re.compile(r"%pm(?![A-Za-z])|#pm#")
_OPERATOR: Final = re.compile(r"=/=|<=|>=|=<|=>|!=|==|<>|/=|\*\*|[-+*/^=<>()\[\]{},;:|!%_']")
_SAME: Final = {"=<": "<=", "=>": ">=", "=/=": "!=", "/=": "!=", "<>": "!=", "**": "^", "==": "="}
_CALL: Final = re.compile(rf"%?({'|'.join(CALLS)})(?=\()")
_PERCENT_NAME: Final = re.compile(r"%(pi|e|i)(?![A-Za-z])")
_DERIVATIVE: Final = re.compile(r"(?<![A-Za-z])d([a-z])/dx(?![A-Za-z])")
_HANGUL: Final = re.compile(r"[가-힣]+")
_SAID: Final = re.compile("|".join(sorted(SAID, key=len, reverse=True)))
_SQUARED: Final = re.compile(r"의?\s*(세?)제곱(?![가-힣])")
_BESIDE: Final = re.compile(r"대(?=\s*[\d(√.])")
_UNION: Final = re.compile(r"[UuＵ](?=\s*[\[({])")
_ROOT_INDEX: Final = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)√")
_PROSE: Final = re.compile(r"[A-Za-z]+n't\b|([A-Za-z]{2,})\s+([A-Za-z]{3,})(?![A-Za-z(])")
_ANGLED: Final = re.compile(r"\s*<([^<>=]*,[^<>=]*)>\s*")
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad∠△")
_OTHER: Final = frozenset("√∛±∓°∪∈≈")
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"


def plain_tokens(text: str, *, grouped: bool = True) -> list[Token]:
    """The tokens of typed text. `grouped` reads `1,234` as one number at top level, otherwise as two.

    Raises ExpressionError (`limit`, `syntax`), its position counted in the text as given.
    """
    check_length(text)
    written, places = _folded(text)
    if vector := _ANGLED.fullmatch(written):
        written = f"{written[: vector.start(1) - 1]}({vector[1]}){written[vector.end(1) + 1 :]}"
    cutter = _Cutter(written, places, grouped)
    return cutter.cut()


def _folded(text: str) -> tuple[str, list[int]]:
    """Full-width and look-alike signs replaced, with each character's place in the original."""
    written: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _INVISIBLE:
            continue
        folded = _SIGNS.get(sign, sign)
        if "！" <= sign <= "～" or sign == "\u3000":
            folded = unicodedata.normalize("NFKC", sign)
        if folded == "empty":
            folded = "∅"
        written.append(folded)
        places.extend([place] * len(folded))
    places.append(len(text))
    return "".join(written), places


class _Cutter:
    def __init__(self, text: str, places: list[int], grouped: bool) -> None:
        self.text = text
        self.places = places
        self.grouped = grouped
        self.at = 0
        self.brackets = 0
        self.tokens: list[Token] = []
        self.spaced = False

    def cut(self) -> list[Token]:
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign.isspace():
                self.spaced = True
                self.at += 1
                continue
            self.next(sign)
            self.spaced = False
        self.put("end", "", 0)
        return self.tokens

    def put(self, kind: str, value: str, length: int) -> None:
        self.tokens.append(Token(kind, value, self.places[self.at], self.spaced))
        self.at += length

    def next(self, sign: str) -> None:
        if sign == "." and self.after_value() and self.text.startswith("matrix(", self.at + 1):
            self.put("operator", "@", 1)
        elif sign.isascii() and (sign.isdigit() or sign == "."):
            self.number()
        elif derivative := _DERIVATIVE.match(self.text, self.at):
            self.put("letter", f"{derivative[1]}'", len(derivative[0]))
        elif call := _CALL.match(self.text, self.at):
            self.put(*CALLS[call[1]], len(call[0]))
        elif sign in "xX" and self.after_number() and _TIMES.match(self.text, self.at):
            self.put("operator", "*", 1)
        elif either := _EITHER.match(self.text, self.at):
            self.put("operator", "±", len(either[0]))
        elif self.spaced and _BELONGS.match(self.text, self.at):
            self.put("operator", "∈", 2)
        elif sign in "UuＵ" and self.closed() and _UNION.match(self.text, self.at):
            self.put("operator", "∪", 1)
        elif sign.isascii() and sign.isalpha():
            self.check_prose()
            run = re.compile("[A-Za-z]+").match(self.text, self.at)
            assert run is not None
            self.tokens.extend(letters(run[0], self.places[self.at], self.spaced))
            self.at = run.end()
        elif (name := _PERCENT_NAME.match(self.text, self.at)) and not self.after_value():
            self.put("constant", CONSTANTS[name[1]], len(name[0]))
        elif self.text.startswith("+-", self.at) and not self.after_value():
            self.put("operator", "±", 2)
        elif operator := _OPERATOR.match(self.text, self.at):
            self.brackets += (operator[0] in "([{") - (operator[0] in ")]}")
            self.put("operator", _SAME.get(operator[0], operator[0]), len(operator[0]))
        elif sign in _OTHER:
            self.put("operator", sign, 1)
        else:
            self.other(sign)

    def closed(self) -> bool:
        """Whether an interval or a set ends right here."""
        return bool(self.tokens) and self.tokens[-1].text in (")", "]", "}")

    def after_number(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].kind == "number"

    def check_prose(self) -> None:
        """Two words side by side are a sentence, no product of their letters."""
        match = _PROSE.match(self.text, self.at)
        if match and (match[1] is None or not any(map(is_mathematical, match.groups()))):
            raise refuse(match[0], self.places[self.at])

    def after_value(self) -> bool:
        """Whether a value ends right here, so that % is a percent sign and +- a sum with a negative number."""
        before = self.tokens[-1] if self.tokens else None
        return before is not None and (before.kind != "operator" or before.text in (")", "]", "}", "!", "%", "°", "|"))

    def number(self) -> None:
        dotted = _DOTTED.match(self.text, self.at)
        if dotted:
            cycle = dotted[3].replace("\u0307", "")
            self.put("repeating", f"{dotted[1]}.{dotted[2]}.{cycle}", len(dotted[0]))
            return
        if endless := _ENDLESS.match(self.text, self.at):
            cycle = endless["one"] or endless["more"] or endless["bracketed"]
            self.put("repeating", f"{endless[1]}.{endless[2] or ''}.{cycle}", len(endless[0]))
            return
        if chosen := _CHOSEN.match(self.text, self.at):
            self.chosen(chosen)
            return
        grouped = _GROUPED.match(self.text, self.at)
        if grouped and self.brackets:
            if re.search(r",0\d\d", grouped[0]):
                raise ExpressionError("syntax", "a thousands separator inside brackets", self.places[self.at])
        elif grouped and self.grouped:
            self.put("number", grouped[0].replace(",", ""), len(grouped[0]))
            return
        match = _NUMBER.match(self.text, self.at)
        if match is None:
            raise refuse(self.text[self.at], self.places[self.at])
        exponent = match[0].lower().partition("e")[2]
        if exponent and (len(exponent) > 4 or abs(int(exponent)) > MAX_SCIENTIFIC_EXPONENT):
            raise ExpressionError("limit", "an exponent too large", self.places[self.at])
        self.put("number", match[0].lower(), len(match[0]))

    def other(self, sign: str) -> None:
        if (index := _ROOT_INDEX.match(self.text, self.at)) and not self.after_value():
            self.root(index)
        elif sign in _SUPERSCRIPTS:
            self.raised()
        elif chosen := _CHOSEN.match(self.text, self.at):
            self.chosen(chosen)
        elif sign in _SUBSCRIPTS:
            run = self.run(_SUBSCRIPTS)
            self.put("operator", "_", 0)
            self.put("number" if run.isdigit() else "letter", run, len(run))
        elif sign in GREEK:
            self.put("letter", GREEK[sign], 1)
        elif sign in CONSTANTS or sign == "∅":
            self.put("constant", CONSTANTS.get(sign, "empty"), 1)
        elif sign in _CIRCLED:
            self.put("number", str(_CIRCLED.index(sign) + 1), 1)
        elif unicodedata.normalize("NFKC", sign).count("⁄") == 1:
            self.put("fraction", unicodedata.normalize("NFKC", sign).replace("⁄", "/"), 1)
        elif squared := _SQUARED.match(self.text, self.at):
            self.put("operator", "^", 0)
            self.put("number", "3" if squared[1] else "2", len(squared[0]))
        elif (beside := _BESIDE.match(self.text, self.at)) and self.after_value():
            self.put("operator", ":", len(beside[0]))
        elif said := _SAID.match(self.text, self.at):
            self.put(*SAID[said[0]], len(said[0]))
        elif word := _HANGUL.match(self.text, self.at):
            kind = ("operator", SEPARATORS[word[0]]) if word[0] in SEPARATORS else ("text", word[0])
            self.put(*kind, len(word[0]))
        else:
            raise refuse(sign, self.places[self.at])

    def run(self, table: dict[str, str]) -> str:
        end = self.at
        while end < len(self.text) and self.text[end] in table:
            end += 1
        return "".join(table[sign] for sign in self.text[self.at : end])

    def root(self, index: re.Match[str]) -> None:
        """`³√8`: the small number in front of the sign says which root."""
        number = "".join(_SUPERSCRIPTS[sign] for sign in index[1])
        self.put("command", "root sign", 0)
        self.put("number", number, len(index[0]))

    def chosen(self, found: re.Match[str]) -> None:
        """`5C2` and `₅P₂`, as Korean schools write combinations and permutations."""
        whole, part = (str(int(found[side].translate(_LEVEL))) for side in ("whole", "part"))
        self.put("function", {"C": "binomial", "P": "permutations"}[found["kind"]], 0)
        for kind, value in (("operator", "("), ("number", whole), ("operator", ","), ("number", part)):
            self.put(kind, value, 0)
        self.put("operator", ")", len(found[0]))

    def raised(self) -> None:
        run = self.run(_SUPERSCRIPTS)
        match = re.fullmatch(r"([-+]?)(\d+|[nx])", run)
        if match is None:
            raise refuse(self.text[self.at], self.places[self.at])
        for value in ("^", "(", *([match[1]] if match[1] else [])):
            self.put("operator", value, 0)
        self.put("number" if match[2].isdigit() else "letter", match[2], 0)
        self.put("operator", ")", len(run))
