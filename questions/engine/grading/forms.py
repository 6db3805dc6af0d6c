"""Judges the shape of an answer apart from its value: lowest terms, factored, expanded, simplified, improper …"""

from __future__ import annotations

import math
import re
from typing import Final

from questions.engine.expressions.equality import matched
from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Group,
    Logic,
    Negative,
    Node,
    Number,
    Relation,
    children,
    walk,
)
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.quotients import NoNormalForm
from questions.engine.grading.factorisation import splits

_PLACES: Final = re.compile(r"decimal_places:(\d+)")
_NAMES: Final = {
    "lowest_terms": "기약분수",
    "factored": "인수분해된 꼴",
    "expanded": "전개된 꼴",
    "simplified": "간단히 한 꼴",
    "improper": "가분수",
    "mixed": "대분수",
    "decimal": "소수",
    "rationalised": "분모를 유리화한 꼴",
    "prime_factors": "소인수분해한 꼴",
}


def missing(form: str, given: Node, expected: Node) -> str:
    """The name of the form that the given answer does not have, or "" where it has it (or none is asked).

    Forms: lowest_terms, factored, expanded, simplified, improper, mixed, decimal, rationalised, prime_factors,
    decimal_places:N, same (as the expected answer up to order). Raises ValueError for an unknown form.
    """
    if not form:
        return ""
    places = _PLACES.fullmatch(form)
    if places:
        return "" if _has_places(given, int(places[1])) else f"소수 {places[1]}째 자리까지의 수"
    if form == "same":
        return "" if same_form(given, expected) else "요구된 꼴"
    if form not in _CHECKS:
        raise ValueError(f"no such form: {form!r}")
    parts = given.items if isinstance(given, Group) else _sides(given)
    return "" if all(_CHECKS[form](part) for part in parts) else _NAMES[form]


def _sides(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Relation):
        return node.operands
    if isinstance(node, Logic):
        return tuple(side for part in node.operands for side in _sides(part))
    return (node,)


def _has_places(node: Node, places: int) -> bool:
    node = node.operand if isinstance(node, Negative) else node
    return isinstance(node, Number) and len(node.text.partition(".")[2]) == places


def _whole(node: Node) -> int | None:
    if isinstance(node, Negative):
        inner = _whole(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Number) and node.value.denominator == 1 and node.text.isdigit():
        return int(node.value)
    return None


def _lowest_terms(node: Node) -> bool:
    """Every fraction of whole numbers in it is reduced, its denominator positive and more than 1."""
    for part in walk(node):
        if isinstance(part, Arithmetic) and part.operator == "/":
            top, bottom = _whole(part.left), _whole(part.right)
            if top is not None and bottom is not None and (math.gcd(top, bottom) != 1 or bottom <= 1):
                return False
            if isinstance(part.left, Arithmetic) and part.left.operator == "/":
                return False
    return True


def _prime_factors(node: Node) -> bool:
    """A product of powers of different primes, or one such power."""
    bases = [_prime_base(part) for part in _factors(node)]
    return None not in bases and len(set(bases)) == len(bases)


def _factors(node: Node) -> list[Node]:
    if isinstance(node, Arithmetic) and node.operator == "*":
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _prime_base(node: Node) -> int | None:
    base: Node = node
    if isinstance(node, Arithmetic) and node.operator == "**":
        exponent = _whole(node.right)
        base = node.left if exponent is not None and exponent > 0 else node
    number = _whole(base)
    if number is None or not 1 < number < 10**6:
        return None
    return number if all(number % one for one in range(2, math.isqrt(number) + 1)) else None


def _simplified(node: Node) -> bool:
    """A single number as finally written: an integer, a decimal, or a fraction in lowest terms with one sign."""
    inside = node.operand if isinstance(node, Negative) else node
    if isinstance(inside, Number):
        return True
    if isinstance(inside, Arithmetic) and inside.operator in ("/", "mixed"):
        signs = sum(isinstance(part, Negative) for part in walk(node))
        bottom = _whole(inside.right) if inside.operator == "/" else 2
        return signs <= 1 and bottom is not None and bottom > 1 and _lowest_terms(node)
    return _lowest_terms(node) and not _has_like_numbers(node)


def _has_like_numbers(node: Node) -> bool:
    """Arithmetic on two numbers that was left standing (2 + 3, 4·5)."""
    return any(
        isinstance(part, Arithmetic)
        and part.operator in "+-**"
        and isinstance(part.left, Number)
        and isinstance(part.right, Number)
        for part in walk(node)
    )


def _improper(node: Node) -> bool:
    node = node.operand if isinstance(node, Negative) else node
    return (
        isinstance(node, Arithmetic)
        and node.operator == "/"
        and all(isinstance(side, Number) for side in (node.left, node.right))
    )


def _mixed(node: Node) -> bool:
    node = node.operand if isinstance(node, Negative) else node
    return isinstance(node, Number) or (isinstance(node, Arithmetic) and node.operator == "mixed")


def _decimal(node: Node) -> bool:
    node = node.operand if isinstance(node, Negative) else node
    return isinstance(node, Number)


def _rationalised(node: Node) -> bool:
    return not any(
        isinstance(part, Arithmetic)
        and part.operator == "/"
        and any(isinstance(below, Call) and below.function in ("sqrt", "cbrt", "root") for below in walk(part.right))
        for part in walk(node)
    )


def factors(node: Node) -> list[Node]:
    """The factors of a product as written, powers repeated (up to twelve times), signs dropped."""
    match node:
        case Negative(operand):
            return factors(operand)
        case Arithmetic("*", left, right):
            return factors(left) + factors(right)
        case Arithmetic("/", left, right) if _whole(right) is not None:
            return factors(left)
        case Arithmetic("**", base, Number(exponent)) if exponent.denominator == 1 and 1 <= exponent <= 12:
            return factors(base) * int(exponent)
        case _:
            return [node]


def _factored(node: Node) -> bool:
    """A product of which no factor splits further over the rationals, and no factor holds a common number."""
    return all(_irreducible(factor) for factor in factors(node))


def _irreducible(node: Node) -> bool:
    if not isinstance(node, Arithmetic) or node.operator not in "+-":
        return True
    try:
        over = normal_form(node).over
    except (NoNormalForm, TooLarge):
        return False
    scale = math.lcm(*(c.denominator for c in over.values()))
    if scale == 1 and math.gcd(*(int(c) for c in over.values())) != 1:
        return False
    return not splits(over)


def _expanded(node: Node) -> bool:
    """A sum without products or powers of sums, and without two terms of the same letters."""
    for part in walk(node):
        if isinstance(part, Arithmetic) and part.operator in ("*", "**") and any(map(_is_sum, children(part)[:2])):
            return False
    terms = list(_terms(node))
    try:
        kinds = [tuple(sorted(normal_form(term).over)) for term in terms]
    except (NoNormalForm, TooLarge):
        return True
    return len(set(kinds)) == len(kinds)


def _is_sum(node: Node) -> bool:
    node = node.operand if isinstance(node, Negative) else node
    return isinstance(node, Arithmetic) and node.operator in "+-"


def _terms(node: Node) -> list[Node]:
    if isinstance(node, Arithmetic) and node.operator in ("+", "-"):
        return _terms(node.left) + _terms(node.right)
    return [node]


def same_form(given: Node, expected: Node) -> bool:
    """Whether two trees have the same factors or terms, up to order and signs."""
    if isinstance(given, Relation) and isinstance(expected, Relation):
        return _same_equation(given, expected)
    first, second = factors(given), factors(expected)
    if len(first) == len(second) > 1:
        return bool(matched(first, second, _same_up_to_sign))
    if len(first) != len(second):
        return False
    mine, theirs = _terms(given), _terms(expected)
    return bool(matched(mine, theirs, _same_up_to_sign))


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


_CHECKS: Final = {
    "lowest_terms": _lowest_terms,
    "factored": _factored,
    "expanded": _expanded,
    "simplified": _simplified,
    "improper": _improper,
    "mixed": _mixed,
    "decimal": _decimal,
    "rationalised": _rationalised,
    "prime_factors": _prime_factors,
}
