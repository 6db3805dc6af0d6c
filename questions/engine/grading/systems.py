"""Systems of equations: the same where their solution sets are, however they are written.

Linear systems by elimination in exact fractions; systems of polynomials by a disposable worker, which reduces both
to what all their solutions satisfy.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from questions.engine import workers
from questions.engine.expressions.nodes import Name, Node, Relation, names_in
from questions.engine.expressions.normal_form import normal_form
from questions.engine.expressions.polynomials import Monomial, Polynomial, TooLarge
from questions.engine.expressions.quotients import NoNormalForm, difference
from questions.engine.expressions.symbolic import library
from questions.engine.grading.factorisation import polynomial_of, terms

_MOST: Final = 6
Row = dict[Monomial, Fraction]


def is_system(first: Sequence[Node], second: Sequence[Node]) -> bool:
    """Whether both are polynomial equations that hold at once.

    Equations that each give the same letter are several answers, as two lines `y = 2x, y = -2x` are.
    """
    if not (1 < len(first) <= _MOST and 1 < len(second) <= _MOST) or _lists_answers(first) or _lists_answers(second):
        return False
    return all(_gap(node) is not None for node in (*first, *second))


def same_system(first: Sequence[Node], second: Sequence[Node]) -> bool | None:
    """Whether two systems (see `is_system`) hold at the same points; None where neither has a solution or time ends."""
    left, right = ([gap for node in nodes if (gap := _gap(node))] for nodes in (first, second))
    if all(map(_is_linear, (*left, *right))):
        return _same_rows(_eliminated(left), _eliminated(right))
    return _by_worker(left, right)


def _same_rows(left: list[Row], right: list[Row]) -> bool | None:
    return None if left == right == [{(): Fraction(1)}] else left == right


def _lists_answers(nodes: Sequence[Node]) -> bool:
    """Whether all equations are said of one letter: `y = 2x, y = -2x`."""
    lefts = {node.operands[0] for node in nodes if isinstance(node, Relation)}
    return len(lefts) == 1 and isinstance(next(iter(lefts)), Name)


def _gap(node: Node) -> Polynomial | None:
    """Left minus right of an equation as a polynomial in letters, or None."""
    if not isinstance(node, Relation) or node.operators != ("=",) or not names_in(node):
        return None
    try:
        gap = difference(normal_form(node.operands[0]), normal_form(node.operands[1]))
    except (NoNormalForm, TooLarge):
        return None
    letters = names_in(node)
    powers = [power for monomial in gap.over for power in monomial]
    whole = all(name in letters and e > 0 and e.denominator == 1 for name, e in powers)
    return gap.over if whole and set(gap.under) == {()} and gap.over else None


def _is_linear(polynomial: Polynomial) -> bool:
    return all(sum(exponent for _, exponent in monomial) <= 1 for monomial in polynomial)


def _eliminated(rows: list[Polynomial]) -> list[Row]:
    """The reduced echelon form, the same for all systems with these solutions; [{(): 1}] where there are none."""
    rest = [dict(row) for row in rows]
    columns = sorted({monomial for row in rest for monomial in row}, reverse=True)
    done: list[Row] = []
    for column in columns:
        pivot = next((row for row in rest if row.get(column)), None)
        if pivot is None:
            continue
        rest.remove(pivot)
        unit = {monomial: value / pivot[column] for monomial, value in pivot.items()}
        if column == ():
            return [unit]
        done = [_without(row, unit, column) for row in done] + [unit]
        rest = [_without(row, unit, column) for row in rest]
    return done


def _without(row: Row, unit: Row, column: Monomial) -> Row:
    factor = row.get(column, Fraction(0))
    changed = {key: row.get(key, Fraction(0)) - factor * unit.get(key, Fraction(0)) for key in {*row, *unit}}
    return {key: value for key, value in changed.items() if value}


def _by_worker(left: list[Polynomial], right: list[Polynomial]) -> bool | None:
    payload = {"left": [terms(one) for one in left], "right": [terms(one) for one in right]}
    try:
        found = workers.call("systems", payload).get("same")
    except workers.WorkerFailed:
        return None
    return found if isinstance(found, bool) else None


def compare_with_sympy(payload: dict[str, Any]) -> dict[str, Any]:
    """A worker's operation: two lists of polynomials (as terms) to `{"same": bool}`.

    Two systems have the same complex solutions when every polynomial of the one vanishes on the other: when no point
    satisfies the system and has it different from zero (Rabinowitsch's trick, decided by a Gröbner basis).
    """
    left, right = ([polynomial_of(one) for one in payload[side]] for side in ("left", "right"))
    letters = sorted({symbol for one in (*left, *right) for symbol in one.free_symbols}, key=str)
    follows = all(_vanishes(one, left, letters) for one in right) and all(
        _vanishes(one, right, letters) for one in left
    )
    return {"same": follows}


def _vanishes(polynomial: Any, system: list[Any], letters: list[Any]) -> bool:
    sympy = library()
    extra = sympy.Dummy("t")
    basis = sympy.groebner([*system, 1 - extra * polynomial], *letters, extra, order="grevlex")
    return list(basis.exprs) == [1]
