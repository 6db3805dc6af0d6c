"""Solves inequalities in one letter of degree one or two, and |linear| against a number, to compare solution sets."""

from __future__ import annotations

from fractions import Fraction

from questions.engine.expressions.nodes import Arithmetic, Call, Name, Negative, Node, Relation, Span, names_in, walk
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.quotients import NoNormalForm, difference
from questions.engine.expressions.written_form import written
from questions.engine.grading.regions import ENDLESS, TURNED, Region, overlap


def solution_set(node: Node) -> Region | None:
    """The numbers for which an inequality holds; None for anything else and where it has no two ends."""
    if not isinstance(node, Relation) or not set(node.operators) <= set(TURNED):
        return None
    if len(node.operators) > 1:
        pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
        return overlap([solution_set(Relation((operator,), (left, right))) for operator, left, right in pairs])
    (left, right), (operator,) = node.operands, node.operators
    letters = names_in(node)
    if len(letters) != 1:
        return None
    letter = next(iter(letters))
    if not names_in(left):
        left, right, operator = right, left, TURNED[operator]
    if isinstance(left, Call) and left.function == "abs" and not names_in(right):
        return _distance(left.arguments[0], right, operator, letter)
    return _polynomial(left, right, operator, letter)


def sized(node: Node) -> Region | None:
    """The solutions of an inequality about the size of something, `|x − 2| < 3`; None for anything else."""
    return solution_set(node) if any(isinstance(part, Call) and part.function == "abs" for part in walk(node)) else None


def of_one_size(node: Node) -> Region | None:
    """`|x| < 2`, which says where x lies as directly as `−2 < x < 2`; None for anything else."""
    sides = node.operands if isinstance(node, Relation) and len(node.operands) == 2 else ()
    sized = [side for side in sides if isinstance(side, Call) and side.function == "abs"]
    return solution_set(node) if len(sized) == 1 and isinstance(sized[0].arguments[0], Name) else None


def _coefficients(left: Node, right: Node, letter: str) -> list[Fraction] | None:
    """Of left − right by degree, up to two."""
    try:
        gap = difference(normal_form(left), normal_form(right))
    except (NoNormalForm, TooLarge):
        return None
    places = {(): 0, ((letter, Fraction(1)),): 1, ((letter, Fraction(2)),): 2}
    if set(gap.under) != {()} or not set(gap.over) <= set(places):
        return None
    found = [Fraction(0)] * 3
    for monomial, value in gap.over.items():
        found[places[monomial]] = value / gap.under[()]
    return found


def _polynomial(left: Node, right: Node, operator: str, letter: str) -> Region | None:
    found = _coefficients(left, right, letter)
    if found is None or not any(found[1:]):
        return None
    constant, linear, square = found
    if (square or linear) < 0:
        operator = TURNED[operator]
    if not square:
        return _ranges([written(-constant / linear)], operator, letter)
    discriminant = linear**2 - 4 * square * constant
    if discriminant == 0 and operator == ">":
        return _ranges([written(-linear / (2 * square))] * 2, operator, letter)
    if discriminant <= 0:
        return None
    root = Call("sqrt", (written(discriminant / (2 * square) ** 2),))
    middle = written(-linear / (2 * square))
    return _ranges([Arithmetic("-", middle, root), Arithmetic("+", middle, root)], operator, letter)


def _distance(inside: Node, right: Node, operator: str, letter: str) -> Region | None:
    """|ax + b| against c > 0: the roots of ax + b = ±c."""
    found = _coefficients(inside, written(Fraction(0)), letter)
    size = _coefficients(right, written(Fraction(0)), letter)
    if found is None or size is None or found[2] or not found[1] or size[0] <= 0:
        return None
    ends = sorted((sign * size[0] - found[0]) / found[1] for sign in (1, -1))
    return _ranges([written(end) for end in ends], operator, letter)


def _ranges(roots: list[Node], operator: str, letter: str) -> Region:
    """Where something that grows from the last root on is below or above zero."""
    closed = operator.endswith("=")
    if operator.startswith(">"):
        spans = [Span(roots[-1], ENDLESS, closed, False)]
        return Region((*([Span(Negative(ENDLESS), roots[0], False, closed)] if len(roots) > 1 else []), *spans), letter)
    low = roots[0] if len(roots) > 1 else Negative(ENDLESS)
    return Region((Span(low, roots[-1], closed and len(roots) > 1, closed),), letter)
