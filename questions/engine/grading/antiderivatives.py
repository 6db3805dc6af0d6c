"""Antiderivatives: the constant may be called C or c, and takes up any number that stands beside it."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Final

from questions.engine.expressions.equality import same_value
from questions.engine.expressions.nodes import Arithmetic, Name, Negative, Node, Number, Relation, names_in, replaced
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.quotients import NoNormalForm

_CONSTANT: Final = "C"
_ONE: Final = Number(Fraction(1), "1")
_VARIABLES: Final = frozenset(("x", "y", "z", "t", "u", "r", "s", "theta"))
_ALSO: Final = ("c", "K", "k")


def with_its_constant(expected: Node, given: Node) -> Node:
    """The given answer with its constant called C, where the expected one ends in `+ C`."""
    if (
        isinstance(expected, Relation)
        and isinstance(given, Relation)
        and expected.operators == given.operators == ("=",)
    ):
        right = with_its_constant(expected.operands[-1], given.operands[-1])
        right = _capital(expected.operands[-1], right)
        return Relation(given.operators, (*given.operands[:-1], right))
    if _family(expected, _CONSTANT) is None or _CONSTANT in names_in(given):
        return given
    for letter in _ALSO:
        if letter not in names_in(expected) and _family(given, letter) is not None:
            return replaced(given, Name(letter), Name(_CONSTANT))
    return given


def _capital(expected: Node, given: Node) -> Node:
    """y = Ce^(2x) answered with a small c."""
    mine, theirs = names_in(expected), names_in(given)
    small = _CONSTANT in mine and theirs == mine - {_CONSTANT} | {"c"} and "c" not in mine and mine & _VARIABLES
    return replaced(given, Name("c"), Name(_CONSTANT)) if small else given


def same_family(expected: Node, given: Node) -> bool:
    """Whether two answers `F(x) + C` differ by a number only, F being no straight line."""
    mine, theirs = _family(expected, _CONSTANT), _family(given, _CONSTANT)
    if mine is None or theirs is None or names_in(mine) != names_in(theirs) or _is_straight(mine):
        return False
    gap = Arithmetic("-", mine, theirs)
    (letter,) = names_in(mine)
    return same_value(gap, replaced(gap, Name(letter), _ONE)) is True


def _is_straight(node: Node) -> bool:
    try:
        over, under, certain = normal_form(node)
    except (NoNormalForm, TooLarge):
        return False
    return certain and set(under) == {()} and all(sum(power for _, power in monomial) in (0, 1) for monomial in over)


def _family(node: Node, constant: str) -> Node | None:
    """What stands beside `+ C`, which holds one variable and C nowhere else; None for any other tree."""
    terms = list(_terms(node))
    rest = [term for term in terms if term != Name(constant)]
    if len(rest) != len(terms) - 1 or not rest:
        return None
    body = reduce(lambda left, right: Arithmetic("+", left, right), rest)
    letters = names_in(body)
    return body if len(letters) == 1 and letters <= _VARIABLES else None


def _terms(node: Node, sign: int = 1) -> list[Node]:
    if isinstance(node, Arithmetic) and node.operator in "+-":
        return _terms(node.left, sign) + _terms(node.right, sign if node.operator == "+" else -sign)
    return [node if sign > 0 else Negative(node)]
