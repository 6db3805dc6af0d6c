"""Second values of printed expressions without letters: by floating point, and by SymPy from the printed LaTeX."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.expressions.limits import MAX_EXPONENT
from questions.engine.resolving.algebraic import computer_algebra, exact
from questions.engine.resolving.reading import few
from questions.engine.twins.grammar.shape import Shape, read_formula

_CLOSE = 1e-9
_SAME = 1e-12
"""Of 300,000 fractions with a denominator up to 1000 in each unit, one lies as near as _CLOSE by chance too often."""


def _float(node: Shape) -> float:
    """The value in floating point, straight from the printed formula."""
    if node.kind == "number":
        return float(node.value)
    parts = [_float(part) for part in node.parts]
    if node.kind in ("sind", "cosd", "tand"):
        return {"sin": math.sin, "cos": math.cos, "tan": math.tan}[node.kind[:3]](math.radians(parts[0]))
    if node.kind == "log":
        return math.log(parts[0]) / math.log(parts[1] if len(parts) > 1 else 10.0)
    operations: dict[str, Callable[..., float]] = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
        "**": lambda a, b: a**b, "neg": lambda a: -a, "abs": abs, "sqrt": math.sqrt,
        "root": lambda a, n: a ** (1 / n),
    }  # fmt: skip
    value = operations[node.kind](*parts)
    if isinstance(value, complex):
        raise ArithmeticError("not real")
    return float(value)


def _near(value: float) -> Fraction:
    found = Fraction(value).limit_denominator(1000)
    if abs(float(found) - value) > _SAME * max(1.0, abs(value)):
        raise ArithmeticError("no short fraction")
    return found


def rational(match: re.Match[str]) -> Any:
    """The short fraction next to the value in floating point."""
    return _near(_float(read_formula(match["f"].rstrip("=?.,")).root))


def closed(match: re.Match[str]) -> Any:
    """The exact value of the printed formula by SymPy, held against its value in floating point."""
    sympy = computer_algebra()
    root = read_formula(match["f"].rstrip("=?.,")).root
    found = exact(sympy.expand(sympy.radsimp(_symbolic(root))))
    value = _float(root)
    if abs(float(found) - value) > _CLOSE * max(1.0, abs(value)):
        raise ArithmeticError("the two values differ")
    return found


def _symbolic(node: Shape) -> Any:
    """The exact value by SymPy from the printed formula's own tree."""
    sympy = computer_algebra()
    if node.kind == "number":
        return sympy.Rational(node.value.numerator, node.value.denominator)
    parts = [_symbolic(part) for part in node.parts]
    if node.kind in ("sind", "cosd", "tand"):
        few(parts[0].q, 12)
        return getattr(sympy, node.kind[:3])(sympy.rad(parts[0]))
    operations: dict[str, Callable[..., Any]] = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
        "**": _raised, "neg": lambda a: -a, "abs": abs, "sqrt": sympy.sqrt,
        "root": _rooted,
    }  # fmt: skip
    return operations[node.kind](*parts)


def _raised(base: Any, exponent: Any) -> Any:
    few(max(abs(exponent.p), exponent.q), MAX_EXPONENT)
    return base**exponent


def _rooted(base: Any, index: Any) -> Any:
    few(abs(index), MAX_EXPONENT)
    return computer_algebra().real_root(base, index)


SOLVERS: dict[str, Callable[[re.Match[str]], Any]] = {
    "value.closed": closed,
    "value.logarithms": rational,
}
