"""Whether a polynomial with rational coefficients splits into factors of lower degree."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

from questions.engine import workers
from questions.engine.expressions.polynomials import Polynomial
from questions.engine.expressions.symbolic import library

_MAX_DIVISORS: Final = 200
_MAX_COEFFICIENT: Final = 10**8


def splits(polynomial: Polynomial) -> bool:
    """True when the polynomial is a product of two of lower degree over the rationals.

    Up to degree three in one letter (or homogeneous in two) by its rational roots, beyond that by SymPy in a
    worker; where that gives no answer in time it counts as not split.
    """
    names = sorted({name for monomial in polynomial for name, _ in monomial})
    if not names or any(e.denominator != 1 or e < 0 for monomial in polynomial for _, e in monomial):
        return False
    if any(all(name in dict(monomial) for monomial in polynomial) for name in names):
        return len(polynomial) > 1 or sum(e for _, e in next(iter(polynomial))) > 1
    coefficients = _one_letter(polynomial, names)
    if coefficients is not None and len(coefficients) <= 4:
        return len(coefficients) > 2 and _has_rational_root(coefficients)
    return _by_worker(polynomial)


def _one_letter(polynomial: Polynomial, names: list[str]) -> list[int] | None:
    """Integer coefficients by degree, for one letter, or for two where all terms have the same degree."""
    degrees = {sum(e for _, e in monomial) for monomial in polynomial}
    if len(names) > 2 or (len(names) == 2 and len(degrees) > 1):
        return None
    powers = {int(dict(monomial).get(names[0], Fraction(0))): c for monomial, c in polynomial.items()}
    scale = math.lcm(*(c.denominator for c in powers.values()))
    return [int(powers.get(d, Fraction(0)) * scale) for d in range(max(powers) + 1)]


def _has_rational_root(coefficients: list[int]) -> bool:
    constant, lead = abs(coefficients[0]), abs(coefficients[-1])
    if constant == 0:
        return True
    if len(coefficients) == 3:
        discriminant = coefficients[1] ** 2 - 4 * coefficients[0] * coefficients[2]
        return discriminant >= 0 and math.isqrt(discriminant) ** 2 == discriminant
    if max(constant, lead) > _MAX_COEFFICIENT:
        return False
    for top in _divisors(constant):
        for bottom in _divisors(lead):
            for root in (Fraction(top, bottom), Fraction(-top, bottom)):
                if sum(c * root**d for d, c in enumerate(coefficients)) == 0:
                    return True
    return False


def _divisors(value: int) -> list[int]:
    small = [d for d in range(1, math.isqrt(value) + 1) if value % d == 0]
    return (small + [value // d for d in reversed(small)])[:_MAX_DIVISORS]


def _by_worker(polynomial: Polynomial) -> bool:
    try:
        return bool(workers.call("splits", {"terms": terms(polynomial)}).get("splits"))
    except workers.WorkerFailed:
        return False


def splits_with_sympy(payload: dict[str, Any]) -> dict[str, Any]:
    """A worker's operation: `{"terms": [[coefficient, [[letter, exponent], …]], …]}` to `{"splits": bool}`."""
    factors = library().factor_list(polynomial_of(payload["terms"]))[1]
    return {"splits": sum(count for _, count in factors) > 1}


def terms(polynomial: Polynomial) -> list[Any]:
    """A polynomial as JSON: `[coefficient, [[letter, exponent], …]]` for each term."""
    return [[str(value), [[name, int(e)] for name, e in monomial]] for monomial, value in polynomial.items()]


def polynomial_of(written: list[Any]) -> Any:
    """The terms as a SymPy expression; for workers."""
    sympy = library()
    total = sympy.Integer(0)
    for coefficient, powers in written:
        value = Fraction(str(coefficient))
        term = sympy.Rational(value.numerator, value.denominator)
        for name, exponent in powers:
            term *= sympy.Symbol(str(name)) ** int(exponent)
        total += term
    return total
