"""Exact forms of function values: the relations of sines, logarithms, factorials, roots and absolute values."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from questions.engine.expressions import polynomials as poly
from questions.engine.expressions.polynomials import Polynomial, TooLarge
from questions.engine.expressions.quotients import (
    EXPAND,
    UNIT,
    NoNormalForm,
    Quotient,
    added,
    difference,
    inverse,
    monic,
    multiplied,
    named,
    power,
    rational,
)

_LARGEST_FACTORIAL: Final = 60
_PI: Final = (("pi", Fraction(1)),)
_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
_SINES: Final[tuple[tuple[tuple[Fraction | int, ...], ...], ...]] = (
    (),
    ((_QUARTER, 2, 3), (-_QUARTER, 2)),
    ((_HALF,),),
    ((_HALF, 2),),
    ((_HALF, 3),),
    ((_QUARTER, 2, 3), (_QUARTER, 2)),
    ((Fraction(1),),),
)
_RECIPROCALS: Final = {"sec": ("", "cos"), "csc": ("", "sin"), "cot": ("cos", "sin"), "tan": ("sin", "cos")}
_HYPERBOLIC: Final = {
    "tanh": ("sinh", "cosh"),
    "coth": ("cosh", "sinh"),
    "sech": ("", "cosh"),
    "csch": ("", "sinh"),
}
_OF_NUMBERS: Final[dict[str, Callable[..., Fraction | int]]] = {
    "max": lambda *numbers: max(numbers),
    "min": lambda *numbers: min(numbers),
    "floor": math.floor,
    "ceil": math.ceil,
    "mod": lambda value, size: value - size * math.floor(value / size) if size else value,
    "gcd": lambda *numbers: _of_whole(math.gcd, numbers),
    "lcm": lambda *numbers: _of_whole(math.lcm, numbers),
}


def _factorial(value: Quotient) -> Quotient:
    """(n + 2)! is (n + 2)(n + 1) · n!, and (n − 1)! is n!/n."""
    shift = value.over.get((), Fraction(0))
    steps = int(shift)
    number = rational(value)
    if number is not None and number.denominator == 1 and 0 <= number <= _LARGEST_FACTORIAL:
        return Quotient(poly.constant(Fraction(math.factorial(int(number)))), UNIT)
    if set(value.under) != {()} or value.under[()] != 1 or shift != steps or not 0 < abs(steps) <= EXPAND:
        return named("factorial", [value])
    base = Quotient(poly.plus(value.over, poly.constant(shift), -1), UNIT, value.certain)
    if not base.over:
        return named("factorial", [value])
    result = named("factorial", [base])
    for step in range(min(steps, 0) + 1, max(steps, 0) + 1):
        factor = Quotient(poly.plus(base.over, poly.constant(Fraction(step))), UNIT, base.certain)
        result = multiplied(result, factor if steps > 0 else inverse(factor))
    return result


def call(function: str, arguments: list[Quotient]) -> Quotient:
    first = arguments[0]
    squared = _square_root(first) if function == "sqrt" else None
    if squared is not None:
        return _absolute(squared)
    if function in ("sqrt", "cbrt"):
        return power(first, Quotient(poly.constant(Fraction(1, 2 if function == "sqrt" else 3)), UNIT))
    if function == "root":
        return power(first, inverse(arguments[1]))
    if function == "deg":
        turn = Quotient(poly.scaled(poly.generator("pi"), Fraction(1, 180)), UNIT)
        return multiplied(first, turn)
    if function == "percent":
        return multiplied(first, Quotient(poly.constant(Fraction(1, 100)), UNIT))
    if function == "exp":
        return power(Quotient(poly.generator("e"), UNIT), first)
    pair = _RECIPROCALS.get(function) or _HYPERBOLIC.get(function)
    if pair:
        above = call(pair[0], [first]) if pair[0] else Quotient(poly.constant(1), UNIT)
        return multiplied(above, inverse(call(pair[1], [first])))
    if function in ("sin", "cos"):
        return _circular(function, first)
    if function in ("sinh", "cosh"):
        return _in_exponentials(function, first)
    if function == "acos":
        quarter = Quotient(poly.scaled(poly.generator("pi"), Fraction(1, 2)), UNIT)
        return difference(quarter, call("asin", [first]))
    if function in ("asin", "atan"):
        return _odd(function, first)
    if function in ("ln", "log"):
        return _logarithm(function, arguments)
    if function in ("acsc", "asec", "acot"):
        return call({"acsc": "asin", "asec": "acos", "acot": "atan"}[function], [inverse(first)])
    if function == "abs":
        return _absolute(first)
    if function == "factorial":
        return _factorial(first)
    if function in _OF_NUMBERS:
        numbers = [number for number in map(rational, arguments) if number is not None]
        if len(numbers) == len(arguments):
            return Quotient(poly.constant(_OF_NUMBERS[function](*numbers)), UNIT)
    return named(function, arguments)


def _of_whole(function: Callable[..., int], numbers: tuple[Fraction, ...]) -> int:
    if any(number.denominator != 1 for number in numbers):
        raise NoNormalForm
    return function(*map(int, numbers))


def _circular(function: str, argument: Quotient) -> Quotient:
    """Sine and cosine with whole turns taken out and the sign of the argument made positive."""
    over, under = monic(argument)
    sign = Fraction(1)
    if under == UNIT:
        turns = over.get(_PI, Fraction(0))
        half_turns = turns.numerator // turns.denominator
        over = poly.plus(over, {_PI: Fraction(half_turns)} if half_turns else {}, -1)
        sign = Fraction(-1 if half_turns % 2 else 1)
    if not over:
        return Quotient(poly.constant(sign if function == "cos" else 0), UNIT, argument.certain)
    if under == UNIT and set(over) == {_PI} and (over[_PI] * 12).denominator == 1:
        return Quotient(poly.scaled(_twelfths(function, int(over[_PI] * 12)), sign), UNIT)
    if poly.leading(over) < 0:
        over = poly.scaled(over, Fraction(-1))
        sign *= 1 if function == "cos" else -1
    body = poly.generator(f"{function}:[{poly.key(over)}]/[{poly.key(under)}]")
    return Quotient(poly.scaled(body, sign), UNIT, False)


def _twelfths(function: str, count: int) -> Polynomial:
    """Sine or cosine of so many twelfths (0 to 12) of π, in roots."""
    if function == "cos":
        value = _twelfths("sin", abs(6 - count))
        return value if count <= 6 else poly.scaled(value, Fraction(-1))
    total: Polynomial = {}
    for factor, *primes in _SINES[min(count, 12 - count)]:
        term = poly.constant(factor)
        for prime in primes:
            term = poly.times(term, poly.generator(f"#{prime}", Fraction(1, 2)))
        total = poly.plus(total, term)
    return total


def _in_exponentials(function: str, argument: Quotient) -> Quotient:
    """sinh u and cosh u: half the difference and half the sum of e^u and e^(−u)."""
    grown = call("exp", [argument])
    both = added(grown, inverse(grown), 1 if function == "cosh" else -1)
    return multiplied(both, Quotient(poly.constant(Fraction(1, 2)), UNIT))


def _odd(function: str, argument: Quotient) -> Quotient:
    """f(−u) is −f(u), and f(0) is 0."""
    if not argument.over:
        return Quotient(poly.constant(0), UNIT, argument.certain)
    over, under = monic(argument)
    sign = Fraction(1 if poly.leading(over) > 0 else -1)
    body = named(function, [Quotient(poly.scaled(over, sign), under)])
    return Quotient(poly.scaled(body.over, sign), UNIT, False)


def _logarithm(function: str, arguments: list[Quotient]) -> Quotient:
    value = _natural(arguments[0])
    if function == "ln":
        return value
    base = arguments[1] if len(arguments) == 2 else Quotient(poly.constant(10), UNIT)
    return multiplied(value, inverse(_natural(base)))


def _natural(value: Quotient) -> Quotient:
    number = rational(value)
    if number is None:
        return _logarithm_of_factors(value) or named("ln", [value])
    if number <= 0:
        raise NoNormalForm
    total: Polynomial = {}
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        factors = poly.factorised(part)
        if factors is None:
            raise TooLarge
        for prime, count in factors.items():
            total = poly.plus(total, poly.generator(f"ln:{prime}"), sign * count)
    return Quotient(total, UNIT)


def _logarithm_of_factors(value: Quotient) -> Quotient | None:
    """ln(xy/z) is ln x + ln y − ln z and ln(x²) is 2 ln|x|, factor by factor; None where it is no such product."""
    if len(value.over) != 1 or len(value.under) != 1:
        return None
    total = Quotient(poly.constant(0), UNIT)
    for part, sign in ((value.over, 1), (value.under, -1)):
        ((monomial, coefficient),) = part.items()
        if coefficient <= 0 or any(name == "imaginary" or name[0] == "#" for name, _ in monomial):
            return None
        total = added(total, _natural(Quotient(poly.constant(coefficient), UNIT)), sign)
        for name, exponent in monomial:
            factor = Quotient(poly.constant(sign * exponent), UNIT)
            total = added(total, multiplied(factor, _logarithm_of(name, exponent)), 1)
    return total


def _logarithm_of(name: str, exponent: Fraction) -> Quotient:
    base = Quotient(poly.generator(name), UNIT, ":" not in name)
    if name == "e":
        return Quotient(poly.constant(1), UNIT)
    return named("ln", [_absolute(base) if exponent.numerator % 2 == 0 else base])


def _absolute(value: Quotient) -> Quotient:
    """|3x²/y| is 3x²/|y|, factor by factor; a sum stays whole, with a fixed sign in front."""
    number = rational(value)
    if number is not None:
        return Quotient(poly.constant(abs(number)), UNIT)
    if len(value.over) == len(value.under) == 1 and "imaginary" not in dict(next(iter(value.over))):
        return Quotient(_positive(value.over), _positive(value.under), False)
    over, under = monic(value)
    if poly.leading(over) < 0:
        over = poly.scaled(over, Fraction(-1))
    return named("abs", [Quotient(over, under)])


def _square_root(value: Quotient) -> Quotient | None:
    """The polynomial in one letter whose square a value of several terms is, or None."""
    names = {name for monomial in value.over for name, _ in monomial}
    powers = {monomial[0][1] if monomial else Fraction(0): times for monomial, times in value.over.items()}
    if len(names) != 1 or len(powers) < 3 or value.under != UNIT or not next(iter(names)).isidentifier():
        return None
    degree = max(powers)
    if any(power.denominator != 1 or power < 0 for power in powers) or degree % 2 or degree > EXPAND:
        return None
    found = poly.square_root([powers.get(Fraction(power), Fraction(0)) for power in range(int(degree) + 1)])
    if found is None:
        return None
    (name,) = names
    terms: Polynomial = {
        ((name, Fraction(power)),) if power else (): times for power, times in enumerate(found) if times
    }
    return Quotient(terms, UNIT, value.certain)


def _positive(single: Polynomial) -> Polynomial:
    ((monomial, coefficient),) = single.items()
    result = poly.constant(abs(coefficient))
    for name, exponent in monomial:
        result = poly.times(result, poly.absolute(name, exponent))
    return result
