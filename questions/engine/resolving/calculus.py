"""Derivatives, definite integrals and limits of polynomials and elementary functions, by SymPy."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from questions.engine.expressions import Value, equivalent
from questions.engine.expressions.symbolic import library
from questions.engine.expressions.values import settled, working
from questions.engine.resolving.reading import FIND, Resolution, exactly, mathematics, number, rule


def _function(text: str) -> tuple[Any, Any] | None:
    """The expression and its one letter, `x` where it is constant."""
    sympy = library()
    value = mathematics(text)
    if getattr(value, "is_Equality", False):
        value = value.rhs
    if isinstance(value, Fraction):
        value = sympy.Rational(value.numerator, value.denominator)
    if not isinstance(value, sympy.Expr) or len(value.free_symbols) > 1:
        return None
    return value, next(iter(value.free_symbols), sympy.Symbol("x", real=True))


def _value(value: Any, method: str) -> Resolution | None:
    if not value.is_finite:
        return None
    return exactly(settled(working(value)), method)


def _derivative(found: re.Match[str]) -> Resolution | None:
    read = _function(found["m"])
    if read is None:
        return None
    slope = read[0].diff(read[1])
    return Resolution(str(slope), "함수를 미분했음", lambda given: _equal(given, slope))


def _equal(given: Value, wanted: Any) -> bool | None:
    relation = getattr(given, "rhs", None) if getattr(given, "is_Equality", False) else given
    return equivalent(settled(working(relation)), settled(working(wanted)))


def _derivative_at(found: re.Match[str]) -> Resolution | None:
    read = _function(found["m"])
    if read is None:
        return None
    point = number(found["a"])
    return _value(read[0].diff(read[1]).subs(read[1], _rational(point)), "도함수에 수를 넣었음")


def _value_at(found: re.Match[str]) -> Resolution | None:
    read = _function(found["m"])
    if read is None:
        return None
    return _value(read[0].subs(read[1], _rational(number(found["a"]))), "함수에 수를 넣었음")


def _integral(found: re.Match[str]) -> Resolution | None:
    read = _function(found["m"])
    if read is None or str(read[1]) != found["v"]:
        return None
    expression, letter = read
    if not expression.is_polynomial(letter):
        return None
    low, high = (_rational(number(found[end] or found[f"{end}_digit"])) for end in ("low", "high"))
    total = sum(
        (c * (high ** (k[0] + 1) - low ** (k[0] + 1)) / (k[0] + 1) for k, c in expression.as_poly(letter).terms()),
        start=_rational(Fraction(0)),
    )
    return _value(total, "항마다 적분했음")


def _limit(found: re.Match[str]) -> Resolution | None:
    sympy = library()
    read = _function(found["m"])
    if read is None or str(read[1]) != found["v"]:
        return None
    expression, letter = read
    top, bottom = sympy.fraction(sympy.together(expression))
    if not top.is_polynomial(letter) or not bottom.is_polynomial(letter):
        return None
    if "infty" in found["to"] or "∞" in found["to"]:
        point: Any = sympy.oo
    else:
        point = _rational(number(found["to"]))
    return _value(sympy.limit(sympy.cancel(expression), letter, point), "약분한 뒤 극한을 구했음")


def _rational(value: Fraction) -> Any:
    sympy = library()
    return sympy.Rational(value.numerator, value.denominator)


_F = r"(?:다항)?함수(?:f\([a-z]\)=|y=)<M:m>"
_LOW = r"(?:\{(?P<low>-?\d+(?:/\d+)?)\}|(?P<low_digit>\d))§?"
_HIGH = r"(?:\{(?P<high>-?\d+(?:/\d+)?)\}|(?P<high_digit>\d))§?"
_INTEGRAL = rf"\\int_{_LOW}\^{_HIGH}(?P<m>[^가-힣?]+?)(?:\\mathrm\{{d\}}|\\text\{{d\}}|d)(?P<v>[a-z])"
_LIMIT = r"\\lim_\{(?P<v>[a-z])\\(?:to|rightarrow)(?P<to>-?\d+|\\infty)\}(?P<m>[^가-힣?]+?)"
RULES = (
    rule(rf"{_F}(?:의도함수|을미분|를미분)(?:f'\([a-z]\)|y')?(?:하시오|하면|한것은?)?(?:을|를|은|는)?", _derivative),
    rule(rf"{_F}(?:에대하여|일때|에서),?f'\((?P<a>-?\d+)\)의값(?:을|를|은)?", _derivative_at),
    rule(rf"{_F}의x=<N:a>에서의(?:미분계수|순간변화율|접선의기울기)(?:을|를|는)?", _derivative_at),
    rule(rf"{_F}(?:의그래프)?위의점\(<N:a>,-?\d+\)에서의접선의기울기(?:을|를|는)?", _derivative_at),
    rule(rf"{_F}(?:에대하여|일때|에서),?f\((?P<a>-?\d+)\)의값(?:을|를|은)?", _value_at),
    rule(r"(?:find|calculate)f'\((?P<a>-?\d+)\)(?:if|when|for|given)f\([a-z]\)=<M:m>", _derivative_at),
    rule(r"(?:find|determine)(?:the)?derivativeof(?:f\([a-z]\)=|y=)?<M:m>", _derivative),
    rule(r"(?:differentiate)(?:f\([a-z]\)=|y=)?<M:m>", _derivative),
    rule(rf"(?:정적분)?{_INTEGRAL}(?:의값)?(?:을|를|은)?", _integral),
    rule(rf"{FIND}(?:definite)?(?:integral)?(?:of)?:?{_INTEGRAL}", _integral),
    rule(rf"(?:극한(?:값)?)?{_LIMIT}(?:의값|의극한값)?(?:을|를|은)?", _limit),
    rule(rf"{FIND}(?:limit)?:?{_LIMIT}", _limit),
)
