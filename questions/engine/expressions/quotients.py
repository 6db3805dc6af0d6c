"""Quotients of polynomials, the exact form of expressions: sums, products and powers of them.

A root of a sum or a power with letters in the exponent becomes a generator; where such a generator's relations are not
known, only equality is certain, never inequality.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from questions.engine.expressions import polynomials as poly
from questions.engine.expressions.polynomials import Polynomial, TooLarge

EXPAND: Final = 12
UNIT: Final[Polynomial] = {(): Fraction(1)}


class Quotient(NamedTuple):
    """Numerator over denominator; `certain` is False once a generator of unknown relations was used."""

    over: Polynomial
    under: Polynomial
    certain: bool = True


class NoNormalForm(Exception):
    """The tree holds something that is no single number or expression, or divides by zero."""


def equal(left: Quotient, right: Quotient) -> bool | None:
    """Whether two forms are the same: True or False where it is certain, None where it is not."""
    crossed = poly.plus(poly.times(left.over, right.under), poly.times(right.over, left.under), -1)
    if not poly.cleared(crossed):
        return True
    return False if left.certain and right.certain else None


def multiplied(left: Quotient, right: Quotient) -> Quotient:
    """The product. Raises TooLarge."""
    certain = left.certain and right.certain
    return Quotient(poly.times(left.over, right.over), poly.times(left.under, right.under), certain)


def difference(left: Quotient, right: Quotient) -> Quotient:
    """Left minus right. Raises TooLarge."""
    return added(left, right, -1)


def added(left: Quotient, right: Quotient, sign: int) -> Quotient:
    certain = left.certain and right.certain
    if left.under == right.under:
        return Quotient(poly.plus(left.over, right.over, sign), left.under, certain)
    first = poly.times(left.over, right.under)
    return Quotient(
        poly.plus(first, poly.times(right.over, left.under), sign),
        poly.times(left.under, right.under),
        certain,
    )


def inverse(value: Quotient) -> Quotient:
    if not value.over:
        raise NoNormalForm
    if len(value.over) == 1:
        ((monomial, coefficient),) = value.over.items()
        flipped = {tuple((name, -exponent) for name, exponent in monomial): 1 / coefficient}
        return Quotient(poly.times(value.under, poly.reduced(flipped)), UNIT, value.certain)
    return Quotient(value.under, value.over, value.certain)


def rational(value: Quotient) -> Fraction | None:
    """The number, where the form is a plain rational."""
    if set(value.over) <= {()} and set(value.under) == {()}:
        return value.over.get((), Fraction(0)) / value.under[()]
    return None


def power(base: Quotient, exponent: Quotient) -> Quotient:
    number = rational(exponent)
    if number is None:
        return _lettered_power(base, exponent)
    if not base.over and number <= 0:
        raise NoNormalForm
    if number.denominator == 1:
        return _whole_power(base if number >= 0 else inverse(base), abs(number.numerator))
    return _root_power(base, number)


def _whole_power(base: Quotient, exponent: int) -> Quotient:
    if len(base.over) == 1 and len(base.under) == 1:
        return Quotient(_monomial_power(base.over, exponent), _monomial_power(base.under, exponent), base.certain)
    if exponent > EXPAND:
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
    return Quotient(poly.scaled(poly.times(front, body), Fraction(sign)), UNIT, False)


def _bounded_power(factor: Fraction, exponent: Fraction) -> Polynomial | None:
    return poly.rational_power(factor, exponent) if exponent <= poly.MAX_POWER else None


def _root_power(base: Quotient, exponent: Fraction) -> Quotient:
    number = rational(base)
    if number == 0 and exponent > 0:
        return Quotient(poly.constant(0), UNIT, base.certain)
    if number is not None:
        return _number_root(number, exponent)
    if len(base.over) == 1 and len(base.under) == 1:
        over = _letters_root(base.over, exponent)
        under = _letters_root(base.under, exponent)
        if over is not None and under is not None:
            return Quotient(over, under, False)
    whole = exponent.numerator // exponent.denominator
    root = _opaque_power(base, exponent - whole)
    return multiplied(root, _whole_power(base if whole >= 0 else inverse(base), abs(whole)))


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
    return Quotient(poly.scaled(poly.times(root, turned), sign), UNIT)


def _letters_root(polynomial: Polynomial, exponent: Fraction) -> Polynomial | None:
    """√(4x) is 2√x, √(x³) is x^(3/2), √(x²) is |x|; ∛(x²) is x^(2/3), as odd roots are real. None for anything else."""
    ((monomial, coefficient),) = polynomial.items()
    if coefficient < 0 or any(e.denominator != 1 and e.denominator % 2 for _, e in monomial):
        return None
    root = poly.rational_power(coefficient, exponent)
    if root is None:
        return None
    for name, e in monomial:
        if name == "imaginary":
            return None
        even = exponent.denominator % 2 == 0 and e.denominator == 1 and e % 2 == 0
        root = poly.times(root, poly.absolute(name, e * exponent) if even else poly.generator(name, e * exponent))
    return root


def _lettered_power(base: Quotient, exponent: Quotient) -> Quotient:
    """a^(2n + 1) becomes (a^n)² · a, over the primes of a where a is a number."""
    if set(exponent.under) != {()}:
        return named("pow", [base, exponent])
    scale = exponent.under[()]
    result = Quotient(poly.constant(1), UNIT, exponent.certain)
    for monomial, coefficient in exponent.over.items():
        times = coefficient / scale
        if monomial == ():
            part = power(base, Quotient(poly.constant(times), UNIT))
        else:
            part = _generators_power(base, poly.key({monomial: Fraction(1)}), times)
        result = multiplied(result, part)
    return result


def _generators_power(base: Quotient, exponent: str, times: Fraction) -> Quotient:
    number = rational(base)
    if number is None and _is_product(base):
        return _product_power(base, exponent, times)
    if number is None or number == 0:
        body = poly.generator(f"pow:[{poly.key(base.over)}]/[{poly.key(base.under)}]:{exponent}", times)
        return Quotient(
            body, UNIT, base.certain and len(base.over) == 1 and not _may_undo(exponent) and _is_plain(base)
        )
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
    return Quotient(result, UNIT, number > 0 and not _may_undo(exponent))


def _is_plain(base: Quotient) -> bool:
    """Whether it is made of letters only, not of powers or functions that may have relations of their own."""
    return all(":" not in name for side in (base.over, base.under) for monomial in side for name, _ in monomial)


def _is_product(base: Quotient) -> bool:
    """A positive number times letters, over the same: not one letter alone, which is a generator's base as it is."""
    sides = (base.over, base.under)
    if any(len(side) != 1 or next(iter(side.values())) <= 0 for side in sides):
        return False
    return base.under != UNIT or next(iter(base.over.values())) != 1 or sum(e for _, e in next(iter(base.over))) != 1


def _product_power(base: Quotient, exponent: str, times: Fraction) -> Quotient:
    """(2x²y)^n is 2^n · x^(2n) · y^n, factor by factor."""
    result = Quotient(poly.constant(1), UNIT, base.certain)
    for side, sign in ((base.over, 1), (base.under, -1)):
        ((monomial, coefficient),) = side.items()
        factors = [(Quotient(poly.constant(coefficient), UNIT), Fraction(1))] if coefficient != 1 else []
        factors += [(Quotient(poly.generator(name), UNIT, base.certain), power) for name, power in monomial]
        for factor, power in factors:
            result = multiplied(result, _generators_power(factor, exponent, times * sign * power))
    return Quotient(result.over, result.under, False)


def _may_undo(exponent: str) -> bool:
    """Whether an exponent's key holds a logarithm or i, so that the power may be worth something simpler."""
    return ":" in exponent or "imaginary" in exponent


def named(function: str, arguments: list[Quotient]) -> Quotient:
    """A function with no relations of its own: its name and its arguments' forms are a generator."""
    texts = [f"[{poly.key(over)}]/[{poly.key(under)}]" for over, under in map(monic, arguments)]
    return Quotient(poly.generator(f"{function}:{','.join(texts)}"), UNIT, False)


def monic(value: Quotient) -> tuple[Polynomial, Polynomial]:
    factor = 1 / poly.leading(value.under)
    return poly.scaled(value.over, factor), poly.scaled(value.under, factor)
