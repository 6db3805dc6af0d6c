"""A second route to the answer: reads a rendered question (Korean or English) and solves it from the text alone.

Knows nothing of blueprints, parameters or authors. It reads only what it understands completely (every rule matches
the whole text); for everything else it says None, never a guess.
"""

from __future__ import annotations

from functools import lru_cache

from questions.engine.expressions import Value
from questions.engine.expressions.limits import Spent, within
from questions.engine.resolving import (
    calculus,
    counting,
    equations,
    expressions,
    functions,
    measures,
    numbers,
    rates,
    sequences,
    statistics,
)
from questions.engine.resolving.families import resolve_family
from questions.engine.resolving.reading import Resolution, Rule, core, declined
from questions.engine.texts.effort import tangled

__all__ = ["Resolution", "agrees", "resolve"]

_RULES: tuple[Rule, ...] = (
    *equations.RULES,
    *numbers.RULES,
    *statistics.RULES,
    *sequences.RULES,
    *calculus.RULES,
    *functions.RULES,
    *counting.RULES,
    *rates.RULES,
    *measures.RULES,
    *expressions.RULES,
)
MAX_STEM = 600
SECONDS = 2.0


def resolve(stem: str) -> Resolution | None:
    """The solution of a question whose whole text one rule reads; None where no rule does, or none in SECONDS."""
    try:
        with within(SECONDS):
            return _resolved(stem)
    except Spent:
        return None


@lru_cache(maxsize=512)
def _resolved(stem: str) -> Resolution | None:
    if len(stem) > MAX_STEM:
        return None
    text = core(stem)
    if tangled(text):
        return None
    for rule in _RULES:
        found = rule.pattern.fullmatch(text)
        if found is None:
            continue
        try:
            resolution = rule.solve(found)
        except declined():
            continue
        if resolution is not None:
            return resolution
    try:
        return resolve_family(stem)
    except declined():
        return None


def agrees(resolution: Resolution, answer: Value) -> bool | None:
    """Whether an answer is the resolved one; None where that could not be decided."""
    try:
        return resolution.accepts(answer)
    except declined():
        return None
