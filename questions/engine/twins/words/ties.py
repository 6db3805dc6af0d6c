"""Numbers of a stem that are tied to each other although the solution does not use all of them.

`가 220표, 나 168표, 무효 12표, 모두 400표`: changing one and keeping the unused rest would contradict the text
(quality.md §3.1, reason 4). What an unused number could be made of stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction

from questions.engine.twins.words.spans import NumberSpan

_MISTAKE = re.compile(
    r"잘못|실수|착각|틀리게|원래|바르게|올바르게|\bmistake|\bwrongly|\bincorrect|instead of", re.IGNORECASE
)
_DEEP_FROM = 13


def tied_numbers(stem: str, spans: Sequence[NumberSpan], used: frozenset[int], results: Sequence[Fraction]) -> set[int]:
    """Places of changeable numbers that must stay because an unused number depends on them.

    Looked for: an unused number that is one operation of two others (or of one and a step's result), two operations of
    three others where it is larger than 12, or a member of a sum that equals another number. Where the stem tells of a
    mistaken calculation, unused numbers of any size are searched for, also as a sum of two products.
    """
    unused = [i for i, span in enumerate(spans) if i not in used and span.kind != "word" and not _bystander(span)]
    if not unused:
        return set()
    mistaken = bool(_MISTAKE.search(stem))
    tied: set[int] = set()
    worth = [span.value * span.scale for span in spans]
    digits = [i for i, span in enumerate(spans) if span.kind != "word"]
    for i in unused:
        others = [j for j in digits if j != i]
        for j, k in itertools.combinations(others, 2):
            if worth[i] in _one(worth[j], worth[k]):
                tied |= {j, k}
        for j in others:
            if any(worth[i] in _one(worth[j], result) for result in results if result not in worth):
                tied.add(j)
        if worth[i] in results:
            tied |= set(used)
        if worth[i] >= _DEEP_FROM or mistaken:
            tied |= _two_operations(i, others, worth)
        if mistaken:
            tied |= _pairs_of_products(i, others, worth)
    return tied | _sums(unused, digits, worth)


def _bystander(span: NumberSpan) -> bool:
    """Kept numbers that name or order things and measure nothing."""
    return span.frozen in ("ordinal", "name", "date", "clock", "hyphen", "one", "article")


def _one(a: Fraction, b: Fraction) -> set[Fraction]:
    found = {a + b, a - b, b - a, a * b}
    if a and b:
        found |= {a / b, b / a}
    return found


def _two_operations(target: int, others: Sequence[int], worth: Sequence[Fraction]) -> set[int]:
    tied: set[int] = set()
    for group in itertools.combinations(others[:8], 3):
        for a, b, c in itertools.permutations(group, 3):
            if a < b and any(worth[target] in _one(partial, worth[c]) for partial in _one(worth[a], worth[b])):
                tied |= set(group)
    return tied


def _pairs_of_products(target: int, others: Sequence[int], worth: Sequence[Fraction]) -> set[int]:
    """Members of `a∘b ± c∘d` that make the target: the wrong total of two purchases, the difference of two areas."""
    tied: set[int] = set()
    pairs = list(itertools.combinations(others[:8], 2))
    for first, second in itertools.combinations(pairs, 2):
        if set(first) & set(second):
            continue
        for left in _one(worth[first[0]], worth[first[1]]):
            if any(
                worth[target] in (left + right, abs(left - right)) for right in _one(worth[second[0]], worth[second[1]])
            ):
                tied |= {*first, *second}
    return tied


def _sums(unused: Sequence[int], digits: Sequence[int], worth: Sequence[Fraction]) -> set[int]:
    """Members of every sum of three or more numbers that makes another one and has an unused member."""
    tied: set[int] = set()
    if len(digits) > 9:
        return set(digits)
    for total in digits:
        parts = [i for i in digits if i != total and worth[i] < worth[total]]
        for size in range(3, len(parts) + 1):
            for group in itertools.combinations(parts, size):
                members = {total, *group}
                if members & set(unused) and sum(worth[i] for i in group) == worth[total]:
                    tied |= members
    return tied
