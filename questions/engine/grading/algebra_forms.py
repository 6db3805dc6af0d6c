"""Shapes of expressions in letters: factored, expanded, completed square, one fraction, partial fractions, solved."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

from questions.engine.expressions.equality import matched
from questions.engine.expressions.nodes import (
    Arithmetic,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    children,
    names_in,
    walk,
)
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Polynomial, TooLarge
from questions.engine.expressions.quotients import NoNormalForm
from questions.engine.grading.factorisation import splits
from questions.engine.grading.number_forms import like_terms, polynomial, product, terms, unsigned, whole

_HIGHEST_POWER = 12


def factors(node: Node) -> list[Node]:
    """The factors of a product as written, powers repeated (up to twelve times), signs dropped."""
    match node:
        case Negative(operand):
            return factors(operand)
        case Arithmetic("*", left, right):
            return factors(left) + factors(right)
        case Arithmetic("/", left, right) if whole(right) is not None:
            return factors(left)
        case Arithmetic("**", base, Number(exponent)) if exponent.denominator == 1 and 1 <= exponent <= _HIGHEST_POWER:
            return factors(base) * int(exponent)
        case _:
            return [node]


def factored(node: Node) -> bool:
    """A product of which no factor splits further over the rationals, and no factor holds a common number."""
    return all(_irreducible(factor) for factor in factors(node))


def _irreducible(node: Node) -> bool:
    if not is_sum(node):
        return True
    try:
        over = normal_form(node).over
    except (NoNormalForm, TooLarge):
        return False
    scale = math.lcm(*(c.denominator for c in over.values()))
    if scale == 1 and math.gcd(*(int(c) for c in over.values())) != 1:
        return False
    return not splits(over)


def expanded(node: Node) -> bool:
    """A sum without products or powers of sums or two terms of the same letters; one line under it all is usual."""
    for part in walk(node):
        match part:
            case Arithmetic("*" | "**", left, right) if is_sum(unsigned(left)) or is_sum(unsigned(right)):
                return False
            case Negative(operand) if is_sum(operand):
                return False
    return not like_terms(node)


def is_sum(node: Node) -> bool:
    return isinstance(node, Arithmetic) and node.operator in ("+", "-")


def completed_square(node: Node) -> bool:
    """`a(x − p)² + q`: every letter of it stands in one square of a sum that is linear in it, the rest are numbers.

    Circles have one such square for each letter; a side without letters has nothing to complete.
    """
    if not names_in(node):
        return True
    parts = [(term, _square(term)) for term in terms(node)]
    squares = [base for _, base in parts if base is not None]
    rest = [term for term, base in parts if base is None]
    letters = [_main_letters(base) for base in squares]
    if not squares or len(rest) > 1:
        return False
    others = [names_in(term) for term in rest] + [names_in(base) for base in squares]
    return all(any(sum(letter in other for other in others) == 1 for letter in own) for own in letters)


def _square(term: Node) -> Node | None:
    """The base of the one square of letters in a term whose other factors are numbers; None for any other term."""
    term = unsigned(term)
    if isinstance(term, Arithmetic) and term.operator == "/" and not names_in(term.right):
        term = unsigned(term.left)
    lettered = [factor for factor in product(term) if names_in(factor)]
    if len(lettered) == 2 and isinstance(lettered[0], Name):
        lettered = lettered[1:] if _squared(lettered[1]) else lettered  # a(x - p)² with a letter in front
    return _squared(lettered[0]) if len(lettered) == 1 else None


def _squared(node: Node) -> Node | None:
    """The base of a square."""
    squared = isinstance(node, Arithmetic) and node.operator == "**" and whole(node.right) == 2
    return node.left if squared and isinstance(node, Arithmetic) else None


def _main_letters(base: Node) -> set[str]:
    """The letters in which the base is linear."""
    over = polynomial(base) or {}
    return {name for name in names_in(base) if all(dict(m).get(name, Fraction(0)) in (0, 1) for m in over)}


def single_fraction(node: Node) -> bool:
    """One line for everything: no other fraction and no negative power above or below it, or none at all."""
    node = unsigned(node)
    sides = (node.left, node.right) if isinstance(node, Arithmetic) and node.operator == "/" else (node,)
    parts = [part for side in sides for part in walk(side)]
    coefficient = len(sides) == 1 and len(fractions := [p for p in product(node) if _divides(p)]) == 1
    if coefficient and not names_in(fractions[0]) and not is_sum(node):
        parts = [part for factor in product(node) if factor is not fractions[0] for part in walk(factor)]
    return not any(_divides(part) or _negative_power(part) for part in parts)


def _divides(node: Node) -> bool:
    return isinstance(node, Arithmetic) and node.operator in ("/", "mixed")


def _negative_power(node: Node) -> bool:
    return isinstance(node, Arithmetic) and node.operator == "**" and isinstance(node.right, Negative)


def partial_fractions(node: Node) -> bool:
    """A sum of polynomials and of proper fractions over powers of different factors that split no further."""
    seen: list[tuple[Polynomial, int]] = []
    for term in terms(node):
        if any(_negative_power(part) for part in walk(term)):
            return False
        top, bottom = _fraction_of(term)
        if not names_in(bottom):
            continue
        found = _prime_power(bottom)
        if found is None or found in seen or _degree(top) >= _degree_of(found[0]):
            return False
        seen.append(found)
    return True


def _fraction_of(term: Node) -> tuple[Node, Node]:
    """What stands above and below the line in a term; numbers beside the fraction belong above."""
    one: Node = Number(Fraction(1), "1")
    top, bottom = one, one
    for factor in product(unsigned(term)):
        over, under = (
            (factor.left, factor.right) if _divides(factor) and isinstance(factor, Arithmetic) else (factor, one)
        )
        top, bottom = Arithmetic("*", top, over), under if bottom == one else Arithmetic("*", bottom, under)
    return top, bottom


def _prime_power(bottom: Node) -> tuple[Polynomial, int] | None:
    """The factor (beginning with 1) of which the denominator is a power, and the exponent."""
    lettered = [factor for factor in factors(bottom) if names_in(factor)]
    found = [polynomial(factor) for factor in lettered]
    monic = [{m: value / over[max(over)] for m, value in over.items()} for over in found if over]
    if len(monic) != len(lettered) or any(one != monic[0] for one in monic) or splits(monic[0]):
        return None
    return monic[0], len(monic)


def _degree(node: Node) -> int:
    over = polynomial(node)
    return _degree_of(over) if over is not None else 0


def _degree_of(over: Polynomial) -> int:
    return max((int(sum(e for name, e in monomial if name[0] != "#")) for monomial in over), default=0)


def solved_for(node: Node, letter: str) -> bool:
    """`letter = …` (or turned round) with none of it on the other side."""
    if not isinstance(node, Relation) or node.operators != ("=",):
        return False
    left, right = node.operands
    return any(one == Name(letter) and letter not in names_in(other) for one, other in ((left, right), (right, left)))


def degrees(node: Node) -> list[Fraction | float] | None:
    """The powers of the one letter in the terms of a sum, as written; None for anything else."""
    names = names_in(node)
    if len(names) != 1 or not is_sum(unsigned(node)):
        return None
    (name,) = names
    found: list[Fraction | float] = []
    for term in terms(node):
        over = polynomial(term)
        if over is None or len(over) != 1:
            return None
        found.append(dict(next(iter(over))).get(name, Fraction(0)))
    return found


def same_form(given: Node, expected: Node) -> bool:
    """Whether two trees have the same numbers, factors and terms, up to order and signs."""
    if _numbers(given) != _numbers(expected):
        return False
    if isinstance(given, Relation) and isinstance(expected, Relation):
        return _same_equation(given, expected)
    first, second = factors(given), factors(expected)
    if len(first) == len(second) > 1:
        return bool(matched(first, second, _same_up_to_sign))
    if len(first) != len(second):
        return False
    return bool(matched(_summands(given), _summands(expected), _same_up_to_sign))


def _numbers(node: Node) -> Counter[Fraction]:
    """The literals that are written, signs and ones apart: 2/4 is no 1/2, x²/4 no (x/2)²."""
    return Counter(part.value for part in walk(node) if isinstance(part, Number) and part.value != 1)


def _summands(node: Node) -> list[Node]:
    return [part for side in children(node)[:2] for part in _summands(side)] if is_sum(node) else [node]


def _same_equation(given: Relation, expected: Relation) -> bool:
    if given.operators != expected.operators or len(given.operands) != 2:
        return False
    straight = all(same_form(a, b) for a, b in zip(given.operands, expected.operands, strict=True))
    crossed = all(same_form(a, b) for a, b in zip(given.operands, reversed(expected.operands), strict=True))
    return straight or (crossed and given.operators == ("=",))


def _same_up_to_sign(first: Node, second: Node) -> bool:
    try:
        one, two = normal_form(first), normal_form(second)
    except (NoNormalForm, TooLarge):
        return first == second
    negated = {monomial: -coefficient for monomial, coefficient in two.over.items()}
    return one.under == two.under and one.over in (two.over, negated)
