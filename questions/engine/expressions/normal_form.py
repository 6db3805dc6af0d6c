"""Brings a tree into one exact form, a quotient of polynomials, so that equal expressions become identical.

Complete for rational expressions in letters and for sums of roots of rationals; for sines and powers with
letters in the exponent it knows their usual relations; what it does not know (a root of a sum, a logarithm of
a product) becomes a generator of its own, and then only equality is certain, never inequality.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple

from questions.engine.expressions import polynomials as poly
from questions.engine.expressions.nodes import Arithmetic, Call, Name, Negative, Node, Number
from questions.engine.expressions.polynomials import Polynomial, TooLarge


class Quotient(NamedTuple):
    """Numerator over denominator; `certain` is False once a generator of unknown relations was used."""

    over: Polynomial
    under: Polynomial
    certain: bool = True


class NoNormalForm(Exception):
    """The tree holds something that is no single number or expression, or divides by zero."""


_EXPAND: Final = 12
_LARGEST_FACTORIAL: Final = 60
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
_UNIT: Final[Polynomial] = {(): Fraction(1)}


def normal_form(node: Node) -> Quotient:
    """The exact form. Raises NoNormalForm or TooLarge."""
    match node:
        case Number(value):
            return Quotient(poly.constant(value), _UNIT)
        case Name("oo" | "empty" | "True" | "False"):
            raise NoNormalForm
        case Name(name):
            return Quotient(poly.generator(name), _UNIT)
        case Negative(operand):
            over, under, certain = normal_form(operand)
            return Quotient(poly.scaled(over, Fraction(-1)), under, certain)
        case Arithmetic("+" | "mixed", left, right):
            return _added(normal_form(left), normal_form(right), 1)
        case Arithmetic("-", left, right):
            return _added(normal_form(left), normal_form(right), -1)
        case Arithmetic("*", left, right):
            return multiplied(normal_form(left), normal_form(right))
        case Arithmetic("/", left, right):
            return multiplied(normal_form(left), _inverse(normal_form(right)))
        case Arithmetic("**", left, right):
            return _power(normal_form(left), normal_form(right))
        case Call(function, arguments):
            return _call(function, [normal_form(argument) for argument in arguments])
        case _:
            raise NoNormalForm


def equal(left: Quotient, right: Quotient) -> bool | None:
    """Whether two forms are the same: True or False where it is certain, None where it is not."""
    crossed = poly.plus(poly.times(left.over, right.under), poly.times(right.over, left.under), -1)
    if not crossed:
        return True
    return False if left.certain and right.certain else None


def multiplied(left: Quotient, right: Quotient) -> Quotient:
    """The product. Raises TooLarge."""
    certain = left.certain and right.certain
    return Quotient(poly.times(left.over, right.over), poly.times(left.under, right.under), certain)


def difference(left: Quotient, right: Quotient) -> Quotient:
    """Left minus right. Raises TooLarge."""
    return _added(left, right, -1)


def _added(left: Quotient, right: Quotient, sign: int) -> Quotient:
    certain = left.certain and right.certain
    if left.under == right.under:
        return Quotient(poly.plus(left.over, right.over, sign), left.under, certain)
    first = poly.times(left.over, right.under)
    return Quotient(
        poly.plus(first, poly.times(right.over, left.under), sign),
        poly.times(left.under, right.under),
        certain,
    )


def _inverse(value: Quotient) -> Quotient:
    if not value.over:
        raise NoNormalForm
    if len(value.over) == 1:
        ((monomial, coefficient),) = value.over.items()
        flipped = {tuple((name, -exponent) for name, exponent in monomial): 1 / coefficient}
        return Quotient(poly.times(value.under, poly.reduced(flipped)), _UNIT, value.certain)
    return Quotient(value.under, value.over, value.certain)


def rational(value: Quotient) -> Fraction | None:
    """The number, where the form is a plain rational."""
    if set(value.over) <= {()} and set(value.under) == {()}:
        return value.over.get((), Fraction(0)) / value.under[()]
    return None


def _power(base: Quotient, exponent: Quotient) -> Quotient:
    number = rational(exponent)
    if number is None:
        return _lettered_power(base, exponent)
    if not base.over and number <= 0:
        raise NoNormalForm
    if number.denominator == 1:
        return _whole_power(base if number >= 0 else _inverse(base), abs(number.numerator))
    return _root_power(base, number)


def _whole_power(base: Quotient, exponent: int) -> Quotient:
    if len(base.over) == 1 and len(base.under) == 1:
        return Quotient(_monomial_power(base.over, exponent), _monomial_power(base.under, exponent), base.certain)
    if exponent > _EXPAND:
        return _opaque_power(base, Fraction(exponent))
    return Quotient(poly.raised(base.over, exponent), poly.raised(base.under, exponent), base.certain)


def _monomial_power(polynomial: Polynomial, exponent: int) -> Polynomial:
    ((monomial, coefficient),) = polynomial.items()
    if coefficient not in (1, -1) and exponent > poly.MAX_POWER:
        raise TooLarge
    power = tuple((name, e * exponent) for name, e in monomial) if exponent else ()
    return poly.reduced({power: coefficient**exponent})


def _opaque_power(base: Quotient, exponent: Fraction) -> Quotient:
    """A power of a sum that is not multiplied out: the sum, made positive in front, becomes a generator."""
    factor = abs(poly.leading(base.over))
    over = poly.scaled(base.over, 1 / factor)
    sign = 1
    if poly.leading(over) < 0 and exponent.denominator == 1:
        over = poly.scaled(over, Fraction(-1))
        sign = -1 if exponent.numerator % 2 else 1
    front = poly.constant(1) if factor == 1 else _bounded_power(factor, exponent)
    if front is None:
        raise TooLarge
    body = poly.generator(f"[{poly.key(over)}]/[{poly.key(base.under)}]", exponent)
    return Quotient(poly.scaled(poly.times(front, body), Fraction(sign)), _UNIT, False)


def _factorial(value: Quotient) -> Quotient:
    """(n + 2)! is (n + 2)(n + 1) · n!, and (n − 1)! is n!/n."""
    shift = value.over.get((), Fraction(0))
    steps = int(shift)
    number = rational(value)
    if number is not None and number.denominator == 1 and 0 <= number <= _LARGEST_FACTORIAL:
        return Quotient(poly.constant(Fraction(math.factorial(int(number)))), _UNIT)
    if set(value.under) != {()} or value.under[()] != 1 or shift != steps or not 0 < abs(steps) <= _EXPAND:
        return _named("factorial", [value])
    base = Quotient(poly.plus(value.over, poly.constant(shift), -1), _UNIT, value.certain)
    if not base.over:
        return _named("factorial", [value])
    result = _named("factorial", [base])
    for step in range(min(steps, 0) + 1, max(steps, 0) + 1):
        factor = Quotient(poly.plus(base.over, poly.constant(Fraction(step))), _UNIT, base.certain)
        result = multiplied(result, factor if steps > 0 else _inverse(factor))
    return result


def _bounded_power(factor: Fraction, exponent: Fraction) -> Polynomial | None:
    return poly.rational_power(factor, exponent) if exponent <= poly.MAX_POWER else None


def _root_power(base: Quotient, exponent: Fraction) -> Quotient:
    number = rational(base)
    if number is not None:
        return _number_root(number, exponent)
    if len(base.over) == 1 and len(base.under) == 1:
        over = _letters_root(base.over, exponent)
        under = _letters_root(base.under, exponent)
        if over is not None and under is not None:
            return Quotient(over, under, False)
    whole = exponent.numerator // exponent.denominator
    root = _opaque_power(base, exponent - whole)
    return multiplied(root, _whole_power(base if whole >= 0 else _inverse(base), abs(whole)))


def _number_root(number: Fraction, exponent: Fraction) -> Quotient:
    sign = Fraction(1)
    turned = poly.constant(1)
    if number < 0 and exponent.denominator % 2:
        sign = Fraction(-1 if exponent.numerator % 2 else 1)
    elif number < 0 and exponent.denominator == 2:
        turned = poly.generator("imaginary", exponent.numerator)
    elif number < 0:
        raise NoNormalForm
    root = poly.rational_power(abs(number), exponent)
    if root is None:
        raise TooLarge
    return Quotient(poly.scaled(poly.times(root, turned), sign), _UNIT)


def _letters_root(polynomial: Polynomial, exponent: Fraction) -> Polynomial | None:
    """√(4x) is 2√x, ∛(x²) is x^(2/3) as odd roots are real; √(x²) is |x| and stays whole (None)."""
    ((monomial, coefficient),) = polynomial.items()
    if coefficient < 0 or any(e != 1 and (e.denominator != 1 or exponent.denominator % 2 == 0) for _, e in monomial):
        return None
    front = poly.rational_power(coefficient, exponent)
    if front is None:
        return None
    return poly.times(front, {tuple((name, e * exponent) for name, e in monomial): Fraction(1)})


def _lettered_power(base: Quotient, exponent: Quotient) -> Quotient:
    """a^(2n + 1) becomes (a^n)² · a, over the primes of a where a is a number."""
    if set(exponent.under) != {()}:
        return _named("pow", [base, exponent])
    scale = exponent.under[()]
    result = Quotient(poly.constant(1), _UNIT, exponent.certain)
    for monomial, coefficient in exponent.over.items():
        times = coefficient / scale
        if monomial == ():
            part = _power(base, Quotient(poly.constant(times), _UNIT))
        else:
            part = _generators_power(base, poly.key({monomial: Fraction(1)}), times)
        result = multiplied(result, part)
    return result


def _generators_power(base: Quotient, exponent: str, times: Fraction) -> Quotient:
    number = rational(base)
    if number is None or number == 0:
        body = poly.generator(f"pow:[{poly.key(base.over)}]/[{poly.key(base.under)}]:{exponent}", times)
        return Quotient(body, _UNIT, base.certain and len(base.over) == 1 and not _may_undo(exponent))
    result = poly.constant(1)
    if number < 0:
        if times.denominator != 1:
            raise NoNormalForm
        result = poly.generator(f"sign:{exponent}", times)
    for part, sign in ((abs(number.numerator), 1), (number.denominator, -1)):
        factors = poly.factorised(part)
        if factors is None:
            raise TooLarge
        for prime, count in factors.items():
            result = poly.times(result, poly.generator(f"pow:{prime}:{exponent}", sign * count * times))
    return Quotient(result, _UNIT, number > 0 and not _may_undo(exponent))


def _may_undo(exponent: str) -> bool:
    """Whether an exponent's key holds a logarithm or i, so that the power may be worth something simpler."""
    return ":" in exponent or "imaginary" in exponent


def _call(function: str, arguments: list[Quotient]) -> Quotient:
    first = arguments[0]
    if function in ("sqrt", "cbrt"):
        return _power(first, Quotient(poly.constant(Fraction(1, 2 if function == "sqrt" else 3)), _UNIT))
    if function == "root":
        return _power(first, _inverse(arguments[1]))
    if function == "deg":
        turn = Quotient(poly.scaled(poly.generator("pi"), Fraction(1, 180)), _UNIT)
        return multiplied(first, turn)
    if function == "percent":
        return multiplied(first, Quotient(poly.constant(Fraction(1, 100)), _UNIT))
    if function == "exp":
        return _power(Quotient(poly.generator("e"), _UNIT), first)
    pair = _RECIPROCALS.get(function) or _HYPERBOLIC.get(function)
    if pair:
        above = _call(pair[0], [first]) if pair[0] else Quotient(poly.constant(1), _UNIT)
        return multiplied(above, _inverse(_call(pair[1], [first])))
    if function in ("sin", "cos"):
        return _circular(function, first)
    if function in ("ln", "log"):
        return _logarithm(function, arguments)
    if function in ("acsc", "asec", "acot"):
        return _named({"acsc": "asin", "asec": "acos", "acot": "atan"}[function], [_inverse(first)])
    if function == "abs":
        return _absolute(first)
    if function == "factorial":
        return _factorial(first)
    if function in _OF_NUMBERS:
        numbers = [number for number in map(rational, arguments) if number is not None]
        if len(numbers) == len(arguments):
            return Quotient(poly.constant(_OF_NUMBERS[function](*numbers)), _UNIT)
    return _named(function, arguments)


def _of_whole(function: Callable[..., int], numbers: tuple[Fraction, ...]) -> int:
    if any(number.denominator != 1 for number in numbers):
        raise NoNormalForm
    return function(*map(int, numbers))


def _named(function: str, arguments: list[Quotient]) -> Quotient:
    """A function with no relations of its own: its name and its arguments' forms are a generator."""
    texts = [f"[{poly.key(over)}]/[{poly.key(under)}]" for over, under in map(_monic, arguments)]
    return Quotient(poly.generator(f"{function}:{','.join(texts)}"), _UNIT, False)


def _monic(value: Quotient) -> tuple[Polynomial, Polynomial]:
    factor = 1 / poly.leading(value.under)
    return poly.scaled(value.over, factor), poly.scaled(value.under, factor)


def _circular(function: str, argument: Quotient) -> Quotient:
    """Sine and cosine with whole turns taken out and the sign of the argument made positive."""
    over, under = _monic(argument)
    sign = Fraction(1)
    if under == _UNIT:
        pi = (("pi", Fraction(1)),)
        turns = over.get(pi, Fraction(0))
        half_turns = turns.numerator // turns.denominator
        over = poly.plus(over, {pi: Fraction(half_turns)} if half_turns else {}, -1)
        sign = Fraction(-1 if half_turns % 2 else 1)
    if not over:
        return Quotient(poly.constant(sign if function == "cos" else 0), _UNIT, argument.certain)
    if poly.leading(over) < 0:
        over = poly.scaled(over, Fraction(-1))
        sign *= 1 if function == "cos" else -1
    body = poly.generator(f"{function}:[{poly.key(over)}]/[{poly.key(under)}]")
    return Quotient(poly.scaled(body, sign), _UNIT, False)


def _logarithm(function: str, arguments: list[Quotient]) -> Quotient:
    value = _natural(arguments[0])
    if function == "ln":
        return value
    base = arguments[1] if len(arguments) == 2 else Quotient(poly.constant(10), _UNIT)
    return multiplied(value, _inverse(_natural(base)))


def _natural(value: Quotient) -> Quotient:
    number = rational(value)
    if number is None:
        return _logarithm_of_factors(value) or _named("ln", [value])
    if number <= 0:
        raise NoNormalForm
    total: Polynomial = {}
    for part, sign in ((number.numerator, 1), (number.denominator, -1)):
        factors = poly.factorised(part)
        if factors is None:
            raise TooLarge
        for prime, count in factors.items():
            total = poly.plus(total, poly.generator(f"ln:{prime}"), sign * count)
    return Quotient(total, _UNIT)


def _logarithm_of_factors(value: Quotient) -> Quotient | None:
    """ln(xy/z) is ln x + ln y − ln z and ln(x²) is 2 ln|x|, factor by factor; None where it is no such product."""
    if len(value.over) != 1 or len(value.under) != 1:
        return None
    total = Quotient(poly.constant(0), _UNIT)
    for part, sign in ((value.over, 1), (value.under, -1)):
        ((monomial, coefficient),) = part.items()
        if coefficient <= 0 or any(name == "imaginary" or name[0] == "#" for name, _ in monomial):
            return None
        total = _added(total, _natural(Quotient(poly.constant(coefficient), _UNIT)), sign)
        for name, exponent in monomial:
            factor = Quotient(poly.constant(sign * exponent), _UNIT)
            total = _added(total, multiplied(factor, _logarithm_of(name, exponent)), 1)
    return total


def _logarithm_of(name: str, exponent: Fraction) -> Quotient:
    base = Quotient(poly.generator(name), _UNIT, ":" not in name)
    if name == "e":
        return Quotient(poly.constant(1), _UNIT)
    return _named("ln", [_absolute(base) if exponent.numerator % 2 == 0 else base])


def _absolute(value: Quotient) -> Quotient:
    number = rational(value)
    if number is not None:
        return Quotient(poly.constant(abs(number)), _UNIT)
    over, under = _monic(value)
    if poly.leading(over) < 0:
        over = poly.scaled(over, Fraction(-1))
    return _named("abs", [Quotient(over, under)])
