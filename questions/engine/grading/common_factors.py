"""Whether the two sides of a fraction have a factor in common, so that the fraction can be reduced."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from questions.engine.expressions.nodes import Node
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Polynomial, TooLarge
from questions.engine.expressions.quotients import NoNormalForm, Quotient

_HIGHEST = 60
_VALUES = ((101, 211, 307, 401), (503, 127, 419, 223))


def share_a_factor(top: Node, bottom: Node) -> bool:
    """A common number, letter or factor of letters, the last by Euclid's algorithm in each letter, the others put to
    numbers twice over (where both agree by chance, only a form is refused)."""
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
    letters = {name for over in (above.over, below.over) for monomial in over for name, _ in monomial if name[0] != "#"}
    ordered = sorted(letters)
    points = [{name: Fraction(values[i % len(values)] + i) for i, name in enumerate(ordered)} for values in _VALUES]
    return any(all(_share(above.over, below.over, letter, point) for point in points) for letter in ordered)


def _share(above: Polynomial, below: Polynomial, letter: str, point: Mapping[str, Fraction]) -> bool:
    """Whether the two have a common factor in a letter where the other letters are put to numbers."""
    one, other = (_by_degree(over, letter, point) for over in (above, below))
    return one is not None and other is not None and len(_greatest(one, other)) > 1


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


def _by_degree(polynomial: Polynomial, letter: str, point: Mapping[str, Fraction]) -> list[Fraction] | None:
    """Coefficients from the constant up, other letters put to numbers; None for roots, high or broken powers."""
    found = [Fraction(0)] * (_HIGHEST + 1)
    for monomial, value in polynomial.items():
        degree = 0
        for name, exponent in monomial:
            if name[0] == "#" or exponent.denominator != 1 or not 0 <= exponent <= _HIGHEST:
                return None
            if name == letter:
                degree = int(exponent)
            else:
                value *= point[name] ** int(exponent)
        found[degree] += value
    while found and not found[-1]:
        found.pop()
    return found


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
