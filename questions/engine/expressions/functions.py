"""The functions that expressions may call: how many values each takes and what it does to exact numbers.

Angles are in radians (`deg(30)` is 30°). `log(x)` is the common logarithm, as school writes it;
`ln(x)` the natural one; `log(x, b)` has base b. `round` goes half away from zero, as school rounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from questions.engine.expressions import symbolic, values
from questions.engine.expressions.cardinals import cardinal
from questions.engine.expressions.limits import MAX_FACTORIAL, ExpressionError

_PRIME_LIMIT: Final = 10**12
# Jaeschke (1993): no composite number below 3,474,749,660,383 passes Miller and Rabin's test with all of these.
_WITNESSES: Final = (2, 3, 5, 7, 11, 13)
_MAX_PLACES: Final = 30
_MOST_LETTERED: Final = 10
NOT_POSITIVE: Final = "the logarithm of a number that is not positive"


def _whole(*numbers: Any) -> None:
    if not all(type(n) is int for n in numbers):
        raise ExpressionError("domain", "a whole number was expected")


def _exact(*numbers: Any) -> None:
    if not all(values.is_exact(n) for n in numbers):
        raise ExpressionError("type", "a rational number was expected")


def _absolute(value: Any) -> Any:
    return abs(value) if values.is_exact(value) else symbolic.apply("Abs", value)


def _extreme(least: bool) -> Callable[..., Any]:
    def pick(*numbers: Any) -> Any:
        items = numbers[0] if len(numbers) == 1 and isinstance(numbers[0], tuple) else numbers
        if not items:
            raise ExpressionError("domain", "nothing to choose from")
        if all(values.is_exact(n) for n in items):
            return min(items) if least else max(items)
        if len(items) > _MOST_LETTERED and any(map(symbolic.letters, items)):
            raise ExpressionError("limit", f"more than {_MOST_LETTERED} values with letters to choose from")
        return symbolic.apply("Min" if least else "Max", *items)

    return pick


def _over_whole(function: Callable[..., int]) -> Callable[..., Any]:
    def apply(*numbers: Any) -> Any:
        items = numbers[0] if len(numbers) == 1 and isinstance(numbers[0], tuple) else numbers
        _whole(*items)
        return values.bounded(function(*items))

    return apply


def _towards(function: Callable[[Any], int], name: str) -> Callable[[Any], Any]:
    def apply(value: Any) -> Any:
        return function(value) if values.is_exact(value) else symbolic.towards(name, value)

    return apply


def _round(value: Any, places: Any = 0) -> Any:
    _exact(value)
    _whole(places)
    if abs(places) > _MAX_PLACES:
        raise ExpressionError("limit", f"more than {_MAX_PLACES} places")
    scale = Fraction(10) ** places
    scaled = abs(value) * scale
    whole = math.floor(scaled + Fraction(1, 2))
    return values.bounded(Fraction(whole if value >= 0 else -whole) / scale)


def _factorial(value: Any) -> Any:
    _whole(value)
    if value < 0:
        raise ExpressionError("domain", "the factorial of a negative number")
    if value > MAX_FACTORIAL:
        raise ExpressionError("limit", f"a factorial beyond {MAX_FACTORIAL}")
    return math.factorial(value)


def _selection(function: Callable[[int, int], int]) -> Callable[[Any, Any], Any]:
    def apply(total: Any, chosen: Any) -> Any:
        _whole(total, chosen)
        if total < 0 or chosen < 0:
            raise ExpressionError("domain", "a negative number of things")
        if total > MAX_FACTORIAL:
            raise ExpressionError("limit", f"more than {MAX_FACTORIAL} things")
        return function(total, chosen)

    return apply


def _is_prime(value: Any) -> bool:
    _exact(value)
    if type(value) is not int or value < 2:
        return False
    if value > _PRIME_LIMIT:
        raise ExpressionError("limit", "a number too large to test")
    if value in _WITNESSES:
        return True
    return all(value % prime for prime in _WITNESSES) and not any(_composite(value, base) for base in _WITNESSES)


def _composite(odd: int, base: int) -> bool:
    """Whether Miller and Rabin's test with this base proves an odd number composite."""
    twos = ((odd - 1) & (1 - odd)).bit_length() - 1
    power = pow(base, (odd - 1) >> twos, odd)
    if power in (1, odd - 1):
        return False
    return all((power := power * power % odd) != odd - 1 for _ in range(twos - 1))


def _root(value: Any, index: Any = 2) -> Any:
    _whole(index)
    if index < 1:
        raise ExpressionError("domain", "the index of a root is at least 1")
    return values.power(value, values.working(Fraction(1, index)))


def logarithm(value: Any, base: Any = 10) -> Any:
    """The logarithm to a base; exact where it is rational. Raises ExpressionError(domain)."""
    for number, wrong in (
        (value, NOT_POSITIVE),
        (base, "the base of a logarithm"),
    ):
        if values.is_exact(number) and number <= 0:
            raise ExpressionError("domain", wrong)
    if values.is_exact(base) and base == 1:
        raise ExpressionError("domain", "the base of a logarithm")
    if values.is_exact(value) and values.is_exact(base):
        found = _rational_logarithm(Fraction(value), Fraction(base))
        if found is not None:
            return found
    return values.divide(symbolic.apply("log", value), symbolic.apply("log", base))


def _rational_logarithm(value: Fraction, base: Fraction) -> Any:
    if value == 1:
        return 0
    ratio = _approximate_log(value) / _approximate_log(base)
    for index in range(1, 13):
        times = round(ratio * index)
        if times and abs(times) <= 600 and abs(ratio * index - times) < 1e-9 and base**times == value**index:
            return values.working(Fraction(times, index))
    return None


def _approximate_log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def _natural(value: Any) -> Any:
    if values.is_exact(value) and value <= 0:
        raise ExpressionError("domain", NOT_POSITIVE)
    return 0 if values.is_exact(value) and value == 1 else symbolic.apply("log", value)


def _sympy(name: str) -> Callable[[Any], Any]:
    return lambda value: symbolic.apply(name, value)


def _arc_reciprocal(name: str) -> Callable[[Any], Any]:
    return lambda value: symbolic.apply(name, values.divide(1, value))


def _degrees(value: Any) -> Any:
    return values.multiply(values.divide(value, 180), symbolic.constant("pi"))


def _total(*numbers: Any) -> Any:
    items = numbers[0] if len(numbers) == 1 and isinstance(numbers[0], tuple) else numbers
    total: Any = 0
    for item in items:
        total = values.add(total, item)
    return total


def _product(*numbers: Any) -> Any:
    items = numbers[0] if len(numbers) == 1 and isinstance(numbers[0], tuple) else numbers
    total: Any = 1
    for item in items:
        total = values.multiply(total, item)
    return total


def _length(value: Any) -> Any:
    if not isinstance(value, tuple):
        raise ExpressionError("type", "a list was expected")
    return len(value)


def _is_int(value: Any) -> bool:
    return type(value) is int


def _numerator(value: Any) -> Any:
    _exact(value)
    return value.numerator


def _denominator(value: Any) -> Any:
    _exact(value)
    return value.denominator


def _sign(value: Any) -> Any:
    _exact(value)
    return (value > 0) - (value < 0)


def _cardinal(value: Any) -> str:
    _whole(value)
    words = cardinal(value)
    if not words:
        raise ExpressionError("domain", "a number whose words are not known")
    return words


_MANY: Final = 20
_TABLE: Final[dict[str, tuple[int, int, Callable[..., Any]]]] = {
    "abs": (1, 1, _absolute),
    "min": (1, _MANY, _extreme(True)),
    "max": (1, _MANY, _extreme(False)),
    "gcd": (1, _MANY, _over_whole(math.gcd)),
    "lcm": (1, _MANY, _over_whole(math.lcm)),
    "floor": (1, 1, _towards(math.floor, "floor")),
    "ceil": (1, 1, _towards(math.ceil, "ceiling")),
    "round": (1, 2, _round),
    "factorial": (1, 1, _factorial),
    "comb": (2, 2, _selection(math.comb)),
    "perm": (2, 2, _selection(math.perm)),
    "mod": (2, 2, values.modulo),
    "is_int": (1, 1, _is_int),
    "is_prime": (1, 1, _is_prime),
    "numerator": (1, 1, _numerator),
    "denominator": (1, 1, _denominator),
    "sign": (1, 1, _sign),
    "sqrt": (1, 1, _root),
    "cbrt": (1, 1, lambda value: _root(value, 3)),
    "root": (2, 2, _root),
    "log": (1, 2, logarithm),
    "ln": (1, 1, _natural),
    "exp": (1, 1, lambda value: values.power(symbolic.constant("e"), value)),
    "deg": (1, 1, _degrees),
    "percent": (1, 1, lambda value: values.divide(value, 100)),
    "sum": (1, _MANY, _total),
    "prod": (1, _MANY, _product),
    "len": (1, 1, _length),
    "cardinal": (1, 1, _cardinal),
    "Cardinal": (1, 1, lambda value: _cardinal(value).capitalize()),
    "all": (1, 1, lambda items: all(values.truth(item) for item in items)),
    "any": (1, 1, lambda items: any(values.truth(item) for item in items)),
    **{name: (1, 1, _sympy(name)) for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{name: (1, 1, _sympy(name)) for name in ("sinh", "cosh", "tanh", "coth", "sech", "csch")},
    **{name: (1, 1, _sympy(name)) for name in ("asin", "acos", "atan")},
    "acsc": (1, 1, _arc_reciprocal("asin")),
    "asec": (1, 1, _arc_reciprocal("acos")),
    "acot": (1, 1, _arc_reciprocal("atan")),
}
ARITIES: Final[dict[str, tuple[int, int]]] = {name: (low, high) for name, (low, high, _) in _TABLE.items()}
REDUCTIONS: Final = frozenset({"sum", "prod", "min", "max", "gcd", "lcm", "len", "all", "any"})


def call(function: str, arguments: list[Any]) -> Any:
    """The function's value; raises ExpressionError for values outside its domain and for too many or too few."""
    low, high, work = _TABLE[function]
    if not low <= len(arguments) <= high:
        raise ExpressionError("syntax", f"{function} cannot take {len(arguments)} values")
    return work(*arguments)
