"""Words that state a constant together with its operation: half divides by 2, twice multiplies by it, dozen is 12.

A number of the solution that stands where such a word puts it is that constant, and not a printed number of the same
value or a result worked out in the head. This holds only while there are not more such places than such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal, Operation, Reference, Tree, literals, operations
from questions.engine.twins.words.solutions import Step

_HALF, _THIRD, _QUARTER, _TENTH = (Fraction(1, n) for n in (2, 3, 4, 10))
_TAKES, _PARTS = "*", "/"
_WORDS: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...] = (
    (r"\bhal(?:f|ves|ved|ve)\b|절반|반으로|반만|의 반(?![가-힣])", ((_PARTS, Fraction(2)), (_TAKES, _HALF))),
    (r"\btwice\b|\bdoubl(?:e|es|ed|ing)\b|갑절|두\s?배", ((_TAKES, Fraction(2)),)),
    (r"\btripl(?:e|es|ed|ing)\b|\bthrice\b|세\s?배", ((_TAKES, Fraction(3)),)),
    (r"\bquadrupl(?:e|es|ed|ing)\b|네\s?배", ((_TAKES, Fraction(4)),)),
    (r"\b(?:a|one)[ -]third\b", ((_PARTS, Fraction(3)), (_TAKES, _THIRD))),
    (r"\b(?:a|one)[ -](?:quarter|fourth)\b", ((_PARTS, Fraction(4)), (_TAKES, _QUARTER))),
    (r"\b(?:a|one)[ -]fifth\b", ((_PARTS, Fraction(5)), (_TAKES, Fraction(1, 5)))),
    (r"\b(?:a|one)[ -]tenth\b", ((_PARTS, Fraction(10)), (_TAKES, _TENTH))),
    (r"\bdozens?\b|다스", ((_TAKES, Fraction(12)), (_PARTS, Fraction(12)))),
    (r"\bround[ -]trips?\b|왕복", ((_TAKES, Fraction(2)),)),
)
_UNITS: tuple[tuple[str, str, Fraction], ...] = (
    (r"\bweek|일주일|주일|주\s?동안|매주", r"\bday|daily|하루|매일|\d일", Fraction(7)),
    (r"\bhour|시간", r"\bminute|\d\s?분|몇 분|분에|분\s?동안", Fraction(60)),
    (r"\bminute|\d\s?분", r"\bsecond|\d\s?초|몇 초", Fraction(60)),
    (r"\bday|하루", r"\bhour|시간", Fraction(24)),
    (r"\byear|\d년|일 년", r"\bmonth|개월|한 달|매달", Fraction(12)),
    (r"\bf(?:ee|oo)t\b", r"\binch", Fraction(12)),
    (r"\byard", r"\bf(?:ee|oo)t\b", Fraction(3)),
    (
        r"\bcent(?:s|imeters?)?\b|센티미터|\d\s?cm",
        r"\$|\bdollars?\b|\bmeters?\b|\d\s?m(?![a-z])|몇 m(?![a-z])",
        Fraction(100),
    ),
    (r"%|percent|퍼센트", r"", Fraction(100)),
)  # fmt: skip
_AVERAGE = re.compile(r"\baverage|\bmean\b|평균", re.IGNORECASE)
_WORD_RULES = tuple((re.compile(pattern, re.IGNORECASE), uses) for pattern, uses in _WORDS)
_UNIT_RULES = tuple(
    (re.compile(large, re.IGNORECASE), re.compile(small, re.IGNORECASE), value) for large, small, value in _UNITS
)


def said(stem: str, steps: Sequence[Step]) -> frozenset[int]:
    """Keys of the solution's literals that are constants because the stem's words put them where they stand."""
    placed = list(_placed(steps))
    found: set[int] = set()
    for rule, uses in _WORD_RULES:
        fitting = {literal.key for operator, literal in placed if (operator, literal.value) in uses}
        if 0 < len(fitting) <= len(rule.findall(stem)):
            found |= fitting
    for large, small, value in _UNIT_RULES:
        if large.search(stem) and small.search(stem):
            found |= {literal.key for _, literal in placed if literal.value == value}
    return frozenset(found | set(_averaging(stem, steps)))


def _placed(steps: Sequence[Step]) -> Iterator[tuple[str, Literal]]:
    """Every literal that is a factor or a divisor, with its operation (a divided number has none)."""
    for step in steps:
        for node in operations(step.tree):
            if node.operator == _TAKES and isinstance(node.left, Literal):
                yield _TAKES, node.left
            if node.operator in (_TAKES, _PARTS) and isinstance(node.right, Literal):
                yield node.operator, node.right


def _averaging(stem: str, steps: Sequence[Step]) -> Iterator[int]:
    """The divisor of an average: as many as the sum under it has members."""
    if not _AVERAGE.search(stem):
        return
    for step in steps:
        for node in operations(step.tree):
            divided = node.operator == _PARTS and isinstance(node.right, Literal)
            if divided and isinstance(node.right, Literal) and node.right.value == _members(node.left, steps):
                yield node.right.key


def _members(tree: Tree, steps: Sequence[Step]) -> int:
    """How many numbers a sum joins; of a result written as a number, those of the one step that gives it."""
    if isinstance(tree, Operation) and tree.operator == "+":
        return _addends(tree)
    if isinstance(tree, Reference):
        return _addends(steps[tree.step].tree)
    if isinstance(tree, Literal):
        makers = [step.tree for step in steps if step.value == tree.value]
        return _addends(makers[0]) if len(makers) == 1 else 0
    return 0


def _addends(tree: Tree) -> int:
    if isinstance(tree, Operation) and tree.operator == "+":
        return _addends(tree.left) + _addends(tree.right)
    return 1 if any(literals(tree)) or isinstance(tree, Reference) else 0
