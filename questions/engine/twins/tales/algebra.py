"""Arithmetic of polynomials in the unknowns and numbers of a tale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from questions.engine.twins.grammar.polynomials import Polynomial, added, multiplied


def degree(zero: Polynomial, letters: str) -> int:
    """The highest total power of the letters in any term."""
    return max((sum(power for letter, power in powers if letter in letters) for powers in zero), default=0)


def isolated(zero: Polynomial, letter: str, unknowns: str) -> Polynomial:
    """The factor of a first-degree letter; without a letter, the terms that hold no unknown."""
    found: Polynomial = {}
    for powers, factor in zero.items():
        here = {one for one, _ in powers if one in unknowns}
        if here == ({letter} if letter else set()):
            rest = tuple(pair for pair in powers if pair[0] != letter)
            found[rest] = found.get(rest, Fraction(0)) + factor
    return found


def determinant(rows: Sequence[Sequence[Polynomial]]) -> Polynomial:
    """By expansion along the first row."""
    if len(rows) == 1:
        return dict(rows[0][0])
    total: Polynomial = {}
    for place, factor in enumerate(rows[0]):
        minor = [[*row[:place], *row[place + 1 :]] for row in rows[1:]]
        total = added(total, multiplied(factor, determinant(minor)), -1 if place % 2 else 1)
    return total


def text_of(polynomial: Polynomial) -> str:
    """As formula text."""
    terms = []
    for powers, factor in sorted(polynomial.items()):
        letters = [letter if power == 1 else f"{letter}**{power}" for letter, power in powers]
        size = str(factor) if factor.denominator == 1 else f"({factor})"
        terms.append("*".join([*([size] if factor != 1 or not letters else []), *letters]).replace("-1*", "-"))
    return " + ".join(f"({term})" if term.startswith("-") else term for term in terms) or "0"


def is_plain(zero: Polynomial, name: str) -> bool:
    """Whether computing the name from an equation asks for no division by a drawn number."""
    return set(isolated(zero, name, name)) == {()}


def pinned(zero: Polynomial, name: str) -> str:
    """The name as a formula of the rest, from an equation in which it stands in the first degree."""
    rest = {powers: one for powers, one in zero.items() if not dict(powers).get(name)}
    factor = isolated(zero, name, name)
    if set(factor) == {()}:
        return text_of(multiplied(rest, {(): -1 / factor[()]}))
    return f"(-({text_of(rest)}))/({text_of(factor)})"
