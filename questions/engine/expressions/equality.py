"""Decides whether two single values are the same, by two methods: points reject, exact algebra confirms.

Where the exact form is not complete, a disposable worker asks SymPy. None means undecided: whoever asks must
not take it for a yes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from questions.engine import workers
from questions.engine.expressions.angles import split_angles
from questions.engine.expressions.arcs import same_arcs
from questions.engine.expressions.limits import ExpressionError
from questions.engine.expressions.logarithm_laws import gathered, holds_logarithm, spread
from questions.engine.expressions.nodes import Arithmetic, Node, Number
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import TooLarge
from questions.engine.expressions.printing import node_to_plain
from questions.engine.expressions.quotients import NoNormalForm, equal
from questions.engine.expressions.residues import same_residue
from questions.engine.expressions.root_laws import drawn_together
from questions.engine.expressions.sampling import differ
from questions.engine.expressions.values import Point, Value
from questions.engine.expressions.written_form import written

WORKER_SECONDS = 2.0
_ONE = Number(Fraction(1), "1")


def same_value(left: Node, right: Node, *, deep: bool = True) -> bool | None:
    """Whether two trees are worth the same wherever both are defined; None where neither method can tell.

    `deep` allows up to two seconds of SymPy in a worker for what the exact form leaves open.
    """
    if left == right:
        return True
    rational = same_residue(left, right)
    if rational is False:
        return False
    exact = _exactly(left, right)
    if exact is None:
        exact = rational
    if exact is False:
        return False
    apart = differ(left, right)
    if exact:
        return None if apart else True
    if apart:
        return False
    if _same_logarithms(left, right) or _same_angles(left, right) or _same_roots(left, right) or same_arcs(left, right):
        return True
    return _by_worker(left, right) if deep else None


def _same_logarithms(left: Node, right: Node) -> bool:
    """Whether the laws of logarithms make two sides the same that no point tells apart."""
    if not (holds_logarithm(left) and holds_logarithm(right)):
        return False
    for positive in (False, True):
        first, second = spread(left, positive=positive), spread(right, positive=positive)
        product = gathered(Arithmetic("-", first, second))
        if _exactly(first, second) or (product is not None and _exactly(product, _ONE)):
            return True
    return False


def _same_angles(left: Node, right: Node) -> bool:
    """Whether two sides are the same once all angles are split into the same parts."""
    pair = split_angles(left, right)
    return pair is not None and _exactly(*pair) is True


def _same_roots(left: Node, right: Node) -> bool:
    """Whether two sides that no point tells apart are the same once products of roots are roots of products."""
    pair = drawn_together(left), drawn_together(right)
    return pair != (left, right) and _exactly(*pair) is True


def _exactly(left: Node, right: Node) -> bool | None:
    try:
        return equal(normal_form(left), normal_form(right))
    except (NoNormalForm, TooLarge):
        return None


def _by_worker(left: Node, right: Node) -> bool | None:
    try:
        payload = {"left": node_to_plain(left), "right": node_to_plain(right)}
        answer = workers.call("equal", payload, timeout=WORKER_SECONDS)
    except (workers.WorkerFailed, TypeError):
        return None
    found = answer.get("equal")
    return found if isinstance(found, bool) else None


def equivalent(left: Value, right: Value) -> bool | None:
    """Whether two values are the same: exactly for rationals, else as `same_value`; None is undecided.

    Lists compare without regard to order, points with it; equations and inequalities only as they stand (the
    grader knows more about those).
    """
    if isinstance(left, bool | str) or isinstance(right, bool | str):
        return type(left) is type(right) and left == right
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return left == right
    if isinstance(left, tuple) or isinstance(right, tuple):
        if not (isinstance(left, tuple) and isinstance(right, tuple)):
            return False
        return _same_items(left, right)
    if left == right:
        return True
    if not (symbolic_number(left) and symbolic_number(right)):
        return None
    try:
        return same_value(written(left), written(right))
    except ExpressionError:
        return None


def symbolic_number(value: Any) -> bool:
    """True for anything that stands for a number: a rational, or a SymPy expression."""
    return isinstance(value, int | Fraction) or hasattr(value, "as_coeff_Mul")


def _same_items(left: tuple[Value, ...], right: tuple[Value, ...]) -> bool | None:
    if len(left) != len(right) or isinstance(left, Point) != isinstance(right, Point):
        return False
    if isinstance(left, Point):
        return all_of([equivalent(a, b) for a, b in zip(left, right, strict=True)])
    return matched(list(left), list(right), equivalent)


def all_of(verdicts: list[bool | None]) -> bool | None:
    """False if any is False, else None if any is undecided, else True."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


def matched(left: list[Any], right: list[Any], same: Any) -> bool | None:
    """Whether two collections hold the same items in some order; None where a needed pair is undecided."""
    if len(left) != len(right):
        return False
    rest = list(right)
    undecided = False
    for item in left:
        verdicts = [same(item, other) for other in rest]
        if True in verdicts:
            rest.pop(verdicts.index(True))
        elif None in verdicts:
            undecided = True
        else:
            return False
    return None if undecided else True
