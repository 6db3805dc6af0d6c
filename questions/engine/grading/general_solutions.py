"""General solutions `π/4 + nπ`: the whole number may have any letter, and the same set may start elsewhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from questions.engine.expressions.nodes import Call, Name, Node, Relation, names_in, walk
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Polynomial, TooLarge, plus, scaled
from questions.engine.expressions.quotients import NoNormalForm

_WHOLE: Final = frozenset("nkml")
_UNKNOWNS: Final = (Name("x"), Name("theta"), Name("t"))
_PI: Final = ("pi", Fraction(1))


class _Family(NamedTuple):
    """All `start + n · step` for whole n."""

    start: Polynomial
    step: Fraction


def same_solutions(expected: Relation, given: Relation) -> bool:
    """Whether two equations `x = …` give the same set of angles; False where one of them gives no such family.

    Only for an unknown's name on the left: `S = (n − 2)π` is a formula, not a set.
    """
    if expected.operators != ("=",) or given.operators != ("=",) or expected.operands[0] != given.operands[0]:
        return False
    mine, theirs = (_family(side.operands[1]) for side in (expected, given))
    if expected.operands[0] not in _UNKNOWNS or mine is None or theirs is None or abs(mine.step) != abs(theirs.step):
        return False
    gap = plus(mine.start, theirs.start, -1)
    turns = gap.pop((_PI,), Fraction(0)) / mine.step
    return not gap and turns.denominator == 1


def _family(node: Node) -> _Family | None:
    letters = names_in(node)
    if (
        len(letters) != 1
        or not letters <= _WHOLE
        or any(isinstance(part, Call) and part.function != "deg" for part in walk(node))
    ):
        return None
    try:
        over, under, certain = normal_form(node)
    except (NoNormalForm, TooLarge):
        return None
    (letter,) = letters
    turn = tuple(sorted(((letter, Fraction(1)), _PI)))
    if not certain or set(under) != {()} or turn not in over:
        return None
    start = {monomial: times for monomial, times in over.items() if monomial != turn}
    if not set(start) <= {(), (_PI,)}:
        return None
    return _Family(scaled(start, 1 / under[()]), over[turn] / under[()])
