"""Words that say how many times or what part: `twice`, `half`, `a third`, `three-quarters`, `a dozen`.

What such a word brings into a solution is surely the word's: no number that printed ones could have given in the head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from questions.engine.twins.words.arithmetic import Literal

_PART, _OF = r"\b(?:an?|one|two|three|four)[\s-]", r" (?:of|as|the|that|more|less)\b"
_RATIOS: tuple[tuple[re.Pattern[str], frozenset[Fraction]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(Fraction(value) for value in values.split()))
    for pattern, values in (
        (r"\bhal(?:f|ves|ved)\b", "2 1/2"),
        (r"\btwice\b|\bdoubl(?:e|es|ed|ing)\b", "2"),
        (r"\bthrice\b|\btripl(?:e|es|ed|ing)\b", "3"),
        (r"\bquadrupl(?:e|es|ed|ing)\b", "4"),
        (_PART + r"thirds?" + _OF, "3 1/3 2/3"),
        (_PART + r"(?:quarter|fourth)s?" + _OF, "4 1/4 3/4"),
        (_PART + r"fifths?" + _OF, "5 1/5 2/5 3/5 4/5"),
        (_PART + r"tenths?" + _OF, "10 1/10 3/10"),
        (r"\bdozen", "12"),
    )
)


def told(stem: str) -> Counter[Fraction]:
    """How often a word of the stem tells each multiplier."""
    found: Counter[Fraction] = Counter()
    for rule, values in _RATIOS:
        times = len(rule.findall(stem))
        found.update(dict.fromkeys(values, times) if times else {})
    return found


def surely_told(literals: Iterable[Literal], stem: str) -> frozenset[Fraction]:
    """Multipliers that the constants use no more often than words of the stem tell them."""
    counts = told(stem)
    used = Counter(literal.value for literal in literals)
    return frozenset(value for value in counts if used[value] <= counts[value])
