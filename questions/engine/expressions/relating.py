"""Relations between values that SymPy holds: decided where they can be, kept where letters leave them open."""

from __future__ import annotations

from typing import Any

from questions.engine.expressions import symbolic
from questions.engine.expressions.equality import equivalent
from questions.engine.expressions.limits import ExpressionError

_RELATIONS = {"=": "Eq", "==": "Eq", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}


def relate(operator: str, left: Any, right: Any) -> Any:
    """A relation: a bool where it can be decided, the relation itself where letters leave it open.

    Raises ExpressionError(domain) for two numbers that cannot be compared (complex, or too close to decide).
    """
    sympy = symbolic.library()
    first, second = symbolic.lift(left), symbolic.lift(right)
    kind = getattr(sympy, _RELATIONS[operator])
    lettered = bool(first.free_symbols or second.free_symbols)
    if operator == "==" or (operator in ("=", "!=") and not lettered):
        return _same(first, second) is (operator != "!=")
    if lettered:
        return False if operator == "!=" and _same(first, second) else kind(first, second, evaluate=False)
    if not (first.is_extended_real and second.is_extended_real):
        raise ExpressionError("domain", "only real numbers have an order")
    decided = kind(first, second)
    if decided not in (sympy.true, sympy.false):
        raise ExpressionError("domain", "the two numbers are too close to compare")
    return bool(decided)


def _same(first: Any, second: Any) -> bool:
    """Raises ExpressionError(domain) where equality could not be decided."""
    verdict = equivalent(first, second)
    if verdict is None:
        raise ExpressionError("domain", "it could not be decided whether two values are the same")
    return verdict
