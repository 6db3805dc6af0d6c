"""Numbers that must stay although they were placed: used twice, makeable from others, or without effect.

Each rule answers one way in which replacing numbers has given wrong answers (quality.md §3.1, reasons 1, 2 and 4).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from questions.engine.twins.words.alignment import (
    CONSTANT,
    Alignment,
    Ambiguous,
    Source,
    combinations,
    each_literal,
    feeding_numbers,
    freeze,
)
from questions.engine.twins.words.arithmetic import Literal, operations
from questions.engine.twins.words.ranges import chain
from questions.engine.twins.words.said import said
from questions.engine.twins.words.spans import NumberSpan

SMALL = 12
_TINY = 2
_SHAPE = re.compile(r"둘레|넓이|부피|겉넓이|\bperimeter|\barea\b|\bvolume|\bsquare (?:feet|foot|met)", re.IGNORECASE)
_CALLED_FOR: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile(r"몇\s?번째|번째.*(?:모두|전체|사이|전부)|간격"), frozenset({1})),
    (re.compile(r"(?:삼각형|마름모|사다리꼴)[^.]*넓이|넓이[^.]*(?:삼각형|마름모|사다리꼴)"), frozenset({2})),
    (re.compile(r"직사각형[^.]*둘레|둘레[^.]*직사각형"), frozenset({2})),
    (re.compile(r"정사각형[^.]*둘레|둘레[^.]*정사각형"), frozenset({4})),
)
_COMPARED = re.compile(
    r"(?:\s\w+){0,2}\s(?:more|less|fewer|farther|further|older|younger|higher|longer|shorter|taller)\b|"
    r"\S{0,3}(?:만큼)?\s(?:더|덜)\s"
)
_LENGTH = re.compile(r"cm|mm|km|m|㎝|㎜|㎞|inch(?:es)?|f(?:ee|oo)t|yards?|met(?:er|re)s?|미터|센티", re.IGNORECASE)


def freeze_repeated(alignment: Alignment, merged: Mapping[int, set[Source]], stem: str) -> None:
    """A small number that the solution uses twice but the stem prints once may be a constant in one place."""
    counts: Counter[int] = Counter()
    for group in merged.values():
        counts.update({alignment.leader[s.index] for s in group if s.kind == "span"})
    printed = Counter(alignment.leader.values())
    lengths = _lengths(alignment) if _SHAPE.search(stem) else set()
    repeated = {
        i for i, count in counts.items() if count > printed[i] and i not in lengths and _is_doubtful(alignment, i)
    }
    freeze(alignment, repeated)
    if any(count > printed[i] and _COMPARED.match(stem[alignment.spans[i].end :]) for i, count in counts.items()):
        raise Ambiguous(
            "repeated_difference",
            "비교하는 차이(더 많은 수, 더 적은 수)를 풀이에서 두 번 사용해 확인이 필요합니다.",
        )


def _is_doubtful(alignment: Alignment, index: int) -> bool:
    """Whether a small number could also be a constant of the words or what one operation makes of two others."""
    value = alignment.spans[index].value
    if value > SMALL:
        return False
    if value <= _TINY or value in alignment.constants:
        return True
    worth = [s.value * s.scale for i, s in enumerate(alignment.spans) if i != index and s.value > 1]
    return any(value in combinations(a, b) for a, b in itertools.combinations(worth, 2))


def _lengths(alignment: Alignment) -> set[int]:
    """Lengths that a measure of a shape may use several times: no count that the shape has could be meant instead."""
    return {
        i
        for i, span in enumerate(alignment.spans)
        if _LENGTH.fullmatch(span.unit) and span.value not in alignment.constants
    }


def freeze_hidden(alignment: Alignment) -> None:
    """A literal that unused numbers of the stem could also make (by one operation) may be their result."""
    spans = alignment.spans
    worth = [span.value * span.scale for span in spans]
    unused = [
        i
        for i, span in enumerate(spans)
        if i not in alignment.used and span.value > 1 and not is_constant_use(alignment, span)
    ]
    for _, literal in each_literal(alignment.steps):
        source = alignment.reading[literal.key]
        if source.kind != "span":
            continue
        others = [j for j in range(len(spans)) if j != source.index and worth[j] > 1]
        near = any(abs(worth[i] - literal.value) == 1 and literal.value <= SMALL for i in unused)
        if near or any(literal.value in combinations(worth[i], worth[j]) for i in unused for j in others if j != i):
            freeze(alignment, {source.index})


def freeze_under_constants(alignment: Alignment, merged: Mapping[int, set[Source]], stem: str) -> None:
    """A constant may be a result worked out in the head: the numbers that could make it so stay as they are.

    A constant that the stem's own subject calls for (the 1 of places in a row, the 2 of a triangle's area) is none.
    """
    called_for = {value for rule, values in _CALLED_FOR if rule.search(stem) for value in values}
    stated = said(stem, alignment.steps)
    for place, literal in each_literal(alignment.steps):
        explained = literal.value in called_for or literal.key in stated or _is_printed(alignment, literal)
        if CONSTANT not in merged[literal.key] or explained:
            continue
        makers = [({i}, alignment.spans[i].value * alignment.spans[i].scale) for i in sorted(alignment.free)]
        for earlier in range(place):
            feeding = feeding_numbers(alignment, merged, earlier) & alignment.free
            if feeding:
                makers.append((feeding, alignment.steps[earlier].value))
        kept: list[tuple[set[int], Fraction]] = [
            (set(), span.value * span.scale) for i, span in enumerate(alignment.spans) if i not in alignment.free
        ]
        for (first, a), (second, b) in itertools.combinations([*makers, *kept], 2):
            if (first or second) and a > 1 and b > 1 and literal.value in combinations(a, b):
                freeze(alignment, first | second)


def freeze_deciding(alignment: Alignment) -> None:
    """The numbers on which a program's way depends stay; those that it only orders may change, their order is kept.

    A comparison with a value that the stem does not print in that form keeps all that is compared.
    """
    last = alignment.steps[-1]
    ordered = {alignment.spans[i].value for group in chain(alignment) for i in group if alignment.spans[i].scale == 1}
    deciding = last.pinned if last.compared <= ordered else last.pinned | last.compared
    freeze(alignment, {i for i, span in enumerate(alignment.spans) if span.values() & deciding})


def _is_printed(alignment: Alignment, literal: Literal) -> bool:
    """Whether a kept number of the stem is this constant; a printed 1 proves nothing beside a sum."""
    if literal.value == 1 and any(
        (node.operator in "+-" and literal in (node.left, node.right))
        or (node.operator == "/" and literal == node.right)
        for step in alignment.steps
        for node in operations(step.tree)
    ):
        return False
    return any(span.frozen and literal.value in span.values() for span in alignment.spans)


def is_constant_use(alignment: Alignment, span: NumberSpan) -> bool:
    """Whether a kept number is nevertheless used: some literal of the solution is it."""
    if not span.frozen:
        return False
    explained = span.values()
    return any(
        literal.value in explained and alignment.reading[literal.key].kind == "constant"
        for _, literal in each_literal(alignment.steps)
    )


def freeze_idle(alignment: Alignment) -> None:
    """Numbers that do not move the answer stay: a formula in which they cancel proves nothing about them."""
    originals = {i: alignment.spans[i].value for i in range(len(alignment.spans))}
    answer = alignment.compute(originals)[-1]
    for leader in {alignment.leader[i] for i in alignment.free}:
        moved = {**originals, leader: originals[leader] * 7 + 3}
        try:
            same = alignment.compute(moved)[-1] == answer
        except ZeroDivisionError:
            same = False
        if same:
            freeze(alignment, {leader})
