"""The text of a question without blanks, dollars and its closing request, and what a rule on it looks like."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from questions.engine.expressions import ExpressionError, Value, equivalent, evaluate, names_in, parse, to_plain
from questions.engine.expressions.limits import MAX_EXPONENT
from questions.engine.expressions.symbolic import FAULTS, library
from questions.engine.expressions.values import settled, working

NUMBER = r"-?(?:\\frac\{\d+\}\{\d+\}|\d+(?:\.\d+)?(?:/\d+)?)"
MATH = r"[^가-힣?]+?"
LIST = rf"{NUMBER}(?:[,、]{NUMBER})+"
ASK = r"(?:의?값)?(?:을|를|은|는|이|가)?"
FIND = r"(?:find|calculate|compute|determine|evaluate|workout|whatis|whatare|state|giventhat)(?:the)?(?:valueof)?"

MAX_DEGREE = 12
MOST_TURNS = 50_000
MOST_ADDED = 1_000  # to a letter in an exponent
_CLOSING = re.compile(
    r"(?:모두|각각|간단히|바르게|차례로|자연수로|기약분수로)?(?:구하시오|구하여라|구하라|구하세요|구하면|구한것은|구해라|구해보시오|계산하시오|계산하여라|"
    r"계산하세요|계산하면|계산한값은|계산한것은|계산하라|나타내시오|나타내어라|나타내면|쓰시오|써라|푸시오|풀어라|풀면|풀이하시오|푼것은|푸세요|"
    r"고르시오|고르면|무엇인가\??|얼마인가|얼마입니까|무엇입니까|무엇인지구하시오|얼마인지구하시오|말하시오|찾으시오|인지구하시오|입니까|인가|일까)?"
    r"[.?!。:]*$"
)
# Σ without brackets behind it: whether a sign further on still belongs to it is anyone's guess.
_LOOSE_SUM = re.compile(r"(?:sum|prod)_(?:\{[^{}]*\}|.)\^(?:\{[^{}]*\}|.)(?:[^()+\-{}]|\{[^{}]*\})+[+\-]")
_LOOSE_DIVISION = re.compile(r"(?:÷|\\div|/)(?:\d+[a-zA-Z(]|[a-z][a-z(])")
_LOOSE_SUM = re.compile(r"\\sum_\{[^{}]*\}\^(?:\{[^{}]*\}|\d)[^(){}+-]*[+-]")
_LEAD = re.compile(r"^(?:\d{1,2}[.)](?=[가-힣A-Za-z])|다음의|다음|아래의)+")
_REWRITES = tuple(
    (re.compile(p), r)
    for p, r in (
        (r"\\left|\\right|\\,|\\!|\\;|\\quad|\\displaystyle", ""),
        (r"\\dfrac|\\tfrac", r"\\frac"),
        (r"\\overline\s*\{?\s*([a-z])\s*\}?(?![a-zA-Z])", "§"),
        (r"−|–", "-"),
        (r"≤|≦|\\leqq|\\leqslant|\\leq", r"\\le"),
        (r"≥|≧|\\geqq|\\geqslant|\\geq", r"\\ge"),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (r"\{(-?\d+(?:\.\d+)?|[A-Za-z])\}(?=[A-Za-z(+\-=]|$)(?<!\^)", r"{\1}"),
        (r"(?<=\d)[\s$]+(?=\d)", "§"),
        (r"[\s$]", ""),
    )
)


def few(count: Fraction | int, most: int) -> int:
    """The count as an int, where so many cases can be gone through; ArithmeticError where they are too many."""
    if count > most:
        raise ArithmeticError("too many cases")
    return int(count)


def turns(count: Fraction | int) -> range:
    """1, 2, … up to the count: so many turns. ArithmeticError for more than MOST_TURNS, and for no number of turns."""
    if count != int(count) or count < 0:
        raise ArithmeticError("not a number of turns")
    return range(1, few(count, MOST_TURNS) + 1)


def few_powers(value: Any) -> None:
    """ArithmeticError for a formula with a power or a root so high that solving it would take long."""
    for part in value.atoms(library().Pow) if hasattr(value, "atoms") else ():
        most = MAX_EXPONENT if part.base.is_number else MAX_DEGREE
        for number in {part.exp} if part.exp.is_Rational else part.exp.atoms(library().Rational):
            few(number.q, most)
            few(abs(number.p), most if part.exp.is_Rational else MOST_ADDED)


def declined() -> tuple[type[Exception], ...]:
    """The errors by which a solver says that it cannot; SymPy's own only where it has been imported at all."""
    errors: tuple[type[Exception], ...] = (ExpressionError, StopIteration, *FAULTS)
    polynomials = sys.modules.get("sympy.polys.polyerrors")
    return (*errors, polynomials.BasePolynomialError) if polynomials else errors


@dataclass(frozen=True, slots=True)
class Resolution:
    """What solving gave: text for a teacher, how it was reached, a test for answers, the value if known."""

    printed: str
    method: str
    accepts: Callable[[Value], bool | None]
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern for the whole core of a stem, and the solution of a match."""

    pattern: re.Pattern[str]
    solve: Callable[[re.Match[str]], Resolution | None]


def rule(pattern: str, solve: Callable[[re.Match[str]], Resolution | None]) -> Rule:
    """A rule from a pattern in which `<N>` is a number, `<M>` mathematics, `<L>` a list of numbers."""
    kinds = {"N": NUMBER, "M": MATH, "L": LIST}
    text = re.sub(r"<([NML]):(\w+)>", lambda found: f"(?P<{found[2]}>{kinds[found[1]]})", pattern)
    return Rule(re.compile(text, re.IGNORECASE), solve)


def core(stem: str) -> str:
    """The stem without blanks, dollars, lead words and the closing request; formulas keep their LaTeX."""
    text = unicodedata.normalize("NFC", stem)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return _LEAD.sub("", re.sub(r"[을를은는]$", "", _CLOSING.sub("", text, count=1)))


def number(text: str) -> Fraction:
    """The exact value of a matched number. Raises ZeroDivisionError."""
    found = re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", text)
    if found:
        return Fraction(int(found[1] + found[2]), int(found[3]))
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or 1)


def numbers(text: str) -> list[Fraction]:
    """The values of a matched list."""
    return [number(part) for part in re.split(r"[,、]", text)]


def mathematics(text: str) -> Any:
    """The value of a formula with its letters kept. Raises ExpressionError where it cannot be read completely."""
    if "§" in text or _LOOSE_DIVISION.search(text) or _LOOSE_SUM.search(text):
        raise ArithmeticError("two numbers side by side, or a division or a sum that can be read in two ways")
    if "," not in text:
        text = text.replace(r"\{", "(").replace(r"\}", ")")
    spelling = "latex" if "\\" in text or "{" in text else "plain"
    node = parse(text.strip(".,"), spelling)  # type: ignore[arg-type]
    value = evaluate(node, {}, names_in(node))
    few_powers(value)
    return value


def exactly(value: Value, method: str) -> Resolution:
    """A resolution that accepts this value and nothing else."""
    return Resolution(
        value if isinstance(value, str) else to_plain(value), method, lambda given: same(given, value), value
    )


def same(given: Value, value: Value) -> bool | None:
    """Equality of two answers; a single value behind `x =` counts as the value."""
    if isinstance(given, Fraction) and isinstance(value, Fraction):
        return given == value
    return equivalent(bare(given), bare(value))


def bare(value: Value) -> Value:
    """The value itself of `x = 3`, of a list of one, and the values of `x = -5 or x = 3`."""
    if isinstance(value, tuple) and len(value) == 1:
        return bare(value[0])
    relation: Any = value
    if getattr(relation, "is_Boolean", False) and type(relation).__name__ == "Or":
        parts = relation.args
        if all(part.is_Equality and part.lhs.is_Symbol and part.lhs == parts[0].lhs for part in parts):
            return tuple(settled(working(part.rhs)) for part in parts)
    if getattr(relation, "is_Equality", False) and getattr(relation.lhs, "is_Symbol", False):
        return settled(working(relation.rhs))
    return value
