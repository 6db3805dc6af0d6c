"""Shapes of numbers and of the numbers inside expressions: lowest terms, decimals, surds, prime factors."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, pairwise

from questions.engine.expressions.nodes import Arithmetic, Call, Negative, Node, Number, names_in, walk
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Polynomial, TooLarge
from questions.engine.expressions.quotients import NoNormalForm, rational
from questions.engine.grading.common_factors import share_a_factor

_ROOTS = {"sqrt": 2, "cbrt": 3, "root": 2}
_LARGEST = 10**6


def unsigned(node: Node) -> Node:
    """The node without one sign in front."""
    return node.operand if isinstance(node, Negative) else node


def whole(node: Node) -> int | None:
    """The integer that is written out as such, with its sign, or None."""
    if isinstance(node, Negative):
        inner = whole(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Number) and node.value.denominator == 1 and node.text.isdigit():
        return int(node.value)
    return None


def polynomial(node: Node) -> Polynomial | None:
    """The numerator of its exact form, or None where it has none or a denominator of its own."""
    try:
        form = normal_form(node)
    except (NoNormalForm, TooLarge):
        return None
    return form.over if form.under == {(): Fraction(1)} else None


def product(node: Node) -> list[Node]:
    """The factors of a product as written, from left to right."""
    if isinstance(node, Arithmetic) and node.operator == "*":
        return [*product(node.left), *product(node.right)]
    return [node]


def has_places(node: Node, places: int) -> bool:
    """Whether it is a number with so many digits behind the point."""
    node = unsigned(node)
    return isinstance(node, Number) and "e" not in node.text and len(node.text.partition(".")[2]) == places


def has_digits(node: Node, count: int) -> bool:
    """Whether it is a number with so many significant digits, zeros at a whole number's end counted or not."""
    node = unsigned(node)
    if isinstance(node, Arithmetic) and node.operator == "*" and _power_of_ten(node.right):
        node = unsigned(node.left)
    if not isinstance(node, Number):
        return False
    digits = node.text.partition("e")[0]
    shown = digits.replace(".", "").lstrip("0")
    least = shown if "." in digits else shown.rstrip("0")
    return len(least) <= count <= len(shown)


def _power_of_ten(node: Node) -> bool:
    if isinstance(node, Arithmetic) and node.operator == "**":
        return whole(node.left) == 10 and whole(node.right) is not None
    return whole(node) == 10


def scientific(node: Node) -> bool:
    """`a × 10^n` with 1 ≤ a < 10, or the same written 3.2e5."""
    node = unsigned(node)
    if isinstance(node, Number):
        mantissa, _, exponent = node.text.partition("e")
        return bool(exponent) and 1 <= Fraction(mantissa) < 10
    if not (isinstance(node, Arithmetic) and node.operator == "*" and _power_of_ten(node.right)):
        return False
    front = unsigned(node.left)
    return isinstance(front, Number) and "e" not in front.text and 1 <= front.value < 10


def lowest_terms(node: Node) -> bool:
    """No fraction in it can be reduced, by a number or by letters; one number is one fraction with no sum left."""
    if not names_in(node) and not _one_number(node):
        return False
    for part in walk(node):
        if isinstance(part, Arithmetic) and part.operator == "/" and not _reduced(part):
            return False
    return True


def _one_number(node: Node) -> bool:
    """Whether a rational number is written as a number or one fraction; True for what is not rational."""
    inside = unsigned(node)
    if isinstance(inside, Number) or (isinstance(inside, Arithmetic) and inside.operator == "mixed"):
        return True
    if isinstance(inside, Call) and inside.function in ("percent", "deg"):
        return True
    if isinstance(inside, Arithmetic) and inside.operator == "/":
        return whole(inside.left) is not None or not _is_rational(inside)
    return scientific(node) or not _is_rational(inside)


def _is_rational(node: Node) -> bool:
    try:
        return rational(normal_form(node)) is not None
    except (NoNormalForm, TooLarge):
        return False


def _reduced(fraction: Arithmetic) -> bool:
    top, bottom = whole(fraction.left), whole(fraction.right)
    if top is not None and bottom is not None:
        return math.gcd(top, bottom) == 1 and bottom > 1
    if any(isinstance(side, Arithmetic) and side.operator == "/" for side in (fraction.left, fraction.right)):
        return False
    return not share_a_factor(fraction.left, fraction.right)


def improper(node: Node) -> bool:
    """Number over number."""
    node = unsigned(node)
    return (
        isinstance(node, Arithmetic)
        and node.operator == "/"
        and all(isinstance(side, Number) for side in (node.left, node.right))
    )


def mixed(node: Node) -> bool:
    """A whole number and a fraction, or a number."""
    node = unsigned(node)
    return isinstance(node, Number) or (isinstance(node, Arithmetic) and node.operator == "mixed")


def decimal(node: Node) -> bool:
    """A number without a fraction."""
    return isinstance(unsigned(node), Number)


def prime_factors(node: Node) -> bool:
    """A product of powers of different primes, or one such power."""
    bases = [_prime_base(part) for part in product(node)]
    return None not in bases and len(set(bases)) == len(bases)


def _prime_base(node: Node) -> int | None:
    base: Node = node
    if isinstance(node, Arithmetic) and node.operator == "**":
        exponent = whole(node.right)
        base = node.left if exponent is not None and exponent > 0 else node
    number = whole(base)
    if number is None or not 1 < number < _LARGEST:
        return None
    return number if all(number % one for one in range(2, math.isqrt(number) + 1)) else None


def rationalised(node: Node) -> bool:
    """No root stands below a line, nor a fraction below a root."""
    for part in walk(node):
        if isinstance(part, Arithmetic) and part.operator == "/" and any(map(_is_root, walk(part.right))):
            return False
        if _is_root(part) and any(isinstance(below, Arithmetic) and below.operator == "/" for below in _inside(part)):
            return False
        if isinstance(part, Arithmetic) and part.operator == "**" and isinstance(part.right, Negative):
            turned = [Arithmetic("**", part.left, part.right.operand), *walk(part.left)]
            if any(map(_is_root, turned)):
                return False
    return True


def _is_root(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function in _ROOTS
    return isinstance(node, Arithmetic) and node.operator == "**" and _is_fraction(node.right)


def _is_fraction(node: Node) -> bool:
    if isinstance(node, Number):
        return "." in node.text
    return isinstance(node, Arithmetic) and node.operator == "/"


def _inside(root: Node) -> list[Node]:
    """What stands under a root of numbers."""
    if names_in(root) or not isinstance(root, Call | Arithmetic):
        return []
    return list(walk(root.arguments[0] if isinstance(root, Call) else root.left))


def simplified(node: Node) -> bool:
    """As finally written: one number as a whole number, decimal or reduced fraction with one sign; in expressions no
    like terms, repeated letters, reducible fractions, or roots that can be drawn, joined or moved above the line."""
    inside = unsigned(node)
    if isinstance(inside, Number):
        return True
    if isinstance(inside, Arithmetic) and inside.operator == "mixed":
        return lowest_terms(node)
    if isinstance(inside, Arithmetic) and inside.operator == "/":
        signs = sum(isinstance(part, Negative) for part in walk(node))
        numbers = whole(inside.left) is not None and whole(inside.right) is not None
        if numbers:
            return signs <= 1 and (whole(inside.right) or 0) > 1 and lowest_terms(node)
    return lowest_terms(node) and rationalised(node) and all(map(_finished, walk(node)))


def _finished(node: Node) -> bool:
    match node:
        case Call("sqrt" | "cbrt" as function, (argument,)):
            return _drawn(argument, _ROOTS[function])
        case Arithmetic("*" | "/", _, _):
            return not _repeats(product(node))
        case Arithmetic("+" | "-", _, _):
            return not like_terms(node)
        case Arithmetic("**", left, right):
            return not (isinstance(left, Number) and isinstance(right, Number))
        case _:
            return True


def _drawn(argument: Node, power: int) -> bool:
    """Whether nothing can be drawn out of a root of a whole number."""
    number = argument.value if isinstance(argument, Number) else None
    if number is None or number.denominator != 1 or number >= _LARGEST:
        return number is None or number.denominator == 1
    return number > 1 and all(number % base**power for base in range(2, math.isqrt(int(number)) + 1))


def _repeats(factors: list[Node]) -> bool:
    """Two numbers, two roots, or the same letter twice in one product."""
    bases = [f.left if isinstance(f, Arithmetic) and f.operator == "**" else f for f in map(unsigned, factors)]
    numbers = sum(isinstance(base, Number) for base in bases)
    roots = sum(isinstance(base, Call) and base.function == "sqrt" for base in bases)
    return numbers > 1 or roots > 1 or any(a == b for a, b in combinations(bases, 2))


def terms(node: Node) -> list[Node]:
    """The terms of a sum as written, each without its sign."""
    if isinstance(node, Arithmetic) and node.operator in ("+", "-"):
        return terms(node.left) + terms(node.right)
    return terms(node.operand) if isinstance(node, Negative) and not _is_product(node.operand) else [node]


def _is_product(node: Node) -> bool:
    return not (isinstance(node, Arithmetic) and node.operator in ("+", "-"))


def like_terms(node: Node) -> bool:
    """Whether two terms of a sum have the same letters and roots and could be added up."""
    kinds = [found for term in terms(node) if (found := polynomial(term)) is not None]
    return any(set(first) & set(second) for first, second in combinations(kinds, 2))


def greatest(values: list[int]) -> int:
    """The greatest common divisor."""
    return math.gcd(*values)


def in_order(values: list[Fraction | float], *, rising: bool) -> bool:
    """Whether each is at least (at most) the one before it."""
    return all(a <= b if rising else a >= b for a, b in pairwise(values))
