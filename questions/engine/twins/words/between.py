"""Items that ask for the one value between two others (`14보다 많고 16보다 적은`): the gap must stay.

Their solution `(14 + 16) / 2` holds only because the two numbers differ by two; with any other gap there would
be several answers. Both numbers therefore move together, which also makes `14 + 1` and `16 - 1` the same function.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal, Operation
from questions.engine.twins.words.solutions import Step
from questions.engine.twins.words.spans import NumberSpan

_LIES = re.compile(r"보다|사이")
_AVERAGE = re.compile(r"평균|절반|반으로|똑같이|나누|average|\bmean\b|\bhalf\b|equal|split|share|divid", re.IGNORECASE)


def between(stem: str, spans: Sequence[NumberSpan], steps: Sequence[Step]) -> tuple[int, int] | None:
    """Places (smaller, larger) of two printed numbers whose midpoint is the answer only because they differ by two."""
    tree = steps[0].tree
    if re.search(r"[가-힣]", stem) and not _LIES.search(stem):
        return None
    if len(steps) != 1 or _AVERAGE.search(stem) or not isinstance(tree, Operation) or tree.operator != "/":
        return None
    top, bottom = tree.left, tree.right
    if not isinstance(top, Operation) or top.operator != "+" or not isinstance(bottom, Literal) or bottom.value != 2:
        return None
    if not isinstance(top.left, Literal) or not isinstance(top.right, Literal):
        return None
    low, high = sorted((top.left.value, top.right.value))
    places = [[i for i, span in enumerate(spans) if span.value == value] for value in (low, high)]
    if high - low != 2 or any(len(found) != 1 for found in places):
        return None
    first, second = places[0][0], places[1][0]
    movable = all(spans[i].frozen in ("", "ordinal") and spans[i].kind == "plain" for i in (first, second))
    return (first, second) if movable and spans[first].value > 1 else None


def opened(spans: tuple[NumberSpan, ...], pair: tuple[int, int]) -> tuple[NumberSpan, ...]:
    """The spans with the two places free to change."""
    return tuple(replace(span, frozen="") if i in pair else span for i, span in enumerate(spans))


def averages_without_reason(stem: str, steps: Sequence[Step]) -> bool:
    """Whether some step halves a sum although the text speaks of no average, half or share."""
    if _AVERAGE.search(stem):
        return False
    tree = steps[-1].tree
    halved = isinstance(tree, Operation) and tree.operator == "/" and isinstance(tree.right, Literal)
    return bool(
        halved
        and isinstance(tree, Operation)
        and isinstance(tree.right, Literal)
        and tree.right.value == Fraction(2)
        and isinstance(tree.left, Operation)
        and tree.left.operator == "+"
        and isinstance(tree.left.left, Literal)
        and isinstance(tree.left.right, Literal)
        and abs(tree.left.left.value - tree.left.right.value) <= 2
    )
