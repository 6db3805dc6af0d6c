"""Square roots of products and quotients drawn together, as school's laws have them where both sides are real."""

from __future__ import annotations

from questions.engine.expressions.nodes import Arithmetic, Call, Node, mapped


def drawn_together(node: Node) -> Node:
    """The tree with √a·√b as √(ab) and √a/√b as √(a/b)."""
    node = mapped(node, drawn_together)
    match node:
        case Arithmetic("*" | "/" as operator, Call("sqrt", (above,)), Call("sqrt", (below,))):
            return Call("sqrt", (Arithmetic(operator, above, below),))
        case _:
            return node
