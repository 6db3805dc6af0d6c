"""Constants of a whole that has two parts, known by their difference or by how many times one is the other.

    Ben and Carl have 56 cards, Ben has 12 more than Carl … how many does Carl have     (56 - 12) / 2
    48 cans, the girls collected 3 times as many as the boys … how many did the boys    48 / (3 + 1)
    the sum of their ages is 31 … in 5 years                                            31 + 5 * 2

The 2 of two equal parts and the 1 of the smaller part are in no word. They are explained here where the stem tells
whole and difference, and where the sign of the solution goes with the one who is asked for; else they stay unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal, Operation, operations
from questions.engine.twins.words.solutions import Step

_WHOLE = re.compile(
    r"\btotal\b|\bin all\b|\baltogether\b|\btogether\b|\bcombined\b|\bsum\b|\bhave \d|모두|합|총|전체|합하면|합쳐",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"\b(?P<one>[A-Za-z]+)(?:'s \w+)? (?:\w+ ){1,3}\$?[\d.,]+ (?:[\w-]+ ){0,3}?(?P<way>more|fewer|less|older|younger|"
    r"taller|shorter|longer|heavier|lighter)\b[^.?!]*?\bthan (?:the |his |her )?(?P<other>[A-Za-z]+)"
)
_DIFFERS_KOREAN = re.compile(
    r"(?P<one>[가-힣]{1,6}?)(?:이는|이가|은|는|이|가) (?P<other>[가-힣]{1,6}?)(?:이)?보다 [\d.,]+\s?"
    r"[가-힣a-zA-Z]* ?(?:더 )?(?P<way>많|적|크|큽|작|길|짧|무겁|가볍|덜|더)"
)
_LESS = ("fewer", "less", "younger", "shorter", "lighter", "적", "작", "짧", "가볍", "덜")
_MULTIPLE = re.compile(
    r"\b(?:[\d.]+ times|twice|thrice|double|triple) (?:as (?:many|much|old|long|heavy|tall)|the (?:number|amount))|배"
)
_AGES = re.compile(r"\bages?\b|나이", re.IGNORECASE)
_LATER = re.compile(r"\b(?:in|after) [\d.]+ years|\b[\d.]+ years (?:ago|from now|later)|\d+년 (?:뒤|후|전)")


def part_constants(stem: str, steps: Sequence[Step]) -> frozenset[Fraction]:
    """The constants that two parts bring into this solution: 2, 1 or neither."""
    nodes = [node for step in steps for node in operations(step.tree)]
    found: set[Fraction] = set()
    if _MULTIPLE.search(stem) and any(_one_more(node) for node in nodes):
        found.add(Fraction(1))
    if _WHOLE.search(stem):
        if any(
            _halved(node) and node.left.operator == sign_asked(stem)
            for node in nodes
            if isinstance(node.left, Operation)
        ):
            found.add(Fraction(2))
        if _AGES.search(stem) and _LATER.search(stem) and any(_doubled(node) for node in nodes):
            found.add(Fraction(2))
    return frozenset(found)


def _halved(node: Operation) -> bool:
    return node.operator == "/" and isinstance(node.right, Literal) and node.right.value == 2


def _one_more(node: Operation) -> bool:
    """A whole divided by one more (or one less) than the multiple."""
    below = node.right
    return (
        node.operator == "/"
        and isinstance(below, Operation)
        and below.operator == "+"
        and all(isinstance(side, Literal) for side in (below.left, below.right))
        and 1 in {side.value for side in (below.left, below.right) if isinstance(side, Literal)}
    )


def _doubled(node: Operation) -> bool:
    sides = (node.left, node.right)
    return node.operator == "*" and any(isinstance(side, Literal) and side.value == 2 for side in sides)


def sign_asked(stem: str) -> str:
    """`+` where the larger of two compared parts is asked for, `-` for the smaller; empty where that is open."""
    korean = re.search(r"[가-힣]", stem)
    found = list((_DIFFERS_KOREAN if korean else _DIFFERS).finditer(stem))
    asked = re.split(r"(?<=[.!])\s", stem.strip())[-1]
    asked = asked if korean else asked[max(0, asked.lower().rfind("how ")) :]
    if len(found) != 1:
        return ""
    one, other, way = found[0]["one"], found[0]["other"], found[0]["way"]
    named = [one in asked, other in asked]
    if named == [True, True] or not any(named) or found[0].start() >= stem.rfind(asked):
        return ""
    return "-" if named[0] == (way in _LESS) else "+"
