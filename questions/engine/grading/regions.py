"""Solution sets on the number line: intervals, chains `0 ≤ x < 1`, `x < 1 또는 x > 3`, unions with single points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from questions.engine.expressions.equality import all_of, same_value
from questions.engine.expressions.nodes import (
    Arithmetic,
    Group,
    Logic,
    Name,
    Negative,
    Node,
    Relation,
    Span,
    names_in,
)
from questions.engine.expressions.sampling import NoSample, sample

ENDLESS: Final = Name("oo")
TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Region:
    """Spans from left to right (a single point is a closed span), and the letter they were said of."""

    spans: tuple[Span, ...]
    letter: str = ""


def region(node: Node, *, pairs: bool = False) -> Region | None:
    """The set a text describes, or None. `pairs` also reads (a, b) as an open interval, which it may be."""
    match node:
        case Span():
            return Region((node,))
        case Arithmetic("union", left, right):
            return _joined([_part(left), _part(right)])
        case Group("point", items) if pairs and len(items) == 2:
            return Region((Span(items[0], items[1], False, False),))
        case Relation(operators) if "in" in operators and len(operators) == 1:
            return region(node.operands[1])
        case Relation():
            return _solved_relation(node)
        case Logic("or", operands):
            return _joined([_single_point(part) or region(part) for part in operands])
        case Logic("and", operands):
            return overlap([region(part) for part in operands])
        case Group("list", operands) if len(operands) == 2:
            return _listed([region(part) for part in operands])
        case _:
            return None


def _part(node: Node) -> Region | None:
    if isinstance(node, Group) and node.kind == "set":
        return Region(tuple(Span(item, item, True, True) for item in node.items))
    return region(node)


def _single_point(node: Node) -> Region | None:
    """`x = 1` among alternatives: `x > 1 또는 x = 1` is `x ≥ 1`."""
    if not isinstance(node, Relation) or node.operators != ("=",):
        return None
    left, value = node.operands
    if not isinstance(left, Name) or not names_in(left) or names_in(value):
        return None
    return Region((Span(value, value, True, True),), left.name)


def _joined(parts: list[Region | None]) -> Region | None:
    found = [part for part in parts if part is not None]
    letters = {part.letter for part in found} - {""}
    if len(found) != len(parts) or len(letters) > 1:
        return None
    return Region(tuple(span for part in found for span in part.spans), next(iter(letters), ""))


def overlap(parts: list[Region | None]) -> Region | None:
    """What `x > 1` and `x < 3` leave together; None where they do not name one letter or an end has no number."""
    found = [part for part in parts if part is not None]
    letters = {part.letter for part in found}
    if len(found) != len(parts) or len(letters) != 1 or letters == {""}:
        return None
    common = found[0].spans
    try:
        for part in found[1:]:
            common = tuple(span for a in common for b in part.spans if (span := _shared(a, b)) is not None)
    except NoSample:
        return None
    return Region(common, found[0].letter)


def _listed(parts: list[Region | None]) -> Region | None:
    """`x > 1, x < 3` holds at once where both can; `x < 1, x > 3` lists the two parts of a solution."""
    found = overlap(parts)
    return found if found is None or found.spans else _joined(parts)


def _shared(first: Span, second: Span) -> Span | None:
    """The part that two spans share, or None."""
    lower = max((first, second), key=lambda span: (_place(span.low), not span.left))
    upper = min((first, second), key=lambda span: (_place(span.high), span.right))
    low, high = _place(lower.low), _place(upper.high)
    if low > high or (low == high and not (lower.left and upper.right)):
        return None
    return Span(lower.low, upper.high, lower.left, upper.right)


def _solved_relation(node: Relation) -> Region | None:
    """`a < x ≤ b`, `x ≥ a` or `x ≠ a`, with numbers at the ends; anything else is not solved."""
    if node.operators == ("!=",):
        return _all_but(*node.operands)
    if not set(node.operators) <= set(TURNED):
        return None
    operators, operands = node.operators, node.operands
    if all(operator in (">", ">=") for operator in operators):
        operators = tuple(TURNED[operator] for operator in reversed(operators))
        operands = tuple(reversed(operands))
    if any(operator in (">", ">=") for operator in operators):
        return None
    low: Node = Negative(ENDLESS)
    high: Node = ENDLESS
    left = right = False
    middle = operands[0] if isinstance(operands[0], Name) and names_in(operands[0]) else operands[1]
    if not isinstance(middle, Name) or not names_in(middle) or len(operands) > 3:
        return None
    place = operands.index(middle)
    if place == 1:
        low, left = operands[0], operators[0] == "<="
    if place + 1 < len(operands):
        high, right = operands[place + 1], operators[place] == "<="
    if names_in(low) or names_in(high):
        return None
    return Region((Span(low, high, left, right),), middle.name)


def _all_but(left: Node, value: Node) -> Region | None:
    if not isinstance(left, Name) or not names_in(left) or names_in(value):
        return None
    return Region((Span(Negative(ENDLESS), value, False, False), Span(value, ENDLESS, False, False)), left.name)


def same_region(first: Region, second: Region) -> bool | None:
    """Whether two sets are the same. Letters must agree where both name one; undecided ends give None."""
    if first.letter and second.letter and first.letter.casefold() != second.letter.casefold():
        return False
    mine, theirs = _ordered(first.spans), _ordered(second.spans)
    if mine is None or theirs is None:
        return None
    if len(mine) != len(theirs):
        return False
    return all_of([_same_span(a, b) for a, b in zip(mine, theirs, strict=True)])


def covers_all(node: Node) -> bool:
    """Whether a text describes every real number."""
    found = region(node)
    return found is not None and same_region(found, Region((Span(Negative(ENDLESS), ENDLESS, False, False),))) is True


def _ordered(spans: tuple[Span, ...]) -> list[Span] | None:
    """From left to right, touching spans joined; None where an end has no number."""
    try:
        placed = sorted(((_place(span.low), _place(span.high), span) for span in spans), key=lambda item: item[:2])
    except NoSample:
        return None
    joined: list[tuple[float, float, Span]] = []
    for low, high, span in placed:
        if joined and _touches(joined[-1], low, span):
            before = joined[-1]
            if high > before[1] or (high == before[1] and span.right):
                merged = Span(before[2].low, span.high, before[2].left, span.right)
                joined[-1] = (before[0], high, merged)
            continue
        joined.append((low, high, span))
    return [span for _, _, span in joined]


def _touches(before: tuple[float, float, Span], low: float, span: Span) -> bool:
    return low < before[1] or (low == before[1] and (before[2].right or span.left))


def _place(node: Node) -> float:
    if node == ENDLESS:
        return float("inf")
    if node == Negative(ENDLESS):
        return float("-inf")
    value = sample(node, {})
    if abs(value.imag) > 1e-12:
        raise NoSample
    return round(value.real, 9)


def _same_span(first: Span, second: Span) -> bool | None:
    verdicts: list[bool | None] = []
    for mine, theirs, closed, also in (
        (first.low, second.low, first.left, second.left),
        (first.high, second.high, first.right, second.right),
    ):
        endless = _is_endless(mine)
        if endless or _is_endless(theirs):
            verdicts.append(mine == theirs)
        else:
            verdicts.extend([closed == also, same_value(mine, theirs)])
    return all_of(verdicts)


def _is_endless(node: Node) -> bool:
    return node in (ENDLESS, Negative(ENDLESS))
