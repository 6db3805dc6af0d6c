"""Two answers brought to one way of naming what they give: `a_n = 2n − 1` and 2n − 1, `x_1 = 1, x_2 = 5` and x = 1, 5.

What only names or lays out an answer is no part of its value; an equation that relates letters keeps its letters.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Group,
    Logic,
    Name,
    Node,
    Number,
    Relation,
    mapped,
    names_in,
    walk,
)
from questions.engine.grading.equivalence import solved, value_of

_TWO: Final = Number(Fraction(2), "2")
_SIGNS: Final = {"max": "+", "min": "-"}


def aligned(expected: Node, given: Node) -> tuple[Node, Node]:
    """The two trees with the name of a rule, the indexes of roots or the layout of a vector that only one has gone."""
    first, second = _one_set(expected), _one_set(given)
    if not (_joins_letters(first) and _joins_letters(second)):
        first, second = _letters(first), _letters(second)
    if _holds_extreme(first) != _holds_extreme(second):
        first, second = _without_extremes(first), _without_extremes(second)
    if _is_value(first) != _is_value(second):
        first, second = _rule(first, second), _rule(second, first)
    return _indexed(_laid_out(first, second), _laid_out(second, first))


def _one_set(node: Node) -> Node:
    """`{1, 2} ∪ {3}` as {1, 2, 3}; any other union stays."""
    if not (isinstance(node, Arithmetic) and node.operator == "union"):
        return node
    sides = [_one_set(side) for side in (node.left, node.right)]
    if not all(isinstance(side, Group) and side.kind == "set" for side in sides):
        return node
    return Group("set", tuple(item for side in sides if isinstance(side, Group) for item in side.items))


def _joins_letters(node: Node) -> bool:
    """Whether it is `p and q` or the like, which may be said of statements or list two values."""
    return isinstance(node, Logic) and all(isinstance(part, Name) for part in node.operands)


def _letters(node: Node) -> Node:
    return Group("list", node.operands) if isinstance(node, Logic) and _joins_letters(node) else node


def _is_value(node: Node) -> bool:
    return not isinstance(node, Relation | Logic | Group)


def _rule(node: Node, other: Node) -> Node:
    """What `a_n = …`, `a(n) = …` or `f(x) = …` says, where the other answer is an expression in that letter."""
    if not isinstance(node, Relation) or node.operators != ("=",):
        return node
    left, right = node.operands
    letter = _ruled(left)
    known = names_in(right) | names_in(other)
    return right if letter and letter in names_in(right) and not (names_in(left) - {letter}) & known else node


def _ruled(left: Node) -> str:
    """The letter that a rule is said for, or ""."""
    match left:
        case Name(name) if "_" in name:
            return name.partition("_")[2]
        case Call(_, (Name(letter),)):
            return letter
        case Arithmetic("*", Name("a" | "b" | "c" | "S" | "T"), Name("n" | "k" as letter)):
            return letter
        case _:
            return ""


def _laid_out(node: Node, other: Node) -> Node:
    """A matrix of one row or one column as the point it stands for, where the other answer is a point."""
    if not (isinstance(node, Group) and node.kind == "matrix" and isinstance(other, Group) and other.kind == "point"):
        return node
    rows = [row.items for row in node.items if isinstance(row, Group)]
    if len(rows) == 1:
        return Group("point", rows[0])
    return Group("point", tuple(row[0] for row in rows)) if all(len(row) == 1 for row in rows) else node


def _indexed(expected: Node, given: Node) -> tuple[Node, Node]:
    """`x_1 = 1, x_2 = 5` answered as x = 1, x = 5 in that order; alternatives need no order."""
    mine, theirs = _said(expected), _said(given)
    if {_base(theirs)} == set(mine):
        return expected, _renamed(given, mine[:1] * len(theirs))
    if {_base(mine)} != set(theirs) or len(mine) != len(theirs):
        return expected, given
    if isinstance(expected, Logic):
        return _renamed(expected, theirs), given
    return expected, _renamed(given, mine)


def _base(names: list[str]) -> str:
    """The one letter of which several indexes are said, or ""."""
    bases = {name.partition("_")[0] for name in names if "_" in name}
    return bases.pop() if len(names) > 1 and len(bases) == 1 and all("_" in name for name in names) else ""


def _renamed(node: Node, names: list[str]) -> Node:
    parts = node.items if isinstance(node, Group) else node.operands if isinstance(node, Logic) else (node,)
    stated = tuple(Relation(("=",), (Name(name), value_of(part))) for name, part in zip(names, parts, strict=True))
    return Logic(node.operator, stated) if isinstance(node, Logic) else Group("list", stated)


def _said(node: Node) -> list[str]:
    """The letters of solved equations in a list or an alternative; none where a part is anything else."""
    parts = node.items if isinstance(node, Group) else node.operands if isinstance(node, Logic) else (node,)
    names = [part.operands[0] for part in parts if isinstance(part, Relation) and solved(part)]
    return [name.name for name in names if isinstance(name, Name)] if len(names) == len(parts) else []


def _holds_extreme(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function in _SIGNS for part in walk(node))


def _without_extremes(node: Node) -> Node:
    """max(a, b) = (a + b + |a − b|)/2 and min(a, b) = (a + b − |a − b|)/2."""
    node = mapped(node, _without_extremes)
    if not (isinstance(node, Call) and node.function in _SIGNS and len(node.arguments) == 2):
        return node
    first, second = node.arguments
    distance = Call("abs", (Arithmetic("-", first, second),))
    total = Arithmetic(_SIGNS[node.function], Arithmetic("+", first, second), distance)
    return Arithmetic("/", total, _TWO)
