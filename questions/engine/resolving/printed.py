"""Second answers for sums with Σ, recurring decimals, complex numbers and equal bases: term by term, or by SymPy."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.resolving.algebraic import (
    Solver,
    computer_algebra,
    exact,
    letter_of,
    mathematics,
    only,
)
from questions.engine.resolving.surds import rationalised


def _outside_brackets(text: str) -> str:
    """The text without anything in brackets."""
    before = ""
    while before != text:
        before, text = text, re.sub(r"\([^()]*\)|\{[^{}]*\}", "B", text)
    return text


def _sigma(match: re.Match[str]) -> Any:
    """Every term on its own, added up."""
    body, letter = mathematics(match["f"]), letter_of(match["v"])
    first, last = int(match["first"]), int(match["n"])
    if re.search(r"[-+]", _outside_brackets(match["f"])[1:]):
        raise ArithmeticError("a sum behind the sign without brackets")
    if last - first > 300:
        raise ArithmeticError("too many terms")
    return exact(sum(body.subs(letter, one) if hasattr(body, "subs") else body for one in range(first, last + 1)))


def _recurring(match: re.Match[str]) -> Any:
    """The fraction that long division turns back into these digits."""
    found = re.fullmatch(r"(\d*)\.(\d*?)(\\dot\{\d\}\d*(?:\\dot\{\d\})?)", match["f"])
    if found is None:
        raise ArithmeticError("no recurring decimal")
    cycle = re.sub(r"[^\d]", "", found[3])
    digits = found[2] + cycle * 30
    near = Fraction(int((found[1] or "0") + digits), 10 ** len(digits)).limit_denominator(10 ** (len(found[2] + cycle)))
    rest = near - int(found[1] or 0)
    for digit in digits[: len(found[2]) + 3 * len(cycle)]:
        rest *= 10
        if int(rest) != int(digit):
            raise ArithmeticError("other digits")
        rest -= int(rest)
    return near


def _complex(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    value = rationalised(mathematics(match["f"].rstrip(".,")))
    if value.free_symbols:
        value = sympy.expand(sympy.simplify(value))
    real, imaginary = map(rationalised, value.as_real_imag())
    return exact(real) if imaginary == 0 else real + imaginary * sympy.I


def _complex_parts(match: re.Match[str]) -> Any:
    value = computer_algebra().expand(computer_algebra().simplify(mathematics(match["f"])))
    real, imaginary = value.as_real_imag()
    return exact(mathematics(match["g"]).subs({letter_of(match["one"]): real, letter_of(match["two"]): imaginary}))


def _equal_powers(match: re.Match[str]) -> Any:
    """The logarithms of both sides are linear; where they meet is put back into both."""
    if re.search(r"\^(?:\{[^{}]*|\([^()]*)?x", match["f"]) is None:
        raise ArithmeticError("no power with x above")
    sympy = computer_algebra()
    left, right = (mathematics(text) for text in match["f"].rstrip(".,").split("="))
    if not all(isinstance(side, sympy.Expr) for side in (left, right)):
        raise ArithmeticError("a ratio, not a number")
    x = letter_of("x")
    base = sympy.Integer(2)
    one, other = (sympy.expand_log(sympy.log(side, base), force=True) for side in (left, right))
    root = only(sympy.solve(sympy.expand(one - other), x))
    root = sympy.nsimplify(sympy.Float(root, 30), rational=True, tolerance=1e-12)
    if sympy.simplify(left.subs(x, root) - right.subs(x, root)) != 0:
        raise ArithmeticError("not a root")
    return exact(root)


def _named(match: re.Match[str]) -> Any:
    sympy = computer_algebra()
    named = {letter_of(name): mathematics(text) for name, text in re.findall(r"([A-C])=([^,=]+)", match["l"])}
    return sympy.expand(mathematics(match["g"]).subs(named))


def _letters(match: re.Match[str]) -> Any:
    return rationalised(computer_algebra().powsimp(mathematics(match["f"])))


SOLVERS: dict[str, Solver] = {
    "sequence.sigma": _sigma,
    "decimal.recurring": _recurring,
    "complex.value": _complex,
    "complex.parts": _complex_parts,
    "exponential.linear": _equal_powers,
    "polynomial.named": _named,
    "power.law.chain": _letters,
}
