"""Milliseconds: percentiles, and an engine that remembers nothing of the notes before."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence

REMEMBERED = (
    "questions.engine.expressions.evaluation.compile_formula",
    "questions.engine.expressions.written_form._symbolic",
    "questions.engine.rendering.filling.pieces",
    "questions.engine.rendering.filling._particle",
    "questions.engine.gates.language._right_particle",
    "questions.engine.texts.normalising.normal_text",
    "questions.engine.resolving._resolved",
    "questions.engine.grading.grader._unit_of",
    "questions.engine.grading.grader._parsed",
)
"""What the engine remembers by the text of a note or an answer. Compiled tables of its own are no such memory."""


def forget() -> None:
    """Empties the engine's memories of texts, so that the next note is met for the first time."""
    for path in REMEMBERED:
        module, _, name = path.rpartition(".")
        memory = getattr(sys.modules.get(module), name, None)
        if memory is not None:
            memory.cache_clear()


def percentile(times: Sequence[float], share: int) -> float | None:
    """The smallest measured time that `share` percent of all do not exceed; None without times."""
    if not times:
        return None
    ordered = sorted(times)
    return round(ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)], 3)
