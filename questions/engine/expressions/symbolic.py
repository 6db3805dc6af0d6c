"""The door to SymPy: the only file that builds its objects, always from our own values and never from text.

SymPy is imported on first use, so rational work neither waits for it nor needs it.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any, Final

from questions.engine.expressions.limits import MAX_BITS, MAX_EXPONENT, MAX_WRITTEN_DIGITS, ExpressionError

MAX_OPERATIONS = 400
_DIGITS: Final = 5
_LARGEST: Final = MAX_BITS * math.log(2)
_DECIMALS: Final = 20
FAULTS: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What SymPy raises for values it has no rule for (an interval with complex ends, a root of a set, a product of
infinities under a root): it promises no error of its own and fails its own assertions. Whoever hands it what came from
outside gives up that one text, since it must not end the work on all the others.
"""


@cache
def library() -> Any:
    """The sympy module (about 0.4 s the first time)."""
    import sympy

    return sympy


def is_symbolic(value: object) -> bool:
    """True for a SymPy object, without importing SymPy to find out."""
    return not isinstance(value, int | Fraction | str | tuple) and hasattr(value, "free_symbols")


def lift(value: Any) -> Any:
    """A number or expression as a SymPy object; raises ExpressionError(type) for a word, a bool or a list."""
    if isinstance(value, bool | str | tuple):
        raise ExpressionError("type", "a number was expected")
    if isinstance(value, int):
        return library().Integer(value)
    if isinstance(value, Fraction):
        return library().Rational(value.numerator, value.denominator)
    if not getattr(value, "is_number", False) and not hasattr(value, "as_coeff_Mul"):
        raise ExpressionError("type", "a number was expected")
    return value


def plain(value: Any) -> Any:
    """A SymPy result back in the engine's terms; raises ExpressionError(domain) where it has no value."""
    sympy = library()
    if isinstance(value, sympy.Rational):
        if not value.is_finite:
            raise ExpressionError("domain", "not a number")
        return int(value.p) if value.q == 1 else Fraction(int(value.p), int(value.q))
    if value is sympy.true or value is sympy.false:
        return bool(value)
    if isinstance(value, sympy.Float):
        raise ExpressionError("type", "inexact numbers are not used")
    if isinstance(value, sympy.Expr):
        if value.has(sympy.zoo, sympy.nan):
            raise ExpressionError("domain", "not a number")
        if value.count_ops() > MAX_OPERATIONS:
            raise ExpressionError("limit", "an expression too large")
    return value


def letter(name: str) -> Any:
    """The real variable of that name."""
    return library().Symbol(name, real=True)


@cache
def constant(name: str) -> Any:
    """`pi`, `e`, `imaginary`, `oo` or `empty`."""
    s = library()
    return {"pi": s.pi, "e": s.E, "imaginary": s.I, "oo": s.oo, "empty": s.S.EmptySet}[name]


def add(left: Any, right: Any) -> Any:
    return plain(library().Add(lift(left), lift(right)))


def multiply(left: Any, right: Any) -> Any:
    """The product; a number before a sum stays outside (2(x+1)), where SymPy alone would multiply it in."""
    sympy = library()
    first, second = lift(left), lift(right)
    for number, other in ((first, second), (second, first)):
        if number.is_Number and other.is_Add and number not in (sympy.S.One, sympy.S.Zero):
            return plain(sympy.Mul(number, other, evaluate=False))
    return plain(sympy.Mul(first, second))


def divide(left: Any, right: Any) -> Any:
    sympy = library()
    divisor = lift(right)
    if divisor.is_zero:
        raise ExpressionError("domain", "division by zero")
    return multiply(left, plain(sympy.Pow(divisor, -1)))


def power(base: Any, exponent: Any) -> Any:
    """The power, with real odd roots of negative numbers.

    Raises ExpressionError: `limit` where it would be too large, `domain` for an exponent that is no real number, and
    for a base that is none, or negative, under an exponent for which school has no rule.
    """
    sympy = library()
    below, above = lift(base), lift(exponent)
    shift = above.as_coeff_Add()[0]
    if shift.is_comparable and abs(shift) > MAX_EXPONENT:
        raise ExpressionError("limit", f"an exponent beyond {MAX_EXPONENT}")
    if not (below.is_Rational and above.is_Rational):
        _refuse_power(below, above)
    if above.is_Rational and below.is_negative and above.q % 2 == 1 and above.q > 1:
        sign = -1 if above.p % 2 else 1
        return plain(sign * sympy.Pow(-below, above))
    if above.is_Pow and above.exp.is_Number and above.exp > 1 and above.base.is_Number:
        raise ExpressionError("limit", "a tower of powers")
    return plain(sympy.Pow(below, above))


def apply(function: str, *arguments: Any) -> Any:
    """A SymPy function by its SymPy name, on lifted arguments.

    Raises ExpressionError: `domain` for a number that is no real one, as an argument (but of Abs) or as the result,
    `limit` for one that is too large.
    """
    lifted = [lift(argument) for argument in arguments]
    for argument in lifted if function != "Abs" else ():
        _real(_near(argument))
    found = getattr(library(), function)(*lifted)
    value = plain(found)
    _real(_near(found))
    return value


def towards(function: str, number: Any) -> Any:
    """`floor` or `ceiling` by SymPy's names; what has letters is left as it is.

    Raises ExpressionError: `domain` for what is no real number, or too near a whole one to tell, `limit` for more than
    MAX_WRITTEN_DIGITS digits and for letters within other functions.
    """
    value = lift(number)
    near = _real(_near(value))
    if near is None:
        if not value.is_rational_function():
            raise ExpressionError("limit", "a whole part of letters within functions")
        return plain(getattr(library(), function)(value))
    if abs(near) > 10**MAX_WRITTEN_DIGITS:
        raise ExpressionError("limit", "a number too large")
    exact = value.evalf(MAX_WRITTEN_DIGITS + _DECIMALS, strict=True)
    if abs(exact - round(exact)) < library().Rational(1, 10) ** _DECIMALS:
        raise ExpressionError("domain", "too near a whole number to tell")
    return int(getattr(library(), function)(exact))


def _refuse_power(base: Any, exponent: Any) -> None:
    """Raises ExpressionError as `power` says, by a few digits of both."""
    sympy = library()
    if base == sympy.E and (exponent / (sympy.I * sympy.pi)).is_Rational:
        return  # Euler's −1 and its roots
    below, above = _near(base), _real(_near(exponent))
    if exponent.is_Rational and exponent.q > 1:
        bits = [max(abs(part.p), part.q).bit_length() for part in base.atoms(sympy.Rational)]
        if exponent.q * max(bits, default=0) > MAX_BITS:
            raise ExpressionError("limit", "a root with too large an index")
    if not exponent.is_Integer and _real(below) is not None and below < 0 and not exponent.is_Rational:
        raise ExpressionError("domain", "a negative base under an exponent that is no fraction")
    size = _LARGEST / MAX_EXPONENT if below is None else _size(below)  # a letter may stand for anything
    if above is not None and abs(above) * size > _LARGEST:
        raise ExpressionError("limit", "a number too large")


def _near(number: Any) -> Any:
    """A number to a few digits; None for what has letters or functions without a rule."""
    if number.free_symbols or number.has(library().core.function.AppliedUndef):
        return None
    return number.evalf(_DIGITS)


def _real(near: Any) -> Any:
    """What `_near` gave, where it is a real number or none at all. Raises ExpressionError(domain, limit)."""
    if near is not None and not near.is_real:
        raise ExpressionError("domain", "no real number")
    if _size(near) > _LARGEST:
        raise ExpressionError("limit", "a number too large")
    return near


def _size(near: Any) -> Any:
    """How far a number's size is from 1, as a natural logarithm: SymPy needs π to so many places to take its sine."""
    return abs(library().log(abs(near))) if near else 0


def unknown(function: str, *arguments: Any) -> Any:
    """An undefined function such as f(x)."""
    return library().Function(function)(*(lift(argument) for argument in arguments))


def letters(value: Any) -> frozenset[str]:
    """The names of the letters in a value."""
    if isinstance(value, tuple):
        return frozenset().union(*(letters(item) for item in value))
    return frozenset(s.name for s in value.free_symbols) if is_symbolic(value) else frozenset()


def combine(operator: str, parts: list[Any]) -> Any:
    """`and` / `or` / `not` over relations that still hold letters."""
    kind = {"and": "And", "or": "Or", "not": "Not"}[operator]
    for part in parts:
        if not isinstance(part, bool | library().logic.boolalg.Boolean):
            raise ExpressionError("type", "a condition was expected, not a value")
    return plain(getattr(library(), kind)(*parts, evaluate=False))


def span(low: Any, high: Any, left: bool, right: bool) -> Any:
    """The interval as a SymPy set; `left` and `right` say which ends belong to it."""
    return library().Interval(lift(low), lift(high), not left, not right)


def collection(items: list[Any]) -> Any:
    """A finite set."""
    return library().FiniteSet(*(lift(item) for item in items))


def union(parts: list[Any]) -> Any:
    """The union of sets; raises ExpressionError(type) for anything that is none."""
    sympy = library()
    if not all(isinstance(part, sympy.Set) for part in parts):
        raise ExpressionError("type", "a set was expected")
    return sympy.Union(*parts)
