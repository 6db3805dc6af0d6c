"""The words and signs that the plain and the LaTeX reader share, and how runs of letters are cut up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from questions.engine.expressions.limits import MAX_WRITTEN_DIGITS, ExpressionError, check_digits


class Token(NamedTuple):
    """`kind` is number, repeating, fraction, letter, constant, function, operator, open, close, command, interval,
    text or end; `position` counts characters of the text as given; `spaced` tells of white space before it."""

    kind: str
    text: str
    position: int
    spaced: bool = False


GREEK: Final = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "θ": "theta",
    "λ": "lambda",
    "μ": "mu",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi",
    "ω": "omega",
    "Δ": "Delta",
    "Σ": "Sigma",
    "Ω": "Omega",
}
FUNCTIONS: Final = {
    **{name: name for name in ("sin", "cos", "tan", "sec", "csc", "cot", "ln", "log", "exp", "sqrt", "cbrt")},
    **{name: name for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth", "root", "abs", "max", "min")},
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    "cosec": "csc",
}
CALLS: Final = {
    **{name: ("function", name) for name in ("asin", "acos", "atan", "binomial", "lg")},
    **{name: ("function", name) for name in ("floor", "ceil", "mod", "gcd", "lcm", "factorial")},
    **{name: ("function", name) for name in ("diff", "int", "limit", "conjugate")},
    "integrate": ("function", "int"),
    "ceiling": ("function", "ceil"),
    **{name: ("interval", name) for name in ("oo", "oc", "co", "cc")},
    "union": ("command", "union"),
    "matrix": ("command", "matrix"),
    "sum": ("command", "sum"),
    "product": ("command", "prod"),
    **dict.fromkeys(("det", "determinant"), ("function", "det")),
    **{name: ("function", name) for name in ("transpose", "invert")},
}
CONSTANTS: Final = {
    "pi": "pi",
    "π": "pi",
    "e": "e",
    "i": "imaginary",
    "infinity": "oo",
    "oo": "oo",
    "∞": "oo",
}
SEPARATORS: Final = {
    **dict.fromkeys(("또는", "혹은", "이거나", "or", "nounor"), "or"),
    **dict.fromkeys(("그리고", "이고", "이며", "and", "nounand"), "and"),
    **dict.fromkeys(("와", "과", "및", "이랑", "랑", "하고"), ","),
}
SAID: Final = {
    **dict.fromkeys(("루트", "제곱근"), ("operator", "√")),
    **dict.fromkeys(("더하기", "플러스"), ("operator", "+")),
    **dict.fromkeys(("빼기", "마이너스"), ("operator", "-")),
    **dict.fromkeys(("플러스마이너스", "플마"), ("operator", "±")),
    **dict.fromkeys(("곱하기",), ("operator", "*")),
    **dict.fromkeys(("나누기",), ("operator", "/")),
    "분의": ("operator", "분의"),
    "파이": ("constant", "pi"),
    "무한대": ("constant", "oo"),
    **{name: ("letter", letter) for name, letter in (("엑스", "x"), ("와이", "y"))},
    **{name: ("letter", letter) for name, letter in (("알파", "alpha"), ("베타", "beta"), ("세타", "theta"))},
}
JOINED: Final = {"union": "∪"}
_WORDS: Final = sorted([*FUNCTIONS, "pi", *GREEK.values()], key=len, reverse=True)
_PIECE: Final = re.compile("|".join(_WORDS) + "|[A-Za-z]")
_WORD: Final = re.compile("|".join(_WORDS))
_LONGEST_PRODUCT: Final = 4
_ENDLESS: Final = frozenset(("infinity", "oo", "inf", "minf"))


def letters(run: str, position: int, spaced: bool) -> Iterator[Token]:
    """Cuts a run of Latin letters into functions, constants and single letters (`2sinx` is 2 · sin x)."""
    if run in SEPARATORS:
        yield Token("operator", SEPARATORS[run], position, spaced)
        return
    if run in JOINED:
        yield Token("operator", JOINED[run], position, spaced)
        return
    if run in _ENDLESS:
        if run == "minf":
            yield Token("operator", "-", position, spaced)
        yield Token("constant", "oo", position, spaced and run != "minf")
        return
    if len(run) > _LONGEST_PRODUCT and not _WORD.search(run):
        raise refuse(run, position)
    for match in _PIECE.finditer(run):
        text, place = match[0], position + match.start()
        space = spaced and match.start() == 0
        if text in FUNCTIONS:
            yield Token("function", FUNCTIONS[text], place, space)
        elif text in CONSTANTS:
            yield Token("constant", CONSTANTS[text], place, space)
        else:
            yield Token("letter", text, place, space)


def is_mathematical(run: str) -> bool:
    """Whether a run of letters holds a function, a constant's name or a joining word."""
    return run in SEPARATORS or run in _ENDLESS or run in CALLS or _WORD.search(run) is not None


def repeating(whole: str, fixed: str, cycle: str) -> Fraction:
    """The value of a repeating decimal: before the point, after it once, then for ever."""
    scale = 10 ** len(fixed)
    start = Fraction(int(whole or "0") * scale + int(fixed or "0"), scale)
    return start + Fraction(int(cycle), (10 ** len(cycle) - 1) * scale)


def literal(text: str, position: int) -> Fraction:
    """The value of a number without separators. Raises ExpressionError: `limit` for too many digits, `syntax`."""
    check_digits(text.partition("e")[0], MAX_WRITTEN_DIGITS, position)
    if not any(sign.isdigit() for sign in text):
        raise refuse(text, position)
    return Fraction(text)


def refuse(text: str, position: int) -> ExpressionError:
    """The error for a sign that has no meaning here."""
    return ExpressionError("syntax", f"'{text}' cannot be read here", position)
