"""What an expression can be worth, and exact arithmetic on it.

Rational work stays on Python's integers and fractions; only where it cannot (a root, a letter, pi) does
`symbolic` bring in SymPy. Inside the engine a whole number may be an `int`; `settled` gives the public form.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Union, cast

from questions.engine.expressions import symbolic
from questions.engine.expressions.limits import MAX_BITS, MAX_EXPONENT, ExpressionError

if TYPE_CHECKING:
    import sympy

    Value = Union[Fraction, bool, str, sympy.Basic, tuple["Value", ...]]  # noqa: UP007
else:
    Value = Any  # so that annotations can be resolved without importing SymPy

Exact = int | Fraction
MAX_TEN_EXPONENT = 300
MAX_ROOT = 10_000


class Point(tuple):  # type: ignore[type-arg]
    """Values in a fixed order, written in parentheses; a plain tuple is a list whose order means nothing."""

    __slots__ = ()


def is_exact(value: object) -> bool:
    """True for a rational number (a bool is none)."""
    return type(value) is int or type(value) is Fraction


def settled(value: Any) -> Value:
    """The public form: every whole number as a Fraction, also inside tuples."""
    if type(value) is int:
        return Fraction(value)
    if isinstance(value, tuple):
        return type(value)(settled(item) for item in value)
    return cast("Value", value)


def working(value: Any) -> Any:
    """The form that arithmetic uses: a Fraction without denominator as an int, a SymPy rational likewise."""
    if type(value) is Fraction:
        return value.numerator if value.denominator == 1 else value
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return type(value)(working(item) for item in value)
    return symbolic.plain(value)


def bounded(value: Exact) -> Exact:
    """The value; raises ExpressionError(limit) when it has grown beyond MAX_BITS."""
    if type(value) is int:
        if value.bit_length() > MAX_BITS:
            raise ExpressionError("limit", "a number too large")
        return value
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise ExpressionError("limit", "a number too large")
    return value.numerator if value.denominator == 1 else value


def add(left: Any, right: Any) -> Any:
    if is_exact(left) and is_exact(right):
        return bounded(left + right)
    return symbolic.add(left, right)


def negate(value: Any) -> Any:
    return -value if is_exact(value) else symbolic.multiply(-1, value)


def subtract(left: Any, right: Any) -> Any:
    if is_exact(left) and is_exact(right):
        return bounded(left - right)
    return symbolic.add(left, symbolic.multiply(-1, right))


def multiply(left: Any, right: Any) -> Any:
    if is_exact(left) and is_exact(right):
        return bounded(left * right)
    return symbolic.multiply(left, right)


def divide(left: Any, right: Any) -> Any:
    """Raises ExpressionError(domain) for a zero divisor."""
    if is_exact(right) and right == 0:
        raise ExpressionError("domain", "division by zero")
    if is_exact(left) and is_exact(right):
        return bounded(Fraction(left) / right)
    return symbolic.divide(left, right)


def floor_divide(left: Any, right: Any) -> Any:
    """The whole quotient towards minus infinity; rational numbers only."""
    _exact_pair(left, right, "//")
    return left // right


def modulo(left: Any, right: Any) -> Any:
    """The remainder with the divisor's sign; rational numbers only."""
    _exact_pair(left, right, "%")
    return bounded(left % right)


def _exact_pair(left: Any, right: Any, operator: str) -> None:
    if not (is_exact(left) and is_exact(right)):
        raise ExpressionError("type", f"{operator} needs rational numbers")
    if right == 0:
        raise ExpressionError("domain", "division by zero")


def power(base: Any, exponent: Any) -> Any:
    """Base to the exponent, with the school's reading of odd roots: (-8)^(1/3) is −2.

    Raises ExpressionError: `limit` beyond |exponent| 64 (300 for powers of ten), `domain` for 0 to a power
    that is not positive.
    """
    if not is_exact(exponent):
        return symbolic.power(base, exponent)
    whole = type(exponent) is int
    ceiling = MAX_TEN_EXPONENT if is_exact(base) and base == 10 else MAX_EXPONENT
    if abs(exponent) > ceiling:
        raise ExpressionError("limit", f"an exponent beyond {ceiling}")
    if not is_exact(base):
        return symbolic.power(base, exponent)
    if base == 0:
        if exponent <= 0:
            raise ExpressionError("domain", "zero to a power that is not positive")
        return 0
    if whole:
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if (bits - 1) * abs(exponent) > MAX_BITS:
            raise ExpressionError("limit", "a number too large")
        return bounded(Fraction(base) ** exponent)
    return _rational_power(base, exponent)


def _rational_power(base: Exact, exponent: Fraction) -> Any:
    index = exponent.denominator
    if index > MAX_ROOT:
        raise ExpressionError("limit", "a root with too large an index")
    if base < 0 and index % 2:
        sign = -1 if exponent.numerator % 2 else 1
        return multiply(sign, power(-base, exponent))
    root = exact_root(base, index)
    if root is not None:
        return power(root, exponent.numerator)
    if max(abs(base.numerator), base.denominator).bit_length() * index > MAX_BITS:
        raise ExpressionError("limit", "a root with too large an index")
    return symbolic.power(base, exponent)


def exact_root(value: Exact, index: int) -> Exact | None:
    """The positive rational `index`-th root, or None where it is irrational or complex."""
    if value < 0:
        return None
    numerator = _whole_root(value.numerator, index)
    denominator = _whole_root(value.denominator, index)
    if numerator is None or denominator is None:
        return None
    return bounded(Fraction(numerator, denominator))


def _whole_root(value: int, index: int) -> int | None:
    if value < 2:
        return value
    if index >= value.bit_length():
        return None
    if index == 2:
        root = math.isqrt(value)
        return root if root * root == value else None
    low, high = 1, 1 << (value.bit_length() // index + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**index <= value:
            low = middle
        else:
            high = middle - 1
    return low if low**index == value else None


def truth(value: Any) -> bool:
    """A condition's value. Raises ExpressionError(type) when it is none or letters leave it open."""
    if isinstance(value, bool):
        return value
    raise ExpressionError("type", "a condition was expected, not a value")
