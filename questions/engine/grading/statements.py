"""Equations and inequalities with letters: the same up to moving terms and multiplying by a number."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from questions.engine.expressions.equality import matched, same_value
from questions.engine.expressions.nodes import Arithmetic, Negative, Node, Relation, names_in
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Polynomial, TooLarge, cleared, plus, scaled
from questions.engine.expressions.quotients import NoNormalForm, Quotient, difference
from questions.engine.expressions.sampling import differ

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class _Statement(NamedTuple):
    """`gap` against zero."""

    operator: str
    gap: Quotient
    sides: Node


def same_statement(first: Relation, second: Relation) -> bool | None:
    """Whether two relations (chains too) say the same; None where it could not be decided.

    Equations count as the same up to a number; the second also up to a factor of letters that the first does not hold
    at all (`yz = 2xz` for `y = 2x`). The first does not: whoever divides `ax = bx` by x has lost a root.
    """
    try:
        mine, theirs = _statements(first), _statements(second)
    except (NoNormalForm, TooLarge):
        return _sides_alike(first, second)
    return matched(mine, theirs, _same)


def _statements(relation: Relation) -> list[_Statement]:
    found = []
    for index, operator in enumerate(relation.operators):
        left, right = relation.operands[index], relation.operands[index + 1]
        gap = difference(normal_form(left), normal_form(right))
        found.append(_Statement(operator, gap, Arithmetic("-", left, right)))
    return found


def _same(first: _Statement, second: _Statement) -> bool | None:
    if first.operator in ("=", "!="):
        if first.operator != second.operator:
            return False
        mine, theirs = _whole(first), _stripped(second, first)
        verdict = _proportional(mine, theirs)
        return False if verdict is None and _numbers_differ(first.sides, second.sides) else verdict
    return _same_order(first, second)


def _whole(statement: _Statement) -> Quotient:
    return Quotient(cleared(statement.gap.over), statement.gap.under, statement.gap.certain)


def _stripped(statement: _Statement, other: _Statement) -> Quotient:
    """The gap's numerator without letters common to all its terms that the other side never uses.

    Only while it still relates two letters: `xy = x` is no y = 1, and `xy = 0` no x = 0.
    """
    over, under, certain = _whole(statement)
    foreign = {name for monomial in other.gap.over for name, _ in monomial}
    common = set.intersection(*(set(dict(monomial)) for monomial in over)) - foreign if over else set()
    rest = {tuple(p for p in monomial if p[0] not in common): c for monomial, c in over.items()}
    related = {name for monomial in rest for name, _ in monomial}
    return Quotient(rest if len(rest) > 1 and len(related) > 1 else over, under, certain)


def _numbers_differ(first: Node, second: Node) -> bool:
    """Whether two gaps without letters differ in size, so that the equations cannot be one turned round."""
    if names_in(first) or names_in(second):
        return False
    return differ(first, second) is True and differ(first, Negative(second)) is True


def _proportional(first: Quotient, second: Quotient) -> bool | None:
    factor = _ratio(first.over, second.over)
    if factor is not None:
        return True
    return False if first.certain and second.certain else None


def _ratio(first: Polynomial, second: Polynomial) -> Fraction | None:
    """The number k with first = k · second, or None."""
    if not first or not second:
        return Fraction(1) if first == second else None
    monomial = max(first)
    if monomial not in second:
        return None
    factor = first[monomial] / second[monomial]
    return factor if not plus(first, scaled(second, factor), -1) else None


def _same_order(first: _Statement, second: _Statement) -> bool | None:
    if first.gap.under != second.gap.under:
        return None
    factor = _ratio(first.gap.over, second.gap.over)
    if factor is None:
        return False if first.gap.certain and second.gap.certain else None
    operator = second.operator if factor > 0 else _TURNED.get(second.operator, "")
    return first.operator == operator


def _sides_alike(first: Relation, second: Relation) -> bool | None:
    """Without an exact form: the same only if both sides are, or the gaps are."""
    if len(first.operands) != 2 or len(second.operands) != 2 or first.operators != second.operators:
        return None
    return True if same_value(_gap(first), _gap(second)) else None


def _gap(relation: Relation) -> Node:
    return Arithmetic("-", relation.operands[0], relation.operands[1])
