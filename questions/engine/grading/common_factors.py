"""Whether the two sides of a fraction have a factor in common, so that the fraction can be reduced."""

from __future__ import annotations

import math
from fractions import Fraction

from questions.engine.expressions.nodes import Arithmetic, Negative, Node, Number
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Polynomial, TooLarge
from questions.engine.expressions.quotients import NoNormalForm, Quotient

_HIGHEST = 60


def share_a_factor(top: Node, bottom: Node) -> bool:
    """A common number, letter or factor of letters; polynomials in one letter by Euclid's algorithm, in several by
    the factors that are written out."""
    try:
        above, below = normal_form(top), normal_form(bottom)
    except (NoNormalForm, TooLarge):
        return False
    if not (_is_whole(above) and _is_whole(below)) or not above.over or not below.over:
        return False
    if math.gcd(_content(above.over), _content(below.over)) > 1:
        return True
    if any(name[0] not in "#" for name in _common_letters(above.over) & _common_letters(below.over)):
        return True
    one, other = _by_degree(above.over), _by_degree(below.over)
    if one is not None and other is not None and one[0] == other[0]:
        return len(_greatest(one[1], other[1])) > 1
    return _written_twice(top, bottom)


def _is_whole(form: Quotient) -> bool:
    """No denominator of its own: a fraction in a fraction is judged apart."""
    return form.under == {(): Fraction(1)}


def _content(polynomial: Polynomial) -> int:
    """The greatest whole number that divides all coefficients; 1 where one is no whole number."""
    if any(value.denominator != 1 for value in polynomial.values()):
        return 1
    return math.gcd(*(int(value) for value in polynomial.values()))


def _common_letters(polynomial: Polynomial) -> set[str]:
    return set.intersection(*({name for name, e in monomial if e > 0} for monomial in polynomial))


def _by_degree(polynomial: Polynomial) -> tuple[str, list[Fraction]] | None:
    """The one letter and its coefficients from the constant up; None for more letters, roots or high powers."""
    names = {name for monomial in polynomial for name, _ in monomial}
    if len(names) != 1 or next(iter(names))[0] == "#":
        return None
    powers = {dict(monomial).get(*names, Fraction(0)): value for monomial, value in polynomial.items()}  # type: ignore[call-overload]
    if any(e.denominator != 1 or not 0 <= e <= _HIGHEST for e in powers):
        return None
    return next(iter(names)), [powers.get(Fraction(d), Fraction(0)) for d in range(int(max(powers)) + 1)]


def _greatest(first: list[Fraction], second: list[Fraction]) -> list[Fraction]:
    """The greatest common divisor of two polynomials, by Euclid's algorithm."""
    while second:
        first, second = second, _remainder(first, second)
    return first


def _remainder(first: list[Fraction], second: list[Fraction]) -> list[Fraction]:
    rest = list(first)
    while len(rest) >= len(second):
        factor = rest[-1] / second[-1]
        shift = len(rest) - len(second)
        for place, value in enumerate(second):
            rest[place + shift] -= factor * value
        rest.pop()
        while rest and not rest[-1]:
            rest.pop()
    return rest


def _written_twice(top: Node, bottom: Node) -> bool:
    above, below = (_monic_factors(side) for side in (top, bottom))
    return any(one == other for one in above for other in below)


def _monic_factors(node: Node) -> list[Polynomial]:
    """The factors that hold letters, each made to begin with 1."""
    match node:
        case Negative(operand):
            return _monic_factors(operand)
        case Arithmetic("*", left, right):
            return _monic_factors(left) + _monic_factors(right)
        case Arithmetic("**", base, Number()):
            return _monic_factors(base)
        case _:
            over = normal_form(node).over
            lead = over[max(over)]
            return [{monomial: value / lead for monomial, value in over.items()}] if set(over) != {()} else []
