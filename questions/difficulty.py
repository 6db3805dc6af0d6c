"""How hard a note is, as far as its text tells: for the routes that leave hard notes to a stronger model."""

from __future__ import annotations

import re

from questions.models import Note

# Each sign of a hard note and its weight; weights add up to 1. Grades and steps as schoolbooks count them.
LONG_STEM = 240
MANY_STEPS = 6
_STATEMENTS = re.compile(r"[ㄱ-ㅎ]\s?[.)]|보기")
_CONDITIONS = re.compile(r"단,|만족|모든 실수|서로 다른|이때|조건")


def difficulty(note: Note) -> float:
    """A fraction from 0 (one short step) to 1.

    A half from the length of the text and of its worked solution, the rest from statements to judge (ㄱ, ㄴ, ㄷ),
    conditions, and how often the student got it wrong again. A rule of thumb, to be replaced by answers' statistics.
    """
    length = min(len(note.stem) / LONG_STEM, 1.0)
    steps = min(len([line for line in note.solution.splitlines() if "=" in line]) / MANY_STEPS, 1.0)
    statements = 1.0 if _STATEMENTS.search(note.stem) else 0.0
    conditions = min(len(_CONDITIONS.findall(note.stem)) / 3, 1.0)
    again = min(note.again_count / 3, 1.0)
    return round(0.25 * length + 0.25 * steps + 0.2 * statements + 0.15 * conditions + 0.15 * again, 3)
