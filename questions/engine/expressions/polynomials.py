"""Exact polynomials whose generators may be letters, roots of primes, π, sines … with rational exponents.

A monomial is a sorted tuple of (generator, exponent); a polynomial maps monomials to nonzero rationals.
Products are reduced by the generators' relations: 2^(1/2) squared is 2, i² is −1, sin² is 1 − cos².
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

Monomial = tuple[tuple[str, Fraction], ...]
Polynomial = dict[Monomial, Fraction]

MAX_TERMS: Final = 300
MAX_STEPS: Final = 20_000
MAX_PRIME: Final = 10_000
MAX_POWER: Final = 2000
MAX_BITS: Final = 13_000  # Python writes out integers of 4,300 digits, about 14,280 bits
ONE: Final[Monomial] = ()


class TooLarge(Exception):
    """The exact form would need more than MAX_TERMS terms; the caller falls back to another method."""


def constant(value: Fraction | int) -> Polynomial:
    return {ONE: Fraction(value)} if value else {}


def generator(name: str, exponent: Fraction | int = 1) -> Polynomial:
    return reduced({((name, Fraction(exponent)),): Fraction(1)})


def absolute(name: str, exponent: Fraction) -> Polynomial:
    """|g|^e of one generator: g^e itself where it cannot be negative, else a generator |g| whose square is g²."""
    positive = name in ("pi", "e") or name[0] in "#|" or exponent.denominator % 2 == 0
    even = exponent.denominator == 1 and exponent % 2 == 0
    return generator(name if positive or even else f"|{name}|", exponent)


def plus(left: Polynomial, right: Polynomial, factor: int = 1) -> Polynomial:
    total = dict(left)
    for monomial, coefficient in right.items():
        value = total.get(monomial, Fraction(0)) + factor * coefficient
        if value:
            total[monomial] = value
        else:
            total.pop(monomial, None)
    return total


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """The reduced product. Raises TooLarge."""
    if len(left) * len(right) > MAX_TERMS * 20:
        raise TooLarge
    product: Polynomial = {}
    for first, a in left.items():
        for second, b in right.items():
            monomial = _merged(first, second)
            product[monomial] = product.get(monomial, Fraction(0)) + a * b
    result = reduced(product)
    if len(result) > MAX_TERMS:
        raise TooLarge
    return result


def cleared(polynomial: Polynomial) -> Polynomial:
    """The polynomial times what stands below in it: 2w + 50/w − 25 becomes 2w² + 50 − 25w. Raises TooLarge."""
    lowest: dict[str, Fraction] = {}
    for monomial in polynomial:
        for name, exponent in monomial:
            lowest[name] = min(lowest.get(name, Fraction(0)), exponent)
    factor = tuple(sorted((name, -exponent) for name, exponent in lowest.items() if exponent < 0))
    return times(polynomial, {factor: Fraction(1)}) if factor else polynomial


def raised(base: Polynomial, exponent: int) -> Polynomial:
    """The power for a whole exponent of at least 0. Raises TooLarge."""
    result = constant(1)
    for _ in range(exponent):
        result = times(result, base)
    return result


def _merged(first: Monomial, second: Monomial) -> Monomial:
    if not first:
        return second
    if not second:
        return first
    exponents = dict(first)
    for name, exponent in second:
        total = exponents.get(name, Fraction(0)) + exponent
        if total:
            exponents[name] = total
        else:
            exponents.pop(name, None)
    return tuple(sorted(exponents.items()))


def reduced(polynomial: Polynomial) -> Polynomial:
    """The polynomial after its generators' relations have been applied."""
    result: Polynomial = {}
    pending = list(polynomial.items())
    steps = 0
    while pending:
        steps += 1
        if steps > MAX_STEPS:  # a high power of a sine halves itself without end
            raise TooLarge
        monomial, coefficient = pending.pop()
        if not coefficient:
            continue
        replaced = _relation(monomial)
        if replaced is None:
            value = result.get(monomial, Fraction(0)) + coefficient
            if value:
                result[monomial] = value
            else:
                result.pop(monomial, None)
        else:
            pending.extend((rest, coefficient * factor) for rest, factor in replaced)
        if len(pending) > MAX_TERMS * 20:
            raise TooLarge
    return result


def _relation(monomial: Monomial) -> list[tuple[Monomial, Fraction]] | None:
    for index, (name, exponent) in enumerate(monomial):
        rest = monomial[:index] + monomial[index + 1 :]
        if name[0] == "#" and not 0 < exponent < 1:  # a root of a prime
            whole = exponent.numerator // exponent.denominator
            left = exponent - whole
            if abs(whole) > MAX_POWER:
                raise TooLarge
            return [(_with(rest, name, left), Fraction(int(name[1:])) ** whole)]
        if name == "imaginary" and not 0 < exponent < 2 and exponent.denominator == 1:
            turns = exponent.numerator // 2
            return [(_with(rest, name, exponent - 2 * turns), Fraction((-1) ** (turns % 2)))]
        if name.startswith("sin:") and exponent >= 2:
            less = _with(rest, name, exponent - 2)
            cosine = _merged(less, (("cos:" + name[4:], Fraction(2)),))
            return [(less, Fraction(1)), (cosine, Fraction(-1))]
        if name[0] == "|" and (exponent >= 2 or exponent < 0) and exponent.denominator == 1:
            even = exponent - exponent % 2
            return [(_merged(_with(rest, name, exponent % 2), ((name[1:-1], even),)), Fraction(1))]
        if name.startswith("sign:") and not 0 < exponent < 2 and exponent.denominator == 1:
            return [(_with(rest, name, exponent % 2), Fraction(1))]
    return None


def _with(rest: Monomial, name: str, exponent: Fraction) -> Monomial:
    return tuple(sorted((*rest, (name, exponent)))) if exponent else rest


def factorised(value: int) -> dict[int, int] | None:
    """The prime factors of a positive number with their exponents, or None where trial division gives up."""
    factors: dict[int, int] = {}
    prime = 2
    while prime * prime <= value:
        if prime > MAX_PRIME:
            return None
        while value % prime == 0:
            factors[prime] = factors.get(prime, 0) + 1
            value //= prime
        prime += 1 if prime == 2 else 2
    if value > 1:
        factors[value] = factors.get(value, 0) + 1
    return factors


def rational_power(value: Fraction, exponent: Fraction) -> Polynomial | None:
    """A positive rational to a rational power over roots of primes, or None where it cannot be factorised."""
    result = constant(1)
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        factors = factorised(part)
        if factors is None:
            return None
        for prime, count in factors.items():
            if abs(count * exponent) > 2000:
                raise TooLarge
            result = times(result, generator(f"#{prime}", sign * count * exponent))
    return result


def key(polynomial: Polynomial) -> str:
    """A text that two polynomials share exactly when they are the same. Raises TooLarge for coefficients of more than
    about 4,000 digits, which Python does not write out."""
    if any(max(abs(one.numerator), one.denominator).bit_length() > MAX_BITS for one in polynomial.values()):
        raise TooLarge
    terms = sorted(
        "*".join([str(coefficient), *(f"{name}^{exponent}" for name, exponent in monomial)])
        for monomial, coefficient in polynomial.items()
    )
    return "+".join(terms) or "0"


def leading(polynomial: Polynomial) -> Fraction:
    """The coefficient of the greatest monomial in a fixed order; zero for the zero polynomial."""
    return polynomial[max(polynomial)] if polynomial else Fraction(0)


def scaled(polynomial: Polynomial, factor: Fraction) -> Polynomial:
    return {monomial: coefficient * factor for monomial, coefficient in polynomial.items()}


def square_root(coefficients: list[Fraction]) -> list[Fraction] | None:
    """The polynomial whose square has these coefficients (by degree, of even degree), or None."""
    half = len(coefficients) // 2
    lead = coefficients[-1]
    if lead <= 0:
        return None
    top = Fraction(math.isqrt(lead.numerator), math.isqrt(lead.denominator))
    root = [Fraction(0)] * half + [top]
    for place in range(half - 1, -1, -1):
        known = sum(root[i] * root[half + place - i] for i in range(place + 1, half))
        root[place] = (coefficients[half + place] - known) / (2 * top)
    squared = [
        sum(root[i] * root[n - i] for i in range(max(0, n - half), min(n, half) + 1)) for n in range(2 * half + 1)
    ]
    return root if squared == coefficients else None
