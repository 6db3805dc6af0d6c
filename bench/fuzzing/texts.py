"""Random texts that are nearly right: small grammars of what is written at each door, and mutations of valid texts."""

# ruff: noqa: E501 (a grammar is read line by line)

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence

Grammar = Callable[[random.Random], str]

LONGEST = 5000
NUMBERS = (
    "0", "1", "2", "3", "7", "10", "12", "100", "1,200", "0.5", "3.14", "-4", "1/2", "2/0", "½", "１２", "세", "스물다섯",
    "1e9", "1e99999999", "99999999999999999999", "0.000000000000000001", "8" * 40, "0" * 40 + "1", "3 1/2", "٣", "²",
)  # fmt: skip
LETTERS = ("x", "y", "a", "n", "π", "pi", "e", "i", "∞", "θ", "AB", "f", "sqrt", "x_1", "_", "가")
STRANGE = (
    "\x00", "\u202e", "\u200b", "\ufeff", "\ud800", "\r\n", "\t", "\v", "{", "}", "{{", "}}", "$", "$$", "\\", "\\\\", "%",
    "<<", ">>", "|", "||", "①", "⑤", "…", "'", '"', "`", "#", "&", "=", "==", "≠", "≤", "±", "∪", "^", "**", "//", "!", "°",
    "\\frac{", "\\sqrt[", "\\left(", "\\right.", "\\begin{array}{c|c}", "\\end{array}", "\\text{", "\\def\\x{\\x}\\x", "{n}{을/를}",
    "ﷺ", "e\u0301", "🙂", "𝟏", " for i in range(1, 9)", " if ", " else ", "lambda", "__class__", "print(", "import os\n",
)  # fmt: skip
SIZES: tuple[Callable[[random.Random], str], ...] = (
    lambda source: str(source.choice((0, 1, 2, 65, 129, 999, 1000, 4097, 20_000, 60_001))),
    lambda source: str(source.randrange(10 ** source.randint(1, 15))),
    lambda source: f"-{source.randrange(10 ** source.randint(1, 4))}",
    lambda source: f"{source.randrange(10 ** source.randint(1, 6))}/{source.randrange(10 ** source.randint(1, 6))}",
    lambda source: f"{source.randrange(10 ** source.randint(1, 6))}.{source.randrange(10 ** source.randint(1, 6))}",
    lambda source: "9" * source.randint(14, 40),
)
_WHOLE = re.compile(r"(?<![\d.,])\d+(?![\d.,])")
UNITS = (
    "cm",
    "cm²",
    "m^2",
    "kg",
    "시간",
    "분",
    "원",
    "개",
    "명",
    "%",
    "km/h",
    "°",
    "살",
    "만 원",
    "L",
    "㎝",
    "년 후",
    "cm/s^2",
)
WORDS = (
    "사과가", "모두", "몇 개입니까?", "값을 구하시오.", "일차방정식", "의 해를 구하시오.", "평균을", "넓이는?", "반지름이", "남은", "씩",
    "이고", "일 때,", "또는", "그리고", "how many", "each", "left", "of the", "twice", "percent", "다음 표에서", "그림과 같이",
)  # fmt: skip


def plain(source: random.Random, depth: int = 4) -> str:
    """An expression as people type it."""
    if depth == 0 or source.random() < 0.25:
        return source.choice(NUMBERS if source.random() < 0.6 else LETTERS)
    inner = plain(source, depth - 1)
    other = plain(source, depth - 1)
    return source.choice(
        (
            f"{inner}+{other}", f"{inner} - {other}", f"{inner}{other}", f"({inner})({other})", f"{inner}/{other}",
            f"{inner}^{other}", f"√{inner}", f"√({inner})", f"|{inner}|", f"-{inner}", f"{inner}×{other}", f"({inner}, {other})",
            f"{inner}={other}", f"{inner}<{other}", f"{inner}≤x<{other}", f"{inner} 또는 {other}", f"{{{inner}, {other}}}",
            f"[{inner}, {other})", f"({inner},{other}]", f"{inner} mod {other}", f"{inner}!", f"sin({inner})", f"log_{inner}({other})",
            f"{inner}±{other}", f"{inner}:{other}", f"{inner}{source.choice(UNITS)}",
        )
    )  # fmt: skip


def latex(source: random.Random, depth: int = 4) -> str:
    """A formula as it stands between dollar signs."""
    if depth == 0 or source.random() < 0.25:
        return source.choice(NUMBERS if source.random() < 0.6 else LETTERS)
    inner = latex(source, depth - 1)
    other = latex(source, depth - 1)
    return source.choice(
        (
            rf"\frac{{{inner}}}{{{other}}}", rf"\sqrt{{{inner}}}", rf"\sqrt[{inner}]{{{other}}}", rf"{inner}^{{{other}}}",
            rf"\left({inner}\right){other}", rf"{inner}\times {other}", rf"{inner}\div{other}", rf"{inner}+{other}",
            rf"\overline{{{inner}}}", rf"\{{{inner}, {other}\}}", rf"\binom{{{inner}}}{{{other}}}", rf"\log_{{{inner}}}{other}",
            rf"\sum_{{k=1}}^{{{inner}}} {other}", rf"\int_{{0}}^{{{inner}}} {other}\,dx", rf"\lim_{{x\to {inner}}} {other}",
            rf"\begin{{pmatrix}}{inner} & {other}\\ 1 & 2\end{{pmatrix}}", rf"{inner}\le {other}", rf"\sin {inner}^\circ",
            rf"0.\dot{{{inner}}}", rf"\text{{{other}}}", rf"_{{{inner}}}\mathrm{{P}}_{{{other}}}", rf"|{inner}|", rf"{inner}={other}",
        )
    )  # fmt: skip


def formula(source: random.Random, depth: int = 4) -> str:
    """A formula of the blueprint's language, or nearly one."""
    if depth == 0 or source.random() < 0.25:
        return source.choice((*NUMBERS[:11], "'가'", "x", "a", "b", "s", "pi", "e"))
    inner = formula(source, depth - 1)
    other = formula(source, depth - 1)
    name = source.choice(
        ("sqrt", "gcd", "abs", "is_int", "factorial", "comb", "sum", "min", "log", "sin", "digits", "round")
    )
    return source.choice(
        (
            f"({inner} + {other})", f"({inner}) * ({other})", f"({inner}) / ({other})", f"({inner})**({other})", f"-({inner})",
            f"{name}({inner})", f"{name}({inner}, {other})", f"({inner} if {other} > 0 else {inner})", f"{inner} == {other}",
            f"sum({inner} for i in range(1, {other}))", f"sum(i*j for i in range({inner}) for j in range({other}) if i < j)",
            f"{inner}, {other}", f"[{inner}, {other}]", f"{inner} // {other}", f"{inner} % {other}", f"not {inner} and {other}",
            f"x = {inner}", f"{inner} < x <= {other}",
        )
    )  # fmt: skip


_STATEMENTS: tuple[Callable[[random.Random], str], ...] = (
    lambda source: f"{source.choice('abcxyz')} = {formula(source, 3)}",
    lambda source: (
        f"{source.choice('abcxyz')} {source.choice(('+=', '-=', '*=', '//=', '**=', '%=', '<<='))} {formula(source, 2)}"
    ),
    lambda source: f"for i in range({formula(source, 1)}):\n    a += {formula(source, 2)}\n    b = a",
    lambda source: f"while {formula(source, 1)}:\n    a = a + 1",
    lambda source: f"if {formula(source, 2)}:\n    a = 1\nelse:\n    a = {formula(source, 1)}",
    lambda source: f"x = [{formula(source, 1)} for i in range({formula(source, 1)}) if i % 2]\na = len(x)",
    lambda source: (
        f"def f(n):\n    return {source.choice(('f(n - 1)', 'f(n)', formula(source, 2)))}\na = f({formula(source, 1)})"
    ),
    lambda source: f"x = [1] * {formula(source, 1)}\nx[{formula(source, 1)}] = x\nb = sorted(x)",
    lambda source: f"a = '{source.choice(WORDS)}' * {formula(source, 1)}\nb = int(a)",
    lambda source: f"print(f'{{{formula(source, 1)}:{{a}}}}')",
    lambda source: source.choice(
        ("import math", "from os import system", "a = 5; b = 8 - 3", "a, b = 8, 3", "lambda: 1", "a = b = c")
    ),
    lambda source: (
        f"a = {source.choice(('math.comb', 'int', 'str', 'round', 'list', 'range', 'set', 'len', 'pow'))}({formula(source, 2)}, 3)"
    ),
)


def program(source: random.Random) -> str:
    """Python as data sets write it, or nearly: assignments, loops, functions, lists."""
    lines = [
        source.choice(_STATEMENTS if source.random() < 0.5 else _STATEMENTS[:1])(source)
        for _ in range(source.randint(1, 6))
    ]
    lines.append(source.choice(("print(a)", f"print({formula(source, 2)})", "return x", "a", "")))
    text = "\n".join(lines)
    return mutated(source, text, WORDS) if source.random() < 0.3 else text


def steps(source: random.Random) -> str:
    """A worked solution: annotated calculations, lines, one equation or a program."""
    kind = source.randrange(4)
    if kind == 0:
        return " ".join(f"so <<{plain(source, 2)}={source.choice(NUMBERS)}>>" for _ in range(source.randint(1, 8)))
    if kind == 1:
        return "\n".join(
            f"{plain(source, 2)} = {plain(source, 1)}{source.choice(UNITS)}" for _ in range(source.randint(1, 6))
        )
    return plain(source, 4) if kind == 2 else program(source)


def table(source: random.Random) -> str:
    """A stem with a table in its text: rows with bars, tabs or blanks, rarely all of one length."""
    bar = source.choice((" | ", "|", "\t", "  "))
    rows = [
        bar.join(source.choice((*NUMBERS[:12], *WORDS[:4], "합계", "x", "계급")) for _ in range(source.randint(1, 7)))
        for _ in range(source.randint(1, 7))
    ]
    frame = source.choice(("{}", "| {} |", "|{}|"))
    body = "\n".join(frame.format(row) for row in rows)
    return f"{source.choice(WORDS)} 다음 표는 {source.choice(WORDS)}\n{body}\n{source.choice(WORDS)}"


def word_problem(source: random.Random) -> str:
    """Numbers, units and words in an order that is nearly a question."""
    pieces = []
    for _ in range(source.randint(2, 14)):
        pieces += [source.choice(NUMBERS) + source.choice(UNITS), source.choice(WORDS)]
    return " ".join(pieces)


def odd(source: random.Random) -> object:
    """A JSON value where another was expected."""
    return source.choice((None, True, -1, 1e308, "", [], {}, [[[]]], "x" * 300, formula(source, 3), latex(source, 3)))


def structure(source: random.Random, value: object, rate: float = 0.06) -> object:
    """A JSON value like the given one with some of its parts exchanged (`rate` of them), removed, repeated, damaged."""
    if source.random() < rate:
        return odd(source)
    if isinstance(value, dict):
        return {key: structure(source, one, rate) for key, one in value.items() if source.random() > rate / 2}
    if isinstance(value, list):
        grown = [structure(source, one, rate) for one in value]
        return grown * source.choice((1, 1, 1, 1, 2, 40))
    return mutated(source, value, WORDS) if isinstance(value, str) and source.random() < 0.2 else value


def wire(source: random.Random, examples: Sequence[str]) -> str:
    """An answer of a model: valid JSON with a fault in its parts, or with a fault in its letters."""
    if source.random() < 0.4:
        return mutated(source, source.choice(examples), examples)
    return json.dumps(structure(source, json.loads(source.choice(examples))), ensure_ascii=source.random() < 0.5)


def mutated(source: random.Random, text: str, others: Sequence[str]) -> str:
    """The text after one to five small accidents."""
    for _ in range(source.randint(1, 5)):
        text = source.choice(_ACCIDENTS)(source, text, others)[:LONGEST]
    return text


def resized(source: random.Random, text: str) -> str:
    """The text with some of its whole numbers made larger, negative, fractional or nothing."""
    return _WHOLE.sub(lambda found: found[0] if source.random() < 0.4 else source.choice(SIZES)(source), text)


def _place(source: random.Random, text: str) -> tuple[int, int]:
    first = source.randint(0, len(text))
    return first, min(len(text), first + source.choice((1, 1, 2, 5, 20)))


def _removed(source: random.Random, text: str, _: Sequence[str]) -> str:
    first, last = _place(source, text)
    return text[:first] + text[last:]


def _repeated(source: random.Random, text: str, _: Sequence[str]) -> str:
    first, last = _place(source, text)
    return text[:first] + text[first:last] * source.choice((2, 3, 50, 400)) + text[last:]


def _inserted(source: random.Random, text: str, _: Sequence[str]) -> str:
    first, _last = _place(source, text)
    pool = source.choice((STRANGE, NUMBERS, LETTERS, UNITS, WORDS))
    return text[:first] + source.choice(pool) + text[first:]


def _renumbered(source: random.Random, text: str, _: Sequence[str]) -> str:
    digits = [place for place, letter in enumerate(text) if letter.isdecimal()]
    if not digits:
        return text
    place = source.choice(digits)
    return text[:place] + source.choice(NUMBERS) + text[place + 1 :]


def _joined(source: random.Random, text: str, others: Sequence[str]) -> str:
    other = source.choice(others) if others else text
    return text[: source.randint(0, len(text))] + other[source.randint(0, len(other)) :]


def _nested(source: random.Random, text: str, _: Sequence[str]) -> str:
    first, last = _place(source, text)
    left, right = source.choice(
        (("(", ")"), ("{", "}"), ("[", "]"), ("\\frac{", "}{1}"), ("√(", ")"), ("|", "|"), ("-", ""))
    )
    many = source.choice((1, 2, 30, 300))
    return text[:first] + left * many + text[first:last] + right * many + text[last:]


def _swapped(source: random.Random, text: str, _: Sequence[str]) -> str:
    first, last = _place(source, text)
    return text[:first] + text[first:last][::-1] + text[last:]


def _written_in(source: random.Random, text: str, _: Sequence[str]) -> str:
    first, last = _place(source, text)
    grammar = source.choice((plain, latex, formula))
    return text[:first] + grammar(source, 3) + text[last:]


_ACCIDENTS = (_removed, _repeated, _inserted, _renumbered, _joined, _nested, _swapped, _written_in)
