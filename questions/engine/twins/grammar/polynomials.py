"""Sums and products of polynomials: the powers of the letters to their rational factors, none of them zero."""

from __future__ import annotations

from fractions import Fraction

Powers = tuple[tuple[str, int], ...]
Polynomial = dict[Powers, Fraction]


def added(left: Polynomial, right: Polynomial, sign: int = 1) -> Polynomial:
    """left + sign·right."""
    total = dict(left)
    for powers, factor in right.items():
        total[powers] = total.get(powers, Fraction(0)) + sign * factor
    return {powers: factor for powers, factor in total.items() if factor}


def multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product, multiplied out."""
    total: Polynomial = {}
    for first, one in left.items():
        for second, other in right.items():
            merged = dict(first)
            for letter, power in second:
                merged[letter] = merged.get(letter, 0) + power
            powers = tuple(sorted(merged.items()))
            total[powers] = total.get(powers, Fraction(0)) + one * other
    return {powers: factor for powers, factor in total.items() if factor}
