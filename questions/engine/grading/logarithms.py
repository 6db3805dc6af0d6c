"""What `log` without a base means: the common logarithm at school, the natural one in computer algebra and beyond."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Group,
    Logic,
    Negative,
    Node,
    Relation,
    Span,
    walk,
)


def same(expected: Node, given: Node, computed: bool, judge: Callable[[Node, Node], bool | None]) -> bool | None:
    """The judge's verdict with `log` read as school reads it, or as natural where the text is `computed` algebra's.

    Undecided where only the natural reading makes the answers equal: `ln 2` may or may not be `log 2`.
    """
    if not (_holds_log(expected) or _holds_log(given)):
        return judge(expected, given)
    if computed:
        return judge(_natural(expected), _natural(given))
    verdict = judge(expected, given)
    if verdict is False and judge(_natural(expected), _natural(given)) is not False:
        return None
    return verdict


def _is_log(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "log" and len(node.arguments) == 1


def _holds_log(node: Node) -> bool:
    return any(map(_is_log, walk(node)))


def _natural(node: Node) -> Node:
    match node:
        case Call(function, arguments):
            name = "ln" if _is_log(node) else function
            return Call(name, tuple(map(_natural, arguments)))
        case Negative(operand):
            return Negative(_natural(operand))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, _natural(left), _natural(right))
        case Relation(_, operands) | Logic(_, operands):
            return replace(node, operands=tuple(map(_natural, operands)))
        case Group(kind, items):
            return Group(kind, tuple(map(_natural, items)))
        case Span(low, high, left, right):
            return Span(_natural(low), _natural(high), left, right)
        case _:
            return node
