"""Sums, multiples, products, powers, inverses and determinants of matrices, worked out cell by cell.

`*` between two matrices means the product of the cells to computer algebra and the product of the matrices to people:
`worked` does either, and whoever asks has to see whether they agree.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial, reduce
from typing import Final

from questions.engine.expressions.nodes import Arithmetic, Call, Group, Negative, Node, Number, mapped, walk

_MINUS = Number(Fraction(-1), "-1")
_LARGEST: Final = 4
_HIGHEST: Final = 8
_Rows = list[tuple[Node, ...]]


def multiplies(node: Node) -> bool:
    """Whether a `*` stands between two matrices."""
    return any(
        isinstance(part, Arithmetic) and part.operator == "*" and _holds_matrix(part.left) and _holds_matrix(part.right)
        for part in walk(node)
    )


def either_product(left: Node, right: Node, judge: Callable[[Node, Node], bool | None]) -> bool | None:
    """The judge's verdict where both meanings of `*` between matrices lead to it, else None."""
    found = {judge(worked(left, cellwise=cells), worked(right, cellwise=cells)) for cells in (False, True)}
    return found.pop() if len(found) == 1 else None


def worked(node: Node, *, cellwise: bool = False) -> Node:
    """The tree with what is done to matrices done; `cellwise` takes `*` between two of them cell by cell."""
    return _worked(node, cellwise) if _holds_matrix(node) else node


def _worked(node: Node, cellwise: bool) -> Node:
    if isinstance(node, Group) and node.kind == "matrix":
        return node
    node = mapped(node, partial(worked, cellwise=cellwise))
    match node:
        case Negative(operand):
            return _each(operand, lambda cell: Arithmetic("*", _MINUS, cell)) or node
        case Arithmetic("+" | "-" as operator, left, right):
            return _paired(operator, left, right) or node
        case Arithmetic("*" | "@" as operator, left, right) if _rows(left) and _rows(right):
            return (_paired("*", left, right) if cellwise and operator == "*" else _product(left, right)) or node
        case Arithmetic("*", left, right):
            factor, table = (right, left) if _rows(left) else (left, right)
            return _each(table, lambda cell: Arithmetic("*", factor, cell)) or node
        case Arithmetic("/", left, right) if not _holds_matrix(right):
            return _each(left, lambda cell: Arithmetic("/", cell, right)) or node
        case Arithmetic("**", base, exponent):
            return _power(base, exponent) or node
        case Call("det" | "transpose" | "invert" as function, (table,)):
            return _FUNCTIONS[function](table) or node
        case _:
            return node


def _holds_matrix(node: Node) -> bool:
    return any(isinstance(part, Group) and part.kind == "matrix" for part in walk(node))


def _rows(node: Node) -> _Rows | None:
    if not isinstance(node, Group) or node.kind != "matrix":
        return None
    return [row.items for row in node.items if isinstance(row, Group)]


def _square(node: Node) -> _Rows | None:
    rows = _rows(node)
    return rows if rows and len(rows) == len(rows[0]) <= _LARGEST else None


def _each(node: Node, change: Callable[[Node], Node]) -> Node | None:
    rows = _rows(node)
    return None if rows is None else _matrix([[change(cell) for cell in row] for row in rows])


def _paired(operator: str, left: Node, right: Node) -> Node | None:
    first, second = _rows(left), _rows(right)
    if first is None or second is None or [*map(len, first)] != [*map(len, second)]:
        return None
    pairs = zip(first, second, strict=True)
    return _matrix([[Arithmetic(operator, a, b) for a, b in zip(*rows, strict=True)] for rows in pairs])


def _product(left: Node, right: Node) -> Node | None:
    first, second = _rows(left), _rows(right)
    if not first or not second or len(first[0]) != len(second) or max(len(first), len(second[0])) > _LARGEST:
        return None
    columns = list(zip(*second, strict=True))
    return _matrix(
        [[_total([_times(a, b) for a, b in zip(row, column, strict=True)]) for column in columns] for row in first]
    )


def _times(left: Node, right: Node) -> Node:
    return Arithmetic("*", left, right)


def _total(terms: list[Node]) -> Node:
    return reduce(partial(Arithmetic, "+"), terms)


def _power(base: Node, exponent: Node) -> Node | None:
    """A whole power; −1 is the inverse."""
    if exponent == Negative(Number(Fraction(1), "1")):
        return _inverse(base)
    if not isinstance(exponent, Number) or exponent.value.denominator != 1 or not 1 <= exponent.value <= _HIGHEST:
        return None
    found: Node | None = base if _square(base) else None
    for _ in range(int(exponent.value) - 1):
        found = found and _product(found, base)
    return found


def _determinant(node: Node) -> Node | None:
    rows = _square(node)
    return None if rows is None else _expanded(rows)


def _expanded(rows: _Rows) -> Node:
    """Along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    return _total([_times(rows[0][place], _cofactor(rows, 0, place)) for place in range(len(rows))])


def _cofactor(rows: _Rows, line: int, place: int) -> Node:
    rest = [row[:place] + row[place + 1 :] for index, row in enumerate(rows) if index != line]
    minor = _expanded(rest) if rest else Number(Fraction(1), "1")
    return _times(_MINUS, minor) if (line + place) % 2 else minor


def _transposed(node: Node) -> Node | None:
    rows = _rows(node)
    return None if rows is None else _matrix([list(column) for column in zip(*rows, strict=True)])


def _inverse(node: Node) -> Node | None:
    rows = _square(node)
    if rows is None:
        return None
    size, whole = range(len(rows)), _expanded(rows)
    return _matrix([[Arithmetic("/", _cofactor(rows, column, line), whole) for column in size] for line in size])


def _matrix(rows: list[list[Node]]) -> Node:
    return Group("matrix", tuple(Group("point", tuple(row)) for row in rows))


_FUNCTIONS: Final[dict[str, Callable[[Node], Node | None]]] = {
    "det": _determinant,
    "transpose": _transposed,
    "invert": _inverse,
}
