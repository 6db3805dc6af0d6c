"""Compares two answers that were read: numbers, expressions, equations, inequalities, sets, points and lists of them.

The verdict is True, False or None (undecided). An expected answer that is solved (`x = 2`, `5`) is met only by one
that is solved: repeating the question's own equation is no answer.
"""

from __future__ import annotations

from questions.engine.expressions.equality import all_of, matched, same_value
from questions.engine.expressions.nodes import (
    Arithmetic,
    Call,
    Group,
    Logic,
    Name,
    Node,
    Relation,
    Span,
    mapped,
    names_in,
    walk,
)
from questions.engine.expressions.series import compared
from questions.engine.grading.antiderivatives import same_family, with_its_constant
from questions.engine.grading.approximations import approximates, rounds
from questions.engine.grading.curves import apart
from questions.engine.grading.general_solutions import same_solutions
from questions.engine.grading.inequalities import of_one_size, sized, solution_set
from questions.engine.grading.matrices import either_product, multiplies, worked
from questions.engine.grading.regions import region, same_region
from questions.engine.grading.statements import same_statement
from questions.engine.grading.systems import is_system, same_system


def same_answer(expected: Node, given: Node, *, ordered: bool = False) -> bool | None:
    """Whether the given answer is the expected one; None where it could not be decided.

    `ordered` makes lists keep their order (a sequence's terms); otherwise only points do.
    """
    if _other_letters(expected, given) or _other_joins(expected, given):
        return False
    if multiplies(expected) or multiplies(given):
        return either_product(expected, given, same_answer)
    first, second = _unwrapped(worked(expected)), _unwrapped(with_its_constant(expected, worked(given)))
    if _is_plain_value(first) and _is_plain_value(second):
        return _same_number(first, second)
    spans = _same_regions(first, second)
    if spans is not None:
        return spans
    for pair in ((first, second), (second, first)):
        if isinstance(pair[0], Relation) and isinstance(pair[0].operands[0], Group):
            return same_answer(value_of(first), value_of(second), ordered=ordered)
    joint = _joint(first, second)
    if joint is not None:
        return _same_joint(*joint)
    if isinstance(first, Group) or isinstance(second, Group):
        return _same_groups(_group(first), _group(second), ordered)
    if isinstance(first, Relation) and isinstance(second, Relation):
        return _same_relations(first, second)
    if isinstance(first, Relation) or isinstance(second, Relation):
        return _named_value(first, second)
    if isinstance(first, Logic) and isinstance(second, Logic):
        return first.operator == second.operator and matched(list(first.operands), list(second.operands), same_answer)
    return False


def _joint(first: Node, second: Node) -> tuple[list[Node], list[Node], bool] | None:
    """The equations of two systems, and whether one says by `and` that they hold at once; None for anything else."""
    sides = [
        node.operands
        if isinstance(node, Logic) and node.operator == "and"
        else node.items
        if isinstance(node, Group) and node.kind in ("list", "set")
        else ()
        for node in (first, second)
    ]
    if not all(sides) or not all(isinstance(part, Relation) for side in sides for part in side):
        return None
    if all(map(solved, sides[0])):
        return None
    said = isinstance(first, Logic) or isinstance(second, Logic)
    return None if all(map(solved, sides[1])) and not said else (list(sides[0]), list(sides[1]), said)


def _same_joint(first: list[Node], second: list[Node], said: bool) -> bool | None:
    """Equation by equation, or by what solves them; a bare list that only has the same solutions is a teacher's."""
    alike = matched(first, second, same_answer)
    if alike:
        return True
    if not is_system(first, second):
        return alike
    joint = same_system(first, second)
    if joint and all(map(solved, second)):
        return None  # the system's solution is more than was asked for
    return None if joint and not said else joint


def _other_letters(expected: Node, given: Node) -> bool:
    """Whether both only say `letter = value` and the letters differ: y = 2 is no answer to x = 2."""
    mine, theirs = _said_letters(expected), _said_letters(given)
    return bool(mine and theirs) and mine != theirs


def _said_letters(node: Node) -> frozenset[str]:
    """The letters of solved equations joined in any way; empty where a part is anything else."""
    if isinstance(node, Relation):
        return frozenset((_left_name(node),)) if solved(node) else frozenset()
    parts = node.items if isinstance(node, Group) else node.operands if isinstance(node, Logic) else ()
    found = [_said_letters(part) for part in parts]
    return frozenset().union(*found) if found and all(found) else frozenset()


def _other_joins(expected: Node, given: Node) -> bool:
    """Whether one joins equations of several letters by `또는` and the other at once: x = 1 또는 y = 2 is no point."""
    alternatives = [isinstance(node, Logic) and node.operator == "or" for node in (expected, given)]
    return alternatives[0] != alternatives[1] and all(len(_said_letters(node)) > 1 for node in (expected, given))


def _unwrapped(node: Node) -> Node:
    """`x ∈ A` is A, alternatives `x = 2 또는 x = 3` are the list of their values, ± is two values."""
    if isinstance(node, Relation) and node.operators == ("in",):
        return _unwrapped(node.operands[1])
    if isinstance(node, Relation) and set(node.operators) <= {"=", "≈"} and _signs(node) is None:
        ending = _chain_ending(node)
        if ending != node:
            return ending
    if isinstance(node, Group) and node.kind == "matrix":
        return Group("point", node.items)
    if isinstance(node, Logic) and node.operator == "or":
        points = _assignments(node)
        if points:
            return points
    if isinstance(node, Logic) and all(solved(part) for part in node.operands):
        names = {part.operands[0] for part in node.operands if isinstance(part, Relation)}
        if node.operator == "or" and len(names) == 1:
            return _one_or_list(node.operands)
        if node.operator == "and" and len(names) < len(node.operands):
            return node  # x = 2 and x = 3 at once is no list of two solutions
        return Group("list", node.operands)
    expanded = _signs(node)
    if expanded is not None:
        return Group("list", expanded)
    if isinstance(node, Group) and node.kind in ("list", "set"):
        return _flattened(node)
    return node


def _chain_ending(node: Relation) -> Node:
    """`x = 5 + 6 = 11` is x = 11, `x = 1/3 ≈ 0.333` is x = 1/3, `3·4 = 12` is 12; a false chain stays as it is."""
    values = node.operands[bool(names_in(node.operands[0])) :]
    exact = node.operators.index("≈") + 1 if "≈" in node.operators else len(node.operands)
    if len(values) < 2 or any(names_in(value) or isinstance(value, Group | Span) for value in values):
        return Relation(("=",), node.operands) if node.operators == ("≈",) else node
    if values[0] == values[-1]:
        return node  # 2 = 2 says nothing
    certain = node.operands[len(node.operands) - len(values) : exact]
    if not certain or not all(same_value(certain[0], value) for value in certain):
        return node
    if not all(rounds(value, certain[0]) for value in node.operands[exact:]):
        return node
    named = len(values) < len(node.operands)
    return Relation(("=",), (node.operands[0], certain[-1])) if named else certain[-1]


def _one_or_list(solutions: tuple[Node, ...]) -> Node:
    """The values of `x = 2 또는 x = 3`; said twice it is one solution."""
    distinct = _distinct(solutions)
    return distinct[0] if len(distinct) == 1 else Group("list", tuple(value_of(part) for part in distinct))


def _distinct(items: tuple[Node, ...]) -> list[Node]:
    kept: list[Node] = []
    for item in items:
        if not any(same_answer(other, item) for other in kept):
            kept.append(item)
    return kept


def _assignments(node: Logic) -> Node | None:
    """`(x = 1 and y = 2) or (x = 2 and y = 1)` as points in the order of the letters; None where it is none such."""
    points: list[Node] = []
    letters = _said_letters(node.operands[0])
    for part in node.operands:
        items = part.items if isinstance(part, Group) else part.operands if isinstance(part, Logic) else ()
        names = [_left_name(item) for item in items]
        if len(items) < 2 or not all(map(solved, items)) or {*names} != letters or len(names) != len(letters):
            return None
        points.append(Group("point", tuple(value_of(item) for item in sorted(items, key=_left_name))))
    return _unwrapped(Group("list", tuple(points)))


def _turns(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """`p = 5, q = 2; p = 7, q = 2` as points, where all letters come round in the same order; else nothing."""
    names = [_left_name(item) for item in items]
    size = len(set(names))
    if size < 2 or len(names) < 2 * size or not all(map(solved, items)) or names != names[:size] * (len(names) // size):
        return ()
    order = sorted(range(size), key=names.__getitem__)
    starts = range(0, len(items), size)
    return tuple(Group("point", tuple(value_of(items[start + place]) for place in order)) for start in starts)


def _flattened(node: Group) -> Node:
    turns = _turns(node.items)
    if turns:
        return Group("list", turns)
    items: list[Node] = []
    for item in node.items:
        inner = _unwrapped(item)
        if isinstance(inner, Group) and inner.kind == "list":
            items.extend(inner.items)
        else:
            items.append(inner)
    names = {item.operands[0] for item in items if isinstance(item, Relation) and solved(item)}
    if len(items) > 1 and len(names) == 1 and all(solved(item) for item in items):
        items = [value_of(item) for item in items]
    if node.kind == "list" and items and all(isinstance(item, Group) and item.kind == "point" for item in items):
        items = _distinct(tuple(items))
    return Group(node.kind, tuple(items))


def _signs(node: Node) -> tuple[Node, ...] | None:
    """The two trees of one with ±, all its signs turned together."""
    if not any(isinstance(part, Arithmetic) and part.operator == "±" for part in walk(node)):
        return None
    return None if isinstance(node, Group | Logic) else (_with_sign(node, "+"), _with_sign(node, "-"))


def _with_sign(node: Node, sign: str) -> Node:
    if isinstance(node, Arithmetic) and node.operator == "±":
        node = Arithmetic(sign, node.left, node.right)
    return mapped(node, lambda part: _with_sign(part, sign))


def solved(node: Node) -> bool:
    """Whether it is `x = value` with no letter on the right that stands on the left."""
    return (
        isinstance(node, Relation)
        and node.operators == ("=",)
        and isinstance(node.operands[0], Name)
        and not names_in(node.operands[1])
    )


def value_of(node: Node) -> Node:
    """The right side of a solved equation, or the node itself."""
    return node.operands[-1] if isinstance(node, Relation) else node


def _is_plain_value(node: Node) -> bool:
    return not isinstance(node, Group | Relation | Logic) and region(node) is None


def _same_number(first: Node, second: Node) -> bool | None:
    verdict = same_value(first, second)
    if verdict is None:
        return compared(first, second)
    if verdict is False:
        return approximates(first, second) or same_family(first, second)
    return verdict


def _same_regions(first: Node, second: Node) -> bool | None:
    """The verdict where both are solution sets on the line; None where they are not (or a point may be meant)."""
    mine, theirs = region(first), region(second)
    if mine is None is theirs:
        mine, theirs = sized(first), sized(second)
    if mine is None and theirs is not None:
        mine = region(first, pairs=True)
    if theirs is None and mine is not None:
        theirs = region(second, pairs=True) or of_one_size(second)
    if mine is None and theirs is not None:
        mine = solution_set(first)
    if mine is None or theirs is None:
        return None
    return same_region(mine, theirs)


def _group(node: Node) -> Group:
    names = {*map(_left_name, node.operands)} if isinstance(node, Logic) and node.operator == "or" else {""}
    if isinstance(node, Logic) and len(names) == 1 and names != {""}:
        return Group("list", node.operands)
    return node if isinstance(node, Group) else Group("list", (node,))


def _same_groups(first: Group, second: Group, ordered: bool) -> bool | None:
    if first.kind == "ratio" or second.kind == "ratio":
        return _same_ratios(first, second)
    if "point" in (first.kind, second.kind) and first.kind != second.kind:
        return _point_and_equations(first, second)
    if len(first.items) != len(second.items):
        return all_of([_same_sets(first, second)])
    if first.kind == "point" or ordered:
        return all_of([same_answer(a, b) for a, b in zip(first.items, second.items, strict=True)])
    if any(map(solved, first.items)) and not any(isinstance(item, Relation) for item in second.items):
        return _values_in_order(first, second)
    return matched(list(first.items), list(second.items), same_answer)


def _same_sets(first: Group, second: Group) -> bool | None:
    """Sets that list an element twice are still the same set."""
    if "set" not in (first.kind, second.kind):
        return False
    pairs = ((first.items, second.items), (second.items, first.items))
    return all(any(same_answer(item, other) for other in others) for items, others in pairs for item in items)


def _values_in_order(first: Group, second: Group) -> bool | None:
    """`x = 1, y = 2` answered as `1, 2`; the solutions `x = ±2` of one letter have no order."""
    if any(isinstance(item, Relation) for item in second.items) or not all(map(solved, first.items)):
        return False
    values = [value_of(item) for item in first.items]
    if len(set(map(_left_name, first.items))) == 1:
        return matched(values, list(second.items), same_answer)
    return all_of(list(map(same_answer, values, second.items)))


def _point_and_equations(first: Group, second: Group) -> bool | None:
    """(1, 2) and `x = 1, y = 2` in the order of the letters."""
    point, other = (first, second) if first.kind == "point" else (second, first)
    if len(other.items) == 1 and isinstance(value_of(other.items[0]), Group):
        return same_answer(point, value_of(other.items[0]))
    if len(point.items) != len(other.items) or not all(map(solved, other.items)):
        return False
    return all_of(list(map(same_answer, point.items, map(value_of, sorted(other.items, key=_left_name)))))


def _left_name(node: Node) -> str:
    left = node.operands[0] if isinstance(node, Relation) else node
    return left.name if isinstance(left, Name) else ""


def _same_ratios(first: Group, second: Group) -> bool | None:
    if first.kind != second.kind or len(first.items) != len(second.items):
        return False
    verdicts = []
    for index in range(1, len(first.items)):
        left = Arithmetic("*", first.items[0], second.items[index])
        right = Arithmetic("*", second.items[0], first.items[index])
        verdicts.append(same_value(left, right))
    return all_of(verdicts)


def _same_relations(first: Relation, second: Relation) -> bool | None:
    if solved(first):
        named = second.operands[0] == first.operands[0]
        turned = second if solved(second) or named else Relation(second.operators, tuple(reversed(second.operands)))
        if not solved(turned) and not _explains(turned, first.operands[0]):
            return False
        if _left_name(first).casefold() != _left_name(turned).casefold():
            return False
        return same_answer(value_of(first), value_of(turned))
    if same_solutions(first, second):
        return True
    if _defines(first) and _defines(second):
        left, other = first.operands[0], second.operands[0]
        if left == other:
            return _same_number(first.operands[1], second.operands[1])
        if isinstance(left, Call) and isinstance(other, Call) and left.function != other.function:
            return False
    verdict = same_statement(first, second)
    return False if verdict is None and apart(first, second) else verdict


def _defines(node: Relation) -> bool:
    """`f(x) = …` or `a_n = …`, where the left side is not used again on the right."""
    left, right = node.operands[0], node.operands[-1]
    if node.operators != ("=",) or not isinstance(left, Name | Call):
        return False
    return all(part != left for part in walk(right)) and (isinstance(left, Name) or _is_application(left))


def _explains(relation: Relation, letter: Node) -> bool:
    """`y = …` with a right side that holds letters, but not that one."""
    left, right = relation.operands[0], relation.operands[-1]
    return relation.operators == ("=",) and left == letter and not names_in(left) & names_in(right)


def _named_value(first: Node, second: Node) -> bool | None:
    """`x = 2` where 2 was expected, or the other way round; only for a single value without letters."""
    relation, value = (first, second) if isinstance(first, Relation) else (second, first)
    if not isinstance(relation, Relation) or relation.operators != ("=",):
        return False
    left, right = relation.operands
    named = isinstance(left, Name) or _is_application(left) or _names_a_figure(left)
    if named and not names_in(right):
        return same_answer(right, value) if relation is first else same_answer(value, right)
    if isinstance(left, Group) and isinstance(value, Group):
        return same_answer(right, value) if relation is first else same_answer(value, right)
    return False


def _names_a_figure(node: Node) -> bool:
    """`AB`, `|AB|`, `∠ABC`: only capital letters, which name points."""
    names = names_in(node)
    return bool(names) and all(name[0].isupper() for name in names)


def _is_application(node: Node) -> bool:
    return isinstance(node, Call) and len(node.function.strip("'").partition("_")[0]) == 1
