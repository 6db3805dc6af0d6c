"""Answers that are written as what was to be worked out: `diff(x^2, x)`, `int(x^2, x, 0, 1)`, `limit(sin(x)/x, x, 0)`.

Derivatives by the rules of school, definite integrals and limits by a disposable worker; an indefinite integral is
compared by the derivative of the other answer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from questions.engine import workers
from questions.engine.expressions import symbolic
from questions.engine.expressions.derivatives import derivative
from questions.engine.expressions.equality import same_value
from questions.engine.expressions.evaluation import evaluate
from questions.engine.expressions.limits import ExpressionError
from questions.engine.expressions.nodes import Call, Name, Node, Number, mapped, names_in, walk
from questions.engine.expressions.printing import node_to_plain
from questions.engine.expressions.written import read_plain
from questions.engine.expressions.written_form import written
from questions.engine.grading.equivalence import same_answer

_HIGHEST: Final = 6
_WORKED: Final = frozenset(("diff", "int", "limit"))
_CONSTANTS: Final = frozenset("CcKk")


def judged_with_calculus(expected: Node, given: Node, *, ordered: bool = False) -> bool | None:
    """`same_answer` once derivatives, definite integrals and limits are worked out; None where one is not.

    An answer that leaves to be worked out what was expected as worked out is never simply right.
    """
    if not (_holds(expected) or _holds(given)):
        return same_answer(expected, given, ordered=ordered)
    first, second = _worked_out(expected), _worked_out(given)
    if not (_holds(first) or _holds(second)):
        same = same_answer(first, second, ordered=ordered)
        return None if same and not _holds(expected) else same
    return _integral(first, second)


def _holds(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function in _WORKED for part in walk(node))


def _worked_out(node: Node) -> Node:
    if not _holds(node):
        return node
    node = mapped(node, _worked_out)
    match node:
        case Call("diff", (body, Name(letter), *order)):
            return _derivative(body, letter, order) or node
        case Call("int", (body, Name(), _, _)) | Call("limit", (body, Name(), _)):
            return node if _holds(body) else _by_worker(node) or node
        case _:
            return node


def _derivative(body: Node, letter: str, order: list[Node]) -> Node | None:
    times = order[0].value if order and isinstance(order[0], Number) else Fraction(0 if order else 1)
    if times.denominator != 1 or not 1 <= times <= _HIGHEST or len(order) > 1 or _holds(body):
        return None
    found: Node | None = body
    for _ in range(int(times)):
        found = None if found is None else derivative(found, letter)
    return found


def _integral(expected: Node, given: Node) -> bool | None:
    """`int(2x, x)` against x² + C: wrong where the derivative is another, a teacher's where the constant is missing."""
    if isinstance(given, Call) and given.function == "int":
        expected, given = given, expected
    match expected:
        case Call("int", (body, Name(letter))) if not _holds(given):
            slope = derivative(given, letter)
            same = None if slope is None else same_value(slope, body)
            return None if same and not names_in(given) & _CONSTANTS else same
        case Call("int", (body, Name() as variable)) if isinstance(given, Call) and given.arguments[1:] == (variable,):
            return same_value(body, given.arguments[0])
        case _:
            return True if expected == given else None


def _by_worker(node: Call) -> Node | None:
    body, variable, *ends = node.arguments
    try:
        texts = [node_to_plain(part) for part in (body, variable, *ends)]
        answer = workers.call("calculus", {"function": node.function, "arguments": texts})
        return read_plain(str(answer["value"])) if "value" in answer else None
    except (workers.WorkerFailed, ExpressionError, TypeError):
        return None


def work_out_with_sympy(payload: dict[str, Any]) -> dict[str, Any]:
    """A worker's operation: `{"function": "int" | "limit", "arguments": [body, letter, …]}` to `{"value": text}`.

    The value stays out where SymPy finds none, or none that school has a writing for.
    """
    sympy = symbolic.library()
    nodes = [read_plain(str(text)) for text in payload["arguments"]]
    body, letter, *ends = (symbolic.lift(evaluate(node, free=names_in(node))) for node in nodes)
    if payload["function"] == "limit":
        left, right = (sympy.limit(body, letter, ends[0], side) for side in "-+")
        if not ends[0].is_infinite and left != right:
            return {}
        found = right if not ends[0].is_infinite else sympy.limit(body, letter, ends[0])
    else:
        found = sympy.integrate(body, (letter, *ends))
    if found.has(sympy.Integral, sympy.Limit, sympy.nan, sympy.zoo):
        return {}
    return {"value": node_to_plain(written(symbolic.plain(found)))}
