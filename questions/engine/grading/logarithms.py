"""What `log` without a base means: the common logarithm at school, the natural one in computer algebra and beyond."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from questions.engine.expressions.nodes import Call, Node, mapped, walk


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


def _is_log(node: Node) -> TypeGuard[Call]:
    return isinstance(node, Call) and node.function == "log" and len(node.arguments) == 1


def _holds_log(node: Node) -> bool:
    return any(map(_is_log, walk(node)))


def _natural(node: Node) -> Node:
    return Call("ln", tuple(map(_natural, node.arguments))) if _is_log(node) else mapped(node, _natural)
