"""Sums and multiples of matrices, worked out cell by cell.

A product of two matrices is left alone: computer algebra means the product of the cells by `*`, people do not.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from questions.engine.expressions.nodes import Arithmetic, Group, Negative, Node, Number, walk

_MINUS = Number(Fraction(-1), "-1")


def worked(node: Node) -> Node:
    """The matrix that a sum or multiple of matrices is; any other tree as it stands."""
    match node:
        case Negative(operand) if _holds_matrix(operand):
            return _each(worked(operand), lambda cell: Arithmetic("*", _MINUS, cell)) or node
        case Arithmetic("+" | "-" as operator, left, right) if _holds_matrix(left) and _holds_matrix(right):
            return _paired(operator, worked(left), worked(right)) or node
        case Arithmetic("*", left, right) if _holds_matrix(left) != _holds_matrix(right):
            factor, table = (right, left) if _holds_matrix(left) else (left, right)
            return _each(worked(table), lambda cell: Arithmetic("*", factor, cell)) or node
        case Arithmetic("/", left, right) if _holds_matrix(left) and not _holds_matrix(right):
            return _each(worked(left), lambda cell: Arithmetic("/", cell, right)) or node
        case _:
            return node


def _holds_matrix(node: Node) -> bool:
    return any(isinstance(part, Group) and part.kind == "matrix" for part in walk(node))


def _rows(node: Node) -> list[tuple[Node, ...]] | None:
    if not isinstance(node, Group) or node.kind != "matrix":
        return None
    return [row.items for row in node.items if isinstance(row, Group)]


def _each(node: Node, change: Callable[[Node], Node]) -> Node | None:
    rows = _rows(node)
    return None if rows is None else _matrix([[change(cell) for cell in row] for row in rows])


def _paired(operator: str, left: Node, right: Node) -> Node | None:
    first, second = _rows(left), _rows(right)
    if first is None or second is None or [*map(len, first)] != [*map(len, second)]:
        return None
    pairs = zip(first, second, strict=True)
    return _matrix([[Arithmetic(operator, a, b) for a, b in zip(*rows, strict=True)] for rows in pairs])


def _matrix(rows: list[list[Node]]) -> Node:
    return Group("matrix", tuple(Group("point", tuple(row)) for row in rows))
