"""Money in a calculation: dollars are added to dollars, and a question for money is answered in money.

Every number of the stem either is an amount of money or counts something else; a product has the money of both sides, a
quotient what is left of it, a sum needs the same on both sides. A number without a unit may be either. A solution with
a wrong operator rarely passes: five dollars plus three books are neither dollars nor books.
"""

from __future__ import annotations

import re

from questions.engine.twins.words.alignment import Alignment
from questions.engine.twins.words.arithmetic import Literal, Reference, Tree
from questions.engine.twins.words.spans import NumberSpan

_MONEY = re.compile(r"[$￦₩€£¢]|dollars?|cents?|bucks|euros?|원", re.IGNORECASE)
_NO_UNIT = re.compile(
    r"(?:|each|per|apiece|and|on|for|to|in|of|more|less|fewer|a|an|the|at|from|with|while|but|or|than|as|by|if|then|"
    r"he|she|it|they|is|was|are|were|total|altogether|times?|percent|off|left|extra|additional|worth)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[^.?!]*\?")
_ASKS_MONEY = re.compile(
    r"how much money|how many (?:dollars|cents)|how much(?! (?:time|water|longer|farther|further|older|heavier|faster|"
    r"taller|weight))[^.?!]*\b(?:costs?|pay|paid|spen[dt]|earn(?:ed|s)?|charge|sav(?:e|ed)|owe|profit|change|price|money|"
    r"dollars)\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(r"how many (?!(?:\w+ ){0,2}(?:dollars|cents|bucks))", re.IGNORECASE)


def money_agrees(stem: str, alignment: Alignment) -> bool:
    """Whether the solution's sums join like with like and its result is money exactly where the stem asks for money."""
    if not any(_MONEY.fullmatch(span.unit) for span in alignment.spans):
        return True
    found: list[int | None] = []
    for step in alignment.steps:
        try:
            found.append(_power(step.tree, alignment, found))
        except _Mixed:
            return False
    asked = _asked(stem)
    return found[-1] is None or asked is None or found[-1] == asked


class _Mixed(Exception):
    """A sum or a difference of money and something else."""


def _power(tree: Tree, alignment: Alignment, results: list[int | None]) -> int | None:
    """How many times money is a factor: 1 for an amount, 0 for a count, None where that is open. Raises _Mixed."""
    if isinstance(tree, Reference):
        return results[tree.step]
    if isinstance(tree, Literal):
        source = alignment.reading[tree.key]
        if source.kind == "step":
            return results[source.index]
        return _of_span(alignment.spans[source.index]) if source.kind == "span" else None
    left, right = _power(tree.left, alignment, results), _power(tree.right, alignment, results)
    if tree.operator in "+-":
        if left is not None and right is not None and left != right:
            raise _Mixed
        return right if left is None else left
    if tree.operator in ("∣", "∧", "∨"):
        return left
    left, right = _as_factor(tree.left, left, alignment), _as_factor(tree.right, right, alignment)
    if left is None or right is None:
        return None
    return left + right if tree.operator == "*" else left - right


def _as_factor(tree: Tree, power: int | None, alignment: Alignment) -> int | None:
    """A constant that multiplies or divides is no money, unless the stem prints it as an amount that stays."""
    if not isinstance(tree, Literal) or alignment.reading[tree.key].kind != "constant":
        return power
    amounts = {value for s in alignment.spans if s.frozen and _of_span(s) == 1 for value in s.values()}
    return None if tree.value in amounts else 0


def _of_span(span: NumberSpan) -> int | None:
    if span.kind == "percent":
        return 0
    if _MONEY.fullmatch(span.unit):
        return 1
    return None if _NO_UNIT.fullmatch(span.unit) else 0


def _asked(stem: str) -> int | None:
    questions = _QUESTION.findall(stem)
    if len(questions) != 1:
        return None
    if _ASKS_MONEY.search(questions[0]):
        return 1
    return 0 if _ASKS_COUNT.search(questions[0]) else None
